"""Goals with a measure, a target and a date; and the review that looks at them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta

from restride.model.decision import Reason
from restride.model.plan import Goal, PlannedCriterion, PlannedPhase, Review
from restride.treatment.situation import Situation, cites

_WISHES = {
    "return_to_running": ("Return to running.", "Run again."),
    "race": ("Start in the race.", "Start in your race."),
    "distance": ("Run the distance.", "Run your distance."),
    "daily_life": ("Everyday life without limits.", "Do everyday things without trouble."),
    "prevention": ("Keep running without a new complaint.", "Keep running."),
    "performance": ("Run better at the same effort.", "Run better at the same effort."),
}
_STRICTEST_REVIEW = "moderate"
_UNITS = {"nrs_0_10": "points of 10"}


def planned_goals(situation: Situation) -> tuple[Goal, ...]:
    """Less pain first, where there is pain; then what the runner wants, or the usual week where nobody said."""
    wishes = tuple(_wishes(situation)) or tuple(_usual_week(situation))
    return (*_pain_goals(situation), *wishes)


def _usual_week(situation: Situation) -> Iterator[Goal]:
    """Back to the usual running week, by the sourced time to recover where there is one."""
    if situation.case.purpose != "injury":
        return
    course = situation.evaluation.course
    weeks = course.recovery_weeks[1] if course.recovery_weeks else situation.number("goal_weeks")
    distance = situation.case.routine.weekly_distance_before or situation.case.routine.weekly_distance
    tail = f" ({distance.text})" if distance else ""
    yield Goal(
        says=f"The usual running week{tail} within the pain rule.",
        plain=f"Your usual running week{tail}, within your pain limit.",
        measure="weekly distance",
        start=None,
        target=distance.value if distance else None,
        unit="km" if distance else None,
        by=situation.today + timedelta(weeks=math.ceil(weeks)),
        because=(
            _recovery(situation) if course.recovery_weeks else situation.house_rule("treatment_choice", "goal_weeks"),
        ),
    )


def _recovery(situation: Situation) -> Reason:
    condition = situation.conditions[0]
    recovery = condition.recovery
    return Reason(
        rule=f"{condition.id}.recovery",
        says=recovery.says,
        facts=(f"conditions/{condition.id}",),
        sources=cites(recovery.sources),
        status=recovery.status,
    )


def _pain_goals(situation: Situation) -> Iterator[Goal]:
    target = situation.number("pain_goal")
    by = situation.today + timedelta(weeks=situation.number("goal_weeks"))
    for complaint in situation.case.complaints:
        worst = complaint.pain.worst if complaint.pain.worst is not None else complaint.pain.usual
        if worst is None or worst <= target:
            continue
        site = situation.knowledge.sites[complaint.site]
        yield Goal(
            says=f"Worst pain at the {site.name[0].lower()}{site.name[1:]} from {worst:g} to at most {target:g} of 10.",
            plain=f"Worst pain in a day from {worst:g} down to {target:g} or less.",
            measure="nprs",
            start=worst,
            target=target,
            unit="nrs_0_10",
            by=by,
            because=(
                situation.house_rule("treatment_choice", "pain_goal"),
                situation.house_rule("treatment_choice", "goal_weeks"),
            ),
        )


def _wishes(situation: Situation) -> Iterator[Goal]:
    default = situation.today + timedelta(weeks=situation.number("goal_weeks"))
    for wish in situation.case.goals:
        says, plain = _WISHES[wish.what]
        if wish.distance is not None:
            says, plain = f"{says[:-1]}: {wish.distance.text}.", f"{plain[:-1]}: {wish.distance.text}."
        if wish.text:
            says = f"{says} In the runner's words: “{wish.text}”."
        yield Goal(
            says=says,
            plain=plain,
            measure=None,
            start=None,
            target=wish.distance.value if wish.distance else None,
            unit="km" if wish.distance else None,
            by=wish.on or default,
            because=(Reason(rule="case.goals", says="The runner's own goal."),),
        )


def planned_phases(situation: Situation) -> tuple[PlannedPhase, ...]:
    """The leading condition's phases, the current one marked, each with what must be true to move on."""
    if not situation.conditions:
        return ()
    condition = situation.conditions[0]
    return tuple(
        PlannedPhase(
            number=phase.number,
            name=phase.name,
            goal=phase.goal,
            content=phase.content,
            running=phase.running,
            now=phase is situation.phase,
            needs_release=phase.needs_release,
            exit=tuple(
                PlannedCriterion(
                    says=criterion.says,
                    plain=criterion.says,
                    met=situation.is_met(criterion),
                    because=(
                        Reason(
                            rule=f"{condition.id}.phase_{phase.number}.exit",
                            says=criterion.says,
                            facts=(f"conditions/{condition.id}",),
                            status=phase.status,
                        ),
                    ),
                )
                for criterion in phase.exit
            ),
            because=(
                Reason(
                    rule=f"{condition.id}.phase_{phase.number}",
                    says=phase.goal,
                    facts=(f"conditions/{condition.id}",),
                    sources=cites(phase.sources),
                    status=phase.status,
                ),
            ),
        )
        for phase in condition.phases
    )


def planned_review(situation: Situation) -> Review:
    """When to look again, what to repeat, what counts as change, what would change our mind."""
    level = situation.irritability if situation.irritability in ("high", "low") else _STRICTEST_REVIEW
    rule = situation.house_rule("treatment_choice", f"review_weeks_{level}")
    weeks = situation.number(f"review_weeks_{level}")
    return Review(
        on=situation.today + timedelta(weeks=weeks),
        weeks=weeks,
        repeat=tuple(_repeat(situation)),
        real_change=tuple(_real_change(situation)),
        reconsider=tuple(_reconsider(situation)),
        refer_if=tuple(_refer_if(situation)),
        because=(rule,),
    )


def _repeat(situation: Situation) -> Iterator[str]:
    yield "Short red-flag screen"
    yield "Pain: worst, during a run, next morning (0–10)"
    for impairment in situation.evaluation.impairments:
        if impairment.verdict in ("impaired", "watch", "within_error"):
            yield impairment.name
    for measure in situation.evaluation.measures:
        if measure.measure != "nprs":
            yield measure.name


def _real_change(situation: Situation) -> Iterator[str]:
    measures = {"nprs", *(measure.measure for measure in situation.evaluation.measures)}
    for name in sorted(measures & set(situation.knowledge.measures)):
        measure = situation.knowledge.measures[name]
        changes = [fact.value for fact in (measure.detectable_change, measure.important_change) if fact and fact.value]
        if changes:
            unit = _UNITS.get(measure.unit, measure.unit)
            yield f"{measure.name}: at least {max(changes):g} {unit}; less is no real change."


def _reconsider(situation: Situation) -> Iterator[str]:
    for picture in situation.evaluation.complaints:
        for hypothesis in picture.hypotheses[1:3]:
            if hypothesis.level in ("well_supported", "possible"):
                missing = ", ".join(message.says for message in hypothesis.missing[:2])
                or_missing = f", or {missing}" if missing else ""
                yield f"{hypothesis.name}: if there is no real change by the review{or_missing}."
    yield from (
        f"Not explained by the leading hypothesis: {finding.says or finding.what}."
        for picture in situation.evaluation.complaints
        for finding in picture.unexplained[:3]
    )


def _refer_if(situation: Situation) -> Iterator[str]:
    yield "Any red flag turns positive, or pain comes at night or at rest."
    for danger in situation.evaluation.must_not_miss:
        if danger.state != "answered":
            yield f"{danger.name}: {danger.whom_to_see}"
