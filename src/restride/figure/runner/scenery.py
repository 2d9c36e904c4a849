"""What is around the runner: a treadmill in a room, a running track, or a plain wall and floor.

Boxes and planes are met by one ray a (fine) pixel, once; the ground that moves and the shadows on it are painted anew
in each picture.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from restride.figure.errors import FigureError
from restride.figure.runner.camera import Camera
from restride.figure.runner.cones import FAR, Pixels
from restride.figure.runner.light import shrunk

SCENES = ("treadmill", "track", "plain")
Box = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[int, int, int]]
#: From, to along x, y and z [m], colour. The runner's ground is y = 0, the room's floor lower.
DECK_M = -0.17
TREADMILL: tuple[Box, ...] = (
    ((-0.98, 1.02), (DECK_M, -0.002), (-0.40, 0.40), (70, 74, 80)),
    ((0.84, 1.14), (DECK_M, 0.10), (-0.40, 0.40), (52, 56, 62)),
    ((1.02, 1.08), (0.10, 1.12), (-0.43, -0.37), (120, 126, 132)),
    ((1.02, 1.08), (0.10, 1.12), (0.37, 0.43), (120, 126, 132)),
    ((0.96, 1.06), (1.06, 1.30), (-0.36, 0.36), (58, 62, 70)),
)
SHORT_RAILS: tuple[Box, ...] = (
    ((0.44, 1.05), (0.90, 0.945), (-0.425, -0.38), (150, 156, 160)),
    ((0.44, 1.05), (0.90, 0.945), (0.38, 0.425), (150, 156, 160)),
)
LONG_RAILS: tuple[Box, ...] = (
    ((-0.70, 1.05), (0.86, 0.905), (-0.43, -0.385), (150, 156, 160)),
    ((-0.70, 1.05), (0.86, 0.905), (0.385, 0.43), (150, 156, 160)),
    ((-0.72, -0.67), (DECK_M, 0.905), (-0.43, -0.385), (120, 126, 132)),
    ((-0.72, -0.67), (DECK_M, 0.905), (0.385, 0.43), (120, 126, 132)),
)
RAILS = {"none": (), "short": SHORT_RAILS, "long": LONG_RAILS}
BELT_HALF_M, BELT_ENDS_M = 0.275, (-0.93, 0.84)
ROOM_M, CEILING_M = 12.0, 5.0
#: Light on the faces of things, by the axis they look along.
FACE_LIGHT = (0.82, 1.06, 0.92)


@dataclass(frozen=True)
class Scenery:
    """A background for one camera.

    ``still`` (height, width, 3) without the ground that moves; ``nearness`` of things at ``fine`` times the size;
    ``spots`` are the flat pixels of the ground with their places (x, z) in metres, cover, and metres a pixel.
    """

    kind: str
    fine: int
    still: Pixels
    nearness: Pixels
    spots: NDArray[np.intp]
    x_m: Pixels
    z_m: Pixels
    cover: Pixels
    grain_m: Pixels

    def at(self, moved_m: float, shadows: list[tuple[float, float, float, float]]) -> Pixels:
        """The background when the ground has moved back so far.

        Parameters
        ----------
        moved_m : float
            How far the runner has come. [m]
        shadows : list of tuple
            x, z, half-width and darkness (0 to 1) of soft spots on the ground. [m]
        """
        picture = self.still.copy()
        colour = _GROUNDS[self.kind](self.x_m + np.float32(moved_m % 1000.0), self.z_m, self.grain_m)
        light = np.ones(len(self.spots), np.float32)
        for x, z, size, dark in shadows:
            away = ((self.x_m - np.float32(x)) / np.float32(size)) ** 2 + (
                (self.z_m - np.float32(z)) / np.float32(0.6 * size)
            ) ** 2
            light -= np.float32(dark) * np.exp(-np.minimum(away, 20))
        colour *= (np.maximum(light, 0.25) * self.cover)[:, None]
        flat = picture.reshape(-1, 3)
        flat[self.spots] += colour
        return picture


def scenery(kind: str, camera: Camera, rails: str = "short", fine: int = 2, step_m: float = 0.0) -> Scenery:
    """Build the background of one camera, with a step of some height under the runner's right foot.

    Raises
    ------
    FigureError
        No such scene or rails.
    """
    if kind not in SCENES:
        raise FigureError(f"'{kind}' is no scene; they are {', '.join(SCENES)}.")
    if rails not in RAILS:
        raise FigureError(f"'{rails}' are no rails; they are {', '.join(RAILS)}.")
    large = replace(camera, width=camera.width * fine, height=camera.height * fine, focal_px=camera.focal_px * fine)
    rays = _rays(large)
    eye = large.place()
    far, colour = _walls(kind, rays, eye)
    nearest = np.full(far.shape, np.inf, np.float32)
    for box in _things(kind, rails, step_m):
        _box(box, rays, eye, nearest, colour)
    ground = _on_ground(kind, rays, eye, np.minimum(nearest, far))
    colour[ground] = 0
    depth = nearest * (rays @ large.axes()[2].astype(np.float32))
    nearness = np.where(np.isfinite(nearest), (large.distance_m - depth) * large.focal_px / large.distance_m, FAR)
    return _gathered(kind, camera, fine, shrunk(colour, fine), nearness.astype(np.float32), ground)


def _things(kind: str, rails: str, step_m: float) -> tuple[Box, ...]:
    treadmill = (*TREADMILL, *RAILS[rails]) if kind == "treadmill" else ()
    step: tuple[Box, ...] = (((-0.30, 0.12), (0.0, step_m), (-0.075, 0.28), (150, 128, 104)),) if step_m else ()
    return treadmill + step


def _gathered(
    kind: str, camera: Camera, fine: int, still: Pixels, nearness: Pixels, ground: NDArray[np.bool_]
) -> Scenery:
    cover = shrunk(ground[..., None].astype(np.float32), fine)[..., 0].ravel()
    spots = np.flatnonzero(cover > 0)
    rays = _rays(camera).reshape(-1, 3)[spots]
    eye = camera.place()
    far = np.clip(-eye[1] / np.minimum(rays[:, 1], -1e-4), 0, 80).astype(np.float32)
    x, z = np.float32(eye[0]) + far * rays[:, 0], np.float32(eye[2]) + far * rays[:, 2]
    grain = far / np.float32(camera.focal_px) / np.maximum(-rays[:, 1], 0.02)
    return Scenery(kind, fine, still, nearness, spots, x, z, cover[spots], grain.astype(np.float32))


def _rays(camera: Camera) -> Pixels:
    """Directions of all pixels' rays, (height, width, 3)."""
    right, up, ahead = (axis.astype(np.float32) for axis in camera.axes())
    x = (np.arange(camera.width, dtype=np.float32) + 0.5 - camera.width / 2) / np.float32(camera.focal_px)
    y = (camera.height / 2 - 0.5 - np.arange(camera.height, dtype=np.float32)) / np.float32(camera.focal_px)
    rays = ahead + x[None, :, None] * right + y[:, None, None] * up
    return np.asarray(rays / np.linalg.norm(rays, axis=2, keepdims=True), dtype=np.float32)


