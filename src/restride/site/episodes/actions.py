"""Every change to records and episodes.

Each action checks the permission, writes and audits in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import restride
from restride.knowledge.case_reader import convert_case
from restride.knowledge.load import load
from restride.model.evaluation import Evaluation
from restride.model.quantity import encode_quantity
from restride.site.accounts import actions as accounts
from restride.site.accounts.models import Clinic, Invitation, Role, User
from restride.site.accounts.queries import staff_clinics
from restride.site.documents import Document, checked
from restride.site.episodes.audit import wrote
from restride.site.episodes.flags import RaisedFlag, most_urgent, open_flags, plan_is_locked
from restride.site.episodes.models import (
    CaseVersion,
    Ending,
    Episode,
    EvaluationRecord,
    RedFlagClearance,
    RunnerRecord,
    Sex,
)


@dataclass(frozen=True, slots=True)
class AddedRunner:
    """A new record, its open episode, and the link for the runner if an address was given."""

    record: RunnerRecord
    episode: Episode
    link_token: str | None


@transaction.atomic
def add_runner(
    *,
    clinic: Clinic,
    name: str,
    by: User,
    birth_year: int | None = None,
    sex: str = Sex.UNKNOWN,
    email: str = "",
) -> AddedRunner:
    """Open a record and its first episode; with an address, issue the runner's one-time link."""
    if not staff_clinics(by).filter(pk=clinic.pk).exists():
        raise PermissionDenied
    record = RunnerRecord(
        clinic=clinic, name=name.strip(), birth_year=birth_year, sex=sex, email=email.lower(), made_by=by
    )
    record.full_clean()
    record.save()
    episode = Episode.objects.create(record=record, opened_by=by)
    wrote(by=by, record=record, deed="record.opened", summary=f"{name} added", after=record)
    token = invite_runner(record=record, by=by) if email else None
    return AddedRunner(record=record, episode=episode, link_token=token)


@transaction.atomic
def invite_runner(*, record: RunnerRecord, by: User) -> str:
    """Issue a one-time link for the runner's own sign-in, and return its secret; older links stop working."""
    _require(by, "record.change", record)
    issued = accounts.invite(clinic=record.clinic, email=record.email, name=record.name, role=Role.RUNNER, by=by)
    record.invitation = issued.invitation
    record.save(update_fields=["invitation"])
    wrote(by=by, record=record, deed="runner.invited", summary="Sign-in link issued", after=issued.invitation)
    return issued.token


def link_accepted_invitation(*, invitation: Invitation, user: User, **_kwargs: Any) -> None:
    """Give the accepted invitation's record to the person who accepted."""
    for record in RunnerRecord.objects.filter(invitation=invitation, user=None):
        record.user = user
        record.save(update_fields=["user"])
        wrote(by=user, record=record, deed="runner.joined", summary="Signed in for the first time")


@transaction.atomic
def save_case(*, episode: Episode, document: Document, by: User, reason: str) -> CaseVersion:
    """Store the case as a new version; the newest version is the one that counts."""
    _require(by, "record.answer", episode.record)
    Episode.objects.select_for_update().get(pk=episode.pk)
    latest = CaseVersion.objects.filter(episode=episode).order_by("-number").first()
    version = CaseVersion.objects.create(
        episode=episode,
        number=1 if latest is None else latest.number + 1,
        document=checked(document),
        author=by,
        by_the_runner=episode.record.user_id == by.pk,
        reason=reason,
    )
    wrote(by=by, record=episode.record, deed="case.saved", summary=reason, before=latest, after=version)
    return version


@transaction.atomic
def record_evaluation(
    *,
    case_version: CaseVersion,
    knowledge_version: str,
    as_of: date,
    document: Document,
    open_flags: Sequence[RaisedFlag],
    by: User,
) -> EvaluationRecord:
    """Store what ``restride.evaluate`` answered, as it answered it."""
    episode = case_version.episode
    _require(by, "record.answer", episode.record)
    evaluation = EvaluationRecord.objects.create(
        episode=episode,
        case_version=case_version,
        knowledge_version=knowledge_version,
        as_of=as_of,
        document=checked(document),
        urgency=most_urgent(open_flags),
        open_flags=[{"id": flag.id, "urgency": flag.urgency.value} for flag in open_flags],
        made_by=by,
    )
    wrote(
        by=by,
        record=episode.record,
        deed="case.evaluated",
        summary=f"Evaluated with knowledge {knowledge_version}",
        before=case_version,
        after=evaluation,
    )
    return evaluation


