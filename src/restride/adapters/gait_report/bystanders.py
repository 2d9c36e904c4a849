"""Heads of everybody in a clip, looked for every so many frames where pictures are wanted, and led on between."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from restride.adapters.video.pairs import pairs
from restride.gait.track import Floats

#: Frames to look at, and those of them in which far people count too → discs (n, 3) by frame: x, y, radius [px].
Look = Callable[[Sequence[int], Sequence[int]], Mapping[int, Floats]]
#: Looks a second, and every how many of them far people are looked for too, who move little in the picture.
LOOKS_HZ, CLOSELY_EVERY = 2.5, 4
#: A head that was seen twice is taken to be on its way still, or already, for so many looks.
HELD = 4
#: Looks between two, around a head that was seen only once or is so many radii off its way: somebody quick, who may
#: have been taken for another, or a mistake.
NEARER, _OFF_WAY = 3, 2.0
#: The same head in the next look: no farther from its way than so many radii, as a jogger comes in that time, half of
#: it in a nearer look; its size at most so many times another.
_REACH, _LIKE = 11.0, 2.0
#: A disc grows by this share for each look that its head is not seen, and by this share of the way it goes meanwhile.
_GROWS, _OF_WAY = 0.1, 0.25
#: Of one head in a row of looks: rows of frame, x, y, radius.
Way = list[Floats]


class Bystanders:
    """Where heads are in the frames of a clip; each place in time is looked at once.

    Parameters
    ----------
    look : callable
        Finds heads in frames.
    rate_hz : float
        Frames a second.
    frames : int
        Of the clip.
    """

    def __init__(self, look: Look, rate_hz: float, frames: int) -> None:
        self._look, self._frames = look, frames
        self._step = max(round(rate_hz / LOOKS_HZ), 1)
        self._seen: dict[int, Floats] = {}

    def at(self, frames: Sequence[int]) -> list[Floats]:
        """Discs over the heads in each of these frames: x, y, radius [px], shape (n, 3)."""
        last = (self._frames - 1) // self._step
        looks = {
            min(frame // self._step + k, last) for frame in frames for k in range(-HELD, HELD + 2)
            if frame // self._step + k >= 0
        }  # fmt: skip
        self._look_at({k * self._step for k in looks}, {k * self._step for k in looks if k % CLOSELY_EVERY == 0})
        self._look_at(self._nearer(frames), set())
        wanted, looked = sorted(set(frames)), sorted(self._seen)
        discs: dict[int, list[Floats]] = {frame: [] for frame in wanted}
        for way in self._ways():
            start, stop = self._covered(way, looked)
            for frame in wanted[bisect_left(wanted, start) : bisect_right(wanted, stop)]:
                discs[frame].append(self._disc(way, frame))
        return [np.array(discs[frame], dtype=np.float64).reshape(-1, 3) for frame in frames]

    def _nearer(self, frames: Sequence[int]) -> set[int]:
        """Frames around those looks beside the wanted frames after which it is not sure where a head goes."""
        beside = {frame // self._step * self._step + k for frame in frames for k in (0, self._step)}
        unsure = {frame for way in self._ways() for frame in self._unsure(way)}
        between = [round(k * self._step / (NEARER + 1)) for k in range(-NEARER, NEARER + 1)]
        return {frame + k for frame in unsure & beside for k in between if 0 <= frame + k < self._frames}

    def _look_at(self, frames: set[int], closely: set[int]) -> None:
        new = sorted(frames - self._seen.keys())
        if new:
            found = self._look(new, sorted(closely.intersection(new)))
            self._seen.update({frame: found.get(frame, np.empty((0, 3))) for frame in new})

    def _ways(self) -> list[Way]:
        """Heads that were seen, each from look to look."""
        ways: list[Way] = []
        for frame in sorted(self._seen):
            rows = np.insert(self._seen[frame], 0, frame, axis=1)
            open_ways = [way for way in ways if frame - way[-1][0] <= HELD * self._step]
            expected = np.array([self._on(way, frame)[1:] for way in open_ways]).reshape(-1, 3)
            looks = np.array([[(frame - way[-1][0]) / self._step] for way in open_ways]).reshape(-1, 1)
            met = dict(pairs(rows[:, 1:], expected, like=_LIKE, reach=_REACH * np.maximum(looks, 0.5).T))
            for number, row in enumerate(rows):
                if number in met:
                    open_ways[met[number]].append(row)
                else:
                    ways.append([row])
        return ways

    def _unsure(self, way: Way) -> list[int]:
        """Frames in which this head was seen only once, or off its way."""
        if len(way) == 1:
            return [int(way[0][0])]
        on_way = [self._on(way[:k], int(way[k][0])) for k in range(1, len(way))]
        return [
            int(row[0])
            for row, there in zip(way[1:], on_way, strict=True)
            if np.hypot(*(row[1:3] - there[1:3])) > _OFF_WAY * row[3]
        ]

    def _on(self, way: Way, frame: int) -> Floats:
        """Where a head goes, or came from, if it keeps its way of some looks: frame, x, y, radius."""
        near, far = (way[-1], way[-HELD:][0]) if frame > way[-1][0] else (way[0], way[:HELD][-1])
        speed = (far[1:3] - near[1:3]) / (far[0] - near[0]) if len(way) > 1 else np.zeros(2)
        move = speed * (frame - near[0])
        return np.array([frame, *near[1:3] + move, self._grown(near[3], move, abs(frame - near[0]))])

    def _grown(self, radius: float, move: Floats, frames: float) -> float:
        return float(radius * (1 + _GROWS * frames / self._step) + _OF_WAY * np.hypot(*move))

    def _covered(self, way: Way, looked: list[int]) -> tuple[int, int]:
        """First and last frame in which this head is covered."""
        first, last = int(way[0][0]), int(way[-1][0])
        if len(way) > 1:
            return first - (HELD + 1) * self._step, last + (HELD + 1) * self._step
        # What the detector only once took for a head is covered as far as the next look, which had none.
        place = looked.index(first)
        before, after = looked[:place], looked[place + 1 :]
        return before[-1] + 1 if before else 0, after[0] - 1 if after else self._frames

    def _disc(self, way: Way, frame: int) -> Floats:
        """The disc over this head: x, y, radius."""
        if len(way) == 1:
            return way[0][1:]
        if not way[0][0] <= frame <= way[-1][0]:
            return self._on(way, frame)[1:]
        one, other = next(pair for pair in itertools.pairwise(way) if pair[1][0] >= frame)
        move = other[1:3] - one[1:3]
        share = (frame - one[0]) / (other[0] - one[0])
        unseen = max(min(frame - one[0], other[0] - frame) - self._step, 0.0)
        return np.array([*one[1:3] + share * move, self._grown(max(one[3], other[3]), move, unseen)])
