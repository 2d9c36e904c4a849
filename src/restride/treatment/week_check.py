"""Holding a week that somebody moved by hand to the same rules that arranged it, and saying what a move breaks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product

from restride.model.case import Day
from restride.treatment.week import DAYS, WeekItem, WeekRules

_NAMES: Mapping[Day, str] = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday",
    "sun": "Sunday",
}  # fmt: skip
Placed = Mapping[str, Collection[Day]]


def broken_rules(
    items: Sequence[WeekItem], rules: WeekRules, placed: Placed, runs: Collection[Day], names: Mapping[str, str]
) -> tuple[str, ...]:
    """Every rule that this week breaks, in a sentence; nothing for a week that :func:`arrange` could have made."""
    found = (
        *_days(items, rules, placed, runs, names),
        *_minutes(items, rules, placed),
        *_runs(rules, runs),
        *_heavy(items, rules, placed, names),
        *_before_the_key_run(items, rules, placed, runs, names),
        *_rest(items, rules, placed, runs),
    )
    return tuple(dict.fromkeys(found))


def _ordered(days: Collection[Day]) -> list[Day]:
    return [day for day in DAYS if day in days]


def _days(
    items: Sequence[WeekItem], rules: WeekRules, placed: Placed, runs: Collection[Day], names: Mapping[str, str]
) -> Iterator[str]:
    for item in items:
        for day in _ordered(placed.get(item.name, ())):
            if day not in rules.days:
                yield f"{names[item.name]} on {_NAMES[day]}: the runner has no time for exercises on that day."
    for day in _ordered(runs):
        if day not in rules.run_days:
            yield f"A run on {_NAMES[day]}: the runner does not run on that day."


def _minutes(items: Sequence[WeekItem], rules: WeekRules, placed: Placed) -> Iterator[str]:
    for day in DAYS:
        minutes = sum(item.minutes for item in items if day in placed.get(item.name, ()))
        if minutes > rules.minutes_per_day:
            yield f"{_NAMES[day]} would take {minutes:g} minutes; {rules.minutes_per_day:g} are at hand."


def _runs(rules: WeekRules, runs: Collection[Day]) -> Iterator[str]:
    if len(runs) > rules.runs:
        yield f"{len(runs)} runs; {rules.runs} are allowed now."
    for gap in range(1, rules.run_gap_days):
        for at, day in enumerate(DAYS):
            later = DAYS[(at + gap) % 7]
            if day in runs and later in runs:
                yield f"Runs on {_NAMES[day]} and {_NAMES[later]}: at least {rules.run_gap_days} days apart."


def _heavy(items: Sequence[WeekItem], rules: WeekRules, placed: Placed, names: Mapping[str, str]) -> Iterator[str]:
    for first, second in product(items, items):
        if not first.heavy_on & second.heavy_on:
            continue
        for gap, (at, day) in product(range(1, rules.heavy_gap_days), enumerate(DAYS)):
            later = DAYS[(at + gap) % 7]
            if day in placed.get(first.name, ()) and later in placed.get(second.name, ()):
                yield (
                    f"{names[first.name]} on {_NAMES[day]} and {names[second.name]} on {_NAMES[later]}: heavy "
                    f"work on one tissue stays {rules.heavy_gap_days} days apart."
                )


def _before_the_key_run(
    items: Sequence[WeekItem], rules: WeekRules, placed: Placed, runs: Collection[Day], names: Mapping[str, str]
) -> Iterator[str]:
    if rules.key_run_day is None or rules.key_run_day not in runs:
        return
    key = DAYS.index(rules.key_run_day)
    for item, gap in product(items, range(1, rules.key_run_gap_days + 1)):
        day = DAYS[(key - gap) % 7]
        if item.heavy_on and day in placed.get(item.name, ()):
            yield f"{names[item.name]} on {_NAMES[day]}: heavy legs before the run that matters most."


def _rest(items: Sequence[WeekItem], rules: WeekRules, placed: Placed, runs: Collection[Day]) -> Iterator[str]:
    busy = {day for item in items if not item.daily for day in placed.get(item.name, ())} | set(runs)
    if len(busy) > 7 - rules.rest_days:
        yield f"No day of rest is left; at least {rules.rest_days} is kept."
