"""Whoever hands out access proves first who is there, unless they did so lately."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from restride.site.accounts.models import Invitation, Membership, Role, User
from tests.site.cast import PASSWORD, Cast

AGAIN = "/sign-in/again/"
SAID = {"name": "N. K.", "email": "nk@north.example", "role": Role.THERAPIST}


@pytest.fixture
def lead(cast: Cast, signed_in: Any, settings: Any, monkeypatch: Any) -> Client:
    """The lead, who signed in and went for a coffee."""
    client: Client = signed_in(cast.lead)
    ends = time.time() + settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1
    monkeypatch.setattr(time, "time", lambda: ends)
    cache.clear()
    return client


def prove(client: Client, sent_to: str, password: str = PASSWORD) -> Any:
    """Enter the password where one was sent to."""
    return client.post(sent_to, {"password": password})


@pytest.mark.parametrize(("later", "asked"), [(-1, False), (0, True), (1, True)])
def test_a_proof_holds_for_a_while(
    cast: Cast, signed_in: Any, settings: Any, monkeypatch: Any, later: int, asked: bool
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    client = signed_in(cast.lead)
    monkeypatch.setattr(time, "time", lambda: now + settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + later)
    sent_on = client.post(reverse("invite_colleague"), SAID).headers["Location"]
    assert sent_on.startswith(AGAIN) is asked
    assert Invitation.objects.filter(email=SAID["email"]).exists() is not asked


def test_signing_in_with_the_password_is_such_a_proof(cast: Cast) -> None:
    client = Client()
    client.post(reverse("account_login"), {"login": cast.runner.email, "password": PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_what_was_typed_waits_for_the_proof_and_is_done_with_it(cast: Cast, lead: Client) -> None:
    assert lead.get(reverse("invite_colleague")).status_code == 200, "reading asks for nothing"
    again = lead.post(reverse("invite_colleague"), SAID).headers["Location"]
    assert b"This changes who gets in" in lead.get(again).content
    wrong = prove(lead, again, "not the password")
    assert (wrong.status_code, Invitation.objects.filter(email=SAID["email"]).exists()) == (200, False)
    assert prove(lead, again).headers["Location"] == reverse("people")
    assert Invitation.objects.get(email=SAID["email"]).invited_by == cast.lead
    assert lead.get(reverse("people")).context["link"]["name"] == SAID["name"]


def test_what_cannot_be_used_comes_back_with_what_was_typed_and_is_sent_to_its_own_page(
    cast: Cast, lead: Client
) -> None:
    again = lead.post(reverse("invite_colleague"), SAID | {"email": "nk"}).headers["Location"]
    answer = prove(lead, again)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="N. K."' in page
    assert f'action="{reverse("invite_colleague")}"' in page


@pytest.mark.parametrize(
    ("page", "said", "done"),
    [
        ("colleague_link", {}, lambda one: Invitation.objects.filter(renews=one).exists()),
        ("colleague_link", {"resets_second_factor": "on"}, lambda one: Invitation.objects.filter(renews=one).exists()),
        (
            "colleague_roles",
            {"roles": [Role.CLINIC_LEAD]},
            lambda one: Membership.objects.filter(user=one, role=Role.CLINIC_LEAD).exists(),
        ),
        ("colleague_account close", {}, lambda one: not User.objects.get(pk=one.pk).is_active),
    ],
)
def test_each_deed_that_hands_out_access_waits_for_a_proof(
    cast: Cast, lead: Client, page: str, said: dict[str, Any], done: Any
) -> None:
    route, *more = page.split()
    again = lead.post(reverse(route, args=[cast.therapist.pk, *more]), said).headers["Location"]
    assert (again.startswith(AGAIN), done(cast.therapist)) == (True, False)
    assert prove(lead, again).status_code == 302
    assert done(cast.therapist)


def test_a_proof_of_somebody_else_in_the_same_browser_proves_nothing(cast: Cast, lead: Client) -> None:
    session = lead.session
    session["account_authentication_methods_user"] = str(cast.therapist.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    assert lead.post(reverse("invite_colleague"), SAID).headers["Location"].startswith(AGAIN)
