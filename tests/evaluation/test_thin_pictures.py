"""Few plain facts, as reports tell them: enough for a danger, and not enough to cry wolf on the ordinary."""

from __future__ import annotations

from typing import Any

import pytest

from restride.model.words import Urgency
from tests.evaluation.hand_made import evaluated

SORE_CALF = {"onset_snap_or_pop": "yes", "swelling": "yes", "night_pain": "yes"}
#: Name → (what must be decided at least, the case's facts).
DANGERS: dict[str, tuple[str, dict[str, Any]]] = {
    "a strain of the groin that does not settle": (
        "SOON",
        {"site": "groin", "features": {"strain_not_settling": "yes", "pain_running": "yes"}},
    ),
    "buttock pain on walking after more running": (
        "SOON",
        {"site": "buttock", "onset": "gradual", "features": {"pain_running": "yes", "pain_walking": "yes"}},
    ),
    "a midfoot that has ached for months": (
        "SOON",
        {"site": "midfoot", "weeks": 20, "features": {"pain_running": "yes", "lingers_after_run": "yes"}},
    ),
    "a midfoot that was twisted and hurts on walking": (
        "URGENT",
        {"site": "midfoot", "features": {"onset_twist": "yes", "pain_walking": "yes", "swelling": "yes"}},
    ),
    "a sore tendon that got suddenly worse and weak": (
        "SOON",
        {"site": "achilles_mid", "features": {"abrupt_worsening": "yes", "weakness_felt": "yes"}},
    ),
    "a knee that swells again and again without an injury": (
        "SOON",
        {"site": "knee", "onset": "gradual", "features": {"swelling": "yes", "recurrent_episodes": "yes"}},
    ),
    "a knee suddenly swollen and warm without an injury": (
        "SAME_DAY",
        {"site": "knee", "onset": "sudden", "features": {"swelling": "yes", "warmth_redness": "yes"}},
    ),
    "a front knee ache that suddenly got worse and hurts on walking": (
        "URGENT",
        {"site": "knee_front", "onset": "gradual", "features": {"abrupt_worsening": "yes", "pain_walking": "yes"}},
    ),
    "numb skin with pain down the leg": (
        "SOON",
        {"site": "thigh_back", "features": {"numbness": "yes", "pain_radiates_leg": "yes"}},
    ),
    "a calf tear that swells and throbs at night": (
        "SOON",
        {"site": "calf", "onset": "sudden", "features": SORE_CALF},
    ),
    "a twisted knee that swells and gives way": (
        "SOON",
        {"site": "knee_inner", "features": {"onset_twist": "yes", "swelling": "yes", "giving_way": "yes"}},
    ),
}  # fmt: skip

ORDINARY: dict[str, dict[str, Any]] = {
    "a worn meniscus": {
        "site": "knee_inner", "onset": "gradual", "weeks": 16,
        "features": {"pain_twisting_knee": "yes", "pain_joint_line": "yes", "pain_squatting": "yes"},
    },
    "a numb patch under a tight belt": {
        "site": "thigh_outer", "onset": "gradual", "features": {"numbness": "yes", "tight_belt_or_pack": "yes"},
    },
    "electric toes in narrow shoes": {
        "site": "forefoot_under",
        "features": {"electric_shooting": "yes", "pain_tight_shoes": "yes", "relief_shoe_off": "yes"},
    },
    "a pulled calf with a bruise": {
        "site": "calf", "onset": "sudden", "features": {"onset_sprinting": "yes", "bruising": "yes"},
    },
    "a swollen ankle after a twist": {
        "site": "ankle_outer", "onset": "after_injury",
        "features": {"onset_twist": "yes", "swelling": "yes", "warmth_redness": "yes"},
    },
    "a knee over fifty with some fluid": {
        "site": "knee_inner", "onset": "gradual", "weeks": 40,
        "features": {"swelling": "yes", "recurrent_episodes": "yes", "morning_stiffness_short": "yes"},
    },
}  # fmt: skip


def _of(told: dict[str, Any], **more: Any) -> Any:
    return evaluated(complaints=[{"side": "left"} | told], **more)


@pytest.mark.parametrize("name", DANGERS)
def test_few_facts_are_enough_for_a_danger(name: str) -> None:
    at_least, told = DANGERS[name]
    routine = {"changes": [{"what": "distance", "direction": "up"}]}
    course = _of(told, runner={"age_years": 34, "sex": "male"}, routine=routine).course
    assert course.decision == "refer"
    assert course.urgency.rank >= Urgency(at_least).rank


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_picture_is_not_sent_away(name: str) -> None:
    course = _of(ORDINARY[name], runner={"age_years": 54, "sex": "female"}).course
    assert course.decision in ("treat", "treat_and_watch")


def test_a_hop_that_hurts_is_pain_with_impact() -> None:
    told = {"site": "shin_upper_inner", "onset": "gradual", "features": {"pain_running": "yes"}}
    hop = [{"test": "single_leg_hop_pain", "side": "left", "result": "positive"}]
    assert _of(told).course.decision != "refer"
    assert _of(told, exam=hop).course.decision == "refer"
    other = [{"test": "single_leg_hop_pain", "side": "right", "result": "positive"}]
    assert _of(told, exam=other).course.decision != "refer"


@pytest.mark.parametrize(
    ("age", "site", "features"),
    [
        (70, "calf", {"eased_bending_forward": "yes", "leg_heavy_on_walking": "yes"}),
        (12, "knee_front", {"walks_foot_turned_out": "yes"}),
    ],
)
def test_words_that_reports_use_are_heard(age: int, site: str, features: dict[str, str]) -> None:
    told = {"site": site, "onset": "gradual", "weeks": 30, "features": features}
    assert _of(told, runner={"age_years": age}).course.decision == "refer"


def test_a_sore_kneecap_bone_is_no_ordinary_front_knee_pain() -> None:
    told = {"site": "knee_front", "onset": "gradual", "features": {"pain_running": "yes", "pain_walking": "yes"}}
    bone = [{"test": "patella_bone_tenderness", "side": "left", "result": "positive"}]
    assert _of(told).course.decision != "refer"
    assert _of(told, exam=bone).course.decision == "refer"
