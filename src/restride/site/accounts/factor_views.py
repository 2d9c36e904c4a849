"""Pages about the second factor, where django-allauth's own would lead elsewhere or let the last one go."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.generic import FormView

from restride.site.accounts.factors import needs_factor
from restride.site.accounts.passkeys import host_of, local_address, obstacle, passkeys_of
from restride.site.accounts.queries import with_factor


class SecondFactorView(IndexView):  # type: ignore[misc]
    """What somebody has, and what they may add or remove."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which may go, and how many recovery codes are left."""
        user = self.request.user
        factors = with_factor([user])
        codes = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
        own = {
            "app": factors.filter(type=Authenticator.Type.TOTP).first(),
            "passkeys": passkeys_of(user),
            "codes_left": len(RecoveryCodes(codes).get_unused_codes()) if codes else None,
            "needed": needs_factor(user),
            "keeps_last": needs_factor(user) and len(factors) == 1,
            "host": host_of(self.request),
            "local_address": local_address(self.request),
        }
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | own


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class SetUpAppView(ActivateTOTPView):  # type: ignore[misc]
    """Set up an app, or move to another phone: the old code works until the new one does."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let those in who have one already."""
        return FormView.dispatch(self, request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        """Put the new one in the place of the old one."""
        with transaction.atomic():
            Authenticator.objects.filter(user=self.request.user, type=Authenticator.Type.TOTP).delete()
            answer: HttpResponse = super().form_valid(form)
        return answer


class AddPasskeyView(AddWebAuthnView):  # type: ignore[misc]
    """Add a passkey that also signs in without the password."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or go to the page that says why there can be none here."""
        if obstacle(request):
            return redirect("mfa_index")
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask the device for one that knows whose it is."""
        options = begin_registration(self.request.user, passwordless=True)
        return FormView.get_context_data(self, **kwargs) | {"options": options}


class RemovePasskeyView(RemoveWebAuthnView):  # type: ignore[misc]
    """Remove a passkey, unless it is the last factor of somebody who needs one."""

    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Form) -> HttpResponse:
        """Remove it, or say why it stays."""
        adapter = get_adapter()
        if adapter.can_delete_authenticator(self.object):
            answer: HttpResponse = super().form_valid(form)
            return answer
        messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
        return redirect("mfa_index")


class ProveWithPasskeyView(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Prove with a passkey who is there."""

    def form_invalid(self, form: Form) -> HttpResponse:
        """Say what went wrong where it went wrong."""
        for sentence in form.errors.get("credential", []):
            messages.error(self.request, str(sentence))
        return redirect(self.request.get_full_path())
