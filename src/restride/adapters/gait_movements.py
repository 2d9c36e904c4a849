"""A recording of a movement test: markers, skeletons, key points or a video."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from restride.adapters.gait_recordings import RecordingError
from restride.adapters.mocap.reading import SUFFIXES, read_mocap
from restride.adapters.video.analysis import VideoOptions, movement_clip
from restride.adapters.video.followed import Followed
from restride.adapters.video.following import Progress
from restride.adapters.video.reading import SUFFIXES as VIDEO_SUFFIXES
from restride.gait.method import method_of
from restride.gait.movement_parts import Seen
from restride.gait.movement_tests import measure_movement
from restride.knowledge.load import Knowledge
from restride.model.movement import MovementName, MovementReport
from restride.model.words import Side


class MovementAnalysed(NamedTuple):
    """The report, the track it was read from, and of a clip the person in it."""

    report: MovementReport
    seen: Seen
    followed: Followed | None = None


def analyse_movement_recording(
    path: Path,
    movement: MovementName,
    knowledge: Knowledge,
    *,
    side: Side | None = None,
    mapping: Mapping[str, str] | None = None,
    rate_hz: float | None = None,
    height_m: float | None = None,
    video: VideoOptions | None = None,
    progress: Progress | None = None,
) -> MovementAnalysed:
    """Measure the movement test of one recording.

    Raises
    ------
    PlainError
        In one sentence: what was found, why it cannot be used, what to do.
    """
    if not path.exists():
        raise RecordingError(f"{path.name} is not there; check the path.")
    if path.is_dir() or path.suffix.lower() in SUFFIXES:
        track = read_mocap(path, method_of(knowledge), mapping=mapping, rate_hz=rate_hz)
        return MovementAnalysed(*measure_movement(track, movement, knowledge, side=side))
    if path.suffix.lower() in VIDEO_SUFFIXES:
        clip = movement_clip(path, knowledge, video or VideoOptions(height_m=height_m), progress=progress)
        report, seen = measure_movement(
            clip.track, movement, knowledge, side=side, metres_per_unit=clip.metres_per_pixel
        )
        return MovementAnalysed(report, seen, clip.followed)
    raise RecordingError(
        f"{path.name} shows no movement test: give a video ({', '.join(VIDEO_SUFFIXES)}), {', '.join(SUFFIXES)} or an "
        "OpenPose folder."
    )
