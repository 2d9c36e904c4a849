"""What the plan must serve: needs with a weight and the reason for it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from restride.knowledge.schema import Condition, Recommendation
from restride.model.decision import Reason
from restride.treatment.choice import FULL_COVER
from restride.treatment.situation import Situation, cites


class WeighedNeed(msgspec.Struct, frozen=True, kw_only=True):
    """A need, how much it matters, and why."""

    need: str
    weight: float
    because: tuple[Reason, ...]


def weigh_needs(situation: Situation) -> dict[str, WeighedNeed]:
    """Needs by id, from guideline, impairments, causes and goals; the most needed first."""
    claims: dict[str, list[tuple[float, Reason]]] = {}
    for need, weight, reason in (
        *_from_recommendations(situation),
        *_from_impairments(situation),
        *_from_causes(situation),
        *_from_prevention(situation),
    ):
        if need in situation.knowledge.needs:
            claims.setdefault(need, []).append((weight, reason))
    weighed = [
        WeighedNeed(
            need=need,
            weight=_joined([weight for weight, _ in rows], situation.number("further_claim_share")),
            because=tuple(reason for _, reason in sorted(rows, key=lambda row: (-row[0], row[1].rule))),
        )
        for need, rows in claims.items()
    ]
    return {need.need: need for need in sorted(weighed, key=lambda need: (-need.weight, need.need))}


def _joined(weights: list[float], share: float) -> float:
    """The strongest claim whole, the others a share of theirs."""
    strongest = max(weights)
    return strongest + share * (sum(weights) - strongest)


def grade_weight(situation: Situation, grade: str) -> float:
    """Weight of a recommendation by its printed grade."""
    letter = (
        grade.strip()[:1].upper()
        if grade.strip()[:2].strip(" -/,(").isalpha() and len(grade.strip().split()[0].strip(",;()")) == 1
        else ""
    )
    name = {"A": "grade_a", "B": "grade_b", "C": "grade_c"}.get(letter)
    if name is None:
        trial = any(word in grade.lower() for word in ("rct", "trial", "nma", "meta", "systematic", "sr"))
        name = "grade_trial" if trial else "grade_other"
    return situation.number(name)


def recommendations(situation: Situation, condition: Condition, direction: str) -> Iterator[Recommendation]:
    """A condition's recommendations of one direction that belong to the current phase."""
    for recommendation in condition.recommendations:
        if recommendation.direction != direction:
            continue
        if not recommendation.phases or situation.phase_number in recommendation.phases:
            yield recommendation


def recommendation_rule(condition: Condition, recommendation: Recommendation) -> str:
    """What a recommendation is called where it is the rule behind a reason."""
    return f"{condition.id}.{recommendation.id}"


def reason_of(condition: Condition, recommendation: Recommendation) -> Reason:
    """The recommendation as a reason."""
    grade = recommendation.grade if recommendation.grade_read else f"{recommendation.grade}, grade not read"
    return Reason(
        rule=recommendation_rule(condition, recommendation),
        says=f"{condition.name}: {recommendation.what} ({grade}).",
        facts=(f"conditions/{condition.id}",),
        sources=cites(recommendation.sources),
        status=recommendation.status,
    )


def _from_recommendations(situation: Situation) -> Iterator[tuple[str, float, Reason]]:
    for condition in situation.conditions:
        for recommendation in recommendations(situation, condition, "for"):
            weight = grade_weight(situation, recommendation.grade)
            for need in sorted(_needs_of(situation, recommendation)):
                yield need, weight, reason_of(condition, recommendation)


def _needs_of(situation: Situation, recommendation: Recommendation) -> set[str]:
    """The needs a recommendation names; where it names none, the main purposes of its items."""
    if recommendation.needs:
        return set(recommendation.needs)
    items = [situation.knowledge.items[name] for name in recommendation.items if name in situation.knowledge.items]
    return {served.need for item in items for served in item.serves if served.amount == FULL_COVER}


def _from_impairments(situation: Situation) -> Iterator[tuple[str, float, Reason]]:
    weights = {"impaired": situation.number("impairment"), "watch": situation.number("impairment_watch")}
    for impairment in situation.evaluation.impairments:
        if impairment.need and impairment.verdict in weights:
            reason = Reason(
                rule=f"impairment.{impairment.test}",
                says=impairment.says,
                findings=(impairment.finding,) if impairment.finding else (),
            )
            yield impairment.need, weights[impairment.verdict], reason


def _from_causes(situation: Situation) -> Iterator[tuple[str, float, Reason]]:
    weights = {"likely": situation.number("cause_likely"), "possible": situation.number("cause_possible")}
    for found in situation.evaluation.causes:
        cause = situation.knowledge.causes.get(found.cause)
        if cause is None or found.kind not in weights:
            continue
        reason = Reason(
            rule=f"cause.{cause.id}",
            says=f"{cause.name}: {cause.mechanism}",
            findings=found.findings,
            facts=(f"causes/{cause.id}",),
            sources=cites(cause.sources),
            certainty=cause.certainty,
            status=cause.status,
        )
        for need in cause.needs:
            yield need, weights[found.kind], reason


def _from_prevention(situation: Situation) -> Iterator[tuple[str, float, Reason]]:
    if situation.case.purpose != "prevention":
        return
    table = situation.knowledge.engine["prevention_needs"]
    for name, fact in table.facts.items():
        if fact.value is not None:
            yield name, fact.value, situation.house_rule("prevention_needs", name)
