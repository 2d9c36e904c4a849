"""Walking: the foot's speed over the ground between the frames, and intervals that hold what the rule is off by."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from restride.figure.runner import Film, Shot, drawn_motion, truth_of
from restride.gait.analysis import analyse
from restride.gait.method import method_of
from restride.gait.track import POINTS, Track, TrackError
from restride.gait.walking import walking_events, walking_times
from restride.gait.zeni import zeni_times
from restride.knowledge.load import load
from restride.model.gait import GaitReport
from restride.model.words import Side
from validation.gait_walking import RULES, STRIDE_EVENTS, drawn_walk, gaps_ms, walking_stride

FACTS = load()
METHOD = method_of(FACTS)


@cache
def walked(speed_m_s: float) -> tuple[GaitReport, list[tuple[str, float, float]]]:
    """The report of a drawn walker's own points, 30 a second, and of each event its kind, error and half-width [s]."""
    truth = truth_of(Film(drawn_motion("walk", speed_m_s), Shot(rate_hz=30.0, seconds=5.0)))
    track = Track(truth.time_s, {name: at for name, at in truth.points_m.items() if name in POINTS})
    report = analyse(track, FACTS, speed_m_s=speed_m_s)
    rows = []
    for event in report.events:
        same = [one.time_s for one in truth.events if one.kind == event.kind and one.side == event.side.value]
        nearest = min(same, key=lambda time: abs(time - event.time_s))
        # What the recording cuts has no truth beside it.
        if abs(nearest - event.time_s) < 0.2 and 0.2 < event.time_s < 4.8:
            rows.append((event.kind, event.time_s - nearest, event.half_width_s))
    return report, rows


@pytest.mark.parametrize("speed_m_s", [0.9, 1.9])
def test_the_intervals_of_walking_hold_the_events_of_the_drawn_walker(speed_m_s: float) -> None:
    report, rows = walked(speed_m_s)
    assert report.recording.locomotion == "walking"
    assert {kind for kind, _, _ in rows} == {"strike", "toe_off"}
    assert all(abs(error) < half for _, error, half in rows)


def test_frames_a_thirtieth_of_a_second_apart_do_not_round_the_events_of_walking() -> None:
    _, rows = walked(1.9)
    for wanted in ("strike", "toe_off"):
        errors = [error for kind, error, _ in rows if kind == wanted]
        assert len(errors) >= 7
        # Rounded to frames, they would wander by a third of a frame, 10 ms.
        assert np.std(errors) < 0.002


def glide(landing_m_s: float = 3.0, leaving_m_s2: float = 20.0) -> Track:
    """A foot on a belt of 1 m/s under a pelvis that stays: it glides in ever slower, stands, and leaves ever faster."""
    time = np.arange(0.0, 2.0, 1 / 200)
    # Over the ground: slows to rest at 0.5 s, stands until 1.2 s, speeds up from there.
    over = np.where(time < 0.5, landing_m_s * (0.5 - time) / 0.3, 0.0)
    over = np.where(time > 1.2, leaving_m_s2 * (time - 1.2), over)
    way = np.append(0.0, np.cumsum(over[1:] + over[:-1]) / 400) - time
    foot = np.stack([way, 0 * time, 0 * time], axis=1)
    pelvis = np.tile([0.0, 1.0, 0.0], (len(time), 1))
    names = ("heel_left", "toe_left", "heel_right", "toe_right")
    return Track(time, {"hip_left": pelvis, "hip_right": pelvis, **dict.fromkeys(names, foot)})


@pytest.mark.parametrize("camera_m_s", [0.0, -1.3])
def test_events_lie_where_the_foot_has_the_speeds_that_the_rule_says(camera_m_s: float) -> None:
    still = glide()
    moved = np.outer(still.time_s, [camera_m_s, 0.0, 0.0])
    track = still.with_points({name: at + moved for name, at in still.points.items()})
    strikes, offs = walking_times(track, Side.LEFT, METHOD)
    rules = METHOD.events
    assert strikes == pytest.approx([0.5 - 0.3 * rules.walking_strike_speed / 3.0], abs=0.002)
    assert offs == pytest.approx([1.2 + rules.walking_toe_off_speed / 20.0], abs=0.002)


def test_where_the_foot_is_not_seen_zenis_instants_stay() -> None:
    track = glide()
    points = {name: at.copy() for name, at in track.points.items()}
    zeni, _ = zeni_times(track, Side.LEFT, 0.4)
    # From a moment after the heel turns back it is hidden until it stands.
    points["heel_left"][(track.time_s > zeni[0] + 0.005) & (track.time_s < 0.6)] = np.nan
    strikes, offs = walking_times(track.with_points(points), Side.LEFT, METHOD)
    assert strikes == pytest.approx(zeni, abs=0.006)
    assert offs == pytest.approx(walking_times(track, Side.LEFT, METHOD)[1])


def test_a_foot_that_is_never_seen_has_no_events() -> None:
    track = glide()
    never = {name: np.full_like(track.points[name], np.nan) for name in ("heel_left", "toe_left")}
    assert [len(times) for times in walking_times(track.with_points({**track.points, **never}), Side.LEFT, METHOD)] == [
        0,
        0,
    ]


def test_a_view_that_hides_the_heels_and_a_missing_point_are_said() -> None:
    with pytest.raises(TrackError, match="film the side"):
        walking_events(replace(glide(), view="rear"), METHOD)
    track = glide()
    for lost in ("hip", "heel", "toe"):
        left = track.with_points({name: at for name, at in track.points.items() if not name.startswith(lost)})
        with pytest.raises(TrackError, match="sacrum or hips, heel and toe"):
            walking_events(left, METHOD)


def test_a_measured_stride_is_timed_as_force_does_and_closer_than_by_zenis_rule() -> None:
    truth = {(kind, side): np.array([at]) for kind, side, at in STRIDE_EVENTS}
    ours, zenis = (np.concatenate(list(gaps_ms(walking_stride(), truth, rule).values())) for rule in RULES)
    assert len(ours) == 3
    # 20 ms: a frame of 17 and what the smoothed force is early by.
    assert np.abs(ours).max() < 20
    assert (np.abs(ours) < np.abs(zenis)).all()


@pytest.mark.parametrize("speed_m_s", [0.9, 1.4, 1.9])
def test_the_drawn_walker_is_as_early_and_late_by_zenis_rule_as_people(speed_m_s: float) -> None:
    motion = drawn_motion("walk", speed_m_s)
    one = motion.contacts[0]
    truth = {
        (kind, Side.RIGHT): np.array([at + motion.length_s])
        for kind, at in (("strike", one.strike_s), ("toe_off", one.toe_off_s))
    }
    gaps = gaps_ms(drawn_walk(motion, 60.0, worn=True), truth, "Zeni 2008")
    # The measured man: 26 early, 14 and 25 late; a frame of 17 to either side.
    assert -43 < gaps["strike"][0] < 0
    assert 0 < gaps["toe_off"][0] < 42
