"""Who is who in two looks: the nearest of like size are one, and nobody is two."""

from __future__ import annotations

import numpy as np

from restride.adapters.pose.estimator import Floats


def pairs(first: Floats, second: Floats, *, like: float, reach: float | Floats = np.inf) -> list[tuple[int, int]]:
    """Rows of two looks that are one person, the nearest first; each row once.

    Parameters
    ----------
    first, second : ndarray
        Rows of x, y, size and what else there may be [px].
    like : float
        So many times another's size is nobody's own any more.
    reach : float or ndarray
        How far one may have gone, in sizes of the larger; or for each row of the second look.
    """
    away = np.hypot(*(first[:, None, :2] - second[None, :, :2]).transpose(2, 0, 1))
    size = first[:, None, 2] / second[None, :, 2]
    far = away > reach * np.maximum(first[:, None, 2], second[None, :, 2])
    away[far | (size > like) | (size < 1 / like)] = np.inf
    found = []
    while np.isfinite(away).any():
        a, b = (int(one) for one in np.unravel_index(int(away.argmin()), away.shape))
        found.append((a, b))
        away[a], away[:, b] = np.inf, np.inf
    return found
