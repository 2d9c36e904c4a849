"""What times the steps: pelvis or head; running or walking from behind; what answers have in common."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from restride.gait.analysis import analyse
from restride.gait.bounce import find_bounce
from restride.gait.clock import GRAVITY, time_factor
from restride.gait.errors import rounding_s
from restride.gait.events import Estimates, find_events, find_locomotion, fuse, toe_off_lag_s
from restride.gait.method import method_of
from restride.gait.pelvis import Steadied, Steps, steadied
from restride.gait.track import Floats, Track
from restride.knowledge.load import load
from restride.model.words import Side
from tests.gait.runner import run, truth

FACTS = load()
METHOD = method_of(FACTS)


def posed(origin: str = "video", late_s: float = 0.016, share: float = 0.8) -> Track:
    """The runner in closed form with hips as a pose model gives them: late, and bouncing too little."""
    track = run(120.0, treadmill=True)
    points = dict(track.points)
    for side in ("left", "right"):
        hip = points[f"hip_{side}"].copy()
        high = np.interp(track.time_s - late_s, track.time_s, hip[:, 1])
        points[f"ear_{side}"] = hip + np.array([0.05, 0.75, 0.0])
        hip[:, 1] = high.mean() + share * (high - high.mean())
        points[f"hip_{side}"] = hip
    return replace(track, points=points, origin=origin)  # type: ignore[arg-type]


def strikes_late_s(track: Track) -> float:
    events, _, _ = find_events(track, track, 1e-4, 0.84, METHOD)
    wanted = np.sort(np.concatenate(list(truth().strikes.values())))
    found = np.array([one.time_s for one in events if one.kind == "strike"])
    return float(np.mean([found[np.abs(found - one).argmin()] - one for one in wanted]))


def test_late_hips_of_a_picture_do_not_make_late_strikes() -> None:
    assert strikes_late_s(posed()) < strikes_late_s(posed("markers")) - 0.006
    assert abs(strikes_late_s(posed())) < 0.006


def test_only_pictures_with_ears_are_timed_by_the_head() -> None:
    track = posed()
    without = track.with_points({name: at for name, at in track.points.items() if not name.startswith("ear")})
    assert find_bounce(track, METHOD).by_head
    assert not find_bounce(without, METHOD).by_head
    assert not find_bounce(posed("markers"), METHOD).by_head


def test_a_head_tells_toe_off_worse_from_behind_than_from_the_side() -> None:
    widths = {}
    for view in ("side", "rear"):
        events, _, _ = find_events(*[replace(posed(), view=view)] * 2, 1e-4, 0.84, METHOD)  # type: ignore[arg-type]
        widths[view] = {kind: min(e.half_width_s for e in events if e.kind == kind) for kind in ("strike", "toe_off")}
    assert widths["rear"]["strike"] == pytest.approx(widths["side"]["strike"])
    assert widths["rear"]["toe_off"] > 1.05 * widths["side"]["toe_off"]


def test_a_lost_point_leaves_no_jump_in_the_height() -> None:
    track = posed()
    gap = slice(200, 400)
    ear = track.points["ear_left"].copy()
    ear[gap] = np.nan
    broken = find_bounce(track.with_points({**track.points, "ear_left": ear}), METHOD).fast
    whole = find_bounce(track, METHOD).fast
    difference = (broken - np.median(broken)) - (whole - np.median(whole))
    assert np.ptp(difference) < 0.1 * np.ptp(whole)


def behind(falls_at: float, step_s: float = 0.36) -> tuple[Track, Steps]:
    """A sine whose tenth centile of downward acceleration is that share of gravity, seen from behind."""
    track = replace(run(120.0), view="rear")
    phase = 2 * np.pi * track.time_s / step_s
    # The tenth centile of a sine is 0.951 of its amplitude.
    size = falls_at * GRAVITY / (0.951 * (2 * np.pi / step_s) ** 2)
    height: Floats = 0.9 + size * np.sin(phase)
    nothing = Steadied(np.zeros(0), np.zeros(0), 0.0, np.zeros(0))
    return track, Steps(nothing, nothing, step_s, step_s / 2, height, True, np.zeros((0, 2)))


@pytest.mark.parametrize(
    ("falls_at", "seen"), [(0.4, "walking"), (0.69, "walking"), (0.72, "running"), (1.1, "running")]
)
def test_from_behind_free_fall_tells_running(falls_at: float, seen: str) -> None:
    track, steps = behind(falls_at)
    assert find_locomotion(track, steps, 0.84, METHOD.events) == seen


@pytest.mark.parametrize(("bounce_m", "told"), [(0.045, False), (0.065, True)])
def test_slow_motion_from_behind_is_told_by_a_runners_bounce_only(bounce_m: float, told: bool) -> None:
    track = replace(run(120.0, bounce_m=bounce_m), view="rear")
    slow = replace(track, time_s=4 * track.time_s)
    factor = time_factor(slow, METHOD)
    assert (factor is not None) is told
    if factor is not None:
        assert factor == pytest.approx(4 * (time_factor(track, METHOD) or 0), rel=0.01)


def test_rules_that_lean_on_the_same_answer_are_not_surer_together() -> None:
    own = np.full(3, 0.01)
    alone = Estimates(np.zeros(3), own, 0.0, "pelvis", 1.0)
    same = Estimates(np.zeros(3), own, 0.0, "toe", np.ones(3))
    apart = Estimates(np.zeros(3), own, 0.0, "toe", 0.0)
    assert fuse([alone, same], 2.0, own).sd_s == pytest.approx(own)
    assert fuse([alone, apart], 2.0, own).sd_s == pytest.approx(own / np.sqrt(2))


def test_what_all_steps_share_shrinks_with_their_number_and_holds_the_truth() -> None:
    rng = np.random.default_rng(3)
    for steps in (4, 64):
        found = [
            steadied(rng.normal(0, 0.003, steps), rng.normal(0, 0.02, steps), np.full(steps, 0.003), 0.02, 0.001, None)
            for _ in range(300)
        ]
        means = np.array([one.time_s.mean() for one in found])
        said = np.mean([np.hypot(one.shared_sd_s, 0.003 / np.sqrt(steps)) for one in found])
        assert np.std(means) == pytest.approx(said, rel=0.25)
        assert found[0].shared_sd_s < 0.02 * 1.25 / np.sqrt(steps) * 1.01


def test_a_filter_rounds_less_at_a_higher_cut_off() -> None:
    fast, few = run(240.0), run(30.0)
    feet, body = (rounding_s(fast, METHOD.track, foot=foot) for foot in (True, False))
    assert feet < body
    assert rounding_s(few, METHOD.track, foot=True) == pytest.approx(rounding_s(few, METHOD.track, foot=False))
    assert body == pytest.approx(0.0044, abs=0.0002)


def test_the_bounce_of_a_pose_models_hips_is_known_less_well_and_least_from_behind() -> None:
    side = replace(posed(share=1.0, late_s=0.0), view="side")
    ears = [name for name in side.points if name.startswith("ear")]
    marked = side.with_points({name: at for name, at in side.points.items() if name not in ears})
    behind_it = replace(side, view="rear")
    errors = []
    for track in (marked, side, behind_it):
        report = analyse(track, FACTS)
        errors.append(next(one.error for one in report.metrics if one.id == "vertical_oscillation_leg"))
    assert errors[0] < errors[1] < errors[2]


def test_a_tilted_or_askew_picture_moves_what_is_held_against_the_upright_alone() -> None:
    space = run(120.0, seconds=5.0)
    tilted = replace(space, tilt_sd_deg=3.0)
    side = replace(space, view="side")
    first, second, third = (
        {one.id: one.error for one in analyse(track, FACTS).metrics if one.side is Side.RIGHT}
        for track in (space, tilted, side)
    )
    for moved in ("tibia_angle_contact", "foot_ahead_of_hip", "knee_drive"):
        assert second[moved] > first[moved]
        assert third[moved] > first[moved]
    for kept in ("knee_flexion_peak", "contact_time"):
        assert second[kept] == pytest.approx(first[kept])


def test_sides_are_kept() -> None:
    events, _, _ = find_events(posed(), posed(), 1e-4, 0.84, METHOD)
    assert {one.side for one in events} == {Side.LEFT, Side.RIGHT}


@pytest.mark.parametrize("step_s", [0.3, 0.36, 0.45])
@pytest.mark.parametrize("duty", [0.5, 0.7, 0.9, 1.1])
def test_toe_off_follows_the_fastest_rise_as_a_force_of_half_a_sine_has_it(step_s: float, duty: float) -> None:
    rules, contact = METHOD.events, duty * step_s
    # The force of half a sine falls through the body's weight this long before its end.
    share = np.linspace(0, 1, 100_001)
    over = np.sin(np.pi * share) * np.pi / (2 * duty) > 1
    wanted = (1 - share[over][-1]) * contact + rules.pelvis_toe_off_fade * step_s
    standing = contact - rules.pelvis_strike_lag * step_s - wanted
    assert toe_off_lag_s(step_s, standing, rules) == pytest.approx(wanted, abs=1e-4)
