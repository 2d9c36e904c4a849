"""Weighing: groups, clusters, sites, levels, and what cannot be told apart."""

from __future__ import annotations

import pytest

from restride.evaluation.prepared import prepare
from restride.evaluation.ranking import group_points
from restride.model.evaluation import Evaluation
from restride.model.words import State
from tests.evaluation.hand_made import complaint, condition, evaluated, feature, knowledge, real


def order(evaluation: Evaluation) -> list[str]:
    return [one.condition for one in evaluation.complaints[0].hypotheses]


def test_the_strongest_of_a_group_counts_whole_and_its_echoes_little() -> None:
    assert group_points([2.0, 1.0, 1.0], 0.2) == pytest.approx(2.4)
    assert group_points([2.0, -1.0], 0.2) == pytest.approx(1.0)
    assert group_points([-2.0, -1.0], 0.2) == pytest.approx(-2.2)


def test_three_messages_beat_one_message_said_three_times() -> None:
    words = ("pain_squatting", "pain_stairs_down", "pain_sitting_long")
    echoed = condition("echoed", *(feature(word, "moderate", group="flexion") for word in words))
    different = condition("different", *(feature(word, "moderate") for word in words))
    facts = knowledge(echoed, different)
    assert order(evaluated(facts, complaints=complaint(features=dict.fromkeys(words, "yes")))) == [
        "different",
        "echoed",
    ]


def test_a_typical_site_beats_a_possible_one_and_that_a_neighbour() -> None:
    facts = knowledge(
        condition("next_door", feature("night_pain", "weak"), sites=[{"site": "calf", "weight": "typical"}]),
        condition("typical"),
        condition("possible", sites=[{"site": "shin_inner", "weight": "possible"}]),
    )
    found = evaluated(facts, complaints=complaint(features={"night_pain": "yes"}))
    assert [name for name in order(found) if name != "next_door"] == ["typical", "possible"]


def test_a_vague_word_stands_for_its_closer_sites() -> None:
    facts = knowledge(condition("shin_trouble"))
    assert order(evaluated(facts, complaints=complaint("shin"))) == ["shin_trouble"]
    assert order(evaluated(facts, complaints=complaint("knee_front"))) == []


def test_a_condition_without_the_site_comes_up_from_its_own_features() -> None:
    features = [feature("night_pain", "strong"), feature("night_sweats", "strong")]
    elsewhere = condition("elsewhere", *features, sites=[{"site": "low_back", "weight": "typical"}])
    facts = knowledge(condition("local"), elsewhere)
    silent = evaluated(facts, complaints=complaint())
    speaking = evaluated(facts, complaints=complaint(features={"night_pain": "yes", "night_sweats": "yes"}))
    assert order(silent) == ["local"]
    assert "elsewhere" in order(speaking)


def test_only_a_site_gives_an_order_without_support() -> None:
    found = evaluated(complaints=complaint("knee_outer")).complaints[0]
    assert found.hypotheses[0].condition == "itbs"
    assert {one.level for one in found.hypotheses} == {"little_support"}
    assert "Only the site is known" in found.order_says


def test_unknown_adds_nothing_and_is_listed_as_missing() -> None:
    facts = knowledge(condition("one", feature("night_pain", "strong", "against_strong")))
    only = evaluated(facts, complaints=complaint()).complaints[0].hypotheses[0]
    assert only.level == "little_support"
    assert [message.finding for message in only.missing] == ["night_pain"]
    assert only.missing[0].state is State.UNKNOWN


@pytest.mark.parametrize(("answer", "level"), [("yes", "possible"), ("no", "spoken_against")])
def test_presence_and_absence_are_weighed_each_way(answer: str, level: str) -> None:
    facts = knowledge(condition("one", feature("night_pain", "strong", "against_strong")))
    found = evaluated(facts, complaints=complaint(features={"night_pain": answer}))
    assert found.complaints[0].hypotheses[0].level == level


def test_well_supported_needs_two_different_messages() -> None:
    one_message = condition(
        "one_message", feature("night_pain", "strong", group="a"), feature("pain_at_rest", "strong", group="a")
    )
    two_messages = condition("two_messages", feature("night_pain", "strong"), feature("pain_at_rest", "strong"))
    facts = knowledge(one_message, two_messages)
    found = evaluated(facts, complaints=complaint(features={"night_pain": "yes", "pain_at_rest": "yes"}))
    levels = {one.condition: one.level for one in found.complaints[0].hypotheses}
    assert levels == {"two_messages": "well_supported", "one_message": "possible"}


