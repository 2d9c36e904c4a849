"""Marker and force analysis against real time: one minute of running, read apart from analysed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks._timing import processor_ms
from restride.adapters.gait_recordings import analyse_recording
from restride.adapters.mocap.c3d import C3d
from restride.adapters.mocap.c3d_write import write_c3d
from restride.adapters.mocap.tables import Trc, write_trc
from restride.gait.analysis import analyse
from restride.gait.forces import contacts, smoothed, without_drift
from restride.gait.method import method_of
from restride.gait.track import Track, stacked
from restride.knowledge.load import load
from tests.gait.runner import run as runner
from tests.gait.runner import truth

#: Times real time [1].
_TARGET = 1000


def run() -> Iterator[str]:
    """One line for each measurement, with its target."""
    facts, seconds = load(), 60.0
    for rate in (60, 120, 240):
        track = runner(rate, chosen=truth(seconds=seconds), seconds=seconds)
        took = processor_ms(lambda track=track: analyse(track, facts), 9)  # type: ignore[misc]
        yield f"markers, {len(track.points)} points at {rate} Hz: {_speed(took)}"
        with tempfile.TemporaryDirectory() as folder:
            for path in _written(track, Path(folder)):
                took = processor_ms(lambda path=path: analyse_recording(path, facts), 5)  # type: ignore[misc]
                yield f"  and read from {path.suffix[1:].upper()}: {_speed(took)}"
    time = np.arange(0, seconds, 1 / 1000)
    since = np.mod(time, 0.36)
    force = np.where(since < 0.25, 1700 * np.sin(np.pi * np.clip(since / 0.25, 0, 1)), 0.0) + 50 * time / seconds

    method = method_of(facts).events

    def contacts_of_force() -> object:
        return contacts(smoothed(without_drift(force, time).force_n, 1000.0, 50.0), time, 20.0, method)

    took = processor_ms(contacts_of_force, 5)
    yield f"force at 1000 Hz, drift and contacts: {_speed(took)}"


def _written(track: Track, folder: Path) -> tuple[Path, Path]:
    names, points = tuple(track.points), stacked(track, track.points)
    paths = folder / "run.c3d", folder / "run.trc"
    write_c3d(paths[0], C3d(names, points, track.rate_hz, "m"))
    write_trc(paths[1], Trc(names, points, track.time_s, track.rate_hz, "m"))
    return paths


def _speed(took_ms: float) -> str:
    times = 60_000 / took_ms
    verdict = "reached" if times >= _TARGET else "not reached"
    return f"{took_ms:.0f} ms of processor a minute, {times:.0f} times real time (target {_TARGET}): {verdict}"
