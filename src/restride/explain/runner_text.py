"""The runner's sheet in plain words: short sentences, the person first, no jargon."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from restride.explain.dates import DAY_NAMES
from restride.explain.words import DAYS
from restride.knowledge.load import Knowledge
from restride.model.evaluation import Evaluation
from restride.model.plan import PainRule, Plan, PlannedItem
from restride.model.words import Side, Urgency

_COUNTS = ("", "exercise", "two exercises", "three exercises", "four exercises", "five exercises", "six exercises")
_HOURS_AS_MINUTES_BELOW = 2
EMERGENCY_NUMBERS = " (112, 999 or 911)"
#: Red-flag questions that a runner can watch for at home, most urgent first. The general ones are always asked.
_WATCHED_ALWAYS = ("cardiac_now", "pe", "dvt")
_WATCHED = (
    "septic_joint", "acute_compartment", "groin_emergency", "scfe", "cauda_equina", "tendon_rupture", "fracture",
    "prog_weak", "infection", "bsi", "arterial",
)  # fmt: skip
_ASKED_AT_MOST = 3


class PainBox(NamedTuple):
    """One of the three boxes of the pain rule."""

    gate: Literal["up", "repeat", "stop"]
    sign: str
    says: str


class Warnings(NamedTuple):
    """When to call: questions whose yes means today, and questions whose yes means now."""

    today: tuple[str, ...]
    now: tuple[str, ...]


def serves(item: PlannedItem, knowledge: Knowledge) -> str:
    """What an item is for, in the runner's words: «Strong hips, a steady pelvis.»; empty where no need is named."""
    needs = [knowledge.needs[need].plain for need in item.needs if need in knowledge.needs]
    return f"{', '.join(needs)}.".capitalize() if needs else ""


def sheet_title(plan: Plan) -> str:
    """«Your four exercises»."""
    count = len(plan.home)
    if not count:
        return "Your plan"
    return f"Your {_COUNTS[count] if count < len(_COUNTS) else f'{count} exercises'}"


def sheet_summary(plan: Plan, evaluation: Evaluation) -> str:
    """How long a day takes, and which side first."""
    return " ".join(part for part in (_minutes_line(plan), _sides_line(plan.home, evaluation)) if part)


def _minutes_line(plan: Plan) -> str:
    days = plan.week.days if plan.week else ()
    minutes = sorted(
        math.ceil(sum(entry.minutes for entry in day.entries if entry.kind == "home"))
        for day in days
        if any(entry.kind == "home" for entry in day.entries)
    )
    if not minutes or not minutes[-1]:
        return ""
    if minutes[0] == minutes[-1]:
        return f"About {minutes[0]} minutes on each exercise day."
    return f"About {minutes[0]} to {minutes[-1]} minutes, depending on the day."


def _sides_line(home: Iterable[PlannedItem], evaluation: Evaluation) -> str:
    pairs = {item.sides for item in home if len(item.sides) > 1}
    if not pairs:
        return ""
    affected = {picture.side for picture in evaluation.complaints}
    if len(affected) == 1 and affected <= {Side.LEFT, Side.RIGHT}:
        return f"Both sides, the sore {affected.pop().value} side first."
    return "Do each side."


def complaint_lines(evaluation: Evaluation, knowledge: Knowledge) -> list[str]:
    """«heel, left», one for each complaint."""
    return [f"{knowledge.sites[picture.site].plain}{_side(picture.side)}" for picture in evaluation.complaints]


def _side(side: Side) -> str:
    return {Side.LEFT: ", left", Side.RIGHT: ", right", Side.BOTH: ", both sides"}.get(side, "")


def within(hours: float) -> str:
    """«within 24 hours», «within an hour», «within 30 minutes»."""
    if hours == 1:
        return "within an hour"
    if hours < _HOURS_AS_MINUTES_BELOW:
        return f"within {hours * 60:.0f} minutes"
    return f"within {hours:g} hours"


def pain_boxes(rule: PainRule, knowledge: Knowledge) -> tuple[PainBox, PainBox, PainBox]:
    """The pain rule as three boxes: go on, repeat, stop. Shape and word come from ``gate``."""
    if rule.during_max_nrs == 0:
        return (
            PainBox("up", "0: go on", "No pain while you do it, after it or next morning."),
            PainBox("repeat", "Tired, no pain: repeat", "Do the same next time. Do not add anything."),
            PainBox("stop", "Any pain: stop", "Stop for today and call us. Also if it hurts later or next morning."),
        )
    limit = f"{rule.during_max_nrs:g}"
    stop = knowledge.number("comeback", "red_during")
    more = f"More than {limit}, or s" if rule.during_max_nrs < stop else "S"
    back = "gone" if rule.next_morning == "zero" else "as usual"
    return (
        PainBox("up", f"0–{limit}: go on", f"It settles {within(rule.settles_within_h)} and is {back} next morning."),
        PainBox("repeat", f"{more}low to settle: repeat", "Next time do the same again, no more."),
        PainBox("stop", f"Above {stop:g}: stop", "Stop for today. Call us if you limp or if each week hurts more."),
    )


