"""A week that fits: days and minutes at hand, runs still allowed, heavy days apart, one day of rest.

A small integer programme. What does not fit is dropped from the bottom of the priorities and named.
The week is a circle: Sunday is the day before Monday.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import scipy

from restride.model.case import Day

DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: Weights of the programme's aims, each far above the next; order of importance, not clinical numbers.
_RUN, _ITEM, _REST_OF_ORDER, _DAY = 1000.0, 10.0, 1e-3, 1e-1


class WeekItem(NamedTuple):
    """One home item as the week sees it."""

    name: str
    minutes: float
    #: Days a week aimed for.
    target: int
    #: Load class by tissue, heavy ones only.
    heavy_on: frozenset[str]
    #: Light daily work may be done on the rest day.
    daily: bool


class WeekRules(NamedTuple):
    """The limits of one week."""

    days: Sequence[Day]
    run_days: Sequence[Day]
    minutes_per_day: float
    runs: int
    run_gap_days: int
    heavy_gap_days: int
    key_run_gap_days: int
    rest_days: int
    key_run_day: Day | None


class WeekPlan(NamedTuple):
    """Which item on which day, the run days, and items that fell short of their target."""

    items: dict[str, tuple[Day, ...]]
    runs: tuple[Day, ...]
    short: tuple[str, ...]


def arrange(items: Sequence[WeekItem], rules: WeekRules) -> WeekPlan:
    """The best week under the rules; ``items`` in order of priority, the most needed first."""
    week = _Programme(items, rules)
    solution = week.solve()
    placed = {
        item.name: tuple(day for d, day in enumerate(DAYS) if solution[week.at(i, d)]) for i, item in enumerate(items)
    }
    runs = tuple(day for d, day in enumerate(DAYS) if solution[week.run(d)])
    short = tuple(item.name for item in items if len(placed[item.name]) < item.target)
    return WeekPlan(placed, runs, short)


class _Programme:
    """Variables: item on day, run on day, busy day."""

    def __init__(self, items: Sequence[WeekItem], rules: WeekRules) -> None:
        self._items, self._rules = items, rules
        self._size = 7 * (len(items) + 2)
        self._rows: list[np.ndarray] = []
        self._most: list[float] = []
        self._upper = np.ones(self._size)
        self._limit_days()
        self._limit_minutes()
        self._keep_apart()
        self._rest()

    def at(self, item: int, day: int) -> int:
        return 7 * item + day % 7

    def run(self, day: int) -> int:
        return 7 * len(self._items) + day % 7

    def busy(self, day: int) -> int:
        return 7 * (len(self._items) + 1) + day % 7

    def solve(self) -> np.ndarray:
        result = scipy.optimize.milp(
            -self._worth(),
            integrality=np.ones(self._size),
            bounds=scipy.optimize.Bounds(0, self._upper),
            constraints=scipy.optimize.LinearConstraint(np.array(self._rows), ub=np.array(self._most)),
        )
        return np.asarray(np.round(result.x), dtype=bool)

    def _worth(self) -> np.ndarray:
        worth = np.zeros(self._size)
        for rank, _ in enumerate(self._items):
            for day in range(7):
                # A tiny slope over item and day makes the best week unique.
                worth[self.at(rank, day)] = _ITEM / (1 + rank / 4) - _REST_OF_ORDER * (day * (rank + 1) + (day % 2))
        for day in range(7):
            key = DAYS[day] == self._rules.key_run_day
            worth[self.run(day)] = _RUN * (2 if key else 1) - _REST_OF_ORDER * day
            worth[self.busy(day)] = -_DAY
        return worth

    def _cap(self, indices: Sequence[int], most: float, weights: Sequence[float] | None = None) -> None:
        row = np.zeros(self._size)
        np.add.at(row, list(indices), weights if weights is not None else np.ones(len(indices)))
        self._rows.append(row)
        self._most.append(most)

    def _limit_days(self) -> None:
        for day, name in enumerate(DAYS):
            if name not in self._rules.days:
                for i in range(len(self._items)):
                    self._upper[self.at(i, day)] = 0
            if name not in self._rules.run_days:
                self._upper[self.run(day)] = 0
        for i, item in enumerate(self._items):
            self._cap([self.at(i, day) for day in range(7)], item.target)
        self._cap([self.run(day) for day in range(7)], self._rules.runs)

    def _limit_minutes(self) -> None:
        for day in range(7):
            indices = [self.at(i, day) for i in range(len(self._items))]
            if indices:
                self._cap(indices, self._rules.minutes_per_day, [item.minutes for item in self._items])

    def _keep_apart(self) -> None:
        rules = self._rules
        for day in range(7):
            for gap in range(1, rules.run_gap_days):
                self._cap([self.run(day), self.run(day + gap)], 1)
            for i, j in self._heavy_pairs():
                for gap in range(1, rules.heavy_gap_days):
                    self._cap([self.at(i, day), self.at(j, day + gap)], 1)
        if rules.key_run_day is not None:
            key = DAYS.index(rules.key_run_day)
            for i, item in enumerate(self._items):
                for gap in range(1, rules.key_run_gap_days + 1):
                    if item.heavy_on:
                        self._cap([self.run(key), self.at(i, key - gap)], 1)

    def _heavy_pairs(self) -> list[tuple[int, int]]:
        """Items, an item with itself included, that are heavy on a tissue they share."""
        heavy = [item.heavy_on for item in self._items]
        return [(i, j) for i, first in enumerate(heavy) for j, second in enumerate(heavy) if first & second]

    def _rest(self) -> None:
        for day in range(7):
            for i, item in enumerate(self._items):
                if not item.daily:
                    self._cap([self.at(i, day), self.busy(day)], 0, [1, -1])
            self._cap([self.run(day), self.busy(day)], 0, [1, -1])
        self._cap([self.busy(day) for day in range(7)], 7 - self._rules.rest_days)
