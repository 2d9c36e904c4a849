"""Recordings of the demonstration: the drawn runner's own points, before and after quicker steps."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from restride.adapters.mocap.tables import Trc, write_trc
from restride.figure.runner import drawn_motion
from restride.gait.track import SIDES
from restride.site.accounts.models import User
from restride.site.episodes.models import Episode
from restride.site.recordings.actions import add_recording

#: Invented, as everybody in the demonstration: a runner on a belt, and the same with steps a twelfth quicker.
SPEED_M_S, RATE_HZ, SECONDS = 2.8, 120, 12
TAKES = (("Own shoes, before the cue", 158.0, 21), ("After the cue “quicker, lighter steps”", 171.0, 0))
POINTS = ("hip", "knee", "ankle", "heel", "toe", "shoulder", "elbow", "wrist")


def add_recordings(episode: Episode, today: date, *, by: User) -> None:
    """Add both takes; the site's own worker analyses them as it does any other."""
    for words, cadence_spm, days_ago in TAKES:
        add_recording(
            episode=episode,
            name=f"belt_{cadence_spm:.0f}.trc",
            blocks=[points_file(cadence_spm)],
            recorded_on=today - timedelta(days=days_ago),
            condition=words,
            options={"speed_m_s": SPEED_M_S},
            by=by,
        )


def points_file(cadence_spm: float) -> bytes:
    """The points of the drawn runner at a step rate, as a TRC file in millimetres."""
    motion = drawn_motion("run", speed_m_s=SPEED_M_S, cadence_spm=cadence_spm)
    time_s = np.arange(SECONDS * RATE_HZ) / RATE_HZ
    stance = motion.stance(time_s)
    names = [f"{point}_{side.value}" for point in POINTS for side in SIDES] + ["head"]
    # The table wants a marker's tremor; a still point would claim more than any camera can see.
    noise_m = np.random.default_rng(round(cadence_spm)).normal(0.0, 0.0015, (len(time_s), len(names), 3))
    points = 1000 * (np.stack([stance.at[name] for name in names], axis=1) + noise_m)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.trc"
        write_trc(path, Trc(tuple(names), points, time_s, RATE_HZ, "mm"))
        return path.read_bytes()
