"""Whether the feet of a person pass each other, as they do in walking and running."""

from __future__ import annotations

import itertools

import numpy as np

from restride.adapters.pose.estimator import POINTS, Floats

_ANKLES = POINTS.index("ankle_left"), POINTS.index("ankle_right")
_NOSE = POINTS.index("nose")


def feet_pass(points: Floats, swing_least: float) -> bool:
    """Whether one foot and then the other is clearly the higher, again and again.

    Parameters
    ----------
    points : ndarray
        As :attr:`Followed.points`, shape (n, 21, 3), NaN where the person was not seen.
    swing_least : float
        Least spread of the height difference of the ankles, in heights nose to ankle.
    """
    ankles = points[:, _ANKLES, 1]
    apart = ankles[:, 0] - ankles[:, 1]
    apart = apart[np.isfinite(apart)]
    if len(apart) < 4:
        return False
    height = float(np.nanmedian(ankles.max(axis=1) - points[:, _NOSE, 1]))
    apart = (apart - np.median(apart)) / height
    return float(np.std(apart)) >= swing_least and _turns(apart) >= 2


def _turns(apart: Floats) -> int:
    """How often one foot and then the other is clearly the higher."""
    level = 0.5 * float(np.std(apart))
    states = [np.sign(one) for one in apart if abs(one) > level]
    return sum(a != b for a, b in itertools.pairwise(states))
