"""What a clinic lead does about colleagues and the clinic itself; every deed leaves its row."""

from __future__ import annotations

from datetime import timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from restride.site.accounts.actions import IssuedInvitation, belongs_elsewhere, invite
from restride.site.accounts.models import (
    STAFF_ROLES,
    Clinic,
    ClinicChange,
    Invitation,
    Membership,
    Role,
    User,
)
from restride.site.accounts.queries import led_clinics
from restride.site.accounts.sessions import end_sessions

#: Engineering default: whoever forgot a password waits for the link, and an old one must not lie about.
NEW_PASSWORD_LASTS = timedelta(days=1)

Deed = ClinicChange.Deed


class NotPossible(ValueError):
    """It cannot be done; the message is for the lead."""


def invite_colleague(*, clinic: Clinic, name: str, email: str, role: Role, by: User) -> IssuedInvitation:
    """Issue a one-time link for somebody who will work in the clinic."""
    _require_lead(by, clinic)
    if Membership.objects.filter(clinic=clinic, user__email__iexact=email, role__in=STAFF_ROLES).exists():
        raise NotPossible("Somebody with this e-mail address works here already. Their own page changes what they do.")
    return invite(clinic=clinic, email=email, name=name, role=role, by=by)


def withdraw_invitation(*, invitation: Invitation, by: User) -> None:
    """Make an open link stop working; one that was used or withdrawn stays as it is."""
    _require_lead(by, invitation.clinic)
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawn_by=by
    )


@transaction.atomic
def give_new_password_link(*, person: User, resets_second_factor: bool, by: User) -> IssuedInvitation:
    """Issue a one-time link with which a colleague sets a new password and, if asked for, loses the second factor."""
    clinic = _clinic_to_decide_in(person, by)
    _require_open(person)
    return _new_password_link(person, clinic, resets_second_factor=resets_second_factor, by=by)


@transaction.atomic
def staff_link(*, email: str, resets_second_factor: bool) -> IssuedInvitation:
    """Issue such a link for whoever has the machine, and with it all data anyhow."""
    person = User.objects.filter(email__iexact=email, memberships__role__in=STAFF_ROLES).first()
    if person is None:
        raise NotPossible(f"Nobody of staff signs in with {email}.")
    if not person.is_active:
        raise NotPossible(f"The account of {email} is closed; a clinic lead can open it under “People”.")
    first = person.memberships.filter(role__in=STAFF_ROLES).order_by("pk")[0]
    return _new_password_link(person, first.clinic, resets_second_factor=resets_second_factor, by=None)


@transaction.atomic
def close_account(*, person: User, by: User) -> None:
    """Refuse somebody's sign-in from this moment on; what they did and signed stays theirs."""
    _set_active(person, _clinic_to_decide_in(person, by), active=False, by=by)
    Invitation.objects.filter(renews=person, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawn_by=by
    )
    # A closed account reads as signed out; without this, an old session would come back to life with it.
    end_sessions(person)


@transaction.atomic
def open_account(*, person: User, by: User) -> None:
    """Let somebody sign in again, with the password and the second factor of before."""
    _set_active(person, _clinic_to_decide_in(person, by), active=True, by=by)


@transaction.atomic
def set_roles(*, person: User, clinic: Clinic, roles: frozenset[Role], by: User) -> None:
    """Let somebody who works here be physiotherapist, clinic lead or both, from their next page on.

    A lead may step down. Whatever is changed, the clinic keeps a lead who can sign in.

    :raises NotPossible: the sentence says which of this does not hold.
    """
    _lock_as_lead(clinic, by)
    here = person.memberships.filter(clinic=clinic, role__in=STAFF_ROLES)
    held = {Role(one.role) for one in here}
    if not held:
        raise PermissionDenied
    _require_open(person)
    if not roles:
        raise NotPossible("Somebody who works here has a role. Choose one, or close the account.")
    if Role.CLINIC_LEAD in roles - held and settings.RESTRIDE_STAFF_MFA_REQUIRED and not is_mfa_enabled(person):
        raise NotPossible(f"{person} has no second factor yet, and a lead needs one. It is set up at the next sign-in.")
    for role in sorted(roles - held):
        Membership.objects.create(user=person, clinic=clinic, role=role)
        _note(clinic, Deed.ROLE_GIVEN, by=by, person=person, words=role.label)
    for role in sorted(held - roles):
        here.filter(role=role).delete()
        _note(clinic, Deed.ROLE_TAKEN, by=by, person=person, words=role.label)
    if not Membership.objects.filter(clinic=clinic, role=Role.CLINIC_LEAD, user__is_active=True).exists():
        raise NotPossible("A clinic keeps a lead. Make somebody else a clinic lead first.")


@transaction.atomic
def change_clinic(*, clinic: Clinic, name: str, telephone: str, by: User) -> None:
    """Give a clinic another name or telephone; every page and paper reads it from now on."""
    _lock_as_lead(clinic, by)
    clinic.refresh_from_db()
    for deed, before, after in (
        (Deed.RENAMED, clinic.name, name),
        (Deed.TELEPHONE, clinic.telephone, telephone),
    ):
        if before != after:
            _note(clinic, deed, by=by, words=f"{before or 'none'} → {after}")
    clinic.name, clinic.telephone = name, telephone
    clinic.save(update_fields=["name", "telephone"])


def _set_active(person: User, clinic: Clinic, *, active: bool, by: User) -> None:
    if User.objects.filter(pk=person.pk, is_active=not active).update(is_active=active):
        _note(clinic, Deed.OPENED if active else Deed.CLOSED, by=by, person=person)


def _note(clinic: Clinic, deed: Deed, *, by: User, person: User | None = None, words: str = "") -> None:
    ClinicChange.objects.create(clinic=clinic, deed=deed, person=person, words=words, by=by)


def _new_password_link(
    person: User, clinic: Clinic, *, resets_second_factor: bool, by: User | None
) -> IssuedInvitation:
    held = person.memberships.filter(clinic=clinic, role__in=STAFF_ROLES).order_by("pk")[0]
    return invite(
        clinic=clinic,
        email=person.email,
        name=person.name,
        role=Role(held.role),
        by=by,
        lasts=NEW_PASSWORD_LASTS,
        renews=person,
        resets_second_factor=resets_second_factor,
    )


def _clinic_to_decide_in(person: User, by: User) -> Clinic:
    """Return the clinic in which one leads and the other works.

    Who decides is an active lead and never decides about themselves, so a clinic always keeps one.
    """
    working_at = person.memberships.filter(role__in=STAFF_ROLES).values("clinic")
    clinic = led_clinics(by).filter(pk__in=working_at).first()
    if clinic is None:
        raise PermissionDenied
    _lock_as_lead(clinic, by)
    if person == by:
        raise NotPossible("This is your own account. Another clinic lead can do this for you.")
    if belongs_elsewhere(person, clinic):
        raise NotPossible(f"{person} also belongs to another clinic, so no lead of one clinic decides alone.")
    return clinic


def _lock_as_lead(clinic: Clinic, by: User) -> None:
    """Let one lead after the other decide in a clinic, so that two cannot leave it without a lead."""
    Clinic.objects.select_for_update().get(pk=clinic.pk)
    _require_lead(by, clinic)


def _require_open(person: User) -> None:
    if not person.is_active:
        raise NotPossible(f"The account of {person} is closed. Open it first.")


def _require_lead(by: User, clinic: Clinic) -> None:
    if not Membership.objects.filter(user=by, user__is_active=True, clinic=clinic, role=Role.CLINIC_LEAD).exists():
        raise PermissionDenied