def test_what_nearly_every_complaint_has_supports_nothing() -> None:
    facts = knowledge(condition("one", feature("pain_running", "strong"), feature("onset_gradual", "strong")))
    found = evaluated(facts, complaints=complaint(onset="gradual", features={"pain_running": "yes"}))
    assert found.complaints[0].hypotheses[0].level == "little_support"


def test_who_it_is_and_how_long_it_lasts_support_nothing_alone() -> None:
    facts = knowledge(condition("one", feature("male_sex", "strong"), feature("chronic_weeks", "strong")))
    found = evaluated(facts, runner={"sex": "male"}, complaints=complaint(weeks=20))
    assert found.complaints[0].hypotheses[0].level == "little_support"


def test_a_decisive_no_speaks_against_whatever_else_fits() -> None:
    one = condition(
        "one",
        feature("thompson", "none", "against_decisive"),
        feature("night_pain", "strong"),
        feature("limping", "strong"),
    )
    exam = [{"test": "thompson", "side": "left", "result": "negative"}]
    found = evaluated(knowledge(one), complaints=complaint(features={"night_pain": "yes", "limping": "yes"}), exam=exam)
    assert found.complaints[0].hypotheses[0].level == "spoken_against"


def test_a_cluster_adds_only_what_exceeds_its_findings() -> None:
    cluster = {
        "id": "pair",
        "says": "Both together",
        "findings": ["night_pain", "limping"],
        "at_least": 2,
        "weight": "strong",
    }
    features = (feature("night_pain", "moderate"), feature("limping", "moderate"))
    facts = knowledge(condition("with_cluster", *features, clusters=[cluster]), condition("without", *features))
    both = evaluated(facts, complaints=complaint(features={"night_pain": "yes", "limping": "yes"}))
    one = evaluated(facts, complaints=complaint(features={"night_pain": "yes"}))
    assert order(both) == ["with_cluster", "without"]
    assert order(one) == ["with_cluster", "without"]  # equal points: in order of their names
    said = [message.finding for message in both.complaints[0].hypotheses[0].speaks_for]
    assert "pair" in said


def test_a_published_ratio_is_shown_and_not_multiplied() -> None:
    ratios = {
        "finding": "thessaly",
        "present": "moderate",
        "basis": "published",
        "lr_positive": 3.5,
        "lr_negative": 0.4,
    }
    facts = knowledge(condition("one", ratios, ratios | {"finding": "mcmurray"}))
    exam = [{"test": test, "side": "left", "result": "positive"} for test in ("thessaly", "mcmurray")]
    shown = evaluated(facts, exam=exam).complaints[0].hypotheses[0].likelihood_ratios
    assert len(shown) == 2
    assert all("3.5" in one and "not multiplied" in one for one in shown)


def test_twins_cannot_be_told_apart_and_strangers_can() -> None:
    twins = [condition(name, feature("night_pain", "moderate")) for name in ("castor", "pollux")]
    found = evaluated(knowledge(*twins), complaints=complaint(features={"night_pain": "yes"})).complaints[0]
    assert found.not_told_apart == ("pollux",)
    assert "cannot be told apart" in found.order_says
    strong = condition(
        "strong", feature("night_pain", "strong"), feature("limping", "strong"), feature("thompson", "decisive")
    )
    features = {"night_pain": "yes", "limping": "yes"}
    exam = [{"test": "thompson", "side": "left", "result": "positive"}]
    clear = evaluated(knowledge(strong, twins[0]), complaints=complaint(features=features), exam=exam).complaints[0]
    assert clear.not_told_apart == ()
    assert "stays first" in clear.order_says


def test_what_no_leading_hypothesis_expects_is_named() -> None:
    facts = knowledge(condition("one", feature("limping", "strong"), feature("thompson", "strong")))
    features = {"limping": "yes", "night_sweats": "yes", "pain_running": "yes"}
    found = evaluated(facts, complaints=complaint(features=features)).complaints[0]
    assert [finding.what for finding in found.unexplained] == ["night_sweats"]


def test_a_root_that_explains_two_complaints_is_named_once_for_both() -> None:
    features = {"tingling": "yes", "back_pain_with_leg_pain": "yes", "electric_shooting": "yes"}
    both = complaint("low_back", features=features) + complaint("calf", features=features)
    assert "lumbar_radiculopathy" in [one.condition for one in evaluated(complaints=both).shared]


def test_the_shifts_of_a_shaken_order_are_balanced_and_fixed() -> None:
    shifts = [
        shift
        for profile in prepare(real()).profiles.values()
        for message in profile.messages
        for shift in message.shifts
    ]
    share = {shift: shifts.count(shift) / len(shifts) for shift in (-1, 0, 1)}
    assert all(0.30 < one < 0.37 for one in share.values())
