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
    return _by_findings(situation, item, met, "contraindications", "Contraindicated with", "Contraindicated here")


def not_known_safe(situation: Situation, item: Item) -> NotRecommended | None:
    """Nobody has asked yet what must be absent."""
    unknown = [finding for finding in item.unknown_forbids if finding not in situation.absent]
    return _by_findings(situation, item, unknown, "unknown_forbids", "Not asked yet", "Not before this has been asked")


def _by_findings(
    situation: Situation, item: Item, findings: list[str], rule: str, reason: str, says: str
) -> NotRecommended | None:
    if not findings:
        return None
    names = "; ".join(_says(situation, finding) for finding in findings)
    because = Reason(
        rule=f"{item.id}.{rule}",
        says=f"{reason}: {names}.",
        findings=tuple(findings),
        facts=(f"items/{item.id}",),
    )
    return refuse(item, "contraindicated", f"{says}: {names}.", because)


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
