"""Where somebody is signed in, and how they end it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from restride.site.accounts.models import OpenSession, User
from restride.site.accounts.sessions import SEEN_EVERY, SessionStore, device_of, end_sessions, open_sessions
from restride.site.start import forget_ended_sessions
from tests.site.cast import PASSWORD, Cast

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
ADDRESS = "/account/signed-in/"


def at(user: User, agent: str) -> Client:
    """Somebody signs in with a password, on the device that calls itself this."""
    client = Client(headers={"user-agent": agent})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def devices_of(user: User) -> set[str]:
    """Where somebody is signed in."""
    return {one.device for one in open_sessions(user)}


@pytest.fixture
def devices(cast: Cast) -> tuple[Client, Client]:
    """A runner at the phone and at the desk."""
    return at(cast.runner, PHONE), at(cast.runner, DESK)


def test_somebody_sees_the_own_devices_only_and_no_key(cast: Cast, devices: tuple[Client, Client]) -> None:
    at(cast.other_runner, "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0")
    page = devices[0].get(ADDRESS).content.decode()
    assert devices_of(cast.runner) == {"Safari on iPhone", "Edge on Windows"}
    assert [name in page for name in ("Safari on iPhone", "Edge on Windows", "Firefox")] == [True, True, False]
    assert page.count("This device") == 1
    assert [one.pk for one in OpenSession.objects.all() if one.pk in page] == []


def test_one_device_is_signed_out_from_the_other(cast: Cast, devices: tuple[Client, Client]) -> None:
    phone, desk = devices
    marks = {one.device: one.mark for one in open_sessions(cast.runner)}
    phone.post(ADDRESS, {"end": marks["Edge on Windows"]})
    assert "sign-in" in desk.get(reverse("runner_today")).headers["Location"]
    assert phone.post(ADDRESS, {"end": marks["Safari on iPhone"]}).status_code == 302
    assert phone.get(reverse("runner_today")).status_code == 200, "this one ends by signing out"


def test_everywhere_else_is_signed_out_at_once_and_nobody_else(cast: Cast, devices: tuple[Client, Client]) -> None:
    phone, desk = devices
    other = at(cast.other_runner, DESK)
    strangers = [one.mark for one in open_sessions(cast.other_runner)]
    desk.post(ADDRESS, {"end": strangers[0]})
    desk.post(ADDRESS)
    assert "sign-in" in phone.get(reverse("runner_today")).headers["Location"]
    assert [client.get(reverse("runner_today")).status_code for client in (desk, other)] == [200, 200]
    assert b"everywhere else" not in desk.get(ADDRESS).content, "only this one is left"


def test_what_an_earlier_password_opened_is_not_listed(cast: Cast, devices: tuple[Client, Client]) -> None:
    cast.runner.set_password("another long sunday")
    cast.runner.save()
    assert open_sessions(cast.runner) == []
    assert "sign-in" in devices[0].get(ADDRESS).headers["Location"]


@pytest.mark.parametrize(("later", "noted"), [(-1, False), (0, True), (1, True)])
def test_last_seen_is_noted_now_and_then(
    cast: Cast, devices: tuple[Client, Client], later: int, noted: bool, monkeypatch: Any
) -> None:
    row = open_sessions(cast.runner)[0]
    then = row.seen_at + SEEN_EVERY + timedelta(seconds=later)
    monkeypatch.setattr(timezone, "now", lambda: then)
    SessionStore(row.pk).load()
    assert (OpenSession.objects.get(pk=row.pk).seen_at == then) is noted


def test_changing_a_session_keeps_whose_it_is_and_since_when(cast: Cast, devices: tuple[Client, Client]) -> None:
    before = OpenSession.objects.get(pk=devices[0].session.session_key)
    session = devices[0].session
    session["anything"] = 1
    session.save()
    after = OpenSession.objects.get(pk=before.pk)
    assert (after.person, after.device, after.began_at) == (cast.runner, before.device, before.began_at)


def test_a_start_forgets_what_has_ended(cast: Cast, devices: tuple[Client, Client]) -> None:
    ended = OpenSession.objects.filter(pk=devices[0].session.session_key)
    ended.update(expire_date=timezone.now() - timedelta(seconds=1))
    forget_ended_sessions()
    assert devices_of(cast.runner) == {"Edge on Windows"}
    assert not ended.exists()
    end_sessions(cast.runner)
    assert devices_of(cast.runner) == set()
    assert authenticate(username=cast.runner.email, password=PASSWORD) == cast.runner


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/18 Safari/605", "Safari on Mac"),
        ("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605 CriOS/140.0 Safari/604.1", "Chrome on iPad"),
        ("", "A browser"),
        ("<script>" + "x" * 5000, "A browser"),
    ],
)
def test_a_device_is_called_what_people_call_it(agent: str, name: str) -> None:
    assert device_of(agent) == name
