"""From the terms to the form and back: what stands now, and the terms that the form asks for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec

from restride.explain.dates import date_span
from restride.model.case import Case, Goal
from restride.model.diary import Break, ComebackSettings, Limits
from restride.model.quantity import Distance, Duration
from restride.model.words import Tissue
from restride.site.comeback.basis import Terms

#: Fields of the form that make up one set of limits.
LIMIT_FIELDS = (
    "pain_during_max", "loosen", "running_max", "bout_max", "runs_per_week_max", "no_speed", "no_hills", "not_before",
    "until",
)  # fmt: skip


def initial_of(terms: Terms, case: Case, today: date) -> dict[str, Any]:
    """Return what the form shows of the terms as they stand; the goal of the answers where none was set."""
    settings = terms.settings
    limits = standing_limits(settings, today)
    goal = terms.goal or (None if terms.no_goal else _goal_of(case))
    return {
        "tissue": settings.tissue.value if settings.tissue else "",
        "irritability": settings.irritability or "",
        "ladder": "" if settings.ladder in (None, "ours") else settings.ladder,
        "usual_morning_pain": round(settings.usual_morning_pain),
        "goal_distance_km": goal.distance.value if goal and goal.distance else None,
        "goal_on": goal.on if goal else None,
        **(_of_limits(limits) if limits else {}),
    }


def standing_limits(settings: ComebackSettings, today: date) -> Limits | None:
    """Return the newest limits that hold today or later."""
    standing = [one for one in settings.limits if one.until is None or one.until >= today]
    return max(standing, key=lambda one: one.on, default=None)


def terms_from(said: dict[str, Any], terms: Terms, case: Case, *, by: str, today: date) -> Terms:
    """Return the terms that a form asks for; limits that were in force are closed, not forgotten."""
    settings = terms.settings
    changed = msgspec.structs.replace(
        settings,
        tissue=Tissue(said["tissue"]) if said.get("tissue") else None,
        irritability=said.get("irritability") or None,
        ladder=said.get("ladder") or None,
        usual_morning_pain=float(said.get("usual_morning_pain") or 0),
        limits=_limits(said, settings, by=by, today=today),
        breaks=(
            *(one for one in settings.breaks if break_id(one) not in (said.get("breaks_removed") or ())),
            *_breaks(said),
        ),
    )
    goal = _goal(said)
    answered = _goal_of(case)
    same = goal is not None and answered is not None and (goal.distance, goal.on) == (answered.distance, answered.on)
    return Terms(changed, None if same else goal, no_goal=goal is None and answered is not None)


def break_id(one: Break) -> str:
    """Return the name of a break in the form: its days and why."""
    return f"{one.first}_{one.last}_{one.why}"


def break_words(one: Break) -> str:
    """Return «3 to 9 December 2026, illness»."""
    return f"{date_span(one.first, one.last)}, {one.why}"


def _goal_of(case: Case) -> Goal | None:
    return next((one for one in case.goals if one.what in ("race", "distance") and one.distance), None)


def _of_limits(limits: Limits) -> dict[str, Any]:
    return {
        "pain_during_max": None if limits.pain_during_max is None else round(limits.pain_during_max),
        "loosen": limits.signed,
        "running_max": None if limits.running_max is None else limits.running_max.value,
        "bout_max": None if limits.bout_max is None else limits.bout_max.value,
        "runs_per_week_max": limits.runs_per_week_max,
        "no_speed": limits.no_speed,
        "no_hills": limits.no_hills,
        "not_before": limits.not_before,
        "until": limits.until,
    }


def _limits(said: dict[str, Any], settings: ComebackSettings, *, by: str, today: date) -> tuple[Limits, ...]:
    standing = standing_limits(settings, today)
    before = _of_limits(standing) if standing else {}
    if all(_given(said.get(name)) == _given(before.get(name)) for name in LIMIT_FIELDS):
        return settings.limits
    yesterday = today - timedelta(days=1)
    closed = tuple(
        msgspec.structs.replace(one, until=yesterday) if one.until is None or one.until > yesterday else one
        for one in settings.limits
        if one.on < today
    )
    if not any(_given(said.get(name)) for name in LIMIT_FIELDS if name not in ("loosen", "until")):
        return closed
    new = Limits(
        by=by,
        on=today,
        until=said.get("until"),
        signed=bool(said.get("loosen")),
        pain_during_max=None if said.get("pain_during_max") is None else float(said["pain_during_max"]),
        running_max=_minutes(said.get("running_max")),
        bout_max=_minutes(said.get("bout_max")),
        runs_per_week_max=said.get("runs_per_week_max"),
        no_speed=bool(said.get("no_speed")),
        no_hills=bool(said.get("no_hills")),
        not_before=said.get("not_before"),
    )
    return (*closed, new)


def _given(value: Any) -> str | None:
    """What was said, as text; a limit of 0 is a limit, an empty field and an empty box are not."""
    if value is None or value == "" or value is False:
        return None
    return f"{value:g}" if isinstance(value, float | int) else str(value)


def _breaks(said: dict[str, Any]) -> tuple[Break, ...]:
    if not said.get("break_first"):
        return ()
    return (Break(first=said["break_first"], last=said["break_last"], why=said.get("break_why") or "other"),)


def _goal(said: dict[str, Any]) -> Goal | None:
    if not said.get("goal_distance_km"):
        return None
    return Goal(
        what="race" if said.get("goal_on") else "distance",
        distance=Distance(f"{said['goal_distance_km']:g} km"),
        on=said.get("goal_on"),
    )


def _minutes(value: float | None) -> Duration | None:
    return None if value is None else Duration(f"{value:g} min")
