"""Finding an item of the library for a plan, with where it stands for this runner."""

from __future__ import annotations

from dataclasses import dataclass

from restride.knowledge.schema import Item
from restride.site.plans.desk import Desk
from restride.site.plans.page import NOT_WORDS
from restride.site.plans.shown import KINDS
from restride.treatment.candidates import Standing, stand


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """One item: what it is, and whether it may be proposed here."""

    id: str
    name: str
    kind: str
    needs: tuple[str, ...]
    standing: str
    says: str
    tone: str
    shape: str
    addable: bool
    here: bool


def found_in_library(desk: Desk, *, search: str = "", kind: str = "") -> list[LibraryRow]:
    """Return the items whose name or need holds every word, those that serve this runner's needs first."""
    words = search.lower().split()
    rows = []
    for item in desk.situation.knowledge.items.values():
        if (kind and item.kind != kind) or not _matches(desk, item, words):
            continue
        row = _row(desk, item, stand(desk.situation, item))
        rows.append((not row.addable, row.standing != "Allowed", -_worth(desk, item), row.name, row))
    rows.sort(key=lambda one: one[:4])
    return [row[4] for row in rows]


def _matches(desk: Desk, item: Item, words: list[str]) -> bool:
    needs = desk.situation.knowledge.needs
    served = " ".join(needs[one.need].says for one in item.serves if one.need in needs)
    text = f"{item.name} {item.plain} {served}".lower()
    return all(word in text for word in words)


def _worth(desk: Desk, item: Item) -> float:
    return sum(desk.needs[one.need].weight * one.amount for one in item.serves if one.need in desk.needs)


def _row(desk: Desk, item: Item, standing: Standing) -> LibraryRow:
    facts = desk.situation.knowledge
    refused = standing.refused
    if refused is not None:
        words, says = NOT_WORDS[refused.kind], refused.says
        tone, shape = ("stop", "stop") if refused.kind in ("contraindicated", "locked") else ("warn", "warn")
    elif standing.against:
        words, says, tone, shape = "Guideline against", standing.against, "warn", "warn"
    else:
        words, says, tone, shape = "Allowed", "", "ok", "ok"
    return LibraryRow(
        id=item.id,
        name=item.name,
        kind=KINDS.get(item.kind, item.kind),
        needs=tuple(facts.needs[one.need].says for one in item.serves if one.need in desk.needs),
        standing=words,
        says=says,
        tone=tone,
        shape=shape,
        addable=refused is None or refused.kind != "locked",
        here=desk.item(item.id) is not None,
    )
