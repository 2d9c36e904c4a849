"""What every page's frame shows."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from restride.site.accounts.beginning import somebody_works_here
from restride.site.accounts.models import User
from restride.site.accounts.passkeys import obstacle
from restride.site.accounts.queries import in_demonstration, is_lead, is_staff, staff_title


def shell(request: HttpRequest) -> dict[str, Any]:
    """Role, title and the demonstration's notice for the base templates; the sign-in page asks whether anybody can."""
    user = getattr(request, "user", None)
    passkeys = {"passkey_obstacle": partial(obstacle, request)}
    if not isinstance(user, User):
        return {"viewer_is_staff": False, "somebody_works_here": somebody_works_here} | passkeys
    staff = is_staff(user)
    return {
        "viewer_is_staff": staff,
        "viewer_leads": is_lead(user),
        "viewer_title": staff_title(user) if staff else "",
        "second_factor_is_off": staff and not settings.RESTRIDE_STAFF_MFA_REQUIRED,
        "viewer_in_demonstration": in_demonstration(user),
    } | passkeys
