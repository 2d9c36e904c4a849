"""Running speed: from the path over ground, or from the foot that stands on a moving belt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from restride.gait.strides import column
from restride.gait.track import SIDES, Track, sided
from restride.model.gait import Stride

#: A pelvis that travels faster runs over ground; slower, the runner stays on a treadmill [m/s].
_TRAVELS_M_S = 0.5


class Speed(NamedTuple):
    """Speed with its error, how it was found, or why it was not."""

    value_m_s: float | None
    sd_m_s: float
    how: str | None
    on_treadmill: bool | None
    because: str = ""


def find_speed(track: Track, strides: Sequence[Stride], *, given_m_s: float | None) -> Speed:
    """The given speed, else the measured one."""
    travel, belt = _travel(track), _belt(track, strides)
    treadmill = None if travel is None else abs(travel) < _TRAVELS_M_S
    if given_m_s is not None:
        return Speed(given_m_s, 0.02 * given_m_s, "given", treadmill)
    if track.unit != "m":
        return Speed(
            None, 0.0, None, None, "There is no scale in the picture; give the runner's height or the belt speed."
        )
    if track.view in ("rear", "front") or travel is None:
        return Speed(None, 0.0, None, None, "The speed is not seen from here; give it.")
    if not treadmill:
        return Speed(abs(travel), 0.01 * abs(travel), "path of the pelvis", False)
    if belt is None:
        return Speed(None, 0.0, None, True, "The speed of the belt cannot be seen; give it.")
    return Speed(belt, 0.03 * belt, "feet on the belt", True)


def _travel(track: Track) -> float | None:
    pelvis = track.pelvis()
    if pelvis is None or track.unit != "m" or track.view not in ("space", "side"):
        return None
    seen = np.flatnonzero(np.isfinite(pelvis[:, 0]))
    if len(seen) < 2:
        return None
    first, last = seen[0], seen[-1]
    return float((pelvis[last, 0] - pelvis[first, 0]) / (track.time_s[last] - track.time_s[first]))


def _belt(track: Track, strides: Sequence[Stride]) -> float | None:
    """Backward speed of the forefoot in the middle of stance, the median over contacts."""
    if track.view not in ("space", "side"):
        return None
    speeds = []
    for side in SIDES:
        name = next((n for p in ("ball_lateral", "toe", "ankle") if (n := sided(p, side)) in track.points), None)
        if name is None:
            continue
        x = track.points[name][:, 0]
        strike, contact = column(strides, "strike_s", side), column(strides, "contact_s", side)
        strike, contact = strike[np.isfinite(contact)], contact[np.isfinite(contact)]
        start, stop = (np.interp(strike + share * contact, track.time_s, x) for share in (0.35, 0.65))
        speeds.append((start - stop) / (0.3 * contact))
    every = np.concatenate(speeds) if speeds else np.zeros(0)
    every = every[np.isfinite(every)]
    return float(np.median(every)) if len(every) else None
