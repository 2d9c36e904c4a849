"""How much of the knowledge is drawn: for each kind of item and test, how many move, stand still, or show the fault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from restride.figure import has_figure, is_moving
from restride.knowledge.load import load


@dataclass(slots=True)
class Covered:
    """One kind of item or test."""

    kind: str
    moving: int = 0
    still: int = 0
    paired: int = 0
    missing: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All of this kind."""
        return self.moving + self.still + len(self.missing)


def coverage() -> tuple[list[Covered], list[Covered]]:
    """Kinds of items, and kinds of tests, each in the order of their names."""
    facts = load()
    return _by_kind((one.id, one.kind) for one in facts.items.values()), _by_kind(
        (one.id, one.kind) for one in facts.tests.values()
    )


def _by_kind(things: Iterator[tuple[str, str]]) -> list[Covered]:
    found: dict[str, Covered] = defaultdict(lambda: Covered(""))
    for name, kind in things:
        row = found[kind]
        row.kind = kind
        if not has_figure(name):
            row.missing.append(name)
            continue
        row.moving += is_moving(name)
        row.still += not is_moving(name)
        row.paired += has_figure(name, "pair")
    return [found[kind] for kind in sorted(found)]


def coverage_lines() -> Iterator[str]:
    """The same as a small table for a terminal."""
    for title, rows in zip(("items", "tests"), coverage(), strict=True):
        yield f"{title + ' of kind':24}{'all':>5}{'move':>6}{'still':>6}{'right and wrong':>17}{'not drawn':>11}"
        for row in rows:
            yield f"  {row.kind:22}{row.total:5}{row.moving:6}{row.still:6}{row.paired:17}{len(row.missing):11}"
        drawn = sum(row.moving + row.still for row in rows)
        yield f"  {drawn} of {sum(row.total for row in rows)} {title} are drawn."
