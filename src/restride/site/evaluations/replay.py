"""Replaying a decision: the same stored inputs and date, worked out again, and every place that differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from restride.knowledge.case_reader import CaseError
from restride.site import engine
from restride.site.episodes.models import EvaluationRecord

PLACES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Replayed:
    """Whether it comes out the same, with which knowledge, and where it differs."""

    identical: bool
    same_knowledge: bool
    knowledge_then: str
    knowledge_now: str
    differs: tuple[str, ...]
    more: int
    trouble: str = ""


def replay(stored: EvaluationRecord) -> Replayed:
    """Work a stored evaluation out again from its case version and its date."""
    facts = engine.facts()
    then, digest = stored.knowledge_version, str(stored.document.get("knowledge_digest", ""))
    try:
        again = engine.written(engine.evaluate(stored.case_version.document, stored.as_of))
    except CaseError as error:
        return Replayed(False, digest == facts.digest, then, facts.version, (), 0, trouble=str(error))
    places = [place for place in _differing(stored.document, again, "") if not place.startswith("knowledge_digest")]
    return Replayed(
        identical=not places,
        same_knowledge=digest == facts.digest,
        knowledge_then=then,
        knowledge_now=facts.version,
        differs=tuple(places[:PLACES_SHOWN]),
        more=max(0, len(places) - PLACES_SHOWN),
    )


def _differing(before: Any, after: Any, place: str) -> list[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            found
            for key in dict.fromkeys((*before, *after))
            for found in _differing(before.get(key), after.get(key), f"{place}.{key}" if place else key)
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [
            found
            for at, (one, other) in enumerate(zip(before, after, strict=True))
            for found in _differing(one, other, f"{place}[{at + 1}]")
        ]
    return [] if before == after else [place]
