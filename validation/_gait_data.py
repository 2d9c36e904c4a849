"""Recordings that the gait tables are held against, read from beside the repository; and a virtual camera."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.interpolate import CubicSpline

from restride.adapters.force import read_force
from restride.adapters.mocap import read_mocap
from restride.gait.forces import Contact, contacts, smoothed, without_drift
from restride.gait.method import Method, method_of
from restride.gait.orientation import oriented
from restride.gait.track import Floats, ForceTrack, Track, sided
from restride.knowledge.load import load
from restride.model.gait import Event
from restride.model.words import Side

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("RESTRIDE_REAL_DATA") or ROOT.parent / "shared" / "data")
PAGE = ROOT / "docs" / "validation" / "gait.md"
FACTS = load()
METHOD: Method = method_of(FACTS)
#: A runner of 1.75 m seen 600 px tall.
PX_A_METRE = 600 / 1.75


@dataclass(frozen=True)
class Trial:
    """A recording with its contacts by force; where that is slow, also as a straight line between its samples reads."""

    name: str
    track: Track
    truth: dict[Side, list[Contact]]
    straight: dict[Side, list[Contact]] | None = None

    @property
    def read_straight(self) -> Trial:
        """The same held against the straight reading; itself where the force is fast."""
        return replace(self, truth=self.straight or self.truth)


def available() -> bool:
    """Whether the recordings are here; says so in one line where they are not."""
    if (DATA / "mocap").is_dir():
        return True
    print("gait: left out, the recordings are not here (set RESTRIDE_REAL_DATA)")
    return False


class Force(NamedTuple):
    """Vertical force of a run on the level, and what of it counts as contact."""

    vertical: Floats
    time_s: Floats
    threshold: float


def dorn_force() -> Force:
    """The plates under dorn2012, 1500 Hz [N]."""
    force = read_mocap(DATA / "mocap/dorn2012/JA1Gait21_run3p5.c3d", METHOD).force
    assert force is not None
    return Force(force.vertical_n.sum(axis=1), force.time_s, METHOD.events.force_threshold)


def forces_to_choose_by() -> Iterator[tuple[str, list[Force]]]:
    """Every runner but the judged one whose force is here: 1500 Hz, 300 Hz [N] and 500 Hz [body weights]."""
    yield "dorn2012, 3.5 m/s", [dorn_force()]
    record = read_force(DATA / "force" / "dryft_S001runT25.csv", rate_hz=300)
    level = without_drift(record.force.vertical_n[:, 0], record.force.time_s)
    clean = smoothed(level.force_n, record.rate_hz, METHOD.events.force_cutoff)
    yield "dryft, 2.5 m/s", [Force(clean, record.force.time_s, METHOD.events.force_threshold)]
    folder = DATA / "imu"
    rows = np.loadtxt(folder / "alc_GRF_one_sub.csv", delimiter=",")
    with (folder / "alc_Sub_Info_one_sub.csv").open(encoding="utf-8") as file:
        flat = [float(row["Slope"]) == 0 for row in csv.DictReader(file)]
    time = np.arange(rows.shape[1]) / 500
    yield "Alcantara 2022, level, 2.5 to 4.2 m/s", [Force(row, time, 0.05) for row in rows[flat]]


#: The same rules for a force of any rate by the straight line between two samples.
STRAIGHT = replace(METHOD.events, force_slow_below=0)


def dorn() -> Trial:
    """Over ground at 3.53 m/s: markers 250 Hz, eight force plates 1500 Hz."""
    track = oriented(read_mocap(DATA / "mocap/dorn2012/JA1Gait21_run3p5.c3d", METHOD), METHOD.track).track
    found = contacts(*dorn_force(), METHOD.events)
    truth = {Side.LEFT: found[0::2], Side.RIGHT: found[1::2]}
    return Trial("dorn2012 3.5 m/s", replace(track, force=None), truth)


def hamner() -> Trial:
    """Treadmill at 3.95 m/s: markers 60 Hz, smoothed by the laboratory; force 60 Hz, read both ways."""
    folder = DATA / "mocap/hamner2010"
    track = oriented(read_mocap(folder / "hamner_subject02_running.trc", METHOD), METHOD.track).track
    force: ForceTrack = read_force(folder / "hamner_subject02_running_grf.mot").force
    # The runner weighs 72.6 kg; smoothed force leaves zero early, so a twentieth of that counts as contact.
    threshold = 0.05 * 72.6 * 9.81
    truth, straight = (
        {
            side: contacts(force.vertical_n[:, i], force.time_s, threshold, rules)
            for i, side in enumerate(force.sides)
        }
        for rules in (METHOD.events, STRAIGHT)
    )  # fmt: skip
    return Trial("hamner2010 3.95 m/s", track, truth, straight)


def decimated(trial: Trial, every: int) -> Trial:
    """Every n-th frame of a trial."""
    track = trial.track
    points = {name: xyz[::every] for name, xyz in track.points.items()}
    name = f"{trial.name}, {track.rate_hz / every:.0f} Hz"
    return replace(trial, name=name, track=replace(track, time_s=track.time_s[::every], points=points))


def filmed(
    trial: Trial,
    rate_hz: float,
    noise_px: float,
    yaw_deg: float,
    seed: int | tuple[int, ...],
    *,
    beside_m: float = 0.0,
    seconds: float | None = None,
) -> Track:
    """The trial through a virtual camera at the runner's right: an orthographic side view with white noise.

    ``beside_m`` is the SD by which each point sits beside its joint all through the clip, up and along; ``seconds``
    cuts a clip of that length anywhere out of the trial.
    """
    track, rng = trial.track, np.random.default_rng(seed)
    # The first frame falls anywhere within a frame of the markers.
    start, end = track.time_s[0] + rng.uniform(0, 1 / rate_hz), track.time_s[-1]
    if seconds is not None and end - start > seconds:
        start += rng.uniform(0, end - start - seconds)
        end = start + seconds
    clock = np.arange(start, end, 1 / rate_hz)
    yaw = np.radians(yaw_deg)
    points = {}
    for name, xyz in track.points.items():
        if name.startswith(("asis", "psis", "sacrum", "ball", "sternum")) or not np.isfinite(xyz).all():
            continue
        smooth = CubicSpline(track.time_s, xyz)(clock)
        x = np.cos(yaw) * smooth[:, 0] + np.sin(yaw) * smooth[:, 2]
        picture = np.stack([x, smooth[:, 1]], axis=1) * PX_A_METRE
        picture += rng.normal(0, noise_px, picture.shape) if noise_px else 0
        picture += rng.normal(0, beside_m * PX_A_METRE, 2) if beside_m else 0
        points[name] = np.column_stack([picture, np.zeros(len(clock))])
    return Track(clock, points, unit="px", view="side", origin="video", name=f"{trial.name} filmed")


def errors_ms(events: tuple[Event, ...] | list[Event], trial: Trial, within_s: float = 0.13) -> dict[str, np.ndarray]:
    """Error of each event and contact time against force [ms], whether its interval holds it, its half-width [s]."""
    names = ("strike", "toe_off", "contact", "held_strike", "held_toe_off", "width_strike", "width_toe_off")
    found: dict[str, list[float]] = {name: [] for name in names}
    for side, truth in trial.truth.items():
        for contact in truth:
            pair = {}
            for kind, at in (("strike", contact.strike_s), ("toe_off", contact.toe_off_s)):
                near = [e for e in events if e.kind == kind and e.side is side and abs(e.time_s - at) < within_s]
                if near:
                    best = min(near, key=lambda e: abs(e.time_s - at))
                    pair[kind] = best.time_s - at
                    found[kind].append(1000 * pair[kind])
                    found[f"held_{kind}"].append(float(abs(pair[kind]) <= best.half_width_s))
                    found[f"width_{kind}"].append(best.half_width_s)
            if len(pair) == 2:
                found["contact"].append(1000 * (pair["toe_off"] - pair["strike"]))
    return {name: np.array(values) for name, values in found.items()}


def foot(track: Track, point: str, side: Side) -> np.ndarray:
    """Positions of a point of a foot."""
    return np.asarray(track.points[sided(point, side)])
