"""Running, walking and standing, second by second; from there bouts, pauses and steps.

::

    steps/min  ──130── runs ──120── walks          majority over 11 s of each threshold: the median of the
    m/s        ──1.8── runs ──1.6── walks          signal is above a threshold where most of its points are

A run needs both to be above their upper threshold, and ends when one falls below its lower one (hysteresis).
Without a step rate a higher speed decides; on a treadmill, whose speed nobody measures, the step rate alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from restride.training.activity import Activity, Column
from restride.training.limits import Reading
from restride.training.record import Bout, Pause

Mask = NDArray[np.bool_]


class Grid(NamedTuple):
    """The activity on a grid of whole seconds; ``on``: the timer ran and something was recorded."""

    start_s: float
    on: Mask
    #: Cumulative distance. [m]
    distance_m: Column | None
    speed_m_s: Column | None
    steps_min: Column | None


class Movement(NamedTuple):
    """What was done in each second of the grid."""

    runs: Mask
    walks: Mask


def grid_of(activity: Activity, steps_min: Column | None, speed_m_s: Column | None, limits: Reading) -> Grid:
    """Hold each point until the next; stops and gaps are off. ``time_s`` must rise."""
    time = activity.columns["time_s"]
    start = float(np.floor(time[0]))
    seconds = int(np.floor(time[-1]) - start) + 1
    at = np.arange(seconds, dtype=np.float64) + start
    # Point i stands for the second it falls in, and the seconds after it until the next point.
    index = np.clip(np.searchsorted(np.floor(time), at, side="right") - 1, 0, len(time) - 1)
    on = np.ones(seconds, dtype=np.bool_)
    for stop in activity.stops:
        low, high = int(max(stop.from_s - start, 0)), int(max(stop.to_s - start, 0))
        on[low + 1 : high] = False
    for number in np.flatnonzero(np.diff(time) > limits.pause_gap):
        low, high = int(time[number] - start), int(time[number + 1] - start)
        on[low + 1 : high] = False
    distance = activity.columns.get("distance_m")
    along = None if distance is None else np.interp(at, time, distance)
    speed = None if speed_m_s is None else speed_m_s[index]
    if along is not None:
        covered = np.append(np.diff(along), 0.0)
        speed = covered if speed is None else np.where(np.isnan(speed), covered, speed)
    return Grid(start, on, along, speed, None if steps_min is None else steps_min[index])


def move(grid: Grid, *, treadmill: bool, limits: Reading) -> Movement:
    """Tell running from walking from standing."""
    width = int(limits.median_window)
    speed, steps = grid.speed_m_s, grid.steps_min
    if steps is not None and np.isnan(steps).all():
        steps = None
    if speed is None or (treadmill and steps is not None):
        if steps is None:
            nothing = np.zeros(len(grid.on), dtype=np.bool_)
            return Movement(nothing, nothing)
        enter, stay = _most(steps >= limits.run_steps, width), _most(steps >= limits.run_steps_leave, width)
        moves = _most(steps >= limits.moving_steps, width)
    elif steps is None:
        enter = _most(speed >= limits.run_speed_alone, width)
        stay = _most(speed >= limits.run_speed_alone_leave, width)
        moves = _most(speed >= limits.moving_speed, width)
    else:
        # A point without a step rate is judged by its speed alone.
        bare = np.isnan(steps)
        enter = _most(np.where(bare, speed >= limits.run_speed_alone, steps >= limits.run_steps), width)
        enter &= _most(speed >= limits.run_speed, width)
        stay = _most(np.where(bare, speed >= limits.run_speed_alone_leave, steps >= limits.run_steps_leave), width)
        stay &= _most(speed >= limits.run_speed_leave, width)
        moves = _most(speed >= limits.moving_speed, width)
    runs = _hold(enter & grid.on, stay & grid.on)
    runs = _without_short(runs, limits.bout)
    # A stumble shorter than a bout does not end one.
    gaps = ~runs & grid.on & moves
    gaps &= ~_without_short(gaps, limits.bout) & _between(runs)
    runs = runs | gaps
    return Movement(runs, moves & grid.on & ~runs)


def bouts_of(grid: Grid, runs: Mask) -> tuple[Bout, ...]:
    """Stretches of running with their distance and steps."""
    steps = None if grid.steps_min is None else np.concatenate(([0.0], np.cumsum(np.nan_to_num(grid.steps_min) / 60)))
    bouts = []
    for low, high in _stretches(runs):
        metres = None if grid.distance_m is None else _span(grid.distance_m, low, high)
        count = None if steps is None else round(float(steps[high] - steps[low]), 1)
        bouts.append(
            Bout(
                at_s=float(low),
                duration_s=float(high - low),
                distance_m=None if metres is None else round(metres, 1),
                steps=count or None,
            )
        )
    return tuple(bouts)


def pauses_of(activity: Activity, limits: Reading) -> tuple[Pause, ...]:
    """Stops of the timer; where it says nothing, long gaps between points. Never negative."""
    time = activity.columns["time_s"]
    first, last = float(time[0]), float(time[-1])
    found = [
        Pause(at_s=round(stop.from_s - first, 1), duration_s=round(stop.to_s - stop.from_s, 1), by="timer")
        for stop in activity.stops
        if stop.to_s > stop.from_s and stop.from_s < last and stop.to_s > first
    ]
    for number in () if activity.timer_known else np.flatnonzero(np.diff(time) > limits.pause_gap):
        low, high = float(time[number]), float(time[number + 1])
        found.append(Pause(at_s=round(low - first, 1), duration_s=round(high - low, 1), by="gap"))
    return tuple(sorted(found, key=lambda pause: pause.at_s))


def _span(distance_m: Column, low: int, high: int) -> float:
    """Distance of [low, high) seconds; the last second counts until its end. [m]."""
    return float(distance_m[min(high, len(distance_m) - 1)] - distance_m[low])


def _most(mask: Mask, width: int) -> Mask:
    """Whether most of the window around each second holds; at the ends the window is cut, not filled."""
    half = width // 2
    count = np.concatenate(([0], np.cumsum(mask)))
    at = np.arange(len(mask))
    low, high = np.maximum(at - half, 0), np.minimum(at + half + 1, len(mask))
    majority: Mask = 2 * (count[high] - count[low]) > high - low
    return majority


def _hold(enter: Mask, stay: Mask) -> Mask:
    """On from where ``enter`` holds for as long as ``stay`` does."""
    at = np.arange(len(enter))
    last_enter = np.maximum.accumulate(np.where(enter, at, -1))
    last_leave = np.maximum.accumulate(np.where(stay, -1, at))
    held: Mask = (last_enter > last_leave) | enter
    return held


def _stretches(mask: Mask) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _without_short(mask: Mask, shortest_s: float) -> Mask:
    kept = mask.copy()
    for low, high in _stretches(mask):
        if high - low < shortest_s:
            kept[low:high] = False
    return kept


def _between(mask: Mask) -> Mask:
    """Between the first and the last second of a mask."""
    between = np.zeros(len(mask), dtype=np.bool_)
    at = np.flatnonzero(mask)
    if len(at):
        between[at[0] : at[-1] + 1] = True
    return between
