"""One condition of the library in words: what speaks for and against it, its dangers, its care, what is not covered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from restride.explain.words import TISSUES
from restride.knowledge.load import Knowledge
from restride.knowledge.schema import Cite, Cluster, Condition, Feature, MustNotMiss, Phase, Recommendation
from restride.model.words import Status, Urgency, Weight
from restride.site import engine
from restride.site.clinical_library.items import Link, item_links
from restride.site.clinical_library.words import (
    DIRECTIONS,
    PHASES,
    REGIONS,
    RUNNING,
    SHARES,
    SITE_WEIGHTS,
    WEIGHTS,
    number,
    source_lines,
)
from restride.site.names import Names
from restride.site.reasons import ShownSource

LETTERS = frozenset("ABCDEF")
_ORDER = list(Weight)
_ELSEWHERE = {"whole_body": "Whole body"}


@dataclass(frozen=True, slots=True)
class Sign:
    """A finding and what it means each way."""

    says: str
    present: str
    absent: str
    basis: str
    note: str
    sources: tuple[ShownSource, ...]


Signs = tuple[str, tuple[Sign, ...]]


@dataclass(frozen=True, slots=True)
class Danger:
    """One thing that raises the concern."""

    says: str
    urgency: str
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True, slots=True)
class Recommended:
    """One recommendation with its grade as printed."""

    what: str
    sign: tuple[str, str, str]
    grade: str
    items: tuple[Link, ...]
    phases: str
    note: str
    draft: bool
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True, slots=True)
class CarePhase:
    """One phase of care."""

    number: int
    name: str
    goal: str
    content: str
    running: str
    load_max: int
    needs_release: bool
    exit: tuple[str, ...]
    draft: bool
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True, slots=True)
class ConditionPage:
    """Everything the page of one condition shows."""

    condition: Condition
    region: str
    tissue: str
    urgency: str
    draft: bool
    common: str
    common_note: str
    common_sources: tuple[ShownSource, ...]
    sites: tuple[tuple[str, str], ...]
    speaks_for: tuple[Signs, ...]
    speaks_against: tuple[Signs, ...]
    clusters: tuple[Sign, ...]
    dangers: tuple[Danger, ...]
    released_by: tuple[str, ...]
    never_released_by: tuple[str, ...]
    contrasts: tuple[tuple[Link, str], ...]
    flags: tuple[Link, ...]
    recommendations: tuple[Recommended, ...]
    phases: tuple[CarePhase, ...]
    recovery_weeks: str
    recovery_sources: tuple[ShownSource, ...]
    recovery_draft: bool
    causes: tuple[str, ...]
    items: tuple[tuple[Link, tuple[str, str, str], str], ...]
    guideline: str
    guideline_sources: tuple[ShownSource, ...]


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One condition as the list shows it."""

    id: str
    name: str
    plain: str
    region: str
    region_id: str
    urgency: str
    draft: bool
    text: str


def condition_lines(*, search: str = "", region: str = "") -> tuple[ConditionLine, ...]:
    """Return the conditions of a region that hold every word of a search."""
    words = search.lower().split()
    return tuple(
        one
        for one in _lines(engine.facts().digest)
        if (not region or one.region_id == region) and all(word in one.text for word in words)
    )


@lru_cache(maxsize=2)
def _lines(_digest: str) -> tuple[ConditionLine, ...]:
    found = (_line(one) for one in engine.facts().conditions.values())
    return tuple(sorted(found, key=lambda one: one.name.lower()))


def _line(one: Condition) -> ConditionLine:
    return ConditionLine(
        id=one.id,
        name=one.name,
        plain=one.plain,
        region=_region(one.region),
        region_id=one.region,
        urgency=_urgent(one.urgency),
        draft=one.status is Status.DRAFT,
        text=" ".join((one.name, one.plain, *one.aliases, *one.icd10)).lower(),
    )


def condition_page(name: str) -> ConditionPage | None:
    """Return the page of a condition, made once for each knowledge; nothing where there is none."""
    facts = engine.facts()
    return _page(name, facts.digest) if name in facts.conditions else None


@lru_cache(maxsize=256)
def _page(name: str, _digest: str) -> ConditionPage:
    facts = engine.facts()
    one = facts.conditions[name]
    names = Names(facts)
    danger = one.must_not_miss
    weighed = sorted(one.features, key=lambda feature: _ORDER.index(feature.present))
    guideline = one.guideline
    return ConditionPage(
        condition=one,
        region=_region(one.region),
        tissue=TISSUES[one.tissue].capitalize(),
        urgency=_urgent(one.urgency),
        draft=one.status is Status.DRAFT,
        common=SHARES[one.prior.share],
        common_note=_who(one),
        common_sources=source_lines(one.prior.sources, facts),
        sites=tuple((facts.sites[at.site].name, SITE_WEIGHTS[at.weight]) for at in one.sites if at.site in facts.sites),
        speaks_for=_grouped((one for one in weighed if not _is_against(one)), names),
        speaks_against=_grouped((one for one in weighed if _is_against(one)), names),
        clusters=tuple(_cluster(cluster, names) for cluster in one.clusters),
        dangers=tuple(_dangers(danger, one.urgency, facts)) if danger else (),
        released_by=tuple(release.says for release in danger.releases) if danger else (),
        never_released_by=names.findings(danger.never_released_by) if danger else (),
        contrasts=tuple(
            ((other.other, facts.conditions[other.other].name), other.says)
            for other in one.contrasts
            if other.other in facts.conditions
        ),
        flags=tuple((flag, facts.red_flags[flag].screens_for) for flag in one.red_flags if flag in facts.red_flags),
        recommendations=tuple(_recommended(each, facts) for each in sorted(one.recommendations, key=_direction)),
        phases=tuple(_phase(phase, facts) for phase in one.phases),
        recovery_weeks=number(one.recovery.weeks) if one.recovery.weeks else "",
        recovery_sources=source_lines(one.recovery.sources, facts),
        recovery_draft=one.recovery.status is Status.DRAFT,
        causes=tuple(facts.causes[cause].name for cause in one.causes if cause in facts.causes),
        items=tuple(_items(name, facts)),
        guideline=" ".join(str(part) for part in (guideline.name, guideline.year) if part) if guideline else "",
        guideline_sources=_guideline_sources(one, facts),
    )


