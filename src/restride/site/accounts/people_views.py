"""A clinic lead's pages about colleagues and the clinic itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from restride.site.accounts import people as deeds
from restride.site.accounts import queries
from restride.site.accounts.access import SignedInRequest, lead_page, with_fresh_proof
from restride.site.accounts.actions import IssuedInvitation
from restride.site.accounts.forms import ClinicForm, InviteColleagueForm, NewPasswordLinkForm, RolesForm
from restride.site.accounts.models import STAFF_ROLES, Clinic, Invitation, Role
from restride.site.accounts.queries import Member, led_clinics

LINK_IN_SESSION = "colleague_link"


@lead_page
@require_GET
def people(request: SignedInRequest) -> HttpResponse:
    """List who works in the clinic and who is invited; show a link that was just made, once."""
    clinics = [
        {
            "clinic": clinic,
            "members": queries.members_of(clinic),
            "invitations": queries.open_invitations(clinic),
            "changes": clinic.changes.select_related("person", "by"),
        }
        for clinic in led_clinics(request.user)
    ]
    context = {"place": "account", "clinics": clinics, "link": request.session.pop(LINK_IN_SESSION, None)}
    return render(request, "accounts/people.html", context)


@lead_page
@require_http_methods(["GET", "POST"])
@with_fresh_proof
def invite_colleague(request: SignedInRequest) -> HttpResponse:
    """Ask who is invited, and make the link."""
    form = InviteColleagueForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            issued = deeds.invite_colleague(**form.cleaned_data, by=request.user)
        except deeds.NotPossible as refused:
            form.add_error("email", str(refused))
        else:
            _keep_link(request, issued)
            return redirect("people")
    context = {"place": "account", "form": form}
    return render(request, "accounts/invite_colleague.html", context, status=422 if form.errors else 200)


@lead_page
@require_POST
def withdraw_invitation(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    """Make an open link stop working."""
    invited = Invitation.objects.filter(clinic__in=led_clinics(request.user), role__in=STAFF_ROLES)
    invitation = get_object_or_404(invited, pk=invitation_id)
    deeds.withdraw_invitation(invitation=invitation, by=request.user)
    messages.success(request, f"The link for {invitation.name} no longer works")
    return redirect("people")


@lead_page
@require_GET
def colleague(request: SignedInRequest, person_id: int) -> HttpResponse:
    """Show somebody who works here, and what can be done about their account."""
    clinic, member = _member(request, person_id)
    context = {
        "place": "account",
        "clinic": clinic,
        "member": member,
        "form": NewPasswordLinkForm(),
        "roles": RolesForm(initial={"roles": member.roles}),
    }
    return render(request, "accounts/colleague.html", context)


@lead_page
@require_POST
@with_fresh_proof
def colleague_link(request: SignedInRequest, person_id: int) -> HttpResponse:
    """Make a link for a new password."""
    _clinic, member = _member(request, person_id)
    form = NewPasswordLinkForm(request.POST)
    form.full_clean()
    try:
        issued = deeds.give_new_password_link(person=member.person, by=request.user, **form.cleaned_data)
    except deeds.NotPossible as refused:
        messages.error(request, str(refused))
        return redirect("colleague", person_id)
    _keep_link(request, issued)
    return redirect("people")


@lead_page
@require_POST
@with_fresh_proof
def colleague_account(request: SignedInRequest, person_id: int, how: str) -> HttpResponse:
    """Close somebody's account, or open it again."""
    _clinic, member = _member(request, person_id)
    ways = {"close": deeds.close_account, "open": deeds.open_account}
    if how not in ways:
        raise Http404
    try:
        ways[how](person=member.person, by=request.user)
    except deeds.NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("colleague", person_id)


@lead_page
@require_POST
@with_fresh_proof
def colleague_roles(request: SignedInRequest, person_id: int) -> HttpResponse:
    """Give roles and take them back; whoever stepped down has no business on this page any more."""
    clinic, member = _member(request, person_id)
    form = RolesForm(request.POST)
    form.full_clean()
    roles = frozenset(form.cleaned_data.get("roles", ()))
    try:
        deeds.set_roles(person=member.person, clinic=clinic, roles=roles, by=request.user)
    except deeds.NotPossible as refused:
        messages.error(request, str(refused))
    else:
        if member.person == request.user and Role.CLINIC_LEAD not in roles:
            messages.success(request, f"You no longer lead {clinic}")
            return redirect("account")
        messages.success(request, "Saved. It holds from their next page on.")
    return redirect("colleague", person_id)


@lead_page
@require_http_methods(["GET", "POST"])
def change_clinic(request: SignedInRequest, clinic_id: int) -> HttpResponse:
    """Ask for the clinic's name and telephone, and keep them."""
    clinic = get_object_or_404(led_clinics(request.user), pk=clinic_id)
    form = ClinicForm(request.POST or None, initial={"clinic": clinic.name, "telephone": clinic.telephone})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        deeds.change_clinic(clinic=clinic, name=said["clinic"], telephone=said["telephone"], by=request.user)
        messages.success(request, "Saved. Runners see it on their next page.")
        return redirect("people")
    context = {"place": "account", "form": form}
    return render(request, "accounts/change_clinic.html", context, status=422 if form.errors else 200)


def _member(request: SignedInRequest, person_id: int) -> tuple[Clinic, Member]:
    for clinic in led_clinics(request.user):
        for member in queries.members_of(clinic):
            if member.person.pk == person_id:
                return clinic, member
    raise Http404


def _keep_link(request: SignedInRequest, issued: IssuedInvitation) -> None:
    address = request.build_absolute_uri(reverse("accept_invitation", args=[issued.token]))
    lasts = issued.invitation.expires_at - issued.invitation.made_at
    request.session[LINK_IN_SESSION] = {
        "name": issued.invitation.name,
        "address": address,
        "renews": issued.invitation.renews is not None,
        "hours": round(lasts.total_seconds() / 3600),
    }
