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


class Tolerated(NamedTuple):
    """Largest tolerated values and how often each was tolerated."""

    dose_s: int
    dose_times: int
    bout_s: int
    bout_times: int
    pace: int
    pace_times: int
    grade: int
    grade_times: int


NOTHING = Tolerated(0, 0, 0, 0, 0, 0, 0, 0)


def tolerated(runs: Sequence[Run], day: int, numbers: Numbers) -> Tolerated:
    """What was tolerated within the window before ``day``."""
    first = day - numbers.tolerated_days
    green = [run for run in runs if run.gate is Gate.GREEN and first <= run.day < day]
    if not green:
        return NOTHING
    dose = bout = pace = grade = 0
    doses = bouts = paces = grades = 0
    for run in green:
        if run.credit_dose_s > dose:
            dose, doses = run.credit_dose_s, 0
        if run.credit_bout_s > bout:
            bout, bouts = run.credit_bout_s, 0
        if run.pace > pace:
            pace, paces = run.pace, 0
        if run.grade > grade:
            grade, grades = run.grade, 0
        doses += run.credit_dose_s == dose
        bouts += run.credit_bout_s == bout
        paces += run.pace == pace
        grades += run.grade == grade
    return Tolerated(dose, doses, bout, bouts, pace, paces, grade, grades)


def week_before(runs: Sequence[Run], day: int, numbers: Numbers) -> tuple[int, int]:
    """Seconds and number of runs in the rolling week that would end with ``day``."""
    first = day - numbers.week_d
    doses = [run.dose_s for run in runs if first < run.day < day]
    return sum(doses), len(doses)


def best_week(runs: Sequence[Run], day: int, numbers: Numbers) -> tuple[int, int]:
    """The best tolerated rolling week: seconds, and number of runs."""
    first, length = day - numbers.week_window_d, numbers.week_d
    green = [(run.day, run.credit_dose_s) for run in runs if run.gate is Gate.GREEN and first <= run.day < day]
    best = most = total = start = 0
    for end, (last, dose) in enumerate(green):
        total += dose
        while green[start][0] <= last - length:
            total -= green[start][1]
            start += 1
        best, most = max(best, total), max(most, end - start + 1)
    return best, most


def settled_runs(runs: Sequence[Run], day: int, numbers: Numbers) -> int:
    """Most green runs in a rolling week that ended before the last time the number could have risen."""
    first, last = day - numbers.week_window_d, day - numbers.variable_d
    green = [run.day for run in runs if run.gate is Gate.GREEN and first <= run.day < last]
    return max((sum(end - numbers.week_d < one <= end for one in green) for end in green), default=0)


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
