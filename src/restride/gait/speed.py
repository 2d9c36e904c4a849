"""Running speed: from the path over ground, or from the foot that stands on a moving belt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from restride.gait.method import SpeedMethod
from restride.gait.strides import column
from restride.gait.track import SIDES, Track, sided
from restride.model.gait import Stride


class Speed(NamedTuple):
    """Speed with its error, how it was found, or why it was not."""

    value_m_s: float | None
    sd_m_s: float
    how: str | None
    on_treadmill: bool | None
    because: str = ""


def find_speed(track: Track, strides: Sequence[Stride], method: SpeedMethod, *, given_m_s: float | None) -> Speed:
    """The given speed, else the measured one."""
    travel, belt = _travel(track), belt_speed(track, strides, method)
    treadmill = None if travel is None else abs(travel) < method.travels
    if given_m_s is not None:
        return Speed(given_m_s, method.given_share * given_m_s, "given", treadmill)
    across = track.view in ("rear", "front")
    if track.unit != "m" and not across:
        return Speed(
            None, 0.0, None, None, "There is no scale in the picture; give the runner's height or the belt speed."
        )
    if across or travel is None:
        return Speed(None, 0.0, None, None, "The speed is not seen from here; give it.")
    if not treadmill:
        return Speed(abs(travel), method.path_share * abs(travel), "path of the pelvis", False)
    if belt is None or belt <= 0:
        return Speed(None, 0.0, None, True, "The speed of the belt cannot be seen; give it.")
    return Speed(belt, method.belt_share * belt, "feet on the belt", True)


def _travel(track: Track) -> float | None:
    pelvis = track.pelvis()
    if pelvis is None or track.unit != "m" or track.view not in ("space", "side"):
        return None
    seen = np.flatnonzero(np.isfinite(pelvis[:, 0]))
    if len(seen) < 2:
        return None
    first, last = seen[0], seen[-1]
    return float((pelvis[last, 0] - pelvis[first, 0]) / (track.time_s[last] - track.time_s[first]))


def belt_speed(track: Track, strides: Sequence[Stride], method: SpeedMethod) -> float | None:
    """Backward speed of the forefoot in the middle of stance, the median over contacts; None unseen [unit/s]."""
    if track.view not in ("space", "side"):
        return None
    flat, speeds = (method.flat_from, method.flat_to), []
    for side in SIDES:
        name = next((n for p in ("ball_lateral", "toe", "ankle") if (n := sided(p, side)) in track.points), None)
        if name is None:
            continue
        x = track.points[name][:, 0]
        strike, contact = column(strides, "strike_s", side), column(strides, "contact_s", side)
        strike, contact = strike[np.isfinite(contact)], contact[np.isfinite(contact)]
        start, stop = (np.interp(strike + share * contact, track.time_s, x) for share in flat)
        speeds.append((start - stop) / ((flat[1] - flat[0]) * contact))
    every = np.concatenate(speeds) if speeds else np.zeros(0)
    every = every[np.isfinite(every)]
    return float(np.median(every)) if len(every) else None
