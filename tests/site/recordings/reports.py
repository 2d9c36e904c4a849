"""Analysed recordings of running for the site, their reports made in memory: no child, no pose."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import msgspec

from restride.gait.analysis import analyse
from restride.knowledge.load import load
from restride.model.gait import GaitReport
from restride.site.recordings.models import Recording, State
from tests.gait.runner import run, truth
from tests.site.cast import Cast
from tests.site.recordings.uploads import added


@cache
def report_of_steps(step_s: float, seconds: float = 12.0) -> GaitReport:
    """A runner on a belt at 2.8 m/s whose steps take so long, in space."""
    return analyse(run(120, chosen=truth(step_s, 2.8, seconds), seconds=seconds), load())


def analysed(
    cast: Cast,
    report: GaitReport,
    name: str,
    *,
    on: date = date(2026, 11, 20),
    role: str = "usual",
    condition: str = "",
    visit: int = 1,
    **recording: Any,
) -> Recording:
    """A recording that is done, with this report; what is said of the recording is changed in it."""
    row = added(cast, name.encode(), name, on=on, role=role, condition=condition, visit=visit)
    changed = msgspec.structs.replace(report.recording, name=name, **recording)
    document = msgspec.to_builtins(msgspec.structs.replace(report, recording=changed))
    Recording.objects.filter(pk=row.pk).update(state=State.DONE, report=document)
    row.refresh_from_db()
    return row
