"""Cut anywhere, changed anywhere: a damaged recording is analysed or refused in one sentence, and nothing else."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from restride.adapters.gait_recordings import analyse_recording
from restride.adapters.mocap.c3d import C3d, C3dEvent
from restride.adapters.mocap.c3d_write import write_c3d
from restride.adapters.mocap.tables import Mot, Trc, write_mot, write_trc
from restride.knowledge.load import load
from restride.model.errors import PlainError
from tests.gait.runner import run
from tests.mocap.c3d_bytes import MIPS, c3d_bytes
from tests.mocap.test_formats import labelled

FACTS = load()
_ASF = """:version 1.10
:units
  length 1.0
  angle deg
:root
   order TX TY TZ RX RY RZ
   position 0 0 0
   orientation 0 0 0
:bonedata
  begin
     name lfemur
     direction 0 -1 0
     length 7.5
     axis 0 0 20 XYZ
    dof rx ry rz
  end
  begin
     name ltibia
     direction 0 -1 0
     length 7.5
     axis 0 0 20 XYZ
    dof rx
  end
:hierarchy
  begin
    root lfemur
    lfemur ltibia
  end
"""
_BVH = """HIERARCHY
ROOT Hips
{
  OFFSET 0 90 0
  CHANNELS 6 Xposition Yposition Zposition Zrotation Yrotation Xrotation
%s}
MOTION
Frames: 12
Frame Time: 0.0083333
%s
"""


def _bvh() -> str:
    legs = ""
    for side, across in (("Left", 8), ("Right", -8)):
        parts = [f"JOINT {side}{name}" for name in ("UpLeg", "Leg", "Foot")] + ["End Site"]
        for part in parts:
            channels = "" if part == "End Site" else "CHANNELS 3 Zrotation Yrotation Xrotation"
            legs += f"{part} {{ OFFSET {across} -30 2 {channels}\n"
            across = 0
        legs += "}" * 4 + "\n"
    rows = [" ".join(f"{np.sin(row / 3 + column):.3f}" for column in range(24)) for row in range(12)]
    return _BVH % (legs, "\n".join(rows))


def _files_in(folder: Path) -> dict[str, bytes]:
    """A small sound file of every kind."""
    labels, points = labelled(run(60, seconds=1.0))
    analog = np.random.default_rng(0).normal(0, 100, (2 * len(points), 2))
    events = (C3dEvent("Foot Strike", "Left", 0.2),)
    plate = {"FORCE_PLATFORM:CHANNEL": np.array([[1, 2]], np.int16)}
    units = ("N", "N")
    file = C3d(
        labels, points[:, :, [2, 0, 1]], 60.0, "mm", ("F0", "F1"), analog, units, 120.0, events, parameters=plate
    )
    write_c3d(folder / "a.c3d", file)
    write_trc(folder / "a.trc", Trc(labels, points, np.arange(len(points)) / 60, 60.0, "mm"))
    force = np.abs(np.random.default_rng(0).normal(500, 300, (60, 2)))
    write_mot(folder / "a.mot", Mot(("ground_force_vy", "1_ground_force_vy"), force, np.arange(60) / 100, {}))
    amc = "\n".join(
        [":FULLY-SPECIFIED", ":DEGREES"]
        + [f"{i}\nroot 0 17 {i} 0 1 2\nlfemur {i} 2 3\nltibia {-i}.5" for i in range(1, 13)]
    )
    files = {f".{kind}": (folder / f"a.{kind}").read_bytes() for kind in ("c3d", "trc", "mot")}
    time = np.arange(0, 3, 0.01)
    up = 1 + 0.9 * np.sin(2 * np.pi * time / 0.36)
    rows = (f"{t:.2f},{700 * max(a - 0.4, 0):.1f},{a:.3f}" for t, a in zip(time, up, strict=True))
    table = "\n".join(["time,force_vertical,acc_up", *rows]).encode()
    whole = c3d_bytes(points[:14, :3], analog[:28], MIPS, whole=True)
    return files | {
        ".bvh": _bvh().encode(),
        ".amc": amc.encode(),
        ".asf": _ASF.encode(),
        "whole.c3d": whole,
        "force.csv": table,
        "sensor.csv": table,
    }


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return _files_in(tmp_path_factory.mktemp("whole"))


#: What is done to a file: cut at a share of it, or some bytes put elsewhere; early bytes are headers and are hit more.
PLACES = st.one_of(st.floats(0, 0.999), st.floats(0, 0.05))
BYTES = st.one_of(st.integers(0, 255), st.sampled_from([0, 255, 127, 128, *b"-9.e\t\n "]))
CUTS = st.one_of(st.none(), st.none(), st.floats(0, 0.999))
CHANGES = st.lists(st.tuples(PLACES, BYTES), max_size=6)


@pytest.mark.parametrize(
    "kind", [".c3d", "whole.c3d", ".trc", ".mot", ".bvh", ".amc", ".asf", "force.csv", "sensor.csv"]
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=CUTS, changes=CHANGES)
def test_a_damaged_file_is_read_or_refused_in_one_sentence(
    files: dict[str, bytes], tmp_path: Path, kind: str, cut: float | None, changes: list[tuple[float, int]]
) -> None:
    raw = bytearray(files[kind])
    for place, byte in changes:
        raw[int(place * len(raw))] = byte
    if cut is not None:
        del raw[int(cut * len(raw)) :]
    path = tmp_path / f"run{kind}"
    path.write_bytes(raw)
    if kind in (".amc", ".asf"):
        (tmp_path / "run.amc").write_bytes(raw if kind == ".amc" else files[".amc"])
        (tmp_path / "run.asf").write_bytes(raw if kind == ".asf" else files[".asf"])
        path = tmp_path / "run.amc"
    said = ""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            rate = None if kind.endswith((".mot", ".csv")) else 60.0
            analyse_recording(path, FACTS, rate_hz=rate, sensor="sacrum" if kind == "sensor.csv" else None)
        except PlainError as refused:
            said = str(refused)
    assert "\n" not in said
    assert len(said) < 2000


SOUND = {
    ".c3d": "Only 2 steps", "whole.c3d": "not recognised among M0, M1, M2", ".trc": "Only 2 steps",
    ".bvh": "take turns|rise and fall|frames|steps", ".amc": "not recognised among lfemur",
}  # fmt: skip


@pytest.mark.parametrize("kind", SOUND)
def test_the_damage_meets_the_depths_of_the_readers(files: dict[str, bytes], tmp_path: Path, kind: str) -> None:
    """Undamaged, each of these files is read to its end and refused for what it shows."""
    (tmp_path / "run.asf").write_bytes(files[".asf"])
    (tmp_path / f"run{kind}").write_bytes(files[kind])
    with pytest.raises(PlainError, match=SOUND[kind]):
        analyse_recording(tmp_path / f"run{kind}", FACTS, rate_hz=60.0)
