"""The answers in the therapist's hands: read, corrected, never retyped, every part a new version."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from restride.site import engine
from restride.site.accounts.models import User
from restride.site.cases.forms import PartForm
from restride.site.cases.parts import PARTS, part
from restride.site.episodes.models import CaseVersion
from tests.site.cast import Cast
from tests.site.charts import OUTER_KNEE, charted

SignedIn = Callable[[User | None], Client]


def filled(name: str) -> tuple[PartForm, dict[str, object]]:
    """The form of a part as the browser would send it back untouched."""
    described = part(name, OUTER_KNEE, engine.facts())
    fresh = PartForm(part=described, document=OUTER_KNEE)
    return fresh, {key: value for key, value in fresh.initial.items() if value not in ("", [])}


@pytest.mark.parametrize("name", PARTS)
def test_saving_a_part_untouched_changes_nothing_that_matters(name: str) -> None:
    fresh, data = filled(name)
    form = PartForm(data, part=fresh.part, document=OUTER_KNEE)
    assert form.is_valid(), form.errors
    before, after = engine.case_of(OUTER_KNEE), engine.case_of(form.changed_document)
    assert engine.facts().digest
    assert before.complaints[0].pain == after.complaints[0].pain
    assert before.routine == after.routine
    assert before.goals == after.goals


def test_a_bare_number_gets_the_unit_that_the_field_shows() -> None:
    fresh, data = filled("routine")
    data |= {"routine__weekly_distance": "42", "routine__usual_pace": "5:30", "routine__longest_run": "10 mi"}
    form = PartForm(data, part=fresh.part, document=OUTER_KNEE)
    assert form.is_valid(), form.errors
    routine = form.changed_document["routine"]
    assert (routine["weekly_distance"], routine["usual_pace"]) == ("42 km", "5:30 min/km")
    assert routine["longest_run"] == "10 mi"


def test_the_engines_sentence_stands_at_its_field() -> None:
    fresh, data = filled("complaint")
    data["complaints__0__pain__worst"] = "11"
    form = PartForm(data, part=fresh.part, document=OUTER_KNEE)
    assert not form.is_valid()
    assert form.errors == {"complaints__0__pain__worst": ["11 is above 10, the highest possible; check the number."]}


def test_a_unit_that_does_not_fit_is_refused_at_its_field() -> None:
    fresh, data = filled("routine")
    data["routine__weekly_distance"] = "42 kg"
    form = PartForm(data, part=fresh.part, document=OUTER_KNEE)
    assert "routine__weekly_distance" in form.errors


def test_an_empty_field_takes_the_answer_out() -> None:
    fresh, data = filled("complaint")
    del data["complaints__0__weeks"]
    form = PartForm(data, part=fresh.part, document=OUTER_KNEE)
    assert form.is_valid(), form.errors
    assert "weeks" not in form.changed_document["complaints"][0]


def test_a_correction_is_a_new_version_under_the_therapists_name(cast: Cast, signed_in: SignedIn) -> None:
    charted(cast.episode, cast.therapist)
    _fresh, data = filled("runner")
    client = signed_in(cast.therapist)
    client.post(reverse("edit_part", args=[cast.record.pk, "runner"]), {**data, "runner__age_years": "35"})
    latest = CaseVersion.objects.latest("number")
    assert (latest.number, latest.document["runner"]["age_years"]) == (2, 35)
    assert latest.reason == "Runner corrected by the clinic"


def test_the_first_complaint_can_be_entered_at_the_visit(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.therapist)
    address = reverse("edit_part", args=[cast.record.pk, "complaint"])
    assert b"Where it hurts" in client.get(address).content
    client.post(address, {"complaints__0__site": "calf", "complaints__0__side": "left"})
    assert CaseVersion.objects.get().document["complaints"] == [{"site": "calf", "side": "left"}]


def test_a_second_complaint_can_be_added_and_removed(cast: Cast, signed_in: SignedIn) -> None:
    charted(cast.episode, cast.therapist)
    client = signed_in(cast.therapist)
    client.post(
        reverse("edit_part", args=[cast.record.pk, "complaint"]), {"number": "2", "complaints__1__site": "calf"}
    )
    assert [one["site"] for one in CaseVersion.objects.latest("number").document["complaints"]] == [
        "knee_outer",
        "calf",
    ]
    client.post(reverse("remove_complaint", args=[cast.record.pk]), {"number": "1"})
    assert [one["site"] for one in CaseVersion.objects.latest("number").document["complaints"]] == ["calf"]


def test_red_flags_come_first_on_the_answers(cast: Cast, signed_in: SignedIn) -> None:
    charted(cast.episode, cast.therapist)
    text = signed_in(cast.therapist).get(reverse("answers", args=[cast.record.pk])).content.decode()
    assert text.index("Warning questions") < text.index("Running routine")
    assert "unknown" in text
