"""A picture or a letter is about one place of one side: elsewhere it says nothing and releases nothing."""

from __future__ import annotations

from typing import Any

import pytest

from restride.knowledge.case_reader import CaseError
from restride.model.evaluation import Danger, Evaluation
from tests.evaluation.hand_made import complaint, condition, evaluated, feature, knowledge

WATCH: dict[str, Any] = {
    "triggers": [{"says": "It wakes", "all_of": ["night_pain"]}],
    "releases": [{"finding": "mri_without_bone_injury", "state": "present", "says": "MRI shows none"}],
    "whom_to_see": "Sports physician",
}
BONE: dict[str, Any] = {"tissue": "bone_high", "urgency": "SAME_DAY", "must_not_miss": WATCH}
NECK = condition(
    "neck",
    feature("night_pain", "strong"),
    sites=[
        {"site": "groin", "weight": "typical"},
        {"site": "thigh_front", "weight": "possible"},
        {"site": "knee_front", "weight": "referred"},
    ],
    **BONE,
)
FOOT = condition(
    "foot_bone", feature("night_pain", "strong"), sites=[{"site": "midfoot_top", "weight": "typical"}], **BONE
)
FACTS = knowledge(NECK, FOOT)
SORE = {"features": {"night_pain": "yes"}}


def mri(**more: Any) -> list[dict[str, Any]]:
    return [{"test": "mri_without_bone_injury", "result": "positive"} | more]


def danger(found: Evaluation, name: str) -> Danger:
    return next(one for one in found.must_not_miss if one.condition == name)


@pytest.mark.parametrize("site", ["groin", "hip", "pelvis"])
def test_a_picture_of_the_place_releases(site: str) -> None:
    found = evaluated(FACTS, complaints=complaint("groin", **SORE), exam=mri(site=site, side="left"))
    assert danger(found, "neck").released_by == ("mri_without_bone_injury",)


@pytest.mark.parametrize(
    "exam", [mri(site="foot", side="left"), mri(site="midfoot_top"), mri(site="groin", side="right")]
)
def test_a_picture_of_another_place_or_side_does_not(exam: list[dict[str, Any]]) -> None:
    found = evaluated(FACTS, complaints=complaint("groin", **SORE), exam=exam)
    assert danger(found, "neck").state == "open"
    assert found.triage.plan_locked


def test_a_picture_of_the_thigh_does_not_show_the_hip() -> None:
    found = evaluated(FACTS, complaints=complaint("thigh_front", **SORE), exam=mri(site="thigh_front", side="left"))
    assert danger(found, "neck").state == "open"


def test_a_picture_of_a_place_it_is_only_felt_in_does_not_release() -> None:
    found = evaluated(FACTS, complaints=complaint("knee_front", **SORE), exam=mri(side="left"))
    assert danger(found, "neck").state == "open"


def test_a_picture_of_a_further_place_says_nothing_about_the_first() -> None:
    also = [{"site": "midfoot_top", "side": "left"}]
    found = evaluated(
        FACTS, complaints=complaint("groin", also=also, **SORE), exam=mri(site="midfoot_top", side="left")
    )
    assert danger(found, "neck").state == "open"


def test_without_a_place_it_counts_for_the_only_complaint_of_its_side() -> None:
    both = complaint("groin", **SORE) + complaint("midfoot_top", **SORE)
    lone = evaluated(FACTS, complaints=complaint("groin", **SORE), exam=mri(side="left"))
    assert danger(lone, "neck").state == "answered"
    unclear = evaluated(FACTS, complaints=both, exam=mri(side="left"))
    assert {danger(unclear, "neck").state, danger(unclear, "foot_bone").state} == {"open"}
    said = evaluated(FACTS, complaints=both, exam=mri(side="left", site="foot"))
    assert (danger(said, "neck").state, danger(said, "foot_bone").state) == ("open", "answered")


def test_two_places_of_one_test_do_not_contradict_each_other() -> None:
    two = mri(side="left", site="foot") + mri(side="left", site="hip", result="negative")
    found = evaluated(FACTS, complaints=complaint("midfoot_top", **SORE), exam=two)
    assert danger(found, "foot_bone").state == "answered"


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(CaseError, match=r"exam\.site: 'hipp' is not a known body site.*did you mean 'hip'"):
        evaluated(FACTS, complaints=complaint("groin"), exam=mri(site="hipp"))