def _walls(kind: str, rays: Pixels, eye: Pixels) -> tuple[Pixels, Pixels]:
    """The room or the open air: distance and colour."""
    floor = DECK_M if kind == "treadmill" else 0.0
    with np.errstate(divide="ignore"):
        down = np.where(rays[..., 1] < 0, (floor - eye[1]) / rays[..., 1], np.inf)
    if kind == "track":
        share = np.clip(rays[..., 1] * 2.2, 0, 1)[..., None]
        sky = np.array([214, 228, 236], np.float32) * (1 - share) + np.array([142, 184, 222], np.float32) * share
        along = np.arctan2(rays[..., 2], rays[..., 0])
        hedge = 0.035 + 0.012 * np.sin(9 * along) + 0.008 * np.sin(31 * along + 1)
        sky[rays[..., 1] < hedge] = (88, 116, 84)
        sky[rays[..., 1] < 0] = (122, 150, 98)
        return down.astype(np.float32), sky.astype(np.float32)
    with np.errstate(divide="ignore"):
        ends = [np.where(rays[..., i] > 0, ROOM_M - eye[i], -ROOM_M - eye[i]) / rays[..., i] for i in (0, 2)]
    wall = np.minimum(ends[0], ends[1])
    height = eye[1] + wall * rays[..., 1]
    across = np.where(ends[0] < ends[1], eye[2] + wall * rays[..., 2], eye[0] + wall * rays[..., 0])
    colour = _wall_colour(kind, height, across)
    low = down < wall
    x, z = eye[0] + down * rays[..., 0], eye[2] + down * rays[..., 2]
    colour[low] = _floor_colour(kind, x[low], z[low])
    return np.minimum(wall, down).astype(np.float32), colour


def _wall_colour(kind: str, height: Pixels, across: Pixels) -> Pixels:
    base = np.array([216, 218, 212], np.float32) if kind == "plain" else np.array([206, 211, 208], np.float32)
    colour = np.broadcast_to(base, (*height.shape, 3)).copy()
    colour *= (0.90 + 0.035 * np.clip(height, 0, 4))[..., None]
    if kind == "treadmill":
        colour[height < 0.9] *= np.array([0.80, 0.86, 0.86], np.float32)
        window = (np.abs(np.mod(across, 3.4) - 1.7) < 0.95) & (height > 1.5) & (height < 3.4)
        frame = (np.abs(np.mod(across, 3.4) - 1.7) < 1.02) & (height > 1.43) & (height < 3.47)
        colour[frame] = (176, 182, 180)
        colour[window] = (226, 235, 238)
    colour[height < 0.0] *= 0.8
    return colour


