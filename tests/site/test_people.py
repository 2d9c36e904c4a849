"""How a clinic begins, and how its people come and go."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from restride.cli import main
from restride.site.accounts import people
from restride.site.accounts.beginning import AlreadyBegun, begin
from restride.site.accounts.models import Clinic, ClinicChange, Invitation, Membership, Role, User
from restride.site.tokens import WithoutSecrets, fingerprint, new_token
from tests.site.cast import PASSWORD, Cast, staff

SignedIn = Callable[[User | None], Client]
NEW = "another long sunday"

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
    assert client.get(reverse("today")).headers["Location"] == reverse("mfa_index")
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


def test_an_empty_site_says_where_the_link_is_and_asks_for_no_password(begin_link: str) -> None:
    page = Client().get(reverse("account_login")).content.decode()
    assert "Nobody works here yet, so nobody can sign in." in page
    assert "<form" not in page
    assert begin_link not in page
    begin(**FIRST)
    assert "Nobody works here" not in Client().get(reverse("account_login")).content.decode()


def test_a_demonstration_has_people_and_so_nothing_to_begin(cast: Cast, settings: Any) -> None:
    settings.RESTRIDE_BEGIN_FINGERPRINT = fingerprint("secret")
    assert Client().get(reverse("begin", args=["secret"])).status_code == 404


@pytest.mark.parametrize("kind", ["begin", "invitation"])
def test_the_secret_of_a_link_does_not_reach_the_log(kind: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Gone", f"/{kind}/abc_-9/"), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == f"Gone: /{kind}/…/"


def opened(link: dict[str, Any] | str, **said: str) -> Any:
    """Somebody without a session uses a link."""
    address = link if isinstance(link, str) else link["address"]
    return Client().post(address, {"password": NEW} | said)


def person(user: User) -> User:
    """The row as it is now."""
    return User.objects.get(pk=user.pk)


def new_password_link(cast: Cast, *, lost_phone: bool = False) -> str:
    """The address of a link that the lead makes for the therapist."""
    issued = people.give_new_password_link(person=cast.therapist, resets_second_factor=lost_phone, by=cast.lead)
    return reverse("accept_invitation", args=[issued.token])


def test_a_lead_invites_a_colleague_who_then_works_here(cast: Cast, signed_in: SignedIn) -> None:
    lead = signed_in(cast.lead)
    said = {"name": "N. K.", "email": "NK@north.example", "role": Role.THERAPIST}
    assert lead.post(reverse("invite_colleague"), said).headers["Location"] == reverse("people")
    page = lead.get(reverse("people"))
    link = page.context["link"]
    assert link["address"] in page.content.decode()
    assert (link["name"], link["hours"]) == ("N. K.", 14 * 24)
    assert link["address"] not in lead.get(reverse("people")).content.decode(), "shown once"
    assert opened(link).headers["Location"] == reverse("home")
    joined = User.objects.get(email="nk@north.example")
    assert list(joined.memberships.values_list("clinic", "role")) == [(cast.clinic.pk, Role.THERAPIST)]
    assert opened(link).status_code == 410, "works once"
    assert "nk@north.example" not in lead.get(reverse("people")).content.decode(), "no longer open"


def test_who_works_here_is_not_invited_again_and_another_clinic_is_not_told_of(cast: Cast, signed_in: SignedIn) -> None:
    lead = signed_in(cast.lead)
    said = {"name": "X", "role": Role.CLINIC_LEAD, "email": cast.therapist.email.upper()}
    refused = lead.post(reverse("invite_colleague"), said)
    assert (refused.status_code, Invitation.objects.filter(role=Role.CLINIC_LEAD).count()) == (422, 0)
    assert "works here already" in refused.content.decode()
    elsewhere = lead.post(reverse("invite_colleague"), said | {"email": cast.therapist_elsewhere.email})
    assert elsewhere.status_code == 302, "the same answer as for an address that nobody has"


def test_a_withdrawn_link_is_closed_and_says_by_whom(cast: Cast, signed_in: SignedIn) -> None:
    lead = signed_in(cast.lead)
    issued = people.invite_colleague(
        clinic=cast.clinic, name="N. K.", email="nk@north.example", role=Role.THERAPIST, by=cast.lead
    )
    lead.post(reverse("withdraw_invitation", args=[issued.invitation.pk]))
    issued.invitation.refresh_from_db()
    assert (issued.invitation.withdrawn_by, issued.invitation.is_open()) == (cast.lead, False)
    assert opened(reverse("accept_invitation", args=[issued.token])).status_code == 410


def test_a_lead_reaches_only_the_links_and_people_of_the_own_clinic(cast: Cast, signed_in: SignedIn) -> None:
    lead = signed_in(cast.lead)
    runners = Invitation.objects.filter(role=Role.RUNNER)[0]
    assert lead.post(reverse("withdraw_invitation", args=[runners.pk])).status_code == 404
    for stranger in (cast.therapist_elsewhere, cast.runner):
        assert lead.get(reverse("colleague", args=[stranger.pk])).status_code == 404
        assert lead.post(reverse("colleague_account", args=[stranger.pk, "close"])).status_code == 404
        with pytest.raises(PermissionDenied):
            people.close_account(person=stranger, by=cast.lead)
    assert person(cast.therapist_elsewhere).is_active


@pytest.mark.parametrize(("lost_phone", "next_page"), [(False, "mfa_authenticate"), (True, "home")])
def test_a_link_for_a_new_password_keeps_the_second_factor_unless_the_phone_is_lost(
    cast: Cast, signed_in: SignedIn, lost_phone: bool, next_page: str
) -> None:
    lead, old_session = signed_in(cast.lead), signed_in(cast.therapist)
    said = {"resets_second_factor": "on"} if lost_phone else {}
    lead.post(reverse("colleague_link", args=[cast.therapist.pk]), said)
    link = lead.get(reverse("people")).context["link"]
    assert (link["renews"], link["hours"]) == (True, 24)
    assert old_session.get(reverse("today")).status_code == 200, "a link alone changes nothing"
    answer = opened(link)
    assert answer.headers["Location"] == reverse(next_page)
    assert person(cast.therapist).check_password(NEW)
    assert Authenticator.objects.filter(user=cast.therapist).exists() is not lost_phone
    assert "sign-in" in old_session.get(reverse("today")).headers["Location"], "old sessions end with the password"
    kept = Invitation.objects.get(renews=cast.therapist)
    assert (kept.invited_by, kept.accepted_by, kept.resets_second_factor) == (cast.lead, cast.therapist, lost_phone)


@pytest.mark.parametrize(("late_by", "status"), [(-1, 200), (0, 410), (1, 410)])
def test_a_link_for_a_new_password_ends_after_a_day(cast: Cast, late_by: int, status: int, monkeypatch: Any) -> None:
    link = new_password_link(cast)
    ends = Invitation.objects.get(renews=cast.therapist).expires_at
    monkeypatch.setattr(timezone, "now", lambda: ends + timedelta(seconds=late_by))
    assert Client().get(link).status_code == status


def test_a_newer_link_for_a_new_password_closes_the_older(cast: Cast) -> None:
    older, newer = new_password_link(cast), new_password_link(cast)
    assert [Client().get(link).status_code for link in (older, newer)] == [410, 200]


def test_nobody_decides_alone_about_somebody_of_two_clinics(cast: Cast, signed_in: SignedIn) -> None:
    issued = new_password_link(cast, lost_phone=True)
    Membership.objects.create(user=cast.therapist, clinic=cast.other_clinic, role=Role.THERAPIST)
    for deed in (people.close_account, people.open_account):
        with pytest.raises(people.NotPossible, match="another clinic"):
            deed(person=cast.therapist, by=cast.lead)
    with pytest.raises(people.NotPossible, match="another clinic"):
        new_password_link(cast)
    assert "does not fit your account" in opened(issued).content.decode(), "nor with a link of before"
    assert person(cast.therapist).check_password(PASSWORD)
    assert Authenticator.objects.filter(user=cast.therapist).exists()


def test_a_closed_account_is_signed_out_at_once_and_opens_as_it_was(cast: Cast, signed_in: SignedIn) -> None:
    lead, therapist, runner = signed_in(cast.lead), signed_in(cast.therapist), signed_in(cast.runner)
    link = new_password_link(cast)
    lead.post(reverse("colleague_account", args=[cast.therapist.pk, "close"]))
    assert "sign-in" in therapist.get(reverse("today")).headers["Location"]
    form = {"login": cast.therapist.email, "password": PASSWORD}
    assert Client().post(reverse("account_login"), form).headers["Location"] == reverse("account_inactive")
    assert opened(link).status_code == 410
    assert b"Account closed" in lead.get(reverse("colleague", args=[cast.therapist.pk])).content
    lead.post(reverse("colleague_account", args=[cast.therapist.pk, "open"]))
    assert "sign-in" in therapist.get(reverse("today")).headers["Location"], "an old session stays ended"
    assert Client().post(reverse("account_login"), form).headers["Location"] == reverse("mfa_authenticate")
    assert runner.get(reverse("runner_today")).status_code == 200, "nobody else was signed out"
    said = ClinicChange.objects.filter(person=cast.therapist, clinic=cast.clinic).values_list("deed", "by")
    assert list(said) == [(deed, cast.lead.pk) for deed in (ClinicChange.Deed.OPENED, ClinicChange.Deed.CLOSED)]


def test_a_clinic_keeps_a_lead_whoever_closes_whom(cast: Cast, signed_in: SignedIn) -> None:
    second = staff(cast.clinic, "second@north.example", "S. L.", Role.CLINIC_LEAD)
    for deed in (people.close_account, people.open_account):
        with pytest.raises(people.NotPossible, match="your own account"):
            deed(person=cast.lead, by=cast.lead)
    people.close_account(person=cast.lead, by=second)
    with pytest.raises(PermissionDenied):
        people.close_account(person=second, by=cast.lead)
    with pytest.raises(people.NotPossible):
        people.close_account(person=second, by=second)
    assert person(second).is_active
    own = signed_in(second).post(reverse("colleague_account", args=[second.pk, "close"]), follow=True)
    assert "Another clinic lead" in own.content.decode()


def test_a_therapist_decides_about_nobody(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        people.close_account(person=cast.lead, by=cast.therapist)
    with pytest.raises(PermissionDenied):
        people.invite_colleague(
            clinic=cast.clinic, name="X", email="x@y.example", role=Role.THERAPIST, by=cast.therapist
        )


@pytest.fixture
def site_here(cast: Cast, settings: Any, tmp_path: Path) -> Cast:
    """A site that was started once."""
    settings.MEDIA_ROOT = str(tmp_path)
    return cast


def test_whoever_has_the_machine_makes_a_link_for_the_only_lead(
    site_here: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["staff-link", "LEAD@north.example", "--lost-phone", "--address", "https://clinic.example/"]) == 0
    said, link = capsys.readouterr().out.splitlines()
    assert said.startswith("New password for C. L., works once, until ")
    assert link.startswith("https://clinic.example/invitation/")
    assert opened(link.removeprefix("https://clinic.example")).headers["Location"] == reverse("home")
    assert person(site_here.lead).check_password(NEW)
    assert not Authenticator.objects.filter(user=site_here.lead).exists()


@pytest.mark.parametrize(
    ("email", "sentence"),
    [("km@runner.example", "Nobody of staff signs in with"), ("therapist@north.example", "is closed")],
)
def test_no_link_for_a_runner_or_a_closed_account(
    site_here: Cast, email: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    people.close_account(person=site_here.therapist, by=site_here.lead)
    assert main(["staff-link", email]) == 2
    assert sentence in capsys.readouterr().err
    assert not Invitation.objects.exclude(renews=None).exists()


@pytest.mark.parametrize("address", ["clinic.example", "ftp://clinic.example", "https://"])
def test_no_link_to_an_address_that_opens_nothing(
    site_here: Cast, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["staff-link", site_here.lead.email, "--address", address]) == 2
    assert "opens nothing" in capsys.readouterr().err
    assert not Invitation.objects.exclude(renews=None).exists()


def test_where_no_site_is_there_is_no_link(settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "nothing" / "media")
    assert main(["staff-link", "a@b.example"]) == 2
    assert "There is no site in" in capsys.readouterr().err
