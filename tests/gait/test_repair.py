"""Legs that an estimator exchanged are put back, and legs that merely pass each other are left alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.gait.method import method_of
from restride.gait.repair import repaired, unswapped, without_jumps
from restride.gait.track import SIDES, Track, sided
from restride.knowledge.load import load
from tests.gait.runner import run

RULES = method_of(load()).track
LEG = ("hip", "knee", "ankle", "heel", "toe")


def filmed(view: str, rate_hz: float = 30.0) -> Track:
    """The runner in closed form as a camera sees it, in pixels with a noise of two."""
    track = run(rate_hz, seconds=6.0)
    rng = np.random.default_rng(3)
    points = {}
    for name, xyz in track.points.items():
        across = xyz[:, 0] if view == "side" else xyz[:, 2]
        flat = np.stack([400 * across + 600, 400 * xyz[:, 1] + 100, 0 * across], axis=1)
        points[name] = flat + rng.normal(0, 2, flat.shape) * [1, 1, 0]
    return replace(track, points=points, origin="video", view=view, unit="px")  # type: ignore[arg-type]


def exchanged(track: Track, frames: np.ndarray) -> Track:
    points = dict(track.points)
    for point in LEG:
        left, right = (sided(point, side) for side in SIDES)
        points[left] = np.where(frames[:, None], track.points[right], track.points[left])
        points[right] = np.where(frames[:, None], track.points[left], track.points[right])
    return track.with_points(points)


@pytest.mark.parametrize("view", ["side", "rear", "front"])
@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 240.0])
def test_legs_that_pass_each_other_are_left_alone(view: str, rate_hz: float) -> None:
    track = filmed(view, rate_hz)
    assert unswapped(track, RULES.swap_price, RULES.swap_most).swapped_share == 0


@given(st.lists(st.tuples(st.integers(2, 170), st.integers(1, 6)), min_size=1, max_size=4))
def test_exchanged_stretches_are_put_back(stretches: list[tuple[int, int]]) -> None:
    track = filmed("side")
    frames = np.zeros(track.frames, dtype=bool)
    for start, length in stretches:
        frames[start : start + length] = True
    mended = unswapped(exchanged(track, frames), RULES.swap_price, RULES.swap_most)
    wrong = np.abs(mended.points["ankle_left"] - track.points["ankle_left"]).max(axis=1) > 1
    # Where the legs cover each other an exchange cannot be seen, and does no harm.
    apart = np.linalg.norm(track.points["ankle_left"] - track.points["ankle_right"], axis=1)
    assert not np.any(wrong & (apart > 100))
    assert mended.swapped_share == pytest.approx(frames.mean(), abs=0.04)


@given(st.integers(10, 160))
def test_a_pose_between_both_legs_does_not_start_an_exchange(start: int) -> None:
    """As a pose model gives it where it changes its mind: two frames exchanged, then one in the middle."""
    track = filmed("side")
    frames = np.zeros(track.frames, dtype=bool)
    frames[start : start + 2] = True
    mixed = exchanged(track, frames)
    points = dict(mixed.points)
    for point in LEG:
        left, right = (points[sided(point, side)].copy() for side in SIDES)
        middle, beside = (left[start + 2] + right[start + 2]) / 2, np.array([15.0, 0.0, 0.0])
        left[start + 2], right[start + 2] = middle - beside, middle + beside
        points[sided(point, SIDES[0])], points[sided(point, SIDES[1])] = left, right
    mended = unswapped(mixed.with_points(points), RULES.swap_price, RULES.swap_most)
    wrong = np.abs(mended.points["ankle_left"] - track.points["ankle_left"]).max(axis=1) > 1
    apart = np.linalg.norm(track.points["ankle_left"] - track.points["ankle_right"], axis=1)
    assert not np.any((wrong & (apart > 100))[np.arange(track.frames) != start + 2])


@pytest.mark.parametrize("view", ["rear", "front"])
def test_from_behind_the_hips_tell(view: str) -> None:
    track = filmed(view)
    frames = np.zeros(track.frames, dtype=bool)
    frames[40:47] = True
    mended = unswapped(exchanged(track, frames), RULES.swap_price, RULES.swap_most)
    assert mended.swapped_share == pytest.approx(7 / track.frames)
    assert mended.points["toe_left"] == pytest.approx(track.points["toe_left"])


def test_a_wild_point_decides_nothing() -> None:
    track = filmed("side")
    toe = track.points["toe_left"].copy()
    toe[60] += 900
    assert (
        unswapped(track.with_points({**track.points, "toe_left": toe}), RULES.swap_price, RULES.swap_most).swapped_share
        == 0
    )


def test_a_leg_drawn_on_the_treadmill_is_cut_off_however_sure_the_model_was() -> None:
    """The gate looks at the segment's length, not at the confidence."""
    track = filmed("side")
    ankle = track.points["ankle_left"].copy()
    ankle[60] += [0, -300, 0]
    sure = {name: np.ones(track.frames) for name in track.points}
    wrong = replace(track.with_points({**track.points, "ankle_left": ankle}), confidence=sure)
    assert np.isnan(repaired(wrong, RULES).points["ankle_left"][60]).all()
    assert np.isfinite(repaired(track, RULES).points["ankle_left"]).all()


def jumping(track: Track, shanks: float, frames: list[int]) -> Track:
    """The left knee so far ahead in these frames, as where both are seen on one leg; in frame 40 it is not found."""
    moved = track.points["knee_left"].copy()
    shank = track.segment("knee", "ankle", SIDES[0])
    assert shank is not None
    moved[frames, 0] += shanks * np.percentile(shank, 90)
    moved[40] = np.nan
    return track.with_points({**track.points, "knee_left": moved})


@pytest.mark.parametrize(
    ("rate_hz", "shanks", "frames", "missing"),
    [
        pytest.param(60.0, 0.6, [100], True, id="one frame"),
        pytest.param(60.0, 0.6, [100, 101], False, id="two on end, which leave half of it"),
        pytest.param(60.0, 0.3, [100], False, id="nearer than a jump"),
        pytest.param(120.0, 0.6, [100, 150], True, id="two apart"),
    ],
)
def test_a_knee_that_jumps_for_one_frame_is_missing_there_and_nowhere_else(
    rate_hz: float, shanks: float, frames: list[int], missing: bool
) -> None:
    track = jumping(filmed("side", rate_hz), shanks, frames)
    mended = without_jumps(track, RULES.jump_gate)
    gone = np.flatnonzero(np.isnan(mended.points["knee_left"][:, 0]))
    assert gone.tolist() == sorted([40, *(frames if missing else [])])
    others = [name for name in track.points if name != "knee_left"]
    assert all(np.array_equal(mended.points[name], track.points[name]) for name in others)


@pytest.mark.parametrize(("rate_hz", "missing"), [(49.0, False), (51.0, True)])
def test_with_few_frames_a_quick_knee_goes_so_far_by_itself(rate_hz: float, missing: bool) -> None:
    track = filmed("side", rate_hz)
    hip, knee, ankle = (track.points[f"{point}_left"][:, 0] for point in ("hip", "knee", "ankle"))
    # Where the knee is ahead of both, a jump back makes no segment longer.
    bent = int(np.minimum(knee - hip, knee - ankle)[50:-5].argmax()) + 50
    mended = repaired(jumping(track, -0.6, [bent]), RULES)
    assert bool(np.isnan(mended.points["knee_left"][bent, 0])) is missing
