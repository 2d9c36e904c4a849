"""The door through which a pose model comes: find people in a picture, follow one from frame to frame."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from restride.model.errors import PlainError

RGB = NDArray[np.uint8]
Floats = NDArray[np.float64]

#: The points a model may give, in the order of a :class:`Pose`; a model leaves at zero confidence what it lacks.
POINTS = (
    "nose",
    "eye_left", "eye_right", "ear_left", "ear_right",
    "shoulder_left", "shoulder_right", "elbow_left", "elbow_right", "wrist_left", "wrist_right",
    "hip_left", "hip_right", "knee_left", "knee_right", "ankle_left", "ankle_right",
    "heel_left", "heel_right", "toe_left", "toe_right",
)  # fmt: skip
#: What is seen of a face.
FACE = POINTS[:5]
#: What must be seen of a leg to time its steps.
LEG = ("hip", "knee", "ankle")


@dataclass(frozen=True)
class Region:
    """A square of the picture around one person, turned so that the person stands upright in it.

    Centre from the left and from the top, length of a side [px], turn with the clock [rad].
    """

    x: float
    y: float
    size: float
    turn: float = 0.0

    def scaled(self, share: float) -> Region:
        """The same region of a picture that is ``share`` as large."""
        return Region(self.x * share, self.y * share, self.size * share, self.turn)


@dataclass(frozen=True)
class Pose:
    """One person in one frame.

    ``points`` holds x from the left, y from the top [px] and confidence 0–1 for each of :data:`POINTS`, shape
    (21, 3). ``presence`` is how sure the model is that the region held a person, 0–1. ``region`` is where to look
    for the same person in the next frame.
    """

    points: Floats
    presence: float
    region: Region

    def leg_seen(self, width: int, height: int) -> float:
        """How surely hip, knee and ankle of the better leg are seen in a picture of this size [px], 0–1."""
        places = [[POINTS.index(f"{one}_{side}") for one in LEG] for side in ("left", "right")]
        x, y, sure = self.points.T
        sure = np.where((x >= 0) & (x < width) & (y >= 0) & (y < height), sure, 0.0)
        return float(max(sure[leg].min() for leg in places))

    def feet_apart(self) -> float:
        """By how much the left ankle is lower in the picture than the right, as a share of the region's side."""
        left, right = (self.points[POINTS.index(f"ankle_{side}"), 1] for side in ("left", "right"))
        return float(left - right) / self.region.size


class PoseEstimator(Protocol):
    """A pose model. Pictures are uint8 of shape (height, width, 3 or 4), RGB, a fourth channel without meaning."""

    @property
    def name(self) -> str:
        """As reports name it."""
        ...

    def people(self, image: RGB, *, around: Region | None = None, least: float = 0.5) -> list[Region]:
        """People in the picture, the surest first; only those within a region where one is given.

        ``least`` is how sure of a person it must be, 0–1.
        """
        ...

    def pose(self, image: RGB, region: Region) -> Pose:
        """The person in this region."""
        ...

    def glance(self, image: RGB, region: Region) -> Pose:
        """As :meth:`pose`, quicker and less exact where the model has a way: enough to tell who is there."""
        ...


def estimator(named: str) -> PoseEstimator:
    """The estimator that ``package.module:factory`` makes; ``:argument`` may follow and is handed to it.

    Raises
    ------
    PlainError
        There is none of that name.
    """
    room, _, rest = named.partition(":")
    factory, *arguments = rest.split(":")
    try:
        make = getattr(importlib.import_module(room), factory)
    except (ImportError, AttributeError) as problem:
        raise PlainError(
            f"'{named}' is no pose model that can be loaded ({problem}); it is named as package.module:factory."
        ) from problem
    return cast(PoseEstimator, make(*arguments))
