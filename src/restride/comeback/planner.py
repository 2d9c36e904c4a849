"""The next run: the best of a few candidates, each behind the shield.

Compared in this order: it may be run at all; fewest expected gate failures (a belief that only holds
back); progress to the goal. Days and preferences are the horizon's business.
"""

from __future__ import annotations

from restride.comeback.build import build_candidates, earned
from restride.comeback.course import Course
from restride.comeback.history import View
from restride.comeback.sessions import Session, bout_above, dose_above, level_up, session
from restride.comeback.shield import dose_cap, shielded


def next_session(course: Course, view: View) -> Session:
    """What to run on the day of ``view``; rest where nothing may be run."""
    if view.locked or view.paused or not view.may_run or view.day < view.rest_until:
        return Session(0, 0)
    for candidate in candidates(course, view):
        allowed = shielded(view, candidate)
        if allowed == candidate:
            return allowed
    return shielded(view, course.level_on(view.day))


def candidates(course: Course, view: View) -> tuple[Session, ...]:
    """Steps up that the diary has earned, the more urgent first; then the same again."""
    if view.continuous:
        return build_candidates(course, view)
    level = course.level_on(view.day)
    if course.stage < len(course.ladder):
        return (_from_ladder(course, view, level), level)
    found = []
    most = view.numbers.continuous_s
    if level.dose_s < most and earned(course, view, 0):
        found.append(session(min(most, _next_dose(course, view)), level.bout_s))
    if level.bout_s < min(most, level.dose_s) and earned(course, view, 1) and _bout_lags(level, view):
        found.append(session(level.dose_s, bout_above(level.bout_s, view.numbers)))
    found.append(level)
    return tuple(found)


def _from_ladder(course: Course, view: View, level: Session) -> Session:
    """The ladder's stage, cut to what the diary has earned; the shield then guards it like any other."""
    stage = course.ladder[course.stage].planned
    dose = min(stage.dose_s, _next_dose(course, view) if earned(course, view, 0) else level.dose_s)
    bout = bout_above(level.bout_s, view.numbers) if earned(course, view, 1) else level.bout_s
    if dose > level.dose_s:
        bout = level.bout_s
    return session(dose, min(stage.bout_s, bout))


def _next_dose(course: Course, view: View) -> int:
    """Above what was tolerated by the rule's step; below it, back up a whole level at a time."""
    numbers, level = view.numbers, course.target.dose_s
    step = dose_above(level, numbers)
    known = max(view.dose_s, view.before_gap_s)
    if level < known:
        step = max(step, min(known, level_up(level, numbers)))
    return min(step, dose_cap(view))


def _bout_lags(level: Session, view: View) -> bool:
    """Bouts grow in step with the running time, so that neither is left for the end."""
    numbers = view.numbers
    if level.dose_s >= numbers.continuous_s:
        return True
    first, last = view.entry_dose_s, numbers.continuous_s
    done = (level.dose_s - first) / (last - first)
    at = sum(step < level.bout_s for step in numbers.bouts_s)
    return at / (len(numbers.bouts_s) - 1) <= max(done, 0.0) + 1 / (len(numbers.bouts_s) - 1) or level.dose_s < first
