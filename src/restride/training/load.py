"""Load over time: each run against the longest of 30 days, weeks, breaks. No acute-to-chronic ratio, on purpose.

Why not stands in ``docs/training.md`` with its sources. Days are the runner's own calendar days, so a time zone or
the end of summer time changes nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from restride.knowledge.load import Knowledge
from restride.model.diary import DiaryEntry
from restride.training.history import History
from restride.training.limits import SpikeClass, history_days, spike_classes, unusual_limits
from restride.training.record import Out, RunRecord

WhyNot = Literal["no_distance", "history_too_short", "no_run_in_30_days"]


class SessionRatio(Out, frozen=True, kw_only=True):
    """One run against the longest run of the days before it."""

    run: str
    on: date
    distance_m: float | None
    #: Longest run of the days before, and the run that it was.
    longest_m: float | None = None
    longest_run: str | None = None
    ratio: float | None = None
    #: «usual», «small», «moderate» or «large»: the published classes.
    category: str | None = None
    #: Why there is no ratio.
    why_not: WhyNot | None = None


class Week(Out, frozen=True, kw_only=True):
    """One calendar week, Monday to Sunday."""

    monday: date
    runs: int = 0
    distance_m: float = 0.0
    run_s: float = 0.0
    #: Days without a run.
    rest_days: int = 7
    longest_m: float = 0.0
    longest_bout_s: float = 0.0
    climb_m: float = 0.0
    #: Share of running time clearly faster than usual; None where speed is not known.
    fast_share: float | None = None
    #: Shares of the distance up and down hills.
    up_share: float | None = None
    down_share: float | None = None
    effort_min: float | None = None
    cross_s: float = 0.0


class Break(Out, frozen=True, kw_only=True):
    """Days without a run, and the first runs after them."""

    last: date
    first: date
    days: int
    #: Ids of the runs in the days after.
    first_runs: tuple[str, ...] = ()


class Lines:
    """The runs of a history as columns, oldest first; days count from the first one's Monday."""

    def __init__(self, history: History) -> None:
        self.runs = history.runs
        ordinals = [run.ordinal for run in history.runs]
        self.day: NDArray[np.int64] = np.array(ordinals, dtype=np.int64)
        self.distance_m: NDArray[np.float64] = np.array(
            [np.nan if run.distance_m is None else run.distance_m for run in history.runs], dtype=np.float64
        )

    def between(self, low: int, high: int) -> slice:
        """Runs on days [low, high), as ordinals."""
        first, last = np.searchsorted(self.day, [low, high])
        return slice(int(first), int(last))


def session_ratios(
    history: History, knowledge: Knowledge, first: int = 0, last: int | None = None
) -> tuple[SessionRatio, ...]:
    """Every run against the longest of the 30 days before; earlier runs of the same day count as before.

    ``first`` and ``last`` choose runs [first, last) of the history; all by default.
    """
    runs = history.runs
    days = history_days(knowledge)
    classes = spike_classes(knowledge)
    last = len(runs) if last is None else last
    # Runs that may still be the longest of a window: their distances fall from left to right.
    longest: deque[tuple[int, float, RunRecord]] = deque()
    found = []
    start = runs[0].ordinal if runs else 0
    for index in range(_first_needed(runs, first, days), last):
        run = runs[index]
        day, metres = run.ordinal, run.distance_m
        while longest and longest[0][0] < day - days:
            longest.popleft()
        if index >= first:
            base = SessionRatio(run=run.id, on=run.day, distance_m=metres)
            if metres is None:
                found.append(_without(base, "no_distance"))
            elif day - start < days:
                found.append(_without(base, "history_too_short"))
            elif not longest:
                found.append(_without(base, "no_run_in_30_days"))
            else:
                found.append(_against(base, metres, longest[0][2], classes))
        if metres is not None:
            while longest and longest[-1][1] < metres:
                longest.pop()
            longest.append((day, metres, run))
    return tuple(found)


def _first_needed(runs: tuple[RunRecord, ...], first: int, days: int) -> int:
    """The first run that can bear on a chosen one."""
    index = first
    while index > 0 and index < len(runs) and runs[index - 1].ordinal >= runs[first].ordinal - days:
        index -= 1
    return index


def _without(base: SessionRatio, why_not: WhyNot) -> SessionRatio:
    return SessionRatio(run=base.run, on=base.on, distance_m=base.distance_m, why_not=why_not)


def _against(base: SessionRatio, metres: float, longest: RunRecord, classes: tuple[SpikeClass, ...]) -> SessionRatio:
    reach = longest.distance_m or 0.0
    if reach <= 0:
        return _without(base, "no_run_in_30_days")
    ratio = metres / reach
    return SessionRatio(
        run=base.run,
        on=base.on,
        distance_m=metres,
        longest_m=reach,
        longest_run=longest.id,
        ratio=round(ratio, 3),
        category=spike_class(ratio, classes).name,
    )


def spike_class(ratio: float, classes: tuple[SpikeClass, ...]) -> SpikeClass:
    """The published class of a ratio; each reaches up to and including its upper limit."""
    return next(one for one in classes if one.to is None or ratio <= one.to + 1e-9)


