"""The diary replayed: event by event, each decision kept with what was seen, which rule, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from restride.comeback.course import Course, Executed, scale, view_on
from restride.comeback.gate import Gate, Judged, judge
from restride.comeback.history import View, known
from restride.comeback.log import Event
from restride.comeback.planner import next_session
from restride.comeback.sessions import REST, Session, session
from restride.comeback.setup import (
    Setup,
    impact_locked_on,
    limits_on,
    new_course,
    pain_limit_on,
    pause_on,
    readiness_on,
)
from restride.comeback.shield import dose_cap
from restride.comeback.transitions import observe, walked
from restride.model.comeback import Mode
from restride.model.diary import RunRelease
from restride.model.words import Answer


class Moved(NamedTuple):
    """One decision of the replay."""

    day: int
    judged: Judged
    rule: str
    before: Session
    after: Session
    mode_before: Mode
    mode_after: Mode
    ran: Session | None
    planned: Session
    rest_until: int


class Replayed(NamedTuple):
    """The course as of the evening before today, and how it came there."""

    course: Course
    moves: tuple[Moved, ...]


def replay(setup: Setup) -> Replayed:
    """Fold the diary and the therapist's settings over a new course."""
    course = new_course(setup)
    moves: list[Moved] = []
    start = setup.settings.started_on
    first = start.toordinal() if start is not None else 0
    for event in setup.events:
        if event.day < first:
            continue
        bring_to(course, setup, event.day)
        moves += _take(course, setup, event)
    bring_to(course, setup, setup.today)
    return Replayed(course, tuple(moves))


def bring_to(course: Course, setup: Setup, day: int) -> None:
    """Let everything that has happened outside the diary up to ``day`` take effect."""
    settings = setup.settings
    limit = pain_limit_on(settings, day, setup.numbers)
    if limit != course.numbers.during_max:
        course.numbers = setup.numbers._replace(during_max=limit)
    if not setup.modify:
        course.ready = all(answer is Answer.YES for answer in readiness_on(setup, day, course.walk_s).values())
    released = [one for one in settings.releases if one.run_from.toordinal() <= day]
    pause = pause_on(settings, day)
    if pause is not None and course.paused_since is None:
        course.paused_since = pause.on.toordinal()
    if course.paused_since is not None and any(
        one.what == "pause" and one.on.toordinal() >= course.paused_since for one in released
    ):
        course.paused_since = None
        course.reds = ()
    if course.locked_by:
        course.locked_by = _still_locked(course, setup, day, released)
    _illness(course, setup, day)


def _still_locked(course: Course, setup: Setup, day: int, released: Sequence[RunRelease]) -> frozenset[tuple[str, int]]:
    """Red flags of the diary that nobody has released or cleared since they were answered yes."""
    cleared = {(one.what, one.on.toordinal()) for one in released}
    cleared |= {(one.flag, one.on.toordinal()) for one in setup.case.clearances if one.on.toordinal() <= day}
    return frozenset(
        (flag, since)
        for flag, since in course.locked_by
        if not any(what == flag and on >= since for what, on in cleared)
    )


def _illness(course: Course, setup: Setup, day: int) -> None:
    """After an illness: days free of symptoms, then at most a share of what was tolerated."""
    numbers = setup.numbers
    for one in setup.settings.breaks:
        last = one.last.toordinal()
        if one.why == "illness" and one.first.toordinal() <= day:
            course.rest_until = max(course.rest_until, last + 1 + numbers.illness_free_d)
            if last not in course.illnesses and last < day:
                course.illnesses = course.illnesses | {last}
                scale(course, numbers.illness_share, day)


def is_off(setup: Setup, day: int) -> bool:
    """A known break covers the day."""
    return any(one.first.toordinal() <= day <= one.last.toordinal() for one in setup.settings.breaks)


def is_locked(course: Course, setup: Setup, day: int) -> bool:
    """A red flag, an open question of emergency, or a tissue that waits for its dated release."""
    if course.locked_by:
        return True
    return setup.waits_for_release and not any(
        one.what == "tissue" and one.run_from.toordinal() <= day for one in setup.settings.releases
    )


