"""A therapist's edits of a draft: each is one item before and after, with a reason, and the engine's word on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
from django.db import transaction

from restride.model.case import Day
from restride.model.plan import Plan, PlannedDay, PlannedDose, PlannedItem, RunningAdvice, WeekEntry
from restride.site import engine
from restride.site.accounts.models import User
from restride.site.documents import Document
from restride.site.plans.actions import PlanRefused, edit_plan
from restride.site.plans.desk import Desk, shelf_of
from restride.site.plans.models import PlanItemEdit
from restride.treatment.candidates import CLINIC_KINDS, GAIT_KINDS, HOME_KINDS, Standing, stand
from restride.treatment.items import planned_item
from restride.treatment.session import clinic_session
from restride.treatment.week_check import broken_rules
from restride.treatment.weekly import planned_week, week_item, week_rules

RUN_KINDS = frozenset({"run", "walk_run", "walk"})
WEEK, RUNNING = "week", "running"


@transaction.atomic
def change_dose(*, desk: Desk, item_id: str, dose: PlannedDose, reason: str, by: User) -> PlanItemEdit:
    """Change the dose numbers of one item; where the days change, the week is arranged anew."""
    shelf, before = _found(desk, item_id)
    after = msgspec.structs.replace(before, dose=dose)
    plan = _with_shelf(desk.plan, shelf, [after if one.item == item_id else one for one in shelf_of(desk.plan, shelf)])
    if dose.days_per_week != before.dose.days_per_week:
        plan = _arranged(desk, plan)
    return _edit(desk, plan, item_id, before, after, reason, by)


@transaction.atomic
def remove_item(*, desk: Desk, item_id: str, reason: str, by: User) -> PlanItemEdit:
    """Take one item out."""
    shelf, before = _found(desk, item_id)
    plan = _with_shelf(desk.plan, shelf, [one for one in shelf_of(desk.plan, shelf) if one.item != item_id])
    plan = msgspec.structs.replace(plan, read_first=_without_word(plan, before))
    return _edit(desk, _arranged(desk, plan), item_id, before, None, reason, by)


@transaction.atomic
def swap_item(*, desk: Desk, item_id: str, other_id: str, reason: str, by: User) -> PlanItemEdit:
    """Put another item in an item's place."""
    shelf, before = _found(desk, item_id)
    after = _planned(desk, other_id, before.where)
    items = [after if one.item == item_id else one for one in shelf_of(desk.plan, shelf)]
    plan = _with_shelf(desk.plan, shelf, items)
    plan = msgspec.structs.replace(plan, read_first=(*_without_word(plan, before), *_words_on(desk, after)))
    return _edit(desk, _arranged(desk, plan), item_id, before, after, reason, by)


@transaction.atomic
def add_item(*, desk: Desk, item_id: str, reason: str, by: User) -> PlanItemEdit:
    """Add an item of the library to the shelf of its kind."""
    if desk.item(item_id) is not None:
        raise PlanRefused("This is in the plan already.")
    kind = engine.facts().items[item_id].kind
    shelf, where = _place_of(kind)
    after = _planned(desk, item_id, where)
    plan = _with_shelf(desk.plan, shelf, [*shelf_of(desk.plan, shelf), after])
    plan = msgspec.structs.replace(plan, read_first=(*plan.read_first, *_words_on(desk, after)))
    return _edit(desk, _arranged(desk, plan), item_id, None, after, reason, by)


@transaction.atomic
def put_item(
    *, desk: Desk, item_id: str, dose: Mapping[str, Any], steps: Sequence[str], reason: str, by: User
) -> PlanItemEdit:
    """Put an item with a dose and steps of its own into the plan; where it stands there already, in its own place."""
    found = desk.item(item_id)
    shelf, where = (found[0], found[1].where) if found else _place_of(engine.facts().items[item_id].kind)
    fresh = _planned(desk, item_id, where)
    after = msgspec.structs.replace(fresh, dose=msgspec.structs.replace(fresh.dose, **dose), steps=tuple(steps))
    before = found[1] if found else None
    others = [after if one.item == item_id else one for one in shelf_of(desk.plan, shelf)]
    plan = _with_shelf(desk.plan, shelf, others if found else [*others, after])
    words = () if found else _words_on(desk, after)
    plan = msgspec.structs.replace(plan, read_first=(*plan.read_first, *words))
    return _edit(desk, _arranged(desk, plan), item_id, before, after, reason, by)