def _region(name: str) -> str:
    return REGIONS.get(name) or _ELSEWHERE.get(name, name.replace("_", " ").capitalize())


def _urgent(urgency: Urgency) -> str:
    return "" if urgency is Urgency.NONE else urgency.value


def _who(one: Condition) -> str:
    ages = _ages(one.prior.age_low_years, one.prior.age_high_years)
    more = {"female": "more in women", "male": "more in men"}.get(one.prior.more_in or "", "")
    return "; ".join(part for part in (ages, more, (one.prior.note or "").rstrip(".")) if part)


def _ages(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{low:g} to {high:g} years"
    if low is not None:
        return f"from {low:g} years"
    return f"up to {high:g} years" if high is not None else ""


def _is_against(feature: Feature) -> bool:
    return feature.present.value.startswith("against")


def _grouped(features: Iterable[Feature], names: Names) -> tuple[Signs, ...]:
    """Return the findings under the words of their weight."""
    found: dict[str, list[Sign]] = {}
    for feature in features:
        sign = _sign(feature, names)
        found.setdefault(sign.present, []).append(sign)
    return tuple((words, tuple(signs)) for words, signs in found.items())


def _sign(feature: Feature, names: Names) -> Sign:
    return Sign(
        says=names.finding(feature.finding),
        present=WEIGHTS[feature.present],
        absent=WEIGHTS[feature.absent] if feature.absent is not Weight.NONE else "",
        basis=_basis(feature.basis, feature.lr_positive, feature.lr_negative, feature.population),
        note=(feature.note or "").rstrip("."),
        sources=source_lines(feature.sources, names.facts),
    )


def _cluster(cluster: Cluster, names: Names) -> Sign:
    found = "; ".join(names.findings(cluster.findings))
    return Sign(
        says=f"{cluster.says}: at least {cluster.at_least} of {found}",
        present=WEIGHTS[cluster.weight],
        absent=WEIGHTS[cluster.absent] if cluster.absent is not Weight.NONE else "",
        basis=_basis("published", cluster.lr_positive, cluster.lr_negative, cluster.population),
        note="",
        sources=source_lines(cluster.sources, names.facts),
    )


def _basis(basis: str, positive: float | None, negative: float | None, population: str | None) -> str:
    if basis != "published":
        return "Consensus"
    ratios = [f"LR+ {positive:g}" if positive is not None else "", f"LR− {negative:g}" if negative is not None else ""]
    known = ", ".join(one for one in ratios if one)
    return f"Published{f': {known}' if known else ''}{f' ({population})' if population else ''}"


def _dangers(danger: MustNotMiss, own: Urgency, facts: Knowledge) -> Iterable[Danger]:
    """Give each trigger its urgency; one without says the condition's own."""
    for trigger in danger.triggers:
        urgency = trigger.urgency or own
        yield Danger(trigger.says, _urgent(urgency), source_lines(trigger.sources, facts))


def _direction(one: Recommendation) -> int:
    return list(DIRECTIONS).index(one.direction)


def _recommended(one: Recommendation, facts: Knowledge) -> Recommended:
    return Recommended(
        what=one.what,
        sign=DIRECTIONS[one.direction],
        grade=f"{one.grade} (letter not read)" if one.grade in LETTERS and not one.grade_read else one.grade,
        items=item_links(one.items, facts),
        phases=", ".join(PHASES[each] for each in one.phases),
        note=one.note or "",
        draft=one.status is Status.DRAFT,
        sources=source_lines(one.sources, facts),
    )


def _phase(phase: Phase, facts: Knowledge) -> CarePhase:
    return CarePhase(
        number=phase.number,
        name=phase.name,
        goal=phase.goal,
        content=phase.content,
        running=RUNNING[phase.running],
        load_max=phase.load_class_max,
        needs_release=phase.needs_release,
        exit=tuple(criterion.says for criterion in phase.exit),
        draft=phase.status is Status.DRAFT,
        sources=source_lines(phase.sources, facts),
    )


def _items(name: str, facts: Knowledge) -> Iterable[tuple[Link, tuple[str, str, str], str]]:
    for direction, sign in DIRECTIONS.items():
        for item in sorted(facts.items.values(), key=lambda one: one.name.lower()):
            for one in item.evidence:
                if one.condition == name and one.direction == direction:
                    yield (item.id, item.name), sign, one.grade


def _guideline_sources(one: Condition, facts: Knowledge) -> tuple[ShownSource, ...]:
    if one.guideline is None:
        return ()
    own = (Cite(source=one.guideline.source),) if one.guideline.source else ()
    return source_lines((*own, *one.guideline.also), facts)
