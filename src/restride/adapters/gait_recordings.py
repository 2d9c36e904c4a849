"""One door for every recording of running that is a file: what is it, read it, analyse it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from restride.adapters.force.reading import ForceRecord, events_of, has_force, heels_say, read_force
from restride.adapters.gait_watch import is_watch_file, read_watch
from restride.adapters.imu.reading import PLACES, Place, read_imu
from restride.adapters.mocap.reading import SUFFIXES, read_mocap
from restride.adapters.mocap.tables import read_mot
from restride.adapters.video.analysis import Filmed, VideoOptions, analyse_video
from restride.adapters.video.following import Progress
from restride.adapters.video.reading import SUFFIXES as VIDEO_SUFFIXES
from restride.gait.accelerations import limb_events, sacrum_events, step_events, upward
from restride.gait.analysis import analyse_gait, report_from_events, without_feet
from restride.gait.context import Gait
from restride.gait.method import method_of
from restride.gait.track import Track
from restride.gait.watch import report_of_watch
from restride.knowledge.load import Knowledge
from restride.model.errors import PlainError
from restride.model.gait import GaitReport
from restride.model.recordings import NamedRecording
from restride.model.words import Side


class RecordingError(PlainError):
    """A recording that is not read here."""


class Analysed(NamedTuple):
    """The report; for recordings of positions the filtered track with its angles; for a clip the runner in it."""

    report: GaitReport
    gait: Gait | None
    filmed: Filmed | None = None


def analyse_recording(
    path: Path,
    knowledge: Knowledge,
    *,
    force: Path | None = None,
    mapping: Mapping[str, str] | None = None,
    rate_hz: float | None = None,
    speed_m_s: float | None = None,
    sensor: Place | None = None,
    first_foot: Side | None = None,
    video: VideoOptions | None = None,
    progress: Progress | None = None,
) -> Analysed:
    """Analyse a file, or a folder of OpenPose key points.

    Raises
    ------
    PlainError
        In one sentence: what was found, why it cannot be used, what to do.
    """
    _there(path)
    if force is not None:
        _there(force)
    if path.is_dir() or path.suffix.lower() in SUFFIXES:
        track = read_mocap(path, method_of(knowledge), mapping=mapping, rate_hz=rate_hz)
        return _moving(track, force, knowledge, speed_m_s)
    if path.suffix.lower() in VIDEO_SUFFIXES:
        filmed = analyse_video(
            path, knowledge, replace(video or VideoOptions(), speed_m_s=speed_m_s), progress=progress
        )
        return Analysed(filmed.report, filmed.gait, filmed)
    if is_watch_file(path):
        return Analysed(report_of_watch(read_watch(path, knowledge), knowledge), None)
    if sensor is not None:
        return Analysed(_sensor(path, sensor, knowledge, rate_hz, speed_m_s, first_foot), None)
    if path.suffix.lower() in (".mot", ".sto"):
        if not has_force(read_mot(path)):
            raise RecordingError(
                f"{path.name} holds joint angles, no positions and no force; give the TRC it was made from."
            )
        return Analysed(_force(read_force(path), knowledge, speed_m_s, first_foot), None)
    if path.suffix.lower() in (".csv", ".txt"):
        return Analysed(_force(read_force(path, rate_hz=rate_hz), knowledge, speed_m_s, first_foot), None)
    raise RecordingError(
        f"{path.name} is no recording that is read here: a video ({', '.join(VIDEO_SUFFIXES)}), "
        f"{', '.join(SUFFIXES)}, an OpenPose folder, a watch's .fit, force as .mot or .csv, "
        f"or a sensor's .csv with its place ({', '.join(PLACES)})."
    )


def _there(path: Path) -> None:
    if not path.exists():
        raise RecordingError(f"{path.name} is not there; check the path.")
    if path.is_file() and path.stat().st_size == 0:
        raise RecordingError(f"{path.name} is empty; copy or export it again.")


def analyse_named(
    one: NamedRecording,
    folder: Path,
    knowledge: Knowledge,
    *,
    part: str,
    video: VideoOptions | None = None,
    progress: Progress | None = None,
) -> Analysed:
    """Analyse a recording that a file in ``folder`` names under ``part``, with what it says of it.

    Raises
    ------
    PlainError
        As :func:`analyse_recording`, and where the sensor's place is none that is read.
    """
    place = next((known for known in PLACES if known == one.sensor), None)
    if one.sensor is not None and place is None:
        raise RecordingError(
            f"{part}: '{one.sensor}' is no place of a sensor that is read; use one of {', '.join(PLACES)}."
        )
    return analyse_recording(
        folder / one.file,
        knowledge,
        force=None if one.force is None else folder / one.force,
        rate_hz=one.rate_hz,
        speed_m_s=one.speed_m_s,
        sensor=place,
        first_foot=None if one.first_foot is None else Side(one.first_foot),
        video=replace(video or VideoOptions(), height_m=one.height_m),
        progress=progress,
    )


def _moving(track: Track, force: Path | None, knowledge: Knowledge, speed_m_s: float | None) -> Analysed:
    if force is not None:
        method = method_of(knowledge)
        record = heels_say(read_force(force), track, method.events)
        track = replace(track, force=record.force, notes=(*track.notes, *record.notes))
    return Analysed(*analyse_gait(track, knowledge, speed_m_s=speed_m_s))


def _force(record: ForceRecord, knowledge: Knowledge, speed_m_s: float | None, first: Side | None) -> GaitReport:
    events, notes = events_of(record, method_of(knowledge).events, first=first)
    return report_from_events(
        events,
        knowledge,
        name=record.name,
        origin="force",
        rate_hz=record.rate_hz,
        duration_s=float(record.force.time_s[-1] - record.force.time_s[0]),
        speed_m_s=speed_m_s,
        grade="usable" if notes else "good",
        reasons=notes,
        notes=notes,
    )


def _sensor(
    path: Path, place: Place, knowledge: Knowledge, rate_hz: float | None, speed_m_s: float | None, first: Side | None
) -> GaitReport:
    record, method = read_imu(path, rate_hz=rate_hz), method_of(knowledge)
    notes: tuple[str, ...]
    if place in ("hip", "wrist"):
        events = step_events(record.acceleration_g, record.time_s, method)
        notes = (f"A sensor on the {place} counts steps; it tells neither the feet apart nor when they touch.",)
    elif place == "sacrum":
        events = sacrum_events(upward(record.acceleration_g), record.time_s, method, first or Side.LEFT)
        notes = ("A sensor on the sacrum times the feet by the body's bounce; its rule was fitted to one runner.",)
        if first is None:
            notes += ("It does not tell the feet apart; left and right may be exchanged.",)
    else:
        side = Side.LEFT if place.endswith("left") else Side.RIGHT
        events = limb_events(record.acceleration_g, record.time_s, side, method)
        notes = ("A sensor on one leg gives its strides only; contact time and the other leg are not measured.",)
    report = report_from_events(
        events,
        knowledge,
        name=record.name,
        origin="imu",
        rate_hz=record.rate_hz,
        duration_s=float(record.time_s[-1] - record.time_s[0]),
        speed_m_s=speed_m_s,
        grade="usable",
        reasons=notes,
        notes=notes,
    )
    return without_feet(report) if place in ("hip", "wrist") else report
