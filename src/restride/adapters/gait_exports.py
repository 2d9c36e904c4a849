"""Write a gait report and its track: JSON, a CSV of strides, TRC and MOT for OpenSim and its relatives."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec
import numpy as np

from restride.adapters.mocap.c3d import C3d, C3dEvent
from restride.adapters.mocap.c3d_write import write_c3d
from restride.adapters.mocap.tables import Mot, Trc, write_mot, write_trc
from restride.gait.context import Gait
from restride.gait.track import SIDES, sided
from restride.model.gait import GaitReport, Stride

#: Our angle → the coordinate of OpenSim's running models, and its sign there.
_COORDINATES = (
    ("hip_flexion", "hip_flexion", 1.0),
    ("hip_adduction", "hip_adduction", 1.0),
    ("knee_flexion", "knee_angle", -1.0),
    ("ankle_dorsiflexion", "ankle_angle", 1.0),
)


def strides_csv(report: GaitReport) -> str:
    """The table of strides, one row each, an empty cell where the recording cuts it."""
    out = io.StringIO()
    names = [field.name for field in msgspec.structs.fields(Stride)]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for row in report.strides:
        values = (getattr(row, name) for name in names)
        writer.writerow(["" if v is None else f"{v:.5f}" if isinstance(v, float) else v for v in values])
    return out.getvalue()


def report_json(report: GaitReport) -> str:
    """The published form of a report; the same report gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"


def trc_of(gait: Gait) -> Trc:
    """The filtered points in metres or pixels, x forward, y up, z right."""
    track = gait.track
    names = sorted(track.points)
    points = np.stack([track.points[name] for name in names], axis=1)
    return Trc(tuple(names), points, track.time_s, track.rate_hz, track.unit if track.unit == "m" else "mm")


def c3d_of(report: GaitReport, gait: Gait) -> C3d:
    """The filtered points with strikes and toe-offs, x forward, y up, z right; force stays in its own file."""
    track = gait.track
    names = sorted(track.points)
    kinds = {"strike": "Foot Strike", "toe_off": "Foot Off"}
    start = float(track.time_s[0])
    return C3d(
        labels=tuple(names),
        points=np.stack([track.points[name] for name in names], axis=1),
        rate_hz=track.rate_hz,
        unit=track.unit if track.unit == "m" else "px",
        events=tuple(
            C3dEvent(kinds[one.kind], one.side.value.capitalize(), one.time_s - start) for one in report.events
        ),
    )


def mot_of(gait: Gait) -> Mot | None:
    """Joint angles under OpenSim's names: knee extension positive, as its running models have it."""
    columns, values = [], []
    for side in SIDES:
        for ours, theirs, sign in _COORDINATES:
            angle = gait.angles.get(sided(ours, side))
            if angle is not None:
                columns.append(f"{theirs}_{side.value[0]}")
                values.append(sign * angle)
    if "pelvis_tilt" in gait.angles:
        columns.append("pelvis_tilt")
        values.append(-gait.angles["pelvis_tilt"])
    if not columns:
        return None
    return Mot(tuple(columns), np.stack(values, axis=1), gait.track.time_s, {})


def write_all(folder: Path, report: GaitReport, gait: Gait | None) -> list[Path]:
    """Write every export into the folder; all of them or, where one cannot be made, none."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {"report.json": report_json(report), "strides.csv": strides_csv(report)}
    written = []
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
        written.append(folder / name)
    if gait is not None:
        write_trc(folder / "points.trc", trc_of(gait))
        written.append(folder / "points.trc")
        write_c3d(folder / "points.c3d", c3d_of(report, gait))
        written.append(folder / "points.c3d")
        mot = mot_of(gait)
        if mot is not None:
            write_mot(folder / "angles.mot", mot)
            written.append(folder / "angles.mot")
    return written
