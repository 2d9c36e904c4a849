"""Every change to people, roles and invitations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from restride.site.accounts.models import Clinic, ClinicChange, Invitation, Membership, Role, User
from restride.site.tokens import fingerprint, new_token

INVITATION_LASTS = timedelta(days=14)

invitation_accepted = Signal()
"""Sent inside the transaction of an acceptance, with ``invitation`` and ``user``."""


class InvitationRefused(ValueError):
    """The link or its address cannot be used; the message is for the person who holds it."""


@dataclass(frozen=True, slots=True)
class IssuedInvitation:
    """An invitation and the secret of its link, which is shown once and never stored."""

    invitation: Invitation
    token: str


def found_clinic(*, name: str, telephone: str = "", is_demonstration: bool = False) -> Clinic:
    """Start a clinic."""
    return Clinic.objects.create(name=name, telephone=telephone, is_demonstration=is_demonstration)


@transaction.atomic
def add_member(*, clinic: Clinic, email: str, name: str, role: Role, password: str) -> User:
    """Make a person with a role and a password: used at set-up and by the demonstration."""
    user = User.objects.create_user(email=email, password=password, name=name)
    Membership.objects.create(user=user, clinic=clinic, role=role)
    return user


@transaction.atomic
def invite(
    *,
    clinic: Clinic,
    email: str,
    name: str,
    role: Role,
    by: User | None,
    lasts: timedelta = INVITATION_LASTS,
    renews: User | None = None,
    resets_second_factor: bool = False,
) -> IssuedInvitation:
    """Issue a one-time link; an earlier open link of the same address and role stops working."""
    now = timezone.now()
    email = email.strip().lower()
    Invitation.objects.filter(clinic=clinic, email=email, role=role, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=now, withdrawn_by=by
    )
    token = new_token()
    invitation = Invitation.objects.create(
        clinic=clinic,
        email=email,
        name=name,
        role=role,
        fingerprint=fingerprint(token),
        invited_by=by,
        expires_at=now + lasts,
        renews=renews,
        resets_second_factor=resets_second_factor,
    )
    return IssuedInvitation(invitation=invitation, token=token)


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> User:
    """Set the password, give the role, use the link up."""
    invitation = Invitation.objects.select_for_update().filter(fingerprint=fingerprint(token)).first()
    if invitation is None or not invitation.is_open():
        raise InvitationRefused("This link has been used or is too old. Ask your clinic for a new one.")
    user = _with_new_password(invitation, password)
    Membership.objects.get_or_create(user=user, clinic=invitation.clinic, role=invitation.role)
    if invitation.resets_second_factor:
        Authenticator.objects.filter(user=user).delete()
        ClinicChange.objects.create(
            clinic=invitation.clinic,
            person=user,
            deed=ClinicChange.Deed.FACTOR_REMOVED,
            words="every second factor, with a link",
            by=invitation.invited_by or user,
        )
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    invitation_accepted.send(sender=Invitation, invitation=invitation, user=user)
    return user


def belongs_elsewhere(person: User, clinic: Clinic) -> bool:
    """Whether somebody also belongs to another clinic, whose lead has the same say."""
    return person.memberships.exclude(clinic=clinic).exists()


def _with_new_password(invitation: Invitation, password: str) -> User:
    user = invitation.renews or User.objects.filter(email__iexact=invitation.email).first()
    if user is None:
        return User.objects.create_user(email=invitation.email, password=password, name=invitation.name)
    if invitation.renews is None and not _only_held_role_is(user, invitation):
        raise InvitationRefused(
            "This e-mail address already signs in with another role. Ask your clinic to use another address."
        )
    if not user.is_active or (
        invitation.renews and invitation.invited_by and belongs_elsewhere(user, invitation.clinic)
    ):
        raise InvitationRefused("This link does not fit your account any more. Ask your clinic.")
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def _only_held_role_is(user: User, invitation: Invitation) -> bool:
    """Whether a new link may reset this person's password: a runner of this one clinic and nothing else."""
    held = list(user.memberships.values_list("clinic_id", "role"))
    return invitation.role == Role.RUNNER and held == [(invitation.clinic_id, Role.RUNNER)]
