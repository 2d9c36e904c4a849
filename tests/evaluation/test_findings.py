"""From the case to findings: typed answers, rules, sides, contradictions; unknown is never «no»."""

from __future__ import annotations

import pytest

from restride.evaluation.findings import said, views
from restride.evaluation.prepared import prepare
from restride.evaluation.view import View
from restride.model.words import Side, State
from tests.evaluation.hand_made import TODAY, case_of, complaint, evaluated, real


def view(number: int = 0, **document: object) -> View:
    prepared = prepare(real())
    case = case_of(**document)
    return views(case, said(case, prepared), prepared, TODAY)[number]


def test_what_nobody_asked_is_unknown() -> None:
    seen = view()
    assert seen.state("night_pain") is State.UNKNOWN
    assert not seen.absent("night_pain")
    assert not seen.alarms("night_pain")


def test_not_asked_is_the_same_as_left_out() -> None:
    asked = evaluated(complaints=complaint(features={"night_pain": "not_asked"}))
    assert asked == evaluated(complaints=complaint())


@pytest.mark.parametrize(
    ("level", "state"), [(0, State.ABSENT), (1, State.UNKNOWN), (2, State.PRESENT), (3, State.PRESENT)]
)
def test_night_pain_counts_from_its_limit_on(level: int, state: State) -> None:
    assert view(complaints=complaint(pain={"at_night": level})).state("night_pain") is state


@pytest.mark.parametrize(
    ("settles", "gone", "lingers"),
    [
        ("14 min", State.PRESENT, State.ABSENT),
        ("15 min", State.PRESENT, State.ABSENT),
        ("16 min", State.ABSENT, State.ABSENT),
        ("59 min", State.ABSENT, State.ABSENT),
        ("60 min", State.ABSENT, State.PRESENT),
        ("2 d", State.ABSENT, State.PRESENT),
    ],
)
def test_settling_is_soon_between_or_late(settles: str, gone: State, lingers: State) -> None:
    seen = view(complaints=complaint(settles_in=settles))
    assert seen.state("gone_minutes_after_stopping") is gone
    assert seen.state("lingers_after_run") is lingers


@pytest.mark.parametrize(
    ("minutes", "word"), [("29 min", "morning_stiffness_short"), ("30 min", "morning_stiffness_long")]
)
def test_morning_stiffness_is_short_below_its_limit(minutes: str, word: str) -> None:
    assert view(complaints=complaint(morning_stiffness=minutes)).present(word)


def test_one_choice_of_a_list_speaks_about_the_others() -> None:
    seen = view(complaints=complaint(through_run="builds"))
    assert seen.present("pain_builds_through_run")
    assert seen.present("pain_running")
    assert seen.absent("pain_warms_up")


def test_what_a_choice_suggests_gives_way_to_an_answer() -> None:
    seen = view(complaints=complaint(through_run="builds", features={"pain_warms_up": "yes"}))
    assert seen.present("pain_warms_up")


def test_a_contradiction_is_unknown_for_the_ranking_and_a_yes_for_safety() -> None:
    seen = view(complaints=complaint(pain={"at_night": 5}, features={"night_pain": "no"}))
    assert seen.state("night_pain") is State.UNKNOWN
    assert seen.alarms("night_pain")


def test_a_contradiction_is_listed_by_name() -> None:
    found = evaluated(complaints=complaint(pain={"at_night": 5}, features={"night_pain": "no"})).findings
    one = next(finding for finding in found if finding.what == "night_pain" and finding.state is State.UNKNOWN)
    assert "both yes and no" in (one.says or "")


def test_a_test_of_the_other_leg_says_nothing_about_this_one() -> None:
    exam = [{"test": "tibial_border_diffuse_tender", "side": "right", "result": "positive"}]
    assert view(exam=exam).state("tibial_border_diffuse_tender") is State.UNKNOWN


def test_one_positive_leg_is_enough_where_both_are_sore() -> None:
    exam = [
        {"test": "tibial_border_diffuse_tender", "side": "right", "result": "positive"},
        {"test": "tibial_border_diffuse_tender", "side": "left", "result": "negative"},
    ]
    seen = view(complaints=complaint(side="both"), exam=exam)
    assert seen.present("tibial_border_diffuse_tender")


def test_tenderness_over_one_complaint_is_not_tenderness_over_another() -> None:
    exam = [{"test": "tibial_border_diffuse_tender", "side": "left", "result": "positive"}]
    both = complaint() + complaint("heel_under")
    assert view(0, complaints=both, exam=exam).present("tibial_border_diffuse_tender")
    assert view(1, complaints=both, exam=exam).state("tibial_border_diffuse_tender") is State.UNKNOWN


def test_a_symptom_belongs_to_its_complaint_and_a_fever_to_the_runner() -> None:
    both = complaint(features={"night_pain": "yes", "fever_or_chills": "yes"}) + complaint("heel_under")
    assert view(1, complaints=both).state("night_pain") is State.UNKNOWN
    assert view(1, complaints=both).present("fever_or_chills")


def test_weeks_follow_from_the_day_it_began() -> None:
    seen = view(complaints=complaint(began_on="2026-02-20"), visit_on="2026-03-02")
    assert seen.present("acute_weeks")


@pytest.mark.parametrize(
    ("band", "young", "old"), [([15, 19], State.PRESENT, State.ABSENT), ([38, 52], State.ABSENT, State.PRESENT)]
)
def test_a_range_of_ages_counts_at_its_cautious_end(band: list[float], young: State, old: State) -> None:
    seen = view(runner={"age_band_years": band})
    assert seen.state("age_under_18") is young
    assert seen.state("age_over_50") is old


def test_a_change_of_routine_becomes_a_finding_and_no_changes_deny_it() -> None:
    assert view(routine={"changes": [{"what": "hills", "direction": "up"}]}).present("hills_added")
    assert view(routine={"no_changes": True}).absent("hills_added")
    assert view().state("hills_added") is State.UNKNOWN


def test_pain_from_the_back_into_the_leg_spreads_below_the_knee() -> None:
    seen = view(complaints=complaint("low_back", "left", also=[{"site": "calf", "side": "left"}]))
    assert seen.present("pain_radiates_below_knee")
    assert seen.side is Side.LEFT


def test_a_finding_of_the_hand_may_be_entered_without_a_number() -> None:
    assert view(exam=[{"test": "hip_abductor_weakness", "side": "left", "result": "positive"}]).present(
        "hip_abductor_weakness"
    )


def test_swelling_of_a_calf_is_a_swollen_calf_unless_something_tore() -> None:
    assert view(complaints=complaint("calf", features={"swelling": "yes"})).present("swelling_whole_calf_or_leg")
    torn = {"swelling": "yes", "onset_snap_or_pop": "yes"}
    assert view(complaints=complaint("calf", features=torn)).state("swelling_whole_calf_or_leg") is State.UNKNOWN
