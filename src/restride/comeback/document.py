"""The published document: mode, next runs, caps, decisions, what-if, goal, alerts, each with its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from restride.comeback.course import Course
from restride.comeback.details import (
    alerts,
    caps,
    goal,
    ladder_view,
    mode_words,
    readiness_words,
    staircase,
    what_if,
)
from restride.comeback.gate import Gate
from restride.comeback.history import View
from restride.comeback.horizon import Day, Wishes, two_weeks
from restride.comeback.reasons import reason
from restride.comeback.replay import Moved, figures, mode_of, replay
from restride.comeback.sessions import Session, bouts, dose_above, length_s, walk_break_s
from restride.comeback.setup import Setup, impact_locked_on, pause_on, readiness_on, run_days, set_up, speed_m_s
from restride.comeback.shield import rises
from restride.knowledge.load import Knowledge
from restride.model.case import Case
from restride.model.comeback import (
    Bout,
    Comeback,
    Decision,
    Level,
    Mode,
    Observation,
    PlannedRun,
    Ready,
)
from restride.model.evaluation import Evaluation
from restride.model.plan import PainRule
from restride.model.words import Answer, Certainty
from restride.training.diary import with_recorded
from restride.training.history import History
from restride.treatment.pain_rule import limit_words, pain_rule
from restride.treatment.situation import Situation

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RUNNING: frozenset[Mode] = frozenset({"RUN_WALK", "CONTINUOUS", "BUILD", "MODIFY", "DONE"})


def comeback(
    case: Case, evaluation: Evaluation, knowledge: Knowledge, today: date, history: History | None = None
) -> Comeback:
    """Where the runner stands today, what to run in the next two weeks and why.

    Runs of ``history`` count as entries of the diary (:func:`restride.training.diary.with_recorded`).

    Raises
    ------
    restride.comeback.log.DiaryError, restride.comeback.ladders.LadderError
        In one sentence: what was found, why it is a problem, what to do.
    """
    case, recorded = with_recorded(case, history, knowledge, today) if history is not None else (case, ())
    setup = set_up(case, evaluation, knowledge, today)
    replayed = replay(setup)
    course = replayed.course
    mode = mode_of(course, setup, setup.today)
    planned = _planned(setup, course, mode)
    situation = Situation(case, evaluation, knowledge, today)
    rule = pain_rule(situation, setup.tissue)
    view = figures(course, setup, setup.today)
    number, levels = _level_number(course, setup.today)
    return Comeback(
        case=case.id,
        today=today,
        knowledge=knowledge.version,
        knowledge_digest=knowledge.digest,
        mode=mode,
        tissue=setup.tissue,
        **mode_words(setup, course, mode),
        ask_first=setup.evaluation.triage.ask_first if mode == "LOCKED" else (),
        pain_rule=_limited(rule, course),
        level=_level(course.level_on(setup.today)),
        level_number=number,
        levels=levels,
        streak=min(course.greens[:2]),
        runs_so_far=sum(one.ran is not None for one in replayed.moves),
        readiness=_readiness(setup, course),
        next_runs=_next_runs(setup, course, mode, planned),
        caps=caps(course, view) if mode in _RUNNING else (),
        staircase=staircase(replayed, planned) if mode in _RUNNING else (),
        decisions=tuple(_decision(knowledge, one) for one in replayed.moves),
        what_if=what_if(setup, course, planned) if mode in _RUNNING and planned else (),
        goal=goal(setup, course, mode),
        ladder=ladder_view(setup, course),
        alerts=alerts(setup, replayed),
        read_first=(*recorded, *_read_first(setup, course, rule)),
        cross_training=knowledge.engine["running_advice"].lists.get(setup.tissue.value, ()),
        because=_because(setup, course, mode, view),
    )  # fmt: skip


def _planned(setup: Setup, course: Course, mode: Mode) -> list[Day]:
    if mode not in _RUNNING:
        return []
    ran_today = any(event.day == setup.today and event.ran for event in setup.events)
    key = setup.case.availability.key_run_day
    wishes = Wishes(
        run_days(setup.case),
        # One without running was called off: nobody counts on its day.
        frozenset(one.on.toordinal() for one in setup.settings.published if one.running.value),
        _DAYS.index(key) if key else None,
    )
    first = setup.today + ran_today
    return two_weeks(course, lambda one, day: figures(one, setup, day), first, setup.numbers.horizon_d, wishes)


def _next_runs(setup: Setup, course: Course, mode: Mode, planned: list[Day]) -> tuple[PlannedRun, ...]:
    if mode == "WALK":
        return tuple(_walks(setup, course))
    return tuple(_run(setup, course, one, at) for at, one in enumerate(planned))


def _run(setup: Setup, course: Course, one: Day, at: int) -> PlannedRun:
    numbers, planned = setup.numbers, one.planned
    found = rises(one.view, planned)
    rose = found[0] if found else "none"
    walk = walk_break_s(planned.bout_s, numbers)
    rules = ["H1", "H3", *(["H5", "H8"] if rose != "none" else ["H8"])]
    if one.view.held_by_pain:
        rules.insert(0, "H7")
    if one.view.held_by_log:
        rules.insert(0, "H10")
    if one.view.held_by_overrun:
        rules.insert(0, "H12")
    if one.view.gap_d is not None and one.view.gap_d > numbers.gap_usual_d:
        rules.insert(0, "H11")
    pieces = bouts(planned)
    return PlannedRun(
        on=date.fromordinal(one.day),
        kind="run" if len(pieces) == 1 else "walk_run",
        certain=at == 0,
        warm_up_walk_s=numbers.warm_up_s,
        bouts=_pieces(pieces, walk),
        cool_down_walk_s=numbers.cool_down_s,
        running_s=planned.dose_s,
        longest_bout_s=planned.bout_s,
        total_s=length_s(planned, numbers),
        fast_s=numbers.fast_s[planned.pace],
        uphill_s=numbers.hill_s[planned.grade],
        not_before=course.rest_clock if at == 0 and one.day == course.rest_until else None,
        pace_max_m_s=_pace_cap(setup),
        effort_max_0_10=numbers.effort_easy,
        surface="hills" if planned.grade > 1 else "rolling" if planned.grade else "flat",
        rises=rose,
        because=tuple(reason(setup.knowledge, rule) for rule in dict.fromkeys(rules)),
    )


def _pieces(pieces: tuple[int, ...], walk_s: int) -> tuple[Bout, ...]:
    whole = sum(piece == pieces[0] for piece in pieces)
    found = [Bout(repeats=whole, run_s=pieces[0], walk_s=walk_s if len(pieces) > 1 else 0)]
    if len(pieces) > whole:
        found.append(Bout(repeats=1, run_s=pieces[-1], walk_s=0))
    return tuple(found)


def _pace_cap(setup: Setup) -> float | None:
    if setup.case.routine.usual_pace is None:
        return None
    return round(speed_m_s(setup.case, setup.numbers) * setup.numbers.easy_pace_share, 3)


def _walks(setup: Setup, course: Course) -> Iterator[PlannedRun]:
    """A brisk walk every other day, a little longer each time it stays inside the rule."""
    numbers = setup.numbers
    length = min(numbers.walk_most_s, course.walk_s + numbers.walk_step_s if course.walk_s else numbers.walk_first_s)
    walked_today = any(event.day == setup.today and event.entry.kind == "walk" for event in setup.events)
    for day in range(setup.today + walked_today, setup.today + numbers.horizon_d, numbers.rest_days):
        yield PlannedRun(
            on=date.fromordinal(day), kind="walk", certain=day <= setup.today + 1, warm_up_walk_s=length, bouts=(),
            cool_down_walk_s=0, running_s=0, longest_bout_s=0, total_s=length, fast_s=0, uphill_s=0, not_before=None,
            pace_max_m_s=None, effort_max_0_10=numbers.effort_easy, surface="flat", rises="none",
            because=(reason(setup.knowledge, "walk_green"), reason(setup.knowledge, "readiness")),
        )  # fmt: skip
        length = min(numbers.walk_most_s, length + numbers.walk_step_s)


def _level(level: Session) -> Level:
    return Level(running_s=level.dose_s, bout_s=level.bout_s, pace=level.pace, grade=level.grade)


def _level_number(course: Course, day: int) -> tuple[int, int]:
    """Where the running time stands on the way from the entry dose to 30 min."""
    numbers = course.numbers
    rungs = [course.entry_dose_s]
    while rungs[-1] < numbers.continuous_s:
        rungs.append(min(numbers.continuous_s, dose_above(rungs[-1], numbers)))
    return max(1, sum(rung <= course.level_on(day).dose_s for rung in rungs)), len(rungs)


def _decision(knowledge: Knowledge, move: Moved) -> Decision:
    colour = move.judged.gate.name.lower()
    rules = (
        move.rule,
        *(("H7",) if move.judged.gate >= Gate.AMBER else ()),
        *(("H8",) if move.rule == "green" else ()),
    )
    return Decision(
        on=date.fromordinal(move.day),
        observation=Observation(
            what=move.judged.what, value=move.judged.value, limit=move.judged.limit, colour=colour,  # type: ignore[arg-type]
        ),
        rules=rules,
        before=_level(move.before),
        after=_level(move.after),
        mode_before=move.mode_before,
        mode_after=move.mode_after,
        ran=None if move.ran is None else _level(move.ran),
        not_before=date.fromordinal(move.rest_until) if move.rest_until else None,
        reason=tuple(reason(knowledge, rule) for rule in rules),
    )  # fmt: skip


def _readiness(setup: Setup, course: Course) -> tuple[Ready, ...]:
    if setup.modify:
        return ()
    answers = readiness_on(setup, setup.today, course.walk_s)
    return tuple(
        Ready(what=name, says=readiness_words(name, setup.knowledge), answer=answer.value)
        for name, answer in answers.items()
    )


def _limited(rule: PainRule, course: Course) -> PainRule:
    """The tissue's rule with the therapist's limit of today."""
    limit = course.numbers.during_max
    if limit == rule.during_max_nrs:
        return rule
    return msgspec.structs.replace(
        rule,
        during_max_nrs=limit,
        says=f"At most {limit:g}/10 during, set by the therapist. {rule.says}",
        plain=_limit_plain(limit, course.numbers.red_during),
    )


def _limit_plain(limit: float, red_during: float) -> str:
    if limit == 0:
        return "No pain at all while running; your therapist set it. If it hurts, stop."
    return f"Up to {limit:g} of 10 is your limit while running; your therapist set it. {limit_words(limit, red_during)}"


def _read_first(setup: Setup, course: Course, rule: PainRule) -> Iterator[str]:
    yield (
        "The shield's numbers are house rules except where a source is named; no walk-run ladder was shown better "
        "than another."
    )
    if any(one.certainty is Certainty.ENGINEERING_DEFAULT for one in rule.because):
        yield f"The pain limit of {rule.during_max_nrs:g} of 10 is a house rule; no trial defines it."
    answers = readiness_on(setup, setup.today, course.walk_s).values()
    if any(answer is not Answer.YES for answer in answers) and not setup.modify:
        yield "Readiness is not answered in full."


def _because(setup: Setup, course: Course, mode: Mode, view: View) -> tuple[Any, ...]:
    paused_by = "H9" if pause_on(setup.settings, setup.today) else "two_reds"
    walks = ("red",) if course.walks_due else ()
    if impact_locked_on(setup, setup.today):
        walks = ("impact", *walks)
    rules = {
        "LOCKED": ("H9",), "PAUSED": (paused_by,), "WALK": ("readiness", *walks),
        "MODIFY": ("modify", "H1"), "DONE": ("H1",),
    }.get(mode, ("H1", "H2", "H8"))  # fmt: skip
    held = [
        name
        for name, holds in (("H7", view.held_by_pain), ("H10", view.held_by_log), ("H12", view.held_by_overrun))
        if holds
    ]
    return tuple(reason(setup.knowledge, rule) for rule in (*held, *rules))
