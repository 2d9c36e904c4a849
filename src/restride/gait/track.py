"""The skeleton track: named points through time, the one shape every source of positions is read into.

head ─ neck (C7) ─ shoulder ─ elbow ─ wrist
│
sacrum ─ hip (joint centre), asis, psis
│
knee ─ ankle ─ heel, toe, ball_lateral, ball_medial
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from restride.gait.numerics import centile, median
from restride.model.errors import PlainError
from restride.model.gait import Origin, View
from restride.model.words import Side

Floats = NDArray[np.float64]
#: Numbers of frames or samples.
Indices = NDArray[np.intp]

#: Points in the middle of the body.
MIDDLE_POINTS = ("head", "nose", "neck", "sternum", "sacrum")
#: Points of either side; in a track they end in «_left» or «_right».
SIDED_POINTS = (
    "ear", "eye", "shoulder", "elbow", "wrist", "asis", "psis", "hip", "knee", "knee_medial",
    "ankle", "ankle_medial", "heel", "toe", "ball_lateral", "ball_medial",
)  # fmt: skip
#: Points of the foot, which move fastest and are filtered least.
FOOT_POINTS = ("ankle", "ankle_medial", "heel", "toe", "ball_lateral", "ball_medial")
SIDES = (Side.LEFT, Side.RIGHT)


class TrackError(PlainError):
    """A track that cannot be analysed."""


@cache
def sided(point: str, side: Side) -> str:
    """Name of a point of one side: ``sided("hip", Side.LEFT)`` is ``hip_left``."""
    return f"{point}_{side.value}"


POINTS = frozenset(MIDDLE_POINTS) | {sided(point, side) for point in SIDED_POINTS for side in SIDES}


@dataclass(frozen=True)
class ForceTrack:
    """Vertical ground force beside a track, on the same clock.

    ``vertical_n`` holds one column a channel (plate or foot), shape (samples, channels), upward on the
    runner positive. [N] ``sides`` names the foot of each channel where it is known.
    """

    time_s: Floats
    vertical_n: Floats
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Track:
    """Named points through time.

    ``points`` maps a name of :data:`POINTS` to float64 of shape (frames, 3), axes (x, y, z), in ``unit``;
    NaN where the point was not seen. y points up. Of a camera's picture only two axes are known: a side
    view has z = 0 and x along the picture, a rear or front view x = 0 and z along the picture.
    ``confidence`` maps a name to (frames,) in 0–1. ``extra`` keeps points without a place in the skeleton
    for export. Times rise and need not be evenly spaced.
    """

    time_s: Floats
    points: Mapping[str, Floats]
    unit: str = "m"
    view: View = "space"
    origin: Origin = "markers"
    confidence: Mapping[str, Floats] = field(default_factory=dict)
    extra: Mapping[str, Floats] = field(default_factory=dict)
    force: ForceTrack | None = None
    notes: tuple[str, ...] = ()
    name: str = "recording"
    swapped_share: float = 0.0
    #: How well the upright of a picture is known, and how far its lens may turn a line [deg].
    tilt_sd_deg: float = 0.0
    bent_sd_deg: float = 0.0
    #: Points whose place across the body is hardly determined (joints found from the movement of a hinge).
    loose_across: frozenset[str] = frozenset()
    #: What turned and scaled the recording's own coordinates into these, shape (3, 3); None where nobody knows.
    axes: Floats | None = field(default=None, repr=False, compare=False)
    _middles: dict[str, Floats | None] = field(default_factory=dict, init=False, repr=False, compare=False)
    _segments: dict[tuple[str, str], Floats | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse shapes that cannot be meant."""
        frames = len(self.time_s)
        if frames < 2 or not np.all(np.diff(self.time_s) > 0):
            raise TrackError(
                "The times of the frames do not rise, so nothing can be timed; check the recording's clock."
            )
        for name, values in self.points.items():
            if name not in POINTS:
                raise TrackError(f"'{name}' is no point of the skeleton; map it to one of {', '.join(sorted(POINTS))}.")
            if values.shape != (frames, 3):
                raise TrackError(f"Point '{name}' has shape {values.shape} where ({frames}, 3) is needed.")

    @cached_property
    def rate_hz(self) -> float:
        """Frames a second, from the median interval."""
        return 1.0 / median(np.diff(self.time_s))

    @property
    def frames(self) -> int:
        """Number of frames."""
        return len(self.time_s)

    @property
    def duration_s(self) -> float:
        """From the first frame to the last."""
        return float(self.time_s[-1] - self.time_s[0])

    @cached_property
    def foot_heights(self) -> dict[Side, Floats]:
        """Mean height of what is seen of each foot, of the feet that are in the track [unit]."""
        heights = {}
        for side in SIDES:
            names = [n for point in ("ankle", "heel", "toe") if (n := sided(point, side)) in self.points]
            if names:
                stack = np.stack([self.points[name][:, 1] for name in names])
                seen = np.isfinite(stack)
                count = seen.sum(axis=0)
                total = np.where(seen, stack, 0).sum(axis=0)
                heights[side] = np.where(count > 0, total / np.maximum(count, 1), np.nan)
        return heights

    @property
    def posed(self) -> bool:
        """Whether a pose model guessed the points: in a picture, with ears, which no set of markers has."""
        return self.origin in ("video", "keypoints") and self.has("ear_left", "ear_right")

    def has(self, *names: str) -> bool:
        """Whether every one of these points was seen at all."""
        return all(name in self.points for name in names)

    def with_points(self, points: Mapping[str, Floats]) -> Track:
        """The same track with other points."""
        return replace(self, points=dict(points))

    def middle(self, point: str) -> Floats | None:
        """Midpoint of left and right; the only one where one is missing; None where neither is there."""
        if point not in self._middles:
            found = [self.points[name] for side in SIDES if (name := sided(point, side)) in self.points]
            self._middles[point] = None if not found else found[0] if len(found) == 1 else (found[0] + found[1]) / 2
        return self._middles[point]

    def segment(self, near: str, far: str, side: Side) -> Floats | None:
        """Length of a segment of one side by frame, None where an end is missing, shape (frames,) [unit]."""
        ends = (sided(near, side), sided(far, side))
        if ends not in self._segments:
            here, there = (self.points.get(name) for name in ends)
            self._segments[ends] = None if here is None or there is None else distance(here, there)
        return self._segments[ends]

    def pelvis(self) -> Floats | None:
        """A point that moves with the pelvis: hips, else the spines with the sacrum, else the sacrum."""
        for point in ("hip", "asis"):
            middle = self.middle(point)
            if middle is not None:
                sacrum = self.points.get("sacrum")
                return (middle + sacrum) / 2 if point == "asis" and sacrum is not None else middle
        return self.points.get("sacrum")


