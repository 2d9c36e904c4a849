"""One day of the diary: what counts, everything that was said before, by whom and when, and what contradicts itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models

from restride.model.plan import Plan
from restride.site import engine
from restride.site.accounts.models import User
from restride.site.comeback.doubles import doubles_of
from restride.site.comeback.entries import LoggedRun, logged_runs
from restride.site.comeback.models import RunKind, RunLog, Stands
from restride.site.comeback.queries import NextRun, verdict_on
from restride.site.diary.corrections import DEED
from restride.site.diary.day import MORNING
from restride.site.diary.gate import Gate
from restride.site.diary.models import Moment, PainEntry
from restride.site.diary.run import RunCard, done_words
from restride.site.diary.session import gate_for
from restride.site.episodes.audit import reference
from restride.site.episodes.models import AuditEntry, Episode
from restride.site.plans.queries import plan_in_force

#: Pains of a session that a correction may change beside the worst while running.
FELT_LATER = {"right_after": "Right after", "hour_later": "An hour later", "after_24_h": "A day later"}


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that was said: what, when, by whom, why, and whether it still counts."""

    words: str
    at: datetime
    by: str
    why: str
    counts: bool


@dataclass(frozen=True, slots=True)
class MorningShown:
    """A morning as it counts, and every number said of it."""

    pain: int
    gate: Gate | None
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class SessionShown:
    """A session as it counts, and what was said of it before."""

    card: RunCard
    title: str
    felt: tuple[tuple[str, int], ...]
    #: What a correction may change beside the worst while running: name, words, number now.
    asked: tuple[tuple[str, str, str], ...]
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class DiaryDay:
    """One day."""

    day: date
    morning: MorningShown | None
    sessions: tuple[SessionShown, ...]
    #: Groups of entries for one run that do not agree: id and words of each.
    doubles: tuple[tuple[tuple[str, Word], ...], ...]
    taken_back: tuple[Word, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing was ever said of it."""
        return self.morning is None and not self.sessions and not self.taken_back


def diary_day(episode: Episode, day: date, today: date, reader: User) -> DiaryDay:
    """Return a day as ``reader`` sees it; one's own words are said by «you»."""
    rows = list(RunLog.objects.filter(episode=episode, day=day).order_by("received_at"))
    mornings = list(
        PainEntry.objects.filter(entry__episode=episode, entry__day=day, moment=Moment.NEXT_MORNING).order_by(
            "said_at", "received_at"
        )
    )
    told = _told([*rows, *mornings], reader)
    logged = logged_runs(episode)
    mine = [one for one in logged if one.log.day == day]
    chains = _chains(rows)
    return DiaryDay(
        day=day,
        morning=_morning(episode, day, mornings, told),
        sessions=tuple(_session(episode, one, chains[one.id], today, told) for one in mine),
        doubles=tuple(
            tuple((str(one.id), told.word(one.log, run_words(one.log), counts=True)) for one in group)
            for group in doubles_of(mine, engine.facts())
        ),
        taken_back=tuple(
            told.word(row, run_words(chains[row.pk][-2]), counts=False, why=row.note)
            for row in rows
            if row.stands == Stands.WITHDRAWN
        ),
    )


def run_words(row: RunLog) -> str:
    """Return «8 × 1 min, pain 3 of 10, limped»: one entry of the run log."""
    said = [done_words(row)] if row.kind != RunKind.AFTER else []
    if row.during is not None:
        said.append(f"pain {row.during} of 10")
    said += [
        f"{words.lower()} {pain}" for name, words in FELT_LATER.items() if (pain := getattr(row, name)) is not None
    ]
    said += ["limped"] if row.limped else []
    said += [f"also: {row.elsewhere}"] if row.elsewhere else []
    return ", ".join(said)


def _morning(episode: Episode, day: date, rows: Sequence[PainEntry], told: _Told) -> MorningShown | None:
    if not rows:
        return None
    version = plan_in_force(episode)
    plan = engine.read(version.document, Plan) if version else None
    words = [told.word(row, f"{row.pain} of 10", counts=row is rows[-1]) for row in rows]
    return MorningShown(rows[-1].pain, gate_for(plan, episode, day, MORNING), tuple(words))


def _session(episode: Episode, one: LoggedRun, chain: Sequence[RunLog], today: date, told: _Told) -> SessionShown:
    row, pain = one.log, one.entry.pain
    felt = [("Worst during", pain.during), *((words, getattr(pain, name)) for name, words in FELT_LATER.items())]
    return SessionShown(
        card=RunCard(NextRun(mode="RUN_WALK"), "done", one, verdict_on(episode, row.day, today)),
        title=row.get_kind_display(),
        felt=tuple((words, round(number)) for words, number in felt if number is not None),
        asked=tuple(
            (name, words, "" if getattr(row, name) is None else str(getattr(row, name)))
            for name, words in FELT_LATER.items()
            if name != "after_24_h" or row.day < today
        ),
        words=tuple(told.word(said, run_words(said), counts=said.pk == row.pk) for said in chain),
    )


def _chains(rows: Iterable[RunLog]) -> dict[Any, list[RunLog]]:
    """Every entry with those it replaces, the first said first."""
    chains: dict[Any, list[RunLog]] = {}
    for row in rows:
        chains[row.pk] = [*chains.get(row.replaces_id, []), row]
    return chains


@dataclass(frozen=True, slots=True)
class _Told:
    """Who said what, and why it was put right."""

    by: dict[str, str]
    why: dict[str, str]

    def word(self, row: RunLog | PainEntry, words: str, *, counts: bool, why: str = "") -> Word:
        key = reference(row)
        return Word(words, row.received_at, self.by.get(key, ""), why or self.why.get(key, ""), counts)


def _told(rows: Sequence[models.Model], reader: User) -> _Told:
    entries = AuditEntry.objects.filter(after__in=[reference(row) for row in rows]).select_related("actor")
    by: dict[str, str] = {}
    why: dict[str, str] = {}
    for entry in entries:
        if entry.deed == DEED:
            why[entry.after] = "" if entry.summary == "Put right" else entry.summary
        elif entry.actor is not None:
            by[entry.after] = "you" if entry.actor == reader else str(entry.actor)
    return _Told(by, why)
