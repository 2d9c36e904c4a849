"""A test as its entry page shows it: how it is done, what is entered, and whether it may be done now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from restride.evaluation.findings import said, views
from restride.evaluation.impairments import as_findings, impairments
from restride.evaluation.prepared import prepare
from restride.evaluation.view import View
from restride.explain.words import in_minutes
from restride.knowledge.load import Knowledge
from restride.knowledge.schema import BodySite, Fact, FindingWord, Norm, PhysicalTest
from restride.model.case import Case
from restride.model.evaluation import Evaluation
from restride.model.words import Certainty
from restride.site.evaluations.triage_page import impact_because
from restride.site.names import Names
from restride.site.reasons import ShownSource
from restride.site.reasons import sources as shown_sources
from restride.treatment.situation import cites

REGIONS = {
    "back_pelvis": "Back and pelvis",
    "hip_thigh": "Hip and thigh",
    "knee": "Knee",
    "lower_leg": "Lower leg",
    "ankle": "Ankle",
    "foot": "Foot",
    "trunk": "Trunk",
}
KINDS = {
    "strength": "Strength",
    "endurance": "Endurance",
    "range": "Range",
    "control": "Control",
    "function": "Function",
    "palpation": "Palpation",
    "provocation": "Provocation",
    "neuro": "Nerve",
    "vascular": "Vessels",
    "observation": "Observation",
    "seen": "Seen or told",
}
UNIT_NAMES = {
    "N": "newton",
    "kg": "kilogram",
    "lb": "pound",
    "pct_bw": "per cent of body weight",
    "Nm_per_kg": "newton metre per kilogram",
    "deg": "degrees",
    "cm": "centimetre",
    "mm": "millimetre",
    "s": "seconds",
    "repetitions": "repetitions",
    "points": "points",
    "m": "metre",
}
UNIT_SIGNS = {"pct_bw": "% BW", "Nm_per_kg": "Nm/kg", "deg": "°", "repetitions": "reps"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One test: everything its entry needs besides the values."""

    id: str
    name: str
    kind: str
    procedure: str
    numeric: bool
    sided: bool
    units: tuple[str, ...]
    minutes: str
    regions: frozenset[str]
    facts: tuple[str, ...]
    draft: bool
    sources: tuple[ShownSource, ...]
    #: Why it is not offered now; empty where it may be done.
    forbidden: str
    locked: bool

    @property
    def unit_words(self) -> tuple[tuple[str, str, str], ...]:
        """Each unit with its sign and its name."""
        return tuple((unit, UNIT_SIGNS.get(unit, unit), UNIT_NAMES.get(unit, unit)) for unit in self.units)


class Sheets:
    """Every test of the library for one case: made on demand, held against locks and contraindications."""

    def __init__(self, case: Case, evaluation: Evaluation, facts: Knowledge, today: date) -> None:
        self._facts = facts
        self._names = Names(facts)
        self._views = _views(case, facts, today)
        self._impact = evaluation.triage.impact_locked
        self._impact_because = impact_because(evaluation.triage, facts)

    def sheet(self, name: str) -> Sheet | None:
        """Return the sheet of one test, or of a finding that an examination may report."""
        test = self._facts.tests.get(name)
        if test is not None:
            return self._of_test(test)
        word = self._facts.findings.get(name)
        return self._of_word(word) if word is not None and word.domain == "exam" else None

    def all(self, *, region: str = "", search: str = "") -> list[Sheet]:
        """Return the tests of a region whose name or procedure holds every word of a search."""
        words = search.lower().split()
        tests = [test for test in self._facts.tests.values() if _matches(words, test.name, test.procedure)]
        seen = [
            word
            for word in self._facts.findings.values()
            if word.domain == "exam" and word.id not in self._facts.tests and _matches(words, word.says, "")
        ]
        sheets = [*(self._of_test(test) for test in tests), *(self._of_word(word) for word in seen)]
        found = [sheet for sheet in sheets if not region or region in sheet.regions]
        return sorted(found, key=lambda sheet: (bool(sheet.forbidden), sheet.name))

    def _of_test(self, test: PhysicalTest) -> Sheet:
        forbidden = self._forbidden(test)
        minutes = test.minutes.value if test.minutes.value is not None else test.minutes.high
        return Sheet(
            id=test.id,
            name=test.name,
            kind=KINDS[test.kind],
            procedure=test.procedure,
            numeric=test.result == "number",
            sided=test.sided,
            units=test.units,
            minutes=in_minutes(minutes) if minutes else "",
            regions=self._regions(test.sites),
            facts=tuple(_known(test)),
            draft=test.status.value == "draft",
            sources=shown_sources(cites(test.sources), self._facts),
            forbidden=forbidden,
            locked=test.impact and self._impact,
        )

    def _of_word(self, word: FindingWord) -> Sheet:
        locked = word.impact and self._impact
        return Sheet(
            id=word.id,
            name=word.says,
            kind=KINDS["seen"],
            procedure=word.hint
            or "Positive where it was seen, felt or shown by an image; negative where it was looked for.",
            numeric=False,
            sided=True,
            units=(),
            minutes="",
            regions=self._regions(word.sites),
            facts=(),
            draft=False,
            sources=(),
            forbidden=self._impact_because if locked else "",
            locked=locked,
        )

    def _forbidden(self, test: PhysicalTest) -> str:
        if test.impact and self._impact:
            return self._impact_because
        met = [one for one in test.contraindications if any(view.alarms(one) for view in self._views)]
        return f"Not with: {'; '.join(self._names.findings(met))}." if met else ""

    def _regions(self, sites: Iterable[str]) -> frozenset[str]:
        known: list[BodySite] = [self._facts.sites[site] for site in sites if site in self._facts.sites]
        return frozenset(site.region for site in known) or frozenset(REGIONS)


def _views(case: Case, facts: Knowledge, today: date) -> tuple[View, ...]:
    prepared = prepare(facts)
    answers = said(case, prepared, as_findings(impairments(case, prepared)))
    return tuple(views(case, answers, prepared, today))


def _matches(words: list[str], name: str, procedure: str) -> bool:
    text = f"{name} {procedure}".lower()
    return all(word in text for word in words)


def _known(test: PhysicalTest) -> Iterable[str]:
    """Say what is known of the test: the error, the norms, how far two people agree."""
    if test.error is not None:
        yield f"Measurement error: {_amount(test.error)}"
    for norm in test.norms[:3]:
        yield from _norm(norm)
    if test.symmetry_flag is not None:
        yield f"Between the legs: {test.symmetry_flag.says}"
    if test.reliability:
        yield test.reliability
    if test.equipment:
        yield f"Needs {', '.join(thing.replace('_', ' ') for thing in test.equipment)}"


def _norm(norm: Norm) -> Iterable[str]:
    fact = norm.cut_off or norm.mean
    if fact is not None:
        who = f" ({fact.applies_to})" if fact.applies_to else ""
        yield f"{fact.says}: {_amount(fact)}{who}"


def _amount(fact: Fact) -> str:
    unit = UNIT_SIGNS.get(fact.unit, "%" if fact.unit == "pct" else fact.unit)
    if fact.value is not None:
        number = f"{fact.value:g} {unit}"
    elif fact.low is not None and fact.high is not None:
        number = f"{fact.low:g}–{fact.high:g} {unit}"
    else:
        number = fact.says
    return f"{number}, a house rule" if fact.certainty is Certainty.ENGINEERING_DEFAULT else number