@transaction.atomic
def change_goal(*, desk: Desk, number: int, changes: dict[str, Any], reason: str, by: User) -> PlanItemEdit:
    """Change one goal's words, target or date."""
    goals = list(desk.plan.goals)
    before = goals[number - 1]
    goals[number - 1] = msgspec.structs.replace(before, **changes)
    plan = msgspec.structs.replace(desk.plan, goals=tuple(goals))
    return _edit(desk, plan, f"goal_{number}", before, goals[number - 1], reason, by)


@transaction.atomic
def change_running(*, desk: Desk, changes: dict[str, Any], reason: str, by: User) -> PlanItemEdit:
    """Change what is said about running."""
    before = desk.plan.running
    if before is None:
        raise PlanRefused("This plan says nothing about running.")
    after = msgspec.structs.replace(before, **changes)
    plan = msgspec.structs.replace(desk.plan, running=after)
    if after.mode != before.mode:
        plan = _arranged(desk, plan)
    return _edit(desk, plan, RUNNING, before, after, reason, by)


@transaction.atomic
def move(*, desk: Desk, what: str, source: Day, target: Day, reason: str, by: User) -> PlanItemEdit:
    """Move a run or an item from one day to another; what it breaks is kept with the reason."""
    before = desk.plan.week
    plan = moved(desk.plan, what, source, target)
    broken = what_breaks(desk, plan)
    warnings = tuple(
        f"Moved by hand: {sentence}" for sentence in broken if sentence not in what_breaks(desk, desk.plan)
    )
    plan = msgspec.structs.replace(plan, warnings=(*plan.warnings, *warnings))
    return _edit(desk, plan, WEEK, before, plan.week, reason, by)


def moved(plan: Plan, what: str, source: Day, target: Day) -> Plan:
    """Return the plan with one thing moved.

    Raises
    ------
    PlanRefused
        It is not on that day, or it is on the other day already.
    """
    week = plan.week
    if week is None:
        raise PlanRefused("This plan has no week.")
    days = {day.day: list(day.entries) for day in week.days}
    kinds = _kinds_of(days[source], what), _kinds_of(days[target], what)
    if not kinds[0]:
        raise PlanRefused("That is not on this day. Choose the day it stands on.")
    if kinds[1] or source == target:
        raise PlanRefused("That is on this day already. Choose another day.")
    names = {item.item: item for item in plan.home}
    if what == "run":
        entry = next(one for one in days[source] if one.kind in RUN_KINDS)
        days[source].remove(entry)
        days[target].append(entry)
    else:
        days[source] = _with_items(days[source], [one for one in _items_on(days[source]) if one != what], names)
        days[target] = _with_items(days[target], [*_items_on(days[target]), what], names)
    fresh = tuple(
        PlannedDay(day=day.day, entries=_tidy(days[day.day]), minutes=sum(e.minutes for e in days[day.day]))
        for day in week.days
    )
    return msgspec.structs.replace(plan, week=msgspec.structs.replace(week, days=fresh))


def what_breaks(desk: Desk, plan: Plan) -> tuple[str, ...]:
    """Ask the engine which of its rules a week breaks."""
    if plan.week is None or plan.running is None:
        return ()
    situation = desk.situation
    placed: dict[str, list[Day]] = {item.item: [] for item in plan.home}
    runs: list[Day] = []
    for day in plan.week.days:
        for entry in day.entries:
            for name in entry.items:
                placed.setdefault(name, []).append(day.day)
            if entry.kind in RUN_KINDS:
                runs.append(day.day)
    return broken_rules(
        [week_item(situation, item) for item in plan.home],
        week_rules(situation, plan.running),
        placed,
        runs,
        {item.item: item.name for item in plan.home},
    )


