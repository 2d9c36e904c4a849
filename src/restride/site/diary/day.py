"""What today holds: the signed plan's day, with what was done and felt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from restride.explain.dates import DAY_NAMES
from restride.explain.doses import Tile, dose_tiles
from restride.explain.runner_text import running_lines, serves
from restride.knowledge.load import Knowledge
from restride.model.plan import PainRule, Plan, PlannedDay, PlannedItem, WeekEntry
from restride.site.diary.gate import Gate
from restride.site.diary.guide import GuideStep, guide_of
from restride.site.look.templatetags.figures import side_of

RUN = "run"
HOME = "home"
MORNING = "morning"
RUNS = ("run", "walk_run", "walk")
DAYS_AHEAD = 7


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise of today, as the page shows it."""

    item: PlannedItem
    number: int
    tiles: tuple[Tile, ...]
    sides: str
    reasons: tuple[tuple[str, str], ...]
    done: bool
    guide: tuple[GuideStep, ...]
    #: Whether it was done before: its steps are then folded.
    known: bool = False
    #: What pain in this exercise means today, where some was said.
    gate: Gate | None = None

    @property
    def drawn(self) -> str:
        """Side the picture shows, as it is drawn for the first of the planned sides."""
        return side_of(self.item.sides)

    @property
    def steps_id(self) -> str:
        """Name under which the page holds the steps."""
        return f"steps-{self.item.item}"

    @property
    def steps(self) -> list[dict[str, Any]]:
        """Return the guided steps as the phone reads them."""
        return [step.as_json() for step in self.guide]


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A day to come with something to do."""

    title: str
    text: str
    icon: str


@dataclass(frozen=True, slots=True)
class Today:
    """The whole day."""

    day: date
    run: WeekEntry | None
    run_lines: tuple[str, ...]
    run_done: bool
    other: tuple[WeekEntry, ...]
    exercises: tuple[Exercise, ...]
    minutes: int
    upcoming: Upcoming | None

    @property
    def home_done(self) -> bool:
        """Whether any exercise of today is ticked."""
        return any(one.done for one in self.exercises)

    @property
    def all_done(self) -> bool:
        """Whether everything of today is ticked."""
        return (self.run is None or self.run_done) and all(one.done for one in self.exercises)

    @property
    def free(self) -> bool:
        """Whether there is nothing to do."""
        return self.run is None and not self.exercises


def day_of(
    plan: Plan,
    day: date,
    ticks: Mapping[str, bool],
    facts: Knowledge,
    *,
    gates: Mapping[str, Gate | None] | None = None,
    known: Collection[str] = (),
    own_runs: bool = True,
) -> Today:
    """Return the plan's day; ``ticks`` says what was done and ``gates`` what pain means, both by item.

    ``known`` holds the items that were done on any day.
    ``own_runs`` is False where the runs come from the way back: then the plan's week says nothing of running.
    """
    planned = _planned(plan, day)
    entries = sorted(planned.entries, key=lambda entry: entry.order) if planned else []
    run = next((entry for entry in entries if entry.kind in RUNS), None) if own_runs else None
    wanted = [name for entry in entries if entry.kind == "home" for name in entry.items]
    items = {item.item: item for item in plan.home}
    exercises = tuple(
        replace(_exercise(items[name], number, plan, ticks, facts), gate=(gates or {}).get(name), known=name in known)
        for number, name in enumerate((name for name in wanted if name in items), start=1)
    )
    return Today(
        day=day,
        run=run,
        run_lines=running_lines(plan) if run else (),
        run_done=ticks.get(RUN, False),
        other=tuple(entry for entry in entries if entry.kind in ("cross_training", "clinic")),
        exercises=exercises,
        minutes=round(sum(entry.minutes for entry in entries if entry.kind == "home")),
        upcoming=_upcoming(plan, day, own_runs=own_runs),
    )


def rule_for(plan: Plan, item_id: str) -> PainRule | None:
    """Return the pain rule of a run, an exercise or the whole plan."""
    if item_id == RUN and plan.running is not None:
        return plan.running.pain_rule
    own = next((item.pain_rule for item in plan.home if item.item == item_id and item.pain_rule), None)
    return own or plan.pain_rule or (plan.running.pain_rule if plan.running else None)


def exercise_of(plan: Plan, item_id: str, facts: Knowledge) -> Exercise | None:
    """Return one exercise of the plan, whatever the day."""
    for number, item in enumerate(plan.home, start=1):
        if item.item == item_id:
            return _exercise(item, number, plan, {}, facts)
    return None


def _planned(plan: Plan, day: date) -> PlannedDay | None:
    names = list(DAY_NAMES)
    days = plan.week.days if plan.week else ()
    return next((planned for planned in days if planned.day == names[day.weekday()]), None)


def _exercise(item: PlannedItem, number: int, plan: Plan, ticks: Mapping[str, bool], facts: Knowledge) -> Exercise:
    return Exercise(
        item=item,
        number=number,
        tiles=dose_tiles(item.dose, item.sides)[:4],
        sides=_sides(item),
        reasons=tuple(_reasons(item, plan, facts)),
        done=ticks.get(item.item, False),
        guide=guide_of(item),
    )


def _sides(item: PlannedItem) -> str:
    names = [side.value for side in item.sides if side.value in ("left", "right")]
    if len(names) > 1:
        return f"{names[0].capitalize()} side first, then {names[1]}"
    return f"{names[0].capitalize()} side" if names else ""


def _reasons(item: PlannedItem, plan: Plan, facts: Knowledge) -> Iterable[tuple[str, str]]:
    served = serves(item, facts)
    if served:
        yield "For", served
    phase = next((phase for phase in plan.phases if phase.now), None)
    if phase is not None:
        yield "Now", f"{phase.goal}."
    if item.pain_rule is not None:
        yield "Pain", item.pain_rule.plain
    for name, words in (("Up", item.progression), ("Easier", item.regression), ("Stop if", item.stop_if)):
        if words:
            yield name, words


def _upcoming(plan: Plan, today: date, *, own_runs: bool) -> Upcoming | None:
    left_out = ("rest",) if own_runs else ("rest", *RUNS)
    for ahead in range(1, DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        planned = _planned(plan, day)
        entries = [entry for entry in planned.entries if entry.kind not in left_out] if planned else []
        if entries:
            name = "Tomorrow" if ahead == 1 else DAY_NAMES[list(DAY_NAMES)[day.weekday()]]
            return Upcoming(name, _entries_words(entries), "play" if entries[0].kind in RUNS else "dumb")
    return None


def _entries_words(entries: Sequence[WeekEntry]) -> str:
    words = []
    for entry in entries:
        if entry.kind == "home":
            count = len(entry.items)
            words.append(f"{count} exercise{'' if count == 1 else 's'}, about {round(entry.minutes)} minutes")
        else:
            words.append(entry.plain)
    return "; ".join(words)


def week_rows(plan: Plan, today: date, *, own_runs: bool = True) -> list[dict[str, Any]]:
    """Return the plan's week as a list, with today marked; without its runs where they come from the way back.

    Exercises are told by their numbers in the plan.
    """
    names = list(DAY_NAMES)
    left_out = () if own_runs else RUNS
    numbers = {item.item: number for number, item in enumerate(plan.home, start=1)}
    return [
        {
            "name": DAY_NAMES[planned.day],
            "now": planned.day == names[today.weekday()],
            "entries": [
                {
                    "kind": entry.kind,
                    "plain": entry.plain,
                    "numbers": [numbers[name] for name in entry.items if name in numbers],
                }
                for entry in sorted(planned.entries, key=lambda entry: entry.order)
                if entry.kind not in left_out
            ],
        }
        for planned in (plan.week.days if plan.week else ())
    ]
