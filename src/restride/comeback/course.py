"""The course so far: what each session changed. A state is made by replaying the diary, never stored.

    WALK ──ready──► RUN_WALK ──30 min──► CONTINUOUS ──3 times──► BUILD ──goal, 2 weeks──► DONE
      ▲                │ red: stop 72 h, two levels down, walk again     MODIFY joins at CONTINUOUS
      └────────────────┘ two reds in 14 days: PAUSED.   A red flag or a missing release: LOCKED.

What one run changes stands in :mod:`restride.comeback.transitions`.
"""

from __future__ import annotations

from typing import NamedTuple

from restride.comeback.gate import Gate
from restride.comeback.history import (
    FREE,
    Limited,
    Run,
    View,
    days_in_row,
    gap_share,
    known,
)
from restride.comeback.ladders import Stage
from restride.comeback.numbers import Numbers
from restride.comeback.sessions import Session, bout_below, on_grid, session


class Failure(NamedTuple):
    """A session that was amber or red, remembered for a while."""

    day: int
    dose_s: int
    bout_s: int


class Executed(NamedTuple):
    """What was run on one day."""

    day: int
    dose_s: int
    bout_s: int
    pace: int = 0
    grade: int = 0
    #: Hours from midnight of that day to the end of the run; None where the clock is not known.
    end_h: float | None = None


class Aim(NamedTuple):
    """The week to come back to."""

    runs: int
    longest_s: int
    week_s: int
    #: Levels of fast running and of hills.
    pace: int = 0
    grade: int = 0


class Course:
    """Where the runner stands. Copied before it is asked «what if»."""

    __slots__ = (
        "again",
        "aim",
        "ambers",
        "base_since",
        "before_gap",
        "continuous",
        "done_since",
        "entry_dose_s",
        "failures",
        "greens",
        "held_by_log",
        "held_by_overrun",
        "held_by_pain",
        "illnesses",
        "ladder",
        "last_rise",
        "locked_by",
        "modify_dose_s",
        "modify_week_s",
        "numbers",
        "paused_since",
        "ready",
        "reds",
        "rest_clock",
        "rest_until",
        "runs",
        "since",
        "stage",
        "stage_greens",
        "target",
        "walk_s",
        "walks_due",
        "warned",
    )  # fmt: skip

    def __init__(self, numbers: Numbers, entry_dose_s: int, aim: Aim) -> None:
        self.numbers = numbers
        self.entry_dose_s = entry_dose_s
        self.aim = aim
        #: Longest session and week while still running (MODIFY); 0 otherwise.
        self.modify_dose_s = 0
        self.modify_week_s = 0
        self.runs: list[Run] = []
        #: The level: what the next run is at most, unless something may rise.
        self.target = self.entry
        #: Green runs at this running time, this bout, this pace and grade.
        self.greens = [0, 0, 0, 0]
        #: What was planned for the last run: the most that a hold allows to repeat.
        self.again = self.entry
        self.ambers = 0
        self.reds: tuple[int, ...] = ()
        self.rest_until = 0
        #: «14:24»: clock time from which the rest is over on its first day, where the clock is known.
        self.rest_clock: str | None = None
        self.failures: tuple[Failure, ...] = ()
        self.held_by_pain = self.held_by_log = self.held_by_overrun = self.warned = False
        self.last_rise: str | None = None
        self.ready = False
        self.walks_due = 0
        #: Longest walk that was tolerated.
        self.walk_s = 0
        self.continuous = 0
        self.base_since: int | None = None
        self.paused_since: int | None = None
        #: Red flags of the diary with the day they were answered yes.
        self.locked_by: frozenset[tuple[str, int]] = frozenset()
        #: Running time tolerated before a gap, and the last day it counts.
        self.before_gap: tuple[int, int] = (0, 0)
        #: Illnesses already taken into account, by their last day.
        self.illnesses: frozenset[int] = frozenset()
        #: A published ladder that proposes the sessions instead of the planner.
        self.ladder: tuple[Stage, ...] = ()
        self.stage = self.stage_greens = 0
        #: Day on which a variable last rose; after 30 min each rise is held for a while.
        self.since = 0
        #: First day on which the aim was met without interruption.
        self.done_since: int | None = None

    def copy(self) -> Course:
        """An independent copy; tuples and runs are immutable and shared."""
        other = object.__new__(Course)
        for name in Course.__slots__:
            setattr(other, name, getattr(self, name))
        other.runs = self.runs.copy()
        other.greens = self.greens.copy()
        return other

    def level_on(self, day: int) -> Session:
        """The level, less where a gap lies before ``day``."""
        last = self.runs[-1] if self.runs else None
        numbers = self.numbers
        if last is None or day - last.day <= numbers.gap_usual_d:
            return self.target
        share = gap_share(day - last.day, numbers)
        if share == 0:
            return self.restart
        return self.held if share == 1 else shrunk(self.held, share, numbers)

    @property
    def held(self) -> Session:
        """What a gap starts from: the level, not above the last run nor, on the way to 30 min, the last green one."""
        level = self.target
        if not self.runs:
            return level
        green = [run for run in self.runs if run.gate is Gate.GREEN]
        if self.continuous >= self.numbers.continuous_times:
            # Easy runs are short by plan there: the best of the last weeks counts.
            dose, bout = max(
                ((run.credit_dose_s, run.credit_bout_s) for run in green), default=(level.dose_s, level.bout_s)
            )
            return smaller(level, Session(dose, bout, level.pace, level.grade))
        last = self.runs[-1]
        level = smaller(level, Session(last.dose_s, last.bout_s, level.pace, level.grade))
        if not green:
            return level
        return smaller(level, Session(green[-1].credit_dose_s, green[-1].credit_bout_s, level.pace, level.grade))

    @property
    def restart(self) -> Session:
        """After a gap longer than any share is written for: the first session, never above what a shorter leaves."""
        return smaller(self.entry, shrunk(self.held, self.numbers.gap_long_share, self.numbers))

    @property
    def entry(self) -> Session:
        """The first session."""
        return session(self.entry_dose_s, self.numbers.entry_bout_s)

    @property
    def last(self) -> Run | None:
        """The latest run."""
        return self.runs[-1] if self.runs else None


