"""A film of the drawn runner with everything that is known about it beside it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from restride.adapters.films.opensim import joint_angles_of
from restride.adapters.films.writing import can_be_written, write_film
from restride.adapters.mocap.tables import Trc, write_mot, write_trc
from restride.figure.runner import Film, Truth, truth_of
from restride.gait.method import method_of
from restride.knowledge.load import load


def write_runner(path: Path, film: Film) -> list[Path]:
    """Write the film, and beside it its angles (CSV, MOT), points (TRC) and events (JSON): all or none.

    Returns
    -------
    list of Path
        What was written, the film first.

    Raises
    ------
    FilmError
        A file that cannot be written.
    OSError
        The disk is full.
    """
    can_be_written(path)
    with TemporaryDirectory(prefix=".film-", dir=path.parent) as folder:
        written = _write_into(Path(folder), path, film)
        # Nothing is moved to its place before everything is whole.
        return [one.replace(path.with_name(one.name)) for one in written]


def _write_into(folder: Path, path: Path, film: Film) -> list[Path]:
    truth = truth_of(film)
    points = truth.points_m
    kinds = ("angles.csv", "joints.mot", "points.trc", "events.json")
    angles, joints, markers, events = (folder / f"{path.stem}_{kind}" for kind in kinds)
    angles.write_text(angles_csv(truth), encoding="utf-8")
    write_mot(joints, joint_angles_of(film.motion, truth.time_s, method_of(load()).joints))
    rows = np.stack(list(points.values()), axis=1)
    write_trc(markers, Trc(tuple(points), rows, truth.time_s, film.shot.rate_hz, "m"))
    events.write_text(events_json(film, truth), encoding="utf-8")
    write_film(folder / path.name, film.pictures(), film.shot.size, film.shot.played_hz)
    return [folder / path.name, angles, joints, markers, events]


def angles_csv(truth: Truth) -> str:
    """Angles as a camera could measure them, one row a picture; times in the runner's time and in the film's."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["time_s", "film_s", *(f"{name}_deg" for name in truth.planar_deg)])
    columns = np.stack([truth.time_s, truth.film_s, *truth.planar_deg.values()], axis=1)
    writer.writerows([[f"{value:.5f}" for value in row] for row in columns])
    return out.getvalue()


def events_json(film: Film, truth: Truth) -> str:
    """Events, repetitions and how the film was taken."""
    motion, shot = film.motion, film.shot
    strikes = [event.time_s for event in truth.events if event.kind == "strike"]
    known: dict[str, object] = {
        "movement": motion.name,
        "speed_m_s": motion.speed_m_s,
        "stature_m": motion.anatomy.stature,
        "rate_hz": shot.rate_hz,
        "played_hz": shot.played_hz,
        "slow": shot.slow,
        "pictures": shot.pictures,
        "view": shot.view,
        "metre_px": film.camera.focal_px / film.camera.distance_m,
    }
    if len(strikes) > 1 and motion.is_loop:
        known["cadence_spm"] = 60.0 * (len(strikes) - 1) / (strikes[-1] - strikes[0])
        one = motion.contacts[0]
        known["contact_s"] = one.toe_off_s - one.strike_s
    known["events"] = [asdict(event) for event in truth.events]
    known["repetitions"] = [asdict(one) for one in truth.repetitions]
    return json.dumps(known, indent=2) + "\n"
