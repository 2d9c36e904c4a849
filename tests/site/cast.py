"""A small cast for the site's tests, made only by the actions that the site itself uses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from restride.model.words import Urgency
from restride.site.accounts.actions import accept_invitation, add_member, found_clinic
from restride.site.accounts.models import Clinic, Role, User
from restride.site.episodes.actions import add_runner, record_evaluation, save_case
from restride.site.episodes.flags import RaisedFlag
from restride.site.episodes.models import CaseVersion, Episode, EvaluationRecord, RunnerRecord
from restride.site.plans.actions import propose_plan
from restride.site.plans.models import PlanVersion

PASSWORD = "a long run on sunday"
KNEE_CASE: dict[str, Any] = {"complaints": [{"site": "knee_outer", "side": "right", "weeks": 5}]}
TODAY = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Cast:
    """Two clinics: in the first a therapist, a lead and two runners; in the second another therapist."""

    clinic: Clinic
    other_clinic: Clinic
    therapist: User
    lead: User
    runner: User
    other_runner: User
    therapist_elsewhere: User
    record: RunnerRecord
    other_record: RunnerRecord
    episode: Episode


def make_cast() -> Cast:
    """Make everybody; staff have their second factor."""
    clinic, other_clinic = found_clinic(name="North"), found_clinic(name="South")
    therapist = staff(clinic, "therapist@north.example", "R. B.", Role.THERAPIST)
    lead = staff(clinic, "lead@north.example", "C. L.", Role.CLINIC_LEAD)
    elsewhere = staff(other_clinic, "therapist@south.example", "E. S.", Role.THERAPIST)
    record = joined_runner(clinic, therapist, "K. M.", "km@runner.example")
    other = joined_runner(clinic, therapist, "T. O.", "to@runner.example")
    return Cast(
        clinic=clinic,
        other_clinic=other_clinic,
        therapist=therapist,
        lead=lead,
        runner=person_of(record),
        other_runner=person_of(other),
        therapist_elsewhere=elsewhere,
        record=record,
        other_record=other,
        episode=record.episodes.get(),
    )


def staff(clinic: Clinic, email: str, name: str, role: Role) -> User:
    """Somebody who works in a clinic, with a second factor."""
    user = add_member(clinic=clinic, email=email, name=name, role=role, password=PASSWORD)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return user


def joined_runner(clinic: Clinic, by: User, name: str, email: str) -> RunnerRecord:
    """A runner who was added and used the link."""
    added = add_runner(clinic=clinic, name=name, birth_year=1992, sex="female", email=email, by=by)
    assert added.link_token is not None
    accept_invitation(token=added.link_token, password=PASSWORD)
    return RunnerRecord.objects.get(pk=added.record.pk)


def person_of(record: RunnerRecord) -> User:
    """Whose record it is."""
    assert record.user is not None
    return record.user


def answered(episode: Episode, by: User, document: dict[str, Any] | None = None) -> CaseVersion:
    """A case as somebody saved it."""
    return save_case(episode=episode, document=document or KNEE_CASE, by=by, reason="Intake saved")


def evaluated(version: CaseVersion, by: User, *urgencies: Urgency) -> EvaluationRecord:
    """An evaluation that left a flag of each urgency open."""
    flags = [RaisedFlag(id=f"flag_{at}", urgency=urgency) for at, urgency in enumerate(urgencies)]
    return record_evaluation(
        case_version=version,
        knowledge_version="2026.11",
        as_of=TODAY,
        document={"course": "treat_here"},
        open_flags=flags,
        by=by,
    )


def proposed(evaluation: EvaluationRecord, by: User) -> PlanVersion:
    """A draft plan."""
    return propose_plan(evaluation=evaluation, document={"items": [{"id": "bridge", "sets": 3}]}, by=by)
