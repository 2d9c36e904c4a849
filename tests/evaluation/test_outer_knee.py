"""The outer knee: what separates conditions that are often confused there. Findings from the profiles' sources."""

from __future__ import annotations

import pytest

from tests.evaluation.hand_made import complaint, evaluated


def first(site: str = "knee_outer", features: str = "", exam: str = "", also: str = "", **typed: object) -> list[str]:
    more: dict[str, object] = {"features": dict.fromkeys(features.split(), "yes")} | typed
    if also:
        more["also"] = [{"site": name, "side": "right"} for name in also.split()]
    results = [{"test": test, "side": "right", "result": "positive"} for test in exam.split()]
    found = evaluated(complaints=complaint(site, "right", **more), exam=results)
    return [one.condition for one in found.complaints[0].hypotheses]


PICTURES: dict[str, dict[str, str]] = {
    "itbs": {"features": "pain_outer_knee_above_line pain_downhill", "through_run": "starts_at_same_point"},
    "meniscal_tear": {
        "features": "onset_twist locking pain_joint_line",
        "exam": "lateral_joint_line_tenderness mcmurray",
    },
    "popliteus_tendinopathy": {
        "features": "pain_back_outer_corner pain_downhill",
        "exam": "garrick_test popliteus_palpation",
    },
    "ptfj": {"site": "fibular_head", "features": "onset_twist clicking_painful", "exam": "fibular_head_glide"},
    "bsi_fibula": {
        "site": "fibular_head",
        "features": "pain_focal_point",
        "exam": "fibular_bone_tenderness",
        "through_run": "builds",
    },
    "peroneal_nerve": {
        "site": "fibular_head",
        "features": "tingling_top_of_foot foot_slap",
        "exam": "fibular_head_tinel",
    },
    "distal_hamstring": {
        "also": "knee_back",
        "features": "pain_uphill pain_next_morning",
        "exam": "distal_hamstring_tenderness distal_hamstring_resisted_pain",
    },
    "lumbar_radiculopathy": {
        "also": "low_back",
        "features": "tingling back_position_changes_pain leg_pain_worse_than_back",
        "exam": "slump straight_leg_raise",
    },
}


@pytest.mark.parametrize("condition", PICTURES)
def test_the_separating_findings_bring_it_first(condition: str) -> None:
    assert first(**PICTURES[condition])[0] == condition


@pytest.mark.parametrize(
    ("against", "finding"),
    [("itbs", "locking"), ("itbs", "swelling"), ("meniscal_tear", "pain_starts_same_point"), ("itbs", "tingling")],
)
def test_what_speaks_against_one_never_helps_it(against: str, finding: str) -> None:
    before, after = first(), first(features=finding)
    assert against not in after or after.index(against) >= before.index(against)


def test_a_bare_outer_knee_puts_the_common_first_and_claims_nothing() -> None:
    found = evaluated(complaints=complaint("knee_outer", "right")).complaints[0]
    assert found.hypotheses[0].condition == "itbs"
    assert found.hypotheses[0].level == "little_support"
    assert found.not_told_apart
