"""Every export reads back, and the report fits its published schema."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import msgspec
import numpy as np

from restride.adapters.gait_exports import report_json, strides_csv, write_all
from restride.adapters.mocap.tables import read_mot, read_trc
from restride.gait.analysis import analyse_gait
from restride.knowledge.load import load
from restride.knowledge.schemas import json_schema
from restride.model.gait import GaitReport
from tests.gait.runner import run

FACTS = load()


def test_a_report_fits_its_schema_and_reads_back() -> None:
    report, _ = analyse_gait(run(120), FACTS)
    text = report_json(report)
    jsonschema.validate(json.loads(text), json_schema("gait", FACTS))
    assert msgspec.json.decode(text, type=GaitReport) == report
    assert report_json(analyse_gait(run(120), FACTS)[0]) == text


def test_every_file_is_written_and_reads_back(tmp_path: Path) -> None:
    report, gait = analyse_gait(run(120), FACTS)
    names = {path.name for path in write_all(tmp_path / "out", report, gait)}
    assert names == {"report.json", "strides.csv", "points.trc", "points.c3d", "angles.mot"}
    trc = read_trc(tmp_path / "out" / "points.trc")
    hip = trc.points[:, trc.labels.index("hip_left")]
    np.testing.assert_allclose(hip, gait.track.points["hip_left"], atol=1e-5)
    mot = read_mot(tmp_path / "out" / "angles.mot")
    # OpenSim's knee: extension positive.
    np.testing.assert_allclose(mot.column("knee_angle_l"), -gait.angles["knee_flexion_left"], atol=1e-5)


def test_the_table_of_strides_leaves_cut_parts_empty() -> None:
    report, _ = analyse_gait(run(120), FACTS)
    rows = [line.split(",") for line in strides_csv(report).splitlines()]
    assert rows[0][:3] == ["side", "strike_s", "toe_off_s"]
    assert len(rows) == len(report.strides) + 1
    assert rows[-1][3] == ""


def test_the_command_refuses_in_one_sentence_and_writes_nothing(tmp_path: Path) -> None:
    bad = tmp_path / "bad.c3d"
    bad.write_bytes(b"\x02\x50" + b"\0" * 2000)
    out = tmp_path / "out"
    command = [str(Path(sys.executable).parent / "restride"), "gait", str(bad), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ}, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("restride: ")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert not out.exists()
