"""Load: each run against 30 days, weeks, breaks, and an index that may only slow a plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.training.limits import history_days, spike_classes
from restride.training.load import (
    breaks_of,
    longest_of_30_days,
    monday_of,
    session_ratios,
    spike_class,
    weeks_of,
)
from restride.training.report import TrainingReport, report_on
from restride.training.tissue import tissue_loads
from tests.training.made import facts, history_of, made_run

MONDAY = date(2026, 2, 2)


def on(day: int) -> date:
    return MONDAY + timedelta(days=day)


def steady(days: range, metres: float = 8000) -> list:  # type: ignore[type-arg]
    return [made_run(on(day), metres, number=day) for day in days]


@pytest.mark.parametrize(
    ("ratio", "name"),
    [(0.4, "usual"), (1.1, "usual"), (1.101, "small"), (1.3, "small"), (1.301, "moderate"), (2.0, "moderate"),
     (2.001, "large")],
)  # fmt: skip
def test_the_classes_are_the_published_ones(ratio: float, name: str) -> None:
    classes = spike_classes(facts())
    assert spike_class(ratio, classes).name == name
    assert [one.hazard for one in classes] == [1.0, 1.64, 1.52, 2.28]
    assert history_days(facts()) == 30


def test_a_run_is_held_against_the_longest_of_the_thirty_days_before() -> None:
    history = history_of(*steady(range(0, 40, 2)), made_run(on(40), 12_000, number=99))
    last = session_ratios(history, facts())[-1]
    assert (last.ratio, last.category, last.longest_m) == (1.5, "moderate", 8000)


@pytest.mark.parametrize(("gap", "ratio"), [(29, 0.5), (30, 0.5), (31, 1.0)])
def test_a_longer_run_counts_for_thirty_days(gap: int, ratio: float) -> None:
    runs = [*steady(range(0, 90, 3), 6000), made_run(on(60 - gap), 12_000, number=500)]
    last = next(one for one in session_ratios(history_of(*runs), facts()) if one.on == on(60))
    assert last.ratio == ratio


def test_without_thirty_days_nothing_is_said() -> None:
    ratios = session_ratios(history_of(*steady(range(35))), facts())
    assert [one.why_not for one in ratios[:30]] == ["history_too_short"] * 30
    assert [one.ratio for one in ratios[30:]] == [1.0] * 5


def test_after_a_month_without_a_run_there_is_nothing_to_compare_with() -> None:
    ratios = session_ratios(history_of(*steady(range(35)), made_run(on(80), 5000, number=7)), facts())
    assert ratios[-1].why_not == "no_run_in_30_days"


def test_an_earlier_run_of_the_same_day_counts_as_before() -> None:
    runs = [*steady(range(40)), made_run(on(40), 16_000, number=1, hour=6), made_run(on(40), 16_000, number=2, hour=18)]
    assert [one.ratio for one in session_ratios(history_of(*runs), facts())][-2:] == [2.0, 1.0]


@given(
    st.lists(
        st.tuples(st.integers(0, 150), st.integers(500, 40_000)), min_size=2, max_size=40, unique_by=lambda r: r[0]
    ),
    st.floats(0.2, 5),
)
def test_units_cancel_and_a_plain_reckoning_agrees(rows: list[tuple[int, int]], factor: float) -> None:
    rows = sorted(rows)
    history = history_of(*(made_run(on(day), metres, number=day) for day, metres in rows))
    scaled = history_of(*(made_run(on(day), metres * factor, number=day) for day, metres in rows))
    first = session_ratios(history, facts())
    assert [one.ratio for one in first] == pytest.approx(
        [one.ratio for one in session_ratios(scaled, facts())], abs=2e-3
    )
    for index, (day, metres) in enumerate(rows):
        before = [other for when, other in rows[:index] if when >= day - 30]
        if day - rows[0][0] < 30 or not before:
            assert first[index].ratio is None
        else:
            assert first[index].ratio == pytest.approx(metres / max(before), abs=1e-3)
    # A part of the history gives the same as the whole.
    assert session_ratios(history, facts(), 1, len(rows)) == first[1:]


@given(st.integers(0, 300))
def test_moving_all_dates_moves_the_days_and_nothing_else(shift: int) -> None:
    rows = [(0, 5000), (3, 7000), (20, 6000), (34, 9000), (60, 12_000)]
    here = session_ratios(history_of(*(made_run(on(d), m, number=d) for d, m in rows)), facts())
    there = session_ratios(history_of(*(made_run(on(d + shift), m, number=d) for d, m in rows)), facts())
    assert [(one.ratio, one.category) for one in here] == [(one.ratio, one.category) for one in there]


def test_weeks_count_runs_rest_and_what_was_fast() -> None:
    history = history_of(
        made_run(on(0), 8000, number=1), made_run(on(2), 10_000, number=2, fast_s=600),
        made_run(on(2), 2000, number=3, hour=19),
        made_run(on(15), 5000, number=4), made_run(on(16), 5000, number=5, kind="cross", sport="cycling"),
    )  # fmt: skip
    weeks = weeks_of(history, facts())
    assert [(week.runs, week.distance_m, week.rest_days) for week in weeks] == [(3, 20_000, 5), (0, 0, 7), (1, 5000, 6)]
    assert weeks[0].longest_m == 10_000
    assert weeks[0].fast_share == pytest.approx(600 * 3.0 / 20_000, abs=0.01)
    assert weeks[2].cross_s > 0
    assert all(week.monday == monday_of(week.monday) for week in weeks)


@pytest.mark.parametrize(("gap", "breaks"), [(14, 0), (15, 1), (16, 1)])
def test_fourteen_days_without_a_run_are_a_break(gap: int, breaks: int) -> None:
    history = history_of(
        made_run(on(0), 5000, number=1), *(made_run(on(gap + n), 5000, number=n + 2) for n in (0, 3, 20))
    )
    found = breaks_of(history, facts())
    assert len([one for one in found if one.first == on(gap)]) == breaks
    if breaks:
        assert (found[0].days, len(found[0].first_runs)) == (gap - 1, 2)


def test_the_envelope_is_the_longest_of_thirty_days() -> None:
    runs = [made_run(on(0), 12_000, number=1), made_run(on(10), 5000, number=2), made_run(on(31), 6000, number=3)]
    assert [metres for _, metres in longest_of_30_days(history_of(*runs), facts())] == [12_000, 12_000, 6000]


def test_faster_running_weighs_more_and_only_ever_slows() -> None:
    usual = [made_run(on(day), 8000, number=day) for day in range(0, 28, 2)]
    fast = made_run(on(28), 8000, number=100, speed=4.2)
    slow = made_run(on(28), 8000, number=101, speed=2.4)
    of_fast, of_slow = (tissue_loads(history_of(*usual, last), facts()) for last in (fast, slow))
    for tissue in ("achilles", "kneecap"):
        heavy, light = ([one for one in loads if one.tissue == tissue][-1] for loads in (of_fast, of_slow))
        assert heavy.low < heavy.middle < heavy.high
        assert heavy.low > 1
        assert heavy.agrees
        assert heavy.slows < 1
        assert light.slows == 1.0


def test_the_index_follows_the_published_peaks() -> None:
    """By hand: at 4.125 m/s, the middle of its class, the kneecap's peak is 1 + 0.356 · 1.625 / 1.7 of that at 2.5."""
    usual = [made_run(on(day), 8000, number=day, speed=2.55) for day in (0, 2)]
    fast = made_run(on(4), 8000, number=9, speed=4.2)
    found = [one for one in tissue_loads(history_of(*usual, fast), facts()) if one.tissue == "kneecap"][-1]

    def index(seconds: float, speed: float, steps_per_s: float) -> float:
        return seconds * steps_per_s * (1 + 0.356 * (speed - 2.5) / 1.7) ** 4

    rates = [2.5 * 1.075, 3.5 * 0.813, 4.5 * 0.676]
    slow = index(8000 / 2.55, 2.625, rates[0] + 0.125 * (rates[1] - rates[0]))
    quick = index(8000 / 4.2, 4.125, rates[1] + 0.625 * (rates[2] - rates[1]))
    assert found.low == pytest.approx(quick / slow, rel=0.001)


@given(st.lists(st.tuples(st.floats(1.8, 6.0), st.integers(1000, 30_000)), min_size=2, max_size=20))
def test_the_index_never_lets_a_plan_do_more(rows: list[tuple[float, int]]) -> None:
    runs = [made_run(on(2 * n), metres, number=n, speed=speed) for n, (speed, metres) in enumerate(rows)]
    for one in tissue_loads(history_of(*runs), facts()):
        assert 0 < one.slows <= 1.0
        if not one.agrees:
            assert one.slows == 1.0


def test_no_chance_of_injury_and_no_acute_to_chronic_ratio_is_anywhere() -> None:
    names = {field for kind in (TrainingReport, *_parts()) for field in kind.__struct_fields__}
    assert not [name for name in names if any(word in name for word in ("acwr", "chronic", "probab", "risk", "damage"))]
    report_on(history_of(*steady(range(0, 60, 2))), facts(), on(60))


def _parts() -> tuple[type, ...]:
    from restride.training.errors import TrainingError
    from restride.training.load import Break, SessionRatio, Week
    from restride.training.tissue import TissueLoad

    return TrainingError, Break, SessionRatio, Week, TissueLoad
