"""Laws of the evaluation, tried on cases made at random from the real vocabulary."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.evaluation import evaluate
from restride.evaluation.findings import said, views
from restride.evaluation.hypotheses import level_of, supports_nothing
from restride.evaluation.prepared import prepare
from restride.evaluation.ranking import weigh
from restride.knowledge.case_reader import convert_case
from restride.knowledge.load import load
from restride.model import Case, Evaluation
from restride.model.words import Side, State, Urgency

FACTS = load()
#: Every example is evaluated or planned several times over; the nightly run has many more.
HALF = settings(max_examples=settings().max_examples // 2)
TODAY = date(2026, 3, 2)
_BY_DOMAIN = {
    domain: sorted(word.id for word in FACTS.findings.values() if word.domain == domain)
    for domain in ("symptom", "history", "medicine", "bone_energy", "form")
}
_TESTS = sorted(test.id for test in FACTS.tests.values() if test.result == "yes_no")
_LEVELS = ("spoken_against", "little_support", "possible", "well_supported")
_SITES = sorted(FACTS.sites)
ANSWER = st.sampled_from(["yes", "no", "not_asked"])
SIDE = st.sampled_from(["left", "right", "both", "unknown"])


def answers(domain: str, most: int) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.sampled_from(_BY_DOMAIN[domain]), ANSWER, max_size=most)


ONSET = ["gradual", "sudden", "after_injury", "unknown"]
THROUGH_RUN = ["none", "constant", "builds", "warms_up", "starts_at_same_point", "unknown"]
RUNNERS: list[dict[str, Any]] = [
    {},
    {"age_years": 14},
    {"age_years": 31, "sex": "female"},
    {"age_band_years": [50, 60]},
]


def some(choices: list[str], most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(choices), max_size=most, unique=True)


@st.composite
def complaints(draw: st.DrawFn) -> dict[str, Any]:
    made: dict[str, Any] = {
        "site": draw(st.sampled_from(_SITES)),
        "side": draw(SIDE),
        "onset": draw(st.sampled_from(ONSET)),
        "through_run": draw(st.sampled_from(THROUGH_RUN)),
        "features": draw(answers("symptom", 8)),
        "pain": {name: draw(st.integers(0, 10)) for name in draw(some(["worst", "at_night", "at_rest", "stairs"], 2))},
    }
    if draw(st.booleans()):
        made["weeks"] = draw(st.integers(0, 200))
    if draw(st.booleans()):
        made["also"] = [{"site": draw(st.sampled_from(_SITES)), "side": made["side"]}]
    return made


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    changes = draw(some(["distance", "hills", "shoes", "race"], 2))
    results = [
        {
            "test": test,
            "side": draw(st.sampled_from(["left", "right"])),
            "result": draw(st.sampled_from(["positive", "negative"])),
        }
        for test in draw(some(_TESTS, 5))
    ]
    return {
        "runner": draw(st.sampled_from(RUNNERS)),
        "complaints": draw(st.lists(complaints(), min_size=1, max_size=2)),
        "red_flags": draw(st.dictionaries(st.sampled_from(sorted(FACTS.red_flags)), ANSWER, max_size=4)),
        "history": {"features": draw(answers("history", 3))},
        "medicines": draw(answers("medicine", 2)),
        "bone_and_energy": draw(answers("bone_energy", 2)),
        "movement": [{"finding": one, "side": "left"} for one in draw(some(_BY_DOMAIN["form"], 2))],
        "routine": {"changes": [{"what": what, "direction": "up", "weeks_before_onset": 2} for what in changes]},
        "exam": results,
    }


def read(document: dict[str, Any]) -> Case:
    return convert_case(document, FACTS)


def look(document: dict[str, Any], today: date = TODAY) -> Evaluation:
    return evaluate(read(document), FACTS, today)


def encoded(found: Evaluation) -> bytes:
    return msgspec.json.encode(found)


@HALF
@given(documents())
def test_the_same_input_gives_the_same_bytes(document: dict[str, Any]) -> None:
    assert encoded(look(document)) == encoded(look(document))


@HALF
@given(documents(), st.sampled_from(sorted(FACTS.red_flags)))
def test_an_added_red_flag_never_lowers_urgency_or_opens_a_lock(document: dict[str, Any], flag: str) -> None:
    before = look(document)
    after = look(document | {"red_flags": document["red_flags"] | {flag: "yes"}})
    assert after.triage.urgency.rank >= before.triage.urgency.rank
    assert after.course.urgency.rank >= before.course.urgency.rank
    assert after.triage.plan_locked >= before.triage.plan_locked
    assert after.triage.impact_locked >= before.triage.impact_locked


@HALF
@given(documents(), st.sampled_from(sorted(FACTS.red_flags)))
def test_an_unanswered_question_never_counts_as_no(document: dict[str, Any], flag: str) -> None:
    answered = {name: answer for name, answer in document["red_flags"].items() if name != flag}
    left_out = look(document | {"red_flags": answered})
    not_asked = look(document | {"red_flags": answered | {flag: "not_asked"}})
    said_no = look(document | {"red_flags": answered | {flag: "no"}})
    assert encoded(left_out) == encoded(not_asked)
    assert left_out.triage.signing_locked >= said_no.triage.signing_locked
    assert left_out.triage.urgency.rank >= said_no.triage.urgency.rank
    if flag in left_out.triage.not_asked:
        assert flag not in said_no.triage.not_asked


@HALF
@given(documents(), st.sampled_from(sorted(FACTS.conditions)), st.randoms(use_true_random=False))
def test_a_finding_for_a_condition_never_lowers_it_and_one_against_never_raises_it(
    document: dict[str, Any], condition: str, chance: random.Random
) -> None:
    prepared = prepare(FACTS)
    profile = prepared.profiles[condition]
    symptoms = set(_BY_DOMAIN["symptom"])
    asked = [one for one in profile.messages if one.key in symptoms]
    if not asked:
        return
    message = chance.choice(asked)
    document["complaints"] = document["complaints"][:1]
    document["complaints"][0]["features"].pop(message.key, None)
    state = chance.choice([State.PRESENT, State.ABSENT])
    step = message.present if state is State.PRESENT else message.absent
    before = _weighed(document, condition)
    if before[2].state(message.key) is not State.UNKNOWN:
        return
    document["complaints"][0]["features"][message.key] = "yes" if state is State.PRESENT else "no"
    after = _weighed(document, condition)
    # A finding may also complete a combination that the profile weighs by itself; then it is another case.
    others = [one.key for one in profile.messages if one.key != message.key and one.cluster is None]
    if step is None or any(before[2].state(other) is not after[2].state(other) for other in others):
        return
    if step.points > 0:
        assert after[0] >= before[0] - 1e-9
        assert after[1] >= before[1]
    else:
        assert after[0] <= before[0] + 1e-9
        assert after[1] <= before[1]


def _weighed(document: dict[str, Any], condition: str) -> tuple[float, int, Any]:
    prepared = prepare(FACTS)
    case = read(document)
    view = views(case, said(case, prepared), prepared, TODAY)[0]
    one = weigh(prepared.profiles[condition], view, case.runner, prepared)
    ordinary = supports_nothing(prepared)
    return one.total, _LEVELS.index(level_of(one, prepared.numbers["ranking"], ordinary)), view


@HALF
@given(documents(), st.randoms(use_true_random=False))
def test_the_order_of_the_inputs_changes_nothing(document: dict[str, Any], chance: random.Random) -> None:
    def shuffled(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            items = [(key, shuffled(one, key)) for key, one in value.items()]
            chance.shuffle(items)
            return dict(items)
        if isinstance(value, list) and name != "age_band_years" and name != "complaints":
            value = [shuffled(one) for one in value]
            chance.shuffle(value)
            return value
        return [shuffled(one) for one in value] if name == "complaints" else value

    assert encoded(look(document)) == encoded(look(shuffled(document)))


@HALF
@given(documents())
def test_mirrored_sides_mirror_the_answer(document: dict[str, Any]) -> None:
    def mirrored(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: mirrored(one) for key, one in value.items()}
        if isinstance(value, (list, tuple)):
            return [mirrored(one) for one in value]
        return Side(value).mirrored.value if value in ("left", "right") else value

    def unordered(value: Any) -> Any:
        """Both sides of one finding stand in the order of their names: compare them as sets."""
        if isinstance(value, dict):
            return {key: unordered(one) for key, one in value.items()}
        if isinstance(value, (list, tuple)):
            return sorted((unordered(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
        return value

    here = msgspec.to_builtins(look(document))
    there = msgspec.to_builtins(look(mirrored(document)))
    assert unordered(mirrored(here)) == unordered(there)


@HALF
@given(documents(), st.integers(7, 4000))
def test_moving_all_dates_moves_nothing_else(document: dict[str, Any], days: int) -> None:
    document["complaints"][0].pop("weeks", None)

    def dated(by: int) -> Evaluation:
        day = TODAY + timedelta(days=by)
        began = (day - timedelta(days=40)).isoformat()
        clearance = {"flag": "bsi", "by": "Dr Example", "on": (day - timedelta(days=1)).isoformat()}
        first = document["complaints"][0] | {"began_on": began}
        moved = document | {
            "complaints": [first, *document["complaints"][1:]],
            "visit_on": day.isoformat(),
            "clearances": [clearance],
        }
        return look(moved, day)

    here, there = encoded(dated(0)).decode(), encoded(dated(days)).decode()
    for back in (0, 1):
        there = there.replace(
            (TODAY + timedelta(days=days - back)).isoformat(), (TODAY - timedelta(days=back)).isoformat()
        )
    assert here == there


@HALF
@given(documents())
def test_what_stands_open_is_acted_on(document: dict[str, Any]) -> None:
    found = look(document)
    if found.triage.urgency.rank >= Urgency.SOON.rank:
        assert found.course.decision == "refer"
        assert found.course.whom_to_see
    assert found.course.urgency.rank >= found.triage.urgency.rank
    assert found.triage.signing_locked >= found.triage.plan_locked
    if any(danger.state == "open" and danger.urgency.locks_plan for danger in found.must_not_miss):
        assert found.triage.plan_locked


@HALF
@given(documents())
def test_no_step_is_unsafe_and_every_statement_has_its_reason(document: dict[str, Any]) -> None:
    found = look(document)
    for step in found.next_steps:
        test = FACTS.tests.get(step.id)
        assert not (test is not None and test.impact and found.triage.impact_locked)
        assert step.because
    for picture in found.complaints:
        assert all(one.because for one in picture.hypotheses)
        assert picture.state.tissue_because
        assert all(
            grading.because for grading in (picture.state.severity, picture.state.irritability, picture.state.stage)
        )
    assert found.course.because
    assert found.triage.because
    assert all(one.because for one in (*found.must_not_miss, *found.causes, *found.triage.flags))


@HALF
@given(documents(), st.sampled_from(["night_pain", "pain_at_rest", "pain_constant"]))
def test_pain_without_load_is_never_less_irritable(document: dict[str, Any], sign: str) -> None:
    document["complaints"][0]["features"][sign] = "yes"
    assert look(document).complaints[0].state.irritability.level == "high"


@HALF
@given(documents())
def test_the_document_reads_back(document: dict[str, Any]) -> None:
    found = look(document)
    assert msgspec.json.decode(encoded(found), type=Evaluation) == found
