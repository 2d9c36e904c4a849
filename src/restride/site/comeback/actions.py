"""Keeping what was run and how it felt. Every entry may arrive twice: the second time changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from restride.comeback import DiaryError
from restride.comeback.log import events
from restride.comeback.numbers import numbers
from restride.model.words import Tissue
from restride.site import engine
from restride.site.accounts.models import User
from restride.site.comeback.entries import diary_entries
from restride.site.comeback.models import PAINS, RunKind, RunLog, Stands
from restride.site.diary.actions import EntryRefused, refuse_day
from restride.site.episodes.audit import wrote
from restride.site.episodes.models import Episode

_DAY_S = 24 * 3600
_MOST_REPEATS = 60
#: Pains that nobody can know on the day of the session.
_TOMORROWS = {
    "next_morning": "the next morning",
    "after_24_h": "24 hours later",
    "at_night": "the night after",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSaid:
    """What came from one form or one phone: a session, a correction of one, or how one felt later.

    ``ran`` holds (repeats, run_s, walk_s) in the order they were run; without it ``running_s`` and, where there were
    walk breaks, ``longest_bout_s``. Pains are whole numbers from 0 to 10; what was not asked stays None and is never
    taken as none. ``about`` names the session that later answers belong to, ``replaces`` the entry that this corrects.
    """

    client_id: UUID
    said_at: datetime
    day: date | None = None
    kind: str = RunKind.RUN
    started_at: datetime | None = None
    ran: tuple[tuple[int, int, int], ...] = ()
    running_s: int | None = None
    longest_bout_s: int | None = None
    length_s: int | None = None
    distance_m: int | None = None
    fast_s: int | None = None
    uphill_s: int | None = None
    #: Running time that the phone showed, where it was asked for offline. [s]
    planned_s: int | None = None
    during: int | None = None
    right_after: int | None = None
    hour_later: int | None = None
    next_morning: int | None = None
    after_24_h: int | None = None
    walking: int | None = None
    at_night: int | None = None
    effort: int | None = None
    stiffness: str = ""
    limped: bool | None = None
    elsewhere: str = ""
    flags: tuple[str, ...] = ()
    note: str = ""
    imported_run: str = ""
    about: UUID | None = None
    replaces: UUID | None = None
    stands: str = ""


#: What a correction leaves as it was where it says nothing of it: a form that does not ask must not take back.
_CARRIED = (
    "started_at", "distance_m", "fast_s", "uphill_s", "planned_s", *(name for name in PAINS if name != "during"),
    "stiffness", "flags", "imported_run", "stands",
)  # fmt: skip
_AMOUNT = ("ran", "running_s", "longest_bout_s", "length_s", "distance_m", "fast_s", "uphill_s")


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry, and whether this call made it or had been heard before."""

    log: RunLog
    new: bool


@transaction.atomic
def log_run(*, episode: Episode, said: RunSaid, by: User, today: date | None = None) -> Kept:
    """Keep one entry; the runner's own hand, or the clinic's for a run done there.

    Raises
    ------
    restride.site.diary.actions.EntryRefused
        In one sentence what cannot be kept and what to do; nothing is stored then.
    """
    if not (by.has_perm("diary.write", episode.record) or by.has_perm("record.change", episode.record)):
        raise PermissionDenied
    # One entry of an episode at a time, so that a second sending waits for the first.
    Episode.objects.select_for_update().get(pk=episode.pk)
    known = RunLog.objects.filter(pk=said.client_id).first()
    if known is not None:
        if known.episode_id != episode.pk:
            raise PermissionDenied
        return Kept(known, new=False)
    today = today or timezone.localdate()
    log = _row(episode, said, today)
    try:
        log.full_clean()
    except ValidationError as problem:
        raise EntryRefused(problem.messages[0]) from None
    log.save(force_insert=True)
    after = _contradiction(episode, today)
    # A contradiction that was there before must not keep the runner from saying anything more.
    if after and after != _contradiction(episode, today, without=log):
        raise EntryRefused(after[:1].upper() + after[1:])
    wrote(by=by, record=episode.record, deed="run.logged", summary=_summary(log), before=log.replaces, after=log)
    return Kept(log, new=True)


