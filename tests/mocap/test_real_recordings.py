"""Real recordings, against the force plates beside them and against each other."""

from pathlib import Path

import numpy as np
import pytest

import restride
from restride.adapters.gait_recordings import analyse_recording
from restride.adapters.mocap import read_mocap
from restride.gait.method import method_of
from restride.knowledge.load import load
from restride.model.errors import PlainError
from restride.model.words import Side
from tests.gait.real import real

FACTS = load()
METHOD = method_of(FACTS)
#: Contacts of the force plates, in seconds of the file (left, right, left, right, left).
DORN = [(0.521, 0.759), (0.899, 1.139), (1.269, 1.511), (1.652, 1.902), (2.027, 2.269)]
RUN = ("mocap", "dorn2012", "JA1Gait21_run3p5.c3d")


def test_markers_find_the_contacts_of_the_force_plates() -> None:
    report = analyse_recording(real(*RUN), FACTS).report
    markers = restride.analyse_gait(read_mocap(real(*RUN), METHOD), facts=FACTS, use_force=False)
    for strike, toe_off in DORN:
        for kind, at in (("strike", strike), ("toe_off", toe_off)):
            near = [min((e.time_s - at for e in r.events if e.kind == kind), key=abs) for r in (report, markers)]
            assert abs(near[0]) < 0.003
            assert abs(near[1]) < {"strike": 0.015, "toe_off": 0.012}[kind]


def test_the_report_has_the_speed_and_rhythm_of_the_recording() -> None:
    report = analyse_recording(real(*RUN), FACTS).report
    assert report.recording.speed_m_s == pytest.approx(3.53, abs=0.01)
    assert report.recording.locomotion == "running"
    cadence = report.metric("cadence")
    assert cadence is not None
    assert cadence.value == pytest.approx(159, abs=1)
    contact = report.metric("contact_time")
    assert contact is not None
    assert contact.value == pytest.approx(242, abs=3)


def test_c3d_and_trc_of_one_trial_are_the_same_movement() -> None:
    c3d = read_mocap(real(*RUN), METHOD)
    trc = read_mocap(real("mocap", "dorn2012", "dorn_run0350cms.trc"), METHOD)
    frames = min(c3d.frames, trc.frames)
    # The TRC begins one frame later.
    for name in ("asis_left", "heel_right", "toe_left"):
        gap = c3d.points[name][1:frames] - trc.points[name][: frames - 1]
        assert np.nanmax(np.abs(gap)) < 0.001


def test_the_wrong_frame_time_of_a_bvh_is_found() -> None:
    path = real("mocap", "cmu", "02_03_run_wrongframetime.bvh")
    with pytest.raises(PlainError, match=r"clock of this recording is about 3.8 times too slow; give the true rate"):
        analyse_recording(path, FACTS)
    report = analyse_recording(path, FACTS, rate_hz=120).report
    assert report.recording.speed_m_s == pytest.approx(2.6, abs=0.1)


def test_asf_with_amc_gives_the_joints_of_the_bvh() -> None:
    bvh = read_mocap(real("mocap", "cmu", "02_03_run_wrongframetime.bvh"), METHOD, rate_hz=120)
    amc = read_mocap(real("mocap", "cmu", "02_03.amc"), METHOD, rate_hz=120)
    for point in ("hip", "knee", "ankle", "toe"):
        for side in ("left", "right"):
            gap = bvh.points[f"{point}_{side}"] - amc.points[f"{point}_{side}"]
            assert np.abs(gap).max() < 0.001


def test_an_amc_without_a_rate_is_refused() -> None:
    with pytest.raises(PlainError, match="does not say how many frames a second"):
        analyse_recording(real("mocap", "cmu", "02_03.amc"), FACTS)


def test_standing_is_no_running() -> None:
    with pytest.raises(PlainError, match="do not take turns"):
        analyse_recording(real("mocap", "dorn2012", "JA1Static05.c3d"), FACTS)


def test_the_treadmill_of_the_force_file_is_read() -> None:
    report = analyse_recording(real("force", "dryft_S001runT25.csv"), FACTS, rate_hz=300, speed_m_s=2.5).report
    cadence = report.metric("cadence")
    assert cadence is not None
    assert 150 < cadence.value < 165


def test_exchanged_force_columns_are_named_by_the_heels(tmp_path: Path) -> None:
    folder = real("mocap", "hamner2010")
    trc, grf = folder / "hamner_subject02_running.trc", folder / "hamner_subject02_running_grf.mot"
    right = analyse_recording(trc, FACTS, force=grf).report
    assert not any("exchanged" in note for note in right.recording.notes)
    text = grf.read_text()
    swapped = (
        text.replace("1_ground_force", "@").replace("ground_force_v", "1_ground_force_v").replace("@", "ground_force")
    )
    wrong = tmp_path / "swapped.mot"
    wrong.write_text(swapped)
    report = analyse_recording(trc, FACTS, force=wrong).report
    assert any("exchanged" in note and "heel of the other foot" in note for note in report.recording.notes)
    mine, theirs = (r.metric("contact_time", Side.LEFT) for r in (right, report))
    assert mine is not None
    assert theirs is not None
    assert mine.value == pytest.approx(theirs.value, abs=0.5)
