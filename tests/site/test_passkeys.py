"""Passkeys: adding, signing in, proving, removing; and which second factor may go."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from restride.site.accounts import people
from restride.site.accounts.models import ClinicChange, Invitation, User
from restride.site.accounts.passkeys import obstacle
from restride.site.accounts.queries import members_of
from restride.site.accounts.sessions import open_sessions
from tests.site.cast import PASSWORD, Cast
from tests.site.soft_passkey import ORIGIN, SoftPasskey

SignedIn = Callable[[User | None], Client]
NOT_RIGHT = "That was not right, or it came too late. Try once more."
ONLY_ONE = "This is your only second factor, and you need one. Add another first."


@pytest.fixture(autouse=True)
def no_earlier_tries() -> None:
    """Tries are counted, and other tests tried too."""
    cache.clear()


@pytest.fixture
def here(signed_in: SignedIn) -> SignedIn:
    """Somebody who opened the site as localhost and has just signed in."""

    def opened(user: User | None) -> Client:
        client = signed_in(user)
        client.defaults["SERVER_NAME"] = "localhost"
        return client

    return opened


def stranger() -> Client:
    """A browser in which nobody is signed in."""
    return Client(SERVER_NAME="localhost", headers={"user-agent": "Firefox Android"})


def add(client: Client, passkey: SoftPasskey, name: str = "My phone") -> Any:
    """Add a passkey on the page."""
    address = reverse("mfa_add_webauthn")
    return client.post(address, {"name": name, "credential": passkey.made(client.get(address).context["options"])})


def sign_in(client: Client, passkey: SoftPasskey, **more: str) -> Any:
    """Sign in without the password."""
    address = reverse("mfa_login_webauthn")
    options = client.get(address, headers={"accept": "application/json"}).json()["request_options"]
    return client.post(address, {"credential": passkey.used(options)} | more)


def without_app(user: User) -> None:
    """Leave somebody with nothing but what a test adds."""
    Authenticator.objects.filter(user=user).delete()


def kinds(user: User) -> list[str]:
    """What somebody has."""
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def said(answer: Any) -> str:
    """The page after all redirects."""
    text: str = answer.content.decode()
    return text


def test_a_passkey_is_added_by_its_name_and_signs_in_alone(cast: Cast, here: SignedIn) -> None:
    client, passkey = here(cast.therapist), SoftPasskey()
    assert add(client, passkey, "Blue phone").headers["Location"] == reverse("mfa_index")
    page = said(client.get(reverse("mfa_index")))
    assert ("Blue phone" in page, page.count("Not used yet")) == (True, 2), "the app was not used either"
    browser = stranger()
    assert sign_in(browser, passkey, next=reverse("runners")).headers["Location"] == reverse("runners")
    assert browser.get(reverse("today")).status_code == 200, "no second step"
    assert browser.get(reverse("mfa_view_recovery_codes")).status_code == 200, "and a proof of who is there"
    assert "Last used" in said(browser.get(reverse("mfa_index")))
    assert "Firefox on Android" in {one.device for one in open_sessions(cast.therapist)}
    client.post(reverse("signed_in"))
    assert "sign-in" in browser.get(reverse("today")).headers["Location"], "ended from elsewhere"


def test_behind_https_it_belongs_to_the_public_name(cast: Cast, signed_in: SignedIn, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["clinic.example"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    public = {"SERVER_NAME": "clinic.example", "HTTP_X_FORWARDED_PROTO": "https"}
    client, passkey = signed_in(cast.therapist), SoftPasskey(origin="https://clinic.example")
    client.defaults |= public
    add(client, passkey)
    assert sign_in(Client(**public), passkey).headers["Location"] == reverse("home")


def test_it_stays_signed_in_on_a_runners_phone_and_ends_with_the_browser_of_a_clinic(
    cast: Cast, here: SignedIn, settings: Any
) -> None:
    ends = {}
    for user in (cast.therapist, cast.runner):
        passkey, browser = SoftPasskey(), stranger()
        add(here(user), passkey)
        sign_in(browser, passkey)
        ends[user] = browser.cookies["sessionid"]["max-age"]
    assert ends == {cast.therapist: "", cast.runner: settings.SESSION_COOKIE_AGE}


def test_it_is_the_second_step_after_the_password_too(cast: Cast, here: SignedIn) -> None:
    passkey = SoftPasskey()
    add(here(cast.therapist), passkey)
    browser, step = stranger(), reverse("mfa_authenticate")
    browser.post(reverse("account_login"), {"login": cast.therapist.email, "password": PASSWORD})
    page = browser.get(step)
    assert "Use a passkey" in said(page)
    wrong = browser.post(step, {"credential": SoftPasskey().used(page.context["js_data"]["request_options"])})
    assert NOT_RIGHT in said(wrong)
    right = passkey.used(wrong.context["js_data"]["request_options"])
    assert browser.post(step, {"credential": right}).headers["Location"] == reverse("home")
    assert browser.get(reverse("today")).status_code == 200


def test_a_second_step_without_a_passkey_does_not_offer_one_and_can_be_left(cast: Cast) -> None:
    browser = stranger()
    browser.post(reverse("account_login"), {"login": cast.therapist.email, "password": PASSWORD})
    assert "Use a passkey" not in said(browser.get(reverse("mfa_authenticate")))
    browser.post(reverse("account_logout"))
    assert browser.get(reverse("account_login")).status_code == 200, "somebody else may sign in"


def test_staff_with_nothing_choose_and_get_recovery_codes(cast: Cast, here: SignedIn) -> None:
    without_app(cast.therapist)
    client = here(cast.therapist)
    page = said(client.get(reverse("today"), follow=True))
    assert ("Add a passkey" in page, "Set up an app" in page, "password alone is not enough" in page) == (True,) * 3
    assert add(client, SoftPasskey()).headers["Location"] == reverse("mfa_view_recovery_codes")
    assert kinds(cast.therapist) == ["recovery_codes", "webauthn"]
    assert client.get(reverse("today")).status_code == 200
    assert [one.has_second_factor for one in members_of(cast.clinic) if one.person == cast.therapist] == [True]


@pytest.mark.parametrize(
    "passkey",
    [
        SoftPasskey(unlocked=False),
        SoftPasskey(origin="http://localhost.example"),
        SoftPasskey(origin="http://127.0.0.1"),
    ],
    ids=["not unlocked", "another site", "a number"],
)
def test_what_a_device_made_elsewhere_or_locked_is_refused(cast: Cast, here: SignedIn, passkey: SoftPasskey) -> None:
    answer = add(here(cast.therapist), passkey, "Blue phone")
    assert (NOT_RIGHT in said(answer), 'value="Blue phone"' in said(answer)) == (True, True)
    assert "webauthn" not in kinds(cast.therapist)
    passkey.unlocked, passkey.origin, locked, origin = True, ORIGIN, passkey.unlocked, passkey.origin
    add(here(cast.therapist), passkey)
    passkey.unlocked, passkey.origin = locked, origin
    refused = sign_in(browser := stranger(), passkey)
    assert refused.headers["Location"] == reverse("account_login")
    assert NOT_RIGHT in said(browser.get(reverse("account_login")))
    assert browser.get(reverse("today")).status_code == 302


def test_an_answer_works_once_and_only_for_its_question(cast: Cast, here: SignedIn) -> None:
    passkey, address = SoftPasskey(), reverse("mfa_login_webauthn")
    add(here(cast.therapist), passkey)
    browser = stranger()
    asked = browser.get(address, headers={"accept": "application/json"}).json()["request_options"]
    answer = {"credential": passkey.used(asked)}
    assert stranger().post(address, answer).headers["Location"] == reverse("account_login"), "another browser"
    assert browser.post(address, answer).headers["Location"] == reverse("home")
    browser.post(reverse("account_logout"))
    assert browser.post(address, answer).headers["Location"] == reverse("account_login"), "a second time"


def test_a_closed_account_is_closed_to_its_passkey(cast: Cast, here: SignedIn) -> None:
    passkey = SoftPasskey()
    add(here(cast.therapist), passkey)
    people.close_account(person=cast.therapist, by=cast.lead)
    assert sign_in(stranger(), passkey).headers["Location"] == reverse("account_inactive")


def test_a_runner_may_have_one_and_give_it_up(cast: Cast, here: SignedIn) -> None:
    client, passkey = here(cast.runner), SoftPasskey()
    add(client, passkey)
    assert sign_in(stranger(), passkey).headers["Location"] == reverse("home")
    row = Authenticator.objects.get(user=cast.runner, type="webauthn")
    address = reverse("mfa_remove_webauthn", args=[row.pk])
    assert here(cast.other_runner).post(address).status_code == 404, "another’s"
    assert client.get(address).status_code == 200
    assert client.post(address).headers["Location"] == reverse("mfa_index")
    assert kinds(cast.runner) == []
    assert not ClinicChange.objects.exists(), "a clinic reads about its staff, not about its runners"


def test_the_last_second_factor_of_staff_stays_whichever_it_is(cast: Cast, here: SignedIn, settings: Any) -> None:
    client, app = here(cast.therapist), reverse("mfa_deactivate_totp")
    assert ONLY_ONE in said(client.post(app))
    assert "Remove" not in said(client.get(reverse("mfa_index")))
    add(client, SoftPasskey())
    assert said(client.get(reverse("mfa_index"))).count("Remove") == 2
    assert client.post(app).status_code == 302
    assert kinds(cast.therapist) == ["recovery_codes", "webauthn"]
    address = reverse("mfa_remove_webauthn", args=[Authenticator.objects.get(user=cast.therapist, type="webauthn").pk])
    assert ONLY_ONE in said(client.post(address, follow=True))
    assert kinds(cast.therapist) == ["recovery_codes", "webauthn"]
    settings.RESTRIDE_STAFF_MFA_REQUIRED = False
    client.post(address)
    assert kinds(cast.therapist) == [], "codes alone are no second factor"


def test_another_phone_takes_the_place_of_the_old_one_when_its_code_is_right(
    cast: Cast, here: SignedIn, monkeypatch: Any
) -> None:
    client, address, now = here(cast.therapist), reverse("mfa_activate_totp"), time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    before = Authenticator.objects.get(user=cast.therapist, type="totp").data
    secret = client.get(address).context["form"].secret
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret, counter))
    assert client.post(address, {"code": f"{(int(code) + 1) % 1_000_000:06d}"}).status_code == 200
    assert Authenticator.objects.get(user=cast.therapist, type="totp").data == before
    assert client.post(address, {"code": code}).headers["Location"] == reverse("mfa_index")
    assert Authenticator.objects.get(user=cast.therapist, type="totp").data != before
    assert kinds(cast.therapist) == ["recovery_codes", "totp"], "the codes stay"


def test_what_staff_change_about_their_way_in_is_written_down(
    cast: Cast, here: SignedIn, django_capture_on_commit_callbacks: Any
) -> None:
    client = here(cast.therapist)
    with django_capture_on_commit_callbacks(execute=True):
        add(client, SoftPasskey(), "Blue phone")
        client.post(reverse("mfa_generate_recovery_codes"))
        client.post(reverse("mfa_deactivate_totp"))
    rows = ClinicChange.objects.filter(person=cast.therapist, by=cast.therapist, clinic=cast.clinic).order_by("pk")
    deeds = ClinicChange.Deed
    assert sorted(rows.values_list("deed", "words")) == [
        (deeds.FACTOR_ADDED, "passkey “Blue phone”"),
        (deeds.FACTOR_REMOVED, "app"),
        (deeds.FACTOR_RENEWED, "recovery codes"),
    ]
    assert "Way to sign in added: passkey “Blue phone”" in said(here(cast.lead).get(reverse("people")))


def test_a_lead_who_helps_after_a_loss_removes_every_factor_and_it_is_written_down(cast: Cast, here: SignedIn) -> None:
    passkey = SoftPasskey()
    add(here(cast.therapist), passkey)
    issued = people.give_new_password_link(person=cast.therapist, resets_second_factor=True, by=cast.lead)
    client = stranger()
    client.post(reverse("accept_invitation", args=[issued.token]), {"password": "another long sunday"})
    assert kinds(cast.therapist) == []
    assert client.get(reverse("today")).headers["Location"] == reverse("mfa_index")
    assert sign_in(stranger(), passkey).headers["Location"] == reverse("account_login")
    row = ClinicChange.objects.get(deed=ClinicChange.Deed.FACTOR_REMOVED)
    assert (row.person, row.by) == (cast.therapist, cast.lead)


def test_a_passkey_proves_who_hands_out_access(cast: Cast, here: SignedIn, monkeypatch: Any, settings: Any) -> None:
    client, passkey = here(cast.lead), SoftPasskey()
    add(client, passkey)
    later = time.time() + settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    monkeypatch.setattr(time, "time", lambda: later)
    again = client.post(reverse("colleague_link", args=[cast.therapist.pk])).headers["Location"]
    ways = client.get(again).context["reauthentication_alternatives"]
    assert [way["description"] for way in ways] == ["Use a passkey"]
    page = client.get(ways[0]["url"])
    wrong = client.post(ways[0]["url"], {"credential": SoftPasskey().used(page.context["js_data"]["request_options"])})
    assert wrong.headers["Location"] == ways[0]["url"], "where it went wrong"
    page = client.get(ways[0]["url"])
    assert NOT_RIGHT in said(page)
    assert not Invitation.objects.filter(renews=cast.therapist).exists()
    done = client.post(
        ways[0]["url"],
        {
            "credential": passkey.used(page.context["js_data"]["request_options"]),
            "next": page.context["redirect_field_value"],
        },
    )
    assert done.headers["Location"] == reverse("people")
    assert Invitation.objects.filter(renews=cast.therapist).exists()


def test_a_whole_clinic_behind_one_address_signs_in_within_a_minute(db: None) -> None:
    tries = [stranger().post(reverse("mfa_login_webauthn")).status_code for _ in range(31)]
    assert tries == [302] * 30 + [429]


ODD = [
    "",
    "no json",
    "null",
    "[]",
    "{}",
    '{"id": "a"}',
    '{"id": "YQ", "rawId": "YQ", "response": 5, "type": "public-key"}',
    '{"id": "YQ", "rawId": "YQ", "response": {"clientDataJSON": "e30", "attestationObject": "YQ"}, "type": "x"}',
    '{"id": "YQ", "rawId": "YQ", "more": "\\u0000", "response": {"clientDataJSON": "e30"}, "type": "public-key"}',
]


@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_passkey_ends_in_a_sentence(cast: Cast, here: SignedIn, odd: str) -> None:
    add(here(cast.therapist), SoftPasskey())
    client = here(cast.therapist)
    adding = client.post(reverse("mfa_add_webauthn"), {"credential": odd})
    assert (adding.status_code, "not a passkey" in said(adding) or "No passkey was used" in said(adding)) == (200, True)
    browser = stranger()
    address = reverse("mfa_login_webauthn")
    browser.get(address, headers={"accept": "application/json"})
    assert browser.post(address, {"credential": odd}).headers["Location"] == reverse("account_login")
    browser.post(reverse("account_login"), {"login": cast.therapist.email, "password": PASSWORD})
    assert browser.post(reverse("mfa_authenticate"), {"credential": odd}).status_code == 200
    assert client.post(reverse("mfa_reauthenticate_webauthn"), {"credential": odd}).status_code == 302


@pytest.mark.parametrize(
    ("host", "secure", "found"),
    [
        ("localhost:8000", False, ""),
        ("clinic.localhost", False, ""),
        ("127.0.0.1:8000", False, "loopback"),
        ("[::1]:8000", False, "loopback"),
        ("192.168.1.20:8000", False, "number"),
        ("192.168.1.20", True, "number"),
        ("clinic.example", False, "http"),
        ("clinic.example", True, ""),
        ("localhost.example", False, "http"),
    ],
)
def test_where_browsers_know_passkeys(host: str, secure: bool, found: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert obstacle(RequestFactory(headers={"host": host}).get("/", secure=secure)) == found


def test_where_none_can_be_made_one_sentence_says_why_and_the_app_is_offered(
    cast: Cast, signed_in: SignedIn, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    without_app(cast.therapist)
    client = signed_in(cast.therapist)
    for host, words in (
        ("127.0.0.1:8000", "http://localhost:8000/account/second-factor/"),
        ("192.168.1.20", "192.168.1.20 is a number"),
        ("clinic.example", "does not begin with https"),
    ):
        page = said(client.get(reverse("mfa_add_webauthn"), follow=True, headers={"host": host}))
        assert (words in page, "Set up an app" in page, "Add a passkey" in page) == (True, True, False)
        assert "passkey" not in said(Client().get(reverse("account_login"), headers={"host": host}))


def test_a_passkey_says_where_it_works_when_that_is_not_here(cast: Cast, here: SignedIn, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = here(cast.therapist)
    add(client, SoftPasskey())
    assert "not here" not in said(client.get(reverse("mfa_index")))
    assert "Works at localhost, not here" in said(client.get(reverse("mfa_index"), headers={"host": "clinic.example"}))


def test_an_app_alone_is_enough(cast: Cast, signed_in: SignedIn) -> None:
    without_app(cast.therapist)
    TOTP.activate(cast.therapist, "A" * 32)
    assert signed_in(cast.therapist).get(reverse("today")).status_code == 200
