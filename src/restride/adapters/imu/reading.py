"""Read the acceleration of one sensor: a CSV with a head line."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from restride.gait.track import Floats
from restride.model.errors import PlainError

Place = Literal["sacrum", "shank_left", "shank_right", "foot_left", "foot_right", "hip", "wrist"]
PLACES: tuple[Place, ...] = ("sacrum", "shank_left", "shank_right", "foot_left", "foot_right", "hip", "wrist")
_G = 9.81


class ImuError(PlainError):
    """A sensor record that cannot be used."""


@dataclass(frozen=True)
class ImuRecord:
    """Specific force along the sensor's own axes, shape (samples, axes) [g]; at rest it measures 1 g upward."""

    name: str
    time_s: Floats
    acceleration_g: Floats
    notes: tuple[str, ...] = ()

    @property
    def rate_hz(self) -> float:
        """Samples a second."""
        return float(1 / np.median(np.diff(self.time_s)))


def read_imu(path: Path, *, rate_hz: float | None = None) -> ImuRecord:
    """Read the columns of acceleration and time of a CSV.

    Columns whose head names «acc» (without «gyro» or «mag») are the axes. Time may be in s, ms or µs: the
    unit is the one that gives a rate a sensor can have.

    Raises
    ------
    ImuError
        In one sentence: what was found, why it cannot be used, what to do.
    """
    try:
        rows = [row for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines()) if row]
    except (OSError, UnicodeDecodeError):
        raise ImuError(f"{path.name} is no text of numbers; export the sensor as CSV.") from None
    if len(rows) < 50:
        raise ImuError(f"{path.name} holds {len(rows)} rows; that is not one step.")
    head = [cell.strip().lower() for cell in rows[0]]
    axes = [i for i, word in enumerate(head) if "acc" in word and not any(w in word for w in ("gyro", "mag", "wr"))][:3]
    if not axes:
        raise ImuError(
            f"{path.name} has no column of acceleration (a name with «acc»); its columns are {', '.join(head)}."
        )
    clock = next((i for i, word in enumerate(head) if "time" in word), None)
    try:
        values = np.array([[float(row[i]) for i in axes] for row in rows[1:]])
        time = None if clock is None else np.array([float(row[clock]) for row in rows[1:]])
    except (ValueError, IndexError) as error:
        raise ImuError(f"{path.name} holds a row that is no row of numbers ({error}); export it anew.") from None
    if not np.isfinite(values).all():
        raise ImuError(f"{path.name} has gaps in its acceleration; export it whole.")
    return ImuRecord(path.name, _seconds(time, len(values), rate_hz, path.name), _in_g(values, path.name))


def _seconds(time: Floats | None, count: int, rate_hz: float | None, name: str) -> Floats:
    if rate_hz is not None:
        return np.arange(count) / rate_hz
    if time is None:
        raise ImuError(f"{name} has no column of time; say how many samples a second it has.")
    step = float(np.median(np.diff(time)))
    for factor in (1.0, 1e-3, 1e-6):
        if step > 0 and 20 <= 1 / (step * factor) <= 4000:
            return np.asarray(time[0] * factor + np.arange(count) * step * factor)
    raise ImuError(f"The clock in {name} steps by {step:g}, which no rate of a sensor in s, ms or µs; give the rate.")


def _in_g(values: Floats, name: str) -> Floats:
    """In multiples of gravity: the mean over whole strides is 1 g, or 9.81 m/s²."""
    size = float(np.linalg.norm(values.mean(axis=0)))
    if 0.5 <= size <= 1.6:
        return values
    if 0.5 * _G <= size <= 1.6 * _G:
        return values / _G
    raise ImuError(
        f"The mean acceleration in {name} is {size:.3g}, neither 1 g nor "
        "9.81 m/s²; export it with gravity and its unit."
    )
