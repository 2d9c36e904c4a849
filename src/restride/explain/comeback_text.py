"""The way back in words: for the runner, short and plain; for the therapist, with rules and sources."""

from __future__ import annotations

from collections.abc import Iterator

from restride.explain.citations import citations, reason_lines
from restride.explain.dates import day_and_month, long_date
from restride.explain.paragraphs import Page
from restride.explain.words import TISSUES
from restride.knowledge.load import Knowledge
from restride.model.comeback import Cap, Comeback, Decision, GoalView, Level, Observation, PlannedRun, WhatIf

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SEEN = {
    "during": "pain while running", "right_after": "pain right after", "hour_later": "pain one hour later",
    "next_morning": "pain the next morning", "after_24_h": "pain after 24 hours", "at_night": "pain at night",
    "walking": "pain while walking", "limped": "a limp", "stiffer": "more stiffness than usual",
}  # fmt: skip
#: Rules of the transitions; those of the shield keep their number.
_RULES = {
    "green": "tolerated", "amber": "repeat", "two_ambers": "step down", "red": "stop, step down",
    "two_reds": "pause", "walk_green": "walk tolerated", "walk_open": "walk not logged in full",
    "walk_amber": "repeat the walk", "walk_red": "no run before a walk without pain",
}  # fmt: skip
_EVENTS = {
    "green": "The next run stays inside the limits", "amber": "The next run is amber",
    "red": "Pain above the red limit, a limp, or clearly worse next morning", "gap_10_days": "10 days are missed",
    "overrun": "Twice as much is run anyway", "no_log": "Nothing is logged",
}  # fmt: skip
_VARIABLES = {
    "dose": "running time", "bout": "the longest bout", "pace": "speed", "grade": "hills",
    "frequency": "runs a week", "none": "nothing",
}  # fmt: skip


def minutes(seconds: float) -> str:
    """«16½», «3», «45 s» is never needed: planning goes in half minutes."""
    whole, half = divmod(round(seconds / 30), 2)
    return f"{whole or ''}½" if half else f"{whole}"


def day_name(run: PlannedRun) -> str:
    """«Tuesday 24 November 2026»."""
    return f"{_WEEKDAYS[run.on.weekday()]} {long_date(run.on)}"


def figure(run: PlannedRun) -> str:
    """«3 × 5 + 2 min», «30 min», «walk 20 min»: the large figure of the day."""
    if run.kind == "walk":
        return f"walk {minutes(run.total_s)} min"
    parts = [f"{one.repeats} × {minutes(one.run_s)}" if one.repeats > 1 else minutes(one.run_s) for one in run.bouts]
    return " + ".join(parts) + " min"


def level_figure(running_s: int, bout_s: int) -> str:
    """«3 × 5», «2 × 8 + ½», «1 × 30»: how a level is run, in minutes."""
    if bout_s >= running_s:
        return f"1 × {minutes(running_s)}"
    whole, rest = divmod(running_s, bout_s)
    return f"{whole} × {minutes(bout_s)}" + (f" + {minutes(rest)}" if rest else "")


def level_words(level: Level) -> str:
    """«4 × 4 min», «30 min in one go», «8 × 4 min, hills 1»."""
    if level.bout_s >= level.running_s:
        return f"{minutes(level.running_s)} min in one go{_faster_or_steeper(level)}"
    return f"{level_figure(level.running_s, level.bout_s)} min{_faster_or_steeper(level)}"


def ran_words(level: Level) -> str:
    """«16 min, longest bout 4»: of what was run only these two are known."""
    if level.bout_s >= level.running_s:
        return level_words(level)
    return f"{minutes(level.running_s)} min, longest bout {minutes(level.bout_s)}{_faster_or_steeper(level)}"


def _faster_or_steeper(level: Level) -> str:
    return (f", speed {level.pace}" if level.pace else "") + (f", hills {level.grade}" if level.grade else "")


def observation_words(seen: Observation) -> str:
    """«pain while running 3 of 10, limit 2», «pain while running 6 of 10, the stop limit is 5»."""
    words = _SEEN.get(seen.what, seen.what.replace("_", " "))
    if seen.colour == "open":
        return f"{words} not logged"
    if seen.value is None:
        return words
    return f"{words} {seen.value:g} of 10{_limit(seen)}"


def _limit(seen: Observation) -> str:
    """«, limit 3», or «, the stop limit is 5»: above the tissue's limit means repeat, above the other one stop.

    A morning is held against the usual one: «, from 2 on it means stop». Where no pain is allowed at all: «, limit 0».
    """
    if seen.limit is None:
        return ""
    if seen.what == "during" and seen.colour == "red" and seen.limit > 0:
        return f", the stop limit is {seen.limit:g}"
    if seen.what == "next_morning" and seen.limit > 0:
        return f", from {seen.limit:g} on it means {'stop' if seen.colour == 'red' else 'repeat'}"
    right_after = " right after" if seen.what == "right_after" and seen.limit > 0 else ""
    return f", limit{right_after} {seen.limit:g}"


