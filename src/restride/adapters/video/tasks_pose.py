"""What the child can be asked for that needs the pose model: look who is there, and follow one of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from restride.adapters.pose.estimator import RGB, Floats, Pose, Region, estimator
from restride.adapters.video.camera import Camera
from restride.adapters.video.container import open_clip
from restride.adapters.video.decode import numbered, upright
from restride.adapters.video.search import people_in, poses_in
from restride.adapters.video.wire import send

#: Longer side of the picture in which people are looked for [px].
_LOOK_PX = 1280
#: Side that the runner's region shall have in the scaled picture: half as much again as the model takes [px].
_REGION_PX = 384
_PRESENT = 0.5
#: Frames between two looks for a runner who is not there.
_LOOK_EVERY = 3
#: Looks at the background a second.
_CAMERA_HZ = 5.0
#: How much a region may grow from one frame to the next, and how far it may jump, as shares of its size.
_GROWS, _JUMPS = 0.25, 0.5
#: How far a runner found again may differ in size from what is expected.
_LIKE_SIZE = 1.7
#: Share of the newest size and turn in those of the region; the rest is what they were.
_NEWEST = 0.4
#: Rows are sent in blocks, which is also what tells the parent that the child is alive.
_BLOCK = 8


def scout(answers: BinaryIO, *, path: str, model: str, indices: list[int], levels: int) -> None:
    """People in chosen frames: one message a frame, rows of region [px] and of how surely a leg is seen."""
    opened, pose = open_clip(Path(path), threads=2), estimator(model)
    share = min(_LOOK_PX / max(opened.clip.width, opened.clip.height), 1.0)
    send(answers, "model", {"name": pose.name})
    for index in indices:
        for number, frame in numbered(opened, index):
            if number >= index:
                image = upright(frame, opened, share)
                found = poses_in(image, pose, levels=levels)
                height, width = image.shape[:2]
                rows = [[*_row(one.region.scaled(1 / share)), one.leg_seen(width, height)] for one in found]
                send(answers, "people", {"index": number}, np.array(rows).reshape(-1, 5))
                break


def follow(
    answers: BinaryIO, *, path: str, model: str, start: int, stop: int, first: list[float] | None,
    expected: list[list[float]],
) -> None:  # fmt: skip
    """Follow one person through the frames from ``start`` up to ``stop``.

    ``first`` is the region at ``start``, where it is known. ``expected`` holds rows (index, x, y, size) from the
    look through the whole clip. Sends blocks of rows: frame, presence, region (4), points (21 × 3); and of the
    camera: frame, x, y, cut.
    """
    opened, pose = open_clip(Path(path)), estimator(model)
    clip = opened.clip
    sizes = [row[3] for row in expected] or [first[2] if first else _REGION_PX]
    share = min(_REGION_PX / float(np.median(sizes)), 1.0)
    follower = _Follower(pose, share, np.array(expected), Region(*first) if first else None)
    camera = Camera(*((clip.height, clip.width) if clip.rotation_deg in (90, 270) else (clip.width, clip.height)))
    every = max(round(clip.rate_hz / _CAMERA_HZ), 1)
    rows: list[Floats] = []
    shifts: list[list[float]] = []
    for index, frame in numbered(opened, start):
        if index < start:
            continue
        if index >= stop:
            break
        rows.append(follower.row(index, upright(frame, opened, share, wide=True)))
        if (index - start) % every == 0:
            seen = follower.region if clip.rotation_deg == 0 else None
            shift = camera.shift(frame, seen.scaled(1 / share) if seen else None)
            shifts.append([index, shift.x, shift.y, shift.is_cut])
        if len(rows) == _BLOCK:
            send(answers, "rows", {}, np.array(rows))
            rows.clear()
    if rows:
        send(answers, "rows", {}, np.array(rows))
    send(answers, "camera", {"rotation": clip.rotation_deg}, np.array(shifts).reshape(-1, 4))


class _Follower:
    """Where the runner is, frame after frame, in a scaled picture."""

    def __init__(self, pose: Any, share: float, expected: Floats, first: Region | None) -> None:
        self._pose, self._share, self._expected = pose, share, expected.reshape(-1, 4)
        self.region = first.scaled(share) if first else None
        self._last = self.region
        self._moves = np.zeros(2)
        self._since = 0

    def row(self, index: int, image: RGB) -> Floats:
        """Presence, region and points of the runner in this frame, of the full picture; NaN where not seen."""
        if self.region is None:
            self._find(index, image)
        seen = None
        if self.region is not None:
            seen = self._pose.pose(image, self.region)
            if not self._keep(seen):
                # Once more around the same place, with the detector's own idea of it, before the runner is lost.
                self.region = self._again(image)
                seen = self._pose.pose(image, self.region) if self.region else None
                if seen is not None and seen.presence >= _PRESENT:
                    self._last, self._moves = self.region, np.zeros(2)
                    self._lead(seen)
                else:
                    self.region, seen, self._since = None, None, 0
        return self._numbers(index, seen)

    def _keep(self, seen: Pose) -> bool:
        """Whether this is still the runner, and if so, where to look next."""
        before, now = self.region, seen.region
        assert before is not None  # noqa: S101
        grown = abs(now.size / before.size - 1) <= _GROWS
        near = np.hypot(now.x - before.x, now.y - before.y) <= _JUMPS * before.size
        if not (seen.presence >= _PRESENT and grown and near):
            return False
        self._lead(seen)
        return True

    def _lead(self, seen: Pose) -> None:
        before, now = self._last or seen.region, seen.region
        move = np.array([now.x - before.x, now.y - before.y])
        self._moves = 0.5 * self._moves + 0.5 * move
        size = (1 - _NEWEST) * before.size + _NEWEST * now.size
        turn = (1 - _NEWEST) * before.turn + _NEWEST * now.turn
        self._last = Region(now.x, now.y, size, turn)
        self.region = Region(now.x + self._moves[0] / 2, now.y + self._moves[1] / 2, size, turn)

    def _again(self, image: RGB) -> Region | None:
        near = people_in(image, self._pose, near=self._last) if self._last else []
        return self._best(near, self._last)

    def _find(self, index: int, image: RGB) -> None:
        self._since += 1
        if (self._since - 1) % _LOOK_EVERY:
            return
        want = self._wanted(index)
        found = people_in(image, self._pose, near=want) if want else []
        found = found or people_in(image, self._pose)
        self.region = self._best(found, want)
        self._last, self._moves = self.region, np.zeros(2)

    def _wanted(self, index: int) -> Region | None:
        """Where the runner was last seen, or is expected from the first look."""
        if self._last is not None:
            return self._last
        if not len(self._expected):
            return None
        _, x, y, size = self._expected[np.abs(self._expected[:, 0] - index).argmin()]
        return Region(x, y, size).scaled(self._share)

    @staticmethod
    def _best(found: list[Region], want: Region | None) -> Region | None:
        if want is None:
            return found[0] if found else None
        like = [one for one in found if 1 / _LIKE_SIZE < one.size / want.size < _LIKE_SIZE]
        return min(like, key=lambda one: np.hypot(one.x - want.x, one.y - want.y), default=None)

    def _numbers(self, index: int, seen: Pose | None) -> Floats:
        if seen is None:
            return np.concatenate([[index, 0.0], np.full(4 + 63, np.nan)])
        points = seen.points.copy()
        points[:, :2] /= self._share
        return np.concatenate([[index, seen.presence], _row(seen.region.scaled(1 / self._share)), points.ravel()])


def _row(region: Region) -> list[float]:
    return [region.x, region.y, region.size, region.turn]
