"""What the records of training show, beside what the runner said.

Where both know and disagree, neither is overwritten: the finding is unknown for the ranking, and the cause it belongs
to is possible at most, with both sides shown.
"""

from __future__ import annotations

from restride.evaluation.reasons import house_rule
from restride.evaluation.view import Known, View
from restride.model.case import Case, Complaint
from restride.model.decision import Reason
from restride.model.finding import Finding
from restride.model.words import Side, State

#: Rule of a reason that is a sentence of the records.
RECORDS = "training_history"
#: What the routine says of a usual week → its field. Where running is reduced the records tell of other weeks, and a
#: field that was filled from them says nothing new: neither is a contradiction.
_HABITS = {"low_weekly_frequency": "runs_per_week", "high_volume": "weekly_distance_before"}
#: Not a change: «nothing has changed» does not deny it.
_STATES = (*_HABITS, "shoes_worn")


def recorded(case: Case) -> tuple[Finding, ...]:
    """The findings of ``runs.found``."""
    return tuple(
        Finding(
            what=one.finding,
            state=State(one.state),
            about=one.about,
            value=one.value,
            unit=one.unit,
            origin=f"runs[{one.run}]" if one.run else "runs",
            on=one.on,
            weeks_before_onset=one.weeks_before_onset,
            says=one.says,
        )
        for one in case.runs.found
        if one.about < len(case.complaints)
    )


def say_recorded(known: dict[str, Known], found: tuple[Finding, ...], complaint: int) -> None:
    """Put what is recorded before this complaint into its view."""
    for one in found:
        if one.about == complaint:
            known[one.what] = Known(one.state, Side.UNKNOWN, one.origin, one.state is State.PRESENT, recorded=one)


def weighed_against(
    before: Known, name: str, said: State, typed: str, case: Case, complaint: Complaint | None
) -> Known:
    """What is recorded, beside what the runner said of the same thing."""
    if said is State.UNKNOWN and case.routine.no_changes and name not in _STATES:
        said = State.ABSENT
    if said in (State.UNKNOWN, before.state):
        return before
    if name in _HABITS and complaint is not None:
        reduced = complaint.running in ("reduced", "stopped")
        if reduced or _HABITS[name] in case.runs.filled:
            return before
    origin = f"{typed or f'rule {name}'} and {before.origin}"
    return Known(State.UNKNOWN, before.side, origin, True, recorded=before.recorded)


def disputed(view: View, name: str) -> bool:
    """Whether runner and records disagree on it."""
    known = view.known.get(name)
    return known is not None and known.recorded is not None and known.state is State.UNKNOWN


def dispute_says(known: Known) -> str:
    """Both sides in one sentence."""
    shown = known.recorded
    if shown is None or shown.says is None:
        return f"Answered both yes and no ({known.origin})"
    said = "the runner says it was not so" if shown.state is State.PRESENT else "the runner says it was so"
    return f"Runner and records disagree: {said}. Recorded: {shown.says} Ask, and keep what holds."


def record_reasons(view: View, names: list[str]) -> tuple[Reason, ...]:
    """The records' own sentences behind some findings of a cause."""
    reasons = []
    for name in names:
        known = view.known.get(name)
        if known is None or known.recorded is None:
            continue
        says = dispute_says(known) if known.state is State.UNKNOWN else known.recorded.says or ""
        reasons.append(house_rule(RECORDS, says, findings=[name], facts=["engine/training_history"]))
    return tuple(reasons)
