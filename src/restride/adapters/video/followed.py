"""One runner, followed through a clip: what the pose model said of each frame, and what the camera did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from restride.adapters.pose.estimator import FACE, POINTS
from restride.adapters.video.clip import Clip

Floats = NDArray[np.float64]

_FACE = [POINTS.index(name) for name in FACE]
_SHOULDERS = [POINTS.index(f"shoulder_{side}") for side in ("left", "right")]
#: Radius of a disc over the whole head, as a share of the distance from the ears to the middle of the shoulders.
_HEAD = 0.75


@dataclass(frozen=True)
class Followed:
    """One row for each frame that could be decoded.

    ``frames`` holds their numbers in :attr:`Clip.time_s`, shape (n,). ``points`` x from the left, y from the top
    of the upright picture [px] and confidence 0–1, shape (n, 21, 3), in the order of
    :data:`restride.adapters.pose.estimator.POINTS`, NaN where the runner was not seen. ``presence`` is the model's
    own certainty, (n,). ``regions`` centre, side [px] and turn [rad], (n, 4). ``camera`` rows of frame, shift of
    the background since the row before [px], NaN where it is too even to tell, 1 at a cut, and tilt of upright and of
    level lines [deg], (m, 6).
    """

    clip: Clip
    model: str
    frames: NDArray[np.int64]
    presence: Floats
    regions: Floats
    points: Floats
    camera: Floats
    people: int = 1
    notes: tuple[str, ...] = ()

    @property
    def time_s(self) -> Floats:
        """Time of each row by the container [s]."""
        return self.clip.time_s[self.frames]

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Rows in which the runner was seen."""
        return np.isfinite(self.points[:, 0, 0])

    def point(self, name: str) -> Floats:
        """One point through time: x, y [px], confidence, shape (n, 3)."""
        return self.points[:, POINTS.index(name)]

    def faces(self) -> Floats:
        """A disc that covers the head: x, y and radius [px], shape (n, 3), NaN where the runner was not seen."""
        return heads_of(self.points)

    def heights(self) -> Floats:
        """How tall the runner is in the picture, nose to lower ankle, shape (n,) [px]."""
        ankles = np.maximum(self.point("ankle_left")[:, 1], self.point("ankle_right")[:, 1])
        return np.asarray(ankles - self.point("nose")[:, 1], dtype=np.float64)


def heads_of(points: Floats) -> Floats:
    """Discs that cover the heads of poses, (n, 21, 3) as :attr:`Followed.points`: x, y, radius [px], shape (n, 3)."""
    middle = points[:, _FACE, :2].mean(axis=1)
    shoulders = points[:, _SHOULDERS, :2].mean(axis=1)
    return np.column_stack([middle, np.linalg.norm(middle - shoulders, axis=1) * _HEAD])