def _row(episode: Episode, said: RunSaid, today: date) -> RunLog:
    replaces = _named(episode, said.replaces, "The entry that this one corrects was not found.")
    if replaces is not None and said.stands != Stands.WITHDRAWN:
        said = _carried(said, replaces)
    belongs_to = said.about or (replaces.about_id if replaces is not None else None)
    about = _named(episode, belongs_to, "The run that this belongs to was not found.")
    if replaces is not None and RunLog.objects.filter(replaces=replaces).exists():
        raise EntryRefused("That entry was corrected already. Load the page again and correct the newer one.")
    if about is not None and about.about_id is not None:
        raise EntryRefused("How a run felt later belongs to the run itself, not to another answer.")
    day = about.day if about is not None else said.day or (replaces.day if replaces is not None else None)
    if day is None:
        raise EntryRefused("Say on which day it was.")
    _refuse_tomorrow(day, said, today)
    if said.stands == Stands.WITHDRAWN:
        return _taken_back(episode, said, replaces)
    if about is None:
        _refuse_empty(said)
    elif all(getattr(said, name) is None for name in (*PAINS, "effort", "limped")) and not _words(said):
        raise EntryRefused("Choose a number first.")
    unknown = sorted(set(said.flags) - set(engine.facts().red_flags))
    if unknown:
        raise EntryRefused(f"“{unknown[0]}” is not a question that this program asks; load the page again.")
    ran = [list(piece) for piece in said.ran]
    running = sum(times * run for times, run, _ in said.ran) if ran else said.running_s
    return RunLog(
        client_id=said.client_id, episode=episode, kind=RunKind.AFTER if about is not None else said.kind, day=day,
        started_at=said.started_at, ran=ran, running_s=running,
        longest_bout_s=max(run for _, run, _ in said.ran) if ran else said.longest_bout_s,
        length_s=said.length_s, distance_m=said.distance_m, fast_s=said.fast_s, uphill_s=said.uphill_s,
        planned_s=said.planned_s, **{name: getattr(said, name) for name in PAINS}, effort=said.effort,
        stiffness=said.stiffness, limped=said.limped, elsewhere=said.elsewhere.strip(), flags=sorted(set(said.flags)),
        note=said.note.strip(), imported_run=said.imported_run, about=about, replaces=replaces, said_at=said.said_at,
        stands=said.stands,
    )  # fmt: skip


def _carried(said: RunSaid, before: RunLog) -> RunSaid:
    """What was said before and is not asked anew stays said; a distance goes with the amount it belonged to."""
    kept = {name: getattr(before, name) for name in _CARRIED if getattr(said, name) in (None, (), "")}
    if (said.running_s or sum(times * run for times, run, _ in said.ran)) != (before.running_s or 0):
        kept = {name: value for name, value in kept.items() if name not in _AMOUNT}
    if "flags" in kept:
        kept["flags"] = tuple(kept["flags"])
    return replace(said, **kept)


def _taken_back(episode: Episode, said: RunSaid, before: RunLog | None) -> RunLog:
    if before is None:
        raise EntryRefused("Say which entry is taken back.")
    return RunLog(
        client_id=said.client_id, episode=episode, kind=before.kind, day=before.day, about=before.about,
        replaces=before, stands=Stands.WITHDRAWN, note=said.note.strip(), said_at=said.said_at,
    )  # fmt: skip


def _named(episode: Episode, client_id: UUID | None, sentence: str) -> RunLog | None:
    if client_id is None:
        return None
    found = RunLog.objects.filter(pk=client_id, episode=episode).first()
    if found is None:
        raise EntryRefused(sentence)
    return found


def _refuse_tomorrow(day: date, said: RunSaid, today: date) -> None:
    refuse_day(day, today)
    early = next((words for name, words in _TOMORROWS.items() if getattr(said, name) is not None), None)
    if day == today and early is not None:
        raise EntryRefused(f"How it feels {early} cannot be known today; say it tomorrow.")


def _refuse_empty(said: RunSaid) -> None:
    if said.kind == RunKind.RUN:
        _refuse_amount(said)
    elif said.kind in (RunKind.WALK, RunKind.CROSS):
        if not said.length_s or said.length_s > _DAY_S:
            raise EntryRefused("Say how many minutes it took.")
    else:
        raise EntryRefused("Say whether it was a run, a walk or something else.")


def _refuse_amount(said: RunSaid) -> None:
    for times, run, walk in said.ran:
        if not 0 < times <= _MOST_REPEATS or run <= 0 or walk < 0:
            raise EntryRefused("The repeats do not add up; write for example 3 times 5 minutes running, 2 walking.")
    running = sum(times * (run + walk) for times, run, walk in said.ran) if said.ran else said.running_s or 0
    if not 0 < running <= _DAY_S:
        raise EntryRefused("Say how many minutes you ran, or for how long each time.")
    longest = said.longest_bout_s
    if not said.ran and longest is not None and not 0 < longest <= running:
        raise EntryRefused("The longest piece cannot be longer than the whole run.")


def _words(said: RunSaid) -> bool:
    return bool(said.stiffness or said.elsewhere.strip() or said.flags or said.note.strip())


def _contradiction(episode: Episode, today: date, *, without: RunLog | None = None) -> str:
    """What in the diary cannot both be true, in the planner's own sentence."""
    try:
        events(diary_entries(episode, today, without=without), numbers(engine.facts(), Tissue.UNKNOWN), today)
    except DiaryError as problem:
        return str(problem)
    return ""


def as_said(log: RunLog, **changes: Any) -> RunSaid:
    """Return an entry as it would be said again, under a new id; ``changes`` says what differs."""
    said = {name: getattr(log, name) for name in (*PAINS, *_AMOUNT, "day", "kind", "started_at", "planned_s", "effort",
            "stiffness", "limped", "elsewhere", "note", "imported_run", "stands")}  # fmt: skip
    said |= {"ran": tuple(tuple(piece) for piece in log.ran), "flags": tuple(log.flags), "about": log.about_id}
    return RunSaid(**(said | {"client_id": uuid4(), "said_at": timezone.now()} | changes))


def _summary(log: RunLog) -> str:
    if log.stands == Stands.WITHDRAWN:
        return f"{log} taken back{f': {log.note}' if log.note else ''}"[:300]
    minutes = f", {log.running_s / 60:g} min" if log.running_s else ""
    return f"{log}{minutes}{' (corrected)' if log.replaces_id else ''}"
