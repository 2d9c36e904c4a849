"""How a clinic begins, and how its people come and go."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from restride.site.accounts.beginning import AlreadyBegun, begin
from restride.site.accounts.models import Clinic, Membership, Role, User
from restride.site.tokens import WithoutSecrets, fingerprint, new_token
from tests.site.cast import PASSWORD, Cast

FIRST = {
    "clinic": "River Street Physio",
    "telephone": "0123 456789",
    "name": "Ada Stone",
    "email": "Ada@River.example",
    "password": PASSWORD,
}


@pytest.fixture
def begin_link(db: None, settings: Any) -> str:
    """The link of this start."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    token = new_token()
    settings.RESTRIDE_BEGIN_FINGERPRINT = fingerprint(token)
    cache.clear()
    return reverse("begin", args=[token])


def test_the_first_link_makes_the_clinic_and_leads_to_the_second_factor(begin_link: str) -> None:
    client = Client()
    assert client.get(begin_link).status_code == 200
    assert client.post(begin_link, FIRST).headers["Location"] == reverse("home")
    ada = User.objects.get()
    assert (ada.email, ada.name) == ("ada@river.example", "Ada Stone")
    assert set(ada.memberships.values_list("role", flat=True)) == {Role.THERAPIST, Role.CLINIC_LEAD}
    clinic = Clinic.objects.get()
    assert (clinic.name, clinic.telephone, clinic.is_demonstration) == ("River Street Physio", "0123 456789", False)
    assert client.get(reverse("today")).headers["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200, "the password is not asked for again"
    assert not Authenticator.objects.exists()


def test_the_first_link_ends_with_the_first_person_and_is_nothing_without_its_secret(begin_link: str) -> None:
    late = Client()
    assert late.get(reverse("begin", args=["wrong"])).status_code == 404
    assert late.post(reverse("begin", args=["wrong"]), FIRST).status_code == 404
    assert late.get(begin_link).status_code == 200
    Client().post(begin_link, FIRST)
    answer = late.post(begin_link, FIRST | {"clinic": "Second", "email": "second@river.example"})
    assert answer.status_code == 422
    assert "Somebody else has just begun here." in answer.content.decode()
    assert late.get(begin_link).status_code == 404
    assert (Clinic.objects.count(), User.objects.count()) == (1, 1)


def test_the_second_of_two_who_begin_changes_nothing(begin_link: str) -> None:
    begin(**FIRST)
    with pytest.raises(AlreadyBegun):
        begin(**FIRST | {"email": "second@river.example"})
    assert (Clinic.objects.count(), User.objects.count(), Membership.objects.count()) == (1, 1, 2)


def test_without_a_link_of_this_start_there_is_no_beginning(begin_link: str, settings: Any) -> None:
    settings.RESTRIDE_BEGIN_FINGERPRINT = fingerprint(new_token())
    assert Client().get(begin_link).status_code == 404, "the link of an earlier start"
    settings.RESTRIDE_BEGIN_FINGERPRINT = ""
    assert Client().get(begin_link).status_code == 404


@pytest.mark.parametrize(
    ("field", "said", "sentence"),
    [
        ("clinic", " ", "What is the clinic called?"),
        ("telephone", "call us", "A telephone number has digits"),
        ("name", "", "What is your name?"),
        ("email", "ada", "Enter a valid email address."),
        ("password", "nine char", "at least 10 characters"),
        ("password", "Ada@River.example", "too similar to the e-mail address"),
    ],
)
def test_what_cannot_be_used_is_said_and_only_the_password_is_typed_again(
    begin_link: str, field: str, said: str, sentence: str
) -> None:
    answer = Client().post(begin_link, FIRST | {field: said})
    page = answer.content.decode()
    assert (answer.status_code, Clinic.objects.count()) == (422, 0)
    assert page.count(sentence) >= 2, "in the summary and beside the field"
    kept = [value for name, value in FIRST.items() if name not in {field, "password"}]
    assert [value for value in kept if f'value="{value}"' not in page] == []
    assert PASSWORD not in page


def test_trying_links_has_the_limit_of_signing_in(begin_link: str) -> None:
    client = Client()
    wrong = reverse("begin", args=["wrong"])
    assert [client.post(wrong).status_code for _ in range(30)] == [404] * 30
    refused = client.post(wrong)
    assert refused.status_code == 429
    assert "Too many tries" in refused.content.decode()
    cache.clear()


def test_a_demonstration_has_people_and_so_nothing_to_begin(cast: Cast, settings: Any) -> None:
    settings.RESTRIDE_BEGIN_FINGERPRINT = fingerprint("secret")
    assert Client().get(reverse("begin", args=["secret"])).status_code == 404


@pytest.mark.parametrize("kind", ["begin", "invitation"])
def test_the_secret_of_a_link_does_not_reach_the_log(kind: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Gone", f"/{kind}/abc_-9/"), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == f"Gone: /{kind}/…/"
