"""Pages about signing in that django-allauth does not have."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.decorators import rate_limit
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from restride.site.accounts import beginning, sessions
from restride.site.accounts.access import SignedInRequest, signed_in_page
from restride.site.accounts.actions import InvitationRefused, accept_invitation
from restride.site.accounts.forms import AcceptInvitationForm, BeginForm
from restride.site.accounts.models import User
from restride.site.accounts.queries import belongings_of, open_invitation


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Set a password with a one-time link and be signed in."""
    invitation = open_invitation(token)
    if invitation is None:
        return render(request, "accounts/invitation_closed.html", status=410)
    template = "accounts/new_password.html" if invitation.renews else "accounts/accept.html"
    form = AcceptInvitationForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        try:
            user = accept_invitation(token=token, password=form.cleaned_data["password"])
        except InvitationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _enter(request, user)
    return render(request, template, {"form": form, "invitation": invitation})


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@rate_limit(action="login")  # type: ignore[untyped-decorator]
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """Begin the first clinic with the link that the start printed; afterwards there is nothing here."""
    if not beginning.opens_the_beginning(token):
        raise Http404
    if request.method == "GET" and beginning.somebody_works_here():
        raise Http404
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = beginning.begin(**form.cleaned_data)
        except beginning.AlreadyBegun as late:
            form.add_error(None, str(late))
        else:
            return _enter(request, user)
    context = {"form": form, "second_factor": settings.RESTRIDE_STAFF_MFA_REQUIRED}
    return render(request, "accounts/begin.html", context, status=422 if form.errors else 200)


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in somebody who has chosen the password this moment; a second factor is still asked for."""
    entered: HttpResponse = perform_password_login(request, {"email": user.email}, Login(user=user))
    return entered


@require_GET
def forgotten(request: HttpRequest) -> HttpResponse:
    """Say how to get a new link: from the clinic, because the site sends no mail."""
    return render(request, "accounts/forgotten.html")


@signed_in_page
@require_GET
def account(request: SignedInRequest) -> HttpResponse:
    """Show how somebody signs in, and let them change it."""
    user = request.user
    context = {"place": "account", "clinics": belongings_of(user), "second_factor": is_mfa_enabled(user)}
    return render(request, "accounts/account.html", context)


@signed_in_page
@require_http_methods(["GET", "POST"])
def signed_in(request: SignedInRequest) -> HttpResponse:
    """Show on which devices somebody is signed in; end one, or all but this."""
    here = request.session.session_key
    if request.method == "POST":
        sessions.end_sessions(request.user, but=here, mark=request.POST.get("end", ""))
        messages.success(request, "Signed out there")
        return redirect("signed_in")
    found = sessions.open_sessions(request.user)
    context = {"place": "account", "sessions": found, "here": here}
    return render(request, "accounts/signed_in.html", context)
