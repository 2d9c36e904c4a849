"""A chosen item, ready for the plan: sides, dose, pain rule, steps, way up, way down, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from restride.knowledge.schema import EvidenceFor, Item
from restride.model.decision import Reason
from restride.model.plan import Alternative, PlannedItem
from restride.model.words import Side
from restride.treatment.candidates import Standing, evidence_reason
from restride.treatment.dose import planned_dose
from restride.treatment.needs import WeighedNeed, reason_of, recommendation_rule
from restride.treatment.pain_rule import pain_rule
from restride.treatment.situation import Situation, cites

_NO_PAIN_RULE = frozenset({"education", "footwear", "recovery", "training_change", "modality", "tape", "device"})


def planned_item(
    situation: Situation,
    standing: Standing,
    needs: Mapping[str, WeighedNeed],
    where: Literal["home", "clinic", "advice"],
    alternatives: tuple[Alternative, ...] = (),
) -> PlannedItem:
    """Everything the therapist and the runner need to know about one item."""
    item = standing.item
    served = [serves.need for serves in sorted(item.serves, key=lambda s: (-s.amount, s.need)) if serves.need in needs]
    return PlannedItem(
        item=item.id,
        name=item.name,
        plain=item.plain,
        kind=item.kind,
        where=where,
        sides=_sides(situation, item),
        needs=tuple(served),
        minutes=_minutes(situation, item),
        equipment=item.equipment,
        dose=planned_dose(situation, item),
        pain_rule=None if item.kind in _NO_PAIN_RULE else pain_rule(situation),
        steps=item.steps,
        technique=item.technique,
        progression=_way(situation, item.progresses_to, item.progression),
        regression=_way(situation, item.regresses_to, item.regression),
        stop_if=item.stop_if or (None if item.kind in _NO_PAIN_RULE else pain_rule(situation).says),
        cautions=item.cautions,
        guideline_against=standing.against,
        grade=_grade(situation, item),
        evidence=tuple(cite for evidence in _evidence(situation, item) for cite in cites(evidence.sources)),
        status=item.status,
        alternatives=alternatives,
        because=_reasons(situation, item, [needs[need] for need in served]),
    )


def _minutes(situation: Situation, item: Item) -> float:
    return item.minutes.value if item.minutes and item.minutes.value else situation.number("step_minutes")


def _sides(situation: Situation, item: Item) -> tuple[Side, ...]:
    """Affected side first; the other too, since one-sided training of a pair leaves an imbalance."""
    if item.sided == "none":
        return ()
    if item.sided == "both":
        return (Side.BOTH,)
    affected = situation.sides
    if len(affected) == 1:
        return (affected[0], affected[0].mirrored)
    return (Side.LEFT, Side.RIGHT)


def _way(situation: Situation, ids: tuple[str, ...], words: str | None) -> str | None:
    names = [situation.knowledge.items[name].name for name in ids if name in situation.knowledge.items]
    if words and names:
        return f"{words} Then: {', '.join(names)}."
    return words or (f"{', '.join(names)}." if names else None)


def _evidence(situation: Situation, item: Item) -> list[EvidenceFor]:
    here = {condition.id for condition in situation.conditions} | {"any"}
    return [evidence for evidence in item.evidence if evidence.condition in here]


def _grade(situation: Situation, item: Item) -> str | None:
    for condition in situation.conditions:
        for recommendation in condition.recommendations:
            if recommendation.direction == "for" and item.id in recommendation.items:
                return recommendation.grade
    found = [evidence.grade for evidence in _evidence(situation, item) if evidence.direction == "for"]
    return found[0] if found else None


def _reasons(situation: Situation, item: Item, needs: list[WeighedNeed]) -> tuple[Reason, ...]:
    """What speaks for this very item; only where nothing does, what the need it serves stands on."""
    named = [
        reason_of(condition, recommendation)
        for condition in situation.conditions
        for recommendation in condition.recommendations
        if recommendation.direction == "for" and item.id in recommendation.items
    ]
    told, others = {reason.says for reason in named}, _of_other_items(situation, item)
    served = []
    for need in needs[:3]:
        first = next((one for one in need.because if one.rule not in others), None)
        if first is not None and first.says not in told:
            told.add(first.says)
            served.append(_serves(situation, need, first))
    evidence = [evidence_reason(item, one) for one in _evidence(situation, item)]
    reasons = (*named, *served, *evidence)
    if reasons:
        return reasons
    if needs:
        return (_serves(situation, needs[0], needs[0].because[0], ", for which something else is recommended"),)
    says = f"{item.name} belongs to general care."
    return (Reason(rule=f"item.{item.id}", says=says, facts=(f"items/{item.id}",), status=item.status),)


def _of_other_items(situation: Situation, item: Item) -> frozenset[str]:
    """Recommendations that name items, and not this one."""
    return frozenset(
        recommendation_rule(condition, recommendation)
        for condition in situation.conditions
        for recommendation in condition.recommendations
        if recommendation.items and item.id not in recommendation.items
    )


def _serves(situation: Situation, need: WeighedNeed, first: Reason, though: str = "") -> Reason:
    word = situation.knowledge.needs[need.need].says
    return Reason(
        rule=f"need.{need.need}",
        says=f"Serves {word[0].lower()}{word[1:]}{though}: {first.says}",
        findings=first.findings,
        facts=(*first.facts, f"needs/{need.need}"),
        sources=first.sources,
        certainty=first.certainty,
        status=first.status,
    )
