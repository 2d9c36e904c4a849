"""A movement test for the site: the drawn runner's heel raises as a file of points."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from restride.adapters.mocap.tables import Trc, write_trc
from restride.figure.runner.movements import drawn_motion

RATE_HZ, SECONDS = 60.0, 16.5
POINTS = ("hip", "knee", "ankle", "heel", "toe", "shoulder")
#: Raises of the right heel that the drawing makes in this time.
COUNT = len(drawn_motion("heel_raise").repetitions_until(SECONDS))


@cache
def raises_trc(seconds: float = SECONDS, movement: str = "heel_raise") -> bytes:
    """Points of one movement test."""
    time_s = np.arange(0, seconds, 1 / RATE_HZ)
    at = drawn_motion(movement).stance(time_s).at
    names = [name for name in at if name.rsplit("_", 1)[0] in POINTS]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.trc"
        rows = np.stack([at[name] for name in names], axis=1)
        write_trc(path, Trc(labels=tuple(names), points=rows, time_s=time_s, rate_hz=RATE_HZ, unit="m"))
        return path.read_bytes()
