"""Reads about people and invitations."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from restride.site.accounts.models import STAFF_ROLES, Clinic, Invitation, Membership, Role, User
from restride.site.tokens import fingerprint


def is_staff(user: User | AnonymousUser) -> bool:
    """Whether somebody works in a clinic."""
    return _holds(user, *STAFF_ROLES)


def is_runner(user: User | AnonymousUser) -> bool:
    """Whether somebody is a runner of a clinic."""
    return _holds(user, Role.RUNNER)


def staff_clinics(user: User) -> QuerySet[Clinic]:
    """Return the clinics where somebody works."""
    return Clinic.objects.filter(memberships__user=user, memberships__role__in=STAFF_ROLES).distinct().order_by("name")


def staff_title(user: User) -> str:
    """Return the role that stands under somebody's name in the rail."""
    roles = _roles(user)
    return next((str(role.label) for role in (Role.THERAPIST, Role.CLINIC_LEAD) if role in roles), "")


def open_invitation(token: str) -> Invitation | None:
    """Return the invitation of a link that still works."""
    invitation = Invitation.objects.select_related("clinic").filter(fingerprint=fingerprint(token)).first()
    return invitation if invitation is not None and invitation.is_open() else None


def in_demonstration(user: User) -> bool:
    """Whether somebody belongs to a demonstration clinic."""
    return Membership.objects.filter(user=user, clinic__is_demonstration=True).exists()


def _holds(user: User | AnonymousUser, *roles: Role) -> bool:
    return isinstance(user, User) and not _roles(user).isdisjoint(roles)


def _roles(user: User) -> frozenset[str]:
    """Return somebody's roles in all clinics, read once a request."""
    known: frozenset[str] | None = getattr(user, "_roles_read", None)
    if known is None:
        known = frozenset(user.memberships.values_list("role", flat=True))
        user._roles_read = known  # type: ignore[attr-defined]
    return known
