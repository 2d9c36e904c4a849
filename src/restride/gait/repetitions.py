"""Repetitions of a movement in one signal, and flights of a foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import scipy

from restride.gait.track import Floats

#: A repetition begins and ends where the signal passes this share of its height.
_EDGE = 0.1
#: The ground is looked for no farther from the level than this [s].
_FARTHEST_S = 0.02


class Turn(NamedTuple):
    """One repetition: begin, turning point, end [s], and its height over the rest before and after it."""

    start_s: float
    turn_s: float
    end_s: float
    height: float
    #: Frame of the turning point.
    frame: int


def turns(values: Floats, time_s: Floats, *, least: float, share: float) -> list[Turn]:
    """Rises of a signal and back that are at least ``least`` and ``share`` of its usual range high.

    A rise that the recording cuts before its turning point, or before it is half way back, is left out.
    """
    seen = np.isfinite(values)
    if seen.sum() < 10:
        return []
    filled = np.interp(time_s, time_s[seen], values[seen])
    prominence = _least_height(filled, least, share)
    # Ends that rest low let a peak near them stand out.
    padded = np.concatenate([[filled[0]], filled, [filled[-1]]])
    peaks, about = scipy.signal.find_peaks(padded, prominence=prominence)
    found: list[Turn] = []
    for peak, left, right in zip(peaks - 1, about["left_bases"], about["right_bases"], strict=True):
        base = max(filled[max(left - 1, 0)], filled[min(right - 1, len(filled) - 1)])
        level = base + _EDGE * (filled[peak] - base)
        before = np.flatnonzero(filled[:peak] <= level)
        after = np.flatnonzero(filled[peak:] <= level)
        half = 0.5 * (filled[peak] + base)
        if not len(before) or not (filled[peak:] <= half).any():
            continue
        end = peak + after[0] if len(after) else len(filled) - 1
        height = float(filled[peak] - base)
        if found and time_s[before[-1]] < found[-1].end_s:
            # Two equal tops of one repetition.
            continue
        found.append(Turn(float(time_s[before[-1]]), float(time_s[peak]), float(time_s[end]), height, int(peak)))
    return found


def _least_height(filled: Floats, least: float, share: float) -> float:
    """From which height over its rest a rise is a repetition."""
    low, high = np.percentile(filled, [5, 95])
    return max(least, share * float(high - low))


def cut_ends(values: Floats, time_s: Floats, found: Sequence[Turn], *, least: float, share: float) -> tuple[str, ...]:
    """Which of «beginning» and «end» of the recording cuts a repetition that :func:`turns` left out.

    There the signal stands as high over its rest as a repetition does at least.
    """
    seen = np.isfinite(values)
    if seen.sum() < 10:
        return ()
    filled = np.interp(time_s, time_s[seen], values[seen])
    height = _least_height(filled, least, share)
    first, last = (found[0].start_s, found[-1].end_s) if found else (time_s[-1], time_s[0])
    before, after = filled[time_s <= first], filled[time_s >= last]
    high = (filled[0] - before.min() >= height, filled[-1] - after.min() >= height)
    return tuple(name for name, cut in zip(("beginning", "end"), high, strict=True) if cut)


class Flight(NamedTuple):
    """The foot in the air: from, to [s]."""

    from_s: float
    to_s: float

    @property
    def seconds(self) -> float:
        """How long."""
        return self.to_s - self.from_s


def flights(height: Floats, time_s: Floats, tops_s: Floats, *, level: float, shortest_s: float) -> list[Flight]:
    """The flight around each top of the body: the foot passes ``level`` above the ground before and after it.

    The foot leaves and meets the ground a little outside those moments; what its speed there tells of the way is
    added on both sides. A top at which the foot stays down, or that the recording cuts, has no flight.
    """
    seen = np.isfinite(height)
    if seen.sum() < 10:
        return []
    filled = np.interp(time_s, time_s[seen], height[seen])
    # Of a test the lower quarter stands; the very lowest are noise.
    over = filled - np.percentile(filled, 25) - level
    found: list[Flight] = []
    for top in np.searchsorted(time_s, tops_s).clip(0, len(over) - 1).tolist():
        below = np.flatnonzero(over < 0)
        before, after = below[below < top], below[below > top]
        if over[top] < 0 or not len(before) or not len(after):
            continue
        start, end = (_passes(over, time_s, at, level) for at in (int(before[-1]), int(after[0]) - 1))
        if end - start >= shortest_s:
            found.append(Flight(start, end))
    return found


def _passes(over: Floats, time_s: Floats, at: int, level: float) -> float:
    """Time at which the foot was on the ground, by its speed where it passes the level [s]."""
    step = time_s[at + 1] - time_s[at]
    speed = (over[at + 1] - over[at]) / step
    passing = time_s[at] - over[at] / speed
    # Upward the ground lies before, downward behind; a slow foot would lead too far away.
    return float(passing - np.clip(level / speed, -_FARTHEST_S, _FARTHEST_S))
