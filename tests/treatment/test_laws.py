"""Laws that every proposal keeps, whatever the case."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import restride
from restride.knowledge.case_reader import convert_case
from restride.treatment.candidates import load_ceiling, stand
from restride.treatment.situation import Situation
from tests.treatment.cases import (
    EQUIPMENT,
    HISTORY,
    KNOWLEDGE,
    MEDICINES,
    TODAY,
    changed,
    documents,
    plan_of,
    with_complaint,
)
from validation.textbook import textbook_case

#: Every example is evaluated or planned several times over; the nightly run has many more.
HALF = settings(max_examples=settings().max_examples // 2)
SHELVES = ("home", "clinic", "gait", "advice")


def items(plan):
    return [item for shelf in SHELVES for item in getattr(plan, shelf)]


@pytest.mark.parametrize("name", sorted(KNOWLEDGE.conditions))
def test_every_condition_gets_a_plan_or_a_reason_why_not(name):
    case = textbook_case(KNOWLEDGE.conditions[name], KNOWLEDGE)
    evaluation = restride.evaluate(case, today=TODAY, facts=KNOWLEDGE)
    plan = restride.plan(case, evaluation, today=TODAY, facts=KNOWLEDGE)
    if plan.decision == "proposed":
        assert items(plan)
        assert not evaluation.triage.impact_locked or nobody_runs(plan)
        builder = KNOWLEDGE.engine["treatment_choice"].lists
        advised = {item.item for item in (*plan.advice, *plan.gait)}
        assert not advised & {*builder["races_only"]}
        if nobody_runs(plan):
            assert not advised & {*builder["runs_only"]}
            assert not plan.gait
    else:
        assert plan.says
        assert plan.because


def nobody_runs(plan):
    kinds = {entry.kind for day in plan.week.days for entry in day.entries}
    return plan.running.mode in ("none", "walk") and not kinds & {"run", "walk_run"}


def test_nobody_runs_while_a_bone_stress_injury_is_possible():
    case = restride.read_case("examples/heel_and_hip.yaml")
    found = restride.evaluate(case, today=TODAY, facts=KNOWLEDGE)
    assert found.triage.impact_locked
    plan = restride.plan(case, found, today=TODAY, facts=KNOWLEDGE)
    assert nobody_runs(plan)
    assert "triage.impact_locked" in {one.rule for one in plan.running.because}
    assert "No running yet. Impact is locked while a bone stress injury is possible." in plan.warnings
    free = replace(found, triage=replace(found.triage, impact_locked=False))
    assert not nobody_runs(restride.plan(case, free, today=TODAY, facts=KNOWLEDGE))


@pytest.mark.parametrize(("found", "runs"), [("pain_at_rest", False), ("limping", False), ("pain_downhill", True)])
def test_what_forbids_a_run_below_symptoms_forbids_the_runs_of_the_week(found, runs):
    features = {"morning_first_steps": "yes", "pain_running": "yes", found: "yes"}
    complaint = {"site": "achilles_mid", "side": "left", "weeks": 10, "settles_in": "20 min", "features": features}
    exam = [{"test": "achilles_mid_tender", "side": "left", "result": "positive"}]
    asked = dict.fromkeys(KNOWLEDGE.red_flags, "no")
    plan = plan_of({"complaints": [complaint], "exam": exam, "red_flags": asked, "runner": {"age_years": 38}})
    assert plan.decision == "proposed"
    assert nobody_runs(plan) is not runs
    assert any(one.startswith("No running yet. Contraindicated here: ") for one in plan.warnings) is not runs


def test_a_race_is_decided_on_where_there_is_one():
    complaint = {"site": "achilles_mid", "side": "left", "weeks": 10, "features": {"pain_running": "yes"}}
    case = {"complaints": [complaint], "red_flags": dict.fromkeys(KNOWLEDGE.red_flags, "no")}
    builder = KNOWLEDGE.engine["treatment_choice"].lists
    assert {*builder["runs_only"], *builder["races_only"]} <= KNOWLEDGE.items.keys()
    item = KNOWLEDGE.items["race_decision"]
    for goals, kind in (((), "no_need"), (({"what": "race", "distance": "10 km"},), None)):
        read = convert_case({**case, "goals": goals}, KNOWLEDGE)
        found = restride.evaluate(read, today=TODAY, facts=KNOWLEDGE)
        refused = stand(Situation(read, found, KNOWLEDGE, TODAY), item).refused
        assert (refused.kind if refused else None) == kind


def test_a_recommendation_of_something_else_is_no_reason_while_something_speaks_for_the_item():
    case = restride.read_case("examples/heel_and_hip.yaml")
    plan = restride.plan(case, restride.evaluate(case, today=TODAY, facts=KNOWLEDGE), today=TODAY, facts=KNOWLEDGE)
    said = {item.item: " ".join(reason.says for reason in item.because) for item in items(plan)}
    assert "Night splint" not in said["pf_stretch"]
    assert "for which something else is recommended: " in said["ankle_pumps"]
    splint = next(line for line in plan.guideline if line.recommendation == "night_splint")
    assert splint.says.startswith("Not itself; other items serve the same need.")
    needle = next(line for line in plan.guideline if line.recommendation == "needling")
    assert needle.says.endswith("Not before this has been asked: Anticoagulant; Bleeding disorder.")


@HALF
@given(documents())
def test_a_locked_case_carries_no_plan(document):
    case = convert_case(document, KNOWLEDGE)
    evaluation = restride.evaluate(case, today=TODAY, facts=KNOWLEDGE)
    plan = restride.plan(case, evaluation, today=TODAY, facts=KNOWLEDGE)
    assert (plan.decision == "locked") == evaluation.triage.plan_locked
    if plan.decision != "proposed":
        assert not items(plan)
        assert plan.week is None
        assert plan.unlocks or plan.because


@HALF
@given(documents(ordinary=True))
def test_every_advised_item_has_a_need_or_a_word_for_it_and_a_reason(document):
    for item in items(plan_of(document)):
        assert item.because
        assert all(reason.says for reason in item.because)
        assert item.dose.because
        cited = item.evidence or any(reason.sources for reason in (*item.because, *item.dose.because))
        house_rule = item.dose.certainty == "engineering_default"
        assert cited or house_rule, item.item


@HALF
@given(documents(ordinary=True), st.sampled_from((*HISTORY, *MEDICINES)))
def test_nothing_contraindicated_is_proposed(document, finding):
    part = "medicines" if finding in MEDICINES else "history"
    answers = {finding: "yes"}
    worse = changed(document, **{part: answers if part == "medicines" else {"features": answers}})
    for item in items(plan_of(worse)):
        known = KNOWLEDGE.items[item.item]
        assert finding not in (*known.contraindications, *known.unknown_forbids)


@HALF
@given(documents(ordinary=True))
def test_an_unasked_answer_that_matters_holds_an_item_back(document):
    silent = changed(document, history={"features": {}}, medicines={})
    for item in items(plan_of(silent)):
        held = set(KNOWLEDGE.items[item.item].unknown_forbids)
        assert not held & {*HISTORY, *MEDICINES}


@HALF
@given(documents(ordinary=True))
def test_at_most_four_home_items(document):
    assert len(plan_of(document).home) <= 4


@HALF
@given(documents(ordinary=True), st.integers(5, 60))
def test_less_time_never_means_more_items(document, minutes):
    more = document["availability"]["minutes_per_day"]
    assume(minutes < more)
    less = changed(document, availability={**document["availability"], "minutes_per_day": minutes})
    short, long = plan_of(less).home, plan_of(document).home
    assert [item.item for item in short] == [item.item for item in long][: len(short)]


@HALF
@given(documents(ordinary=True), st.sampled_from(EQUIPMENT))
def test_taking_equipment_away_never_adds_an_item_that_needs_it(document, thing):
    without = changed(document, equipment=[one for one in document["equipment"] if one != thing])
    everyday = KNOWLEDGE.engine["treatment_choice"].lists["everyday"]
    if thing not in everyday:
        assert all(thing not in item.equipment for item in plan_of(without).home)


@HALF
@given(documents(ordinary=True))
def test_more_irritable_never_means_more_load(document):
    calm = with_complaint(document, settles_in="10 min", pain={"worst": 2})
    stirred = with_complaint(document, settles_in="3 d", pain={"worst": 8})
    ceilings, doses, places = [], [], []
    for version in (calm, stirred):
        case = convert_case(version, KNOWLEDGE)
        evaluation = restride.evaluate(case, today=TODAY, facts=KNOWLEDGE)
        situation = Situation(case, evaluation, KNOWLEDGE, TODAY)
        assume(situation.leads)
        ceilings.append(load_ceiling(situation))
        places.append((situation.conditions, situation.phase_number))
        plan = restride.plan(case, evaluation, today=TODAY, facts=KNOWLEDGE)
        doses.append({item.item: item.dose for item in items(plan)})
        for item in plan.home:
            load = KNOWLEDGE.items[item.item].load
            assert all(load.get(key, 0) <= ceilings[-1] for key in situation.affected)
    assume(places[0] == places[1])
    assert ceilings[1] <= ceilings[0]
    for name in doses[0].keys() & doses[1].keys():
        assert (doses[1][name].sets or 0) <= (doses[0][name].sets or 0)
        assert (doses[1][name].repetitions or (0, 0))[1] <= (doses[0][name].repetitions or (99, 99))[1]


@HALF
@given(documents(ordinary=True))
def test_a_mirrored_case_gets_the_mirrored_plan(document):
    side = document["complaints"][0]["side"]
    other = with_complaint(document, side={"left": "right", "right": "left"}[side])
    plan, mirrored = plan_of(document), plan_of(other)
    assert [item.item for item in items(plan)] == [item.item for item in items(mirrored)]
    for one, two in zip(items(plan), items(mirrored), strict=True):
        assert tuple(side.mirrored for side in one.sides) == two.sides
    assert plan.week == mirrored.week


@HALF
@given(documents(ordinary=True), st.integers(-400, 400))
def test_moving_all_dates_moves_the_dates_and_nothing_else(document, days):
    plan, moved = plan_of(document), plan_of(document, TODAY + timedelta(days=days))
    assert [item.item for item in items(plan)] == [item.item for item in items(moved)]
    if plan.review is not None:
        assert moved.review.on - plan.review.on == timedelta(days=days)
        assert [goal.by - TODAY for goal in plan.goals] == [
            goal.by - TODAY - timedelta(days=days) for goal in moved.goals
        ]


@HALF
@given(documents())
def test_the_same_case_gives_the_same_bytes(document):
    assert msgspec.json.encode(plan_of(document)) == msgspec.json.encode(plan_of(document))


@HALF
@given(documents(ordinary=True))
def test_the_order_of_answers_and_equipment_does_not_matter(document):
    complaint = document["complaints"][0]
    turned = with_complaint(document, features=dict(reversed(complaint["features"].items())))
    turned = changed(turned, equipment=list(reversed(document["equipment"])))
    assert msgspec.json.encode(plan_of(turned)) == msgspec.json.encode(plan_of(document))


@HALF
@given(documents(ordinary=True))
def test_what_is_advised_against_is_never_proposed_without_its_mark(document):
    plan = plan_of(document)
    against = {name for line in plan.guideline if line.direction == "against" for name in line.items}
    for item in items(plan):
        if item.item in against:
            assert item.guideline_against


def test_a_runner_without_injury_gets_a_plan_from_weaknesses_and_habits():
    plan = plan_of(
        {"purpose": "prevention", "equipment": ["band"], "red_flags": dict.fromkeys(KNOWLEDGE.red_flags, "no")}
    )
    assert plan.decision == "proposed"
    assert plan.purpose == "prevention"
    assert 1 <= len(plan.home) <= 4
    assert plan.running.mode == "full"


def test_a_measured_weakness_leads_the_prevention_plan():
    document = {
        "purpose": "prevention",
        "equipment": ["band"],
        "red_flags": dict.fromkeys(KNOWLEDGE.red_flags, "no"),
        "exam": [{"test": "calf_endurance_low", "side": "left", "result": "positive"}]
        if "calf_endurance_low" in KNOWLEDGE.tests
        else [
            {"test": "heel_raise", "side": "left", "value": "10 repetitions"},
            {"test": "heel_raise", "side": "right", "value": "30 repetitions"},
        ],
    }
    plan = plan_of(document)
    served = {need for item in plan.home for need in item.needs}
    assert served & {"calf_strength", "calf_endurance"}
