"""The shorter shelves: red flags, tests, measures, sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from restride.knowledge.check import parts, records
from restride.knowledge.load import Knowledge
from restride.knowledge.schema import Cite, Measure, Norm, PhysicalTest, RedFlag, Source
from restride.knowledge.show import describe_source
from restride.model.words import Status, Urgency
from restride.site import engine
from restride.site.clinical_library.items import Link, condition_links
from restride.site.clinical_library.words import number, plain, source_lines
from restride.site.exams.sheets import KINDS
from restride.site.names import Names
from restride.site.reasons import READ_WORDS, ShownSource

SHIPPED = {
    "yes": ("Text may be shown", "ok", "ok"),
    "no": ("Text may not be shown", "warn", "no"),
    "unknown": ("Licence not known: text not shown", "", "unk"),
}


@dataclass(frozen=True, slots=True)
class FlagLine:
    """One screening question."""

    flag: RedFlag
    asked_of: str
    opens: tuple[Link, ...]
    draft: bool
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True, slots=True)
class TestLine:
    """One test as the list shows it."""

    id: str
    name: str
    kind: str
    minutes: str
    regions: frozenset[str]
    draft: bool
    text: str


@dataclass(frozen=True, slots=True)
class TestPage:
    """One test in full."""

    test: PhysicalTest
    kind: str
    minutes: str
    result: str
    sites: str
    error: str
    norms: tuple[str, ...]
    symmetry: tuple[str, ...]
    equipment: str
    forbidden: tuple[str, ...]
    finding: str
    weighed_in: tuple[Link, ...]
    draft: bool
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One questionnaire or scale."""

    measure: Measure
    span: str
    important: str
    detectable: str
    shipped: tuple[str, str, str]
    conditions: tuple[Link, ...]
    draft: bool
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source, what was read of it, and who rests on it."""

    id: str
    words: str
    address: str
    read: str
    doi_recalled: bool
    design: str
    population: str
    used_by: tuple[tuple[str, str], ...]
    text: str


@lru_cache(maxsize=2)
def _flags(_digest: str) -> tuple[tuple[str, tuple[FlagLine, ...]], ...]:
    facts = engine.facts()
    lines = [_flag(one, facts) for one in facts.red_flags.values()]
    return tuple(
        (urgency.value, tuple(one for one in lines if one.flag.urgency is urgency))
        for urgency in Urgency
        if any(one.flag.urgency is urgency for one in lines)
    )


def flags_by_urgency() -> tuple[tuple[str, tuple[FlagLine, ...]], ...]:
    """Return every red flag, the most urgent first."""
    return _flags(engine.facts().digest)


def _flag(one: RedFlag, facts: Knowledge) -> FlagLine:
    below = f"under {one.age_below_years:g} years" if one.age_below_years else ""
    above = f"over {one.age_above_years:g} years" if one.age_above_years else ""
    sex = {"female": "women", "male": "men"}.get(one.sex or "", "")
    sites = ", ".join(facts.sites[site].name.lower() for site in one.sites if site in facts.sites)
    return FlagLine(
        flag=one,
        asked_of=", ".join(part for part in (sex, below, above, f"pain at {sites}" if sites else "") if part),
        opens=condition_links(one.opens, facts),
        draft=one.status is Status.DRAFT,
        sources=source_lines(one.sources, facts),
    )


def matching_tests(*, search: str = "", region: str = "") -> tuple[TestLine, ...]:
    """Return the tests of a region that hold every word of a search."""
    words = search.lower().split()
    return tuple(
        one
        for one in _tests(engine.facts().digest)
        if (not region or region in one.regions) and all(word in one.text for word in words)
    )


@lru_cache(maxsize=2)
def _tests(_digest: str) -> tuple[TestLine, ...]:
    facts = engine.facts()
    lines = (
        TestLine(
            id=one.id,
            name=one.name,
            kind=KINDS[one.kind],
            minutes=number(one.minutes),
            regions=frozenset(facts.sites[site].region for site in one.sites if site in facts.sites),
            draft=one.status is Status.DRAFT,
            text=f"{one.name} {one.plain or ''} {KINDS[one.kind]} {one.procedure}".lower(),
        )
        for one in facts.tests.values()
    )
    return tuple(sorted(lines, key=lambda one: one.name.lower()))


def page_of_test(name: str) -> TestPage | None:
    """Return the page of a test; nothing where there is none."""
    facts = engine.facts()
    return _test_page(name, facts.digest) if name in facts.tests else None


@lru_cache(maxsize=512)
def _test_page(name: str, _digest: str) -> TestPage:
    facts = engine.facts()
    one = facts.tests[name]
    names = Names(facts)
    finding = one.finding or (one.id if one.result == "yes_no" else "")
    symmetry = (one.symmetry_flag, one.symmetry_watch)
    weighed = (
        condition.id
        for condition in facts.conditions.values()
        if any(feature.finding in (name, finding) for feature in condition.features)
    )
    return TestPage(
        test=one,
        kind=KINDS[one.kind],
        minutes=number(one.minutes),
        result="Positive or negative" if one.result == "yes_no" else f"A number ({', '.join(map(plain, one.units))})",
        sites=", ".join(facts.sites[site].name for site in one.sites if site in facts.sites),
        error=f"{one.error.says}: {number(one.error)}" if one.error else "",
        norms=tuple(_norm(norm) for norm in one.norms if norm.cut_off or norm.mean),
        symmetry=tuple(f"{fact.says}: {number(fact)}" for fact in symmetry if fact),
        equipment=", ".join(plain(thing) for thing in one.equipment),
        forbidden=names.findings(one.contraindications),
        finding=names.finding(finding) if finding and finding != one.id else "",
        weighed_in=condition_links(weighed, facts),
        draft=one.status is Status.DRAFT,
        sources=source_lines(one.sources, facts),
    )


def _norm(norm: Norm) -> str:
    fact = norm.cut_off or norm.mean
    if fact is None:
        return ""
    spread = f" ± {norm.sd.value:g}" if norm.sd and norm.sd.value is not None else ""
    sex = {"female": ", women", "male": ", men"}.get(norm.sex or "", "")
    return f"{fact.says}: {number(fact)}{spread} ({fact.applies_to}{sex})"


@lru_cache(maxsize=2)
def _measures(_digest: str) -> tuple[MeasureLine, ...]:
    facts = engine.facts()
    found = (_measure(one, facts) for one in facts.measures.values())
    return tuple(sorted(found, key=lambda one: one.measure.name.lower()))


def measure_lines() -> tuple[MeasureLine, ...]:
    """Return every measure by name."""
    return _measures(engine.facts().digest)


def _measure(one: Measure, facts: Knowledge) -> MeasureLine:
    return MeasureLine(
        measure=one,
        span=f"{one.low:g} to {one.high:g} {plain(one.unit)}, higher is {one.higher_is}",
        important=number(one.important_change) if one.important_change else "",
        detectable=number(one.detectable_change) if one.detectable_change else "",
        shipped=SHIPPED[one.ship_item_text],
        conditions=condition_links(one.for_conditions, facts),
        draft=one.status is Status.DRAFT,
        sources=source_lines(one.sources, facts),
    )


def source_found(*, search: str = "") -> tuple[SourceLine, ...]:
    """Return the sources that hold every word of a search."""
    words = search.lower().split()
    return tuple(one for one in _sources(engine.facts().digest) if all(word in one.text for word in words))


@lru_cache(maxsize=2)
def _sources(_digest: str) -> tuple[SourceLine, ...]:
    facts = engine.facts()
    users = _users(facts)
    found = (_source(one, users.get(one.id, ())) for one in facts.sources.values())
    return tuple(sorted(found, key=lambda one: one.words.lower()))


def _users(facts: Knowledge) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return who cites each source: table and id, each once."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for _file, name, record in records(facts):
        for part in parts(record):
            if isinstance(part, Cite):
                found.setdefault(part.source, {})[_user(name, facts)] = None
    return {source: tuple(sorted(users, key=lambda one: one[1].lower())) for source, users in found.items()}


def _user(name: str, facts: Knowledge) -> tuple[str, str]:
    """Return where a citing record is read in the library, and its name; no address for what has no page."""
    if name in facts.items:
        return f"items/{name}", facts.items[name].name
    if name in facts.conditions:
        return f"conditions/{name}", facts.conditions[name].name
    if name in facts.tests:
        return f"tests/{name}", facts.tests[name].name
    if name in facts.measures:
        return f"measures/#{name}", facts.measures[name].name
    if name in facts.red_flags:
        return f"red-flags/#{name}", facts.red_flags[name].screens_for
    return "", plain(name).capitalize()


def _source(one: Source, used_by: Iterable[tuple[str, str]]) -> SourceLine:
    words = describe_source(one)
    return SourceLine(
        id=one.id,
        words=words.split(". doi:")[0].split(" doi:")[0],
        address=f"https://doi.org/{one.doi}" if one.doi else one.url or "",
        read=READ_WORDS[one.read.value],
        doi_recalled=bool(one.doi) and not one.doi_seen,
        design=one.design or "",
        population=one.population or "",
        used_by=tuple(used_by),
        text=f"{words} {one.id} {one.design or ''} {one.population or ''}".lower(),
    )
