"""A FIT file of a watch as seconds of running with what its sensors said of the steps."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np

from restride.adapters.activities.caps import ACTIVITY_BYTES, TooMuchError
from restride.adapters.activities.fit import read_fit
from restride.adapters.activities.fit_stream import NotFitError
from restride.adapters.activities.reading import unpack_gzip
from restride.gait.track import Floats
from restride.gait.watch import WatchRun
from restride.knowledge.load import Knowledge
from restride.model.errors import PlainError
from restride.model.files import read_whole
from restride.training.activity import Activity
from restride.training.bouts import grid_of, move
from restride.training.limits import Reading, reading_limits
from restride.training.summary import steps_per_min

SUFFIXES = (".fit", ".fit.gz")
_TAKEN = ("contact_ms", "oscillation_mm", "step_length_mm", "vertical_ratio_pct", "balance_pct", "power_w")
_RUNNING = ("running", "unknown", "generic")


class WatchError(PlainError):
    """A watch file that says nothing of running."""


def is_watch_file(path: Path) -> bool:
    """Whether the name says that a watch wrote it."""
    return path.name.lower().endswith(SUFFIXES)


def read_watch(path: Path, knowledge: Knowledge) -> WatchRun:
    """The longest run of the file.

    Raises
    ------
    WatchError
        In one sentence: no FIT file, no run in it, or another sport.
    """
    raw = _unpacked(path)
    try:
        activities = read_fit(raw).activities
    except NotFitError as error:
        raise WatchError(f"{path.name} cannot be read as FIT: {error}; export it again.") from None
    except (ValueError, IndexError, KeyError, OverflowError) as error:
        raise WatchError(
            f"{path.name} is damaged: its content makes no sense ({type(error).__name__}); export it again."
        ) from None
    sports = [one.sport for one in activities]
    runs = [one for one in activities if one.sport in _RUNNING and len(one.columns.get("time_s", ())) > 1]
    if not runs:
        what = f"it was recorded as {' and '.join(dict.fromkeys(sports))}" if sports else "it holds no activity"
        raise WatchError(f"{path.name} is no run: {what}; give the file of a run.")
    limits = reading_limits(knowledge)
    taken = [_running_part(one, path.name, limits) for one in runs]
    best = max(taken, key=lambda one: one.seconds)
    if best.seconds == 0:
        raise WatchError(f"Nobody runs in {path.name}: speed and step rate are those of walking or standing.")
    return best


def _unpacked(path: Path) -> bytes:
    raw = read_whole(path, most=ACTIVITY_BYTES)
    try:
        return unpack_gzip(raw) if raw[:2] == b"\x1f\x8b" else raw
    except (TooMuchError, OSError, EOFError, zlib.error) as error:
        raise WatchError(f"{path.name} cannot be unpacked ({error}); export it again.") from None


def _running_part(activity: Activity, name: str, limits: Reading) -> WatchRun:
    """Columns at the seconds of running."""
    columns = activity.columns
    speed = columns.get("speed_m_s")
    steps = steps_per_min(columns.get("cadence"), speed, limits, [])
    grid = grid_of(activity, steps, speed, limits)
    moved = move(grid, treadmill=activity.where == "treadmill", limits=limits)
    at = np.clip((columns["time_s"] - grid.start_s).astype(np.int64), 0, len(moved.runs) - 1)
    points = moved.runs[at]
    taken: dict[str, Floats] = {key: _believed(columns[key][points]) for key in _TAKEN if key in columns}
    if steps is not None:
        taken["steps_min"] = _believed(steps[points])
    if speed is not None:
        taken["speed_m_s"] = _believed(speed[points])
    return WatchRun(name, activity.device, float(np.count_nonzero(moved.runs)), taken)


def _believed(values: Floats) -> Floats:
    """Zero means that a sensor had nothing to say."""
    return np.where(values > 0, values, np.nan)
