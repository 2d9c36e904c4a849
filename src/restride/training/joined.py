"""A case joined with its records of training: what they show before each complaint, and the usual weeks.

What somebody said stays as it was said. The records fill only numbers nobody gave, and name which; where they and the
runner disagree, both stand and the evaluation shows it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec

from restride.knowledge.load import Knowledge
from restride.model.case import Case, Complaint
from restride.model.quantity import Distance, Pace, Quantity
from restride.model.runs import RecordedFinding, RoutineField
from restride.model.words import State
from restride.training.findings import training_findings
from restride.training.history import History
from restride.training.load import usual_speed_m_s
from restride.training.window import Window, day_words


def with_history(case: Case, history: History, knowledge: Knowledge, today: date) -> Case:
    """The case with ``runs.found`` and the usual weeks from ``history``; doing it again changes nothing.

    Changes the runner entered stand in both: those of the case and those of the history, each once.
    """
    changes = tuple(sorted({*case.runs.changes, *history.changes}, key=lambda one: (one.on, one.what, one.says or "")))
    history = msgspec.structs.replace(history, changes=changes)
    day = case.visit_on or today
    found: list[RecordedFinding] = []
    for number, complaint in enumerate(case.complaints):
        onset, told = onset_of(complaint, day)
        if onset is not None:
            found += _recorded(history, number, onset, told, knowledge)
    onset = next((at for complaint in case.complaints if (at := onset_of(complaint, day)[0])), None)
    # What was filled and corrected by somebody since is theirs.
    ours = [name for name, text in case.runs.filled.items() if _text(getattr(case.routine, name)) == text]
    kept = msgspec.structs.replace(case.routine, **dict.fromkeys(ours))
    usual = _usual(history, onset or day, knowledge)
    filled = {name: value for name, value in usual.items() if getattr(kept, name) is None}
    runs = msgspec.structs.replace(case.runs, changes=changes, found=tuple(found), filled=_texts(filled))
    return msgspec.structs.replace(case, routine=msgspec.structs.replace(kept, **filled), runs=runs)


def _text(value: Any) -> str:
    """A number of the routine as it is written."""
    return value.text if isinstance(value, Quantity) else str(value)


def _texts(filled: dict[str, Any]) -> dict[RoutineField, str]:
    return msgspec.convert({name: _text(value) for name, value in filled.items()}, dict[RoutineField, str])


def onset_of(complaint: Complaint, day: date) -> tuple[date | None, bool]:
    """The day a complaint began, and whether somebody named it: from weeks alone it is reckoned back from ``day``."""
    if complaint.began_on is not None:
        return complaint.began_on, True
    if complaint.weeks is None:
        return None, False
    return day - timedelta(days=round(7 * complaint.weeks)), False


def _recorded(history: History, number: int, onset: date, told: bool, knowledge: Knowledge) -> list[RecordedFinding]:
    reckoned = "" if told else f" (It began about {day_words(onset)}, reckoned from the weeks that were told.)"
    return [
        RecordedFinding(
            finding=one.what,
            state="present" if one.state is State.PRESENT else "absent",
            about=number,
            run=one.origin.removeprefix("runs[").removesuffix("]") if one.origin != "runs" else None,
            on=one.on,
            weeks_before_onset=one.weeks_before_onset,
            value=one.value,
            unit=one.unit,
            says=f"{one.says}{reckoned}",
        )
        for one in training_findings(history, onset, knowledge)
    ]


def _usual(history: History, onset: date, knowledge: Knowledge) -> dict[str, Any]:
    """The usual weeks before those in which something may have gone wrong; empty where too few are known."""
    window = Window(history, onset, knowledge)
    if not window.comparable:
        return {}
    runs = window.base
    usual: dict[str, Any] = {"runs_per_week": round(len(runs) / window.base_weeks, 1)}
    metres = [run.distance_m for run in runs if run.distance_m]
    if metres:
        usual["weekly_distance_before"] = Distance(f"{sum(metres) / 1000 / window.base_weeks:.1f} km")
        usual["longest_run"] = Distance(f"{max(metres) / 1000:.1f} km")
    speed = usual_speed_m_s(runs)
    if speed is not None:
        usual["usual_pace"] = Pace(f"{speed:.2f} m/s")
    return usual
