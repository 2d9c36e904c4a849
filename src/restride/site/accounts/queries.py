"""Reads about people and invitations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from restride.site.accounts.models import STAFF_ROLES, Clinic, ClinicChange, Invitation, Membership, Role, User
from restride.site.tokens import fingerprint


def is_staff(user: User | AnonymousUser) -> bool:
    """Whether somebody works in a clinic."""
    return _holds(user, *STAFF_ROLES)


def is_runner(user: User | AnonymousUser) -> bool:
    """Whether somebody is a runner of a clinic."""
    return _holds(user, Role.RUNNER)


def is_lead(user: User | AnonymousUser) -> bool:
    """Whether somebody leads a clinic."""
    return _holds(user, Role.CLINIC_LEAD)


def led_clinics(user: User) -> QuerySet[Clinic]:
    """Return the clinics that somebody leads."""
    return Clinic.objects.filter(memberships__user=user, memberships__role=Role.CLINIC_LEAD).order_by("name")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works in a clinic, as its lead sees them; ``change`` closed or opened the account last."""

    person: User
    roles: tuple[Role, ...]
    has_second_factor: bool
    change: ClinicChange | None

    @property
    def title(self) -> str:
        """The roles in words."""
        return _in_words(self.roles)


def members_of(clinic: Clinic) -> list[Member]:
    """Return who works in a clinic: open accounts first, by name."""
    roles: dict[User, list[Role]] = {}
    for held in clinic.memberships.filter(role__in=STAFF_ROLES).select_related("user"):
        roles.setdefault(held.user, []).append(Role(held.role))
    secured = set(with_factor(roles).values_list("user", flat=True))
    about_accounts = clinic.changes.filter(deed__in=(ClinicChange.Deed.CLOSED, ClinicChange.Deed.OPENED))
    changes = {one.person_id: one for one in about_accounts.select_related("by").order_by("at", "pk")}
    members = [
        Member(
            person=person,
            roles=tuple(theirs),
            has_second_factor=person.pk in secured,
            change=changes.get(person.pk),
        )
        for person, theirs in roles.items()
    ]
    return sorted(members, key=lambda one: (not one.person.is_active, one.person.name.casefold()))


def with_factor(users: Iterable[User]) -> QuerySet[Authenticator]:
    """Return the apps and passkeys of people; recovery codes stand in for one and are none."""
    factors: QuerySet[Authenticator] = Authenticator.objects.filter(user__in=users)
    return factors.exclude(type=Authenticator.Type.RECOVERY_CODES)


def open_invitations(clinic: Clinic) -> QuerySet[Invitation]:
    """Return the links to colleagues that still work, the next to end first."""
    still = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
    return still.filter(clinic=clinic, role__in=STAFF_ROLES).select_related("invited_by").order_by("expires_at")


def belongings_of(user: User) -> list[tuple[Clinic, str]]:
    """Return the clinics that somebody belongs to, and as what in words."""
    roles: dict[Clinic, list[Role]] = {}
    for held in user.memberships.select_related("clinic").order_by("clinic__name", "clinic"):
        roles.setdefault(held.clinic, []).append(Role(held.role))
    return [(clinic, _in_words(theirs)) for clinic, theirs in roles.items()]


def staff_clinics(user: User) -> QuerySet[Clinic]:
    """Return the clinics where somebody works."""
    return Clinic.objects.filter(memberships__user=user, memberships__role__in=STAFF_ROLES).distinct().order_by("name")


def staff_title(user: User) -> str:
    """Return the role that stands under somebody's name in the rail."""
    roles = _roles(user)
    return next((str(role.label) for role in (Role.THERAPIST, Role.CLINIC_LEAD) if role in roles), "")


def open_invitation(token: str) -> Invitation | None:
    """Return the invitation of a link that still works."""
    invitation = Invitation.objects.select_related("clinic", "renews").filter(fingerprint=fingerprint(token)).first()
    return invitation if invitation is not None and invitation.is_open() else None


def in_demonstration(user: User) -> bool:
    """Whether somebody belongs to a demonstration clinic."""
    return Membership.objects.filter(user=user, clinic__is_demonstration=True).exists()


def _in_words(roles: Iterable[Role]) -> str:
    return " and ".join(str(role.label) for role in sorted(roles, key=list(Role).index)).capitalize()


def _holds(user: User | AnonymousUser, *roles: Role) -> bool:
    return isinstance(user, User) and not _roles(user).isdisjoint(roles)


def _roles(user: User) -> frozenset[str]:
    """Return somebody's roles in all clinics, read once a request."""
    known: frozenset[str] | None = getattr(user, "_roles_read", None)
    if known is None:
        known = frozenset(user.memberships.values_list("role", flat=True))
        user._roles_read = known  # type: ignore[attr-defined]
    return known
