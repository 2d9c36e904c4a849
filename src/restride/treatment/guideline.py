"""Recommendation by recommendation: what the proposal does with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from restride.knowledge.schema import Condition, Recommendation
from restride.model.plan import GuidelineLine
from restride.treatment.programme import Programme
from restride.treatment.situation import Situation, cites

_Does = Literal["proposed", "later_phase", "in_other_words", "not_proposed", "marked"]


def guideline_lines(situation: Situation, programme: Programme) -> tuple[GuidelineLine, ...]:
    """Every recommendation of the leading conditions, in the order of the knowledge."""
    return tuple(_lines(situation, programme))


def _lines(situation: Situation, programme: Programme) -> Iterator[GuidelineLine]:
    proposed = {planned.item: planned for planned in programme.proposed}
    for condition in situation.conditions:
        for recommendation in condition.recommendations:
            taken = tuple(name for name in recommendation.items if name in proposed)
            if recommendation.direction == "against":
                does, says = _against(taken)
            else:
                does, says = _for(situation, programme, recommendation, taken)
            yield _line(condition, recommendation, does, taken, says)


def _against(taken: tuple[str, ...]) -> tuple[_Does, str]:
    if not taken:
        return "not_proposed", "Not proposed."
    return "marked", "Proposed for another reason and marked with this word against it."


def _for(
    situation: Situation, programme: Programme, recommendation: Recommendation, taken: tuple[str, ...]
) -> tuple[_Does, str]:
    if taken:
        return "proposed", "Proposed: " + ", ".join(situation.knowledge.items[name].name for name in taken) + "."
    if recommendation.phases and situation.phase_number not in recommendation.phases:
        return (
            "later_phase",
            f"Belongs to phase {', '.join(map(str, recommendation.phases))}; now it is phase {situation.phase_number}.",
        )
    refused = [programme.standings[name].refused for name in recommendation.items if name in programme.standings]
    reasons = [one.says for one in refused if one is not None]
    served = {need for planned in programme.proposed for need in planned.needs}
    if set(recommendation.needs) & served:
        why = f" {reasons[0]}" if reasons else ""
        return "in_other_words", f"Not itself; other items serve the same need.{why}"
    if reasons:
        return "not_proposed", reasons[0]
    if not recommendation.items:
        return (
            "in_other_words",
            "Part of how the plan is carried out; the therapist agrees it with the runner.",
        )
    return "not_proposed", "Other needs come first; an alternative the therapist may choose."


def _line(
    condition: Condition, recommendation: Recommendation, does: _Does, taken: tuple[str, ...], says: str
) -> GuidelineLine:
    return GuidelineLine(
        condition=condition.id,
        recommendation=recommendation.id,
        direction=recommendation.direction,
        what=recommendation.what,
        grade=recommendation.grade,
        grade_read=recommendation.grade_read,
        does=does,
        items=taken,
        says=says,
        sources=cites(recommendation.sources),
    )
