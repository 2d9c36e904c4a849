"""A week moved by hand is held to the rules that arranged it."""

from __future__ import annotations

from restride.model.case import Day
from restride.treatment.week import DAYS, WeekItem, WeekRules, arrange
from restride.treatment.week_check import broken_rules

SQUAT = WeekItem(name="squat", minutes=10, target=3, heavy_on=frozenset({"knee"}), daily=False)
STRETCH = WeekItem(name="stretch", minutes=5, target=7, heavy_on=frozenset(), daily=True)
NAMES = {"squat": "Squat", "stretch": "Stretch"}
RULES = WeekRules(
    days=DAYS,
    run_days=DAYS,
    minutes_per_day=15,
    runs=3,
    run_gap_days=2,
    heavy_gap_days=2,
    key_run_gap_days=1,
    rest_days=1,
    key_run_day="sun",
)


def check(squat: list[Day], runs: list[Day], rules: WeekRules = RULES) -> tuple[str, ...]:
    return broken_rules([SQUAT, STRETCH], rules, {"squat": squat, "stretch": list(DAYS)}, runs, NAMES)


def test_an_arranged_week_breaks_nothing() -> None:
    week = arrange([SQUAT, STRETCH], RULES)
    assert broken_rules([SQUAT, STRETCH], RULES, week.items, week.runs, NAMES) == ()


def test_runs_on_two_days_in_a_row_are_named_around_the_weeks_end_too() -> None:
    assert check([], ["tue", "wed"]) == ("Runs on Tuesday and Wednesday: at least 2 days apart.",)
    assert check([], ["sun", "mon"]) == ("Runs on Sunday and Monday: at least 2 days apart.",)
    assert check([], ["mon", "wed"]) == ()


def test_heavy_work_two_days_in_a_row_is_named() -> None:
    assert check(["tue", "wed"], []) == (
        "Squat on Tuesday and Squat on Wednesday: heavy work on one tissue stays 2 days apart.",
    )
    assert check(["tue", "thu"], []) == ()


def test_heavy_legs_before_the_run_that_matters_most_are_named() -> None:
    assert check(["sat"], ["sun"]) == ("Squat on Saturday: heavy legs before the run that matters most.",)
    assert check(["fri"], ["sun"]) == ()


def test_one_run_too_many_is_named() -> None:
    assert "4 runs; 3 are allowed now." in check([], ["mon", "wed", "fri", "sun"])


def test_a_day_without_time_and_too_many_minutes_are_named() -> None:
    rules = RULES._replace(days=("mon", "tue"), run_days=("mon",), minutes_per_day=14)
    said = check(["tue"], ["wed"], rules)
    assert "Tuesday would take 15 minutes; 14 are at hand." in said
    assert "A run on Wednesday: the runner does not run on that day." in said
    assert any(line.startswith("Stretch on Wednesday") for line in said)


def test_a_week_without_rest_is_named() -> None:
    rules = RULES._replace(run_gap_days=1, runs=7, key_run_day=None)
    assert check([], list(DAYS), rules) == ("No day of rest is left; at least 1 is kept.",)
    assert check([], list(DAYS[:6]), rules) == ()
