"""Every change to the programme of the way back. Each is a new version with its reason; none reaches a runner unsigned.

A pause and a release are written and signed in one go, on top of what is in force: a stop must not wait for a draft.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import msgspec
from django.core.exceptions import PermissionDenied
from django.db import transaction

from restride.explain.dates import long_date
from restride.model.diary import ComebackSettings, Pause, ReadinessAnswers, RunRelease
from restride.model.words import Answer
from restride.site import engine
from restride.site.accounts.models import User
from restride.site.comeback.alerts import open_alerts, see_alert
from restride.site.comeback.basis import (
    Terms,
    basis_of,
    draft_programme,
    has_newer_answers,
    is_signed,
    newest_programme,
    newest_record,
    programme_in_force,
    terms_of,
    written,
)
from restride.site.comeback.models import Change, Programme, ProgrammeSignature
from restride.site.documents import checked, fingerprint
from restride.site.episodes.audit import wrote
from restride.site.episodes.models import Episode, EvaluationRecord


class ProgrammeRefused(ValueError):
    """The programme cannot be changed this way; the message says why and what to do."""


@transaction.atomic
def begin(*, episode: Episode, by: User, today: date, reason: str = "The way back begins") -> Programme:
    """Make the first version from the newest evaluation; what the case file itself sets is taken over."""
    _lock(episode, by)
    if newest_programme(episode) is not None:
        raise ProgrammeRefused("There is a programme already. Change it, or sign it.")
    record = _evaluated(episode)
    settings = engine.case_of(record.case_version.document).comeback or ComebackSettings()
    if settings.started_on is None:
        settings = msgspec.structs.replace(settings, started_on=today)
    return _write(episode, record, Terms(settings), Change.BEGUN, reason, by)


@transaction.atomic
def change_terms(*, episode: Episode, terms: Terms, reason: str, by: User) -> Programme:
    """Set other terms: a new version that waits for a signature."""
    _lock(episode, by)
    latest = _latest(episode)
    if terms == terms_of(latest.document):
        raise ProgrammeRefused("Nothing was changed.")
    return _write(episode, latest.evaluation, terms, Change.SETTINGS, reason, by)


@transaction.atomic
def answer_readiness(
    *, episode: Episode, answers: dict[str, Answer], on: date, by: User, reason: str = "Readiness asked"
) -> Programme:
    """Keep what must hold before the first run, as it was on a day."""
    _lock(episode, by)
    if not answers:
        raise ProgrammeRefused("Answer at least one of them.")
    latest = _latest(episode)
    terms = terms_of(latest.document)
    given = ReadinessAnswers(on=on, answers=answers)
    settings = msgspec.structs.replace(terms.settings, readiness=(*terms.settings.readiness, given))
    return _write(episode, latest.evaluation, replace(terms, settings=settings), Change.READINESS, reason, by)


@transaction.atomic
def take_newer_answers(*, episode: Episode, by: User) -> Programme:
    """Put the newest answers under the same terms: a new version that waits for a signature."""
    _lock(episode, by)
    latest, record = _latest(episode), _evaluated(episode)
    if latest.evaluation_id == record.pk:
        raise ProgrammeRefused("The programme rests on the newest answers already.")
    return _write(episode, record, terms_of(latest.document), Change.ANSWERS, "Made from newer answers", by)


@transaction.atomic
def sign(*, programme: Programme, seen_fingerprint: str, by: User, today: date) -> ProgrammeSignature:
    """Release a version to the runner; refused when it is not the one that was read, or something stands open."""
    _lock(programme.episode, by)
    newest = newest_programme(programme.episode)
    if newest is None or newest.pk != programme.pk or is_signed(newest):
        raise ProgrammeRefused("There is a newer version of the programme. Read that one, then sign it.")
    if fingerprint(newest.document) != seen_fingerprint:
        raise ProgrammeRefused("The programme was changed while you were reading. Read it again, then sign.")
    if has_newer_answers(newest):
        raise ProgrammeRefused("There are newer answers than this programme. Take them over, read it, then sign.")
    triage = basis_of(newest, today).evaluation.triage
    if triage.signing_locked:
        raise ProgrammeRefused(
            "A red flag is open, or an emergency question was never asked, and unknown is not “no”. "
            "Settle it on the evaluation, then sign."
        )
    return _sign(newest, by, today)


@transaction.atomic
def pause(*, episode: Episode, reason: str, by: User, today: date) -> Programme:
    """Stop the running from today until a release; in force at once."""
    stop = Pause(by=by.name, on=today, reason=_said(reason)[:200])

    def stopped(settings: ComebackSettings) -> ComebackSettings:
        # A release given earlier on the same day is over; it stays in the version before.
        releases = tuple(one for one in settings.releases if one.what != "pause" or one.on < today)
        return msgspec.structs.replace(settings, pauses=(*settings.pauses, stop), releases=releases)

    return _at_once(episode, stopped, Change.PAUSED, reason, by, today)


@transaction.atomic
def release(*, episode: Episode, what: str, run_from: date, reason: str, by: User, today: date) -> Programme:
    """Release the tissue, a pause or a red flag of the diary from a date on, by name; in force at once."""
    if run_from < today:
        raise ProgrammeRefused(f"{long_date(run_from)} is past; a release holds from today or later.")
    opened = RunRelease(by=by.name, on=today, run_from=run_from, what=what)

    def released(settings: ComebackSettings) -> ComebackSettings:
        return msgspec.structs.replace(settings, releases=(*settings.releases, opened))

    return _at_once(episode, released, Change.RELEASED, reason, by, today)


def _at_once(
    episode: Episode,
    changed: Callable[[ComebackSettings], ComebackSettings],
    change: Change,
    reason: str,
    by: User,
    today: date,
) -> Programme:
    """Change what is in force and sign it; a draft that waits is carried on with the same change."""
    _lock(episode, by)
    standing = programme_in_force(episode)
    if standing is None:
        raise ProgrammeRefused("Nothing is signed yet, so there is nothing to pause or release. Sign the programme.")
    waiting = draft_programme(episode)
    _said(reason)
    terms = terms_of(standing.document)
    made = _write(episode, standing.evaluation, replace(terms, settings=changed(terms.settings)), change, reason, by)
    _sign(made, by, today)
    if waiting is not None:
        drafted = terms_of(waiting.document)
        _write(
            episode, waiting.evaluation, replace(drafted, settings=changed(drafted.settings)), Change.SETTINGS,
            f"{waiting} carried on: {waiting.reason}"[:300], by,
        )  # fmt: skip
    return made


def _write(
    episode: Episode, record: EvaluationRecord, terms: Terms, change: Change, reason: str, by: User
) -> Programme:
    latest = newest_programme(episode)
    programme = Programme.objects.create(
        episode=episode,
        evaluation=record,
        number=1 if latest is None else latest.number + 1,
        document=checked(written(terms)),
        change=change,
        reason=_said(reason)[:300],
        made_by=by,
    )
    wrote(
        by=by, record=episode.record, deed=f"programme.{change.value}", summary=f"{programme}: {reason}"[:300],
        before=latest, after=programme,
    )  # fmt: skip
    return programme


def _sign(programme: Programme, by: User, today: date) -> ProgrammeSignature:
    """Release a version; what stood open on the page has been seen by whoever signs."""
    signature = ProgrammeSignature.objects.create(
        programme=programme,
        signed_by=by,
        knowledge_version=engine.facts().version,
        document_fingerprint=fingerprint(programme.document),
    )
    wrote(
        by=by, record=programme.episode.record, deed="programme.signed", summary=f"{programme} signed",
        before=programme, after=signature,
    )  # fmt: skip
    for alert in open_alerts(programme.episode, today):
        note = f"{programme} signed: {programme.reason}"
        see_alert(episode=programme.episode, kind=alert.kind, day=alert.day, note=note, by=by)
    return signature


def _lock(episode: Episode, by: User) -> None:
    """Only a therapist of the clinic, and one change of an episode at a time."""
    if not by.has_perm("plan.decide", episode.record):
        raise PermissionDenied
    Episode.objects.select_for_update().get(pk=episode.pk)


def _latest(episode: Episode) -> Programme:
    latest = newest_programme(episode)
    if latest is None:
        raise ProgrammeRefused("The way back has not begun. Begin it first.")
    return latest


def _evaluated(episode: Episode) -> EvaluationRecord:
    record = newest_record(episode)
    if record is None:
        raise ProgrammeRefused("There is no evaluation yet. The way back rests on one.")
    return record


def _said(reason: str) -> str:
    words = reason.strip()
    if not words:
        raise ProgrammeRefused("Say in a few words why; the reason is kept with the programme.")
    return words
