"""What is known because it was chosen: events, times and angles of a runner in closed form."""

from dataclasses import replace

import numpy as np
import pytest

from restride.gait.analysis import analyse, analyse_gait, report_from_events
from restride.gait.track import SIDES, Track, TrackError, mirrored
from restride.knowledge.load import load
from restride.model.gait import Event
from restride.model.words import Side
from tests.gait.runner import run, truth

FACTS = load()


def events_error_ms(track: Track, kind: str) -> np.ndarray:
    chosen, report = truth(), analyse(track, FACTS)
    times = {"strike": chosen.strikes, "toe_off": chosen.toe_offs}[kind]
    return np.array(
        [
            1000 * (event.time_s - times[event.side][np.argmin(np.abs(times[event.side] - event.time_s))])
            for event in report.events
            if event.kind == kind and 0.6 < event.time_s < 7
        ]
    )


@pytest.mark.parametrize("rate_hz", [240, 120, 60, 30])
@pytest.mark.parametrize("kind", ["strike", "toe_off"])
def test_events_fall_where_they_were_put_at_any_frame_rate(rate_hz: int, kind: str) -> None:
    errors = events_error_ms(run(rate_hz), kind)
    assert len(errors) > 15
    assert abs(errors.mean()) < 12
    assert errors.std() < 6


def part(from_s: float, to_s: float) -> Track:
    """The runner filmed from one moment to another, at 120 frames a second."""
    track = run(120)
    kept = (track.time_s >= from_s) & (track.time_s <= to_s)
    return replace(track, time_s=track.time_s[kept], points={name: at[kept] for name, at in track.points.items()})


# The left foot leaves at 1.181 s, the pelvis rises fastest at 1.131; the right foot lands at 6.32, it falls at 6.351.
@pytest.mark.parametrize(("from_s", "to_s", "counted"), [(1.0, 6.5, True), (1.07, 6.4, False)])
def test_a_stance_that_the_recording_cuts_counts_where_half_of_it_is_left(
    from_s: float, to_s: float, counted: bool
) -> None:
    events = analyse(part(from_s, to_s), FACTS).events
    leaves = [one for one in events if abs(one.time_s - 1.181) < 0.03]
    lands = [one for one in events if abs(one.time_s - 6.32) < 0.03]
    wanted = [("toe_off", Side.LEFT)], [("strike", Side.RIGHT)]
    assert ([(one.kind, one.side) for one in leaves], [(one.kind, one.side) for one in lands]) == (
        wanted if counted else ([], [])
    )


def test_rates_times_and_speed_are_those_chosen() -> None:
    chosen, report = truth(), analyse(run(), FACTS)
    cadence = report.metric("cadence")
    assert cadence is not None
    assert cadence.value == pytest.approx(60 / chosen.step_s, rel=0.002)
    stride = report.metric("stride_rate")
    assert stride is not None
    assert stride.value == pytest.approx(cadence.value / 2, rel=0.002)
    assert report.recording.on_treadmill
    assert report.recording.speed_m_s == pytest.approx(chosen.speed_m_s, rel=0.01)
    contact = report.metric("contact_time")
    assert contact is not None
    assert abs(contact.value - 1000 * chosen.contact_s) < contact.error


def test_over_ground_the_path_gives_the_speed() -> None:
    report = analyse(run(treadmill=False), FACTS)
    assert report.recording.on_treadmill is False
    assert report.recording.speed_m_s == pytest.approx(3.0, rel=0.01)


def test_vertical_oscillation_is_twice_the_amplitude() -> None:
    report = analyse(run(bounce_m=0.06), FACTS)
    for side in (Side.LEFT, Side.RIGHT):
        metric = report.metric("vertical_oscillation", side)
        assert metric is not None
        assert metric.value == pytest.approx(60, abs=1.5)


def test_a_mirrored_runner_swaps_sides_and_nothing_else() -> None:
    track = run(120)
    here, there = analyse(track, FACTS), analyse(mirrored(track), FACTS)
    for metric in here.metrics:
        other = there.metric(metric.id, metric.side.mirrored)
        assert other is not None, metric.id
        sign = -1 if metric.id.endswith("_asymmetry") else 1
        assert sign * other.value == pytest.approx(metric.value, abs=1e-6), metric.id
        assert other.error == pytest.approx(metric.error, rel=1e-6), metric.id


def test_a_later_clock_moves_events_and_no_metric() -> None:
    track = run(120)
    here, there = analyse(track, FACTS), analyse(replace(track, time_s=track.time_s + 100), FACTS)
    assert [e.time_s + 100 for e in here.events] == pytest.approx([e.time_s for e in there.events], abs=1e-6)
    assert [m.value for m in here.metrics] == pytest.approx([m.value for m in there.metrics], abs=1e-5)


@pytest.mark.parametrize("angle", [30.0, 90.0, 200.0])
def test_the_laboratory_may_lie_in_any_direction(angle: float) -> None:
    track = run(120)
    turn = np.radians(angle)
    matrix = np.array([[np.cos(turn), 0, -np.sin(turn)], [0, 1, 0], [np.sin(turn), 0, np.cos(turn)]])
    turned = track.with_points({name: xyz @ matrix.T for name, xyz in track.points.items()})
    here, there = analyse(track, FACTS), analyse(turned, FACTS)
    assert [m.value for m in here.metrics] == pytest.approx([m.value for m in there.metrics], abs=1e-3)


def test_slow_motion_is_refused_with_the_true_rate() -> None:
    track = run(240, bounce_m=0.08)
    slow = replace(track, time_s=track.time_s * 4)
    with pytest.raises(TrackError, match=r"clock .* times too slow; give the true rate"):
        analyse(slow, FACTS)


