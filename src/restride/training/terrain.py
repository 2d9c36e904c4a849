"""Distance along the way, and hills; positions are read for these two and then let go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

import numpy as np

from restride.training.activity import Column
from restride.training.limits import Reading

#: Mean radius of the earth. [m]
EARTH_M = 6_371_008.8


class Hills(NamedTuple):
    """Climb and drop, and the shares of the distance that went clearly up and down."""

    climb_m: float
    drop_m: float
    up_share: float | None
    down_share: float | None


def distance_along(
    columns: Mapping[str, Column], limits: Reading
) -> tuple[Column | None, Literal["device", "positions"] | None, list[str]]:
    """Cumulative distance that never falls, where it came from, and what was odd.

    The device's own is believed, unless positions say that it is in the wrong unit or nonsense.
    """
    notes: list[str] = []
    device = columns.get("distance_m")
    if device is not None:
        device = _rising(device, columns["time_s"], limits, notes)
    track = _from_positions(columns, limits)
    if device is None or not device[-1] > 0:
        return (track, "positions" if track is not None else None, notes)
    if track is None or track[-1] <= 0:
        return device, "device", notes
    ratio = float(device[-1] / track[-1])
    lapse = max(float(columns["time_s"][-1] - columns["time_s"][0]), 1.0)
    impossible = device[-1] / lapse > limits.speed_max > track[-1] / lapse
    if abs(np.log(ratio)) <= np.log1p(limits.distance_disagrees):
        return device, "device", notes
    said, walked = f"The file says {device[-1] / 1000:.2f} km", f"its positions make {track[-1] / 1000:.2f} km"
    if impossible or _wrong_unit(ratio):
        notes.append(f"{said}{_unit_words(ratio)}, and {walked}; the positions are used.")
        return track, "positions", notes
    notes.append(f"{said}, and {walked}; the file’s own distance is used.")
    return device, "device", notes


#: Metres in what a device may have written instead of metres.
_UNITS = {0.001: "kilometres", 1 / 1609.344: "miles", 3.28084: "feet", 1.09361: "yards", 100.0: "centimetres"}


def _wrong_unit(ratio: float) -> bool:
    return any(abs(np.log(ratio / factor)) < 0.05 for factor in _UNITS)


def _unit_words(ratio: float) -> str:
    return next((f" (it looks like {name})" for unit, name in _UNITS.items() if abs(np.log(ratio / unit)) < 0.05), "")


def _rising(distance: Column, time: Column, limits: Reading, notes: list[str]) -> Column | None:
    """The distance without what nobody covered: steps back, and leaps."""
    known = ~np.isnan(distance)
    if not known.any():
        return None
    if not known.all():
        at = np.arange(len(distance))
        distance = np.interp(at, at[known], distance[known])
    step = np.diff(distance)
    # One wrong point makes a leap there and back; a correction at the end makes a leap too. Neither was run.
    leap = step > 4 * limits.speed_max * np.maximum(np.diff(time), 1.0)
    if not (leap | (step < 0)).any():
        return distance
    if leap.any():
        notes.append("The recorded distance leaps; such steps count as none.")
    if (step[~leap] < 0).any():
        notes.append("The recorded distance runs backwards; such steps count as none.")
    return np.concatenate(([distance[0]], distance[0] + np.cumsum(np.where(leap, 0.0, np.maximum(step, 0.0)))))


def _from_positions(columns: Mapping[str, Column], limits: Reading) -> Column | None:
    latitude, longitude = columns.get("latitude_deg"), columns.get("longitude_deg")
    if latitude is None or longitude is None:
        return None
    known = ~(np.isnan(latitude) | np.isnan(longitude))
    known &= (np.abs(latitude) <= 90) & (np.abs(longitude) <= 180) & ~((latitude == 0) & (longitude == 0))
    if np.count_nonzero(known) < 2:
        return None
    phi, lam = np.radians(latitude[known]), np.radians(longitude[known])
    half = np.sin(np.diff(phi) / 2) ** 2 + np.cos(phi[:-1]) * np.cos(phi[1:]) * np.sin(np.diff(lam) / 2) ** 2
    step = 2 * EARTH_M * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    lapse = np.diff(columns["time_s"][known])
    # A jump faster than a sprint is the receiver's, not the runner's; a longer gap in a tunnel is kept.
    step = np.where(step > 2 * limits.speed_max * np.maximum(lapse, 1.0), 0.0, step)
    along = np.concatenate(([0.0], np.cumsum(step)))
    return np.interp(np.arange(len(known)), np.flatnonzero(known), along)


def hills(columns: Mapping[str, Column], limits: Reading) -> Hills | None:
    """Climb, drop and hill shares from height, smoothed over :attr:`Reading.grade_over`."""
    altitude, distance = columns.get("altitude_m"), columns.get("distance_m")
    if altitude is None or distance is None:
        return None
    known = ~np.isnan(altitude)
    if np.count_nonzero(known) < 2 or distance[-1] - distance[0] < limits.grade_over:
        return None
    every = limits.grade_over / 5
    along = np.arange(distance[0], distance[-1] + every, every)
    rising = np.maximum.accumulate(distance[known]) + np.arange(np.count_nonzero(known)) * 1e-9
    height = np.interp(along, rising, altitude[known])
    kernel = np.ones(5) / 5
    height = np.convolve(np.pad(height, 2, mode="edge"), kernel, mode="valid")
    climb, drop = _climb(height, limits.climb_step)
    if len(height) <= 5:
        return Hills(climb, drop, None, None)
    grade_pct = 100 * (height[5:] - height[:-5]) / (5 * every)
    return Hills(
        climb,
        drop,
        round(float(np.mean(grade_pct >= limits.hill_grade)), 3),
        round(float(np.mean(grade_pct <= -limits.hill_grade)), 3),
    )


def _climb(height: Column, step_m: float) -> tuple[float, float]:
    """Sum of rises and falls of at least a step, so that noise does not add up. [m]."""
    climb = drop = 0.0
    low = high = float(height[0])
    for value in height.tolist():
        if value > low + step_m:
            climb += value - low
            low = high = value
        elif value < high - step_m:
            drop += high - value
            low = high = value
        else:
            low, high = min(low, value), max(high, value)
    return round(climb, 1), round(drop, 1)
