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
from restride.site.episodes.flags import RaisedFlag, most_urgent
from restride.site.episodes.models import (
    CaseVersion,
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


@transaction.atomic
def close_episode(*, episode: Episode, by: User, reason: str) -> Episode:
    """End a course of care."""
    _require(by, "record.change", episode.record)
    episode.closed_at = timezone.now()
    episode.save(update_fields=["closed_at"])
    wrote(by=by, record=episode.record, deed="episode.closed", summary=reason, after=episode)
    return episode


def _require(user: User, permission: str, record: RunnerRecord) -> None:
    if not user.has_perm(permission, record):
        raise PermissionDenied
