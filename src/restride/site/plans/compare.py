"""What changed from one plan version to the next: new, stopped, other dose, running, week, goals."""

from __future__ import annotations

from dataclasses import dataclass

from restride.explain.words import DAYS, dose_words
from restride.model.plan import Plan, PlannedItem
from restride.site import engine
from restride.site.plans.desk import SHELVES, shelf_of
from restride.site.plans.models import PlanVersion


@dataclass(frozen=True, slots=True)
class Changed:
    """One change in a line: what kind, what, before, after."""

    kind: str
    what: str
    before: str = ""
    after: str = ""


def changes_between(before: PlanVersion, after: PlanVersion) -> tuple[Changed, ...]:
    """Return every change that a therapist would want to hear of."""
    old, new = engine.read(before.document, Plan), engine.read(after.document, Plan)
    if old is None or new is None:
        return (Changed("Not compared", f"{before} was written by an older program."),)
    return (*_items(old, new), *_running(old, new), *_goals(old, new), *_week(old, new), *_hypothesis(old, new))


def _by_id(plan: Plan) -> dict[str, PlannedItem]:
    return {item.item: item for shelf in SHELVES for item in shelf_of(plan, shelf)}


def _items(old: Plan, new: Plan) -> list[Changed]:
    was, now = _by_id(old), _by_id(new)
    rows = [Changed("New", item.name, after=dose_words(item.dose)) for name, item in now.items() if name not in was]
    rows += [
        Changed("Stopped", item.name, before=dose_words(item.dose)) for name, item in was.items() if name not in now
    ]
    for name, item in now.items():
        if name in was and dose_words(was[name].dose) != dose_words(item.dose):
            rows.append(Changed("Dose", item.name, dose_words(was[name].dose), dose_words(item.dose)))
    return rows


def _running(old: Plan, new: Plan) -> list[Changed]:
    was, now = old.running.says if old.running else "", new.running.says if new.running else ""
    return [Changed("Running", "Running", was, now)] if was != now else []


def _goals(old: Plan, new: Plan) -> list[Changed]:
    was, now = [goal.says for goal in old.goals], [goal.says for goal in new.goals]
    rows = [Changed("New goal", says) for says in now if says not in was]
    return rows + [Changed("Goal left", says) for says in was if says not in now]


def _week(old: Plan, new: Plan) -> list[Changed]:
    was, now = _run_days(old), _run_days(new)
    return [Changed("Run days", "Run days", was or "none", now or "none")] if was != now else []


def _run_days(plan: Plan) -> str:
    days = plan.week.days if plan.week else ()
    runs = ("run", "walk_run", "walk")
    return ", ".join(DAYS[day.day] for day in days if any(entry.kind in runs for entry in day.entries))


def _hypothesis(old: Plan, new: Plan) -> list[Changed]:
    return [Changed("Built on", new.says, old.says, new.says)] if old.says != new.says else []
