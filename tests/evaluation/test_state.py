"""Severity, irritability, stage and tissue, each below, at and above its limit."""

from __future__ import annotations

import pytest

from restride.model.words import Tissue
from tests.evaluation.hand_made import complaint, condition, evaluated, feature, knowledge


@pytest.mark.parametrize(
    ("worst", "level"), [(0, "mild"), (3, "mild"), (4, "moderate"), (6, "moderate"), (7, "severe"), (10, "severe")]
)
def test_severity_follows_the_worst_pain(worst: float, level: str) -> None:
    assert evaluated(complaints=complaint(pain={"worst": worst})).complaints[0].state.severity.level == level


def test_severity_without_any_level_is_unknown() -> None:
    assert evaluated().complaints[0].state.severity.level == "unknown"


@pytest.mark.parametrize(
    ("settles", "level"), [("30 min", "low"), ("60 min", "moderate"), ("24 h", "moderate"), ("25 h", "high")]
)
def test_irritability_follows_how_long_it_takes_to_settle(settles: str, level: str) -> None:
    assert evaluated(complaints=complaint(settles_in=settles)).complaints[0].state.irritability.level == level


def test_pain_at_night_is_high_whatever_settles_it() -> None:
    found = evaluated(complaints=complaint(settles_in="5 min", features={"night_pain": "yes"}))
    assert found.complaints[0].state.irritability.level == "high"


@pytest.mark.parametrize(("weeks", "level"), [(5.9, "acute"), (6, "subacute"), (11.9, "subacute"), (12, "persistent")])
def test_the_stage_follows_the_weeks(weeks: float, level: str) -> None:
    assert evaluated(complaints=complaint(weeks=weeks)).complaints[0].state.stage.level == level


def test_the_tissue_is_the_leaders_and_unknown_without_support() -> None:
    facts = knowledge(condition("tendon_one", feature("limping", "strong"), tissue="tendon"))
    assert evaluated(facts).complaints[0].state.tissue is Tissue.UNKNOWN
    assert (
        evaluated(facts, complaints=complaint(features={"limping": "yes"})).complaints[0].state.tissue is Tissue.TENDON
    )


def test_among_those_not_told_apart_the_strictest_tissue_rules() -> None:
    facts = knowledge(
        condition("a_muscle", feature("limping", "strong"), tissue="muscle"),
        condition("b_bone", feature("limping", "strong"), tissue="bone_low"),
    )
    assert (
        evaluated(facts, complaints=complaint(features={"limping": "yes"})).complaints[0].state.tissue
        is Tissue.BONE_LOW
    )
