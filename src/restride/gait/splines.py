"""The cubic through all frames, and its slope at any time: the same as scipy's CubicSpline, in half of its time.

A spline of a whole recording is asked only for its slope. Its values at the frames are known, so one band of three
diagonals gives the slopes there, and between two frames the slope is a parabola: the line from one frame's slope to the
next one's, and an arch over it.
"""

from __future__ import annotations

import numpy as np
import scipy

from restride.gait.numerics import between_frames
from restride.gait.track import Floats


def slopes_at(time_s: Floats, values: Floats, at_s: Floats) -> Floats:
    """Slopes of the not-a-knot cubic splines through some signals, at other times.

    Parameters
    ----------
    time_s : float64 array, shape (frames,)
        Rising times, at least four [s].
    values : float64 array, shape (signals, frames)
        Finite values [unit].
    at_s : float64 array, any shape
        Times; outside of the frames the slope at their end goes on [s].

    Returns
    -------
    float64 array, shape (signals, *at_s.shape) [unit/s]
    """
    gaps = np.diff(time_s)
    steep = np.diff(values, axis=1) / gaps
    knots = _slopes_of_knots(gaps, steep)
    turns, arches = np.diff(knots, axis=1), 6 * steep - 3 * (knots[:, 1:] + knots[:, :-1])
    before, share = between_frames(time_s, np.clip(at_s, time_s[0], time_s[-1]))
    arched = share * (1 - share)
    found = np.empty((len(values), *at_s.shape))
    for row, knot, turn, arch in zip(found, knots, turns, arches, strict=True):
        np.multiply(share, turn.take(before), out=row)
        row += arched * arch.take(before)
        row += knot.take(before)
    return found


def seen_slopes(time_s: Floats, values: Floats, at_s: Floats) -> Floats:
    """Slope of a signal that is not always seen, at any times; NaN in its gaps, or where it is hardly seen [unit/s]."""
    seen = np.isfinite(values)
    if seen.sum() < 5:
        return np.full(at_s.shape, np.nan)
    slope = slopes_at(time_s[seen], values[seen][None], at_s)[0]
    if not seen.all():
        near = np.searchsorted(time_s, at_s, side="right").clip(1, len(time_s) - 1)
        slope = np.where(seen[near] & seen[near - 1], slope, np.nan)
    return np.asarray(slope)


def _slopes_of_knots(gaps: Floats, steep: Floats) -> Floats:
    """Slopes at the frames that make the second derivative continuous, and the third across the last but one knot."""
    frames = len(gaps) + 1
    right = np.empty((len(steep), frames))
    right[:, 1:-1] = 3 * (gaps[1:] * steep[:, :-1] + gaps[:-1] * steep[:, 1:])
    middle, above, below = np.empty(frames), np.empty(frames - 1), np.empty(frames - 1)
    middle[1:-1], above[1:], below[:-1] = 2 * (gaps[:-1] + gaps[1:]), gaps[:-1], gaps[1:]
    two = gaps[0] + gaps[1]
    middle[0], above[0] = gaps[1], two
    right[:, 0] = ((gaps[0] + 2 * two) * gaps[1] * steep[:, 0] + gaps[0] ** 2 * steep[:, 1]) / two
    two = gaps[-1] + gaps[-2]
    middle[-1], below[-1] = gaps[-2], two
    right[:, -1] = (gaps[-1] ** 2 * steep[:, -2] + (2 * two + gaps[-1]) * gaps[-2] * steep[:, -1]) / two
    solved = scipy.linalg.lapack.dgtsv(below, middle, above, right.T)[3]
    return np.asarray(solved).T
