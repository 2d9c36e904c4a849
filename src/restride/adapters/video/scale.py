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
from restride.gait.speed import belt_speed
from restride.gait.track import Track, leg_length
from restride.knowledge.load import Knowledge


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
        if not limits.person_shortest <= height_m <= limits.person_tallest:
            raise VideoError(f"A height of {height_m:g} m is none of a runner; give it in metres, for example 1.75.")
        return height_m * limits.leg_of_stature / _leg(track, knowledge)
    if speed_m_s is None or track.view != "side":
        return None
    belt = _belt(track, knowledge)
    return speed_m_s / belt if belt else None


def _leg(track: Track, knowledge: Knowledge) -> float:
    method = method_of(knowledge)
    return leg_length(filtered(oriented(repaired(track, method.track), method.track).track, method.track))


def _belt(track: Track, knowledge: Knowledge) -> float | None:
    """How fast the standing foot is carried back [px/s]; None where the runner travels through the picture."""
    _, gait = analyse_gait(track, knowledge, trust_clock=True)
    pelvis, leg = gait.track.pelvis(), gait.leg
    if pelvis is None:
        return None
    x = pelvis[np.isfinite(pelvis[:, 0]), 0]
    if np.ptp(x) > 2 * leg:
        return None
    usual = belt_speed(gait.track, gait.strides, gait.method.speed)
    return usual if usual is not None and usual > 0 else None
