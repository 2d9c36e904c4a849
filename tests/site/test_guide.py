"""An exercise as steps in time: every number from the prescribed dose, sides in turn, nothing after the last set."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from restride.model.plan import PlannedDose, PlannedItem
from restride.model.words import Certainty, Side, Status
from restride.site.diary.guide import CHANGE_S, READY_S, GuideStep, guide_of

BOTH = (Side.LEFT, Side.RIGHT)


def item(name: str = "heel_raise_single_floor", sides: tuple[Side, ...] = (Side.BOTH,), **dose: Any) -> PlannedItem:
    planned = PlannedDose(certainty=Certainty.ENGINEERING_DEFAULT, status=Status.DRAFT, because=(), **dose)
    return PlannedItem(
        item=name, name=name, plain=name, kind="strength", where="home", sides=sides, needs=(), minutes=5,
        equipment=(), dose=planned, pain_rule=None, steps=(), technique=None, progression=None, regression=None,
        stop_if=None, cautions=(), guideline_against=None, grade=None, evidence=(), status=Status.DRAFT,
        alternatives=(), because=(),
    )  # fmt: skip


def kinds(steps: tuple[GuideStep, ...]) -> list[str]:
    return [step.kind for step in steps]


def test_repetitions_are_counted_at_the_prescribed_tempo() -> None:
    ready, reps = guide_of(item(repetitions=(8, 12), tempo_s=(2, 1, 2)))
    assert (ready.kind, ready.seconds) == ("ready", READY_S)
    assert (reps.kind, reps.reps, reps.seconds, reps.enough_s) == ("reps", (8, 12), 60, 40)
    assert reps.beat == (("Up", 2), ("Hold", 1), ("Down", 2))


def test_a_movement_that_begins_high_counts_the_way_down_first() -> None:
    _ready, reps = guide_of(item("step_down_low", repetitions=(8, 8), tempo_s=(2, 0, 3)))
    assert reps.beat == (("Down", 3), ("Up", 2))
    assert reps.enough_s is None


def test_without_a_tempo_nobody_is_hurried() -> None:
    _ready, reps = guide_of(item(repetitions=(10, 15)))
    assert (reps.kind, reps.seconds, reps.reps) == ("tap", None, (10, 15))


def test_sides_take_turns_within_a_set_and_rest_comes_after_both() -> None:
    steps = guide_of(item(sides=BOTH, sets=2, hold_s=(30, 45)))
    assert kinds(steps) == ["ready", "hold", "ready", "hold", "rest", "ready", "hold", "ready", "hold"]
    assert [step.side for step in steps] == ["left", "left", "right", "right", "", "left", "left", "right", "right"]
    assert steps[2].seconds == CHANGE_S
    assert steps[1].says == "Left side, set 1 of 2"
    assert steps[4].seconds is None  # no rest is prescribed: the runner says when


def test_a_prescribed_rest_runs_and_may_end_from_its_lower_number() -> None:
    rest = guide_of(item(sets=2, hold_s=(20, 45), rest_s=(30, 60)))[2]
    assert (rest.kind, rest.seconds, rest.enough_s) == ("rest", 60, 30)


def test_holds_of_one_set_have_the_prescribed_rest_between_them_and_the_last_may_be_left_out() -> None:
    steps = guide_of(item(sets=1, repetitions=(2, 3), hold_s=(20, 45), rest_s=(60, 120)))
    assert kinds(steps) == ["ready", "hold", "rest", "hold", "rest", "hold"]
    assert [step.extra for step in steps] == [False, False, False, False, True, True]
    assert steps[1].says == "Hold 1 of 2–3"


def test_minutes_metres_and_landings() -> None:
    assert guide_of(item(minutes=(2.0, 4.0)))[1].seconds == 240
    assert guide_of(item(metres=(20, 20)))[1].says == "20 m"
    assert guide_of(item(contacts=(20, 30)))[1].reps == (20, 30)


def test_where_nothing_is_counted_nothing_is_guided() -> None:
    assert guide_of(item(days_per_week=(3, 3), sets=2)) == ()


ranges = st.tuples(st.integers(1, 20), st.integers(0, 10)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(
    sets=st.none() | st.integers(1, 5),
    reps=st.none() | ranges,
    hold=st.none() | ranges,
    rest=st.none() | ranges,
    tempo=st.none() | st.tuples(st.integers(1, 6), st.integers(0, 4), st.integers(1, 6)),
    sides=st.sampled_from([(Side.BOTH,), (Side.LEFT,), BOTH]),
)
def test_every_dose_is_guided_in_full_and_in_order(
    sets: int | None, reps: Any, hold: Any, rest: Any, tempo: Any, sides: tuple[Side, ...]
) -> None:
    steps = guide_of(item(sides=sides, sets=sets, repetitions=reps, hold_s=hold, rest_s=rest, tempo_s=tempo))
    if reps is None and hold is None:
        assert steps == ()
        return
    assert kinds(steps)[0] == "ready"
    assert steps[-1].kind in ("reps", "hold", "tap")
    pairs = zip(kinds(steps), kinds(steps)[1:], strict=False)
    assert all(one != two for one, two in pairs)
    work = [step for step in steps if step.kind not in ("ready", "rest")]
    holds = reps[1] if hold and reps else 1
    assert len(work) == (sets or 1) * len(sides) * holds
    if hold:
        assert all(step.seconds == hold[1] for step in work)
    elif tempo:
        assert all(step.seconds == reps[1] * sum(tempo) for step in work)
    for step in steps:
        assert step.enough_s is None or 0 < step.enough_s < (step.seconds or 0)
