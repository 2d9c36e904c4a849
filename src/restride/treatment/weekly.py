"""The plan's week in the published form: the arranged days with words, and what did not fit."""

from __future__ import annotations

from collections.abc import Sequence

from restride.model.plan import PlannedDay, PlannedItem, RunningAdvice, Week, WeekEntry
from restride.treatment.running import runs_allowed
from restride.treatment.situation import Situation
from restride.treatment.week import DAYS, WeekItem, WeekRules, arrange

_RUN_WORDS = {
    "walk_run": ("walk_run", "Walk and run in turns", "Walk and run"),
    "modified": ("run", "Run below the symptom threshold", "Easy run"),
    "full": ("run", "Run", "Run"),
}
_LIGHT = frozenset({"stretch", "mobility", "foam_roll"})


def planned_week(situation: Situation, home: Sequence[PlannedItem], running: RunningAdvice) -> Week:
    """Arrange home items and runs on the days at hand."""
    rules = week_rules(situation, running)
    plan = arrange([week_item(situation, item) for item in home], rules)
    days = []
    for day in DAYS:
        here = [item for item in home if day in plan.items[item.item]]
        entries = _entries(here, running, runs=day in plan.runs)
        days.append(PlannedDay(day=day, entries=entries, minutes=sum(entry.minutes for entry in entries)))
    names = {item.item: item.name for item in home}
    dropped = tuple(
        f"{names[name]}: {len(plan.items[name])} instead of {_target(item)} days"
        for item in home
        if (name := item.item) in plan.short
    )
    return Week(
        days=tuple(days),
        runs_allowed=len(plan.runs),
        dropped=dropped,
        says=_says(plan.runs, dropped, rules),
        because=tuple(
            situation.house_rule("treatment_choice", name) for name in ("heavy_gap_days", "rest_days", "run_gap_days")
        ),
    )


def week_rules(situation: Situation, running: RunningAdvice) -> WeekRules:
    """The limits of this runner's week."""
    availability = situation.case.availability
    number = situation.number
    spaced = running.mode in ("walk_run", "modified")
    return WeekRules(
        days=availability.days,
        run_days=availability.run_days or availability.days,
        minutes_per_day=availability.minutes_per_day or number("home_minutes_default"),
        runs=runs_allowed(situation, running.mode),
        run_gap_days=int(number("run_gap_days")) if spaced else 1,
        heavy_gap_days=int(number("heavy_gap_days")),
        key_run_gap_days=int(number("key_run_gap_days")),
        rest_days=int(number("rest_days")),
        key_run_day=availability.key_run_day,
    )


def _target(item: PlannedItem) -> int:
    return item.dose.days_per_week[0] if item.dose.days_per_week else 1


def week_item(situation: Situation, item: PlannedItem) -> WeekItem:
    """One home item as the week sees it."""
    load = situation.knowledge.items[item.item].load
    target = _target(item)
    heavy, few = situation.number("heavy_class"), target <= situation.number("heavy_days_most")
    return WeekItem(
        name=item.item,
        minutes=item.minutes,
        target=target,
        heavy_on=frozenset(key for key, level in load.items() if few and level >= heavy),
        daily=item.kind in _LIGHT or target == len(DAYS),
    )


def _entries(home: Sequence[PlannedItem], running: RunningAdvice, *, runs: bool) -> tuple[WeekEntry, ...]:
    entries = []
    if runs:
        kind, says, plain = _RUN_WORDS[running.mode]
        entries.append(WeekEntry(kind=kind, says=says, plain=plain, order=0))  # type: ignore[arg-type]
    if home:
        names = ", ".join(item.name for item in home)
        entries.append(
            WeekEntry(
                kind="home",
                says=names,
                plain=", ".join(item.plain for item in home),
                items=tuple(item.item for item in home),
                minutes=sum(item.minutes for item in home),
                order=1,
            )
        )
    if not entries:
        entries.append(WeekEntry(kind="rest", says="Rest", plain="Rest day"))
    return tuple(entries)


def _says(runs: Sequence[str], dropped: Sequence[str], rules: WeekRules) -> str:
    spacing = ", with a day between them" if runs and rules.run_gap_days > 1 else ""
    runs_words = f"{len(runs)} run{'s' if len(runs) != 1 else ''}{spacing}" if runs else "No runs"
    fits = f" Did not fit: {'; '.join(dropped)}." if dropped else ""
    apart = f"heavy work on one tissue at least {rules.heavy_gap_days} days apart"
    return f"{runs_words}; {apart}; {rules.rest_days} day of rest.{fits}"
