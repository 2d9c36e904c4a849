"""A case joined with what its recordings of movement show."""

from __future__ import annotations

from collections.abc import Iterable

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


def with_movements(case: Case, reports: Iterable[MovementReport]) -> Case:
    """The case with the numbers of these movement tests under ``exam``; what somebody entered stands above them."""
    exam = list(case.exam)
    for report in reports:
        for one in report.exam:
            if not any(known.test == one.test and known.side in (one.side, Side.BOTH) for known in exam):
                note = f"measured in {report.name}"[:120]
                exam.append(ExamResult(test=one.test, side=one.side, value=Measurement(one.value), note=note))
    return msgspec.structs.replace(case, exam=tuple(exam))
