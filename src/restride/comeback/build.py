"""Beyond 30 min: more runs, then longer ones, then speed, then hills, one at a time, with lighter weeks.

Also what every step up has to earn (:func:`earned`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from restride.comeback.course import Course
from restride.comeback.history import Run, View
from restride.comeback.sessions import Session, dose_above, on_grid, session
from restride.comeback.shield import dose_cap

_DOSE, _BOUT, _PACE, _GRADE = range(4)


def earned(course: Course, view: View, variable: int) -> bool:
    """Whether this variable may rise: tolerated often enough, and nothing in the diary speaks against it."""
    if view.held_by_pain or view.held_by_log or view.held_by_overrun:
        return False
    numbers = view.numbers
    if view.gap_d is not None and view.gap_d > numbers.gap_usual_d:
        return False
    return course.greens[variable] >= numbers.repeats + more_greens(course, view)


def more_greens(course: Course, view: View) -> int:
    """Green runs a step needs beyond the rule, because of what failed lately or nearly did."""
    numbers = view.numbers
    first = view.day - numbers.belief_days
    near = sum(
        1
        for failure in course.failures
        if failure.day > first and course.target.dose_s >= numbers.belief_near_share * failure.dose_s
    )
    return min(near, numbers.belief_more_greens) + course.warned


def build_candidates(course: Course, view: View) -> tuple[Session, ...]:
    """Sessions once 30 min were tolerated often enough: a step of the variable whose turn it is, else an easy run."""
    numbers, aim = view.numbers, course.aim
    level = course.level_on(view.day)
    share = numbers.deload_share if _is_lighter_week(course, view) else 1.0
    found: list[Session] = []
    if share == 1.0 and view.day >= course.since + numbers.variable_d // numbers.repeats:
        found += _steps(course, view, level)
    found += _kept(course, view, level)
    dose = level.dose_s if _long_is_due(course, view) else _easy_dose(course, view, level)
    dose = max(on_grid(dose * share, numbers), numbers.grid_s)
    found.append(session(dose, dose if level.bout_s >= numbers.continuous_s else level.bout_s))
    return tuple(one for one in found if one.dose_s <= max(aim.longest_s, numbers.continuous_s))


def _is_lighter_week(course: Course, view: View) -> bool:
    if course.base_since is None:
        return False
    weeks = (view.day - course.base_since) // view.numbers.week_d
    return weeks % view.numbers.deload_every == view.numbers.deload_every - 1


def _steps(course: Course, view: View, level: Session) -> list[Session]:
    """The step of the first variable in the tissue's order that has not reached the aim."""
    numbers, aim = view.numbers, course.aim
    for name in numbers.order:
        if name == "frequency" and max(view.best_week_runs, numbers.runs_in_week) < aim.runs:
            # Rises by itself: an easy run on a day the others leave free. Nothing else rises meanwhile.
            return []
        if name == "duration" and level.dose_s < aim.longest_s:
            if not earned(course, view, _DOSE):
                return []
            dose = min(aim.longest_s, dose_above(level.dose_s, numbers), dose_cap(view))
            return [session(dose, dose)]
        if name == "speed" and level.pace < aim.pace:
            return _quality(course, view, level, _PACE)
        if name == "hills" and level.grade < aim.grade:
            return _quality(course, view, level, _GRADE)
    return []


def _quality(course: Course, view: View, level: Session, variable: int) -> list[Session]:
    """The next level of speed or hills, at most once a week, inside an easy run."""
    if not earned(course, view, variable) or _had_quality(view.day, course, view.numbers.week_d):
        return []
    easy = _easy_dose(course, view, level)
    step = session(easy, easy, level.pace + 1, 0) if variable == _PACE else session(easy, easy, 0, level.grade + 1)
    if variable == _PACE:
        numbers = view.numbers
        room = max(numbers.fast_share * view.best_week_s, numbers.fast_s[1])
        if numbers.fast_s[step.pace] > room:
            return []
    return [step]


def _kept(course: Course, view: View, level: Session) -> list[Session]:
    """Speed and hills already reached stay in the week, one of them once."""
    if not (level.pace or level.grade) or _had_quality(view.day, course, view.numbers.week_d):
        return []
    easy = _easy_dose(course, view, level)
    by_turns = level.pace and (not level.grade or (view.day // view.numbers.week_d) % 2)
    return [session(easy, easy, level.pace, 0) if by_turns else session(easy, easy, 0, level.grade)]


def _had_quality(day: int, course: Course, week_d: int) -> bool:
    return any(run.pace or run.grade for run in _since(course, day - week_d))


def _long_is_due(course: Course, view: View) -> bool:
    """The longest run once a week; every run while the week still has room to grow."""
    numbers, aim = view.numbers, course.aim
    level = course.target.dose_s
    if level * aim.runs <= aim.week_s:
        return True
    first = view.day - numbers.week_d
    return not any(run.dose_s >= numbers.belief_near_share * level for run in _since(course, first))


def _since(course: Course, day: int) -> Iterator[Run]:
    """The runs after a day, the latest first."""
    return takewhile(lambda run: run.day > day, reversed(course.runs))


def _easy_dose(course: Course, view: View, level: Session) -> int:
    numbers, aim = view.numbers, course.aim
    rest_of_week = (aim.week_s - aim.longest_s) / max(1, aim.runs - 1)
    easy = max(numbers.continuous_s, min(rest_of_week, numbers.easy_run_share * level.dose_s))
    return min(level.dose_s, on_grid(easy, numbers))
