"""Writing the diary. Every entry may arrive twice: the second time changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from restride.explain.dates import day_and_month, long_date
from restride.site.accounts.models import User
from restride.site.diary.models import DayEntry, ItemTick, PainEntry
from restride.site.episodes.audit import wrote
from restride.site.episodes.models import Episode, RunnerRecord
from restride.site.plans.models import PlanState, PlanVersion

#: So far back the diary still takes entries; engineering default.
OLDEST_DAYS = 60


class EntryRefused(ValueError):
    """The entry cannot be stored; the message is for the runner."""


def refuse_day(day: date, today: date) -> None:
    """Let only days into the diary that have been, and not too long ago.

    Raises
    ------
    EntryRefused
        In one sentence why this day is none of them.
    """
    if day > today:
        raise EntryRefused(f"{day_and_month(day)} is still to come; log it when it has been.")
    if day < today - timedelta(days=OLDEST_DAYS):
        raise EntryRefused(f"{long_date(day)} is more than {OLDEST_DAYS} days ago; it stays as it was said.")


@dataclass(frozen=True, slots=True)
class Written:
    """An entry, and whether this call made it or had been heard before."""

    entry: ItemTick | PainEntry
    new: bool


@dataclass(frozen=True, slots=True)
class PainSaid:
    """What a runner said about pain."""

    client_id: UUID
    day: date
    said_at: datetime
    moment: str
    pain: int
    item_id: str = ""
    effort: int | None = None
    limped: bool | None = None
    elsewhere: str = ""
    note: str = ""
    replaces: UUID | None = None


@transaction.atomic
def tick_item(
    *,
    plan: PlanVersion,
    client_id: UUID,
    day: date,
    said_at: datetime,
    item_id: str,
    done: bool,
    by: User,
    effort: int | None = None,
) -> Written:
    """Say that an item of a signed plan was done, or that it was not after all."""
    if plan.state != PlanState.SIGNED:
        raise EntryRefused("This plan is not signed yet.")
    entry = _day(plan.episode, day, by)
    known = ItemTick.objects.filter(client_id=client_id).select_related("entry__episode").first()
    if known is not None:
        return _heard_before(known, plan.episode)
    tick = ItemTick(
        client_id=client_id,
        entry=entry,
        plan=plan,
        item_id=item_id,
        said_at=said_at,
        done=done,
        effort=effort,
    )
    tick.full_clean()
    tick.save(force_insert=True)
    _audit(by, plan.episode, "diary.ticked", str(tick), tick)
    return Written(entry=tick, new=True)


@transaction.atomic
def say_pain(*, episode: Episode, said: PainSaid, by: User) -> Written:
    """Store one pain number; a correction names the entry that it replaces."""
    # The clinic may keep what a runner told it; who said it stands beside the entry.
    entry = _day(episode, said.day, by, may="record.answer")
    known = PainEntry.objects.filter(client_id=said.client_id).select_related("entry__episode").first()
    if known is not None:
        return _heard_before(known, episode)
    replaced = None
    if said.replaces is not None:
        replaced = PainEntry.objects.filter(client_id=said.replaces, entry__episode=episode).first()
        if replaced is None:
            raise EntryRefused("The entry that this one corrects was not found.")
    pain = PainEntry(
        client_id=said.client_id,
        entry=entry,
        said_at=said.said_at,
        item_id=said.item_id,
        moment=said.moment,
        pain=said.pain,
        effort=said.effort,
        limped=said.limped,
        elsewhere=said.elsewhere,
        note=said.note,
        replaces=replaced,
    )
    pain.full_clean()
    pain.save(force_insert=True)
    _audit(by, episode, "diary.pain", str(pain), pain)
    return Written(entry=pain, new=True)


@transaction.atomic
def ask_to_stop(*, record: RunnerRecord, delete: bool, by: User) -> None:
    """Keep that a runner wants to stop, or wants to be deleted; the clinic decides what the law lets it delete."""
    if not by.has_perm("diary.write", record):
        raise PermissionDenied
    deed, words = ("runner.asks_delete", "asks to be deleted") if delete else ("runner.asks_stop", "asks to stop")
    wrote(by=by, record=record, deed=deed, summary=f"{record.name} {words}")


def _day(episode: Episode, day: date, by: User, *, may: str = "diary.write") -> DayEntry:
    """Return the day's row, locked, so that a second sending waits for the first."""
    if not by.has_perm(may, episode.record):
        raise PermissionDenied
    entry, _new = DayEntry.objects.get_or_create(episode=episode, day=day)
    return DayEntry.objects.select_for_update().get(pk=entry.pk)


def _heard_before(known: ItemTick | PainEntry, episode: Episode) -> Written:
    """Answer a repeated entry with the first; an id of another runner is refused without telling why."""
    if known.entry.episode_id != episode.pk:
        raise PermissionDenied
    return Written(entry=known, new=False)


def _audit(by: User, episode: Episode, deed: str, summary: str, row: ItemTick | PainEntry) -> None:
    wrote(by=by, record=episode.record, deed=deed, summary=summary, after=row)
