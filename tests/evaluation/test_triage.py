"""Red flags, dangers and locks: only raised, never assumed, cleared by name and date."""

from __future__ import annotations

from typing import Any

import pytest

from restride.model.words import Urgency
from tests.evaluation.hand_made import TODAY, complaint, condition, evaluated, feature, flag, knowledge

WATCH: dict[str, Any] = {
    "triggers": [{"says": "Two signs of bone", "any_of": ["night_pain", "limping", "pain_walking"], "at_least": 2}],
    "releases": [
        {"finding": "mri_without_bone_injury", "state": "present", "says": "MRI shows none"},
        {"finding": "single_leg_hop_pain", "state": "absent", "says": "A hop does not hurt"},
    ],
    "never_released_by": ["single_leg_hop_pain"],
    "whom_to_see": "Sports physician",
}
BONE = condition("bone", feature("night_pain", "strong"), tissue="bone_low", urgency="URGENT", must_not_miss=WATCH)
SIGNS = {"night_pain": "yes", "limping": "yes"}


@pytest.mark.parametrize("level", ["EMERGENCY", "SAME_DAY", "URGENT"])
def test_an_open_flag_from_urgent_on_locks_the_plan(level: str) -> None:
    found = evaluated(knowledge(red_flags={"alarm": flag("alarm", level)}), red_flags={"alarm": "yes"})
    assert found.triage.urgency is Urgency(level)
    assert found.triage.plan_locked
    assert found.course.decision == "refer"


@pytest.mark.parametrize("level", ["SOON", "CAUTION"])
def test_a_milder_flag_does_not_lock_it(level: str) -> None:
    found = evaluated(knowledge(red_flags={"alarm": flag("alarm", level)}), red_flags={"alarm": "yes"})
    assert found.triage.urgency is Urgency(level)
    assert not found.triage.plan_locked


def test_an_unanswered_question_is_neither_yes_nor_no() -> None:
    found = evaluated(knowledge(red_flags={"alarm": flag("alarm")}))
    assert found.triage.urgency is Urgency.NONE
    assert found.triage.not_asked == ("alarm",)
    assert not found.triage.plan_locked


def test_an_unanswered_emergency_question_must_be_asked_before_anything_is_signed() -> None:
    facts = knowledge(red_flags={"alarm": flag("alarm", "EMERGENCY", unknown_is_open=True)})
    silent = evaluated(facts).triage
    assert silent.ask_first == ("alarm",)
    assert silent.flags[0].answer == "unknown_counts_as_open"
    assert silent.urgency is Urgency.NONE
    assert not silent.plan_locked
    assert silent.signing_locked
    answered = evaluated(facts, red_flags={"alarm": "no"}).triage
    assert answered.ask_first == ()
    assert not answered.signing_locked


def test_a_finding_answers_a_question_even_against_a_no() -> None:
    facts = knowledge(red_flags={"alarm": flag("alarm", implied_by=["dark_urine"])})
    found = evaluated(facts, complaints=complaint(features={"dark_urine": "yes"}), red_flags={"alarm": "no"})
    assert found.triage.flags[0].answer == "derived"
    assert found.triage.urgency is Urgency.URGENT


@pytest.mark.parametrize(("age", "asked"), [(9, True), (16, True), (17, False), (7, False)])
def test_a_question_keeps_to_its_ages(age: float, asked: bool) -> None:
    facts = knowledge(red_flags={"alarm": flag("alarm", age_above_years=8, age_below_years=17)})
    assert bool(evaluated(facts, runner={"age_years": age}).triage.not_asked) is asked


def test_an_unknown_age_or_sex_does_not_exempt() -> None:
    facts = knowledge(red_flags={"alarm": flag("alarm", age_below_years=17, sex="female")})
    assert evaluated(facts).triage.not_asked == ("alarm",)
    assert evaluated(facts, runner={"sex": "male"}).triage.not_asked == ()


