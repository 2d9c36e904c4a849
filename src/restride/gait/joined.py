"""A case joined with what its recordings of movement show."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from restride.gait.findings import movement_of
from restride.model.case import Case, MovementFinding
from restride.model.gait import GaitReport


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
