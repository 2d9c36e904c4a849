"""Clips made of numbers, so that what a film or a player shows can be read back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from restride.adapters.gait_report.footage import Footage, Picture
from restride.gait.context import Gait

WIDTH, HEIGHT = 160, 120


def footage_of_numbers(gait: Gait, *, noise: bool = False) -> Footage:
    """Picture k is grey of brightness 2·k; with ``noise`` every picture is the same fine chequer instead."""
    time_s = gait.track.time_s[:125]
    chequer = np.where(np.indices((HEIGHT, WIDTH)).sum(axis=0) % 2 == 0, 20, 235).astype(np.uint8)

    def read(rows: Sequence[int], longest_px: int) -> Iterator[tuple[int, Picture]]:
        assert list(rows) == sorted(rows)
        for row in rows:
            plain = np.full((HEIGHT, WIDTH), 2 * row, dtype=np.uint8)
            yield row, np.repeat((chequer if noise else plain)[:, :, None], 3, axis=2)

    place = np.column_stack([np.linspace(20, 140, len(time_s)), np.full(len(time_s), 30.0)])
    points = {
        name: place + np.array([0.0, below]) for name, below in (("hip_left", 0), ("knee_left", 30), ("ankle_left", 60))
    }
    faces = np.column_stack([place[:, 0], place[:, 1] - 10, np.full(len(time_s), 8.0)])
    faces[40:60] = np.nan
    return Footage(time_s, points, faces, WIDTH, HEIGHT, read, lambda rows: [np.empty((0, 3)) for _ in rows])
