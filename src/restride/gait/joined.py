"""A case joined with what its recordings of movement show."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from restride.gait.findings import movement_of
from restride.model.case import Case, ExamResult, MovementFinding
from restride.model.gait import GaitReport
from restride.model.movement import MovementReport
from restride.model.quantity import Measurement
from restride.model.words import Side


def with_reports(case: Case, reports: Iterable[GaitReport]) -> Case:
    """The case with the findings of these reports under ``movement``, seen by camera.

    What somebody entered stays, and stands above a report on the same finding and side. Reports that contradict
    each other all stand, so that the evaluation hears «unknown». Doing it again changes nothing.
    """
    entered = {(one.finding, one.side) for one in case.movement if one.seen_by == "camera"}
    added: dict[MovementFinding, None] = {}
    for report in reports:
        for one in movement_of(report):
            if (one.finding, one.side) not in entered:
                added[one] = None
    return msgspec.structs.replace(case, movement=(*case.movement, *added))


def with_movements(
    case: Case, reports: Iterable[MovementReport], *, over_hand: Collection[tuple[str, Side]] = (), of_day: str = ""
) -> Case:
    """The case with the numbers of these movement tests under ``exam``.

    What an earlier recording said of the same test and side gives way. What a person measured stands, unless its
    test and side are named in ``over_hand``. ``of_day`` says when the recording was made.
    """
    exam = list(case.exam)
    for report in reports:
        for one in report.exam:
            here = [known for known in exam if of_one(known, one.test, one.side)]
            if any(known.seen_by == "hand" for known in here) and (one.test, one.side) not in over_hand:
                continue
            exam = [rest for known in exam for rest in _without(known, one.test, one.side)]
            exam.append(
                ExamResult(
                    test=one.test, side=one.side, value=Measurement(one.value), seen_by="camera",
                    error=Measurement(one.error) if one.error else None, recording=recording_words(report.name, of_day),
                )
            )  # fmt: skip
    return msgspec.structs.replace(case, exam=tuple(exam))


def of_one(known: ExamResult, test: str, side: Side) -> bool:
    """Whether a line of the examination is about this test and this leg."""
    return known.test == test and known.side in (side, Side.BOTH)


def _without(known: ExamResult, test: str, side: Side) -> Iterable[ExamResult]:
    """A line without this test and leg; of one for both legs the other leg stays."""
    if not of_one(known, test, side):
        yield known
    elif known.side is Side.BOTH:
        yield msgspec.structs.replace(known, side=side.mirrored)


def recording_words(name: str, of_day: str = "") -> str:
    """What a line of the examination calls the recording it was read from: «squat.mp4 of 20 May 2026»."""
    return f"{name[:120]}{f' of {of_day}' if of_day else ''}"
