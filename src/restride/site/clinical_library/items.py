"""One item of the library in full: how, how much, for and against, load, what forbids it, the chain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from restride.figure import FigureError, has_figure
from restride.knowledge.load import Knowledge
from restride.knowledge.schema import Dose, EvidenceFor, Item, Serves
from restride.model.words import Certainty, Status
from restride.site import engine
from restride.site.clinical_library.words import (
    AMOUNTS,
    BONE_LOADS,
    DIRECTIONS,
    KINDS,
    LOADS,
    PHASES,
    PLACES,
    SIDED,
    TISSUES,
    dose_lines,
    number,
    plain,
    source_lines,
)
from restride.site.names import Names
from restride.site.reasons import ShownSource

Link = tuple[str, str]
ANY = "any"


@dataclass(frozen=True, slots=True)
class DoseForm:
    """One form of the dose."""

    title: str
    phases: str
    lines: tuple[Link, ...]
    applies_to: str
    certainty: Certainty
    draft: bool
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the item in one condition."""

    condition: Link | None
    sign: tuple[str, str, str]
    grade: str
    says: str
    draft: bool
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """How much the item asks of one tissue."""

    tissue: str
    amount: int
    words: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Everything the page of one item shows."""

    item: Item
    kind: str
    where: str
    sided: str
    phases: str
    minutes: str
    equipment: str
    regions: str
    draft: bool
    drawn: bool
    paired: bool
    serves: tuple[Link, ...]
    only_for: tuple[Link, ...]
    doses: tuple[DoseForm, ...]
    evidence: tuple[Evidence, ...]
    loads: tuple[Load, ...]
    forbidden: tuple[str, ...]
    forbidden_unasked: tuple[str, ...]
    not_with: tuple[Link, ...]
    easier: tuple[Link, ...]
    harder: tuple[Link, ...]


def item_page(name: str) -> ItemPage | None:
    """Return the page of an item, made once for each knowledge; nothing where there is none."""
    facts = engine.facts()
    return _page(name, facts.digest) if name in facts.items else None


@lru_cache(maxsize=512)
def _page(name: str, _digest: str) -> ItemPage:
    facts = engine.facts()
    item = facts.items[name]
    names = Names(facts)
    return ItemPage(
        item=item,
        kind=KINDS.get(item.kind, item.kind),
        where=PLACES[item.where],
        sided=SIDED[item.sided],
        phases=", ".join(PHASES[one] for one in item.phases),
        minutes=number(item.minutes) if item.minutes else "",
        equipment=", ".join(plain(one) for one in item.equipment),
        regions=", ".join(facts.sites[one].name for one in item.regions if one in facts.sites),
        draft=item.status is Status.DRAFT,
        drawn=has_figure(name),
        paired=_is_paired(name),
        serves=tuple((facts.needs[one.need].says, AMOUNTS[one.amount]) for one in _served(item, facts)),
        only_for=condition_links(item.only_for, facts),
        doses=tuple(_dose(one, facts) for one in item.doses),
        evidence=tuple(_evidence(one, facts) for one in sorted(item.evidence, key=_order)),
        loads=tuple(_load(tissue, amount) for tissue, amount in sorted(item.load.items(), key=lambda one: -one[1])),
        forbidden=names.findings(item.contraindications),
        forbidden_unasked=names.findings(item.unknown_forbids),
        not_with=item_links(item.not_with, facts),
        easier=item_links(item.regresses_to, facts),
        harder=item_links(item.progresses_to, facts),
    )


def item_links(names: Iterable[str], facts: Knowledge) -> tuple[Link, ...]:
    """Return items as id and name."""
    return tuple((name, facts.items[name].name) for name in names if name in facts.items)


def condition_links(names: Iterable[str], facts: Knowledge) -> tuple[Link, ...]:
    """Return conditions as id and name."""
    return tuple((name, facts.conditions[name].name) for name in names if name in facts.conditions)


def _is_paired(name: str) -> bool:
    try:
        return has_figure(name, "pair")
    except FigureError:
        return False


def _served(item: Item, facts: Knowledge) -> list[Serves]:
    return sorted((one for one in item.serves if one.need in facts.needs), key=lambda one: -one.amount)


def _order(one: EvidenceFor) -> tuple[int, bool]:
    return (list(DIRECTIONS).index(one.direction), one.condition == ANY)


def _dose(dose: Dose, facts: Knowledge) -> DoseForm:
    names = [words for _, words in condition_links(dose.conditions, facts)]
    return DoseForm(
        title=", ".join(names) or "General form",
        phases=", ".join(PHASES[one] for one in dose.phases),
        lines=dose_lines(dose),
        applies_to=dose.applies_to,
        certainty=dose.certainty,
        draft=dose.status is Status.DRAFT,
        sources=source_lines(dose.sources, facts),
    )


def _evidence(one: EvidenceFor, facts: Knowledge) -> Evidence:
    known = facts.conditions.get(one.condition)
    return Evidence(
        condition=(known.id, known.name) if known else None,
        sign=DIRECTIONS[one.direction],
        grade=one.grade,
        says=one.says,
        draft=one.status is Status.DRAFT,
        sources=source_lines(one.sources, facts),
    )


def _load(tissue: str, amount: int) -> Load:
    words = BONE_LOADS if tissue == "bone" else LOADS
    return Load(TISSUES.get(tissue, plain(tissue).capitalize()), amount, words[amount])
