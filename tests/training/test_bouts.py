"""Running, walking, pauses: bouts found where they were made, below, at and above each threshold."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.training.activity import Activity, Declared, Stop
from restride.training.record import Origin, RunRecord
from restride.training.summary import summarise
from tests.training.made import limits

START = 1_772_000_000.0
ORIGIN = Origin(name="a.fit", sha256="ab" * 32, format="fit")


def walked_run(
    parts: list[tuple[int, float, float | None]], *, where: str = "unknown", sport: str = "running",
    distance: bool = True, **more: object,
) -> RunRecord:  # fmt: skip
    """Parts of (seconds, m/s, strides a minute) one after the other, a point a second."""
    speed = np.concatenate([np.full(length, value) for length, value, _ in parts])
    cadence = np.concatenate([np.full(length, np.nan if steps is None else steps) for length, _, steps in parts])
    columns = {"time_s": START + np.arange(len(speed), dtype=float)}
    if distance:
        columns |= {"distance_m": np.cumsum(speed) - speed[0], "speed_m_s": speed}
    if not np.isnan(cadence).all():
        columns["cadence"] = cadence
    activity = Activity(sport=sport, where=where, start_s=START, columns=columns, **more)  # type: ignore[arg-type]
    return summarise(activity, number=0, origin=ORIGIN, limits=limits())


def test_walk_breaks_are_found_to_the_second() -> None:
    run = walked_run([(300, 3.0, 85), (60, 1.5, 55)] * 4)
    assert [bout.duration_s for bout in run.bouts] == pytest.approx([300] * 4, abs=2)
    assert [bout.at_s for bout in run.bouts] == pytest.approx([0, 360, 720, 1080], abs=2)
    assert (run.run_s, run.walk_s) == (pytest.approx(1200, abs=8), pytest.approx(240, abs=8))
    assert run.run_m == pytest.approx(3600, rel=0.01)
    assert run.bouts[0].steps == pytest.approx(850, abs=10)


@pytest.mark.parametrize(("strides", "runs"), [(64.5, False), (65, True), (66, True)])
def test_running_begins_at_130_steps(strides: float, runs: bool) -> None:
    assert bool(walked_run([(300, 2.5, strides)]).run_s) is runs


@pytest.mark.parametrize(("speed", "runs"), [(1.79, False), (1.8, True), (1.81, True)])
def test_running_begins_at_1_8_metres_a_second(speed: float, runs: bool) -> None:
    assert bool(walked_run([(300, speed, 80)]).run_s) is runs


@pytest.mark.parametrize(("speed", "runs"), [(1.99, False), (2.0, True)])
def test_without_a_step_rate_speed_alone_decides(speed: float, runs: bool) -> None:
    assert bool(walked_run([(300, speed, None)]).run_s) is runs


def test_once_running_it_takes_less_to_go_on() -> None:
    assert walked_run([(100, 3.0, 85), (100, 1.7, 62)]).run_s == 200
    assert walked_run([(100, 3.0, 85), (100, 1.7, 59)]).run_s == pytest.approx(100, abs=2)


@pytest.mark.parametrize(("length", "bouts"), [(8, 1), (9, 1), (14, 2)])
def test_a_stumble_does_not_end_a_bout(length: int, bouts: int) -> None:
    assert len(walked_run([(120, 3.0, 85), (length, 1.0, 40), (120, 3.0, 85)]).bouts) == bouts


def test_on_a_treadmill_the_steps_alone_decide() -> None:
    run = walked_run([(300, 0.0, 85), (60, 0.0, 50)], where="treadmill", distance=False)
    assert (run.run_s, len(run.bouts)) == (pytest.approx(300, abs=2), 1)


def test_a_device_that_writes_steps_is_recognised() -> None:
    assert walked_run([(600, 3.0, 170)]).steps == walked_run([(600, 3.0, 85)]).steps == 1700


def test_the_timer_stands_above_gaps() -> None:
    parts: list[tuple[int, float, float | None]] = [(600, 3.0, 85)]
    stopped = walked_run(parts, stops=(Stop(START + 100, START + 160),), timer_known=True)
    assert [(one.at_s, one.duration_s, one.by) for one in stopped.pauses] == [(100.0, 60.0, "timer")]
    assert stopped.timer_s == pytest.approx(540, abs=2)


@pytest.mark.parametrize(("gap", "pauses"), [(29, 0), (30, 0), (31, 1)])
def test_a_gap_over_thirty_seconds_is_a_pause_where_no_timer_says(gap: int, pauses: int) -> None:
    time = np.concatenate((START + np.arange(200.0), START + 199 + gap + np.arange(200.0)))
    columns = {"time_s": time, "speed_m_s": np.full(400, 3.0)}
    activity = Activity(sport="running", start_s=START, columns=columns)
    run = summarise(activity, number=0, origin=ORIGIN, limits=limits())
    assert len(run.pauses) == pauses


def test_smart_recording_gives_the_same_run() -> None:
    every = np.arange(1200.0)
    some = every[np.random.default_rng(3).random(1200) < 0.2]
    runs = []
    for second in (every, np.union1d(some, [0.0, 1199.0])):
        columns = {"time_s": START + second, "distance_m": 3.0 * second, "cadence": np.full(len(second), 85.0)}
        activity = Activity(sport="running", start_s=START, columns=columns)
        runs.append(summarise(activity, number=0, origin=ORIGIN, limits=limits()))
    assert runs[0].run_s == pytest.approx(runs[1].run_s, abs=3)
    assert (runs[0].distance_m, runs[0].steps) == (runs[1].distance_m, runs[1].steps)


def test_a_ride_and_a_walk_are_kept_apart() -> None:
    assert walked_run([(600, 8.0, 80)], sport="cycling").kind == "cross"
    assert walked_run([(600, 1.4, 55)], sport="walking").kind == "walk"
    mislabelled = walked_run([(600, 3.0, 85)], sport="walking")
    assert (mislabelled.kind, "counted as a run" in mislabelled.notes[0]) == ("run", True)


def test_a_summary_without_points_counts_whole() -> None:
    activity = Activity(sport="running", start_s=START, declared=Declared(distance_m=10_000, timer_s=3600))
    run = summarise(activity, number=0, origin=ORIGIN, limits=limits())
    assert (run.distance_m, run.run_s, run.speed_m_s, run.bouts) == (10_000, 3600, pytest.approx(2.78, abs=0.01), ())


parts = st.lists(
    st.tuples(st.integers(5, 200), st.floats(0, 6), st.one_of(st.none(), st.floats(0, 110))), min_size=1, max_size=8
)


@given(parts)
def test_times_add_up_and_bouts_lie_inside(made: list[tuple[int, float, float | None]]) -> None:
    run = walked_run(made)
    assert run.run_s + run.walk_s <= run.elapsed_s + 1
    assert sum(bout.duration_s for bout in run.bouts) == (run.run_s if run.kind == "run" else 0)
    assert all(bout.duration_s >= 10 for bout in run.bouts)
    ends = [(bout.at_s, bout.at_s + bout.duration_s) for bout in run.bouts]
    assert all(end <= later for (_, end), (later, _) in pairwise(ends))
    assert (run.run_m or 0) <= (run.distance_m or 0) + 1
    assert sum(run.speed_s) <= run.run_s


@given(parts, st.floats(-1e8, 1e8))
def test_moving_the_clock_moves_the_start_and_nothing_else(
    made: list[tuple[int, float, float | None]], shift: float
) -> None:
    import msgspec

    shift = float(round(shift))
    here = walked_run(made)
    speed = np.concatenate([np.full(length, value) for length, value, _ in made])
    cadence = np.concatenate([np.full(length, np.nan if steps is None else steps) for length, _, steps in made])
    columns = {"time_s": START + shift + np.arange(len(speed), dtype=float)}
    columns |= {"distance_m": np.cumsum(speed) - speed[0], "speed_m_s": speed}
    if not np.isnan(cadence).all():
        columns["cadence"] = cadence
    there = summarise(
        Activity(sport="running", start_s=START + shift, columns=columns), number=0, origin=ORIGIN, limits=limits()
    )
    assert msgspec.structs.replace(there, start_s=START) == here
