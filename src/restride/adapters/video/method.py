"""Limits of the video analysis, read from the knowledge (engine/gait.yaml, gait_video)."""

from __future__ import annotations

from dataclasses import dataclass, fields

from restride.knowledge.load import Knowledge


@dataclass(frozen=True)
class VideoMethod:
    """When a clip is analysed, refused or spoken of; see ``gait_video``."""

    runner_smallest: float
    runner_small: float
    legs_seen: float
    feet_inside: float
    gap_longest: float
    swing_least: float
    camera_still: float
    size_steady: float
    cadence_lowest: float
    cadence_highest: float
    cadence_usual: float
    cadence_usual_spread: float
    fall_spread: float
    leg_of_stature: float
    person_shortest: float
    person_tallest: float
    segments_wander: float
    lean_steady: float
    lines_agree: float
    tilt_least: float
    level_sd: float
    tilt_unknown_sd: float
    lens_bend: float
    lens_said: float
    leg_sure: float
    rival_size: float
    background_size: float
    seen_often: float
    shades_least: float
    soft_least: float


def video_method(knowledge: Knowledge) -> VideoMethod:
    """The limits of this knowledge."""
    return VideoMethod(**{one.name: knowledge.number("gait_video", one.name) for one in fields(VideoMethod)})
