"""The film of a drawn runner: pictures one after another, as a camera would have taken them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import scipy
from numpy.typing import NDArray

from restride.figure.errors import FigureError
from restride.figure.runner.anatomy import SIDES
from restride.figure.runner.camera import Camera, camera
from restride.figure.runner.chain import Stance
from restride.figure.runner.cones import FAR, Pixels, draw, empty
from restride.figure.runner.flesh import Chains, chains, palette
from restride.figure.runner.light import lit, shrunk
from restride.figure.runner.motion import Motion
from restride.figure.runner.scenery import Scenery, scenery

#: Pixels are found this many times finer and then averaged.
FINE = 2
#: Stances are laid out for so many pictures at once.
BATCH = 64
#: Frame rates that are made, and the longest film. [Hz, s]
RATE_HZ, LONGEST_S = (5.0, 1000.0), 600.0
#: An open shutter is drawn as so many moments.
MOMENTS = 5


@dataclass(frozen=True)
class Shot:
    """How a film is taken. Whatever is left out is a good phone on a tripod.

    Parameters
    ----------
    view : str
        From where: «left» or «right» (that side is the near one), «rear», «front».
    rate_hz, seconds : float
        Pictures a second of the runner's time, and how much of that time is filmed.
    size : tuple of int
        Width and height. [px]
    yaw_deg, down_deg, roll_deg : float
        The camera stands off the true view, looks down, is tilted.
    distance_m, fills : float
        How far away it stands, and the share of the picture's height that the runner fills.
    shutter : float
        Share of the time from picture to picture in which the shutter is open; 0: no motion blur.
    blur_px, noise : float
        Softness of the lens [px], and SD of the noise in steps of brightness of 255.
    slow : float
        Slow motion: the film is played this many times slower than it was taken.
    scene, rails, look : str
        What is around the runner, the treadmill's rails, and the set of colours.
    follows : bool
        Off a treadmill: the camera goes along; else the runner passes through the picture.
    seed : int
        Of the noise.
    """

    view: str = "right"
    rate_hz: float = 60.0
    seconds: float = 6.0
    size: tuple[int, int] = (640, 480)
    yaw_deg: float = 0.0
    down_deg: float = 0.0
    roll_deg: float = 0.0
    distance_m: float = 5.0
    fills: float = 0.78
    shutter: float = 0.0
    blur_px: float = 0.0
    noise: float = 0.0
    slow: float = 1.0
    scene: str = "treadmill"
    rails: str = "short"
    look: str = "plain"
    follows: bool = True
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what no camera does."""
        if not RATE_HZ[0] <= self.rate_hz <= RATE_HZ[1]:
            raise FigureError(f"{self.rate_hz:g} pictures a second cannot be made; give 5 to 1000.")
        if not 0 < self.seconds <= LONGEST_S:
            raise FigureError(f"A film of {self.seconds:g} s cannot be made; give more than 0 and at most 600 s.")
        if not 0 <= self.shutter <= 1 or not 0 <= self.blur_px <= 20 or not 0 <= self.noise <= 80:
            raise FigureError("The shutter goes from 0 to 1, the blur from 0 to 20 px, the noise from 0 to 80.")
        if self.seed < 0:
            raise FigureError(f"{self.seed} seeds no noise; give 0 or more.")
        if not 1 <= self.slow <= 32:
            raise FigureError(f"Slow motion of {self.slow:g} cannot be made; give 1 (none) to 32.")

    @property
    def pictures(self) -> int:
        """How many there are."""
        return max(1, round(self.seconds * self.rate_hz))

    @property
    def played_hz(self) -> float:
        """Pictures a second when the film is played."""
        return self.rate_hz / self.slow

    def times_s(self) -> NDArray[np.float64]:
        """When each picture is taken, in the runner's time."""
        return np.arange(self.pictures) / self.rate_hz