def test_a_gap_hides_in_no_mean() -> None:
    track = run(120)
    knee = track.points["knee_left"].copy()
    knee[240:300] = np.nan
    whole = analyse(track, FACTS).metric("knee_flexion_peak", Side.LEFT)
    report = analyse(track.with_points({**track.points, "knee_left": knee}), FACTS)
    gappy = report.metric("knee_flexion_peak", Side.LEFT)
    assert whole is not None
    assert gappy is not None
    assert gappy.n_strides < whole.n_strides
    assert gappy.value == pytest.approx(whole.value, abs=0.5)


@pytest.mark.parametrize(
    ("view", "hidden", "grade"), [("side", "left", "good"), ("side", "right", "poor"), ("rear", "left", "poor")]
)
def test_of_one_side_view_the_near_leg_makes_the_quality(view: str, hidden: str, grade: str) -> None:
    track = replace(run(120), view=view)  # type: ignore[arg-type]
    knee = track.points[f"knee_{hidden}"].copy()
    knee[::4] = np.nan
    report = analyse(track.with_points({**track.points, f"knee_{hidden}": knee}), FACTS)
    assert (report.quality.grade, report.recording.missing_share > 0) == (grade, grade == "poor")


@pytest.mark.parametrize("lost_s", [0.2, 0.4, 0.6, 0.9, 1.3])
def test_steps_lost_in_a_gap_lengthen_no_stride(lost_s: float) -> None:
    track = run(120)
    gap = (track.time_s > 3) & (track.time_s < 3 + lost_s)
    points = {name: np.where(gap[:, None], np.nan, xyz) for name, xyz in track.points.items()}
    whole, gappy = analyse(track, FACTS), analyse(track.with_points(points), FACTS)
    for name in ("cadence", "stride_rate", "contact_time", "flight_time", "swing_time", "step_time"):
        before, after = whole.metric(name), gappy.metric(name)
        assert before is not None
        assert after is not None
        assert after.value == pytest.approx(before.value, rel=0.02), name


def test_a_missing_foot_is_said() -> None:
    track = run(120)
    points = {name: xyz for name, xyz in track.points.items() if not name.startswith(("heel", "toe"))}
    report = analyse(track.with_points(points), FACTS)
    missing = {one.id: one.because for one in report.not_measured}
    assert "foot_inclination" in missing
    assert report.metric("foot_inclination", Side.LEFT) is None
    assert report.metric("contact_time") is not None
    assert report.quality.grade == "usable"
    assert "No heel and no toe is among the points" in " ".join(report.quality.reasons)
    assert "No heel" not in " ".join(analyse(track, FACTS).quality.reasons)


@pytest.mark.parametrize(
    ("step_s", "believed"), [(0.19, False), (0.21, True), (0.36, True), (1.99, True), (2.01, False)]
)
def test_steps_that_nobody_makes_are_no_clock_to_believe(step_s: float, believed: bool) -> None:
    events = [
        Event(kind="strike", side=SIDES[i % 2], time_s=i * step_s, half_width_s=0.01, found_by="force")
        for i in range(20)
    ]  # fmt: skip
    told = {"name": "run.csv", "origin": "force", "rate_hz": 1000.0, "duration_s": 20 * step_s}
    if believed:
        assert report_from_events(events, FACTS, **told).quality
    else:
        with pytest.raises(TrackError, match="give the true rate"):
            report_from_events(events, FACTS, **told)


@pytest.mark.parametrize(("seconds", "enough"), [(0.9, False), (3.0, True)])
def test_half_a_stride_is_refused(seconds: float, enough: bool) -> None:
    track = run(120, seconds=seconds, chosen=truth(seconds=8))
    if enough:
        assert analyse(track, FACTS).strides
    else:
        with pytest.raises(TrackError):
            analyse(track, FACTS)


@pytest.mark.parametrize("start_s", [0.0, 0.26, 0.51])
def test_a_clock_whose_sum_passes_the_last_frame_finds_the_same_steps(start_s: float) -> None:
    track = run(100, seconds=2.41)
    shifted = replace(track, time_s=start_s + np.arange(track.frames) / 100)
    assert track.frames == 241
    assert len(analyse(shifted, FACTS).events) == len(analyse(track, FACTS).events)


def test_standing_is_refused() -> None:
    track = run(120)
    still = track.with_points({name: np.repeat(xyz[:1], len(xyz), axis=0) for name, xyz in track.points.items()})
    with pytest.raises(TrackError, match="do not take turns"):
        analyse(still, FACTS)


def test_knee_angle_is_that_of_the_two_link_leg() -> None:
    track = run(240)
    _, gait = analyse_gait(track, FACTS)
    hip, knee, ankle = (track.points[f"{p}_left"] for p in ("hip", "knee", "ankle"))
    thigh, shank = (knee - hip)[:, :2], (ankle - knee)[:, :2]
    cosine = np.sum(thigh * shank, axis=1) / np.linalg.norm(thigh, axis=1) / np.linalg.norm(shank, axis=1)
    expected = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    inner = slice(60, -60)
    assert np.sqrt(np.mean((gait.angles["knee_flexion_left"][inner] - expected[inner]) ** 2)) < 2.0


def test_nothing_in_a_report_is_not_a_number() -> None:
    report = analyse(run(60, noise_m=0.003), FACTS)
    for metric in report.metrics:
        assert np.isfinite(metric.value), metric.id
        assert metric.error > 0, metric.id
        assert metric.smallest_change > 0, metric.id
