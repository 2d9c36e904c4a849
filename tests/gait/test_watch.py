"""Running dynamics of watches: the same table of metrics, wide errors, other sports refused."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from restride.adapters.gait_recordings import analyse_recording
from restride.adapters.gait_watch import WatchError, read_watch
from restride.gait.track import TrackError
from restride.gait.watch import WatchRun, report_of_watch
from restride.knowledge.load import load
from tests.gait.real import real

FACTS = load()


def told(seconds: float = 600.0, **columns: float) -> WatchRun:
    rows = {name: np.full(int(seconds), value) for name, value in columns.items()}
    return WatchRun("run.fit", "a watch", seconds, rows)


def test_what_a_watch_says_stands_in_the_same_table() -> None:
    run = told(steps_min=170.0, contact_ms=250.0, oscillation_mm=80.0, step_length_mm=1000.0, speed_m_s=2.83)
    report = report_of_watch(run, FACTS)
    values = {one.id: one.value for one in report.metrics}
    assert values["cadence"] == 170
    assert values["contact_time"] == 250
    assert values["step_length"] == 1.0
    assert values["flight_time"] == pytest.approx(60_000 / 170 - 250)
    assert values["duty_factor"] == pytest.approx(50 * 250 / (60_000 / 170))
    assert report.recording.speed_m_s == 2.83
    assert report.strides == ()
    assert all(one.error > 0 for one in report.metrics)


def test_contact_time_carries_the_published_error() -> None:
    report = report_of_watch(told(steps_min=170.0, contact_ms=250.0), FACTS)
    contact = report.metric("contact_time")
    assert contact is not None
    assert contact.error == pytest.approx(1.96 * 0.052 * 250)
    assert contact.grade == "usable"


def test_what_no_study_tests_is_poor_and_posture_is_missing() -> None:
    report = report_of_watch(told(steps_min=170.0, balance_pct=51.0, power_w=250.0), FACTS)
    grades = {one.id: one.grade for one in report.metrics}
    assert grades["stance_balance"] == grades["power"] == "poor"
    missing = {one.id: one.because for one in report.not_measured}
    assert "posture" in missing["knee_flexion_peak"]
    assert "did not record" in missing["contact_time"]


def test_gaps_do_not_hide_in_the_middle() -> None:
    run = told(steps_min=170.0)
    run.columns["steps_min"][:200] = np.nan
    metric = report_of_watch(run, FACTS).metric("cadence")
    assert metric is not None
    assert metric.value == 170


@pytest.mark.parametrize(("seconds", "refused"), [(9.0, True), (10.0, False), (11.0, False)])
def test_too_little_running_is_refused(seconds: float, refused: bool) -> None:
    if refused:
        with pytest.raises(TrackError, match="too little"):
            report_of_watch(told(seconds, steps_min=170.0), FACTS)
    else:
        assert report_of_watch(told(seconds, steps_min=170.0), FACTS).metrics


def test_speed_alone_is_no_form() -> None:
    with pytest.raises(TrackError, match="no running dynamics"):
        report_of_watch(told(speed_m_s=3.0, power_w=np.nan), FACTS)


def test_what_is_no_fit_file_is_refused(tmp_path: Path) -> None:
    for content in (b"<html>not found</html>", b"\x0e\x10", gzip.compress(b"nothing")[:12]):
        bad = tmp_path / "run.fit"
        bad.write_bytes(content)
        with pytest.raises(WatchError, match=r"run\.fit"):
            read_watch(bad, FACTS)


def test_real_watches() -> None:
    folder = real("fit")
    found = {
        name: analyse_recording(folder / f"fp_{name}.fit", FACTS).report
        for name in ("activity-small-fenix2-run", "developer-types-sample", "garmin-fenix-5-run")
    }
    strap = found["activity-small-fenix2-run"]
    assert {"cadence", "contact_time", "vertical_oscillation"} <= {one.id for one in strap.metrics}
    pod = found["developer-types-sample"].metric("contact_time")
    assert pod is not None
    assert 300 < pod.value < 380
    assert found["developer-types-sample"].metric("power") is not None
    balance = found["garmin-fenix-5-run"].metric("stance_balance")
    assert balance is not None
    assert 45 < balance.value < 55
    with pytest.raises(WatchError, match="cycling"):
        analyse_recording(folder / "fp_sample-activity.fit", FACTS)


def test_the_command_reads_a_watch(tmp_path: Path) -> None:
    tool = str(Path(sys.executable).parent / "restride")
    ride = str(real("fit", "fp_sample-activity.fit"))
    done = subprocess.run(
        [tool, "gait", ride, "--out", str(tmp_path / "o")],
        capture_output=True,
        text=True,
        env={**os.environ},
        check=False,
    )
    assert done.returncode == 2
    assert "cycling" in done.stderr
    assert not (tmp_path / "o").exists()
