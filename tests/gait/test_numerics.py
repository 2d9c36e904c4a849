"""Signals read between frames and in windows: against numpy's, scipy's and plain loops' own answers."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.interpolate import CubicSpline

from restride.gait.context import Gait
from restride.gait.method import method_of
from restride.gait.numerics import accelerations, between_frames, centile
from restride.gait.speed import Speed
from restride.gait.splines import slopes_at
from restride.gait.track import Floats, Track
from restride.knowledge.load import load

SEEDS = st.integers(0, 2**32 - 1)
CLOCK = np.array([0.0, 0.1, 0.2, 0.3, 0.4])


@cache
def gait(frames: int = 5) -> Gait:
    time = np.arange(frames) / 10
    track = Track(time, {"head": np.zeros((frames, 3))})
    return Gait(track, (), (), method_of(load()), 1.0, 0.0, Speed(None, 0.0, None, None), None)


def uneven(seed: int, frames: int) -> tuple[np.random.Generator, Floats]:
    rng = np.random.default_rng(seed)
    return rng, np.cumsum(rng.uniform(0.002, 0.05, frames))


@given(SEEDS, st.integers(4, 60))
@settings(max_examples=60, deadline=None)
def test_slopes_are_those_of_scipys_spline(seed: int, frames: int) -> None:
    rng, time = uneven(seed, frames)
    values = rng.normal(size=(2, frames))
    at = np.concatenate([time[[0, -1]], rng.uniform(time[0], time[-1], 20)])
    known = CubicSpline(time, values.T)(at, 1).T
    np.testing.assert_allclose(slopes_at(time, values, at), known, rtol=1e-8, atol=1e-8 * np.abs(known).max())


def test_outside_of_the_frames_the_slope_at_their_end_goes_on() -> None:
    slopes = slopes_at(CLOCK, CLOCK[None] ** 2, np.array([-1.0, 0.0, 0.4, 0.4 + 1e-12, 9.0]))
    np.testing.assert_allclose(slopes, [[0.0, 0.0, 0.8, 0.8, 0.8]], atol=1e-12)


@pytest.mark.parametrize(
    ("at", "before", "share"),
    [
        (-0.01, 0, np.nan),
        (0.0, 0, 0.0),
        (0.13, 1, 0.3),
        (0.2, 2, 0.0),
        (0.4, 3, 1.0),
        (0.41, 0, np.nan),
        (np.nan, 0, np.nan),
    ],
)
def test_the_frames_around_a_time(at: float, before: int, share: float) -> None:
    found, part = between_frames(CLOCK, np.array([at]))
    assert found[0] == before
    np.testing.assert_allclose(part[0], share, atol=1e-12)


@given(SEEDS, st.integers(2, 60))
@settings(max_examples=60, deadline=None)
def test_a_straight_line_is_read_as_it_is(seed: int, frames: int) -> None:
    rng, time = uneven(seed, frames)
    at = rng.uniform(time[0], time[-1], (3, 7))
    before, share = between_frames(time, at)
    np.testing.assert_allclose(time[before] + share * (time[before + 1] - time[before]), at, rtol=1e-12)
    assert ((share >= 0) & (share <= 1)).all()


def test_beside_a_gap_only_a_frame_itself_is_read() -> None:
    values = np.array([1.0, 2.0, np.nan, 4.0, 5.0])
    times = np.array([0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, np.nan])
    read = gait().at(values, times)
    np.testing.assert_allclose(read, [2, np.nan, np.nan, np.nan, 4, 4.5, 5, np.nan, np.nan])


@given(SEEDS, st.integers(2, 40))
@settings(max_examples=60, deadline=None)
def test_windows_hold_what_a_loop_finds(seed: int, frames: int) -> None:
    rng = np.random.default_rng(seed)
    one, values = gait(frames), rng.normal(size=frames)
    # In any order, overlapping, cut at either end, too short, unknown, and up to the last frame.
    starts = np.append(rng.uniform(-0.2, frames / 10, 8), [0.0, np.nan])
    ends = np.append(starts[:8] + rng.uniform(-0.05, 1.5, 8), [(frames - 1) / 10, 1.0])
    clock = one.track.time_s
    for what, known in (("max", np.max), ("min", np.min), ("mean", np.mean), ("ptp", np.ptp)):
        expected = np.full(len(starts), np.nan)
        for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
            inside = (clock >= start) & (clock < end)
            if start >= clock[0] and end <= clock[-1] and inside.sum() >= 2:
                expected[i] = known(values[inside])
        np.testing.assert_allclose(one.over(values, starts, ends, what), expected, rtol=1e-12, atol=1e-12)  # type: ignore[arg-type]


@given(SEEDS, st.integers(1, 50), st.floats(0, 100))
@settings(max_examples=60, deadline=None)
def test_a_centile_is_numpys(seed: int, count: int, percent: float) -> None:
    values = np.random.default_rng(seed).normal(size=count)
    assert centile(values, percent) == pytest.approx(np.percentile(values, percent), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("uneven_by", [0.0, 0.001])
def test_accelerations_are_numpys_gradient_twice(uneven_by: float) -> None:
    time = np.arange(40) / 60
    time[7] += uneven_by
    values = np.random.default_rng(1).normal(size=(2, 40))
    known = np.gradient(np.gradient(values, time, axis=-1), time, axis=-1)
    np.testing.assert_allclose(accelerations(values, time), known, rtol=1e-9, atol=1e-6)
