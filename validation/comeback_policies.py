"""The programmes the virtual runners follow: ours, every ladder with and without a pain gate, +10 % a week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from restride.comeback.course import Aim, Course, Executed, view_on
from restride.comeback.gate import Felt, Gate, judge
from restride.comeback.ladders import Stage
from restride.comeback.numbers import Numbers
from restride.comeback.planner import next_session
from restride.comeback.sessions import Session
from restride.comeback.shield import dose_cap
from restride.comeback.transitions import observe, walked
from validation.comeback_rules import Ledger

REST = Session(0, 0)
_PAUSE_D = 7


class Programme(Protocol):
    """Decides each day, hears each run."""

    violations: int

    def today(self, day: int, *, walk_hurts: bool) -> Session: ...
    def ran(self, day: int, dose_s: int, bout_s: int, told: Felt, *, flared: bool) -> None: ...


class Ours:
    """The planner behind the shield; every session also goes past the independent rules."""

    def __init__(self, numbers: Numbers, ladder: Sequence[Stage] = (), *, check: bool = True) -> None:
        self.course = Course(numbers, numbers.entry_dose_s, Aim(4, 3600, 4 * 2700))
        self.course.ready = True
        self.course.ladder = tuple(ladder)
        self.ledger = Ledger(numbers) if check else None
        self.violations = 0
        self.found: list[tuple[int, str]] = []

    def today(self, day: int, *, walk_hurts: bool) -> Session:
        course = self.course
        if course.paused_since is not None and day >= course.paused_since + _PAUSE_D and not walk_hurts:
            course.paused_since, course.reds = None, ()
            if self.ledger:
                self.ledger.released(day)
        if course.walks_due and not walk_hurts and course.last is not None and day > course.last.day:
            walked(course, course.numbers.walk_most_s, judge(Felt(0, 0, 0, 0, 0, 0, 0), 0, course.numbers))
            return REST
        if day < course.rest_until or course.paused_since is not None or course.walks_due:
            return REST
        view = view_on(course, day)
        planned = next_session(course, view)
        self._cap = dose_cap(view)
        self._planned = planned
        if self.ledger and not planned.is_rest:
            broken = self.ledger.violations(day, planned)
            self.violations += len(broken)
            self.found += [(day, rule) for rule in broken]
        return planned

    def ran(self, day: int, dose_s: int, bout_s: int, told: Felt, *, flared: bool) -> None:
        course = self.course
        judged = judge(told, 0, course.numbers)
        observe(course, Executed(day, dose_s, bout_s), judged, self._planned, self._cap)
        if self.ledger:
            self.ledger.ran(day, dose_s, bout_s, judged.gate, self._planned)


class Ladder:
    """Stages in order, every other day. Gated: the diary decides; ungated: the calendar does."""

    def __init__(self, stages: Sequence[Stage], numbers: Numbers, *, gated: bool) -> None:
        self.stages, self.numbers, self.gated = stages, numbers, gated
        self.at = self.done = 0
        self.next_day = 0
        self.violations = 0

    def today(self, day: int, *, walk_hurts: bool) -> Session:
        if day < self.next_day or walk_hurts:
            # Even without a rule nobody runs while walking hurts.
            return REST
        return self.stages[min(self.at, len(self.stages) - 1)].planned

    def ran(self, day: int, dose_s: int, bout_s: int, told: Felt, *, flared: bool) -> None:
        self.next_day = day + 2
        stage = self.stages[min(self.at, len(self.stages) - 1)]
        if not self.gated:
            self._count(stage)
            return
        gate = judge(told, 0, self.numbers).gate
        if gate is Gate.GREEN:
            self._count(stage)
        elif gate is Gate.RED:
            self.at, self.done = max(0, self.at - 1), 0
            self.next_day = day + 4

    def _count(self, stage: Stage) -> None:
        self.done += 1
        if self.done >= stage.sessions:
            self.at, self.done = self.at + 1, 0


def to_thirty(stages: Sequence[Stage], numbers: Numbers) -> list[Stage]:
    """A ladder that ends below 30 min in one go is carried on by +10 % a week, as most of them say."""
    found = list(stages)
    last = found[-1].planned
    dose = last.dose_s
    while dose < numbers.continuous_s or found[-1].planned.bout_s < numbers.continuous_s:
        dose = min(numbers.continuous_s, round(dose * 1.1)) if found[-1].planned.bout_s >= dose else dose
        found.append(Stage(found[-1].number + 1, Session(dose, dose), 3))
    return found


def ten_percent(numbers: Numbers, start_s: int) -> list[Stage]:
    """Three runs a week in one go, ten per cent more every week."""
    return to_thirty([Stage(1, Session(start_s, start_s), 3)], numbers)
