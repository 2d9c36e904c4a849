"""The list of sources at the end of a document, numbered in the order of first use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from restride.knowledge.load import Knowledge
from restride.knowledge.show import describe_source
from restride.model.decision import CiteRef, Reason


class Citation(msgspec.Struct, frozen=True):
    """One numbered source."""

    number: int
    source: str
    says: str


def cited(document: Any) -> Iterator[CiteRef]:
    """Every citation in a document, in reading order."""
    if isinstance(document, CiteRef):
        yield document
    elif isinstance(document, msgspec.Struct):
        for field in document.__struct_fields__:
            yield from cited(getattr(document, field))
    elif isinstance(document, (tuple, list)):
        for one in document:
            yield from cited(one)


def citations(document: Any, knowledge: Knowledge) -> tuple[Citation, ...]:
    """The numbered sources of a document."""
    names = dict.fromkeys(ref.source for ref in cited(document))
    known = [name for name in names if name in knowledge.sources]
    return tuple(Citation(n, name, describe_source(knowledge.sources[name])) for n, name in enumerate(known, start=1))


def reason_lines(reasons: Iterable[Reason], numbers: dict[str, int]) -> Iterator[str]:
    """Each reason in words with the numbers of its sources and its certainty."""
    from restride.explain.words import CERTAINTIES, draft_mark

    for reason in reasons:
        marks = sorted({numbers[ref.source] for ref in reason.sources if ref.source in numbers})
        cite = f" [{', '.join(map(str, marks))}]" if marks else ""
        certainty = f" ({CERTAINTIES[reason.certainty]})" if reason.certainty else ""
        yield f"{reason.says}{cite}{certainty}{draft_mark(reason.status) if not reason.certainty else ''}"