def view_on(course: Course, day: int, limited: Limited = FREE, *, locked: bool = False) -> View:
    """The figures the shield reckons with on ``day``."""
    numbers, runs = course.numbers, course.runs
    shown = known(runs, day, numbers)
    last = runs[-1] if runs else None
    base = course.base_since
    continuous = course.continuous >= numbers.continuous_times
    return View(
        numbers=numbers,
        day=day,
        limited=limited,
        locked=locked or bool(course.locked_by),
        paused=course.paused_since is not None,
        may_run=course.ready and course.walks_due == 0,
        rest_until=course.rest_until,
        gap_d=None if last is None else day - last.day,
        held_by_pain=course.held_by_pain,
        held_by_log=course.held_by_log,
        held_by_overrun=course.held_by_overrun,
        level_dose_s=min(course.target.dose_s, course.again.dose_s),
        level_bout_s=min(course.target.bout_s, course.again.bout_s),
        dose_s=shown.dose_s,
        dose_times=shown.dose_times,
        bout_s=shown.bout_s,
        bout_times=shown.bout_times,
        pace=shown.pace,
        pace_times=shown.pace_times,
        grade=shown.grade,
        grade_times=shown.grade_times,
        before_gap_s=course.before_gap[0] if day <= course.before_gap[1] else 0,
        week_dose_s=shown.week_dose_s,
        week_runs=shown.week_runs,
        best_week_s=shown.best_week_s,
        best_week_runs=shown.best_week_runs,
        settled_runs=shown.settled_runs if continuous else shown.best_week_runs,
        days_in_row=days_in_row(runs, day) if continuous else 0,
        modify_dose_s=course.modify_dose_s,
        modify_week_s=course.modify_week_s,
        entry_dose_s=course.entry_dose_s,
        continuous=continuous,
        speed_from=None if base is None else base + numbers.speed_after_d,
        hills_from=None if base is None else base + numbers.hills_after_d,
    )


def back_from_gap(course: Course, day: int) -> None:
    """Scale what was tolerated once a gap is over (H11), so that no later day jumps back up."""
    last = course.last
    if last is None:
        return
    share = gap_share(day - last.day, course.numbers)
    if share < 1:
        scale(course, share, day)


def scale(course: Course, share: float, day: int) -> None:
    """Let only ``share`` of everything tolerated stand; 0 starts anew."""
    numbers = course.numbers
    least = numbers.bouts_s[0]
    if share == 0:
        course.before_gap = (0, 0)
        target = course.restart
        course.runs = [run._replace(gate=Gate.OPEN) if run.gate is Gate.GREEN else run for run in course.runs]
        course.target = target
        course.continuous = 0
        course.base_since = None
    else:
        target = smaller(course.target, shrunk(course.held, share, numbers))
        course.before_gap = _held_before(course, day)
        course.runs = [
            run._replace(
                credit_dose_s=max(least, on_grid(run.credit_dose_s * share, numbers)),
                credit_bout_s=max(least, bout_below(int(run.credit_bout_s * share), numbers)),
                pace=0,
                grade=0,
            )
            for run in course.runs
        ]
        course.target = target
    course.modify_dose_s = on_grid(course.modify_dose_s * share, numbers)
    course.modify_week_s = on_grid(course.modify_week_s * share, numbers)
    course.greens = [0, 0, 0, 0]


def _held_before(course: Course, day: int) -> tuple[int, int]:
    """The largest tolerated before a gap, and the last day on which the window still holds it."""
    days = course.numbers.tolerated_days
    green = [(run.credit_dose_s, run.day + days) for run in course.runs if run.gate is Gate.GREEN]
    return max((one for one in (course.before_gap, *green) if one[1] >= day), default=(0, 0))


def smaller(one: Session, two: Session) -> Session:
    """The lesser of both in every variable."""
    return session(
        min(one.dose_s, two.dose_s), min(one.bout_s, two.bout_s), min(one.pace, two.pace), min(one.grade, two.grade)
    )


def shrunk(level: Session, share: float, numbers: Numbers) -> Session:
    """A share of a level, on the lattice, without speed and hills."""
    least = numbers.bouts_s[0]
    dose = max(least, on_grid(level.dose_s * share, numbers))
    return session(dose, max(least, bout_below(int(level.bout_s * share), numbers)))
