"""The second factor: who needs one, when the last may go, and the rows that say what was changed about it."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings

from restride.site.accounts.models import ClinicChange, User
from restride.site.accounts.queries import is_staff, staff_clinics, with_factor
from restride.site.accounts.sessions import device_of


def needs_factor(user: User) -> bool:
    """Whether a password alone is not enough for somebody."""
    return settings.RESTRIDE_STAFF_MFA_REQUIRED and is_staff(user)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """How the second factor behaves here."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That was not right, or it came too late. Try once more.",
        "cannot_delete_authenticator": "This is your only second factor, and you need one. Add another first.",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last one of those who need one."""
        others = with_factor([authenticator.user]).exclude(pk=authenticator.pk)
        return others.exists() or not needs_factor(authenticator.user)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """Call a passkey after where it is made; the person may say better."""
        return device_of(context.request.headers.get("user-agent", ""))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Bind a passkey to the name under which the site is opened; the device shows ours."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Restride"}


def note(deed: ClinicChange.Deed, *, authenticator: Authenticator, **_signal: Any) -> None:
    """Write down what somebody of staff changed about their own way in; a receiver of django-allauth's signals."""
    kinds = Authenticator.Type
    words = {kinds.WEBAUTHN: f"passkey “{authenticator}”", kinds.TOTP: "app", kinds.RECOVERY_CODES: "recovery codes"}
    person = authenticator.user
    for clinic in staff_clinics(person):
        ClinicChange.objects.create(clinic=clinic, deed=deed, person=person, words=words[authenticator.type], by=person)
