"""Numbers for the sources a document really points to, in the order of first use."""

from __future__ import annotations

from collections.abc import Iterable

from restride.explain.citations import Citation
from restride.knowledge.load import Knowledge
from restride.knowledge.schema import Source
from restride.knowledge.show import describe_source
from restride.model.decision import CiteRef, Reason
from restride.model.words import Read

#: What is said of a source in the list when less than its text or table was read.
READ_MARKS = {
    Read.ABSTRACT: "abstract read",
    Read.SECONDARY: "read in another source",
    Read.MEMORY: "not read, recalled",
}


class Numbering:
    """Gives each source a number when it is first pointed to; the list at the end holds only those."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._sources = knowledge.sources
        self._numbers: dict[str, int] = {}

    def marks(self, refs: Iterable[CiteRef]) -> list[int]:
        """The numbers of these citations, ascending; a source the knowledge does not hold gets none."""
        names = dict.fromkeys(ref.source for ref in refs if ref.source in self._sources)
        return sorted(self._numbers.setdefault(name, len(self._numbers) + 1) for name in names)

    def of_reasons(self, reasons: Iterable[Reason]) -> list[int]:
        """The numbers of every source these reasons rest on."""
        return self.marks(ref for reason in reasons for ref in reason.sources)

    def list(self) -> tuple[tuple[Citation, Source], ...]:
        """The numbered list, with the record each entry was made from."""
        return tuple(
            (Citation(number, name, describe_source(self._sources[name])), self._sources[name])
            for name, number in self._numbers.items()
        )