def running_lines(plan: Plan) -> tuple[str, ...]:
    """What to do about running: the mode, the days, what to leave out."""
    running = plan.running
    if running is None:
        return ()
    days = [
        DAY_NAMES[day.day]
        for day in (plan.week.days if plan.week else ())
        if any(entry.kind in ("run", "walk_run", "walk") for entry in day.entries)
    ]
    lines = [running.plain]
    if days:
        lines.append(f"Days: {', '.join(days)}.")
    lines += running.changes
    if not plan.home and plan.pain_rule is not None:
        lines.append(plan.pain_rule.plain)
    return tuple(lines)


def tick_row_days(plan: Plan, item: str) -> frozenset[str]:
    """The days of the week on which the item is planned."""
    return frozenset(
        day.day for day in (plan.week.days if plan.week else ()) if any(item in entry.items for entry in day.entries)
    )


def run_row(plan: Plan) -> tuple[str, frozenset[str]] | None:
    """The word for a run and its days; None where no run is planned."""
    words = ""
    days = set()
    for day in plan.week.days if plan.week else ():
        for entry in day.entries:
            if entry.kind in ("run", "walk_run", "walk"):
                words = words or entry.plain
                days.add(day.day)
    return (words, frozenset(days)) if days else None


def weeks_to_review(plan: Plan) -> int:
    """Whole weeks the sheet is for; at least one."""
    return max(1, math.ceil((plan.review.on - plan.today).days / len(DAYS))) if plan.review else 1


def warnings(evaluation: Evaluation, knowledge: Knowledge) -> Warnings:
    """The red-flag questions that belong to this picture, as the runner was asked them."""
    belongs = set(_WATCHED_ALWAYS)
    for picture in evaluation.complaints:
        belongs |= {
            name
            for hypothesis in picture.hypotheses
            if hypothesis.level in ("well_supported", "possible")
            for name in knowledge.conditions[hypothesis.condition].red_flags
        }
    if "bsi_high" in belongs:
        belongs.add("bsi")  # the closer question means nothing without the first
    here = {picture.site for picture in evaluation.complaints}
    asked = [
        flag
        for name in (*_WATCHED_ALWAYS, *_WATCHED)
        if name in belongs
        and (flag := knowledge.red_flags.get(name)) is not None
        and (not flag.sites or here & set(flag.sites))
        and flag.age_below_years is None
    ]
    now = [flag.plain for flag in asked if flag.urgency is Urgency.EMERGENCY]
    today = [flag.plain for flag in asked if flag.urgency is not Urgency.EMERGENCY]
    return Warnings(tuple(today[:_ASKED_AT_MOST]), tuple(now[:_ASKED_AT_MOST]))


def no_plan_steps(plan: Plan, evaluation: Evaluation) -> tuple[str, ...]:
    """What a runner does now where there is no plan: the most urgent thing first, then what holds meanwhile."""
    steps = {step.replace(EMERGENCY_NUMBERS, ""): step for step in reversed([*_no_plan_steps(plan, evaluation)])}
    return tuple(reversed(steps.values()))


def _no_plan_steps(plan: Plan, evaluation: Evaluation) -> Iterator[str]:
    open_flags = [flag for flag in evaluation.triage.flags if flag.cleared_by is None]
    known = [flag for flag in open_flags if flag.answer != "unknown_counts_as_open"]
    for flag in sorted(known, key=lambda one: -one.urgency.rank):
        yield flag.plain_action
    # What to do about a question nobody asked yet is no answer to this runner.
    if plan.plain not in {flag.plain_action for flag in open_flags}:
        yield plan.plain
    if plan.decision in ("locked", "refer") and not known:
        yield "Do not run, jump or hop until somebody has looked at it and tells you that you may."
    if plan.decision == "not_enough_information":
        yield "Come to the clinic. We ask some more and examine you, and then there is a plan."


def no_plan_then(plan: Plan) -> str:
    """What follows once that is done."""
    if plan.decision == "not_enough_information":
        return "We go through the plan together, and you get your exercises on paper."
    return (
        "Bring this page and what the doctor writes to your therapist. Once it is clear what is sore, you get a plan."
    )


def no_plan_urgency(evaluation: Evaluation) -> Urgency:
    """The more urgent of what triage and course say."""
    return max((evaluation.triage.urgency, evaluation.course.urgency), key=lambda one: one.rank)


def no_plan_when(plan: Plan, evaluation: Evaluation) -> str:
    """How soon somebody must look at it, in plain words; empty where nothing is urgent."""
    urgency = no_plan_urgency(evaluation)
    if plan.decision == "not_enough_information":
        return ""
    return {
        Urgency.EMERGENCY: f"Now. Call the emergency number{EMERGENCY_NUMBERS}.",
        Urgency.SAME_DAY: "Today.",
        Urgency.URGENT: "Within two to three days.",
        Urgency.SOON: "Within two weeks.",
    }.get(urgency, "")
