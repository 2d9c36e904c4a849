"""Who may do what, in small named sentences; a record is anything with a clinic and a user."""

from __future__ import annotations

from typing import Protocol

from django.contrib.auth.models import AnonymousUser
from rules import predicate

from restride.site.accounts.models import STAFF_ROLES, Membership, Role, User


class Record(Protocol):
    """What a predicate needs to know of a runner's record."""

    clinic_id: int
    user_id: int | None


def _works_there(user: User | AnonymousUser, record: Record | None, *roles: Role) -> bool:
    return (
        record is not None
        and isinstance(user, User)
        and Membership.objects.filter(user=user, clinic_id=record.clinic_id, role__in=roles).exists()
    )


def _works_at_its_clinic(user: User | AnonymousUser, record: Record | None) -> bool:
    """Therapist or lead of the record's clinic."""
    return _works_there(user, record, *STAFF_ROLES)


def _is_its_therapist(user: User | AnonymousUser, record: Record | None) -> bool:
    """Therapist of the record's clinic: may decide and sign."""
    return _works_there(user, record, Role.THERAPIST)


def _is_its_runner(user: User | AnonymousUser, record: Record | None) -> bool:
    """Is the person whom the record is about."""
    return record is not None and isinstance(user, User) and record.user_id == user.pk


works_at_its_clinic = predicate(_works_at_its_clinic)
is_its_therapist = predicate(_is_its_therapist)
is_its_runner = predicate(_is_its_runner)