def standing_of(desk: Desk, item_id: str) -> Standing:
    """Hold an item against every hard limit for this runner."""
    return stand(desk.situation, engine.facts().items[item_id])


def _planned(desk: Desk, item_id: str, where: Literal["home", "clinic", "advice"]) -> PlannedItem:
    standing = standing_of(desk, item_id)
    if standing.refused is not None and standing.refused.kind == "locked":
        raise PlanRefused(f"{standing.refused.says} Settle that first; a reason does not open this lock.")
    return planned_item(desk.situation, standing, desk.needs, where)


def _words_on(desk: Desk, item: PlannedItem) -> tuple[str, ...]:
    """What must be read before signing because this item was put in by hand."""
    refused = standing_of(desk, item.item).refused
    if refused is not None:
        return (f"{item.name}: added by hand although: {refused.says}",)
    return (f"{item.name}: {item.guideline_against}",) if item.guideline_against else ()


def _without_word(plan: Plan, item: PlannedItem) -> tuple[str, ...]:
    return tuple(line for line in plan.read_first if not line.startswith(f"{item.name}: "))


def _place_of(kind: str) -> tuple[str, Literal["home", "clinic", "advice"]]:
    if kind in HOME_KINDS:
        return "home", "home"
    if kind in CLINIC_KINDS:
        return "clinic", "clinic"
    return ("gait" if kind in GAIT_KINDS else "advice"), "advice"


def _with_shelf(plan: Plan, shelf: str, items: list[PlannedItem]) -> Plan:
    return msgspec.structs.replace(plan, **{shelf: tuple(items)})


def _arranged(desk: Desk, plan: Plan) -> Plan:
    """Let the engine arrange week and session anew after the items changed."""
    running: RunningAdvice | None = plan.running
    if running is None:
        return plan
    return msgspec.structs.replace(
        plan,
        week=planned_week(desk.situation, plan.home, running),
        session=clinic_session(desk.situation, plan.clinic, plan.home, plan.gait),
    )


def _found(desk: Desk, item_id: str) -> tuple[str, PlannedItem]:
    found = desk.item(item_id)
    if found is None:
        raise PlanRefused("This is not in the plan any more. Load the page again.")
    return found


def _edit(
    desk: Desk,
    plan: Plan,
    item_id: str,
    before: msgspec.Struct | None,
    after: msgspec.Struct | None,
    reason: str,
    by: User,
) -> PlanItemEdit:
    return edit_plan(
        plan=desk.row,
        item_id=item_id,
        before=_document(before),
        after=_document(after),
        document=engine.written(plan),
        reason=reason,
        by=by,
    )


def _document(part: msgspec.Struct | None) -> Document | None:
    if part is None:
        return None
    document: Document = msgspec.json.decode(msgspec.json.encode(part))
    return document


def _kinds_of(entries: list[WeekEntry], what: str) -> bool:
    return any(one.kind in RUN_KINDS for one in entries) if what == "run" else what in _items_on(entries)


def _items_on(entries: list[WeekEntry]) -> list[str]:
    return [name for one in entries for name in one.items]


def _with_items(entries: list[WeekEntry], names: list[str], items: dict[str, PlannedItem]) -> list[WeekEntry]:
    """Return a day's entries with its home exercises rewritten, in the order of the plan."""
    others = [one for one in entries if one.kind != "home"]
    chosen = [item for name, item in items.items() if name in names]
    if not chosen:
        return others
    return [
        *others,
        WeekEntry(
            kind="home",
            says=", ".join(item.name for item in chosen),
            plain=", ".join(item.plain for item in chosen),
            items=tuple(item.item for item in chosen),
            minutes=sum(item.minutes for item in chosen),
            order=1,
        ),
    ]


def _tidy(entries: list[WeekEntry]) -> tuple[WeekEntry, ...]:
    """Put a run first; say rest where nothing is left, and only there."""
    kept = sorted((one for one in entries if one.kind != "rest"), key=lambda one: (one.kind == "home", one.order))
    return tuple(kept) or (WeekEntry(kind="rest", says="Rest", plain="Rest day"),)
