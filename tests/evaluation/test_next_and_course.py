"""What to do next, what to do at all, and what caused it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from restride.knowledge.schema import Cause
from tests.evaluation.hand_made import complaint, condition, evaluated, feature, flag, knowledge, real

BENIGN = condition(
    "benign",
    feature("limping", "strong", "against_strong"),
    feature("tingling", "strong"),
    feature("grating", "moderate"),
)
OTHER = condition("other", feature("limping", "against_strong"), feature("night_pain", "strong"))
KNOWN = {"limping": "yes", "tingling": "yes", "grating": "yes"}


def cause(**more: Any) -> Cause:
    record: dict[str, Any] = {
        "id": "more_hills", "name": "More hills", "plain": "more hills", "group": "overuse",
        "mechanism": "Loads the shin", "features": [feature("hills_added", "strong")],
        "conditions": ["benign"], "certainty": "low",
        "timing": {
            "says": "Within", "value": 4, "unit": "weeks", "applies_to": "runners", "certainty": "engineering_default",
        },
    }  # fmt: skip
    return msgspec.convert(record | more, Cause)


def kind_of(weeks: float | None, made: Cause) -> str | None:
    change = {"what": "hills", "direction": "up"} | ({} if weeks is None else {"weeks_before_onset": weeks})
    facts = knowledge(BENIGN, causes={made.id: made})
    found = evaluated(facts, complaints=complaint(features=KNOWN), routine={"changes": [change]}).causes
    return found[0].kind if found else None


@pytest.mark.parametrize(("weeks", "kind"), [(0, "likely"), (4, "likely"), (5, "observation"), (None, "possible")])
def test_a_cause_must_lie_shortly_before_the_onset(weeks: float | None, kind: str) -> None:
    assert kind_of(weeks, cause()) == kind


def test_without_a_mechanism_it_is_an_observation() -> None:
    assert kind_of(1, cause(conditions=["something_else"])) == "observation"


def test_a_hop_is_never_offered_while_bone_stress_is_possible() -> None:
    for site in ("shin_inner", "groin", "forefoot_top", "midfoot_top", "heel_under", "sacroiliac", "shin_front"):
        found = evaluated(complaints=complaint(site))
        assert found.triage.impact_locked, site
        offered = [real().tests[step.id] for step in found.next_steps if step.kind == "test"]
        assert not any(test.impact for test in offered), site


def test_a_test_that_a_known_finding_forbids_is_not_offered() -> None:
    facts = knowledge(condition("one", feature("squat_pain_test", "strong", "against_strong")), OTHER)
    steps = [step.id for step in evaluated(facts).next_steps]
    assert "squat_pain_test" in steps
    unable = evaluated(facts, complaints=complaint(features={"unable_weight_bear": "yes"}))
    assert "squat_pain_test" not in [step.id for step in unable.next_steps]


def test_what_is_known_is_not_asked_again() -> None:
    found = evaluated(knowledge(BENIGN, OTHER), complaints=complaint(features={"limping": "yes"}))
    assert "limping" not in [step.id for step in found.next_steps]


def test_a_step_that_could_change_the_course_comes_before_one_that_orders() -> None:
    watch = {"triggers": [{"says": "Night", "any_of": ["night_sweats"]}], "whom_to_see": "Physician"}
    danger = condition("danger", feature("night_sweats", "strong"), urgency="URGENT", must_not_miss=watch)
    found = evaluated(knowledge(BENIGN, OTHER, danger))
    assert found.next_steps[0].id == "night_sweats"
    assert "look further" in found.next_steps[0].decides


def test_a_settled_benign_picture_is_treated() -> None:
    found = evaluated(knowledge(BENIGN), complaints=complaint(features=KNOWN))
    assert found.course.decision == "treat"


def test_an_unsettled_one_is_treated_and_watched() -> None:
    twin = condition(
        "twin", feature("limping", "strong"), feature("tingling", "strong"), feature("grating", "moderate")
    )
    assert evaluated(knowledge(BENIGN, twin), complaints=complaint(features=KNOWN)).course.decision == "treat_and_watch"


def test_a_bare_site_is_not_enough_information() -> None:
    assert evaluated(knowledge(BENIGN)).course.decision == "not_enough_information"


def test_a_place_no_condition_names_is_out_of_scope() -> None:
    assert evaluated(knowledge(BENIGN), complaints=complaint("chest")).course.decision == "out_of_scope"


def test_a_minor_without_a_guardian_is_watched() -> None:
    young = evaluated(knowledge(BENIGN), complaints=complaint(features=KNOWN), runner={"age_years": 15})
    assert young.course.decision == "treat_and_watch"
    accompanied = evaluated(
        knowledge(BENIGN),
        complaints=complaint(features=KNOWN),
        runner={"age_years": 15},
        history={"features": {"under_guardian": "yes"}},
    )
    assert accompanied.course.decision == "treat"


@pytest.mark.parametrize(
    ("runner", "decision"),
    [
        ({"age_years": 7.9}, "out_of_scope"),
        ({"age_years": 8}, "treat_and_watch"),
        ({"age_band_years": [7, 9]}, "out_of_scope"),
        ({"age_band_years": [8, 9]}, "treat_and_watch"),
        ({}, "treat"),
    ],
)
def test_under_eight_nothing_is_decided(runner: dict[str, Any], decision: str) -> None:
    found = evaluated(knowledge(BENIGN), complaints=complaint(features=KNOWN), runner=runner)
    assert found.course.decision == decision
    assert evaluated(purpose="prevention", complaints=[], runner=runner).course.decision == (
        "out_of_scope" if decision == "out_of_scope" else "treat"
    )


def test_a_danger_is_referred_at_any_age() -> None:
    facts = knowledge(BENIGN, red_flags={"alarm": flag("alarm", "SAME_DAY")})
    said = {"complaints": complaint(features=KNOWN), "red_flags": {"alarm": "yes"}, "runner": {"age_years": 5}}
    assert evaluated(facts, **said).course.decision == "refer"


def test_a_runner_without_injury_gets_prevention() -> None:
    assert evaluated(purpose="prevention", complaints=[]).course.decision == "treat"


def test_a_referral_says_whom_how_soon_and_which_image() -> None:
    watch = {"triggers": [{"says": "Night", "any_of": ["night_pain"]}], "whom_to_see": "Oncologist", "imaging": "MRI"}
    danger = condition("danger", feature("night_pain", "strong"), urgency="SAME_DAY", must_not_miss=watch)
    facts = knowledge(danger, red_flags={"alarm": flag("alarm", "SOON")})
    found = evaluated(facts, complaints=complaint(features={"night_pain": "yes"}), red_flags={"alarm": "yes"}).course
    assert (found.decision, found.urgency.value, found.whom_to_see, found.imaging) == (
        "refer",
        "SAME_DAY",
        "Oncologist",
        ("MRI",),
    )
    assert {reason.rule for reason in found.because} >= {"conditions/danger", "red_flags/alarm"}


def test_a_place_where_everything_is_dangerous_is_referred_without_support() -> None:
    found = evaluated(complaints=complaint("chest", "unknown"))
    assert {one.urgency.locks_plan for one in found.complaints[0].hypotheses} == {True}
    assert found.course.decision == "refer"
    assert found.triage.plan_locked


def test_two_problems_are_two_pictures() -> None:
    heel = complaint("heel_under", features={"morning_first_steps": "yes", "heel_pain_inner_front": "yes"})
    hip = complaint("hip_outer", features={"night_lying_on_side": "yes", "pain_stairs_up": "yes"})
    found = evaluated(complaints=heel + hip)
    assert [one.hypotheses[0].condition for one in found.complaints] == ["plantar_heel_pain", "gtps"]
    assert "plantar_heel_pain" not in [one.condition for one in found.shared]


def test_low_energy_is_seen_in_a_runner_without_a_complaint() -> None:
    answers = {"missed_periods": "yes", "low_energy_intake": "yes", "recent_weight_loss": "yes"}
    found = evaluated(purpose="prevention", complaints=[], bone_and_energy=answers)
    assert "low_energy_availability" in [one.condition for one in found.must_not_miss if one.state == "open"]
    assert found.course.decision == "refer"
