"""Every export reads back, and the report fits its published schema."""

import json
from pathlib import Path

import jsonschema
import msgspec
import numpy as np
import pytest

from restride.adapters.documents.folder import write_together
from restride.adapters.films.opensim import read_joint_angles
from restride.adapters.gait_exports import export_files, strides_csv
from restride.adapters.gait_recordings import analyse_recording
from restride.adapters.mocap.c3d import read_c3d
from restride.adapters.mocap.tables import read_mot, read_trc
from restride.cli import main
from restride.gait.analysis import analyse_gait
from restride.knowledge.load import load
from restride.knowledge.schemas import json_schema
from restride.model.gait import GaitReport
from restride.model.published import document_json
from tests.gait.real import real
from tests.gait.runner import run

FACTS = load()


def test_a_report_fits_its_schema_and_reads_back() -> None:
    report, _ = analyse_gait(run(120), FACTS)
    text = document_json(report)
    jsonschema.validate(json.loads(text), json_schema("gait", FACTS))
    assert msgspec.json.decode(text, type=GaitReport) == report
    assert document_json(analyse_gait(run(120), FACTS)[0]) == text


def test_every_file_is_written_and_reads_back(tmp_path: Path) -> None:
    report, gait = analyse_gait(run(120), FACTS)
    files = export_files(report, gait)
    write_together(tmp_path / "out", files, ())
    assert files.keys() == {"report.json", "strides.csv", "points.trc", "points.c3d", "angles.mot"}
    trc = read_trc(tmp_path / "out" / "points.trc")
    hip = trc.points[:, trc.labels.index("hip_left")]
    np.testing.assert_allclose(hip, gait.track.points["hip_left"], atol=1e-5)
    mot = read_mot(tmp_path / "out" / "angles.mot")
    # The knee of OpenSim's newer models: bent is plus.
    np.testing.assert_allclose(mot.column("knee_angle_l"), gait.angles["knee_flexion_left"], atol=1e-5)


def test_the_table_of_strides_leaves_cut_parts_empty() -> None:
    report, _ = analyse_gait(run(120), FACTS)
    rows = [line.split(",") for line in strides_csv(report).splitlines()]
    assert rows[0][:3] == ["side", "strike_s", "toe_off_s"]
    assert len(rows) == len(report.strides) + 1
    assert rows[-1][3] == ""


def test_the_command_refuses_in_one_sentence_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.c3d"
    bad.write_bytes(b"\x02\x50" + b"\0" * 2000)
    out = tmp_path / "out"
    assert main(["gait", str(bad), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("restride: ")
    assert said.count("\n") == 1
    assert not out.exists()


def test_a_laboratorys_c3d_keeps_all_it_held_and_the_analysis_stands_beside_it(tmp_path: Path) -> None:
    path = real("mocap", "dorn2012", "JA1Gait21_run3p5.c3d")
    found = analyse_recording(path, FACTS)
    write_together(tmp_path, export_files(found.report, found.gait, path), ())
    before, after = read_c3d(path), read_c3d(tmp_path / "points.c3d")
    count = len(before.labels)
    assert after.labels[:count] == before.labels
    np.testing.assert_array_equal(after.points[:, :count], before.points)
    np.testing.assert_array_equal(after.residuals[:, :count], before.residuals)
    np.testing.assert_array_equal(after.analog, before.analog)
    assert (after.unit, after.first_frame, after.plates) == (before.unit, before.first_frame, before.plates)
    for key, value in before.parameters.items():
        if key.startswith("FORCE_PLATFORM:"):
            np.testing.assert_array_equal(after.parameters[key], value)
    # The angles alone, with the pelvis' place, draw the same runner.
    motion = read_joint_angles(tmp_path / "angles.mot", FACTS)
    assert motion.anatomy.stature == pytest.approx(1.79, abs=0.1)
    assert motion.speed_m_s == pytest.approx(3.53, abs=0.1)
    # The points stand among the markers in the laboratory's axes: the heel found is the heel's marker, low-passed.
    heel = after.points[:, after.labels.index("heel_right")] - before.points[:, before.labels.index("RHEEL")]
    assert np.nanmedian(np.abs(heel)) < 5
    knee = after.points[:, after.labels.index("knee_left")]
    np.testing.assert_allclose(knee @ found.gait.track.axes.T, found.gait.track.points["knee_left"], atol=1e-6)
    # The laboratory marked all contacts on its plates; what it did not mark is added.
    times = [(e.label, e.context, round(e.time_s, 5)) for e in after.events]
    assert all((e.label, e.context, round(e.time_s, 5)) in times for e in before.events)
    added = [e for e in after.events if e.description == "found by Restride"]
    assert len(after.events) == len(before.events) + len(added)
    again = analyse_recording(tmp_path / "points.c3d", FACTS).report
    assert abs(again.metric("contact_time").value - found.report.metric("contact_time").value) < 1
