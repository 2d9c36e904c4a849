"""Reasons and sources as a page shows them: the sentence, how certain, where it stands, what was read of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from restride.knowledge.load import Knowledge
from restride.knowledge.show import describe_source
from restride.model.decision import CiteRef, Reason
from restride.model.words import Certainty, Status

READ_WORDS = {
    "full_text": "full text read",
    "table": "table read",
    "abstract": "abstract read",
    "secondary": "read in another paper",
    "memory": "not read",
}


@dataclass(frozen=True, slots=True)
class ShownSource:
    """One source in a line, with what was read of it."""

    words: str
    read: str
    address: str


@dataclass(frozen=True, slots=True)
class ShownReason:
    """One reason: its sentence, certainty, whether its source was read, and the sources."""

    says: str
    certainty: Certainty | None
    draft: bool
    sources: tuple[ShownSource, ...]


def shown(reason: Reason, facts: Knowledge) -> ShownReason:
    """Return a reason as a page shows it."""
    return ShownReason(
        says=reason.says,
        certainty=reason.certainty,
        draft=reason.status is Status.DRAFT,
        sources=sources(reason.sources, facts),
    )


def all_shown(reasons: Iterable[Reason], facts: Knowledge) -> tuple[ShownReason, ...]:
    """Return several reasons, each sentence once."""
    found: dict[str, ShownReason] = {}
    for reason in reasons:
        found.setdefault(reason.says, shown(reason, facts))
    return tuple(found.values())


def sources(refs: Iterable[CiteRef], facts: Knowledge) -> tuple[ShownSource, ...]:
    """Return the sources of some citations, each once."""
    found: dict[str, ShownSource] = {}
    for ref in refs:
        source = facts.sources.get(ref.source)
        if source is not None and ref.source not in found:
            found[ref.source] = ShownSource(
                words=describe_source(source).split(". doi:")[0].split(" doi:")[0],
                read=READ_WORDS.get(ref.read or "", ""),
                address=f"https://doi.org/{source.doi}" if source.doi else source.url or "",
            )
    return tuple(found.values())