def steps(run: PlannedRun) -> Iterator[str]:
    """The session step by step, for the runner."""
    if run.kind == "walk":
        yield f"Walk briskly for {minutes(run.total_s)} minutes."
        return
    yield f"Walk {minutes(run.warm_up_walk_s)} min to warm up."
    for one in run.bouts:
        times = f"{one.repeats} times: " if one.repeats > 1 else ""
        walk = f", walk {minutes(one.walk_s)} min" if one.walk_s else ""
        yield f"{times}run {minutes(one.run_s)} min{walk}."
    if run.fast_s:
        yield f"Of it {minutes(run.fast_s)} min faster, in short pieces."
    if run.uphill_s:
        yield f"Of it about {minutes(run.uphill_s)} min uphill."
    yield f"Walk {minutes(run.cool_down_walk_s)} min home."


def runner_text(document: Comeback) -> str:
    """What to do next and why, for the runner."""
    page = Page()
    page.line(document.plain)
    if document.mode == "WALK":
        page.bullets(document.unlocks, mark="first:")
    for run in document.next_runs[:1]:
        page.heading(f"{day_name(run)}: {figure(run)}")
        page.bullets(steps(run))
        place = {"flat": "Flat path", "rolling": "Rolling path", "hills": "Hilly path"}[run.surface]
        page.line(f"{place}, easy enough to talk.{f' Not before {run.not_before}.' if run.not_before else ''}")
    if document.next_runs:
        page.bullets(document.cross_training)
    page.heading("Your limit")
    page.line(document.pain_rule.plain)
    if document.decisions:
        page.heading("Why")
        page.line(decision_plain(document.decisions[-1]))
    if len(document.next_runs) > 1:
        page.heading("Then, if it goes well")
        page.bullets(f"{day_name(run)}: {figure(run)}" for run in document.next_runs[1:])
    if document.what_if:
        page.heading("What if")
        page.bullets(what_if_words(one) for one in document.what_if)
    return page.text()


def decision_plain(decision: Decision) -> str:
    """One decision in the runner's words, with its day and what was seen."""
    day = f"{_WEEKDAYS[decision.on.weekday()]} {day_and_month(decision.on)}"
    return f"{day}: {observation_words(decision.observation)}. {what_follows(decision)}"


def what_follows(decision: Decision) -> str:
    """What a decision means for the runner: «So the same run is repeated.»; empty where nothing follows."""
    return {
        "green": "It stayed inside your limits, so it counts.", "amber": "So the same run is repeated.",
        "two_ambers": f"Once more in a row, so the next run is easier: {level_words(decision.after)}.",
        "red": f"So no running {_until(decision)}. Walk without pain first, then run {level_words(decision.after)}.",
        "two_reds": "Not for the first time lately, so please see your therapist before the next run.",
        "H10": "Without your numbers nothing goes up.", "H12": "It was more than planned, so you rest longer first.",
        "H9": "This must be looked at before you run again.",
    }.get(decision.rules[0], "")  # fmt: skip


def _until(decision: Decision) -> str:
    return f"before {day_and_month(decision.not_before)}" if decision.not_before else "now"


def what_if_words(one: WhatIf) -> str:
    """One row of the what-if table: «The next run is amber: 15 min, longest bout 5, from …»."""
    event = _EVENTS[one.event]
    if one.next_on is None:
        return f"{event}: no run until your therapist says so."
    then = f"{minutes(one.running_s)} min, longest bout {minutes(one.bout_s)}, from {long_date(one.next_on)}"
    stop = "stop, walk without pain, then " if one.direction == "stop" else ""
    return f"{event}: {stop}{then} ({one.direction})."


