"""Who does what in a clinic, and what it is called: a lead changes it, and each change is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from restride.site.accounts import people
from restride.site.accounts.models import Clinic, ClinicChange, Role, User
from tests.site.cast import Cast, staff

SignedIn = Callable[[User | None], Client]
Deed = ClinicChange.Deed
BOTH = [Role.THERAPIST, Role.CLINIC_LEAD]


def deeds_of(cast: Cast) -> list[tuple[str, str]]:
    """What the lead did in the clinic, newest first."""
    return list(cast.clinic.changes.filter(by=cast.lead).values_list("deed", "words"))


def roles_of(user: User) -> set[str]:
    """What somebody is now."""
    return set(user.memberships.values_list("role", flat=True))


def test_a_physiotherapist_becomes_a_lead_and_an_open_session_sees_it_on_its_next_page(
    cast: Cast, signed_in: SignedIn
) -> None:
    lead, therapist = signed_in(cast.lead), signed_in(cast.therapist)
    assert therapist.get(reverse("people")).status_code == 403
    lead.post(reverse("colleague_roles", args=[cast.therapist.pk]), {"roles": BOTH})
    page = therapist.get(reverse("people"))
    assert page.status_code == 200
    assert "Physiotherapist and clinic lead" in page.content.decode()
    lead.post(reverse("colleague_roles", args=[cast.therapist.pk]), {"roles": [Role.THERAPIST]})
    assert therapist.get(reverse("people")).status_code == 403
    assert deeds_of(cast) == [(Deed.ROLE_TAKEN, "Clinic lead"), (Deed.ROLE_GIVEN, "Clinic lead")]
    assert "Role taken back: Clinic lead · R. B." in lead.get(reverse("people")).content.decode()


def test_a_lead_steps_down_but_the_last_who_can_sign_in_does_not(cast: Cast, signed_in: SignedIn) -> None:
    second = staff(cast.clinic, "second@north.example", "S. L.", Role.CLINIC_LEAD)
    people.close_account(person=second, by=cast.lead)
    lead, own = signed_in(cast.lead), reverse("colleague_roles", args=[cast.lead.pk])
    assert "keeps a lead" in lead.post(own, {"roles": [Role.THERAPIST]}, follow=True).content.decode()
    assert roles_of(cast.lead) == {Role.CLINIC_LEAD}, "nothing of it was kept"
    people.open_account(person=second, by=cast.lead)
    assert lead.post(own, {"roles": [Role.THERAPIST]}).headers["Location"] == reverse("account")
    assert roles_of(cast.lead) == {Role.THERAPIST}
    assert lead.get(reverse("people")).status_code == 403
    with pytest.raises(PermissionDenied):
        people.set_roles(person=second, clinic=cast.clinic, roles=frozenset(BOTH), by=cast.lead)


def test_who_becomes_a_lead_has_a_second_factor_where_staff_need_one(cast: Cast, settings: Any) -> None:
    Authenticator.objects.filter(user=cast.therapist).delete()
    said: dict[str, Any] = {"person": cast.therapist, "clinic": cast.clinic, "roles": frozenset(BOTH), "by": cast.lead}
    with pytest.raises(people.NotPossible, match="no second factor yet"):
        people.set_roles(**said)
    settings.RESTRIDE_STAFF_MFA_REQUIRED = False
    people.set_roles(**said)
    assert roles_of(cast.therapist) == set(BOTH)


def test_a_role_is_changed_only_here_and_is_never_none(cast: Cast, signed_in: SignedIn) -> None:
    lead = signed_in(cast.lead)
    answer = lead.post(reverse("colleague_roles", args=[cast.therapist.pk]), {"roles": ["runner"]}, follow=True)
    assert "has a role" in answer.content.decode()
    for stranger in (cast.therapist_elsewhere, cast.runner):
        assert lead.post(reverse("colleague_roles", args=[stranger.pk]), {"roles": BOTH}).status_code == 404
        with pytest.raises(PermissionDenied):
            people.set_roles(person=stranger, clinic=cast.clinic, roles=frozenset(BOTH), by=cast.lead)
    people.close_account(person=cast.therapist, by=cast.lead)
    closed = lead.post(reverse("colleague_roles", args=[cast.therapist.pk]), {"roles": BOTH}, follow=True)
    assert "is closed" in closed.content.decode()
    assert roles_of(cast.therapist) == {Role.THERAPIST}


def test_a_clinic_changes_name_and_telephone_and_runners_dial_the_new_one(cast: Cast, signed_in: SignedIn) -> None:
    lead, runner = signed_in(cast.lead), signed_in(cast.runner)
    address = reverse("change_clinic", args=[cast.clinic.pk])
    assert 'value="North"' in lead.get(address).content.decode()
    said = {"clinic": "North and Hill", "telephone": "+44 (0)1632 960-123"}
    for _ in range(2):
        assert lead.post(address, said).headers["Location"] == reverse("people")
    assert deeds_of(cast) == [(Deed.TELEPHONE, "none → +44 (0)1632 960-123"), (Deed.RENAMED, "North → North and Hill")]
    page = runner.get(reverse("my_clinic")).content.decode()
    assert 'href="tel:+441632960123"' in page
    assert "+44 (0)1632 960-123" in page
    assert lead.get(reverse("change_clinic", args=[cast.other_clinic.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        people.change_clinic(clinic=cast.other_clinic, name="X", telephone="1", by=cast.lead)


@pytest.mark.parametrize(
    ("telephone", "sentence"),
    [("", "Which number"), ("ask us", "has digits"), ("-", "has digits"), ("1" * 16, "one number only")],
)
def test_what_no_telephone_dials_is_refused(cast: Cast, signed_in: SignedIn, telephone: str, sentence: str) -> None:
    address = reverse("change_clinic", args=[cast.clinic.pk])
    answer = signed_in(cast.lead).post(address, {"clinic": "North", "telephone": telephone})
    assert (answer.status_code, deeds_of(cast)) == (422, [])
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("030/123-45", "03012345"),
        ("(01632) 960 123", "01632960123"),
        ("(0) 1632", "01632"),
        ("+49 (0)30 1", "+49301"),
        ("1" * 15, "1" * 15),
        ("", ""),
    ],
)
def test_a_link_dials_what_a_person_would(written: str, dialled: str) -> None:
    assert Clinic(name="North", telephone=written).dialled == dialled


def test_what_a_lead_changed_cannot_be_rewritten(cast: Cast) -> None:
    people.close_account(person=cast.therapist, by=cast.lead)
    rows = ClinicChange.objects.filter(clinic=cast.clinic)
    for change in (lambda: rows.update(words="never"), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
