"""Sensors on hip and wrist count steps and claim no more; points leave as C3D that another reader understands."""

import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.adapters.gait_exports import export_files
from restride.adapters.gait_recordings import analyse_recording
from restride.adapters.imu.reading import PLACES
from restride.adapters.mocap import read_mocap
from restride.adapters.mocap.c3d import read_c3d
from restride.gait.accelerations import step_events
from restride.gait.analysis import analyse, analyse_gait
from restride.gait.filtering import low_pass
from restride.gait.method import method_of
from restride.gait.orientation import oriented
from restride.gait.track import Floats, TrackError
from restride.knowledge.load import load
from tests.gait.real import real
from tests.gait.runner import run

FACTS = load()
METHOD = method_of(FACTS)


def shaken(step_s: float, *, swing: float = 0.0, seconds: float = 12.0, seed: int = 1) -> tuple[Floats, Floats]:
    """Gravity, the bounce of each step, an arm that swings once a stride, and noise."""
    time = np.arange(0, seconds, 0.01)
    rng = np.random.default_rng(seed)
    up = 1 + 0.9 * np.sin(2 * np.pi * time / step_s)
    along = swing * np.sin(np.pi * time / step_s)
    return time, np.stack([along, up, 0 * time], axis=1) + rng.normal(0, 0.05, (len(time), 3))


@settings(max_examples=25, deadline=None)
@given(st.floats(0.29, 0.44), st.sampled_from([0.0, 0.5]))
def test_steps_are_counted_at_any_pace(step_s: float, swing: float) -> None:
    time, acceleration = shaken(step_s, swing=swing)
    times = [one.time_s for one in step_events(acceleration, time, METHOD)]
    assert np.mean(np.diff(times)) == pytest.approx(step_s, rel=0.01)


@pytest.mark.parametrize("place", ["foot_left", "shank_right"])
def test_a_sensor_on_one_leg_says_all_that_it_cannot_give(tmp_path: Path, place: str) -> None:
    time = np.arange(0, 12, 0.005)
    impact = 8 * np.exp(-(((np.mod(time, 0.72) - 0.02) / 0.008) ** 2))
    up = 1 + impact - impact.mean()
    rows = ["time,acc_x,acc_y,acc_z"] + [f"{t:.4f},0,{y:.5f},0" for t, y in zip(time, up, strict=True)]
    (tmp_path / "s.csv").write_text("\n".join(rows))
    sensor = next(one for one in PLACES if one == place)
    report = analyse_recording(tmp_path / "s.csv", FACTS, sensor=sensor).report
    assert {one.id for one in report.metrics} == {"cadence", "stride_rate"}
    missing = {one.id: one.because for one in report.not_measured}
    assert missing["contact_time"] == missing["duty_factor"] == "No toe-off can be found in it."
    assert missing["step_time"] == missing["asymmetry"] == "Only one foot was timed."
    assert missing["step_length"] == "The speed is not known; give it."
    assert len(missing) == len(report.not_measured)
    measured = analyse_recording(tmp_path / "s.csv", FACTS, sensor=sensor, speed_m_s=3.0).report
    assert measured.metric("stride_length") is not None
    assert {one.id: one.because for one in measured.not_measured}["step_length"] == "Only one foot was timed."


def test_who_lies_still_does_not_run() -> None:
    time, acceleration = shaken(0.36)
    still = np.random.default_rng(2).normal(0, 0.05, acceleration.shape) + np.array([0, 1, 0])
    with pytest.raises(TrackError):
        step_events(still, time, METHOD)


@pytest.mark.parametrize("place", ["hip", "wrist"])
def test_hip_and_wrist_give_the_rate_and_say_what_they_do_not(tmp_path: Path, place: str) -> None:
    time, acceleration = shaken(0.36, swing=0.5)
    rows = ["time,acc_x,acc_y,acc_z"] + [f"{t},{x},{y},{z}" for t, (x, y, z) in zip(time, acceleration, strict=True)]
    (tmp_path / "s.csv").write_text("\n".join(rows))
    sensor = next(one for one in PLACES if one == place)
    report = analyse_recording(tmp_path / "s.csv", FACTS, sensor=sensor).report
    cadence = report.metric("cadence")
    assert cadence is not None
    assert abs(cadence.value - 60 / 0.36) <= max(cadence.error, 0.5)
    assert {one.id for one in report.metrics} <= {"cadence", "stride_rate", "step_length", "stride_length"}
    assert "contact_time" in {one.id for one in report.not_measured}
    assert place in " ".join(report.quality.reasons)


@pytest.mark.parametrize("point", ["wrist_left", "wrist_right", "asis_left", "hip_left"])
def test_markers_turned_into_sensors_have_the_rate_of_the_force(point: str) -> None:
    track = oriented(
        read_mocap(real("mocap", "hamner2010", "hamner_subject02_running.trc"), METHOD), METHOD.track
    ).track
    place = low_pass(track.points[point], track.rate_hz, 15.0, 0.4)
    speed = np.gradient(place, track.time_s, axis=0)
    acceleration = np.gradient(speed, track.time_s, axis=0) / 9.81 + np.array([0, 1, 0])
    times = [one.time_s for one in step_events(acceleration, track.time_s, METHOD)]
    # 29 contacts, 174.4 steps a minute by force.
    assert 60 / np.mean(np.diff(times)) == pytest.approx(174.4, rel=0.005)


def plain_points(path: Path) -> tuple[Floats, float]:
    """Points and rate of an Intel float C3D, read by its published layout and nothing of ours."""
    raw = path.read_bytes()
    assert raw[1] == 0x50
    points, analog, first, last = struct.unpack_from("<HHHH", raw, 2)
    scale, block = struct.unpack_from("<fH", raw, 12)
    (rate,) = struct.unpack_from("<f", raw, 20)
    assert scale < 0
    rows = np.frombuffer(raw, "<f4", (last - first + 1) * (4 * points + analog), (block - 1) * 512)
    cells = rows.reshape(last - first + 1, -1)[:, : 4 * points].reshape(-1, points, 4)
    return np.where(cells[:, :, 3:] < 0, np.nan, cells[:, :, :3]), rate


def test_points_and_events_leave_as_c3d(tmp_path: Path) -> None:
    report, gait = analyse_gait(run(120), FACTS)
    (tmp_path / "points.c3d").write_bytes(export_files(report, gait)["points.c3d"])
    file = read_c3d(tmp_path / "points.c3d")
    points, rate = plain_points(tmp_path / "points.c3d")
    assert rate == 120
    np.testing.assert_array_equal(points, file.points.astype(np.float32))
    for number, name in enumerate(file.labels):
        np.testing.assert_allclose(points[:, number], gait.track.points[name], atol=1e-5)
    strikes = [(one.context, one.time_s) for one in file.events if one.label == "Foot Strike"]
    wanted = [(one.side.value.capitalize(), one.time_s) for one in report.events if one.kind == "strike"]
    assert [side for side, _ in strikes] == [side for side, _ in wanted]
    np.testing.assert_allclose([at for _, at in strikes], [at for _, at in wanted], atol=1e-4)


def test_what_left_as_c3d_means_the_same_when_read_again(tmp_path: Path) -> None:
    report, gait = analyse_gait(run(240), FACTS)
    (tmp_path / "points.c3d").write_bytes(export_files(report, gait)["points.c3d"])
    again = analyse(read_mocap(tmp_path / "points.c3d", METHOD), FACTS)
    for name in ("cadence", "contact_time"):
        before, after = report.metric(name), again.metric(name)
        assert before is not None
        assert after is not None
        assert abs(before.value - after.value) < 0.25 * before.error
