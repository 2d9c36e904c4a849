"""Hold the angles against expert kinematics and a virtual camera; write their tables in docs/validation/gait.md.

python -m validation.gait_angles
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from restride.adapters.mocap import read_mocap
from restride.adapters.mocap.tables import read_mot
from restride.gait.analysis import analyse_gait
from restride.gait.track import SIDES
from restride.model.words import Side
from validation._gait_data import DATA, FACTS, METHOD, Trial, available, dorn, filmed, hamner
from validation._gait_page import write_section

#: Ours → the expert's column and its sign there.
ANGLES = (
    ("hip_flexion", "hip_flexion", 1),
    ("knee_flexion", "knee_angle", -1),
    ("ankle_dorsiflexion", "ankle_angle", 1),
)
PAIRS = (
    ("dorn2012 3.5 m/s", "dorn2012/dorn_run0350cms.trc", "dorn2012/dorn_run0350cms_ik.mot"),
    ("dorn2012 5.0 m/s", "dorn2012/dorn_run0500cms.trc", "dorn2012/dorn_run0500cms_ik.mot"),
    ("hamner2010 3.95 m/s", "hamner2010/hamner_subject02_running.trc", "hamner2010/hamner_subject02_running_ik.mot"),
)


def against_experts() -> list[str]:
    """RMSE of each angle, as it is and after the constant offset of the two models is taken off."""
    lines = [
        "RMSE in degrees over the whole recording: as it is / after the constant offset of the models / correlation. "
        "Bar: 6° after offset.",
        "",
        "| recording | angle | left | right |",
        "|---|---|---|---|",
    ]
    for name, trc, mot in PAIRS:
        track = read_mocap(DATA / "mocap" / trc, METHOD)
        _, gait = analyse_gait(track, FACTS)
        expert = read_mot(Path(DATA / "mocap" / mot))
        sign = -1.0 if np.mean(expert.column("knee_angle_r")) < 0 else 1.0
        for ours, theirs, flip in ANGLES:
            cells = []
            for side in SIDES:
                turn = sign if ours == "knee_flexion" else flip
                truth = turn * expert.column(f"{theirs}_{side.value[0]}")
                clock = gait.track.time_s
                inside = (clock > expert.time_s[0] + 0.1) & (clock < expert.time_s[-1] - 0.1)
                values = gait.angles[f"{ours}_{side.value}"][inside]
                wanted = np.interp(clock[inside], expert.time_s, truth)
                gap = values - wanted
                cells.append(
                    f"{np.sqrt(np.mean(gap**2)):.1f}° / {gap.std():.1f}° / {np.corrcoef(values, wanted)[0, 1]:.3f}"
                )
            lines.append(f"| {name} | {ours.replace('_', ' ')} | {' | '.join(cells)} |")
    return lines


def through_a_camera(trials: list[Trial]) -> list[str]:
    """Angles of the near leg of a virtual side view against those of the markers in space."""
    lines = [
        "RMSE in degrees after offset, near (right) leg, hip against the trunk: hip / knee / ankle. "
        "Bars: 4° without and 6° with noise.",
        "",
        "| recording | frames/s | yaw | 0 px | 1 px | 2 px | 4 px |",
        "|---|---|---|---|---|---|---|",
    ]
    for trial in trials:
        names = [n for n in trial.track.points if not n.startswith(("asis", "psis", "sacrum", "ball", "sternum"))]
        space = trial.track.with_points({n: trial.track.points[n] for n in names})
        _, truth = analyse_gait(space, FACTS, use_force=False)
        for rate in (240, 60, 30):
            for yaw in (0, 15):
                cells = [_camera_cell(trial, truth, rate, noise, yaw) for noise in (0, 1, 2, 4)]
                lines.append(f"| {trial.name} | {rate} | {yaw}° | {' | '.join(cells)} |")
    return lines


def _camera_cell(trial: Trial, truth, rate: int, noise: int, yaw: int) -> str:  # type: ignore[no-untyped-def]
    _, gait = analyse_gait(filmed(trial, rate, noise, yaw, seed=1), FACTS)
    out = []
    for ours, _, _ in ANGLES:
        name = f"{ours}_{Side.RIGHT.value}"
        clock = gait.track.time_s
        inner = slice(int(0.1 * rate), -int(0.1 * rate))
        wanted = np.interp(clock, truth.track.time_s, truth.angles[name])
        out.append(float((gait.angles[name] - wanted)[inner].std()))
    return " / ".join(f"{one:.1f}" for one in out)


def main() -> int:
    """Write the tables."""
    if not available():
        return 0
    trials = [dorn(), hamner()]
    write_section("Angles against expert inverse kinematics", against_experts())
    write_section("Angles through a virtual camera", through_a_camera(trials))
    return 0


if __name__ == "__main__":
    sys.exit(main())
