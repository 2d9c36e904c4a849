"""Reads of the diary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Prefetch

from restride.site.comeback.entries import LoggedRun, logged_runs
from restride.site.comeback.models import RunKind, RunLog
from restride.site.diary.day import HOME, MORNING, RUN
from restride.site.diary.gate import Felt
from restride.site.diary.models import DayEntry, ItemTick, Moment, PainEntry
from restride.site.episodes.models import AuditEntry, CaseVersion, Episode, RunnerRecord

_SESSIONS = {RunKind.RUN.value: "Run", RunKind.WALK.value: "Walk", RunKind.CROSS.value: "Other training"}
_OF_RUNS = {
    Moment.DURING: "during",
    Moment.RIGHT_AFTER: "right_after",
    Moment.AFTER_1_H: "hour_later",
    Moment.NEXT_MORNING: "next_morning",
    Moment.AFTER_24_H: "after_24_h",
}


def next_morning_pain(episode_ids: Iterable[int], *, at_most: int = 9) -> dict[int, list[int]]:
    """Return each episode's latest next-morning numbers, oldest first; replaced entries do not count.

    A morning said of a run belongs to the day after the run.
    """
    ids = list(episode_ids)
    told = PainEntry.objects.filter(entry__episode_id__in=ids, moment=Moment.NEXT_MORNING, replaced_by__isnull=True)
    of_runs = RunLog.objects.filter(episode_id__in=ids, next_morning__isnull=False, replaced_by__isnull=True)
    pains: dict[int, dict[date, int]] = {}
    for episode_id, day, pain in of_runs.order_by("said_at").values_list("episode_id", "day", "next_morning"):
        pains.setdefault(episode_id, {})[day + timedelta(days=1)] = pain or 0
    for episode_id, day, pain in told.order_by("said_at").values_list("entry__episode_id", "entry__day", "pain"):
        pains.setdefault(episode_id, {})[day] = pain
    return {episode_id: [pain for _, pain in sorted(days.items())][-at_most:] for episode_id, days in pains.items()}


def ticks_of(episode: Episode, day: date) -> dict[str, bool]:
    """Return what was done on a day, by item; the latest word counts."""
    rows = ItemTick.objects.filter(entry__episode=episode, entry__day=day).order_by("said_at", "received_at")
    return dict(rows.values_list("item_id", "done"))


def done_before(episode: Episode) -> set[str]:
    """Return the items that were done on any day."""
    rows = ItemTick.objects.filter(entry__episode=episode, done=True)
    return set(rows.values_list("item_id", flat=True))


def felt_of(episode: Episode, day: date, item_id: str) -> Felt:
    """Return what was said of one session; the latest number of a moment counts."""
    rows = PainEntry.objects.filter(entry__episode=episode, entry__day=day, replaced_by__isnull=True)
    morning = item_id == MORNING
    rows = rows.filter(moment=Moment.NEXT_MORNING) if morning else rows.filter(item_id=item_id)
    said = {row.moment: row for row in rows.order_by("said_at", "received_at")}
    pains = {moment: row.pain for moment, row in said.items()}
    return Felt(
        during=pains.get(Moment.DURING),
        right_after=pains.get(Moment.RIGHT_AFTER),
        next_morning=pains.get(Moment.NEXT_MORNING),
        usual_morning=usual_morning(episode, day) if morning else None,
        limped=any(row.limped for row in said.values()),
        elsewhere=any(row.elsewhere for row in said.values()),
    )


def items_felt(episode: Episode, day: date) -> frozenset[str]:
    """Return the exercises of which something was said on a day."""
    rows = PainEntry.objects.filter(entry__episode=episode, entry__day=day, replaced_by__isnull=True)
    return frozenset(rows.values_list("item_id", flat=True)) - {"", RUN, HOME, MORNING}


def usual_morning(episode: Episode, day: date) -> float | None:
    """Return the pain of the last morning before a day; before the first entry, as the intake said."""
    before = PainEntry.objects.filter(
        entry__episode=episode, entry__day__lt=day, moment=Moment.NEXT_MORNING, replaced_by__isnull=True
    )
    latest = before.order_by("-entry__day", "-said_at").first()
    if latest is not None:
        return latest.pain
    case = CaseVersion.objects.filter(episode=episode).order_by("-number").first()
    complaints = (case.document.get("complaints") or [{}]) if case else [{}]
    number = (complaints[0].get("pain") or {}).get("next_morning")
    return None if number is None else float(number)


@dataclass(frozen=True, slots=True)
class DayLog:
    """One day of the diary: the numbers by moment, what was done, and words."""

    day: date
    #: Every moment, None where nothing was said.
    pains: dict[str, int | None]
    done: tuple[str, ...]
    notes: tuple[str, ...]


def diary_of(episode: Episode, *, at_most: int = 60) -> list[DayLog]:
    """Return the latest days of the diary with the runs of the way back, oldest first."""
    counted = Prefetch("pains", queryset=PainEntry.objects.filter(replaced_by__isnull=True))
    days = DayEntry.objects.filter(episode=episode).order_by("-day").prefetch_related(counted, "ticks")[:at_most]
    logs = {day.day: _log(day) for day in days}
    for one in logged_runs(episode):
        _add_run(logs, one)
    return [logs[day] for day in sorted(logs)][-at_most:]


def _log(day: DayEntry) -> DayLog:
    rows = sorted(day.pains.all(), key=lambda row: (row.said_at, row.received_at))
    worst: dict[str, int] = {}
    for row in rows:
        worst[row.moment] = row.pain if row.moment == Moment.NEXT_MORNING else max(row.pain, worst.get(row.moment, 0))
    ticks = {tick.item_id: tick.done for tick in sorted(day.ticks.all(), key=lambda one: one.said_at)}
    notes = tuple(words for row in rows for words in (row.note, row.elsewhere and f"Also: {row.elsewhere}") if words)
    pains = {moment.value: worst.get(moment.value) for moment in Moment}
    return DayLog(day.day, pains, tuple(item for item, done in ticks.items() if done), notes)


def _add_run(logs: dict[date, DayLog], one: LoggedRun) -> None:
    """A session with its pains; its morning belongs to the day after."""
    row = one.log
    for moment, name in _OF_RUNS.items():
        pain = getattr(one.entry.pain, name)
        if pain is not None:
            day = row.day + timedelta(days=moment == Moment.NEXT_MORNING)
            pains = _day_of(logs, day).pains
            pains[moment] = max(round(pain), pains[moment] or 0)
    before = _day_of(logs, row.day)
    words = (row.note, row.elsewhere and f"Also: {row.elsewhere}")
    logs[row.day] = replace(
        before,
        done=tuple(dict.fromkeys((*before.done, row.kind))),
        notes=(*before.notes, *(said for said in words if said)),
    )


def _day_of(logs: dict[date, DayLog], day: date) -> DayLog:
    return logs.setdefault(day, DayLog(day, {moment.value: None for moment in Moment}, (), ()))


def done_counts(days: Iterable[DayLog], names: dict[str, str]) -> list[tuple[str, int]]:
    """Return how often each thing was done, the most often first; what is no longer in the plan counts as earlier."""
    counts: Counter[str] = Counter()
    for day in days:
        counts.update((_SESSIONS | names).get(item, "Exercises of an earlier plan") for item in day.done)
    return counts.most_common()


def stop_was_asked(record: RunnerRecord) -> AuditEntry | None:
    """Return the newest request to stop or to delete."""
    return AuditEntry.objects.filter(record=record, deed__in=["runner.asks_stop", "runner.asks_delete"]).first()
