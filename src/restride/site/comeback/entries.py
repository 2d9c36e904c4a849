"""The site's diary in the vocabulary of the case: run logs, and what was said of runs before there were run logs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

import msgspec
from django.utils import timezone

from restride.comeback.log import known_on
from restride.explain.dates import DAY_NAMES
from restride.model.diary import DiaryEntry, PainLog, RanPiece
from restride.model.plan import Plan
from restride.model.quantity import Distance, Duration
from restride.site import engine
from restride.site.comeback.doubles import as_counted
from restride.site.comeback.models import PAINS, RunKind, RunLog, Stands
from restride.site.diary.day import RUN
from restride.site.diary.models import ItemTick, Moment, PainEntry
from restride.site.episodes.models import Episode
from restride.site.plans.queries import plan_in_force

#: Where a plan's day says how much was to be run, but not how: the least that counts as a run at all.
_LEAST = Duration("30 s")
_SOMEWHERE_ELSE = "somewhere_else"
_MOMENTS = {
    Moment.DURING: "during",
    Moment.RIGHT_AFTER: "right_after",
    Moment.AFTER_1_H: "hour_later",
    Moment.AFTER_24_H: "after_24_h",
}
_DAY_NAMES = tuple(DAY_NAMES)


@dataclass(frozen=True, slots=True)
class LoggedRun:
    """One session as it counts now: the newest correction, with everything that was felt later."""

    log: RunLog
    entry: DiaryEntry

    @property
    def id(self) -> UUID:
        """The id of the entry that counts."""
        return self.log.client_id

    def lacks(self, today: date) -> tuple[str, ...]:
        """Pains not said yet that could be said on ``today``, in the order of time."""
        wanted = ["during", "right_after", "hour_later"] + (["next_morning"] if self.log.day < today else [])
        return tuple(name for name in wanted if getattr(self.entry.pain, name) is None)


def logged_runs(episode: Episode, *, without: RunLog | None = None) -> tuple[LoggedRun, ...]:
    """Return every session of the log that counts, oldest first; what was felt later is part of its session.

    ``without`` leaves one entry out, as if it had never been sent.
    """
    found = RunLog.objects.filter(episode=episode).order_by("day", "said_at", "received_at", "pk")
    rows = list(found if without is None else found.exclude(pk=without.pk))
    replaced = {row.replaces_id: row.pk for row in rows if row.replaces_id is not None}
    current = {row.pk: row for row in rows if row.pk not in replaced and row.stands != Stands.WITHDRAWN}
    later: dict[UUID, list[RunLog]] = {}
    for row in current.values():
        if row.about_id is not None:
            later.setdefault(_now(row.about_id, replaced), []).append(row)
    return tuple(
        LoggedRun(row, _entry(row, later.get(row.pk, ()))) for row in current.values() if row.kind != RunKind.AFTER
    )


def diary_entries(episode: Episode, until: date, *, without: RunLog | None = None) -> tuple[DiaryEntry, ...]:
    """Return the diary of an episode up to a day as the planner reads it."""
    logged = as_counted(logged_runs(episode, without=without), engine.facts())
    told = _told(episode, {one.on for one in logged if one.kind == "run"})
    mornings = _mornings(episode)
    entries = [_with_morning(entry, mornings) for entry in (*logged, *told)]
    used = {entry.on + timedelta(days=1) for entry in entries if entry.kind in ("run", "walk")}
    entries += [
        DiaryEntry(on=day, kind="check", pain=PainLog(next_morning=pain))
        for day, pain in mornings.items()
        if day not in used
    ]
    return tuple(known_on(entry, until) for entry in entries if entry.on <= until)


def _now(client_id: UUID, replaced: dict[UUID, UUID]) -> UUID:
    while client_id in replaced:
        client_id = replaced[client_id]
    return client_id


def _entry(row: RunLog, later: Sequence[RunLog]) -> DiaryEntry:
    rows = (row, *later)
    kind: Literal["run", "walk", "cross_training"] = row.kind  # type: ignore[assignment]
    stiff = [one.stiffness for one in rows if one.stiffness]
    limps = [one.limped for one in rows if one.limped is not None]
    return DiaryEntry(
        on=row.day,
        at=timezone.localtime(row.started_at) if row.started_at else None,
        kind=kind,
        ran=tuple(RanPiece(repeats=times, run=_s(run), walk=_s(walk)) for times, run, walk in row.ran),
        running=_s(row.running_s),
        longest_bout=_s(row.longest_bout_s),
        minutes=_s(row.length_s),
        distance=None if row.distance_m is None else Distance(f"{row.distance_m} m"),
        fast=_s(row.fast_s),
        uphill=_s(row.uphill_s),
        planned=_s(row.planned_s),
        pain=PainLog(**{name: _worst(getattr(one, name) for one in rows) for name in PAINS}),
        stiffness=max(stiff, key=("less", "usual", "more").index, default=None),  # type: ignore[arg-type]
        effort=_worst(one.effort for one in rows),
        limped=any(limps) if limps else None,
        elsewhere=_SOMEWHERE_ELSE if any(one.elsewhere for one in rows) else None,
        flags=tuple(sorted({flag for one in rows for flag in one.flags})),
        by="imported" if row.imported_run else "typed",
        note=row.note or None,
    )


def _s(seconds: int | None) -> Any:
    return None if seconds is None else Duration(f"{seconds} s")


def _worst(values: Iterable[float | None]) -> float | None:
    return max((value for value in values if value is not None), default=None)


def _told(episode: Episode, logged: set[date]) -> list[DiaryEntry]:
    """Runs of the plan that were ticked or felt without a run log; beside one, only what was felt counts."""
    pains: dict[date, list[PainEntry]] = {}
    rows = PainEntry.objects.filter(entry__episode=episode, item_id=RUN, replaced_by__isnull=True)
    for row in rows.exclude(moment=Moment.NEXT_MORNING).select_related("entry"):
        pains.setdefault(row.entry.day, []).append(row)
    ticked = ItemTick.objects.filter(entry__episode=episode, item_id=RUN).order_by("said_at", "received_at")
    done = dict(ticked.values_list("entry__day", "done"))
    days = {*pains, *(day for day, ran in done.items() if ran and day not in logged)}
    if not days:
        return []
    version = plan_in_force(episode) if days - logged else None
    plan = engine.read(version.document, Plan) if version else None
    return [_told_on(day, plan, pains.get(day, []), beside=day in logged) for day in sorted(days)]


def _told_on(day: date, plan: Plan | None, pains: Sequence[PainEntry], *, beside: bool) -> DiaryEntry:
    felt: dict[str, float | None] = {
        name: _worst(row.pain for row in pains if row.moment == moment) for moment, name in _MOMENTS.items()
    }
    limps = [row.limped for row in pains if row.limped is not None]
    shared = DiaryEntry(
        on=day,
        pain=PainLog(**felt),
        effort=_worst(row.effort for row in pains),
        limped=any(limps) if limps else None,
        elsewhere=_SOMEWHERE_ELSE if any(row.elsewhere for row in pains) else None,
    )
    if beside:
        # Without an amount of its own it is joined with the log of that day.
        return shared
    kind, minutes = _planned(plan, day)
    if kind == "walk":
        return msgspec.structs.replace(shared, kind="walk", minutes=minutes)
    return msgspec.structs.replace(shared, running=minutes if kind == "run" else _LEAST)


def _planned(plan: Plan | None, day: date) -> tuple[str, Any]:
    week = plan.week.days if plan is not None and plan.week is not None else ()
    planned = next((one for one in week if one.day == _DAY_NAMES[day.weekday()]), None)
    for entry in planned.entries if planned else ():
        if entry.kind in ("run", "walk") and entry.minutes:
            return entry.kind, Duration(f"{entry.minutes:g} min")
    return "", _LEAST


def _mornings(episode: Episode) -> dict[date, float]:
    """What each morning was like; the latest word of a morning counts."""
    rows = PainEntry.objects.filter(entry__episode=episode, moment=Moment.NEXT_MORNING, replaced_by__isnull=True)
    return dict(rows.order_by("said_at", "received_at").values_list("entry__day", "pain"))


def _with_morning(entry: DiaryEntry, mornings: dict[date, float]) -> DiaryEntry:
    """A morning logged on its own day belongs to what was done the day before."""
    morning = mornings.get(entry.on + timedelta(days=1))
    if morning is None or entry.kind not in ("run", "walk"):
        return entry
    pain = msgspec.structs.replace(entry.pain, next_morning=_worst((entry.pain.next_morning, morning)))
    return msgspec.structs.replace(entry, pain=pain)
