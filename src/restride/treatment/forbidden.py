"""What forbids an item for safety, whatever speaks for it: a contraindication, an answer not known, a bone at risk."""

from __future__ import annotations

from restride.knowledge.schema import Item
from restride.model.decision import Reason
from restride.model.plan import NotRecommended, Refusal
from restride.treatment.situation import Situation

_IMPACT_LOAD = 2


def forbidden(situation: Situation, item: Item) -> NotRecommended | None:
    """The gravest of them, or nothing."""
    return next((found for one in FORBID if (found := one(situation, item)) is not None), None)


def refuse(item: Item, kind: Refusal, says: str, *because: Reason) -> NotRecommended:
    """The item, kept out with the reason."""
    return NotRecommended(item=item.id, name=item.name, kind=kind, says=says, because=because)


def _says(situation: Situation, finding: str) -> str:
    word = situation.knowledge.findings.get(finding)
    test = situation.knowledge.tests.get(finding)
    return word.says if word else test.name if test else finding


def contraindicated(situation: Situation, item: Item) -> NotRecommended | None:
    """A finding is present with which it must not be done."""
    met = [finding for finding in (*item.contraindications, *item.unknown_forbids) if finding in situation.present]
    if not met:
        return None
    names = "; ".join(_says(situation, finding) for finding in met)
    reason = Reason(
        rule=f"{item.id}.contraindications",
        says=f"Contraindicated with: {names}.",
        findings=tuple(met),
        facts=(f"items/{item.id}",),
    )
    return refuse(item, "contraindicated", f"Contraindicated here: {names}.", reason)


def not_known_safe(situation: Situation, item: Item) -> NotRecommended | None:
    """Nobody has asked yet what must be absent."""
    unknown = [finding for finding in item.unknown_forbids if finding not in situation.absent]
    if not unknown:
        return None
    names = "; ".join(_says(situation, finding) for finding in unknown)
    reason = Reason(
        rule=f"{item.id}.unknown_forbids",
        says=f"Not asked yet: {names}.",
        findings=tuple(unknown),
        facts=(f"items/{item.id}",),
    )
    return refuse(item, "contraindicated", f"Not before this has been asked: {names}.", reason)


def locked(situation: Situation, item: Item) -> NotRecommended | None:
    """Impact, while a bone stress injury is possible."""
    if situation.evaluation.triage.impact_locked and item.load.get("bone", 0) >= _IMPACT_LOAD:
        reason = Reason(
            rule="triage.impact_locked",
            says="A bone stress injury is possible: nothing that runs, jumps, hops or lands until that is examined.",
            facts=(f"items/{item.id}",),
        )
        return refuse(item, "locked", "Impact is locked while a bone stress injury is possible.", reason)
    return None


#: The gravest first.
FORBID = (contraindicated, not_known_safe, locked)
