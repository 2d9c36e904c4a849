"""What a course starts from: tissue, numbers, entry dose, aim, limits and locks, read from case and evaluation."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from restride.comeback.course import Aim, Course, Executed
from restride.comeback.gate import Gate
from restride.comeback.history import FREE, Limited, Run
from restride.comeback.ladders import ladder
from restride.comeback.log import Event, events, longest_s
from restride.comeback.numbers import Numbers, numbers
from restride.comeback.sessions import on_grid, session
from restride.knowledge.load import Knowledge
from restride.model.case import Case
from restride.model.diary import ComebackSettings, Limits, Pause
from restride.model.evaluation import Evaluation
from restride.model.words import Answer, Tissue
from restride.training.diary import said_s

_MINUTE = 60
_KM = 1000
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Setup(NamedTuple):
    """One case on one day, ready to be replayed."""

    case: Case
    evaluation: Evaluation
    knowledge: Knowledge
    today: int
    settings: ComebackSettings
    tissue: Tissue
    irritability: str
    numbers: Numbers
    aim: Aim
    events: tuple[Event, ...]
    modify: bool
    #: The tissue waits for a dated release before anything is run.
    waits_for_release: bool


def set_up(case: Case, evaluation: Evaluation, knowledge: Knowledge, today: date) -> Setup:
    """Gather everything that does not change while the diary is replayed."""
    settings = case.comeback or ComebackSettings()
    picture = evaluation.complaints[0] if evaluation.complaints else None
    tissue = settings.tissue or (picture.state.tissue if picture else Tissue.UNKNOWN)
    irritability = settings.irritability or (picture.state.irritability.level if picture else "unknown")
    own = numbers(knowledge, tissue, irritability)
    return Setup(
        case, evaluation, knowledge, today.toordinal(), settings, tissue, irritability, own,
        _aim(case, settings, own), events(case.diary, own, today), _is_modify(case, settings, tissue, own),
        tissue.value in knowledge.engine["comeback"].lists["locked_tissues"],
    )  # fmt: skip


def _is_modify(case: Case, settings: ComebackSettings, tissue: Tissue, own: Numbers) -> bool:
    """Still running, and the tissue allows it: bone always stops."""
    if own.is_bone or tissue is Tissue.UNKNOWN or settings.way == "return":
        return False
    still = bool(case.complaints) and case.complaints[0].running in ("as_usual", "reduced")
    return settings.way == "modify" or (still and usual_longest_s(case, own) is not None)


def speed_m_s(case: Case, own: Numbers) -> float:
    """Usual running speed; the knowledge's jogging speed where it is not known."""
    pace = case.routine.usual_pace
    return pace.value if pace is not None else own.jog_m_s


def usual_longest_s(case: Case, own: Numbers) -> int | None:
    """The usual longest run in seconds."""
    longest = case.routine.longest_run
    return None if longest is None else round(longest.value * _KM / speed_m_s(case, own))


def _aim(case: Case, settings: ComebackSettings, own: Numbers) -> Aim:
    """The week before the injury, or what the goal needs; 30 min where nothing is known."""
    routine = case.routine
    runs = settings.goal_runs_per_week or (round(routine.runs_per_week) if routine.runs_per_week else None)
    longest = round(settings.goal_longest.value * _MINUTE) if settings.goal_longest else usual_longest_s(case, own)
    race = next((goal for goal in case.goals if goal.what in ("race", "distance") and goal.distance), None)
    if race is not None and race.distance is not None:
        # The race itself must not be more than the longest run allows.
        needed = race.distance.value * _KM / speed_m_s(case, own) / own.race_share
        longest = max(longest or 0, round(needed))
    longest = on_grid(max(longest or 0, own.goal_default_s) + own.grid_s - 1, own)
    runs = max(1, min(runs or own.runs_in_week - 1, own.runs_in_week_most))
    weekly = routine.weekly_distance_before or routine.weekly_distance
    week = round(settings.goal_weekly.value * _MINUTE) if settings.goal_weekly else (
        round(weekly.value * _KM / speed_m_s(case, own)) if weekly else 0
    )  # fmt: skip
    fast = settings.goal_speed if settings.goal_speed is not None else bool(routine.speed_sessions_per_week)
    hills = settings.goal_hills if settings.goal_hills is not None else routine.hills in ("some", "many")
    return Aim(
        runs, longest, min(max(week, longest + (runs - 1) * own.grid_s), longest * runs),
        len(own.fast_s) - 1 if fast else 0, len(own.hill_s) - 1 if hills else 0,
    )  # fmt: skip


def new_course(setup: Setup) -> Course:
    """A course before its first day: entry dose anchored in what the runner was used to."""
    own = setup.numbers
    entry = own.entry_dose_s
    usual = usual_longest_s(setup.case, own)
    if usual:
        entry = max(own.entry_bout_s, min(entry, on_grid(usual * own.entry_share, own)))
    course = Course(own, entry, setup.aim)
    if setup.settings.ladder and setup.settings.ladder != "ours":
        course.ladder = ladder(setup.knowledge, setup.settings.ladder, speed_m_s(setup.case, own), own.repeats)
    if setup.modify:
        _start_modify(course, setup)
    _vouched(course, setup)
    return course


