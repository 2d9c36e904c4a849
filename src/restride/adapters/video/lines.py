"""Upright and level lines of a small grey picture: how far they lean. Runs in the child process only.

Walls, doors, horizons and rails are upright or level. Their edges, smoothed so that the steps of the pixels do not
count, are sorted by direction; where most of those within a few degrees of the upright, or of the level, agree, the
picture's tilt is seen.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

#: Edges within so much of upright or level are counted, in steps of half a degree [deg].
_REACH_DEG, _STEPS = 12.0, 48
#: Edges that agree within this, as a share of those counted; of lines in all directions it would be an eighth.
_AGREE_DEG, _SURE = 1.5, 0.3
#: The strongest edges are counted, and only where they are so much of all.
_STRONGEST, _ENOUGH = 80, 0.05
#: Spread of the smoothing [px of the small picture].
_SMOOTH_PX = 1.5


def tilts(grey: NDArray[np.float32], weight: NDArray[np.float32]) -> tuple[float, float]:
    """Tilt of the upright and of the level lines of a small picture; NaN where they do not agree [deg].

    Parameters
    ----------
    grey, weight : float32 array, shape (height, width)
        The picture, and how much each of its pixels counts.
    """
    across, down = _slopes(grey)
    strength = np.asarray(np.hypot(across, down) * weight, dtype=np.float64)
    total = float(strength.sum())
    if total <= 0:
        return float("nan"), float("nan")
    counted = strength > np.percentile(strength, _STRONGEST)
    strength, direction = strength[counted], np.degrees(np.arctan2(down[counted], across[counted]))
    upright, level = (_peak((direction - zero + 90) % 180 - 90, strength, total) for zero in (0.0, 90.0))
    return upright, level


def _slopes(grey: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Slopes of the smoothed picture, across and down."""
    (smooth_down, slope_down), (smooth_across, slope_across) = (_sums(length) for length in grey.shape)
    picture = grey.astype(np.float64)
    return smooth_down @ picture @ slope_across.T, slope_down @ picture @ smooth_across.T


@cache
def _sums(length: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Matrices that smooth a line of so many pixels, and that give its slope; the pixel at its edge is repeated."""
    reach = int(3 * _SMOOTH_PX)
    steps = np.arange(-reach, reach + 1)
    bell = np.exp(-0.5 * (steps / _SMOOTH_PX) ** 2)
    bell /= bell.sum()
    lines = np.arange(length)[:, None]
    neighbours = np.clip(lines + steps, 0, length - 1)
    smooth, slope = np.zeros((2, length, length))
    np.add.at(smooth, (lines, neighbours), bell)
    np.add.at(slope, (lines, neighbours), bell * steps)
    return smooth, slope


def _peak(away: NDArray[np.float64], strength: NDArray[np.float64], total: float) -> float:
    near = np.abs(away) < _REACH_DEG
    angles, weights = away[near], strength[near]
    if weights.sum() < _ENOUGH * total:
        return float("nan")
    heights, edges = np.histogram(angles, bins=_STEPS, range=(-_REACH_DEG, _REACH_DEG), weights=weights)
    best = int(np.convolve(heights, [0.25, 0.5, 0.25], "same").argmax())
    middle = (edges[best] + edges[best + 1]) / 2
    agree = np.abs(angles - middle) < _AGREE_DEG
    if weights[agree].sum() < _SURE * weights.sum():
        return float("nan")
    return float(np.average(angles[agree], weights=weights[agree]))