class Film:
    """A motion, filmed."""

    def __init__(self, motion: Motion, shot: Shot) -> None:
        self.motion, self.shot = motion, shot
        self.camera: Camera = camera(
            shot.view, shot.size, motion.anatomy.stature, shot.yaw_deg, shot.down_deg, shot.roll_deg, shot.distance_m,
            shot.fills,
        )  # fmt: skip
        self._large = replace(
            self.camera,
            width=self.camera.width * FINE,
            height=self.camera.height * FINE,
            focal_px=self.camera.focal_px * FINE,
        )
        self._scenery: Scenery = scenery(shot.scene, self.camera, shot.rails, FINE, motion.step_m)
        self._palette = palette(shot.look).astype(np.float32)
        self._grain = np.random.default_rng(shot.seed)

    def pictures(self) -> Iterator[NDArray[np.uint8]]:
        """Each picture, (height, width, 3), red, green, blue."""
        times = self.shot.times_s()
        moments = self._moments()
        for start in range(0, len(times), BATCH):
            batch = times[start : start + BATCH]
            laid = (batch[:, None] + moments[None, :]).ravel()
            stance = self.motion.stance(laid)
            flesh = chains(self.motion.anatomy, stance)
            for i in range(len(batch)):
                shown = [
                    self._exposed(stance, flesh, j, laid[j]) for j in range(i * len(moments), (i + 1) * len(moments))
                ]
                yield self._developed(shown)

    def _moments(self) -> NDArray[np.float64]:
        open_s = self.shot.shutter / self.shot.rate_hz
        return np.linspace(-0.5, 0.5, MOMENTS) * open_s if open_s else np.zeros(1)

    def _moved(self, time_s: float) -> tuple[float, float]:
        """How far the runner stands from the camera's aim, and how far the ground has moved under it. [m]."""
        way = self.motion.speed_m_s * time_s
        if self.shot.scene == "treadmill" or self.shot.follows:
            return 0.0, way
        return way - self.motion.speed_m_s * self.shot.seconds / 2, 0.0

    def places(self, stance: Stance, times_s: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
        """Where the joints are in the pictures, (frames, 2) pixels to the right and down."""
        moved = np.array([self._moved(float(t))[0] for t in times_s])[:, None] * np.array([1.0, 0.0, 0.0])
        return {name: self.camera.picture(place + moved)[0][:, :2] for name, place in stance.at.items()}

    def _exposed(self, stance: Stance, flesh: Chains, frame: int, time_s: float) -> Pixels:
        """One moment without noise."""
        away, moved = self._moved(time_s)
        picture = self._scenery.at(moved, self._shadows(stance, frame, away))
        balls, scale = self._large.picture(flesh.balls[frame] + np.array([away, 0.0, 0.0]))
        radii = flesh.radii * scale
        low, high = (balls[:, :2] - radii[:, None]).min(axis=0), (balls[:, :2] + radii[:, None]).max(axis=0)
        left, top = (int(max(0, v // FINE * FINE)) for v in low - 2)
        right = int(min(self._large.width, (high[0] + 2) // FINE * FINE + FINE))
        bottom = int(min(self._large.height, (high[1] + 2) // FINE * FINE + FINE))
        if right <= left or bottom <= top:
            return picture
        layer = empty(left, top, right, bottom)
        metre_px = self._large.focal_px / self._large.distance_m
        for chain in flesh.seen(balls.astype(np.float32), radii.astype(np.float32), metre_px):
            draw(layer, chain)
        before = self._scenery.nearness[top:bottom, left:right]
        figure = shrunk(lit(layer, self._palette, metre_px, before), FINE)
        part = picture[top // FINE : bottom // FINE, left // FINE : right // FINE]
        part *= 1 - figure[..., 3:]
        part += figure[..., :3]
        return picture

    def _shadows(self, stance: Stance, frame: int, away: float) -> list[tuple[float, float, float, float]]:
        """Soft spots under the body and each foot, paler the higher it is."""
        body = stance.at["pelvis"][frame]
        found = [(body[0] + away + 0.1, body[2], 0.42, 0.22)]
        for side in SIDES:
            ankle, ball = stance.at[f"ankle_{side}"][frame], stance.at[f"ball_{side}"][frame]
            height = max(0.0, min(ankle[1] - self.motion.anatomy.ankle_height, ball[1]))
            middle = (ankle + ball) / 2
            found.append((middle[0] + away, middle[2], 0.15 + 0.4 * height, 0.6 * np.exp(-9 * height)))
        return found

    def _developed(self, shown: list[Pixels]) -> NDArray[np.uint8]:
        """The mean of the moments, with the lens' softness and the noise."""
        picture = shown[0] if len(shown) == 1 else np.mean(shown, axis=0)
        if self.shot.blur_px:
            picture = scipy.ndimage.gaussian_filter(picture, (self.shot.blur_px, self.shot.blur_px, 0))
        if self.shot.noise:
            picture = picture + self._grain.standard_normal(picture.shape, dtype=np.float32) * np.float32(
                self.shot.noise
            )
        return np.asarray(np.clip(picture, 0, 255), dtype=np.uint8)


__all__ = ["FAR", "Film", "Shot"]
