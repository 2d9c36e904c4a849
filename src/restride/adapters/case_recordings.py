"""Recordings of movement that a case names: read, analysed, and joined with it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from restride.adapters.gait_movements import analyse_movement_recording
from restride.adapters.gait_recordings import analyse_named
from restride.gait.joined import with_movements, with_reports
from restride.knowledge.load import Knowledge
from restride.model.case import Case
from restride.model.gait import GaitReport
from restride.model.movement import MovementReport
from restride.model.recordings import CaseRecording
from restride.model.words import Side


class Joined(NamedTuple):
    """The case with the findings of its recordings, and their reports in the order of the case."""

    case: Case
    reports: tuple[GaitReport, ...]
    tests: tuple[MovementReport, ...] = ()


def case_with_recordings(case: Case, place: Path, knowledge: Knowledge) -> Joined:
    """The case joined with the recordings it names; as it is where there are none.

    ``place`` is the case file or its folder.

    Raises
    ------
    PlainError
        A recording is not there or cannot be analysed; the sentence names it.
    """
    folder = place if place.is_dir() else place.parent
    runs = [one for one in case.recordings if one.movement is None]
    reports = tuple(analyse_named(one, folder, knowledge, part="recordings").report for one in runs)
    tests = tuple(_tested(one, folder, knowledge) for one in case.recordings if one.movement is not None)
    return Joined(with_movements(with_reports(case, reports), tests), reports, tests)


def _tested(one: CaseRecording, folder: Path, knowledge: Knowledge) -> MovementReport:
    return analyse_movement_recording(
        folder / one.file,
        one.movement or "heel_raise",
        knowledge,
        side=None if one.side is None else Side(one.side),
        rate_hz=one.rate_hz,
        height_m=one.height_m,
    ).report
