"""What a calendar entry says: little in the title, which others may see, more inside."""

from __future__ import annotations

from collections.abc import Sequence

from restride.explain.words import dose_words
from restride.model.plan import Plan, PlannedItem, WeekEntry

_TITLES = {
    "run": "Run",
    "walk_run": "Walk and run",
    "walk": "Walk",
    "home": "Exercises",
    "cross_training": "Other training",
    "clinic": "Clinic",
}


def entry_title(entry: WeekEntry) -> str:
    """«Exercises, 20 min»."""
    minutes = f", {entry.minutes:.0f} min" if entry.minutes else ""
    return f"{_TITLES.get(entry.kind, 'Plan')}{minutes}"


def entry_body(plan: Plan, entry: WeekEntry, items: Sequence[PlannedItem]) -> str:
    """The exercises with their dose, or how to run; then the pain rule."""
    if entry.kind == "home":
        lines = [f"{item.plain[0].upper()}{item.plain[1:]}: {dose_words(item.dose)}" for item in items]
    elif plan.running is not None and entry.kind in ("run", "walk_run", "walk"):
        lines = [plan.running.plain, *plan.running.changes]
    else:
        lines = [entry.plain]
    if plan.pain_rule is not None:
        lines.append(plan.pain_rule.plain)
    return "\n".join(lines)


def review_title() -> str:
    """The day on which the therapist looks again."""
    return "Review with your therapist"
