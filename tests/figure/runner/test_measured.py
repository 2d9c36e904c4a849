"""A measured movement on the drawn runner, and the drawn runner as a recording of markers."""

import os
from pathlib import Path

import numpy as np
import pytest

from restride.adapters.films.measured import measured_motion
from restride.adapters.gait_recordings import analyse_recording
from restride.cli import main
from restride.figure.runner import Film, Shot, drawn_motion, truth_of
from restride.gait.analysis import analyse_gait
from restride.gait.track import Track
from restride.knowledge.load import load
from restride.model.errors import PlainError

REAL = Path(os.environ.get("RESTRIDE_REAL_DATA") or Path(__file__).parents[4] / "shared" / "data")
STEMS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "toe")


def recorded(speed=3.2, view="space"):
    """The drawn runner as markers in space, or as points in the picture."""
    truth = truth_of(Film(drawn_motion("run", speed), Shot(seconds=4.0, rate_hz=200.0, size=(64, 96), scene="plain")))
    names = [f"{stem}_{side}" for stem in STEMS for side in ("left", "right")]
    if view == "space":
        points = {name: truth.points_m[name] for name in names}
        return truth, Track(truth.time_s, points, name="drawn")
    flat = np.zeros(len(truth.time_s))
    points = {name: np.column_stack([truth.points_px[name] * [1, -1], flat]) for name in names}
    return truth, Track(truth.time_s, points, unit="px", view="side", origin="video", name="drawn")


@pytest.fixture(scope="module")
def found():
    truth, track = recorded()
    report, gait = analyse_gait(track, load(), speed_m_s=3.2)
    return truth, report, gait


def test_the_analysis_of_the_drawn_runners_markers_finds_its_truth(found):
    truth, report, gait = found
    strikes = [event.time_s for event in truth.events if event.kind == "strike"]
    assert report.metric("cadence").value == pytest.approx(60 / np.diff(strikes).mean(), rel=0.005)
    for kind in ("strike", "toe_off"):
        for event in gait.events:
            if event.kind == kind:
                same = [one.time_s for one in truth.events if one.kind == kind and one.side == event.side.value]
                assert min(abs(event.time_s - at) for at in same) < 0.017, (kind, event)
    for side in ("left", "right"):
        gap = gait.angles[f"knee_flexion_{side}"] - truth.planar_deg[f"knee_flexion_{side}"]
        assert np.sqrt(np.mean(gap[20:-20] ** 2)) < 1.5


def test_a_recording_comes_back_as_the_same_movement(found):
    truth, _, gait = found
    motion = measured_motion(gait)
    again = truth_of(Film(motion, Shot(seconds=3.9, rate_hz=200.0, size=(64, 96), scene="plain")))
    for name in ("knee_flexion_left", "knee_flexion_right", "thigh_right", "shank_left", "trunk_lean"):
        gap = (again.planar_deg[name] - truth.planar_deg[name][: len(again.time_s)])[20:-20]
        assert gap.std() < 2.0, name
    assert motion.anatomy.leg == pytest.approx(drawn_motion("run", 3.2).anatomy.leg, rel=0.02)
    assert len(motion.contacts) >= 8


def test_a_picture_is_no_recording_in_space():
    _, track = recorded(view="side")
    _, gait = analyse_gait(track, load())
    with pytest.raises(PlainError, match="no recording in space"):
        measured_motion(gait)


def test_a_recording_without_shoulders_is_refused(found):
    _, _, gait = found
    from dataclasses import replace

    points = {name: values for name, values in gait.track.points.items() if not name.startswith("shoulder")}
    with pytest.raises(PlainError, match="no shoulder left"):
        measured_motion(replace(gait, track=gait.track.with_points(points)))


@pytest.mark.skipif(not (REAL / "mocap").is_dir(), reason="the recordings are not here")
def test_a_real_recording_is_drawn_with_its_own_knees(tmp_path):
    recording = REAL / "mocap/hamner2010/hamner_subject02_running.trc"
    gait = analyse_recording(recording, load()).gait
    motion = measured_motion(gait)
    truth = truth_of(Film(motion, Shot(seconds=5.0, rate_hz=60.0, size=(64, 96), scene="plain")))
    for side in ("left", "right"):
        name = f"knee_flexion_{side}"
        wanted = np.interp(truth.time_s, gait.track.time_s - gait.track.time_s[0], gait.angles[name])
        assert np.std(truth.planar_deg[name] - wanted) < 2.0
    words = ["figure", "runner", "--of", str(recording), "--out", str(tmp_path / "clip.mp4")]
    assert main([*words, "--seconds", "0.1", "--fps", "30", "--size", "64x96"]) == 0
    assert (tmp_path / "clip_events.json").is_file()
