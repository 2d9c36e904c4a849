"""Check the knowledge: eight questions asked of every file, each answer one sentence.

1. Does it parse strictly?  2. Does it fit the schema?  3. Does every id, unit and source exist?
4. Does it make sense?  5. Has every number a unit, a population and a source?  6. Is every condition
covered, or honestly not?  7. Is anything used by nobody?  8. Is its status honest: nothing called
reviewed that rests on an abstract, a second hand or memory?

The first two stop the reading (:func:`restride.knowledge.load.build`); the others are asked together.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from restride.knowledge import load
from restride.knowledge.load import DATA, Knowledge, KnowledgeError, data_files, kind_of, read_records
from restride.knowledge.schema import (
    Cause,
    Cite,
    Cluster,
    Condition,
    Contrast,
    Criterion,
    Derivation,
    EvidenceFor,
    Fact,
    Feature,
    FindingWord,
    GaitVariable,
    Item,
    Measure,
    MustNotMiss,
    PhysicalTest,
    Recommendation,
    RedFlag,
    Release,
    Serves,
    SiteWeight,
    Trigger,
)
from restride.model.words import Certainty, Read, Status


class Problem(msgspec.Struct, frozen=True, order=True):
    """One sentence about one record of one file."""

    check: int
    file: str
    record: str
    says: str
    #: False: worth knowing, does not fail the check (something used by nobody).
    is_error: bool = True


#: (record type, field) → what its ids must be. «finding» takes vocabulary words and yes/no tests.
REFERENCES: dict[tuple[type, str], str] = {
    (Cite, "source"): "sources",
    (SiteWeight, "site"): "sites",
    (Feature, "finding"): "finding",
    (Cluster, "findings"): "finding",
    (Trigger, "all_of"): "finding",
    (Trigger, "any_of"): "finding",
    (Trigger, "sites"): "sites",
    (Release, "finding"): "finding",
    (MustNotMiss, "never_released_by"): "finding",
    (Contrast, "other"): "conditions",
    (Contrast, "findings"): "finding",
    (Recommendation, "items"): "items",
    (Recommendation, "needs"): "needs",
    (Criterion, "finding"): "finding",
    (Criterion, "measure"): "test or measure",
    (Condition, "differentials"): "conditions",
    (Condition, "red_flags"): "red_flags",
    (Condition, "explains_sites"): "sites",
    (Condition, "causes"): "causes",
    (FindingWord, "sites"): "sites",
    (Derivation, "id"): "finding",
    (Derivation, "all_of"): "finding",
    (Derivation, "any_of"): "finding",
    (Derivation, "none_of"): "finding",
    (Derivation, "unless"): "finding",
    (Derivation, "sites"): "sites",
    (RedFlag, "sites"): "sites",
    (RedFlag, "implied_by"): "finding",
    (RedFlag, "opens"): "conditions",
    (PhysicalTest, "sites"): "sites",
    (PhysicalTest, "finding"): "finding",
    (PhysicalTest, "need"): "needs",
    (PhysicalTest, "contraindications"): "finding",
    (Measure, "for_conditions"): "conditions",
    (Measure, "sites"): "sites",
    (GaitVariable, "finding"): "finding",
    (GaitVariable, "cue"): "items",
    (Serves, "need"): "needs",
    (EvidenceFor, "condition"): "condition or any",
    (Item, "equipment"): "equipment",
    (Item, "load"): "load key",
    (Item, "contraindications"): "finding",
    (Item, "unknown_forbids"): "finding",
    (Item, "progresses_to"): "items",
    (Item, "regresses_to"): "items",
    (Item, "not_with"): "items",
    (Item, "only_for"): "conditions",
    (Cause, "conditions"): "conditions",
    (Cause, "needs"): "needs",
    (Cause, "changed_by"): "items",
}

#: What a condition must have, and the word with which it may honestly say that it does not.
_COVERAGE = ("red_flags", "tests", "treatment", "phases", "return_to_run", "recovery")


def check(folder: Path = DATA) -> list[Problem]:
    """Ask all eight questions; an empty list is a clean bill."""
    unreadable = list(_unreadable(folder))
    if unreadable:
        return unreadable
    try:
        knowledge = load.build(folder)
    except KnowledgeError as error:
        file, _, says = str(error).partition(": ")
        return [Problem(2, file, "?", says)]
    return check_knowledge(knowledge)


def check_knowledge(knowledge: Knowledge) -> list[Problem]:
    """Questions three to eight, of knowledge that is already read."""
    problems: list[Problem] = []
    tables = _id_tables(knowledge)
    for file, name, record in records(knowledge):
        for part in parts(record):
            problems += [Problem(3, file, name, says) for says in _dangling(part, tables)]
            problems += [Problem(4, file, name, says) for says in _senseless(part, knowledge)]
            if isinstance(part, Fact):
                problems += [Problem(5, file, name, says) for says in _bare_number(part)]
            problems += [Problem(8, file, name, says) for says in _dishonest(part)]
        if isinstance(record, Condition):
            problems += [Problem(6, file, name, says) for says in _uncovered(record)]
    problems += _unused(knowledge)
    return sorted(problems)


def records(knowledge: Knowledge) -> Iterator[tuple[str, str, Any]]:
    """Every record with its file and its id."""
    for table in msgspec.structs.fields(Knowledge):
        content = getattr(knowledge, table.name)
        if not isinstance(content, dict) or table.name == "files":
            continue
        for name, record in content.items():
            yield knowledge.files.get(f"{table.name}/{name}", table.name), name, record
    for record in knowledge.derivations:
        yield "engine/derivations.yaml", record.id, record


def parts(record: Any) -> Iterator[Any]:
    """The record and every record inside it."""
    yield record
    for field in record.__struct_fields__:
        value = getattr(record, field)
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else (value,)
        for one in inner:
            if isinstance(one, msgspec.Struct):
                yield from parts(one)


def findings_known(knowledge: Knowledge) -> set[str]:
    """Ids that may be present or absent: words of the vocabulary and yes/no tests."""
    return set(knowledge.findings) | {test.id for test in knowledge.tests.values() if test.result == "yes_no"}


def _unreadable(folder: Path) -> Iterator[Problem]:
    for path in data_files(folder):
        try:
            read_records(path, kind_of(path, folder), folder)
        except KnowledgeError as error:
            says = str(error)
            yield Problem(
                2 if "record '" in says or "kind of knowledge" in says else 1,
                path.relative_to(folder).as_posix(),
                "?",
                says,
            )


def _id_tables(knowledge: Knowledge) -> dict[str, set[str]]:
    lists = {name: table.lists for name, table in knowledge.engine.items()}
    equipment = {word for words in lists.get("equipment", {}).values() for word in words}
    tables = {
        field.name: set(getattr(knowledge, field.name))
        for field in msgspec.structs.fields(Knowledge)
        if isinstance(getattr(knowledge, field.name), dict)
    }
    return tables | {
        "finding": findings_known(knowledge),
        "test or measure": tables["tests"] | tables["measures"],
        "condition or any": tables["conditions"] | {"any"},
        "equipment": equipment,
        "load key": set(lists.get("load_keys", {}).get("keys", ())),
    }


def _dangling(part: Any, tables: dict[str, set[str]]) -> Iterator[str]:
    for field in part.__struct_fields__:
        kind = REFERENCES.get((type(part), field))
        if kind is None:
            continue
        value = getattr(part, field)
        for one in (value,) if isinstance(value, str) else value or ():
            if one not in tables[kind]:
                yield f"{field}: '{one}' is not among the {kind.removesuffix('s')}s; correct it or write that record."


def _senseless(part: Any, knowledge: Knowledge) -> Iterator[str]:
    if isinstance(part, Fact) and part.low is not None and part.high is not None and part.low >= part.high:
        yield f"«{part.says}»: low {part.low:g} is not below high {part.high:g}."
    for field in part.__struct_fields__:
        value = getattr(part, field)
        if _is_pair(value) and value[0] > value[1]:
            yield f"{field}: {value[0]:g} to {value[1]:g} runs backwards."
    if isinstance(part, Condition):
        numbers = [phase.number for phase in part.phases]
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"phases are numbered {numbers}; number them 1, 2, 3 … in order."
    if isinstance(part, Item):
        for harder in part.progresses_to:
            other = knowledge.items.get(harder)
            if other is not None and part.id not in other.regresses_to:
                yield f"progresses to '{harder}', but no way leads back; add '{part.id}' to its regresses_to."


def _is_pair(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and all(isinstance(one, (int, float)) for one in value)


def _bare_number(fact: Fact) -> Iterator[str]:
    has_range = fact.low is not None or fact.high is not None
    if (fact.value is None) == (not has_range):
        yield f"«{fact.says}»: give either value, or low and high; not both and not neither."
    if not fact.unit.strip():
        yield f"«{fact.says}»: the number has no unit."
    if not fact.applies_to.strip():
        yield f"«{fact.says}»: nobody is named to whom it applies."
    if not fact.sources and fact.certainty is not Certainty.ENGINEERING_DEFAULT:
        yield f"«{fact.says}»: no source; cite one, or call it engineering_default."


def _dishonest(part: Any) -> Iterator[str]:
    if getattr(part, "status", None) is not Status.REVIEWED or not hasattr(part, "sources") or not part.sources:
        return
    if not any(cite.read in (Read.FULL_TEXT, Read.TABLE) for cite in part.sources):
        yield "is called reviewed, but of its sources only abstracts, second hands or memory were read; call it draft."


def _uncovered(condition: Condition) -> Iterator[str]:
    has = {
        "red_flags": bool(condition.red_flags or condition.must_not_miss),
        "tests": bool(condition.features or condition.clusters),
        "treatment": bool(condition.recommendations),
        "phases": bool(condition.phases),
        "return_to_run": bool(condition.return_to_run),
        "recovery": bool(condition.recovery.weeks),
    }
    for part in _COVERAGE:
        if not has[part] and part not in condition.not_covered:
            yield f"has no {part}; write it, or list '{part}' under not_covered."
        if has[part] and part in condition.not_covered:
            yield f"says '{part}' is not covered, but it is there; remove one of the two."


def _unused(knowledge: Knowledge) -> Iterator[Problem]:
    used: dict[str, set[str]] = {}
    for _, name, record in records(knowledge):
        for part in parts(record):
            for field in part.__struct_fields__:
                kind = REFERENCES.get((type(part), field))
                value = getattr(part, field) if kind else None
                for one in (value,) if isinstance(value, str) else value or ():
                    if one != name:
                        used.setdefault(str(kind), set()).add(one)
    for table, kinds in {"sources": ("sources",), "needs": ("needs",), "findings": ("finding",)}.items():
        seen = set().union(*(used.get(kind, set()) for kind in kinds))
        for name in sorted(set(getattr(knowledge, table)) - seen):
            yield Problem(7, knowledge.files[f"{table}/{name}"], name, "is used by nothing.", is_error=False)


def coverage(knowledge: Knowledge) -> list[tuple[str, ...]]:
    """Rows of the coverage table: condition, status, tests, red flags, treatment, phases, recovery, not covered."""
    rows: list[tuple[str, ...]] = []
    for name, condition in sorted(knowledge.conditions.items()):
        rows.append(
            (
                name,
                condition.status.value,
                str(len(condition.features) + len(condition.clusters)),
                str(len(condition.red_flags)),
                str(len(condition.recommendations)),
                str(len(condition.phases)),
                "yes" if condition.recovery.weeks else "–",
                ", ".join(condition.not_covered) or "–",
            )
        )
    return rows
