"""Where a passkey can be used, and the forms that take what a device answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.http import HttpRequest
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from restride.site.accounts.models import User
from restride.site.documents import checked

LOCAL = "localhost"


def obstacle(request: HttpRequest) -> str:
    """What keeps browsers from passkeys at this address: ``loopback``, ``number``, ``http`` or nothing."""
    host = host_of(request)
    try:
        return "loopback" if ip_address(host).is_loopback else "number"
    except ValueError:
        local = host == LOCAL or host.endswith(f".{LOCAL}")
        return "" if local or request.is_secure() else "http"


def host_of(request: HttpRequest) -> str:
    """Return the name or number under which the site is opened, without its port."""
    return urlsplit(f"//{request.get_host()}").hostname or ""


def local_address(request: HttpRequest) -> str:
    """Return this page's address on the machine itself, by name instead of by number."""
    port = urlsplit(f"//{request.get_host()}").port
    return f"http://{LOCAL}{f':{port}' if port else ''}{request.path}"


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as its owner sees it."""

    id: int
    name: str
    host: str
    added_at: datetime
    used_at: datetime | None


def passkeys_of(user: User) -> list[Passkey]:
    """Return somebody's passkeys, the oldest first."""
    return [
        Passkey(one.pk, str(one), _host_of_passkey(one), one.created_at, one.last_used_at)
        for one in Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("pk")
    ]


def _host_of_passkey(authenticator: Authenticator) -> str:
    made = RegistrationResponse.from_dict(authenticator.data["credential"])
    return urlsplit(made.response.client_data.origin).hostname or ""


class CredentialField(forms.JSONField):
    """What a device answered, refused in one sentence when it is nothing of the kind."""

    def __init__(self, kind: type[AuthenticationResponse | RegistrationResponse]) -> None:
        """Remember what it must be."""
        super().__init__(
            widget=forms.HiddenInput, error_messages={"required": "No passkey was used.", "invalid": self.NOT_ONE}
        )
        self.kind = kind

    NOT_ONE = "Your device answered something that is not a passkey. Try once more."

    def to_python(self, value: Any) -> Any:
        """Return the answer as it came, once it can be read and every database can hold it."""
        answer = super().to_python(value)
        if answer is None:
            return None
        try:
            self.kind.from_dict(checked(answer))
        except (AttributeError, LookupError, TypeError, ValueError) as problem:
            raise forms.ValidationError(self.NOT_ONE) from problem
        return answer


class AddPasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A name and the new passkey. Each can sign in without the password, so nothing is asked about that."""

    passwordless = None
    name = forms.CharField(label="Call it", max_length=60, required=False, help_text="So that you know it again.")
    credential = CredentialField(RegistrationResponse)


class SignInWithPasskeyForm(webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    """Sign in without the password."""

    credential = CredentialField(AuthenticationResponse)


class SecondStepWithPasskeyForm(webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The step after the password."""

    credential = CredentialField(AuthenticationResponse)


class ProveWithPasskeyForm(webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Prove who is there."""

    credential = CredentialField(AuthenticationResponse)