def usual_speed_m_s(runs: tuple[RunRecord, ...]) -> float | None:
    """Median speed over all running time of some runs: half of it was slower. [m/s]."""
    total = speed_classes(runs)
    if not total.any():
        return None
    from restride.training.record import SPEED_CLASS_M_S

    half = np.searchsorted(np.cumsum(total), total.sum() / 2)
    return (float(half) + 0.5) * SPEED_CLASS_M_S


def speed_classes(runs: tuple[RunRecord, ...]) -> NDArray[np.float64]:
    """Seconds of running in each speed class, over some runs."""
    total = np.zeros(max((len(run.speed_s) for run in runs), default=0))
    for run in runs:
        total[: len(run.speed_s)] += run.speed_s
    return total


def fast_seconds(run: RunRecord, from_m_s: float) -> float:
    """Seconds of a run spent at a speed or above. [s]."""
    from restride.training.record import SPEED_CLASS_M_S

    first = int(np.ceil(from_m_s / SPEED_CLASS_M_S - 1e-9))
    return float(sum(run.speed_s[first:]))


def weeks_of(history: History, knowledge: Knowledge) -> tuple[Week, ...]:
    """Every week from the first run to the last, empty ones included."""
    if not history.runs:
        return ()
    limits = unusual_limits(knowledge)
    usual = usual_speed_m_s(history.runs)
    fast_from = None if usual is None else usual * limits.fast_factor
    grouped: dict[date, list[RunRecord]] = {}
    for run in history.runs:
        grouped.setdefault(monday_of(run.day), []).append(run)
    cross: dict[date, float] = {}
    for other in (*history.cross, *history.walks):
        cross[monday_of(other.day)] = cross.get(monday_of(other.day), 0.0) + other.timer_s
    weeks, monday, last = [], min(grouped), max(grouped)
    while monday <= last:
        weeks.append(_week(monday, grouped.get(monday, []), fast_from, cross.get(monday, 0.0)))
        monday += timedelta(days=7)
    return tuple(weeks)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _week(monday: date, runs: list[RunRecord], fast_from: float | None, cross_s: float) -> Week:
    if not runs:
        return Week(monday=monday, cross_s=cross_s)
    timed = sum(sum(run.speed_s) for run in runs)
    fast = None if fast_from is None or not timed else sum(fast_seconds(run, fast_from) for run in runs) / timed
    efforts = [run.effort_min for run in runs if run.effort_min is not None]
    return Week(
        monday=monday,
        runs=len(runs),
        distance_m=round(sum(run.distance_m or 0.0 for run in runs), 1),
        run_s=sum(run.run_s for run in runs),
        rest_days=7 - len({run.day for run in runs}),
        longest_m=max((run.distance_m or 0.0 for run in runs), default=0.0),
        longest_bout_s=max((run.longest_bout_s for run in runs), default=0.0),
        climb_m=round(sum(run.climb_m or 0.0 for run in runs), 1),
        fast_share=None if fast is None else round(fast, 3),
        up_share=_share(runs, "up_share"),
        down_share=_share(runs, "down_share"),
        effort_min=round(sum(efforts), 1) if len(efforts) == len(runs) else None,
        cross_s=cross_s,
    )


def _share(runs: list[RunRecord], name: str) -> float | None:
    pairs = [(getattr(run, name), run.distance_m) for run in runs if getattr(run, name) is not None and run.distance_m]
    metres = sum(distance for _, distance in pairs)
    return round(sum(share * distance for share, distance in pairs) / metres, 3) if metres else None


def breaks_of(history: History, knowledge: Knowledge) -> tuple[Break, ...]:
    """Stretches without a run that count as a break."""
    limits = unusual_limits(knowledge)
    lines = Lines(history)
    found = []
    for index in np.flatnonzero(np.diff(lines.day) > limits.break_days).tolist():
        first = int(lines.day[index + 1])
        after = lines.between(first, first + int(limits.after_break))
        found.append(
            Break(
                last=lines.runs[index].day,
                first=lines.runs[index + 1].day,
                days=first - int(lines.day[index]) - 1,
                first_runs=tuple(run.id for run in lines.runs[after]),
            )
        )
    return tuple(found)


def longest_of_30_days(history: History, knowledge: Knowledge) -> tuple[tuple[date, float], ...]:
    """The envelope: for each day with a run, the longest run of the 30 days up to and with it. [m]."""
    lines = Lines(history)
    days = history_days(knowledge)
    found = []
    for index, run in enumerate(lines.runs):
        known = lines.distance_m[lines.between(int(lines.day[index]) - days + 1, int(lines.day[index]) + 1)]
        if not np.isnan(known).all():
            found.append((run.day, float(np.nanmax(known))))
    return tuple(found)


def pain_by_day(diary: Iterable[DiaryEntry]) -> tuple[tuple[date, float], ...]:
    """The worst pain that was logged for each day of a diary; days without one are left out. [0 to 10]."""
    worst: dict[date, float] = {}
    for entry in diary:
        for name in ("during", "right_after", "hour_later"):
            level = getattr(entry.pain, name)
            if level is not None:
                worst[entry.on] = max(level, worst.get(entry.on, level))
    return tuple(sorted(worst.items()))