def _floor_colour(kind: str, x: Pixels, z: Pixels) -> Pixels:
    if kind == "plain":
        return np.broadcast_to(np.array([188, 188, 182], np.float32), (len(x), 3)).copy()
    plank = np.floor(z / 0.22)
    tone = 1 + 0.05 * np.sin(plank * 12.9 + np.floor(x / 1.7 + plank * 0.37) * 7.3)
    return np.asarray(np.array([172, 148, 120], np.float32) * tone[:, None], dtype=np.float32)


def _box(box: Box, rays: Pixels, eye: Pixels, nearest: Pixels, colour: Pixels) -> None:
    """Meet one box and keep it where it is nearest."""
    enter = np.full(nearest.shape, -np.inf, np.float32)
    leave = np.full(nearest.shape, np.inf, np.float32)
    face = np.zeros(nearest.shape, np.uint8)
    for axis in range(3):
        direction = np.where(np.abs(rays[..., axis]) < 1e-6, 1e-6, rays[..., axis])
        one, two = (box[axis][0] - eye[axis]) / direction, (box[axis][1] - eye[axis]) / direction
        first = np.minimum(one, two)
        face[first > enter] = axis
        enter = np.maximum(enter, first)
        leave = np.minimum(leave, np.maximum(one, two))
    hit = (enter < leave) & (enter > 0) & (enter < nearest)
    nearest[hit] = enter[hit]
    colour[hit] = np.array(box[3], np.float32) * np.array(FACE_LIGHT, np.float32)[face[hit]][:, None]


def _on_ground(kind: str, rays: Pixels, eye: Pixels, nearest: Pixels) -> NDArray[np.bool_]:
    """Where the ground that moves (or only takes shadows) is seen."""
    with np.errstate(divide="ignore"):
        far = np.where(rays[..., 1] < -1e-4, -eye[1] / rays[..., 1], np.inf)
    x, z = eye[0] + far * rays[..., 0], eye[2] + far * rays[..., 2]
    found = (far <= nearest + 1e-3) & np.isfinite(far)
    if kind == "treadmill":
        return np.asarray(found & (np.abs(z) < BELT_HALF_M) & (x > BELT_ENDS_M[0]) & (x < BELT_ENDS_M[1]))
    # Far away the ground has no grain any more.
    return np.asarray(found & (far < 30.0))


def _line(place: Pixels, half_m: float, grain: Pixels) -> Pixels:
    """1 on a line around 0, 0 beside it, soft over one pixel."""
    return np.asarray(np.clip((half_m - np.abs(place)) / np.maximum(grain, 1e-4) + 0.5, 0, 1))


def _belt(x: Pixels, z: Pixels, grain: Pixels) -> Pixels:
    tone = 46 + 4 * np.sin(x * 157) * np.clip(0.012 / grain - 0.5, 0, 1)
    mark = _line(np.mod(x, 0.85) - 0.42, 0.02, grain) * (np.abs(z) > 0.15)
    seam = _line(np.mod(x, 3.4) - 1.2, 0.012, grain)
    tone = tone + 120 * mark + 60 * seam
    return np.stack([tone, tone + 1, tone + 4], axis=1).astype(np.float32)


def _track(x: Pixels, z: Pixels, grain: Pixels) -> Pixels:
    lanes = _line(np.mod(z + 0.61, 1.22) - 0.0, 0.03, 0.5 * grain) * (np.abs(z) < 3.7)
    speck = np.sin(x * 41.3 + 3 * np.sin(z * 23.1)) * np.sin(z * 37.7 + 2 * np.sin(x * 17.9))
    speck = speck * np.clip(0.05 / grain - 0.3, 0, 1)
    inside = (np.abs(z) < 3.72)[:, None]
    stripe = _line(np.mod(x, 5.0) - 2.5, 0.05, grain) * (np.abs(z) < 3.7)
    tartan = np.array([168, 84, 66], np.float32) * (1 + 0.05 * speck)[:, None]
    grass = np.array([112, 146, 88], np.float32) * (1 + 0.08 * speck + 0.05 * (np.mod(x, 6) < 3))[:, None]
    colour = np.where(inside, tartan, grass)
    white = np.clip(lanes + 0.5 * stripe, 0, 1)[:, None]
    return np.asarray(colour * (1 - white) + 236 * white, dtype=np.float32)


def _plain(x: Pixels, z: Pixels, grain: Pixels) -> Pixels:
    return np.broadcast_to(np.array([188, 188, 182], np.float32), (len(x), 3)).copy()


_GROUNDS = {"treadmill": _belt, "track": _track, "plain": _plain}
