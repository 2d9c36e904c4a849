"""What one run or walk changes: green counts, amber repeats, two ambers go one level down, red two.

green  tolerated; at the level often enough, the next step is earned
amber  the level again; a second in a row: one level down (× 0.8)
red    stop, 72 h, two levels down (× 0.6), walk without pain; a second within 14 days: paused
"""

from __future__ import annotations

from restride.comeback.course import Course, Executed, Failure, back_from_gap, shrunk, smaller
from restride.comeback.gate import Gate, Judged
from restride.comeback.history import Run, first_day_after, known
from restride.comeback.numbers import Numbers
from restride.comeback.sessions import Session, bout_below, on_grid, session

_HOURS = 24


def observe(course: Course, ran: Executed, judged: Judged, planned: Session, cap_s: int) -> str:
    """Take one run into account; returns the id of the rule that decided what comes next.

    ``planned`` is what had been allowed for that day (rest for a run nobody planned) and ``cap_s`` the most
    the rules would have allowed.
    """
    numbers = course.numbers
    back_from_gap(course, ran.day)
    before = course.target
    if planned.is_rest:
        # Nobody planned it: it loads, it may show pain, it never lifts the level.
        planned_or_level, reference = before, 0
    else:
        planned_or_level, reference = planned, planned.dose_s
    credit = _credit(ran, planned_or_level, cap_s, numbers)
    run = Run(ran.day, ran.dose_s, ran.bout_s, min(ran.pace, planned_or_level.pace),
              min(ran.grade, planned_or_level.grade), judged.gate, *credit, ran.end_h)  # fmt: skip
    _keep(course, run)
    overran = ran.dose_s > numbers.overrun_share * reference
    rest = numbers.rest_h + (numbers.overrun_rest_h if overran else 0)
    days = numbers.rest_days + (_days(numbers.overrun_rest_h) if overran else 0)
    rose = _rose(before, planned_or_level) if not planned.is_rest else None
    if rose and numbers.rest_days_new_level:
        days = max(days, numbers.rest_days_new_level + 1)
        rest = max(rest, days * _HOURS)
    on_the_way = course.continuous < numbers.continuous_times
    if not on_the_way and not overran and rose is None and judged.gate is Gate.GREEN and _is_easy(course, run):
        rest, days = numbers.rest_build_h, 1
    soonest = first_day_after(ran.day, ran.end_h, rest, days)
    course.rest_until = max(course.rest_until, soonest, ran.day + 1 + (numbers.is_bone and on_the_way))
    course.rest_clock = None if ran.end_h is None else _clock(ran.end_h + rest)
    course.last_rise = rose
    if rose:
        course.since = ran.day
    course.held_by_overrun = overran
    course.held_by_pain = judged.gate >= Gate.AMBER
    course.held_by_log = judged.gate is Gate.OPEN
    course.again = planned_or_level
    if judged.gate >= Gate.AMBER:
        rule = _painful(course, run, judged, planned, planned_or_level)
    else:
        rule = _painless(course, run, judged, planned_or_level, rose, overran)
    if course.ladder:
        _climb(course, run, rule)
    return rule


def _keep(course: Course, run: Run) -> None:
    """The run in its place in time; runs too old for any window are let go."""
    runs, numbers = course.runs, course.numbers
    first = run.day - numbers.tolerated_days - numbers.week_d
    while runs and runs[0].day < first:
        del runs[0]
    runs.append(run)
    if len(runs) > 1 and runs[-2].day > run.day:
        runs.sort(key=lambda one: one.day)


