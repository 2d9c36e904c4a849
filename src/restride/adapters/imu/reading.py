"""Read the acceleration of one sensor: a CSV with a head line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from restride.adapters.columns import read_columns, seconds
from restride.gait.track import Floats
from restride.model.errors import PlainError

Place = Literal["sacrum", "shank_left", "shank_right", "foot_left", "foot_right", "hip", "wrist"]
PLACES: tuple[Place, ...] = ("sacrum", "shank_left", "shank_right", "foot_left", "foot_right", "hip", "wrist")
_G = 9.81
#: Fewer rows hold no step at any rate that a sensor has.
_FEWEST_ROWS = 50
#: No acceleration of a body is so large in any unit; beyond it a file is damaged.
_LARGEST = 1e6
#: Words of columns that are no acceleration of the sensor along its axes.
_NOT_LINEAR = ("gyro", "mag", "wr")


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

    Columns whose head names «acc» (without «gyro» or «mag») are the axes, or three called ax, ay, az or x, y, z. Time
    may be in s, ms or µs: the unit is the one that gives a rate a sensor can have.

    Raises
    ------
    ImuError
        In one sentence: what was found, why it cannot be used, what to do.
    """
    table = read_columns(path)
    if len(table.values) < _FEWEST_ROWS:
        raise ImuError(f"{path.name} holds too few rows for one step ({len(table.values)}); export the whole run.")
    axes = _axes(table.names)
    if not axes:
        among = ", ".join(filter(None, table.names)) or "not named"
        raise ImuError(
            f"{path.name} has no column of acceleration (a name with «acc», or ax, ay and az); its columns are {among}."
        )
    values = table.values[:, axes]
    if not (np.abs(values) < _LARGEST).all():
        raise ImuError(f"{path.name} has gaps in its acceleration, or numbers that none can be; export it anew.")
    clock = next((i for i, word in enumerate(table.names) if "time" in word), None)
    if rate_hz is not None:
        time = np.arange(len(values)) / rate_hz
    elif clock is not None:
        came = seconds(table.values[:, clock], path.name)
        # A radio link loses a sample now and then; what follows counts on an even clock.
        time = np.linspace(came[0], came[-1], len(came))
        values = np.stack([np.interp(time, came, one) for one in values.T], axis=1)
    else:
        raise ImuError(f"{path.name} has no column of time; say how many samples a second it has.")
    return ImuRecord(path.name, time, _in_g(values, path.name))


def _axes(names: Sequence[str]) -> list[int]:
    """Columns of the axes: those that name acceleration, else ax, ay, az or x, y, z, whatever unit follows."""
    named = [i for i, word in enumerate(names) if "acc" in word and not any(w in word for w in _NOT_LINEAR)]
    bare = [word.split("[")[0].split("(")[0].strip(" _") for word in names]
    for three in (("ax", "ay", "az"), ("x", "y", "z")):
        if not named and set(three) <= set(bare):
            named = [bare.index(one) for one in three]
    return named[:3]


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