def mirrored(track: Track) -> Track:
    """The same running seen in a mirror: left and right change places, z turns round."""
    swap = {Side.LEFT.value: Side.RIGHT.value, Side.RIGHT.value: Side.LEFT.value}

    def other(name: str) -> str:
        stem, _, side = name.rpartition("_")
        return f"{stem}_{swap[side]}" if side in swap else name

    flip = np.array([1.0, 1.0, -1.0])
    force = track.force
    if force is not None:
        force = replace(force, sides=tuple(side.mirrored for side in force.sides))
    return replace(
        track,
        axes=None if track.axes is None else flip[:, None] * track.axes,
        points={other(name): values * flip for name, values in track.points.items()},
        confidence={other(name): values for name, values in track.confidence.items()},
        loose_across=frozenset(other(name) for name in track.loose_across),
        force=force,
    )


def needed(values: Floats | None, what: str) -> Floats:
    """The values, or a sentence that they are missing."""
    if values is None:
        raise TrackError(f"There is no {what} in the recording.")
    return values


def stacked(track: Track, names: Iterable[str]) -> Floats:
    """Points side by side, shape (frames, points, 3)."""
    return np.stack([track.points[name] for name in names], axis=1)


def distance(first: Floats, second: Floats) -> Floats:
    """Distance of two points by frame, shape (frames,) [unit]."""
    apart = first - second
    return np.asarray(np.sqrt(np.einsum("fa,fa->f", apart, apart)))


def leg_length(track: Track) -> float:
    """Hip to knee to ankle, the median over sides and frames; in a picture, what is seen of it [unit].

    Notes
    -----
    A picture shortens what points at the camera, so of a picture the 90th centile is used.
    """
    lengths = []
    for side in SIDES:
        thigh, shank = track.segment("hip", "knee", side), track.segment("knee", "ankle", side)
        if thigh is not None and shank is not None:
            lengths.append(thigh + shank)
    if not lengths:
        return _leg_from_height(track)
    values = np.concatenate(lengths)
    values = values[np.isfinite(values)]
    if not len(values):
        raise TrackError(
            "Hip, knee and ankle are never seen in one frame, so the leg has no length; film the whole leg."
        )
    return centile(values, 50 if track.view == "space" else 90)


def _leg_from_height(track: Track) -> float:
    pelvis = track.pelvis()
    feet = [track.points[name] for side in SIDES if (name := sided("heel", side)) in track.points]
    if pelvis is None or not feet:
        raise TrackError(
            "Neither hip, knee and ankle nor pelvis and heel are in the "
            "recording; at least one of these sets is needed."
        )
    lowest = np.nanpercentile(np.concatenate([foot[:, 1] for foot in feet]), 2)
    return float(np.nanmedian(pelvis[:, 1]) - lowest)
