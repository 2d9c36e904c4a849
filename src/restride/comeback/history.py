"""What has been run and tolerated, and the figures of one day that the shield reckons with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from restride.comeback.gate import Gate
from restride.comeback.numbers import Numbers

_HOURS = 24


class Run(NamedTuple):
    """One run as it was done, judged.

    ``credit_*`` is what counts as tolerated when green: never above what the rules had allowed that day,
    so that an overrun lifts nothing.
    """

    day: int
    dose_s: int
    bout_s: int
    pace: int
    grade: int
    gate: Gate
    credit_dose_s: int
    credit_bout_s: int
    #: Hours since a fixed instant; None where only the day is known.
    end_h: float | None = None


class Limited(NamedTuple):
    """A therapist's limits that hold on one day (H13); None leaves the house rule alone."""

    dose_s: int | None = None
    bout_s: int | None = None
    runs_in_week: int | None = None
    speed: bool = True
    hills: bool = True
    not_before: int | None = None


FREE = Limited()


class View(NamedTuple):
    """The figures of one day, as of the evening before. Seconds, days, counts."""

    numbers: Numbers
    day: int
    limited: Limited
    locked: bool
    paused: bool
    may_run: bool
    #: First day on which rest is over.
    rest_until: int
    #: Days since the last run; None without one.
    gap_d: int | None
    #: The last run was amber or red; was not logged in full; went far over its plan.
    held_by_pain: bool
    held_by_log: bool
    held_by_overrun: bool
    #: The level: what may be run again after amber, an overrun or a missing log.
    level_dose_s: int
    level_bout_s: int
    #: Largest tolerated within the window, and how often; 0 without any.
    dose_s: int
    dose_times: int
    bout_s: int
    bout_times: int
    pace: int
    pace_times: int
    grade: int
    grade_times: int
    #: Tolerated within the window before a gap cut it: the way back there goes a whole level at a time.
    before_gap_s: int
    #: Run in the six days before, tolerated or not.
    week_dose_s: int
    week_runs: int
    #: Best tolerated seven days.
    best_week_s: int
    best_week_runs: int
    #: The same of weeks that were over long enough ago for the number of runs to rise again.
    settled_runs: int
    #: Days in a row with a run, up to the day before.
    days_in_row: int
    #: Session the runner comes from while still running (MODIFY); 0 otherwise.
    modify_dose_s: int
    modify_week_s: int
    entry_dose_s: int
    #: 30 min continuous were tolerated often enough.
    continuous: bool
    speed_from: int | None
    hills_from: int | None


class Known(NamedTuple):
    """What the runs before a day show: largest tolerated values and how often each was, and the rolling weeks."""

    dose_s: int
    dose_times: int
    bout_s: int
    bout_times: int
    pace: int
    pace_times: int
    grade: int
    grade_times: int
    #: Run in the six days before, tolerated or not: seconds, and number of runs.
    week_dose_s: int
    week_runs: int
    #: The best tolerated rolling week, each in its own week.
    best_week_s: int
    best_week_runs: int
    #: Most tolerated runs in a rolling week that ended before the last time the number could have risen.
    settled_runs: int


def known(runs: Sequence[Run], day: int, numbers: Numbers) -> Known:
    """What ``runs``, in order of time, show on the morning of ``day``."""
    gate, first = Gate.GREEN, day - numbers.tolerated_days
    green = [run for run in runs if run.gate is gate and first <= run.day < day]
    return Known(*_largest(green), *_week_before(runs, day, numbers), *_rolling_weeks(green, day, numbers))


def _largest(green: Sequence[Run]) -> tuple[int, int, int, int, int, int, int, int]:
    dose = bout = pace = grade = doses = bouts = paces = grades = 0
    for _, _, _, fast, hills, _, credit_dose, credit_bout, _ in green:
        if credit_dose > dose:
            dose, doses = credit_dose, 0
        if credit_bout > bout:
            bout, bouts = credit_bout, 0
        if fast > pace:
            pace, paces = fast, 0
        if hills > grade:
            grade, grades = hills, 0
        doses += credit_dose == dose
        bouts += credit_bout == bout
        paces += fast == pace
        grades += hills == grade
    return dose, doses, bout, bouts, pace, paces, grade, grades


def _week_before(runs: Sequence[Run], day: int, numbers: Numbers) -> tuple[int, int]:
    first = day - numbers.week_d
    total = count = 0
    for run in reversed(runs):
        if run.day <= first:
            break
        if run.day < day:
            total, count = total + run.dose_s, count + 1
    return total, count


def _rolling_weeks(green: Sequence[Run], day: int, numbers: Numbers) -> tuple[int, int, int]:
    """Most seconds, most runs, and most runs of the weeks that have settled: all in one pass with two ends."""
    length, first, last_settled = numbers.week_d, day - numbers.week_window_d, day - numbers.variable_d
    weeks = [(run.day, run.credit_dose_s) for run in green if run.day >= first]
    best = most = settled = total = start = 0
    for end, (on, dose) in enumerate(weeks, 1):
        total += dose
        while weeks[start][0] <= on - length:
            total -= weeks[start][1]
            start += 1
        if total > best:
            best = total
        if end - start > most:
            most = end - start
        if on < last_settled:
            settled = most
    return best, most, settled


def days_in_row(runs: Sequence[Run], day: int) -> int:
    """Days in a row with a run, ending the day before ``day``."""
    ran = {run.day for run in runs[-7:]}
    count = 0
    while day - 1 - count in ran:
        count += 1
    return count


def gap_share(gap_d: int, numbers: Numbers) -> float:
    """What is left of the tolerated dose after so many days without a run (H11); 0 means from the start."""
    if gap_d <= numbers.gap_hold_d:
        return 1.0
    if gap_d <= numbers.gap_short_d:
        return numbers.gap_short_share
    return numbers.gap_long_share if gap_d <= numbers.gap_long_d else 0.0


def first_day_after(end_day: int, end_h: float | None, rest_h: float, rest_days: int) -> int:
    """First calendar day on which ``rest_h`` hours are over; whole days where the clock is not known."""
    if end_h is None:
        return end_day + rest_days
    # The day of the run ends at end_day's midnight in the runner's own time; end_h counts from there.
    return end_day + int((end_h + rest_h) // _HOURS)
