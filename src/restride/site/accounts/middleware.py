"""Staff need a second factor before anything else."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

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
        """Pass on, or redirect."""
        if self._must_set_one_up(request):
            return redirect("mfa_index")
        return self.get_response(request)

    def _must_set_one_up(self, request: HttpRequest) -> bool:
        user = request.user
        if not isinstance(user, User) or not needs_factor(user):
            return False
        return _route_name(request.path_info) not in REACHABLE_WITHOUT and not is_mfa_enabled(user)


def _route_name(path: str) -> str:
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""
