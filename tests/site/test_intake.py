"""The intake from the first page to a case version: saved as it goes, nothing retyped, unknown kept unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from restride.site.accounts.models import User
from restride.site.episodes.models import AuditEntry, CaseVersion, EvaluationRecord
from restride.site.intake import about_pain
from restride.site.intake.models import IntakeDraft
from restride.site.intake.queries import way_of
from restride.site.intake.steps import Step
from tests.site.cast import TODAY, Cast, answered

SignedIn = Callable[[User | None], Client]


@pytest.fixture
def phone(cast: Cast, signed_in: SignedIn) -> Client:
    return signed_in(cast.runner)


def page(step: str) -> str:
    return reverse("intake_step", args=[step])


def place(phone: Client, region: str = "right-knee", part: str = "knee_outer", number: int = 1) -> Any:
    return phone.post(page(f"where-{number}"), {"region": region, "part": part})


def draft() -> IntakeDraft:
    return IntakeDraft.objects.get()


TYPED = {
    "height": "178", "mass": "70", "pace": "5:30", "goal_on": "2027-04-01", "age": "34", "sleep": "7,5",
    "minutes": "30", "weekly": "40", "longest": "18",
}  # fmt: skip


def answers_to(step: Step) -> dict[str, Any]:
    """The first answer of every choice, a sensible number for the rest, no to every danger."""
    if step.kind == "another":
        return {"another": "no"}
    said: dict[str, Any] = {}
    for question in step.questions:
        for name, field in question.fields().items():
            choices = list(getattr(field, "choices", ()))
            said[name] = "no" if step.part == "Safety" else choices[0][0] if choices else TYPED.get(name, "1")
    return said


def answer_everything(phone: Client) -> list[str]:
    """Answer page after page until there is no page left."""
    phone.get(reverse("intake"))
    seen = []
    while (step := way_of(draft(), TODAY).open) is not None:
        seen.append(step.id)
        if step.kind == "place":
            place(phone, number=step.complaint + 1)
            continue
        response = phone.post(page(step.id), answers_to(step))
        assert response.status_code == 302, (step.id, response.context["form"].errors)
    return seen


def test_every_page_can_be_answered_and_becomes_a_case_with_an_evaluation(phone: Client, cast: Cast) -> None:
    seen = answer_everything(phone)
    assert 25 <= len(seen) <= 45
    assert phone.post(reverse("intake_check")).status_code == 302
    version = CaseVersion.objects.get()
    assert version.by_the_runner
    complaint = version.document["complaints"][0]
    assert (complaint["site"], complaint["side"]) == ("knee_outer", "right")
    assert version.document["runner"]["height"] == "178 cm"
    assert version.document["routine"]["sleep_hours"] == 7.5
    assert set(version.document["red_flags"].values()) == {"no"}
    assert EvaluationRecord.objects.get().case_version == version
    assert draft().sent == version
    assert AuditEntry.objects.filter(deed__in=["intake.begun", "case.saved", "case.evaluated"]).count() == 3


def test_a_runner_who_skips_every_page_sends_unknowns_and_not_a_single_no(phone: Client) -> None:
    phone.get(reverse("intake"))
    while (step := way_of(draft(), TODAY).open) is not None:
        assert phone.post(page(step.id), {"skip": "1"}).status_code == 302
    phone.post(reverse("intake_check"))
    document = CaseVersion.objects.get().document
    assert "red_flags" not in document
    assert document["complaints"] == [{"site": "whole_body"}]
    flags = EvaluationRecord.objects.get().document["triage"]["ask_first"]
    assert "cardiac_now" in flags


def test_answers_are_there_on_another_device(phone: Client, cast: Cast, signed_in: SignedIn) -> None:
    phone.get(reverse("intake"))
    phone.post(page("you"), {"age": "34", "sex": "female", "experience": "recreational"})
    other = signed_in(cast.runner)
    assert b"You stopped at step 2" in other.get(reverse("intake")).content
    assert b'value="34"' in other.get(page("you")).content


def test_a_person_who_thinks_in_feet_retypes_nothing(phone: Client) -> None:
    phone.get(reverse("intake"))
    phone.post(page("body"), {"height": "178", "mass": "70", "units": "imperial"})
    content = phone.get(page("body")).content.decode()
    assert "5 ft 10 in" in content
    assert "154.3" in content
    phone.post(page("body"), {"height": "5 ft 10 in", "mass": "154.3"})
    assert draft().document["runner"]["height"] == "178 cm"
    phone.post(page("body"), {"height": "6 1", "mass": "160"})
    assert draft().document["runner"].items() >= {"height": "73 in", "mass": "160 lb"}.items()


@pytest.mark.parametrize(
    ("step", "field", "typed", "words"),
    [
        ("body", "height", "1780", "Is it 178?"),
        ("body", "mass", "7", "Is it 70?"),
        ("you", "age", "340", "Is it 34?"),
        ("you", "age", "old", "is not a number"),
    ],
)
def test_an_impossible_number_is_told_beside_its_field_with_a_guess(
    phone: Client, step: str, field: str, typed: str, words: str
) -> None:
    phone.get(reverse("intake"))
    response = phone.post(page(step), {field: typed})
    content = response.content.decode()
    assert response.status_code == 200
    assert words in content
    assert f'href="#f_{field}"' in content
    assert f'value="{typed}"' in content


def test_an_emergency_yes_says_at_once_what_to_do_and_tells_the_clinic(phone: Client) -> None:
    phone.get(reverse("intake"))
    place(phone)
    phone.post(page("more-1"), {"another": "no"})
    asked = (step for step in way_of(draft(), TODAY).steps if "cardiac_now" in [one.name for one in step.questions])
    response = phone.post(page(next(asked).id), {"cardiac_now": "yes"}, follow=True)
    content = response.content.decode()
    assert "Call the emergency number" in content
    assert 'href="tel:112"' in content
    assert "Go on with the questions" in content
    assert EvaluationRecord.objects.get().urgency == "EMERGENCY"
    assert draft().sent is None


def test_the_clinic_s_own_findings_survive_a_second_sending(phone: Client, cast: Cast) -> None:
    exam = [{"test": "noble_compression", "side": "right", "result": "positive"}]
    answered(cast.episode, cast.therapist, {"complaints": [{"site": "knee_outer"}], "exam": exam})
    phone.get(reverse("intake"))
    phone.post(page("you"), {"age": "34"})
    phone.post(reverse("intake_check"))
    document = CaseVersion.objects.order_by("-number")[0].document
    assert document["exam"] == exam
    assert document["runner"]["age_years"] == 34


def test_a_red_flag_is_asked_only_of_whom_it_concerns(phone: Client) -> None:
    phone.get(reverse("intake"))
    phone.post(page("you"), {"age": "34", "sex": "male"})
    place(phone)
    phone.post(page("more-1"), {"another": "no"})
    asked = {question.name for step in way_of(draft(), TODAY).steps for question in step.questions}
    assert "reds_male" in asked
    assert not asked & {"reds_menstrual", "child_limp", "child_bone", "missed_periods"}


def test_nobody_opens_another_runner_s_answers(phone: Client, cast: Cast, signed_in: SignedIn) -> None:
    phone.get(reverse("intake"))
    phone.post(page("you"), {"age": "41"})
    other = signed_in(cast.other_runner)
    assert b'value="41"' not in other.get(page("you")).content


def test_another_place_asks_its_own_questions_again(phone: Client) -> None:
    answer_everything(phone)
    assert way_of(draft(), TODAY).open is None
    phone.post(page("where-1") + "?from=check", {"region": "left-shin", "part": "shin_front"})
    way = way_of(draft(), TODAY)
    assert way.open is not None
    assert way.open.id == "began-1"
    open_questions = {question.name for step in way.steps if step.id not in way.done for question in step.questions}
    assert {"bsi_high", "weeks"} <= open_questions
    assert draft().document["complaints"] == [{"site": "shin_front", "side": "left"}]


def test_a_pain_is_asked_in_the_words_of_its_question() -> None:
    asked = (*about_pain.pain(0), *about_pain.around_run(0))
    assert [one.fields()[one.name].label for one in asked] == [one.label for one in asked]
