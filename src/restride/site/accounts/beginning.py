"""The first start: a clinic and its first person, once, with the link that `restride up` printed."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from restride.site.accounts.actions import add_member, found_clinic
from restride.site.accounts.models import STAFF_ROLES, Membership, Role, User
from restride.site.tokens import fingerprint


class AlreadyBegun(ValueError):
    """Somebody else was first; the message is for whoever came second."""


def somebody_works_here() -> bool:
    """Whether any clinic of this site has staff."""
    return Membership.objects.filter(role__in=STAFF_ROLES).exists()


def opens_the_beginning(token: str) -> bool:
    """Whether this is the secret that this start printed."""
    expected: str = settings.RESTRIDE_BEGIN_FINGERPRINT
    return bool(expected) and secrets.compare_digest(fingerprint(token), expected)


@transaction.atomic
def begin(*, clinic: str, telephone: str, name: str, email: str, password: str) -> User:
    """Make the clinic and the person who leads it and treats there; refuse when somebody works here already."""
    # There is no row of ours to lock yet, and this one is always there. SQLite has one writer anyhow.
    ContentType.objects.select_for_update().get(app_label="accounts", model="clinic")
    if somebody_works_here():
        raise AlreadyBegun("Somebody else has just begun here. Ask them to invite you.")
    founded = found_clinic(name=clinic, telephone=telephone)
    user = add_member(clinic=founded, email=email, name=name, role=Role.THERAPIST, password=password)
    Membership.objects.create(user=user, clinic=founded, role=Role.CLINIC_LEAD)
    return user
