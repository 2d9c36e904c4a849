"""Pages about signing in that django-allauth does not have."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from restride.site.accounts.access import SignedInRequest, signed_in_page
from restride.site.accounts.actions import InvitationRefused, accept_invitation
from restride.site.accounts.forms import AcceptInvitationForm
from restride.site.accounts.models import Clinic
from restride.site.accounts.queries import open_invitation

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Set a password with a one-time link and be signed in."""
    invitation = open_invitation(token)
    if invitation is None:
        return render(request, "accounts/invitation_closed.html", status=410)
    form = AcceptInvitationForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        try:
            user = accept_invitation(token=token, password=form.cleaned_data["password"])
        except InvitationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            login(request, user, backend=MODEL_BACKEND)
            return redirect("home")
    return render(request, "accounts/accept.html", {"form": form, "invitation": invitation})


@require_GET
def forgotten(request: HttpRequest) -> HttpResponse:
    """Say how to get a new link: from the clinic, because the site sends no mail."""
    return render(request, "accounts/forgotten.html")


@signed_in_page
@require_GET
def account(request: SignedInRequest) -> HttpResponse:
    """Show how somebody signs in, and let them change it."""
    user = request.user
    clinics = Clinic.objects.filter(memberships__user=user).distinct()
    return render(
        request,
        "accounts/account.html",
        {"place": "account", "clinics": clinics, "second_factor": is_mfa_enabled(user)},
    )
