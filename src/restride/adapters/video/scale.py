"""Metres in a picture: from the runner's height, or from a belt whose speed is known. Never guessed."""

from __future__ import annotations

import numpy as np

from restride.adapters.video.clip import VideoError
from restride.adapters.video.method import VideoMethod
from restride.gait.analysis import analyse_gait
from restride.gait.filtering import filtered
from restride.gait.method import method_of
from restride.gait.orientation import oriented
from restride.gait.repair import repaired
from restride.gait.track import SIDES, Track, leg_length, sided
from restride.knowledge.load import Knowledge

_TALL_M = (0.8, 2.4)
#: The part of a contact in which the foot moves with the ground.
_FLAT = (0.35, 0.65)


def find_scale(
    track: Track, knowledge: Knowledge, limits: VideoMethod, height_m: float | None, speed_m_s: float | None
) -> float | None:
    """Metres a pixel; None without a height or a belt speed.

    Raises
    ------
    VideoError
        The height is none of a person.
    """
    if height_m is not None:
        if not _TALL_M[0] <= height_m <= _TALL_M[1]:
            raise VideoError(f"A height of {height_m:g} m is none of a runner; give it in metres, for example 1.75.")
        return height_m * limits.leg_of_stature / _leg(track, knowledge)
    if speed_m_s is None or track.view != "side":
        return None
    belt = _belt(track, knowledge)
    return speed_m_s / belt if belt else None


def _leg(track: Track, knowledge: Knowledge) -> float:
    method = method_of(knowledge)
    return leg_length(filtered(oriented(repaired(track, method.track)).track, method.track))


def _belt(track: Track, knowledge: Knowledge) -> float | None:
    """How fast the standing foot is carried back [px/s]; None where the runner travels through the picture."""
    _, gait = analyse_gait(track, knowledge, trust_clock=True)
    pelvis, leg = gait.track.pelvis(), gait.leg
    if pelvis is None:
        return None
    x = pelvis[np.isfinite(pelvis[:, 0]), 0]
    if np.ptp(x) > 2 * leg:
        return None
    speeds = []
    for side in SIDES:
        toe = gait.track.points.get(sided("toe", side))
        for row in gait.strides:
            if toe is not None and row.side is side and row.contact_s is not None:
                times = [row.strike_s + share * row.contact_s for share in _FLAT]
                first, last = np.interp(times, gait.track.time_s, toe[:, 0])
                speeds.append((first - last) / (times[1] - times[0]))
    speeds = [one for one in speeds if np.isfinite(one)]
    usual = float(np.median(speeds)) if speeds else 0.0
    return usual if usual > 0 else None
