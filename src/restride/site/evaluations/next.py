"""What to ask or test next: minutes, what it decides, and where a tap leads."""

from __future__ import annotations

from dataclasses import dataclass

from restride.explain.words import in_minutes
from restride.knowledge.load import Knowledge
from restride.model.evaluation import Evaluation, NextStep


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One question or test."""

    id: str
    kind: str
    complaint: int | None
    title: str
    hint: str
    decides: str
    minutes: str
    chip: str
    unlocks: bool
    testable: bool


def shown_steps(evaluation: Evaluation, facts: Knowledge) -> tuple[ShownStep, ...]:
    """Return the next steps as the page shows them."""
    ranks = _ranks(evaluation)
    return tuple(_step(step, ranks, facts) for step in evaluation.next_steps)


def _ranks(evaluation: Evaluation) -> dict[tuple[int | None, str], int]:
    return {
        (picture.complaint, one.condition): one.rank for picture in evaluation.complaints for one in picture.hypotheses
    }


def _step(step: NextStep, ranks: dict[tuple[int | None, str], int], facts: Knowledge) -> ShownStep:
    places = sorted({ranks[step.complaint, one] for one in step.between if (step.complaint, one) in ranks})
    word = facts.findings.get(step.id)
    return ShownStep(
        id=step.id,
        kind=step.kind,
        complaint=step.complaint,
        title=step.says,
        hint=(word.hint or "") if word else "",
        decides=step.decides[:1].upper() + step.decides[1:],
        minutes=in_minutes(step.minutes),
        chip=_chip(step, places),
        unlocks=bool(step.unlocks),
        testable=step.id in facts.tests,
    )


def _chip(step: NextStep, places: list[int]) -> str:
    if step.kind == "red_flag":
        return "warning question"
    if step.unlocks:
        return "must not miss"
    near = [place for place in places if place <= 9]
    if len(near) > 1:
        return f"{near[0]} against {', '.join(map(str, near[1:4]))}"
    return "for the plan"