def test_a_clearance_by_name_and_date_closes_the_flag_and_one_of_tomorrow_does_not() -> None:
    facts = knowledge(red_flags={"alarm": flag("alarm")})
    clearance = {"flag": "alarm", "by": "Dr Example", "on": TODAY.isoformat()}
    cleared = evaluated(facts, red_flags={"alarm": "yes"}, clearances=[clearance]).triage
    assert cleared.urgency is Urgency.NONE
    assert (cleared.flags[0].cleared_by, cleared.flags[0].cleared_on) == ("Dr Example", TODAY)
    late = evaluated(facts, red_flags={"alarm": "yes"}, clearances=[clearance | {"on": "2026-03-03"}]).triage
    assert late.plan_locked


def test_a_danger_waits_for_answers_opens_and_is_released_only_by_what_releases_it() -> None:
    facts = knowledge(BONE)
    waiting = evaluated(facts).must_not_miss[0]
    assert (waiting.state, waiting.missing) == ("needs_answers", ("limping", "night_pain", "pain_walking"))
    opened = evaluated(facts, complaints=complaint(features=SIGNS))
    assert opened.must_not_miss[0].state == "open"
    assert opened.triage.urgency is Urgency.URGENT
    hop = [{"test": "single_leg_hop_pain", "side": "left", "result": "negative"}]
    assert evaluated(facts, complaints=complaint(features=SIGNS), exam=hop).must_not_miss[0].state == "open"
    image = [{"test": "mri_without_bone_injury", "side": "left", "result": "positive"}]
    released = evaluated(facts, complaints=complaint(features=SIGNS), exam=image)
    assert released.must_not_miss[0].state == "answered"
    assert released.must_not_miss[0].released_by == ("mri_without_bone_injury",)
    assert released.triage.urgency is Urgency.NONE


def test_a_danger_stands_whatever_leads_the_ranking() -> None:
    leader = condition("leader", *(feature(word, "decisive") for word in ("night_pain", "limping", "tingling")))
    found = evaluated(knowledge(leader, BONE), complaints=complaint(features=SIGNS | {"tingling": "yes"}))
    assert found.complaints[0].hypotheses[0].condition == "leader"
    assert found.must_not_miss[0].state == "open"
    assert found.course.decision == "refer"


def test_a_danger_elsewhere_is_not_raised() -> None:
    assert evaluated(knowledge(BONE), complaints=complaint("knee_outer", features=SIGNS)).must_not_miss == ()


def test_a_contradicted_answer_raises_a_danger() -> None:
    features = {"night_pain": "no", "limping": "yes"}
    found = evaluated(knowledge(BONE), complaints=complaint(features=features, pain={"at_night": 6}))
    assert found.must_not_miss[0].state == "open"


def test_impact_is_locked_while_a_bone_stress_injury_is_possible() -> None:
    facts = knowledge(BONE, condition("benign", feature("tingling", "strong")))
    assert evaluated(facts).triage.impact_locked
    features = {"night_pain": "no", "limping": "no", "tingling": "yes"}
    assert not evaluated(facts, complaints=complaint(features=features)).triage.impact_locked


def test_an_open_flag_opens_the_dangers_it_names_and_its_clearance_closes_them() -> None:
    facts = knowledge(BONE, condition("benign"), red_flags={"alarm": flag("alarm", opens=["bone"])})
    found = evaluated(facts, red_flags={"alarm": "yes"})
    assert found.must_not_miss[0].raised_by == ("alarm",)
    clearance = [{"flag": "alarm", "by": "Dr Example", "on": "2026-03-01"}]
    cleared = evaluated(facts, red_flags={"alarm": "yes"}, clearances=clearance)
    assert cleared.must_not_miss[0].state == "needs_answers"
    assert not cleared.triage.plan_locked


def test_a_dangerous_leader_locks_the_plan_even_without_its_trigger() -> None:
    features = {"night_pain": "yes", "limping": "no", "pain_walking": "no"}
    found = evaluated(knowledge(BONE), complaints=complaint(features=features))
    assert found.triage.plan_locked
    assert found.course.decision == "refer"


def test_a_danger_that_nothing_urgent_could_open_is_not_listed() -> None:
    watch = {"triggers": [{"says": "Night", "any_of": ["night_pain"]}], "whom_to_see": "Physician"}
    assert evaluated(knowledge(condition("mild", must_not_miss=watch))).must_not_miss == ()