def _start_modify(course: Course, setup: Setup) -> None:
    """Caps for those still running: from the longest run of 30 days and the median week of four."""
    own, case = setup.numbers, setup.case
    started = setup.settings.started_on or case.visit_on
    start = started.toordinal() if started else setup.today
    before = [one.ran for one in setup.events if one.ran is not None and one.day < start]
    recent = [run for run in before if run.day >= start - own.tolerated_days]
    longest = max((run.dose_s for run in recent), default=usual_longest_s(case, own) or course.entry_dose_s)
    weeks = _weeks(before, start, own)
    weekly = case.routine.weekly_distance
    told = weekly.value * _KM / speed_m_s(case, own) if weekly else float(longest)
    # A record with holes says less than the runner does.
    week = statistics.median(weeks) if all(weeks) else told
    course.modify_dose_s = max(own.grid_s, on_grid(longest * own.modify_share, own))
    course.modify_week_s = max(course.modify_dose_s, on_grid(week * own.modify_share, own))
    course.target = session(course.modify_dose_s, course.modify_dose_s)
    course.ready = True


def _weeks(before: Sequence[Executed], start: int, own: Numbers) -> list[int]:
    count = own.week_window_d // own.week_d
    return [
        sum(run.dose_s for run in before if start - own.week_d * (at + 1) <= run.day < start - own.week_d * at)
        for at in range(count)
    ]


def _vouched(course: Course, setup: Setup) -> None:
    """Sessions a therapist vouches for count as tolerated from the start."""
    for entry in sorted(setup.settings.tolerated_before, key=lambda one: one.on):
        dose, bout = said_s(entry), longest_s(entry)
        if dose and bout:
            run = Run(entry.on.toordinal(), dose, bout, 0, 0, Gate.GREEN, on_grid(dose, setup.numbers), bout)
            course.runs.append(run)
            course.target = session(max(course.target.dose_s, on_grid(dose, setup.numbers)),
                                    max(course.target.bout_s, bout))  # fmt: skip


def limits_on(settings: ComebackSettings, day: int) -> Limited:
    """The tightest of the therapist's limits on ``day`` (H13)."""
    active = _active(settings, day) if settings.limits else []
    if not active:
        return FREE
    return Limited(
        _least(None if one.running_max is None else round(one.running_max.value * _MINUTE) for one in active),
        _least(None if one.bout_max is None else round(one.bout_max.value * _MINUTE) for one in active),
        _least(one.runs_per_week_max for one in active),
        not any(one.no_speed for one in active),
        not any(one.no_hills for one in active),
        max((one.not_before.toordinal() for one in active if one.not_before is not None), default=None),
    )


def pain_limit_on(settings: ComebackSettings, day: int, own: Numbers) -> float:
    """Pain allowed while running: any limit tightens; only a signed one loosens, never in bone, never above red."""
    if not settings.limits:
        return own.during_max
    limits = [one for one in _active(settings, day) if one.pain_during_max is not None]
    signed = [one.pain_during_max or 0.0 for one in limits if one.signed]
    others = [one.pain_during_max or 0.0 for one in limits if not one.signed]
    house = own.during_max
    if signed and house > 0:
        house = min(signed[-1], own.red_during)
    elif signed:
        house = min(house, signed[-1])
    return min([house, *others])


def _active(settings: ComebackSettings, day: int) -> list[Limits]:
    return sorted(
        (
            one
            for one in settings.limits
            if one.on.toordinal() <= day and (one.until is None or day <= one.until.toordinal())
        ),
        key=lambda one: one.on,
    )


def _least(values: object) -> int | None:
    return min((value for value in values if value is not None), default=None)  # type: ignore[attr-defined]


def pause_on(settings: ComebackSettings, day: int) -> Pause | None:
    """The therapist's pause that stands on ``day``: set, and not released since."""
    lifted = max(
        (one.on for one in settings.releases if one.what == "pause" and one.run_from.toordinal() <= day), default=None
    )
    standing = (one for one in settings.pauses if one.on.toordinal() <= day and (lifted is None or one.on > lifted))
    return min(standing, key=lambda one: one.on, default=None)


def run_days(case: Case) -> frozenset[int]:
    """Weekdays with room for a run, Monday 0."""
    wanted = case.availability.run_days or case.availability.days
    return frozenset(_DAYS.index(day) for day in wanted if day in case.availability.days)


def impact_locked_on(setup: Setup, day: int) -> bool:
    """Bone is possible by today's evaluation: no run, no hop. What was done before it is judged as it was decided."""
    return day >= setup.today and setup.evaluation.triage.impact_locked


def readiness_ids(setup: Setup, day: int) -> tuple[str, ...]:
    """What must be answered yes before the first run; nobody is asked to hop while bone is under suspicion."""
    lists = setup.knowledge.engine["comeback"].lists
    bone = setup.numbers.is_bone or impact_locked_on(setup, day)
    extra = "readiness_bone" if bone else "readiness_impact"
    return (*lists["readiness"], *lists[extra])


def readiness_on(setup: Setup, day: int, walk_s: int) -> dict[str, Answer]:
    """The latest answer to each, as of ``day``; a tolerated walk of full length answers the first."""
    answers = dict.fromkeys(readiness_ids(setup, day), Answer.NOT_ASKED)
    for given in sorted(setup.settings.readiness, key=lambda one: one.on):
        if given.on.toordinal() <= day:
            answers.update({name: answer for name, answer in given.answers.items() if name in answers})
    if walk_s >= setup.numbers.walk_most_s:
        answers["walk_30_min"] = Answer.YES
    return answers
