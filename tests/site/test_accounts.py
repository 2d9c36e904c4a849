"""Who gets in, how, and what they must set up first."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as project
from django.contrib.auth.hashers import identify_hasher
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from restride.site.accounts.actions import InvitationRefused, accept_invitation, add_member, found_clinic, invite
from restride.site.accounts.models import Invitation, Membership, Role, User
from restride.site.bodies import BodyLimitMiddleware
from restride.site.episodes.actions import invite_runner
from restride.site.episodes.models import RunnerRecord
from tests.site.cast import PASSWORD, Cast

SignedIn = Callable[[User | None], Client]


@pytest.mark.django_db
def test_passwords_are_hashed_with_argon2() -> None:
    user = add_member(clinic=found_clinic(name="N"), email="a@b.example", name="A", role=Role.RUNNER, password=PASSWORD)
    assert identify_hasher(user.password).algorithm == "argon2"


def test_staff_without_a_second_factor_reach_only_its_set_up(cast: Cast, signed_in: SignedIn) -> None:
    Authenticator.objects.filter(user=cast.therapist).delete()
    client = signed_in(cast.therapist)
    answer = client.get(reverse("today"))
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("mfa_index"))


def test_the_second_factor_can_be_switched_off_and_the_page_says_so(
    cast: Cast, signed_in: SignedIn, settings: Any
) -> None:
    Authenticator.objects.filter(user=cast.therapist).delete()
    cast.clinic.is_demonstration = True
    cast.clinic.save()
    settings.RESTRIDE_STAFF_MFA_REQUIRED = False
    answer = signed_in(cast.therapist).get(reverse("today"))
    assert answer.status_code == 200
    assert b"Second factor is off" in answer.content


def test_signing_in_with_a_second_factor_stops_at_the_code(cast: Cast) -> None:
    client = Client()
    form = {"login": cast.therapist.email, "password": PASSWORD}
    answer = client.post(reverse("account_login"), form)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("today")).status_code == 302


def test_a_link_sets_the_password_once_and_signs_in(cast: Cast) -> None:
    token = invite_runner(record=cast.record, by=cast.therapist)
    client = Client()
    address = reverse("accept_invitation", args=[token])
    answer = client.post(address, {"password": "another long sunday"})
    assert answer.headers["Location"] == reverse("home")
    assert client.get(reverse("runner_today")).status_code == 200
    assert Client().get(address).status_code == 410


def test_a_weak_password_is_refused_in_words(cast: Cast) -> None:
    token = invite_runner(record=cast.record, by=cast.therapist)
    answer = Client().post(reverse("accept_invitation", args=[token]), {"password": "short"})
    assert b"at least 10 characters" in answer.content


@pytest.mark.parametrize(
    ("now", "then", "sentence"),
    [
        ("not the password", "another long sunday", "type your current password"),
        (PASSWORD, "short", "at least 10 characters"),
        (PASSWORD, "another long sunday", None),
    ],
)
def test_a_password_is_changed_by_whoever_knows_it(
    cast: Cast, signed_in: SignedIn, now: str, then: str, sentence: str | None
) -> None:
    client, elsewhere = signed_in(cast.runner), signed_in(cast.runner)
    answer = client.post(reverse("account_change_password"), {"oldpassword": now, "password1": then}, follow=True)
    assert sentence is None or sentence in answer.content.decode()
    assert User.objects.get(pk=cast.runner.pk).check_password(then) is (sentence is None)
    pages = [one.get(reverse("runner_today")).status_code for one in (client, elsewhere)]
    assert pages == [200, 302 if sentence is None else 200], "elsewhere the old one opened"


def test_the_account_names_every_role_in_its_clinic(cast: Cast, signed_in: SignedIn) -> None:
    Membership.objects.create(user=cast.lead, clinic=cast.clinic, role=Role.THERAPIST)
    Membership.objects.create(user=cast.lead, clinic=cast.other_clinic, role=Role.RUNNER)
    clinics = signed_in(cast.lead).get(reverse("account")).context["clinics"]
    assert clinics == [(cast.clinic, "Physiotherapist and clinic lead"), (cast.other_clinic, "Runner")]


def test_a_newer_link_closes_the_older(cast: Cast) -> None:
    older = invite_runner(record=cast.record, by=cast.therapist)
    invite_runner(record=cast.record, by=cast.therapist)
    with pytest.raises(InvitationRefused):
        accept_invitation(token=older, password=PASSWORD)


def test_a_link_never_resets_the_password_of_staff(cast: Cast) -> None:
    issued = invite(
        clinic=cast.other_clinic,
        email=cast.therapist.email,
        name="X",
        role=Role.RUNNER,
        by=cast.therapist_elsewhere,
    )
    with pytest.raises(InvitationRefused, match="another role"):
        accept_invitation(token=issued.token, password="taken over by a link")
    assert User.objects.get(pk=cast.therapist.pk).check_password(PASSWORD)


def test_only_the_fingerprint_of_a_link_is_stored(cast: Cast) -> None:
    token = invite_runner(record=cast.record, by=cast.therapist)
    assert token not in str(list(Invitation.objects.values()))


def test_a_record_is_linked_to_the_person_who_accepted(cast: Cast) -> None:
    assert RunnerRecord.objects.get(pk=cast.record.pk).user == cast.runner


@pytest.mark.django_db
def test_every_answer_carries_the_security_headers() -> None:
    headers = Client().get(reverse("account_login")).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_a_page_of_a_signed_in_person_is_never_kept(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.therapist).get(reverse("today")).headers["Cache-Control"] == "private, no-store"


def test_debug_is_off() -> None:
    assert project.DEBUG is False


@pytest.mark.parametrize(
    ("who", "page", "megabytes", "refused"),
    [
        (None, "account_login", 3.0, False),
        (None, "account_login", 3.2, True),
        (None, "my_runs_add", 3.2, True),
        ("runner", "my_runs_add", 251.0, False),
        ("runner", "my_runs_add", 251.1, True),
    ],
)
def test_what_is_too_large_is_refused_by_its_stated_length_before_it_is_read(
    cast: Cast, who: str | None, page: str, megabytes: float, refused: bool
) -> None:
    request = RequestFactory().post(reverse(page), CONTENT_LENGTH=str(round(megabytes * 1_000_000)))
    request.user = AnonymousUser() if who is None else getattr(cast, who)
    answer = BodyLimitMiddleware(Client().request).process_view(request, resolve(reverse(page)).func, (), {})
    assert (answer is not None) == refused
    if answer is not None:
        assert answer.status_code == 413
        assert "Nothing was kept" in answer.content.decode()
    whole = Client().post(reverse(page), {}, CONTENT_LENGTH="9000000000")
    assert whole.status_code == 413, "the site asks it before the forgery check"


class _Unread(io.RawIOBase):
    """A body that nobody may read."""

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: Any) -> int:
        raise AssertionError("the body was read before its sender was refused")


def _large_post(client: Client, page: str) -> int:
    """Announce a file of 200 MB; the forgery check looks for its word in the form."""
    client.handler.enforce_csrf_checks = True
    client.cookies["csrftoken"] = "a" * 32
    kind = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": "200000000"}
    return client.generic("POST", page, **kind, **{"wsgi.input": _Unread()}).status_code


def test_a_large_file_from_somebody_whom_the_page_is_not_for_is_never_read(cast: Cast, signed_in: SignedIn) -> None:
    to_the_clinic = reverse("add_recording", args=[cast.record.pk])
    assert _large_post(signed_in(cast.runner), to_the_clinic) == 403
    assert _large_post(signed_in(cast.therapist), reverse("my_runs_add")) == 403
    assert _large_post(Client(), to_the_clinic) == 413
    with pytest.raises(AssertionError, match="was read"):
        _large_post(signed_in(cast.therapist), to_the_clinic)
