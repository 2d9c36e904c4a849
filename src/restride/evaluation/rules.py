"""Derived findings: the rules of ``engine/derivations.yaml`` read against one complaint.

Every rule holds, is known not to hold, or is unknown; unknown never becomes «no».
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from restride.evaluation.prepared import Prepared, needs_of
from restride.evaluation.recorded import weighed_against
from restride.evaluation.view import Known
from restride.knowledge.schema import Derivation
from restride.model.case import Case, Complaint
from restride.model.quantity import Quantity
from restride.model.words import Side, State

#: True holds, False is known not to hold, None unknown.
Holds = bool | None
Reader = Callable[[str], State]


def apply_rules(
    known: dict[str, Known],
    case: Case,
    complaint: Complaint | None,
    places: frozenset[str],
    prepared: Prepared,
    day: date,
) -> None:
    """Add every derived finding to ``known``; an answer of the runner stands above a rule for it."""
    side = complaint.side if complaint else Side.UNKNOWN

    def state_of(finding: str) -> State:
        one = known.get(finding)
        return one.state if one is not None else State.UNKNOWN

    def alarm_of(finding: str) -> State:
        one = known.get(finding)
        return State.UNKNOWN if one is None else State.PRESENT if one.alarms else one.state

    for name, alternatives in prepared.rules:
        if complaint is None and name in prepared.complaint_rules:
            continue
        if complaint is None and not _of_runner(alternatives):
            continue
        state, typed = _state(alternatives, case, complaint, places, day, state_of)
        before = known.get(name)
        if before is not None and before.recorded is not None:
            known[name] = weighed_against(before, name, state, typed, case, complaint)
            continue
        if before is not None:
            if state is State.PRESENT and typed and before.state is State.ABSENT:
                known[name] = Known(State.UNKNOWN, before.side, f"{before.origin} and {typed}", True)
            continue
        alarms = state is State.PRESENT or _alarms(alternatives, known, case, complaint, places, day, alarm_of)
        if state is not State.UNKNOWN or alarms:
            known[name] = Known(state, side, typed or f"rule {name}", alarms)


def _of_runner(alternatives: tuple[Derivation, ...]) -> bool:
    return not any(rule.sites or (rule.path or "").startswith("complaint") for rule in alternatives)


def _alarms(
    alternatives: tuple[Derivation, ...],
    known: dict[str, Known],
    case: Case,
    complaint: Complaint | None,
    places: frozenset[str],
    day: date,
    alarm_of: Reader,
) -> bool:
    """Whether the rule would hold if every contradicted answer were a yes."""
    doubtful = any(
        known[need].alarms and known[need].state is not State.PRESENT
        for rule in alternatives
        for need in needs_of(rule)
        if need in known
    )
    return doubtful and _state(alternatives, case, complaint, places, day, alarm_of)[0] is State.PRESENT


def _state(
    alternatives: tuple[Derivation, ...],
    case: Case,
    complaint: Complaint | None,
    places: frozenset[str],
    day: date,
    read: Reader,
) -> tuple[State, str]:
    """State of the derived finding, and the typed answer it came from where there was one."""
    outcomes = []
    for rule in alternatives:
        outcome = _holds(rule, case, complaint, places, day, read)
        if outcome:
            return State.PRESENT, rule.path or ""
        outcomes.append(None if outcome is None or rule.one_way else False)
    if all(outcome is False for outcome in outcomes):
        return State.ABSENT, alternatives[0].path or ""
    return State.UNKNOWN, ""


def _holds(
    rule: Derivation, case: Case, complaint: Complaint | None, places: frozenset[str], day: date, read: Reader
) -> Holds:
    if rule.sites and not places.intersection(rule.sites):
        return False
    if any(read(need) is State.PRESENT for need in rule.unless):
        return False
    parts = [
        _all(rule.all_of, read, State.PRESENT),
        _all(rule.none_of, read, State.ABSENT),
        _count(rule.any_of, rule.at_least, read),
        _path_holds(rule, case, complaint, day),
    ]
    if any(part is False for part in parts):
        return False
    return True if all(parts) else None


def _all(needs: tuple[str, ...], read: Reader, wanted: State) -> Holds:
    states = [read(need) for need in needs]
    if any(state not in (wanted, State.UNKNOWN) for state in states):
        return False
    return True if all(state is wanted for state in states) else None


def _count(needs: tuple[str, ...], at_least: int, read: Reader) -> Holds:
    if not needs:
        return True
    states = [read(need) for need in needs]
    present = states.count(State.PRESENT)
    if present >= at_least:
        return True
    return None if present + states.count(State.UNKNOWN) >= at_least else False


def _path_holds(rule: Derivation, case: Case, complaint: Complaint | None, day: date) -> Holds:
    if rule.path is None:
        return True
    values, missing = _read_path(rule.path, case, complaint, day)
    if not values:
        return missing
    outcomes = [_compare(value, rule) for value in values]
    if any(outcomes):
        return True
    return False if all(outcome is False for outcome in outcomes) else None


def _read_path(path: str, case: Case, complaint: Complaint | None, day: date) -> tuple[list[Any], Holds]:
    """Values found at a path; with none, what that means: unknown, or known not to hold."""
    root, _, rest = path.partition(".")
    if root == "complaint":
        if complaint is None:
            return [], None
        if rest == "weeks":
            weeks = weeks_of(complaint, day)
            return ([] if weeks is None else [weeks]), None
        return _values(complaint, rest), None
    if path == "runner.age_years":
        age: object = case.runner.age_years if case.runner.age_years is not None else case.runner.age_band_years
        return ([] if age is None else [age]), None
    if rest.startswith("changes["):
        what, _, field = rest.removeprefix("changes[").partition("]")
        changes = [change for change in case.routine.changes if change.what == what]
        if not changes:
            return [], (False if case.routine.no_changes else None)
        return [value for change in changes for value in (_values(change, field.lstrip(".")) or [None])], None
    return _values(case, path), None


def weeks_of(complaint: Complaint, day: date) -> float | None:
    """How long the complaint has lasted, from the weeks given or the day it began. [weeks]."""
    if complaint.weeks is not None:
        return complaint.weeks
    if complaint.began_on is None:
        return None
    return max((day - complaint.began_on).days, 0) / 7


def _values(holder: object, path: str) -> list[Any]:
    if not path:
        return [True]
    value: Any = holder
    for name in path.split("."):
        value = getattr(value, name, None)
        if value is None:
            return []
    if isinstance(value, Quantity):
        return [value.value]
    if isinstance(value, tuple):
        return [value] if value else []
    return [] if value == "unknown" else [value]


def _compare(value: object, rule: Derivation) -> Holds:
    if value is None or value == "unknown":
        return None
    if rule.op == "is":
        if rule.text == "present":
            return True
        words = value if isinstance(value, tuple) else (value,)
        return rule.text in {str(word).lower() for word in words}
    if rule.fact is None or rule.fact.value is None:
        return None
    if isinstance(value, tuple):  # a range of ages: its young end where youth is the caution, else its old end
        value = value[0] if rule.op in ("<", "<=") else value[-1]
    if not isinstance(value, (int, float)):
        return None
    return _OPS[rule.op or "=="](float(value), rule.fact.value)


_OPS: dict[str, Callable[[float, float], bool]] = {
    ">=": lambda value, limit: value >= limit,
    ">": lambda value, limit: value > limit,
    "<=": lambda value, limit: value <= limit,
    "<": lambda value, limit: value < limit,
    "==": lambda value, limit: value == limit,
}
