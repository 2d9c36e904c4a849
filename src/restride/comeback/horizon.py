"""The next two weeks: which days to run on, and what if every run stays green.

Only the first run is decided; the others depend on how it feels. Days are chosen in this order: as many
runs as the rules allow; the days already published; the runner's key day; as early as possible.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from restride.comeback.course import Course, Executed
from restride.comeback.gate import Gate, Judged
from restride.comeback.history import View
from restride.comeback.planner import next_session
from restride.comeback.sessions import Session
from restride.comeback.shield import dose_cap
from restride.comeback.transitions import observe

Figures = Callable[[Course, int], View]
#: Every run assumed inside the rules.
_ALL_WELL = Judged(Gate.GREEN, "during", 0.0)


class Day(NamedTuple):
    """One planned run, with the figures it was planned on."""

    day: int
    planned: Session
    view: View
    #: The level before it.
    level: Session


class Wishes(NamedTuple):
    """Days the runner can run on (Monday 0), days already published, the run that matters most."""

    weekdays: frozenset[int]
    published: Collection[int] = ()
    key_weekday: int | None = None


def weekday(day: int) -> int:
    """Monday 0 of a day counted from the year 1."""
    return (day + 6) % 7


def two_weeks(
    course: Course, figures: Figures, first: int, days: int, wishes: Wishes, *, most: int | None = None
) -> list[Day]:
    """The runs from ``first`` on, all green; at most ``most`` of them."""
    wanted = _chosen(course, first, days, wishes)
    found: list[Day] = []
    ahead = course.copy()
    for day in range(first, first + days):
        if weekday(day) not in wishes.weekdays or (wanted and day < wanted[0]):
            continue
        taken = _on(ahead, figures, day)
        if taken is not None:
            found.append(taken)
            wanted = [one for one in wanted if one > day]
            if len(found) == most:
                break
    return found


def all_green(course: Course, figures: Figures, first: int, days: int, weekdays: frozenset[int]) -> Iterator[Day]:
    """Runs as early as the rules and the weekdays allow, each of them green; the course given is used up."""
    day = first
    while day < first + days:
        day = max(day, course.rest_until)
        if weekday(day) in weekdays:
            taken = _on(course, figures, day)
            if taken is not None:
                yield taken
        day += 1


def _on(course: Course, figures: Figures, day: int) -> Day | None:
    if day < course.rest_until:
        return None
    view = figures(course, day)
    planned = next_session(course, view)
    if planned.is_rest:
        return None
    level = course.target
    ran = Executed(day, planned.dose_s, planned.bout_s, planned.pace, planned.grade)
    observe(course, ran, _ALL_WELL, planned, dose_cap(view))
    return Day(day, planned, view, level)


def _chosen(course: Course, first: int, days: int, wishes: Wishes) -> list[int]:
    """The days of the best pattern. More runs first, then published days kept, the key day, the earliest."""
    gap = course.numbers.rest_days
    if course.continuous >= course.numbers.continuous_times or not (wishes.published or wishes.key_weekday is not None):
        return []
    soonest = max(first, course.rest_until)
    best: dict[int, tuple[tuple[int, int, int, int], tuple[int, ...]]] = {}
    top: tuple[tuple[int, int, int, int], tuple[int, ...]] = ((0, 0, 0, 0), ())
    for day in range(soonest, first + days):
        if weekday(day) not in wishes.weekdays:
            continue
        before = max((best[one] for one in best if one <= day - gap), default=((0, 0, 0, 0), ()))
        (count, kept, key, early), path = before
        value = (
            count + 1,
            kept + (day in wishes.published),
            key + (weekday(day) == wishes.key_weekday),
            early - day,
        )
        best[day] = (value, (*path, day))
        top = max(top, best[day])
    return list(top[1])
