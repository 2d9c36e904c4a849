"""Which items may be proposed at all, and for each that may not, why."""

from __future__ import annotations

import msgspec

from restride.knowledge.schema import Condition, EvidenceFor, Item, Recommendation
from restride.model.decision import Reason
from restride.model.plan import NotRecommended
from restride.treatment.forbidden import contraindicated, locked, not_known_safe, refuse
from restride.treatment.needs import reason_of
from restride.treatment.running import WITH_RUNS, running_advice
from restride.treatment.situation import Situation, cites

HOME_KINDS = frozenset({"strength", "core", "stretch", "foam_roll", "mobility", "balance", "plyometric"})
CLINIC_KINDS = frozenset({"manual_therapy", "soft_tissue", "modality", "tape", "device"})
GAIT_KINDS = frozenset({"drill", "cue"})
ADVICE_KINDS = frozenset({"education", "training_change", "footwear", "cross_training", "recovery", "warm_up"})


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where one item stands: allowed, marked, or refused with the reason."""

    item: Item
    refused: NotRecommended | None = None
    #: The guideline's word against it, where another recommendation is for it.
    against: str | None = None


def load_ceiling(situation: Situation) -> int:
    """Highest load class on the affected tissue: the phase's, or the cap of the irritability where that is lower."""
    phase = situation.phase
    ceiling = phase.load_class_max if phase else int(situation.number("load_class_without_phase"))
    caps = situation.knowledge.engine["treatment"].facts
    cap = caps.get(f"load_cap_{situation.irritability}")
    return min(ceiling, int(cap.value)) if cap and cap.value is not None else ceiling


def stand(situation: Situation, item: Item) -> Standing:
    """Hold one item against every hard limit, the gravest first."""
    for test in _LIMITS:
        refused = test(situation, item)
        if refused is not None:
            return Standing(item=item, refused=refused)
    return Standing(item=item, against=_word_against(situation, item))


def _against(situation: Situation, item: Item) -> NotRecommended | None:
    """Refused where guideline or evidence is against it and nothing in the same condition is for it."""
    for condition in situation.conditions:
        against = _words(condition, item, "against")
        if against and not _words(condition, item, "for"):
            says, reason = against[0]
            return refuse(item, "guideline_against", says, reason)
    return None


def _word_against(situation: Situation, item: Item) -> str | None:
    for condition in situation.conditions:
        for says, _ in _words(condition, item, "against"):
            return says
    return None


def _words(condition: Condition, item: Item, direction: str) -> list[tuple[str, Reason]]:
    """What guideline and trials say of the item in this condition, in one direction."""
    words: list[tuple[str, Reason]] = []
    for recommendation in condition.recommendations:
        if recommendation.direction == direction and item.id in recommendation.items:
            words.append((_sentence(condition, recommendation), reason_of(condition, recommendation)))
    for evidence in item.evidence:
        if evidence.direction == direction and evidence.condition == condition.id:
            words.append((evidence.says, evidence_reason(item, evidence)))
    return words


def _sentence(condition: Condition, recommendation: Recommendation) -> str:
    side = "against" if recommendation.direction == "against" else "for"
    return f"{condition.name}: the recommendation is {side} it: {recommendation.what} ({recommendation.grade})."


def evidence_reason(item: Item, evidence: EvidenceFor) -> Reason:
    """What is known of an item in a condition, as a reason."""
    return Reason(
        rule=f"{item.id}.evidence.{evidence.condition}",
        says=f"{evidence.says} ({evidence.grade})",
        facts=(f"items/{item.id}",),
        sources=cites(evidence.sources),
        status=evidence.status,
    )


def _out_of_phase(situation: Situation, item: Item) -> NotRecommended | None:
    phase = situation.phase
    if phase is None or not item.phases or phase.number in item.phases:
        return None
    reason = Reason(
        rule=f"{item.id}.phases",
        says=f"Belongs to phase {', '.join(map(str, item.phases))}; this is phase {phase.number}.",
        facts=(f"items/{item.id}",),
    )
    later = "later" if min(item.phases) > phase.number else "past"
    says = (
        f"Comes in phase {min(item.phases)}, now it is phase {phase.number}."
        if later == "later"
        else f"Belongs to an earlier phase than {phase.number}."
    )
    return refuse(item, "phase", says, reason)


def _too_heavy(situation: Situation, item: Item) -> NotRecommended | None:
    heaviest = max((item.load.get(key, 0) for key in situation.affected), default=0)
    ceiling = load_ceiling(situation)
    if heaviest <= ceiling:
        return None
    irritable = situation.phase is None or ceiling < situation.phase.load_class_max
    limit = "its irritability" if irritable else "this phase"
    says = f"Loads the affected tissue more (class {heaviest}) than {limit} allows (class {ceiling})."
    reason = Reason(rule="treatment.load_ceiling", says=says, facts=(f"items/{item.id}",))
    return refuse(item, "irritability" if irritable else "phase", says, reason)


def _not_at_hand(situation: Situation, item: Item) -> NotRecommended | None:
    if item.where == "clinic" or item.kind in CLINIC_KINDS:
        return None
    owned = {*situation.list("everyday"), *(situation.case.equipment or ())}
    lacking = [thing for thing in item.equipment if thing not in owned]
    if not lacking:
        return None
    words = ", ".join(thing.replace("_", " ") for thing in lacking)
    reason = Reason(
        rule="treatment.equipment",
        says=f"Needs {words}, which the runner does not have at hand.",
        facts=(f"items/{item.id}",),
    )
    return refuse(item, "equipment", f"Needs {words}.", reason)


def _meant_for_others(situation: Situation, item: Item) -> NotRecommended | None:
    here = {condition.id for condition in situation.conditions}
    if not item.only_for or here & set(item.only_for):
        return None
    reason = Reason(rule=f"{item.id}.only_for", says="Meant for other conditions.", facts=(f"items/{item.id}",))
    return refuse(item, "no_need", "Meant for other conditions.", reason)


def _waits_for_runs(situation: Situation, item: Item) -> NotRecommended | None:
    """How to run is advised only where there are runs."""
    if item.kind not in GAIT_KINDS and item.id not in situation.list("runs_only"):
        return None
    running = running_advice(situation)
    if running.mode in WITH_RUNS:
        return None
    return refuse(item, "phase", f"Waits for the first runs. {running.says}", *running.because)


def _waits_for_a_race(situation: Situation, item: Item) -> NotRecommended | None:
    if item.id not in situation.list("races_only") or any(goal.what == "race" for goal in situation.case.goals):
        return None
    says = "No race is among the goals."
    return refuse(item, "no_need", says, Reason(rule="case.goals", says=says))


def _disliked(situation: Situation, item: Item) -> NotRecommended | None:
    if item.id not in situation.case.refuses:
        return None
    return refuse(
        item,
        "no_need",
        "The runner does not want it.",
        Reason(rule="case.refuses", says="The runner does not want it."),
    )


#: The hard limits, the gravest first: the first that refuses an item is the reason given.
_LIMITS = (
    contraindicated,
    not_known_safe,
    locked,
    _against,
    _meant_for_others,
    _out_of_phase,
    _waits_for_runs,
    _waits_for_a_race,
    _too_heavy,
    _not_at_hand,
    _disliked,
)
