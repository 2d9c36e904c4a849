"""A week keeps every rule, and what does not fit is named."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.knowledge.load import load
from restride.treatment.week import DAYS, WeekItem, WeekRules, arrange
from restride.treatment.weekly import week_item

KNOWN = load()

FREE = WeekRules(
    days=DAYS,
    run_days=DAYS,
    minutes_per_day=60,
    runs=3,
    run_gap_days=2,
    heavy_gap_days=2,
    key_run_gap_days=1,
    rest_days=1,
    key_run_day=None,
)
HEAVY = WeekItem("heel_raise", 10, 3, frozenset({"achilles"}), daily=False)
OTHER_HEAVY = WeekItem("towel_raise", 8, 3, frozenset({"achilles", "plantar_fascia"}), daily=False)
LIGHT = WeekItem("bridge", 5, 3, frozenset(), daily=False)
STRETCH = WeekItem("stretch", 3, 7, frozenset(), daily=True)


def apart(days: tuple[str, ...]) -> int:
    """Smallest gap between two of the days on the circle of the week."""
    numbers = sorted(DAYS.index(day) for day in days)
    gaps = [(b - a) % 7 for a, b in zip(numbers, numbers[1:] + numbers[:1], strict=True)]
    return min((gap for gap in gaps if gap), default=7)


def test_runs_of_a_walk_run_week_are_two_days_apart():
    assert apart(arrange([], FREE).runs) >= 2


def test_heavy_work_on_one_tissue_is_two_days_apart():
    week = arrange([HEAVY, OTHER_HEAVY], FREE)
    days = {*week.items["heel_raise"], *week.items["towel_raise"]}
    assert apart(tuple(days)) >= 2


@pytest.mark.parametrize(("days", "is_heavy"), [(3, True), (4, True), (5, False)])
def test_what_is_dosed_for_most_days_is_not_heavy(days, is_heavy):
    dose = SimpleNamespace(days_per_week=(days, days))
    item = SimpleNamespace(item="heel_raise_single_step", minutes=5, kind="strength", dose=dose)
    situation = SimpleNamespace(knowledge=KNOWN, number=lambda name: KNOWN.number("treatment_choice", name))
    assert bool(week_item(situation, item).heavy_on) is is_heavy


def test_nothing_heavy_on_the_day_before_the_key_run():
    week = arrange([HEAVY], FREE._replace(key_run_day="sun", runs=3))
    assert "sun" in week.runs
    assert "sat" not in week.items["heel_raise"]


def test_one_day_is_free_of_runs_and_strength_but_not_of_the_daily_stretch():
    week = arrange([LIGHT._replace(target=7), STRETCH], FREE._replace(runs=7, run_gap_days=1))
    busy = {*week.items["bridge"], *week.runs}
    assert len(busy) == 6
    assert len(week.items["stretch"]) == 7


@pytest.mark.parametrize(("minutes", "fits"), [(14.9, False), (15, True), (15.1, True)])
def test_a_day_holds_what_its_minutes_hold(minutes, fits):
    rules = FREE._replace(days=("mon",), minutes_per_day=minutes)
    week = arrange([HEAVY._replace(target=1), LIGHT._replace(target=1)], rules)
    assert (week.short == ()) is fits
    assert week.items["heel_raise"] == ("mon",)


def test_what_falls_short_is_named_from_the_bottom_of_the_priorities():
    week = arrange([HEAVY, LIGHT], FREE._replace(days=("mon", "thu"), minutes_per_day=11))
    assert week.items["heel_raise"] == ("mon", "thu")
    assert "bridge" in week.short


def test_no_runs_are_placed_on_days_without_runs():
    week = arrange([], FREE._replace(run_days=("tue", "sat"), runs=3))
    assert set(week.runs) <= {"tue", "sat"}


weeks = st.builds(
    WeekRules,
    days=st.lists(st.sampled_from(DAYS), unique=True),
    run_days=st.lists(st.sampled_from(DAYS), unique=True),
    minutes_per_day=st.integers(5, 60),
    runs=st.integers(0, 7),
    run_gap_days=st.integers(1, 2),
    heavy_gap_days=st.just(2),
    key_run_gap_days=st.just(1),
    rest_days=st.integers(1, 2),
    key_run_day=st.sampled_from([None, *DAYS]),
)


@given(weeks, st.lists(st.sampled_from([HEAVY, OTHER_HEAVY, LIGHT, STRETCH]), unique=True))
def test_every_week_keeps_every_rule(rules, items):
    week = arrange(items, rules)
    busy = {day for item in items if not item.daily for day in week.items[item.name]} | set(week.runs)
    assert len(busy) <= 7 - rules.rest_days
    assert len(week.runs) <= rules.runs
    assert set(week.runs) <= set(rules.run_days)
    if rules.run_gap_days == 2:
        assert apart(week.runs) >= 2
    for day in DAYS:
        assert sum(item.minutes for item in items if day in week.items[item.name]) <= rules.minutes_per_day
    for item in items:
        assert set(week.items[item.name]) <= set(rules.days)
        assert len(week.items[item.name]) <= item.target
        if item.heavy_on:
            assert apart(week.items[item.name]) >= 2


def test_the_same_week_comes_out_every_time():
    assert len({arrange([HEAVY, LIGHT, STRETCH], FREE).runs for _ in range(5)}) == 1
