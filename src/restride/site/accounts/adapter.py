"""How sign-in behaves here: nobody signs up by themselves, and a message goes nowhere but the page."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from restride.site.accounts.models import User
from restride.site.accounts.passkeys import obstacle


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from invitations and from set-up only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Keep sign-up closed, always."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: the site calls nobody outside."""

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, str]]:
        """The password, or a passkey; a code alone proves less than either."""
        if not isinstance(user, User):
            return []
        ways = [{"id": "password", "description": "Use your password", "url": reverse("account_reauthenticate")}]
        if is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN]) and not obstacle(context.request):
            url = reverse("mfa_reauthenticate_webauthn")
            ways.append({"id": "passkey", "description": "Use a passkey", "url": url})
        return ways

    def is_reauthentication_required(self, *, app: str, **_more: Any) -> bool:
        """Ask again after a while; a sign-in proves as much as what it is asked for later."""
        proofs = get_authentication_records(context.request, context.request.user)
        return not proofs or time.time() - proofs[-1]["at"] >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
