"""Staff need a second factor before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from restride.site.accounts.factors import needs_factor
from restride.site.accounts.models import User

REACHABLE_WITHOUT = frozenset(
    {"account_logout", "account_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn"}
)


class StaffSecondFactorMiddleware:
    """Send staff without a second factor to the page that sets one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Redirect, or let the page answer."""
        user, place = request.user, request.resolver_match
        if not isinstance(user, User) or not needs_factor(user) or is_mfa_enabled(user):
            return None
        return None if place and place.url_name in REACHABLE_WITHOUT else redirect("mfa_index")
