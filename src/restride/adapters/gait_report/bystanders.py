"""Heads of everybody in a clip, looked for every so many frames where pictures are wanted, and bridged between."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from restride.adapters.video.pairs import pairs
from restride.gait.track import Floats

#: Frames to look at, and those of them in which far people count too → discs (n, 3) by frame: x, y, radius [px].
Look = Callable[[Sequence[int], Sequence[int]], Mapping[int, Floats]]
#: Looks a second, and every how many of them far people are looked for too, who move little in the picture.
LOOKS_HZ, CLOSELY_EVERY = 2.5, 4
#: A head that was seen in one look is taken to be there still, or already, in so many looks around it.
HELD = 4
#: The same head in the next look: no farther than so many radii, as a jogger comes in that time, its size at most so
#: many times another.
_REACH, _LIKE = 11.0, 2.0
#: A disc grows by this share for each look that it is held, and by this share of the way a head has moved.
_GROWS, _OF_WAY = 0.1, 0.25
_NOBODY = np.empty((0, 3))


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
        #: By look: heads that are there, or are taken to be; told anew when there were more looks.
        self._there: dict[int, Floats] = {}

    def at(self, frames: Sequence[int]) -> list[Floats]:
        """Discs over the heads in each of these frames: x, y, radius [px], shape (n, 3)."""
        last = (self._frames - 1) // self._step
        wanted = {
            min(frame // self._step + k, last) for frame in frames for k in range(-HELD, HELD + 2)
            if frame // self._step + k >= 0
        }  # fmt: skip
        new = sorted(wanted - self._seen.keys())
        if new:
            found = self._look([k * self._step for k in new], [k * self._step for k in new if k % CLOSELY_EVERY == 0])
            self._seen.update({k: found.get(k * self._step, _NOBODY) for k in new})
            self._there = {}
        return [self._between(frame) for frame in frames]

    def _between(self, frame: int) -> Floats:
        before, share = frame // self._step, frame % self._step / self._step
        for look in (before, before + 1):
            if look not in self._there:
                self._there[look] = self._held(look)
        first, second = self._there[before], self._there[before + 1]
        pairs = _pairs(first, second)
        moved = []
        for a, b in pairs:
            way = float(np.hypot(*(second[b, :2] - first[a, :2])))
            x, y = first[a, :2] + share * (second[b, :2] - first[a, :2])
            moved.append([x, y, max(first[a, 2], second[b, 2]) + _OF_WAY * way])
        alone = [row for k, row in enumerate(first) if k not in {a for a, _ in pairs}]
        alone += [row for k, row in enumerate(second) if k not in {b for _, b in pairs}]
        return np.array([*moved, *alone], dtype=np.float64).reshape(-1, 3)

    def _held(self, look: int) -> Floats:
        """Heads of one look, and those of the looks around it that were seen twice and have no like among them."""
        here = [*self._seen.get(look, _NOBODY)]
        for away in range(1, HELD + 1):
            for other in (look - away, look + away):
                rows = self._seen.get(other, _NOBODY)
                known = {b for _, b in _pairs(np.array(here).reshape(-1, 3), rows, away)}
                missing = [k for k in range(len(rows)) if k not in known]
                here += [rows[k] * (1, 1, 1 + _GROWS * away) for k in missing if self._seen_again(other, k)]
        return np.array(here, dtype=np.float64).reshape(-1, 3)

    def _seen_again(self, look: int, row: int) -> bool:
        """Whether a head was seen in another look too: what the detector only once took for one is not held."""
        others = [k for k in self._seen if 0 < abs(k - look) <= HELD]
        return any(row in dict(_pairs(self._seen[look], self._seen[k], abs(k - look))) for k in others)


def _pairs(first: Floats, second: Floats, looks: int = 1) -> list[tuple[int, int]]:
    """Rows that are one head, so many looks apart."""
    return pairs(first, second, like=_LIKE, reach=looks * _REACH)