def _climb(course: Course, run: Run, rule: str) -> None:
    """The stage of a published ladder: on after its sessions, back one or two as the levels go."""
    numbers = course.numbers
    back = {"two_ambers": numbers.stages_down, "red": numbers.stages_red, "two_reds": numbers.stages_red}.get(rule, 0)
    if back:
        course.stage, course.stage_greens = max(0, course.stage - back), 0
    if rule != "green" or course.stage >= len(course.ladder):
        return
    stage = course.ladder[course.stage]
    if run.credit_dose_s >= stage.planned.dose_s and run.credit_bout_s >= stage.planned.bout_s:
        course.stage_greens += 1
        if course.stage_greens >= max(numbers.repeats, stage.sessions):
            course.stage, course.stage_greens = course.stage + 1, 0


def _clock(hours: float) -> str:
    minutes = int(hours * 60) % (_HOURS * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _is_easy(course: Course, run: Run) -> bool:
    """A flat, slow run below the longest: the next day may hold another, where more runs a week are the aim."""
    numbers = course.numbers
    short = run.dose_s <= max(numbers.continuous_s, numbers.easy_run_share * course.target.dose_s)
    return short and run.pace == run.grade == 0 and course.aim.runs > numbers.runs_in_week


def _days(hours: float) -> int:
    return -(-int(hours) // _HOURS)


def _credit(ran: Executed, planned: Session, cap_s: int, numbers: Numbers) -> tuple[int, int]:
    """What counts as tolerated when the run turns out green."""
    slack = 1 + numbers.as_planned_share
    dose = planned.dose_s if _close(ran.dose_s, planned.dose_s, slack) else min(ran.dose_s, planned.dose_s, cap_s)
    bout = planned.bout_s if _close(ran.bout_s, planned.bout_s, slack) else min(ran.bout_s, planned.bout_s)
    return dose, bout


def _close(done: int, planned: int, slack: float) -> bool:
    return planned <= done * slack and done <= planned * slack


def _rose(before: Session, planned: Session) -> str | None:
    if planned.dose_s > before.dose_s:
        return "dose"
    if planned.bout_s > before.bout_s:
        return "bout"
    if planned.pace > before.pace:
        return "pace"
    return "grade" if planned.grade > before.grade else None


def _painful(course: Course, run: Run, judged: Judged, planned: Session, level: Session) -> str:
    """Amber or red. ``planned`` is rest where nobody planned the run; ``level`` stands in for it then."""
    if judged.gate is Gate.RED:
        return _red(course, run, planned)
    return _amber(course, run, planned, level)


def _painless(course: Course, run: Run, judged: Judged, planned: Session, rose: str | None, overran: bool) -> str:
    course.ambers = 0
    course.warned = False
    _settle_level(course, planned, rose)
    _cut_short(course, run)
    if judged.gate is Gate.OPEN:
        return "H10"
    numbers = course.numbers
    if judged.value is not None and numbers.during_max > numbers.belief_warning:
        course.warned = judged.value > 0 and judged.value >= numbers.during_max - numbers.belief_warning
    if overran:
        return "H12"
    reached = (
        run.credit_dose_s >= course.target.dose_s, run.credit_bout_s >= course.target.bout_s,
        run.pace >= course.target.pace, run.grade >= course.target.grade,
    )  # fmt: skip
    course.greens = [count + done for count, done in zip(course.greens, reached, strict=True)]
    if run.credit_bout_s >= numbers.continuous_s:
        course.continuous += 1
        if course.continuous == numbers.continuous_times:
            course.base_since = run.day
    return "green"


def _settle_level(course: Course, planned: Session, rose: str | None) -> None:
    """A session that was not painful makes its step the level."""
    if rose is None:
        return
    at = ("dose", "bout", "pace", "grade").index(rose)
    course.greens[at] = 0
    level = course.target
    course.target = session(
        max(level.dose_s, planned.dose_s), max(level.bout_s, planned.bout_s),
        max(level.pace, planned.pace), max(level.grade, planned.grade),
    )  # fmt: skip


def _cut_short(course: Course, run: Run) -> None:
    """What was run replaces what was planned (H12): a level nobody has yet run in full comes down to what was run."""
    level = course.target
    if run.dose_s >= level.dose_s and run.bout_s >= level.bout_s:
        return
    slack = 1 + course.numbers.as_planned_share
    if _held_lately(course, run.day, level, slack):
        return
    shown = known(course.runs, run.day + 1, course.numbers)
    least = course.numbers.bouts_s[0]
    dose, bout = max(shown.dose_s, run.dose_s), max(shown.bout_s, run.bout_s)
    if dose * slack < level.dose_s or bout * slack < level.bout_s:
        dose = max(least, on_grid(dose, course.numbers)) if dose * slack < level.dose_s else level.dose_s
        bout = max(least, bout_below(bout, course.numbers)) if bout * slack < level.bout_s else level.bout_s
        course.target = session(min(level.dose_s, dose), min(level.bout_s, bout), level.pace, level.grade)
        course.greens = [0, 0, 0, 0]


def _held_lately(course: Course, day: int, level: Session, slack: float) -> bool:
    """Whether one tolerated run of the window reached the level: a shorter one takes nothing from it then."""
    green, first = Gate.GREEN, day + 1 - course.numbers.tolerated_days
    return any(
        run.gate is green
        and first <= run.day <= day
        and run.credit_dose_s * slack >= level.dose_s
        and run.credit_bout_s * slack >= level.bout_s
        for run in reversed(course.runs)
    )


def _amber(course: Course, run: Run, planned: Session, level: Session) -> str:
    numbers = course.numbers
    _remember(course, run)
    course.ambers += 1
    if course.ambers < numbers.ambers:
        # Repeat: the level of the day, not above what was really run.
        course.target = smaller(_larger(course.target, level), Session(run.dose_s, run.bout_s, run.pace, run.grade))
        course.greens = [0, 0, 0, 0]
        return "amber"
    course.ambers = 0
    _down(course, run, planned, numbers.down_one)
    return "two_ambers"


def _larger(one: Session, two: Session) -> Session:
    return Session(max(one.dose_s, two.dose_s), max(one.bout_s, two.bout_s), max(one.pace, two.pace),
                   max(one.grade, two.grade))  # fmt: skip


def _red(course: Course, run: Run, planned: Session) -> str:
    numbers = course.numbers
    _remember(course, run)
    course.ambers = 0
    course.continuous = 0
    _down(course, run, planned, numbers.down_two)
    course.rest_until = max(
        course.rest_until, first_day_after(run.day, run.end_h, numbers.red_rest_h, _days(numbers.red_rest_h))
    )
    course.walks_due = numbers.walks_after_red
    course.reds = (*(day for day in course.reds if day > run.day - numbers.reds_days), run.day)
    if len(course.reds) >= numbers.reds:
        course.paused_since = run.day
        return "two_reds"
    return "red"


def _down(course: Course, run: Run, planned: Session, share: float) -> None:
    """Levels down from where the runner stood, and never above what was really run."""
    numbers = course.numbers
    stood = Session(max(planned.dose_s, run.dose_s), max(planned.bout_s, run.bout_s))
    lower = shrunk(smaller(course.target, stood), share, numbers)
    least = numbers.bouts_s[0]
    course.target = session(
        max(least, min(lower.dose_s, run.dose_s)), max(least, min(lower.bout_s, bout_below(run.bout_s, numbers)))
    )
    course.greens = [0, 0, 0, 0]


def _remember(course: Course, run: Run) -> None:
    first = run.day - course.numbers.belief_days
    kept = tuple(one for one in course.failures if one.day > first)
    course.failures = (*kept, Failure(run.day, run.dose_s, run.bout_s))


def walked(course: Course, minutes_s: int, judged: Judged) -> str:
    """Take a walk into account: readiness, and the way back after a red run."""
    if judged.gate is not Gate.GREEN:
        return f"walk_{judged.gate.name.lower()}"
    course.walk_s = max(course.walk_s, minutes_s)
    course.walks_due = max(0, course.walks_due - 1)
    return "walk_green"
