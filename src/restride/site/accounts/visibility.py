"""The one choke point of reading: which records somebody may see.

Every model that hangs on a runner's record uses :class:`VisibleQuerySet` and says how the record
is reached from it. A view starts from ``Model.objects.visible_to(request.user)`` and from nothing else.
"""

from __future__ import annotations

from typing import Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models

from restride.site.accounts.models import STAFF_ROLES, Membership, User

M = TypeVar("M", bound=models.Model)


class VisibleQuerySet(models.QuerySet[M]):
    """Rows that hang on a runner's record, directly or through ``record_path``."""

    record_path = ""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Rows of the clinics where somebody works, and a runner's own."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        clinics = Membership.objects.filter(user=user, role__in=STAFF_ROLES).values("clinic_id")
        at = f"{self.record_path}__" if self.record_path else ""
        return self.filter(models.Q(**{f"{at}clinic__in": clinics}) | models.Q(**{f"{at}user": user}))

    def in_care_of(self, user: User | AnonymousUser) -> Self:
        """Rows of the clinics where somebody works: what a therapist's page may list and change."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        clinics = Membership.objects.filter(user=user, role__in=STAFF_ROLES).values("clinic_id")
        at = f"{self.record_path}__" if self.record_path else ""
        return self.filter(**{f"{at}clinic__in": clinics})
