"""Recordings of the demonstration: the drawn runner's own points, before and after quicker steps, and heel raises."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from restride.adapters.mocap.tables import Trc, write_trc
from restride.figure.runner import drawn_motion
from restride.figure.runner.movements import drawn_motion as test_motion
from restride.gait.track import SIDES, Floats
from restride.model.words import Side
from restride.site.accounts.models import User
from restride.site.episodes.models import Episode
from restride.site.recordings.actions import add_recording
from restride.site.recordings.models import Role

#: Invented, as everybody in the demonstration: a runner on a belt, and the same with steps a twelfth quicker.
SPEED_M_S, RATE_HZ, SECONDS = 2.8, 120, 12
#: The feet land nearly on one line, as a band on the outside of the knee does not like.
STEP_WIDTH_M = 0.02
TAKES = (
    ("Own shoes, before the cue", 158.0, 21, Role.USUAL),
    ("After the cue “quicker, lighter steps”", 171.0, 0, Role.CUE),
    ("Own shoes, without help", 163.0, 0, Role.USUAL),
)
#: Heel raises on the right leg, as often as the drawing does them in this time [s].
RAISES_S, RAISES_HZ = 20, 60
POINTS = ("hip", "knee", "ankle", "heel", "toe", "shoulder", "elbow", "wrist")


def add_recordings(episode: Episode, today: date, *, by: User) -> None:
    """Add both takes; the site's own worker analyses them as it does any other."""
    for words, cadence_spm, days_ago, role in TAKES:
        add_recording(
            episode=episode,
            name=f"belt_{cadence_spm:.0f}.trc",
            blocks=[points_file(cadence_spm)],
            recorded_on=today - timedelta(days=days_ago),
            condition=words,
            options={"speed_m_s": SPEED_M_S},
            role=role,
            by=by,
        )
    add_recording(
        episode=episode,
        name="heel_raises.trc",
        blocks=[raises_file()],
        recorded_on=today,
        options={"side": Side.RIGHT.value},
        movement="heel_raise",
        by=by,
    )


def points_file(cadence_spm: float) -> bytes:
    """The points of the drawn runner at a step rate, as a TRC file in millimetres."""
    motion = drawn_motion("run", speed_m_s=SPEED_M_S, cadence_spm=cadence_spm, step_width_m=STEP_WIDTH_M)
    time_s = np.arange(SECONDS * RATE_HZ) / RATE_HZ
    return _trc(motion.stance(time_s).at, time_s, RATE_HZ, seed=round(cadence_spm))


def raises_file() -> bytes:
    """The points of the drawn person's heel raises, as a TRC file in millimetres."""
    time_s = np.arange(RAISES_S * RAISES_HZ) / RAISES_HZ
    return _trc(test_motion("heel_raise").stance(time_s).at, time_s, RAISES_HZ, seed=1)


def _trc(at: Mapping[str, Floats], time_s: Floats, rate_hz: float, *, seed: int) -> bytes:
    names = [f"{point}_{side.value}" for point in POINTS for side in SIDES] + ["head"]
    # The table wants a marker's tremor; a still point would claim more than any camera can see.
    noise_m = np.random.default_rng(seed).normal(0.0, 0.0015, (len(time_s), len(names), 3))
    points = 1000 * (np.stack([at[name] for name in names], axis=1) + noise_m)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.trc"
        write_trc(path, Trc(tuple(names), points, time_s, rate_hz, "mm"))
        return path.read_bytes()
