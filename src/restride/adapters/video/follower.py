"""Where the runner is, frame after frame. Runs in the child process only."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from restride.adapters.pose.estimator import RGB, Floats, Pose, PoseEstimator, Region
from restride.adapters.video.search import alike, people_in, same

_PRESENT = 0.5
#: Frames between two looks for a runner who is not there.
_LOOK_EVERY = 3
#: How much a region may grow from one frame to the next, and how far it may jump, as shares of its size.
_GROWS, _JUMPS = 0.25, 0.5
#: So many frames after the runner was lost the course is still believed.
_COASTS = 45
#: How quickly the course follows what is seen: its place, and its speed.
_COURSE, _SPEED = 0.3, 0.05
#: Share of the newest size and turn in those of the region; the rest is what they were.
_NEWEST = 0.4


class Follower:
    """Where the runner is, frame after frame, in a scaled picture.

    Parameters
    ----------
    pose : PoseEstimator
        The model.
    share : float
        How large the pictures are beside the clip's own.
    expected, others : ndarray
        Rows of frame, x, y, size [px of the clip]: where the runner is expected, and where somebody else was seen.
    first : Region, optional
        Where the runner is in the first picture [px of the clip].
    roughly : bool
        Glances are enough.
    """

    def __init__(
        self,
        pose: PoseEstimator,
        share: float,
        expected: Floats,
        first: Region | None,
        *,
        others: Floats | None = None,
        roughly: bool = False,
    ) -> None:
        self._pose, self._share, self._expected = pose, share, expected.reshape(-1, 4)
        self._others = np.empty((0, 4)) if others is None else others.reshape(-1, 4)
        self._see = pose.glance if roughly else pose.pose
        self.region = first.scaled(share) if first else None
        self._last = self.region
        self._moves = np.zeros(2)
        self._since = 0
        #: Where the runner is bound to be, and how far that goes from frame to frame, while others hide them too.
        self._course = np.array([self.region.x, self.region.y]) if self.region else None
        self._speed = np.zeros(2)

    def row(self, index: int, image: RGB) -> Floats:
        """Presence, region and points of the runner in this frame, of the full picture; NaN where not seen."""
        if self._course is not None:
            self._course = self._course + self._speed
        if self.region is None:
            self._find(index, image)
        seen = None
        if self.region is not None:
            seen = self._see(image, self.region)
            if not self._keep(index, seen):
                # Once more around the same place, with the detector's own idea of it, before the runner is lost.
                self.region = self._again(index, image)
                seen = self._see(image, self.region) if self.region else None
                if seen is not None and seen.presence >= _PRESENT and not self._is_taken_over(index, seen):
                    self._last, self._moves = self.region, np.zeros(2)
                    self._lead(index, seen)
                else:
                    self.region, seen, self._since = None, None, 0
        return self._numbers(index, seen)

    def _keep(self, index: int, seen: Pose) -> bool:
        """Whether this is still the runner, and if so, where to look next."""
        before, now = self.region, seen.region
        assert before is not None  # noqa: S101
        grown = abs(now.size / before.size - 1) <= _GROWS
        near = np.hypot(now.x - before.x, now.y - before.y) <= _JUMPS * before.size
        if not (seen.presence >= _PRESENT and grown and near) or self._is_taken_over(index, seen):
            return False
        self._lead(index, seen)
        return True

    def _is_taken_over(self, index: int, seen: Pose) -> bool:
        """Whether somebody else is seen at their place, whom the runner should have passed by now."""
        if self._course is None or not self._is_another(index, seen.region):
            return False
        return not same(seen.region, self._on_course(seen.region))

    def _on_course(self, region: Region) -> Region:
        """The region where the course has led to."""
        if self._course is None:
            return region
        return replace(region, x=float(self._course[0]), y=float(self._course[1]))

    def _lead(self, index: int, seen: Pose) -> None:
        place = np.array([seen.region.x, seen.region.y])
        if self._course is None:
            self._course = place
        elif not self._is_another(index, seen.region):
            # Beside somebody else the course is kept to: it may be that one who is seen.
            apart = place - self._course
            self._course, self._speed = self._course + _COURSE * apart, self._speed + _SPEED * apart
        before, now = self._last or seen.region, seen.region
        move = np.array([now.x - before.x, now.y - before.y])
        self._moves = 0.5 * self._moves + 0.5 * move
        size = (1 - _NEWEST) * before.size + _NEWEST * now.size
        turn = (1 - _NEWEST) * before.turn + _NEWEST * now.turn
        self._last = Region(now.x, now.y, size, turn)
        self.region = Region(now.x + self._moves[0] / 2, now.y + self._moves[1] / 2, size, turn)

    def _again(self, index: int, image: RGB) -> Region | None:
        near = people_in(image, self._pose, near=self._last) if self._last else []
        return self._best(index, near, self._last)

    def _find(self, index: int, image: RGB) -> None:
        self._since += 1
        if (self._since - 1) % _LOOK_EVERY:
            return
        want = self._wanted(index)
        found = people_in(image, self._pose, near=want) if want else []
        found = found or people_in(image, self._pose)
        self.region, self._moves = self._best(index, found, want), np.zeros(2)
        if self.region is not None:
            self._last, self._course = self.region, np.array([self.region.x, self.region.y])
        elif self._since > _COASTS:
            self._last, self._course, self._speed = None, None, np.zeros(2)

    def _wanted(self, index: int) -> Region | None:
        """Where the runner must have got to since last seen, or is expected from the first look."""
        if self._last is not None:
            return self._on_course(self._last)
        if not len(self._expected):
            return None
        _, x, y, size = self._expected[np.abs(self._expected[:, 0] - index).argmin()]
        return Region(x, y, size).scaled(self._share)

    def _best(self, index: int, found: list[Region], want: Region | None) -> Region | None:
        found = [one for one in found if not self._is_another(index, one)]
        if want is None:
            return found[0] if found else None
        like = [one for one in found if alike(one, want)]
        return min(like, key=lambda one: np.hypot(one.x - want.x, one.y - want.y), default=None)

    def _is_another(self, index: int, found: Region) -> bool:
        """Whether this is somebody who was known to stand there in the nearest look."""
        if not len(self._others):
            return False
        away = np.abs(self._others[:, 0] - index)
        there = [Region(*row[1:]).scaled(self._share) for row in self._others[away == away.min()]]
        return any(same(found, one) for one in there)

    def _numbers(self, index: int, seen: Pose | None) -> Floats:
        if seen is None:
            return np.concatenate([[index, 0.0], np.full(4 + 63, np.nan)])
        points = seen.points.copy()
        points[:, :2] /= self._share
        return np.concatenate([[index, seen.presence], row_of(seen.region.scaled(1 / self._share)), points.ravel()])


def row_of(region: Region) -> list[float]:
    """Centre, side and turn of a region, as the parent is told them."""
    return [region.x, region.y, region.size, region.turn]