def mode_of(course: Course, setup: Setup, day: int) -> Mode:
    """The mode, from the most restrictive down."""
    numbers = setup.numbers
    if is_locked(course, setup, day) or (day >= setup.today and _triage_locks(setup)):
        return "LOCKED"
    if course.paused_since is not None:
        return "PAUSED"
    if not course.ready or course.walks_due or impact_locked_on(setup, day):
        return "WALK"
    if course.continuous >= numbers.continuous_times:
        return "DONE" if is_done(course, day) else "BUILD"
    if course.modify_dose_s:
        return "MODIFY"
    return "CONTINUOUS" if course.level_on(day).bout_s >= numbers.continuous_s else "RUN_WALK"


def _triage_locks(setup: Setup) -> bool:
    triage = setup.evaluation.triage
    return triage.plan_locked or triage.signing_locked


def is_done(course: Course, day: int) -> bool:
    """The aim was met for long enough."""
    return (
        course.done_since is not None and day - course.done_since >= course.numbers.done_weeks * course.numbers.week_d
    )


def figures(course: Course, setup: Setup, day: int) -> View:
    """The figures of the day with the therapist's limits and the locks of that day."""
    limited = limits_on(setup.settings, day)
    locked = is_locked(course, setup, day) or (day >= setup.today and _triage_locks(setup)) or is_off(setup, day)
    return view_on(course, day, limited, locked=locked)


def _take(course: Course, setup: Setup, event: Event) -> list[Moved]:
    entry, day = event.entry, event.day
    before, mode = course.target, mode_of(course, setup, day)
    judged = judge(event.felt, setup.settings.usual_morning_pain, course.numbers)
    found = []
    if entry.flags:
        course.locked_by = course.locked_by | {(flag, day) for flag in entry.flags}
        found.append(_moved(course, setup, day, Judged(Gate.RED, entry.flags[0]), "H9", before, mode, None, REST))
    if entry.kind == "walk":
        rule = walked(course, event.walk_s, _walk_gate(event, judged))
        if not setup.modify:
            bring_to(course, setup, day)
        found.append(_moved(course, setup, day, judged, rule, before, mode, None, REST))
    elif event.ran is not None:
        found.append(_run(course, setup, event, event.ran, judged))
    return found


def _walk_gate(event: Event, judged: Judged) -> Judged:
    """A walk is judged by the same rule; pain during it may be logged as walking pain."""
    if judged.gate is Gate.OPEN and event.felt.walking is not None and event.felt.next_morning is not None:
        return Judged(Gate.GREEN if event.felt.walking <= 0 else Gate.OPEN, "walking", event.felt.walking)
    return judged


def _run(course: Course, setup: Setup, event: Event, ran: Executed, judged: Judged) -> Moved:
    day, before, mode = event.day, course.target, mode_of(course, setup, event.day)
    view = figures(course, setup, day)
    planned = next_session(course, view)
    if event.entry.planned is not None and not planned.is_rest:
        # What had been published counts where it was less than what replay gives.
        shown = round(event.entry.planned.value * 60)
        planned = planned if shown >= planned.dose_s else session(shown, planned.bout_s, planned.pace, planned.grade)
    rule = observe(course, ran, judged, planned, dose_cap(view))
    _mark_done(course, day)
    return _moved(course, setup, day, judged, rule, before, mode,
                  Session(ran.dose_s, ran.bout_s, ran.pace, ran.grade), planned)  # fmt: skip


def _mark_done(course: Course, day: int) -> None:
    course.done_since = (course.done_since or day) if _meets_aim(course, day + 1) else None


def _meets_aim(course: Course, day: int) -> bool:
    """Whether the aim was met as of the evening before ``day``; what costs least is asked first."""
    aim, numbers = course.aim, course.numbers
    if course.held_by_pain or course.target.pace < aim.pace or course.target.grade < aim.grade:
        return False
    shown = known(course.runs, day, numbers)
    return (
        shown.dose_s >= aim.longest_s
        and shown.best_week_runs >= min(aim.runs, numbers.runs_in_week_most)
        and shown.best_week_s * (1 + numbers.as_planned_share) >= aim.week_s
    )


def _moved(
    course: Course, setup: Setup, day: int, judged: Judged, rule: str, before: Session, mode: Mode,
    ran: Session | None, planned: Session,
) -> Moved:  # fmt: skip
    return Moved(day, judged, rule, before, course.target, mode, mode_of(course, setup, day), ran, planned,
                 course.rest_until)  # fmt: skip
