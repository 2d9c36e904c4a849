"""Write a gait report and its track: JSON, a CSV of strides, TRC and MOT for OpenSim and its relatives."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import numpy as np

from restride.adapters.mocap.c3d import C3d, C3dEvent, read_c3d
from restride.adapters.mocap.c3d_parameters import in_parts, texts
from restride.adapters.mocap.c3d_write import write_c3d
from restride.adapters.mocap.opensim_names import LIMBS, PLACE
from restride.adapters.mocap.tables import Mot, Trc, write_mot, write_trc
from restride.gait.context import Gait
from restride.gait.track import SIDES, Floats, sided
from restride.model.gait import GaitReport, Stride
from restride.model.published import document_json

#: Angles of a leg that an analysis gives and OpenSim's running models have.
_OF_A_LEG = ("hip_flexion", "hip_adduction", "knee_flexion", "ankle_dorsiflexion")
#: Said of every point and event that the analysis adds to a recording.
_FOUND = "found by Restride"


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


def trc_of(gait: Gait) -> Trc:
    """The filtered points in metres or pixels, x forward, y up, z right."""
    track = gait.track
    names = sorted(track.points)
    points = np.stack([track.points[name] for name in names], axis=1)
    return Trc(tuple(names), points, track.time_s, track.rate_hz, track.unit)


def c3d_of(report: GaitReport, gait: Gait, source: C3d | None = None) -> C3d:
    """The filtered points with strikes and toe-offs, x forward, y up, z right.

    Where the recording itself was a C3D, everything in it stays as it was (markers, analog channels, force plates,
    events, parameters), and the points stand beside its markers in its own axes and unit.
    """
    track = gait.track
    names = sorted(track.points)
    kinds = {"strike": "Foot Strike", "toe_off": "Foot Off"}
    start = float(track.time_s[0])
    found = C3d(
        labels=tuple(names),
        points=np.stack([track.points[name] for name in names], axis=1),
        rate_hz=track.rate_hz,
        unit=track.unit if track.unit == "m" else "px",
        events=tuple(
            C3dEvent(kinds[one.kind], one.side.value.capitalize(), one.time_s - start, description=_FOUND)
            for one in report.events
        ),
    )
    if source is None or track.axes is None or len(source.points) != track.frames:
        return found
    return _beside(source, found, track.axes, gait.method.events.same_event)


def _beside(source: C3d, found: C3d, axes: Floats, same_s: float) -> C3d:
    """A recording with what was found in it; what it holds already is not said twice."""
    new = [i for i, label in enumerate(found.labels) if label not in source.labels]
    points = found.points[:, new] @ np.linalg.inv(axes).T
    count, pace = len(source.labels), source.rate_hz / found.rate_hz
    empty = np.zeros((len(points), count))
    added = np.zeros((len(points), len(new)))
    told = texts(source.parameters, "POINT:DESCRIPTIONS", count)[:count]
    known = [replace(one, time_s=one.time_s * pace) for one in source.events]
    events = [*known, *(one for one in found.events if not any(_same(one, other, same_s) for other in known))]
    described = in_parts("POINT:DESCRIPTIONS", told + [""] * (count - len(told)) + [_FOUND] * len(new))
    return replace(
        source,
        labels=(*source.labels, *(found.labels[i] for i in new)),
        points=np.concatenate([source.points, points], axis=1),
        residuals=np.concatenate([empty if source.residuals is None else source.residuals, added], axis=1),
        cameras=np.concatenate([empty if source.cameras is None else source.cameras, added], axis=1),
        rate_hz=found.rate_hz,
        analog_rate_hz=source.analog_rate_hz / pace,
        events=tuple(sorted(events, key=lambda one: one.time_s)),
        parameters={**source.parameters, **described},
    )


def _same(one: C3dEvent, other: C3dEvent, same_s: float) -> bool:
    """Whether two events are the same moment of the same foot."""
    alike = (one.label, one.context) == (other.label, other.context)
    return alike and abs(one.time_s - other.time_s) < same_s


def mot_of(gait: Gait) -> Mot | None:
    """Joint angles under OpenSim's names and newer models' signs."""
    columns, values = [], []
    for side in SIDES:
        for ours in _OF_A_LEG:
            theirs, sign = LIMBS[ours]
            angle = gait.angles.get(sided(ours, side))
            if angle is not None:
                columns.append(f"{theirs}_{side.value[0]}")
                values.append(sign * angle)
    if not columns:
        return None
    for name, one in _pelvis(gait):
        columns.append(name)
        values.append(one)
    return Mot(tuple(columns), np.stack(values, axis=1), gait.track.time_s, {})


def _pelvis(gait: Gait) -> Iterator[tuple[str, Floats]]:
    """Angles and place of the pelvis in the ground, as far as they were measured, under OpenSim's names and signs."""
    for name in ("pelvis_tilt", "pelvis_list"):
        if name in gait.angles:
            yield name, -gait.angles[name]
    track = gait.track
    if track.view != "space":
        return
    point = next((p for p in ("asis", "hip") if track.has(*(sided(p, side) for side in SIDES))), None)
    if point is not None:
        left, right = (track.points[sided(point, side)] for side in SIDES)
        across, middle = right - left, (left + right) / 2
        yield "pelvis_rotation", np.degrees(np.arctan2(across[:, 0], across[:, 2]))
        if gait.metres:
            yield from zip(PLACE, middle.T, strict=True)


def export_files(report: GaitReport, gait: Gait | None, source: Path | None = None) -> dict[str, bytes]:
    """Every export that this analysis gives, by the name of its file.

    Parameters
    ----------
    source : Path, optional
        The recording itself; what a C3D holds beside its markers goes into the C3D that is written.
    """
    files = {"report.json": document_json(report).encode(), "strides.csv": strides_csv(report).encode()}
    if gait is None:
        return files
    recorded = read_c3d(source) if source is not None and source.suffix.lower() == ".c3d" else None
    with TemporaryDirectory(prefix="restride-") as folder:
        write_trc(Path(folder, "points.trc"), trc_of(gait))
        write_c3d(Path(folder, "points.c3d"), c3d_of(report, gait, recorded))
        mot = mot_of(gait)
        if mot is not None:
            write_mot(Path(folder, "angles.mot"), mot)
        return files | {one.name: one.read_bytes() for one in sorted(Path(folder).iterdir())}
