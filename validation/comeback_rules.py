"""The rules H1 to H12 written a second time, from the formulation and not from the shield, over the bare log.

Slow and plain on purpose: every session our planner gives to a virtual runner must pass here too.
"""

from __future__ import annotations

from typing import NamedTuple

from restride.comeback.gate import Gate
from restride.comeback.numbers import Numbers
from restride.comeback.sessions import Session

_LATTICE = (30, 60, 90, 120, 180, 240, 300, 480, 600, 900, 1200, 1800)


def _lattice(bout_s: float) -> int:
    """The longest bout of the lattice that fits; above it any bout stands."""
    return int(bout_s) if bout_s >= _LATTICE[-1] else max((step for step in _LATTICE if step <= bout_s), default=30)


class Entry(NamedTuple):
    """One run of the log."""

    day: int
    ran_s: int
    ran_bout_s: int
    gate: Gate
    planned: Session
    #: Counts as tolerated when green.
    dose_s: int
    bout_s: int


class Ledger:
    """The bare log of one runner, and the rules on top of it."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.log: list[Entry] = []
        self.paused = False
        self.red_days: list[int] = []
        self.thirty = 0
        #: Tolerated before a gap cut it: running time, and the last day it counts.
        self.before_gap = (0, 0)

    def released(self, day: int) -> None:
        """A therapist lifts the pause."""
        self.paused, self.red_days = False, []

    def ran(self, day: int, dose_s: int, bout_s: int, gate: Gate, planned: Session) -> None:
        """Write one run down."""
        near = 1 + self.numbers.as_planned_share
        same_dose = planned.dose_s <= dose_s * near and dose_s <= planned.dose_s * near
        same_bout = planned.bout_s <= bout_s * near and bout_s <= planned.bout_s * near
        self._note_gap(day)
        # Nothing older than the longest window matters.
        self.log = [one for one in self._after_gap(day) if one.day > day - 60]
        dose = planned.dose_s if same_dose else min(dose_s, planned.dose_s)
        bout = planned.bout_s if same_bout else min(bout_s, planned.bout_s)
        self.log.append(Entry(day, dose_s, bout_s, gate, planned, dose, bout))
        if gate is Gate.RED:
            self.red_days = [one for one in self.red_days if one > day - 14] + [day]
            self.paused = len(self.red_days) >= 2
            self.thirty = 0
        elif gate is Gate.GREEN and bout >= 1800 and dose_s <= 1.3 * planned.dose_s:
            self.thirty += 1

    def _note_gap(self, day: int) -> None:
        if not self.log or day - self.log[-1].day <= 7:
            return
        known = [(one.dose_s, one.day + 30) for one in self.log if one.gate is Gate.GREEN]
        held = [one for one in (*known, self.before_gap) if one[1] >= day]
        self.before_gap = max(held, default=(0, 0)) if day - self.log[-1].day <= 28 else (0, 0)

    def _after_gap(self, day: int) -> list[Entry]:
        """The log with what counts as tolerated cut by the gap before ``day`` (H11)."""
        if not self.log:
            return []
        gap = day - self.log[-1].day
        share = 1.0 if gap <= 7 else 0.7 if gap <= 14 else 0.5 if gap <= 28 else 0.0
        if share == 1.0:
            return list(self.log)
        if share == 0.0:
            self.thirty = 0
            return [one._replace(gate=Gate.OPEN) if one.gate is Gate.GREEN else one for one in self.log]
        # Down to whole half minutes and to the lattice, never below half a minute.
        return [
            one._replace(dose_s=max(30, int(one.dose_s * share // 30) * 30), bout_s=_lattice(one.bout_s * share))
            for one in self.log
        ]

    def violations(self, day: int, planned: Session) -> list[str]:
        """Rules this session breaks."""
        log = self._after_gap(day)
        green = [one for one in log if one.gate is Gate.GREEN and day - 30 <= one.day < day]
        dose = max((one.dose_s for one in green), default=0)
        bout = max((one.bout_s for one in green), default=0)
        broken = self._dose_and_bout(day, planned, dose, bout)
        broken += self._rest(day, planned, log)
        broken += self._week(day, planned, log)
        broken += self._steps(day, planned, log, green, dose, bout)
        if self.paused:
            broken.append("paused")
        return broken

    def _dose_and_bout(self, day: int, planned: Session, dose: int, bout: int) -> list[str]:
        broken = []
        cap = max(1.10 * dose, dose + 60 if dose <= 600 else 0) if dose else self.numbers.entry_dose_s
        if dose and day <= self.before_gap[1]:
            # Ground held before the gap, within 30 days: back by a whole level.
            cap = max(cap, min(self.before_gap[0], dose / 0.8))
        if planned.dose_s > max(cap, 30):
            broken.append("H1")
        if bout == 0:
            most = 60.0
        elif bout >= 1800:
            most = 1.10 * bout
        else:
            most = next(step for step in _LATTICE if step > bout)
        if planned.bout_s > most:
            broken.append("H2")
        return broken

    def _rest(self, day: int, planned: Session, log: list[Entry]) -> list[str]:
        if not log:
            return []
        last, broken = log[-1], []
        on_the_way = self.thirty < 3
        days = 2 if on_the_way else 1
        if last.ran_s > 1.3 * last.planned.dose_s:
            days = 3
        if last.gate is Gate.RED:
            days = max(days, 3)
        if day - last.day < days:
            broken.append("H3")
        runs = sum(1 for one in log if day - 7 < one.day < day)
        if runs + 1 > (4 if on_the_way else 6):
            broken.append("H3 week")
        if last.gate is Gate.RED and planned.dose_s > 0.6 * max(last.planned.dose_s, last.ran_s, 50):
            broken.append("red level")
        return broken

    def _week(self, day: int, planned: Session, log: list[Entry]) -> list[str]:
        now = sum(one.ran_s for one in log if day - 7 < one.day < day) + planned.dose_s
        green = [one for one in log if one.gate is Gate.GREEN and day - 28 <= one.day < day]
        best = max((sum(one.dose_s for one in green if end.day - 7 < one.day <= end.day) for end in green), default=0)
        return ["H4"] if now > 1.30 * best + self.numbers.entry_dose_s else []

    def _steps(
        self, day: int, planned: Session, log: list[Entry], green: list[Entry], dose: int, bout: int
    ) -> list[str]:
        broken = []
        more_dose, more_bout = dose and planned.dose_s > dose, bout and planned.bout_s > bout
        if more_dose and more_bout and bout < 1800:
            broken.append("H5")
        if (planned.pace or planned.grade) and self.thirty < 3:
            broken.append("H6")
        if not (more_dose or more_bout):
            return broken
        last = log[-1]
        broken += self._holds(planned, last, dose, bout)
        if day - last.day > 4:
            broken.append("H11")
        times = 3 if self.numbers.is_bone else 2
        if more_dose and sum(one.dose_s == dose for one in green) < times:
            broken.append("H8")
        if more_bout and bout < 1800 and sum(one.bout_s == bout for one in green) < times:
            broken.append("H8")
        return broken

    def _holds(self, planned: Session, last: Entry, dose: int, bout: int) -> list[str]:
        """After amber, silence or an overrun the same may be run again, and nothing more."""
        if planned.dose_s <= max(dose, last.planned.dose_s) and planned.bout_s <= max(bout, last.planned.bout_s):
            return []
        found = (
            ("H7", last.gate >= Gate.AMBER),
            ("H10", last.gate is Gate.OPEN),
            ("H12", last.ran_s > 1.3 * last.planned.dose_s),
        )
        return [name for name, holds in found if holds]