def evaluate_case(*, case_version: CaseVersion, by: User, today: date) -> EvaluationRecord:
    """Evaluate a stored case with the knowledge of today and store the answer.

    The thinking is done before anything is locked.

    Raises
    ------
    restride.knowledge.case_reader.CaseError
        The stored document is not a case; one sentence says what to change.
    """
    _require(by, "record.answer", case_version.episode.record)
    facts = load()
    case = convert_case(case_version.document, facts)
    evaluation = restride.evaluate(case, today=today, facts=facts)
    return record_evaluation(
        case_version=case_version,
        knowledge_version=evaluation.knowledge,
        as_of=today,
        document=msgspec.to_builtins(evaluation, enc_hook=encode_quantity),
        open_flags=_standing(evaluation),
        by=by,
    )


def _standing(evaluation: Evaluation) -> list[RaisedFlag]:
    """Flags that stand open by what is known; a question that nobody asked waits in ``ask_first`` instead."""
    return [
        RaisedFlag(id=flag.flag, urgency=flag.urgency)
        for flag in evaluation.triage.flags
        if flag.cleared_on is None and flag.answer != "unknown_counts_as_open"
    ]


@transaction.atomic
def clear_red_flag(
    *, case_version: CaseVersion, flag_id: str, cleared_on: date, note: str, by: User
) -> RedFlagClearance:
    """Record that a therapist dealt with an open flag; the flag itself stays in the evaluation."""
    episode = case_version.episode
    _require(by, "flag.clear", episode.record)
    clearance = RedFlagClearance(
        episode=episode,
        case_version=case_version,
        flag_id=flag_id,
        cleared_by=by,
        cleared_on=cleared_on,
        note=note.strip(),
    )
    clearance.full_clean()
    clearance.save()
    wrote(
        by=by,
        record=episode.record,
        deed="flag.cleared",
        summary=f"Flag {flag_id} cleared",
        before=case_version,
        after=clearance,
    )
    return clearance


class EndingRefused(ValueError):
    """A course of care cannot end so; the message says why and what to do."""


@transaction.atomic
def close_episode(*, episode: Episode, ending: Ending, note: str = "", by: User) -> None:
    """End a course of care; nothing is deleted.

    Raises
    ------
    EndingRefused
        It has ended already, or a flag that locks the plan stands open: the runner must go on seeing what to do.
    """
    _require(by, "record.change", episode.record)
    if not Episode.objects.select_for_update().filter(pk=episode.pk, closed_at=None).exists():
        raise EndingRefused("This course of care has ended already.")
    evaluation = EvaluationRecord.objects.filter(episode=episode).order_by("-case_version__number", "-pk").first()
    if evaluation is not None and plan_is_locked(open_flags(evaluation)):
        raise EndingRefused(
            "A warning sign stands open, and the runner must go on seeing what to do. Clear it first, with what became "
            "of it; then care can end."
        )
    episode.closed_at, episode.ending = timezone.now(), ending
    episode.save(update_fields=["closed_at", "ending"])
    summary = f"Care ended. {ending.label}{f': {note.strip()}' if note.strip() else ''}"
    wrote(by=by, record=episode.record, deed="episode.closed", summary=summary[:300], after=episode)


@transaction.atomic
def reopen_episode(*, record: RunnerRecord, by: User) -> None:
    """Take the last course of care up again, as it was left."""
    episode = _ended(record, by)
    episode.closed_at, episode.ending = None, ""
    episode.save(update_fields=["closed_at", "ending"])
    wrote(by=by, record=record, deed="episode.reopened", summary="Care taken up again", after=episode)


@transaction.atomic
def begin_episode(*, record: RunnerRecord, by: User) -> None:
    """Open a new course of care; the one before stays as it ended."""
    before = _ended(record, by)
    episode = Episode.objects.create(record=record, opened_by=by)
    wrote(by=by, record=record, deed="episode.opened", summary="New course of care", before=before, after=episode)


def _ended(record: RunnerRecord, by: User) -> Episode:
    """The last course of care, where none is open."""
    _require(by, "record.change", record)
    RunnerRecord.objects.select_for_update().get(pk=record.pk)
    last = Episode.objects.filter(record=record).order_by("closed_at").last()
    if last is None or Episode.objects.filter(record=record, closed_at=None).exists():
        raise EndingRefused("A course of care is open already; go on with that one.")
    return last


def _require(user: User, permission: str, record: RunnerRecord) -> None:
    if not user.has_perm(permission, record):
        raise PermissionDenied
