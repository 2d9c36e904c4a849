"""The list of items: what the filters offer and what they leave, from an index made once for each knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from restride.figure import has_figure
from restride.knowledge.load import Knowledge
from restride.knowledge.schema import Item
from restride.model.words import Status
from restride.site import engine
from restride.site.clinical_library.words import KINDS, PHASES, REGIONS, plain

#: The filters in their order, each with its name.
FILTERS = {
    "region": "Region",
    "kind": "Kind",
    "equipment": "Equipment",
    "phase": "Phase",
    "condition": "Condition",
    "where": "Where",
}
WHERE = {"home": "At home", "clinic": "In the clinic"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as a list shows it, and what it is found by."""

    id: str
    name: str
    plain: str
    kind: str
    kind_id: str
    regions: tuple[str, ...]
    where: str
    drawn: bool
    draft: bool
    clinician_only: bool
    #: Filter → every value that finds it.
    marks: Mapping[str, frozenset[str]]
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with its words."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every item, and every choice that finds at least one."""

    entries: tuple[Entry, ...]
    choices: Mapping[str, tuple[Choice, ...]]

    def found(self, *, search: str = "", chosen: Mapping[str, str]) -> tuple[Entry, ...]:
        """Return the items that hold every word and every chosen mark."""
        words = search.lower().split()
        return tuple(
            entry
            for entry in self.entries
            if all(word in entry.text for word in words)
            and all(value in entry.marks[name] for name, value in chosen.items())
        )


def shelf() -> Shelf:
    """Return the shelf of the knowledge in use."""
    facts = engine.facts()
    return _shelf(facts.digest)


@lru_cache(maxsize=2)
def _shelf(_digest: str) -> Shelf:
    facts = engine.facts()
    order = list(KINDS)
    found = (_entry(item, facts) for item in facts.items.values())
    entries = tuple(sorted(found, key=lambda one: (order.index(one.kind_id), one.name.lower())))
    names = {
        "region": REGIONS,
        "kind": KINDS,
        "phase": {str(number): words for number, words in PHASES.items()},
        "where": WHERE,
        "condition": {one.id: one.name for one in facts.conditions.values()},
    }
    return Shelf(entries, {name: _choices(name, names.get(name, {}), entries) for name in FILTERS})


def _entry(item: Item, facts: Knowledge) -> Entry:
    regions = tuple(dict.fromkeys(facts.sites[site].region for site in item.regions if site in facts.sites))
    conditions = {*item.only_for, *(one.condition for one in item.evidence if one.direction == "for")}
    conditions |= {name for dose in item.doses for name in dose.conditions}
    names = [facts.conditions[name].name for name in conditions if name in facts.conditions]
    needs = [facts.needs[one.need].says for one in item.serves if one.need in facts.needs]
    said = (item.name, item.plain, item.id.replace("_", " "), *item.muscles, *names, *needs, *item.equipment)
    return Entry(
        id=item.id,
        name=item.name,
        plain=item.plain,
        kind=KINDS.get(item.kind, item.kind),
        kind_id=item.kind,
        regions=tuple(REGIONS[one] for one in regions if one in REGIONS),
        where=item.where,
        drawn=has_figure(item.id),
        draft=item.status is Status.DRAFT,
        clinician_only=item.clinician_only,
        marks={
            "region": frozenset(regions),
            "kind": frozenset({item.kind}),
            "equipment": frozenset(item.equipment or {"none"}),
            "phase": frozenset(str(one) for one in item.phases),
            "condition": frozenset(conditions),
            "where": frozenset({"home", "clinic"} if item.where == "both" else {item.where}),
        },
        text=" ".join(said).lower(),
    )


def _choices(name: str, words: Mapping[str, str], entries: Iterable[Entry]) -> tuple[Choice, ...]:
    used = {value for entry in entries for value in entry.marks[name]}
    if words:
        choices = [Choice(value, said) for value, said in words.items() if value in used]
        return tuple(sorted(choices, key=lambda one: one.words)) if name in ("condition", "kind") else tuple(choices)
    return tuple(
        Choice(value, "Nothing needed" if value == "none" else plain(value).capitalize())
        for value in sorted(used, key=lambda one: (one != "none", one))
    )
