"""What was unusual before a complaint: found, dated and compared where it was; quiet where nothing is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.model.runs import RunnerChange
from restride.model.words import State
from restride.training.errors import TrainingError, training_errors
from restride.training.findings import training_findings
from restride.training.record import RunRecord
from tests.training.made import facts, history_of, made_run

FIRST = date(2026, 1, 5)
#: Twelve weeks of even training, then the four weeks before the onset.
ONSET = FIRST + timedelta(days=112)


def on(day: int) -> date:
    return FIRST + timedelta(days=day)


def even(first: int = 0, last: int = 113, every: int = 2, metres: float = 8000, **more: object) -> list[RunRecord]:
    return [made_run(on(day), metres, number=day, **more) for day in range(first, last, every)]  # type: ignore[arg-type]


def found(*runs: RunRecord, changes: tuple[RunnerChange, ...] = ()) -> dict[str, TrainingError]:
    return {one.finding: one for one in training_errors(history_of(*runs, changes=changes), ONSET, facts())}


def present(*runs: RunRecord, changes: tuple[RunnerChange, ...] = ()) -> set[str]:
    return {name for name, one in found(*runs, changes=changes).items() if one.state is State.PRESENT}


def test_even_training_holds_no_error_and_says_so() -> None:
    errors = found(*even())
    assert {name for name, one in errors.items() if one.state is State.PRESENT} == set()
    assert {"longest_run_spike", "volume_increase", "frequency_increase", "speed_work_added", "hills_added"} <= set(
        errors
    )
    assert all(one.because for one in errors.values())


def test_a_spike_names_its_run_its_day_and_what_it_is_compared_with() -> None:
    spike = made_run(on(100), 12_400, number=999)
    error = found(*even(), spike)["longest_run_spike"]
    assert (error.state, error.run, error.on) == (State.PRESENT, spike.id, on(100))
    assert (error.seen, error.before, error.percent) == (12.4, 8.0, 55.0)
    assert error.says == (
        "In the four weeks before it began: on 15 April 2026 a run of 12.4 km, 1.55 times the longest of the 30 days "
        "before (8.0 km); a moderate spike."
    )
    assert error.because[0].sources[0].source == "frandsen2025"
    assert "1.52" in error.because[0].says


@pytest.mark.parametrize(("metres", "spikes"), [(8800, False), (8801, False), (8810, True), (16_000, True)])
def test_up_to_a_tenth_more_is_no_spike(metres: float, spikes: bool) -> None:
    assert ("longest_run_spike" in present(*even(), made_run(on(101), metres, number=999))) is spikes


def test_more_than_double_is_large() -> None:
    assert "longest_run_spike_large" not in present(*even(), made_run(on(101), 16_000, number=999))
    assert "longest_run_spike_large" in present(*even(), made_run(on(101), 16_100, number=999))


@pytest.mark.parametrize(("day", "counts"), [(84, False), (85, True), (112, True), (113, False)])
def test_only_the_four_weeks_up_to_the_onset_count(day: int, counts: bool) -> None:
    assert ("longest_run_spike" in present(*even(), made_run(on(day), 13_000, number=999, hour=12))) is counts


def test_more_each_week_is_a_rise_and_a_return_from_an_easy_week_is_none() -> None:
    more = [*even(0, 85), *(made_run(on(day), 8000, number=day) for day in range(85, 113))]
    assert {"volume_increase", "frequency_increase"} <= present(*more)
    easy = [run for run in even() if not 70 <= run.ordinal - FIRST.toordinal() < 84]
    assert "volume_increase" not in present(*easy)


def test_fast_running_added_is_held_against_the_runners_own_speed() -> None:
    runs = [
        made_run(on(day), 8000, number=day, fast_s=900 if day >= 85 and day % 4 == 0 else 0) for day in range(0, 113, 2)
    ]
    error = found(*runs)["speed_work_added"]
    assert error.state is State.PRESENT
    assert error.seen is not None
    assert error.before == 0.0
    always = [made_run(on(day), 8000, number=day, fast_s=900 if day % 4 == 0 else 0) for day in range(0, 113, 2)]
    assert "speed_work_added" not in present(*always)


def test_hills_added_are_climb_for_each_kilometre() -> None:
    runs = [made_run(on(day), 8000, number=day, climb_m=160.0 if day >= 85 else 20.0) for day in range(0, 113, 2)]
    error = found(*runs)["hills_added"]
    assert (error.state, error.seen, error.before, error.unit) == (State.PRESENT, 20.0, 2.5, "m_per_km")


def test_first_runs_after_a_break_are_named() -> None:
    runs = [run for run in even() if not 60 <= run.ordinal - FIRST.toordinal() < 95]
    error = found(*runs)["return_after_break"]
    assert (error.state, error.on) == (State.PRESENT, on(96))
    assert "after 37 days without one" in error.says


def test_what_the_runner_enters_counts_with_its_day() -> None:
    changes = (RunnerChange(what="shoes", on=on(100), says="new shoes"), RunnerChange(what="race", on=on(20)))
    assert present(*even(), changes=changes) == {"shoes_changed"}
    assert "new shoes, entered for 15 April 2026" in found(*even(), changes=changes)["shoes_changed"].says


def test_new_shoes_of_an_export_are_seen_and_old_ones_counted() -> None:
    runs = [made_run(on(day), 8000, number=day, shoes="Old" if day < 96 else "New") for day in range(0, 113, 2)]
    assert "shoes_changed" in present(*runs)
    worn = [made_run(on(day), 15_000, number=day, shoes="Old") for day in range(0, 113, 2)]
    assert "shoes_worn" in present(*worn)


def test_little_history_says_little() -> None:
    assert found() == {}
    assert found(*even(0, 60)) == {}  # nothing in the weeks before the onset
    few = found(*even(100))
    assert not [one for one in few.values() if one.finding in ("volume_increase", "longest_run_spike")]
    assert training_findings(history_of(*even()), None, facts()) == ()


def test_findings_are_words_of_the_vocabulary() -> None:
    findings = training_findings(history_of(*even(), made_run(on(100), 20_000, number=999)), ONSET, facts())
    assert {one.what for one in findings} <= set(facts().findings)
    spike = next(one for one in findings if one.what == "longest_run_spike")
    assert (spike.state, spike.value, spike.unit) == (State.PRESENT, 150.0, "pct")
    assert spike.origin.startswith("runs[")
    assert len({one.what for one in findings}) == len(findings)


rows = st.lists(
    st.tuples(st.integers(0, 112), st.integers(800, 30_000)), min_size=0, max_size=60, unique_by=lambda row: row[0]
)


@given(rows, st.integers(800, 30_000))
def test_a_longer_run_never_removes_a_spike(made: list[tuple[int, int]], metres: int) -> None:
    runs = [made_run(on(day), one, number=day) for day, one in made]
    before = present(*runs)
    after = present(*runs, made_run(on(112), metres * 40, number=5000, hour=23))
    if "longest_run_spike" in before:
        assert "longest_run_spike" in after


@given(rows, st.integers(-400, 400))
def test_moving_all_dates_moves_the_findings_with_them(made: list[tuple[int, int]], shift: int) -> None:
    here = history_of(*(made_run(on(day), one, number=day) for day, one in made))
    there = history_of(*(made_run(on(day + shift), one, number=day) for day, one in made))
    moved = training_errors(there, ONSET + timedelta(days=shift), facts())
    first = training_errors(here, ONSET, facts())
    assert [(one.finding, one.state, one.percent) for one in first] == [
        (one.finding, one.state, one.percent) for one in moved
    ]
