"""Parts of the document beside the runs: caps, staircase, what-if, goal, ladder, alerts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from restride.comeback.build import more_greens
from restride.comeback.course import Course, Executed
from restride.comeback.gate import Gate, Judged
from restride.comeback.history import View
from restride.comeback.horizon import Day, Wishes, all_green, two_weeks
from restride.comeback.ladders import is_house
from restride.comeback.reasons import filled, reason
from restride.comeback.replay import Replayed, figures, mode_of
from restride.comeback.sessions import minutes
from restride.comeback.setup import Setup, impact_locked_on, pause_on, readiness_on, run_days, speed_m_s
from restride.comeback.shield import bout_cap, dose_cap, week_cap
from restride.comeback.transitions import observe
from restride.knowledge.load import Knowledge
from restride.model.comeback import Alert, Cap, GoalView, LadderView, Mode, Step, WhatIf
from restride.model.words import Answer

_READINESS = {
    "walk_30_min": "{load_facts/start_gate_walking.walk} min of brisk walking without more pain, limp or change next "
    "day",
    "daily_life": "Stairs and daily life at most {load_facts/start_gate_general.daily_pain} of 10",
    "full_range": "Near full range of movement",
    "no_swelling": "No swelling of the joint",
    "single_leg_squat": "{load_facts/start_gate_general.squats} single-leg squats under control",
    "single_leg_stance": "{load_facts/start_gate_general.stance} seconds on one leg under control",
    "jog_on_spot": "One minute of jogging on the spot at most {load_facts/impact_preparation.pain} of 10",
    "hops": "{load_facts/impact_preparation.hops_low} hops at most {load_facts/impact_preparation.pain} of 10",
    "no_bone_tenderness": "The bone is not tender",
    "pain_free_walking_days": "{load_facts/bone_gate.days} days of walking without pain",
    "energy_screen": "Questions on energy and bone answered",
}


def readiness_words(name: str, knowledge: Knowledge) -> str:
    """What must hold before the first run, in words."""
    return filled(_READINESS[name], knowledge)


def caps(course: Course, view: View) -> tuple[Cap, ...]:
    """The caps of the next run, with what each is a share or a step of."""
    numbers = view.numbers
    held = view.held_by_pain or view.held_by_log or view.held_by_overrun
    needed = numbers.repeats + more_greens(course, view)
    return (
        Cap(what="running", value=dose_cap(view), unit="s", of=view.dose_s or None, rule="H1"),
        Cap(what="bout", value=bout_cap(view), unit="s", of=view.bout_s or None, rule="H2"),
        Cap(what="rest", value=numbers.rest_h, unit="h", of=None, rule="H3"),
        Cap(what="week", value=max(0, week_cap(view)), unit="s", of=view.best_week_s, rule="H4"),
        Cap(what="rises", value=0 if held else 1, unit="variables", of=needed, rule="H5"),
    )


def staircase(replayed: Replayed, planned: list[Day]) -> tuple[Step, ...]:
    """Levels done, the one of now, and those the next two weeks hold when all is green."""
    done: dict[tuple[int, int], int] = {}
    for move in replayed.moves:
        if move.ran is not None and move.judged.gate is Gate.GREEN and not move.planned.is_rest:
            key = (move.planned.dose_s, move.planned.bout_s)
            done[key] = done.get(key, 0) + 1
    ahead = dict.fromkeys((one.planned.dose_s, one.planned.bout_s) for one in planned)
    soonest: dict[tuple[int, int], int] = {}
    for one in planned:
        soonest.setdefault((one.planned.dose_s, one.planned.bout_s), one.day)
    now = next(iter(ahead), None)
    steps = [
        Step(running_s=d, bout_s=b, greens=n, state="done", soonest=None) for (d, b), n in done.items() if (d, b) != now
    ]
    for at, key in enumerate(ahead):
        state = ("now", "next")[at] if at < 2 else "later"
        steps.append(
            Step(running_s=key[0], bout_s=key[1], greens=done.get(key, 0), state=state,  # type: ignore[arg-type]
                 soonest=date.fromordinal(soonest[key]))
        )  # fmt: skip
    return tuple(steps)


def what_if(setup: Setup, course: Course, planned: list[Day]) -> tuple[WhatIf, ...]:
    """The run after the next, when the next turns out so."""
    first = planned[0]
    return tuple(_what_if(setup, course, first, event) for event in _EVENTS)


_EVENTS: dict[str, Judged | None] = {
    "green": Judged(Gate.GREEN, "during", 0.0),
    "amber": Judged(Gate.AMBER, "during"),
    "red": Judged(Gate.RED, "during"),
    "gap_10_days": None,
    "overrun": Judged(Gate.GREEN, "during", 0.0),
    "no_log": Judged(Gate.OPEN, "during"),
}
_GAP_D = 10
_FAR_OVER = 2


def _what_if(setup: Setup, course: Course, first: Day, event: str) -> WhatIf:
    then = course.copy()
    judged = _EVENTS[event]
    start = first.day + 1
    if judged is None:
        start = max(first.day, (course.last.day if course.last else first.day)) + _GAP_D
    else:
        planned = first.planned
        dose = planned.dose_s * _FAR_OVER if event == "overrun" else planned.dose_s
        observe(then, Executed(first.day, dose, planned.bout_s, planned.pace, planned.grade), judged, planned,
                dose_cap(first.view))  # fmt: skip
        if event == "red":
            # The walk that must come first is assumed done.
            then.walks_due = 0
    later = two_weeks(then, lambda one, day: figures(one, setup, day), start, setup.numbers.horizon_d,
                      Wishes(run_days(setup.case)), most=1)  # fmt: skip
    following = later[0] if later else None
    level, before = (following.planned, first.planned) if following else (None, first.planned)
    return WhatIf(
        event=event,  # type: ignore[arg-type]
        mode=mode_of(then, setup, start) if event != "red" else "PAUSED" if then.paused_since is not None else "WALK",
        next_on=date.fromordinal(following.day) if following else None,
        running_s=level.dose_s if level else 0,
        bout_s=level.bout_s if level else 0,
        direction=_direction(event, level, before),  # type: ignore[arg-type]
    )


def _direction(event: str, level: Any, before: Any) -> str:
    if event == "red" or level is None:
        return "stop"
    if level == before:
        return "same"
    rose = level.dose_s > before.dose_s or level.bout_s > before.bout_s or level.pace > before.pace
    return "up" if rose and level.dose_s >= before.dose_s else "down" if level.dose_s < before.dose_s else "same"


def goal(setup: Setup, course: Course, mode: Mode) -> GoalView | None:
    """When the goal can be reached if every run stays green; what could be reached by its date."""
    wanted = next((one for one in setup.case.goals if one.what in ("race", "distance", "return_to_running")), None)
    aim, numbers = setup.aim, setup.numbers
    by = wanted.on if wanted is not None else None
    soonest, thirty, longest = _project(setup, course, mode, by)
    feasible = None if by is None or mode in ("LOCKED", "PAUSED") else soonest is not None and soonest <= by
    instead = None
    if feasible is False:
        instead = int(longest * numbers.race_share)
    return GoalView(
        what=wanted.what if wanted is not None else "return_to_running",
        on=by,
        longest_s=aim.longest_s,
        runs_per_week=aim.runs,
        week_s=aim.week_s,
        soonest_30_min=thirty,
        soonest=soonest,
        feasible=feasible,
        instead_s=instead,
        instead_km=None if instead is None else round(instead * speed_m_s(setup.case, numbers) / 1000, 1),
        because=(reason(setup.knowledge, "race"), reason(setup.knowledge, "H1")),
    )


def _project(setup: Setup, course: Course, mode: Mode, by: date | None) -> tuple[date | None, date | None, int]:
    if mode in ("LOCKED", "PAUSED"):
        return None, None, 0
    then = course.copy()
    then.ready, then.walks_due = True, 0
    numbers = setup.numbers
    # A runner who must still walk needs the walks first; two days each.
    start = setup.today
    if mode == "WALK":
        left = max(0, numbers.walk_most_s - course.walk_s) // numbers.walk_step_s
        start += left * numbers.rest_days
    thirty = soonest = None
    longest = 0
    days = numbers.goal_search_weeks * numbers.week_d
    for one in all_green(then, lambda at, day: figures(at, setup, day), start, days, run_days(setup.case)):
        on = date.fromordinal(one.day)
        if by is None or on <= by:
            longest = max(longest, one.planned.dose_s)
        if thirty is None and one.planned.bout_s >= numbers.continuous_s:
            thirty = on
        if one.planned.dose_s >= setup.aim.longest_s and one.planned.bout_s >= numbers.continuous_s:
            soonest = on
            break
    return soonest, thirty, longest


def ladder_view(setup: Setup, course: Course) -> LadderView:
    """Which ladder proposes, and where the runner stands on it."""
    name = setup.settings.ladder
    if not course.ladder or name is None:
        return LadderView(id="ours", name="Restride, planned each day", stage=None, stages=None, sources=())
    programme = setup.knowledge.programmes[name]
    at = min(course.stage, len(course.ladder) - 1)
    label = f"{programme.name}{' (house ladder)' if is_house(programme) else ''}"
    return LadderView(
        id=name, name=label, stage=course.ladder[at].number, stages=course.ladder[-1].number,
        sources=tuple(cite.source for cite in programme.sources),
    )  # fmt: skip


def alerts(setup: Setup, replayed: Replayed) -> tuple[Alert, ...]:
    """What the therapist should see, the latest first."""
    return tuple(sorted(_alerts(setup, replayed), key=lambda one: (one.on, one.kind), reverse=True))


def _alerts(setup: Setup, replayed: Replayed) -> Iterator[Alert]:
    numbers = setup.numbers
    for move in replayed.moves:
        on = date.fromordinal(move.day)
        if move.rule in ("red", "two_reds", "two_ambers"):
            words = {
                "red": "Red run", "two_reds": f"{numbers.reds} reds within {numbers.reds_days} days",
                "two_ambers": f"{numbers.ambers} ambers in a row",
            }  # fmt: skip
            yield Alert(kind=move.rule, on=on, says=f"{words[move.rule]}: {move.judged.what.replace('_', ' ')}.")  # type: ignore[arg-type]
        elif move.rule == "H9":
            yield Alert(kind="red_flag", on=on, says=f"Red-flag question answered yes: {move.judged.what}.")
        if move.ran is not None and move.ran.dose_s > numbers.overrun_share * move.planned.dose_s:
            planned = "no run was" if move.planned.is_rest else f"{minutes(move.planned.dose_s)} min were"
            yield Alert(kind="overrun", on=on, says=f"Ran {minutes(move.ran.dose_s)} min where {planned} planned.")
    for event in setup.events:
        if event.entry.elsewhere:
            yield Alert(kind="elsewhere", on=event.entry.on, says=f"It hurt elsewhere: {event.entry.elsewhere}.")
    last = max((event.day for event in setup.events), default=None)
    if last is not None and setup.today - last >= numbers.no_log_alert_d:
        yield Alert(
            kind="no_log", on=date.fromordinal(setup.today), says=f"Nothing logged for {setup.today - last} days."
        )


def mode_words(setup: Setup, course: Course, mode: Mode) -> dict[str, Any]:
    """The one sentence for the therapist, the one for the runner, and what opens a lock."""
    says, plain = (filled(words, setup.knowledge) for words in _MODES[mode])
    pause = pause_on(setup.settings, setup.today) if mode == "PAUSED" else None
    if pause is not None:
        says = f"Paused by {pause.by} on {pause.on}: {pause.reason}"
    if mode == "WALK" and impact_locked_on(setup, setup.today):
        says = (
            "Walking only: no running while a bone stress injury is possible. Ask and examine what must not be missed."
        )
        plain = "Walk only, no running yet. Your therapist must check something first."
    return {"says": says, "plain": plain, "unlocks": tuple(_unlocks(setup, course, mode))}


_MODES: dict[Mode, tuple[str, str]] = {
    "LOCKED": ("Locked: no running until a therapist opens it, by name and date.",
               "No running for now. Your therapist must look at something first."),
    "WALK": ("Walking: the first run waits for readiness.",
             "Walk first. When half an hour feels fine, you start to run."),
    "RUN_WALK": ("Walk and run in turns on the way to {engine/comeback.continuous_s|min} min.",
                 "Walk and run in turns, with a day between runs."),
    "CONTINUOUS": ("{engine/comeback.continuous_s|min} min without walking, to be tolerated "
                   "{engine/comeback.continuous_times} times.",
                   "You run {engine/comeback.continuous_s|min} minutes in one go. Do it "
                   "{engine/comeback.continuous_times} times."),
    "BUILD": ("Building up from {engine/comeback.continuous_s|min} min to the aim, one variable at a time.",
              "More runs first, then longer ones, then faster ones, then hills."),
    "MODIFY": ("Still running, capped below symptoms.", "Keep running, but shorter and easier."),
    "PAUSED": ("Paused after {engine/comeback.reds} reds within {engine/comeback.reds_days} days: re-examine before "
               "going on.",
               "A pause. Please see your therapist before you run again."),
    "DONE": ("The aim is reached and was held; the longest run stays guarded.",
             "You are back. Keep an eye on your longest run."),
}  # fmt: skip


def _unlocks(setup: Setup, course: Course, mode: Mode) -> Iterator[str]:
    if mode == "LOCKED":
        yield from (
            f"Red flag of the diary '{flag}': a release with date and name." for flag, _ in sorted(course.locked_by)
        )
        triage = setup.evaluation.triage
        for flag in triage.flags:
            if flag.cleared_by is None and flag.urgency.locks_plan and flag.flag not in triage.ask_first:
                yield f"{flag.says}: {flag.whom_to_see}"
        if setup.waits_for_release:
            yield f"A dated release to run for this tissue ({setup.tissue.value.replace('_', ', ')})."
    elif mode == "PAUSED":
        yield "A therapist's release of the pause, by name and date."
    elif mode == "WALK":
        answers = readiness_on(setup, setup.today, course.walk_s)
        yield from (
            readiness_words(name, setup.knowledge) + "." for name, answer in answers.items() if answer is not Answer.YES
        )
        if course.walks_due:
            yield f"{course.walks_due} walk{'s' if course.walks_due > 1 else ''} without pain after the red run."
