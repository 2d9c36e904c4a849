"""How sign-in behaves here: nobody signs up by themselves, and a message goes nowhere but the page."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from invitations and from set-up only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Keep sign-up closed, always."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: the site calls nobody outside."""
