"""Small builders of reasons, so that every decision cites alike."""

from __future__ import annotations

from collections.abc import Iterable

from restride.knowledge.load import Knowledge
from restride.knowledge.schema import Cite, Fact
from restride.model.decision import CiteRef, Reason
from restride.model.words import Certainty, Status


def cites(sources: Iterable[Cite]) -> tuple[CiteRef, ...]:
    """Citations as they stand in the published document."""
    return tuple(CiteRef(source=cite.source, where=cite.where, read=cite.read.value) for cite in sources)


def house_rule(rule: str, says: str, *, findings: Iterable[str] = (), facts: Iterable[str] = ()) -> Reason:
    """A reason that rests on a rule of the program itself, which a therapist may overrule."""
    return Reason(
        rule=rule,
        says=says,
        findings=tuple(sorted(set(findings))),
        facts=tuple(facts),
        certainty=Certainty.ENGINEERING_DEFAULT,
        status=Status.REVIEWED,
    )


def sourced(
    rule: str,
    says: str,
    *,
    sources: Iterable[Cite] = (),
    findings: Iterable[str] = (),
    facts: Iterable[str] = (),
    certainty: Certainty | None = None,
    status: Status | None = None,
) -> Reason:
    """A reason that rests on a record of the knowledge and its sources."""
    return Reason(
        rule=rule,
        says=says,
        findings=tuple(sorted(set(findings))),
        facts=tuple(facts),
        sources=cites(sources),
        certainty=certainty,
        status=status,
    )


def from_fact(knowledge: Knowledge, table: str, name: str, *, findings: Iterable[str] = ()) -> Reason:
    """A reason that rests on one number of an engine table."""
    return of_fact(f"{table}/{name}", knowledge.fact(table, name), findings=findings)


def of_fact(rule: str, fact: Fact, *, findings: Iterable[str] = ()) -> Reason:
    """A reason that rests on a number, said with its value and unit."""
    value = fact.value if fact.value is not None else fact.low if fact.low is not None else fact.high
    return Reason(
        rule=rule,
        says=f"{fact.says.rstrip('.')} ({value:g} {fact.unit}).",
        findings=tuple(sorted(set(findings))),
        facts=(rule,),
        sources=cites(fact.sources),
        certainty=fact.certainty,
        status=fact.status,
    )