def therapist_text(document: Comeback, knowledge: Knowledge) -> str:
    """Everything, with rules and sources, for the therapist."""
    page = Page()
    name = f" for {document.case}" if document.case else ""
    page.line(f"The way back{name}, {document.today}. {document.mode}. Tissue: {TISSUES[document.tissue]}.")
    page.line(document.says)
    if document.ask_first:
        page.bullets([", ".join(document.ask_first)], mark="ask first:")
    page.bullets(document.unlocks, mark="→")
    page.bullets((f"{one.on}: {one.says}" for one in document.alerts), mark="!")
    page.line(
        f"Level {document.level_number} of {document.levels}: {level_words(document.level)}; {document.streak} green. "
        f"{document.runs_so_far} run{'' if document.runs_so_far == 1 else 's'} so far. Ladder: {document.ladder.name}."
    )
    page.line(f"Pain rule: {document.pain_rule.says}")
    numbers = {one.source: one.number for one in citations(document, knowledge)}
    page.heading("Next runs, if all stay green")
    for run in document.next_runs:
        sure = "" if run.certain else " (depends on how the ones before feel)"
        rises = f"; rises: {_VARIABLES[run.rises]}" if run.rises != "none" else ""
        clock = f", not before {run.not_before}" if run.not_before else ""
        page.bullets([f"{run.on} {figure(run)}, {minutes(run.total_s)} min in all{clock}{rises}{sure}"])
    if document.next_runs:
        page.bullets(
            (f"why: {line}" for line in reason_lines(document.next_runs[0].because, numbers)), mark="–", indent=4
        )
    if document.caps:
        page.heading("Caps for the next run")
        page.bullets(cap_words(cap) for cap in document.caps)
    if any(one.answer != "yes" for one in document.readiness):
        page.heading("Readiness")
        page.bullets(f"{one.says}: {one.answer.replace('_', ' ')}" for one in document.readiness)
    if document.decisions:
        page.heading("Decisions")
        page.bullets(decision_words(one) for one in document.decisions)
    if document.what_if:
        page.heading("What if")
        page.bullets(what_if_words(one) for one in document.what_if)
    if document.cross_training:
        page.heading("Around the runs")
        page.bullets(document.cross_training)
    if document.goal:
        page.heading("Goal")
        page.bullets(goal_words(document.goal))
    page.heading("Read before signing")
    page.bullets(document.read_first)
    page.heading("Sources")
    page.bullets((f"{one.number}. {one.says}" for one in citations(document, knowledge)), mark=" ", indent=0)
    page.line("")
    page.line(f"Knowledge {document.knowledge} ({document.knowledge_digest[:12]}).")
    return page.text()


def cap_words(cap: Cap) -> str:
    """«Running minutes, at most 17½: 110 % of the largest tolerated, 16»."""
    value, of = cap.value or 0.0, cap.of
    if cap.what == "running":
        base = f"from the largest tolerated, {minutes(of)}" if of else "first session"
        return f"Running minutes, at most {minutes(value)} ({base}; {cap.rule})"
    if cap.what == "bout":
        base = f"one step above {minutes(of)}" if of else "first session"
        return f"Longest bout, at most {minutes(value)} min ({base}; {cap.rule})"
    if cap.what == "rest":
        return f"Rest between runs {value:g} h ({cap.rule})"
    if cap.what == "week":
        return f"Left in these seven days {minutes(value)} min (best tolerated week {minutes(of or 0)}; {cap.rule})"
    rises = "one variable" if value else "nothing"
    return f"May rise: {rises}, after {of:g} green runs of a level ({cap.rule}, H8)"


def decision_words(decision: Decision) -> str:
    """Seen, rule, before, after on one line."""
    ran = f", ran {ran_words(decision.ran)}" if decision.ran else ""
    change = (
        f"stays at {level_words(decision.after)}"
        if decision.before == decision.after
        else f"{level_words(decision.before)} → {level_words(decision.after)}"
    )
    mode = "" if decision.mode_before == decision.mode_after else f"; {decision.mode_before} → {decision.mode_after}"
    rest = f"; next not before {decision.not_before}" if decision.not_before and decision.ran else ""
    colour = (decision.observation.colour or "").capitalize()
    rules = ", ".join(_RULES.get(rule, rule) for rule in decision.rules)
    return (
        f"{decision.on}{ran}. {colour}: {observation_words(decision.observation)}. "
        f"{rules[0].upper()}{rules[1:]}: {change}{mode}{rest}"
    )


def goal_words(goal: GoalView) -> Iterator[str]:
    """Whether the goal's date can be kept, and what could be instead."""
    aim = f"{goal.runs_per_week} runs a week, longest {minutes(goal.longest_s)} min, {minutes(goal.week_s)} min a week"
    yield f"Aim: {aim}."
    if goal.soonest_30_min:
        yield f"30 min without walking at the earliest on {long_date(goal.soonest_30_min)}, if every run is green."
    if goal.soonest:
        yield f"The longest run of the aim at the earliest on {long_date(goal.soonest)}."
    if goal.feasible is False and goal.on:
        instead = f"about {goal.instead_km:g} km could be" if goal.instead_km else "no race could be"
        yield f"Not feasible by {long_date(goal.on)}; by then {instead} within the longest run's cap."
    elif goal.feasible and goal.on:
        yield f"Feasible by {long_date(goal.on)} if every run is green; a red run moves it back."
