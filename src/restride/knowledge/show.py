"""One fact in words: claim, numbers, sources, and who uses it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from restride.knowledge.check import REFERENCES, parts, records
from restride.knowledge.load import Knowledge
from restride.knowledge.schema import Cite, Fact, Source

_ASIDE = {"id", "sources", "status", "facts"}


def show(knowledge: Knowledge, name: str) -> str | None:
    """Everything said of ``name``, in every table that has it; None where none does."""
    blocks = []
    for file, record_name, record in records(knowledge):
        if record_name == name:
            blocks.append("\n".join(_block(knowledge, file, name, record)))
    return "\n\n".join(blocks) + "\n" if blocks else None


def _block(knowledge: Knowledge, file: str, name: str, record: Any) -> Iterator[str]:
    status = getattr(record, "status", None)
    yield f"{name}  ({file}{f', {status}' if status else ''})"
    if isinstance(record, Source):
        yield "  " + describe_source(record)
    else:
        yield from _claims(record)
        yield from _numbers(record)
        yield from _sources(knowledge, record)
    users = sorted(_users(knowledge, name, record))
    yield f"used by: {', '.join(users) if users else 'nothing'}"


def _claims(record: Any) -> Iterator[str]:
    for field in record.__struct_fields__:
        value = getattr(record, field)
        if isinstance(value, str) and field not in _ASIDE and value:
            yield f"  {field}: {value}"
        elif isinstance(value, tuple) and value and all(isinstance(one, str) for one in value):
            yield f"  {field}: {', '.join(value)}"


def _numbers(record: Any) -> Iterator[str]:
    facts = [part for part in parts(record) if isinstance(part, Fact)]
    if facts:
        yield "numbers:"
    for fact in facts:
        cited = "; ".join(cite.source for cite in fact.sources) or "house rule"
        aside = "; ".join((fact.applies_to, fact.certainty.value, cited, fact.status.value))
        yield f"  {fact.says}: {describe_number(fact)} ({aside})"


def describe_number(fact: Fact) -> str:
    """«12 weeks», «4–6 weeks», «at most 2 nrs_0_10»."""
    if fact.value is not None:
        return f"{fact.value:g} {fact.unit}"
    if fact.low is None:
        return f"at most {fact.high:g} {fact.unit}"
    if fact.high is None:
        return f"at least {fact.low:g} {fact.unit}"
    return f"{fact.low:g}–{fact.high:g} {fact.unit}"


def _sources(knowledge: Knowledge, record: Any) -> Iterator[str]:
    cites = {(part.source, part.where, part.read) for part in parts(record) if isinstance(part, Cite)}
    if cites:
        yield "sources:"
    for source_id, where, read in sorted(cites, key=str):
        source = knowledge.sources.get(source_id)
        described = describe_source(source) if source else source_id
        yield f"  [{source_id}] {described}{f' Where: {where}.' if where else ''} Read: {read.value.replace('_', ' ')}."


def describe_source(source: Source) -> str:
    """Author, year, title, journal and DOI on one line; without an author the title stands first."""
    year = f" ({source.year})" if source.year else ""
    title = source.title.rstrip(".")
    first = f"{source.authors}{year}. {title}" if source.authors else f"{title}{year}"
    tail = " ".join(
        part
        for part in (
            f"{source.journal}." if source.journal else "",
            f"doi:{source.doi}" if source.doi else "",
        )
        if part
    )
    return f"{first}{'' if first.endswith('?') else '.'} {tail}".strip()


def _users(knowledge: Knowledge, name: str, record: Any) -> Iterator[str]:
    for _, other_name, other in records(knowledge):
        if other is record:
            continue
        if any(_names(part, name) for part in parts(other)):
            yield other_name


def _names(part: msgspec.Struct, name: str) -> bool:
    for field in part.__struct_fields__:
        if (type(part), field) in REFERENCES:
            value = getattr(part, field)
            if value == name or (not isinstance(value, str) and value and name in value):
                return True
    return False
