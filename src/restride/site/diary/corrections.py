"""Putting the diary right: a morning, a run, an entry that should not be there, two entries for one run.

Nothing is overwritten: what was said first stays, with who said it and when, and a new entry says what counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db import models, transaction
from django.utils import timezone

from restride.explain.dates import day_and_month
from restride.site import engine
from restride.site.accounts.models import User
from restride.site.comeback.actions import RunSaid, as_said, log_run
from restride.site.comeback.doubles import doubles_of
from restride.site.comeback.entries import LoggedRun, logged_runs
from restride.site.comeback.models import RunLog, Stands
from restride.site.comeback.queries import NextRun, next_run
from restride.site.diary.actions import EntryRefused, refuse_day
from restride.site.diary.day import MORNING
from restride.site.diary.forms import new_id
from restride.site.diary.models import SCALE_TOP, Moment, PainEntry
from restride.site.diary.run_form import RunForm
from restride.site.diary.session import SessionSaid, log_session
from restride.site.episodes.audit import wrote
from restride.site.episodes.models import Episode
from restride.site.intake.questions import CleanText

DEED = "diary.corrected"


class MorningForm(forms.Form):
    """Another number for a morning."""

    next_morning = forms.IntegerField(
        min_value=0, max_value=SCALE_TOP, error_messages={"required": "Choose a number first."}
    )


class WhyForm(forms.Form):
    """Why an entry is put right; a runner may leave it out, the clinic may not."""

    why = CleanText(max_length=200, required=False)

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        """Ask for the reason where somebody speaks for the runner."""
        super().__init__(*args, **kwargs)
        field = self.fields["why"]
        field.required = needed
        field.error_messages["required"] = "Say in a few words why; the reason is kept with the entry."


@transaction.atomic
def put_right(*, episode: Episode, day: date, sent: Any, by: User) -> str:
    """Keep what a page of one day sent; return in one sentence what it changes for the next run.

    Raises
    ------
    restride.site.diary.actions.EntryRefused
        In one sentence what cannot be kept; nothing is stored then.
    """
    today = timezone.localdate()
    refuse_day(day, today)
    why = _checked(WhyForm(sent, needed=by.pk != episode.record.user_id))["why"]
    before = next_run(episode, today)
    deeds = {"morning": _morning, "run": _run, "take_back": _take_back, "one": _one, "two": _two}
    deed = deeds.get(sent.get("what", ""))
    if deed is None:
        raise EntryRefused("This page is out of date; load it again.")
    for row in deed(episode, day, sent, why, by):
        wrote(by=by, record=episode.record, deed=DEED, summary=why or "Put right", after=row)
    return consequence(before, next_run(episode, today))


def consequence(before: NextRun | None, after: NextRun | None) -> str:
    """Return what a correction changes for the next run, in plain words; nothing where no way back is signed."""
    if before is None or after is None:
        return ""
    was, now = _next_words(before), _next_words(after)
    return f"The next run stays as it was: {now}." if was == now else f"Now: {now}. Before: {was}."


def _next_words(run: NextRun) -> str:
    if run.locked or run.on is None:
        return "no run for the time being"
    return f"{run.title} on {run.on:%A} {day_and_month(run.on)}"


def _morning(episode: Episode, day: date, sent: Any, why: str, by: User) -> Iterable[models.Model]:
    said = SessionSaid(
        client_id=new_id(), day=day, said_at=timezone.now(), item_id=MORNING, **_checked(MorningForm(sent))
    )
    log_session(episode=episode, said=said, by=by)
    return [PainEntry.objects.get(pk=said.row_id(Moment.NEXT_MORNING))]


def _run(episode: Episode, day: date, sent: Any, why: str, by: User) -> Iterable[models.Model]:
    form = RunForm({**sent.dict(), "day": day.isoformat(), "client_id": str(new_id())})
    _checked(form)
    said = form.said()
    if said.replaces is None:
        raise EntryRefused("Say which entry is put right; load the page again.")
    return [log_run(episode=episode, said=said, by=by).log]


def _take_back(episode: Episode, day: date, sent: Any, why: str, by: User) -> Iterable[models.Model]:
    return [_withdrawn(episode, _current(episode, day, sent.get("entry", "")), why, by)]


def _one(episode: Episode, day: date, sent: Any, why: str, by: User) -> Iterable[models.Model]:
    """One of two entries for a run is right: the others are taken back."""
    right = _current(episode, day, sent.get("entry", ""))
    group = _double_of(episode, right)
    return [_withdrawn(episode, one, why or "Another entry for it is right", by) for one in group if one.id != right.id]


def _two(episode: Episode, day: date, sent: Any, why: str, by: User) -> Iterable[models.Model]:
    """Two entries were two sessions: all but the first are said again as that, and add up."""
    first, *others = _double_of(episode, _current(episode, day, sent.get("entry", "")))
    del first
    return [
        log_run(episode=episode, said=as_said(one.log, stands=Stands.SECOND, replaces=one.id), by=by).log
        for one in others
    ]


def _withdrawn(episode: Episode, one: LoggedRun, why: str, by: User) -> RunLog:
    said = RunSaid(client_id=new_id(), said_at=timezone.now(), replaces=one.id, stands=Stands.WITHDRAWN, note=why)
    return log_run(episode=episode, said=said, by=by).log


def _current(episode: Episode, day: date, entry: str) -> LoggedRun:
    try:
        wanted: UUID | None = UUID(entry)
    except ValueError:
        wanted = None
    found = next((one for one in logged_runs(episode) if one.id == wanted and one.log.day == day), None)
    if found is None:
        raise EntryRefused("That entry was put right already. Load the page again.")
    return found


def _double_of(episode: Episode, one: LoggedRun) -> tuple[LoggedRun, ...]:
    groups = doubles_of(logged_runs(episode), engine.facts())
    found = next((group for group in groups if any(other.id == one.id for other in group)), None)
    if found is None:
        raise EntryRefused("There is only one entry for this run now. Load the page again.")
    return found


def _checked(form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        raise EntryRefused(str(next(iter(form.errors.values()))[0]))
    said: dict[str, Any] = form.cleaned_data
    return said
