"""From the case to findings: what was answered, seen and tested, in one vocabulary.

What somebody said or measured stands above what a rule works out (:mod:`.rules`), and that above what
a typed answer merely suggests. Where an answer and a rule on a typed answer contradict each other, the
finding is unknown for the ranking and present for safety.
"""

from __future__ import annotations

from datetime import date

from restride.evaluation.prepared import Prepared
from restride.evaluation.recorded import dispute_says, recorded, say_recorded
from restride.evaluation.rules import apply_rules
from restride.evaluation.typed_answers import say_history, say_runner, say_typed
from restride.evaluation.view import Known, View, merge, same_side
from restride.model.case import Case, ExamResult
from restride.model.finding import Finding
from restride.model.words import Answer, Side, State

_STATE = {Answer.YES: State.PRESENT, Answer.NO: State.ABSENT}


def said(case: Case, prepared: Prepared, impaired: tuple[Finding, ...] = ()) -> tuple[Finding, ...]:
    """Every finding somebody answered, saw or measured; ``impaired`` come from number tests."""
    found: list[Finding] = []
    for number, complaint in enumerate(case.complaints):
        for what, answer in complaint.features.items():
            _add(found, what, answer, complaint.side, number, f"complaints[{number}].features")
    maps = (
        ("history.features", case.history.features),
        ("medicines", case.medicines),
        ("bone_and_energy", case.bone_and_energy),
        ("wellbeing", case.wellbeing),
    )
    for place, answers in maps:
        for what, answer in answers.items():
            _add(found, what, answer, Side.UNKNOWN, None, place)
    for seen in case.movement:
        _add(found, seen.finding, seen.answer, seen.side, None, f"movement by {seen.seen_by}")
    for result in case.exam:
        tested = _exam_answer(result)
        if tested is not None:
            _add(found, _finding_of(result.test, prepared), tested, result.side, None, "exam", result.site)
    return tuple(sorted({*found, *impaired}, key=finding_order))


def _finding_of(test: str, prepared: Prepared) -> str:
    """The word a positive result stands for: of a number test its impairment, else the test itself."""
    record = prepared.knowledge.tests.get(test)
    return record.finding if record is not None and record.result == "number" and record.finding else test


def finding_order(finding: Finding) -> tuple[object, ...]:
    """One fixed order, whatever the order of the inputs."""
    about = -1 if finding.about is None else finding.about
    return (about, finding.what, finding.side, finding.state, finding.origin, finding.site or "")


def _add(
    found: list[Finding],
    what: str,
    answer: Answer,
    side: Side,
    about: int | None,
    origin: str,
    site: str | None = None,
) -> None:
    state = _STATE.get(answer)
    if state is not None:
        found.append(Finding(what=what, state=state, side=side, site=site, about=about, origin=origin))


def _exam_answer(result: ExamResult) -> Answer | None:
    """Positive, negative, or positive because the test hurt; a number is read by :mod:`.impairments`."""
    if result.result == "positive":
        return Answer.YES
    if result.result == "negative":
        return Answer.NO
    if result.result is None and result.value is None and result.pain:
        return Answer.YES
    return None


def views(case: Case, findings: tuple[Finding, ...], prepared: Prepared, today: date) -> tuple[View, ...]:
    """One view per complaint, in the case's order; a runner without a complaint has one view too."""
    day = case.visit_on or today
    if not case.complaints:
        return (_view_of_runner(case, findings, prepared, day),)
    return tuple(_view(case, number, findings, prepared, day) for number in range(len(case.complaints)))


def _view_of_runner(case: Case, findings: tuple[Finding, ...], prepared: Prepared, day: date) -> View:
    known: dict[str, Known] = {}
    for finding in findings:
        _join(known, finding, prepared)
    say_runner(known, case, prepared)
    say_history(known, case, None, frozenset(), prepared)
    apply_rules(known, case, None, frozenset(), prepared, day)
    return View(None, None, Side.UNKNOWN, frozenset(), (), frozenset(), known)


def _view(case: Case, number: int, findings: tuple[Finding, ...], prepared: Prepared, day: date) -> View:
    complaint = case.complaints[number]
    places = closer_sites(complaint.site, prepared)
    also_places = frozenset().union(*(closer_sites(place.site, prepared) for place in complaint.also))
    known: dict[str, Known] = {}
    for finding in findings:
        if _bears_on(finding, number, places, also_places, case, prepared):
            _join(known, finding, prepared)
    say_typed(known, complaint, case, prepared)
    say_runner(known, case, prepared)
    say_history(known, case, complaint, places, prepared)
    say_recorded(known, recorded(case), number)
    apply_rules(known, case, complaint, places | also_places, prepared, day)
    also = tuple(sorted({place.site for place in complaint.also}))
    return View(number, complaint.site, complaint.side, places, also, also_places, known)


def closer_sites(site: str, prepared: Prepared) -> frozenset[str]:
    """The site and the closer ones a vague word stands for."""
    return prepared.stands_for.get(site, frozenset((site,)))


def _bears_on(
    finding: Finding,
    number: int,
    places: frozenset[str],
    also_places: frozenset[str],
    case: Case,
    prepared: Prepared,
) -> bool:
    if finding.about is not None:
        return finding.about == number or finding.what in prepared.lists["typed_answers"]["whole_runner"]
    complaint = case.complaints[number]
    if not same_side(finding.side, complaint.side):
        return False
    if finding.what in prepared.lists["typed_answers"]["reports_of_a_place"]:
        return _shows(finding, number, places, case, prepared)
    if finding.site is not None and closer_sites(finding.site, prepared).isdisjoint(places | also_places):
        return False
    test = prepared.knowledge.tests.get(finding.what)
    if test is None or test.kind != "palpation" or not test.sites or (places | also_places).intersection(test.sites):
        return True
    # Tenderness over another complaint says nothing about this one; over none, it may belong here.
    others = (closer_sites(other.site, prepared) for i, other in enumerate(case.complaints) if i != number)
    return not any(other.intersection(test.sites) for other in others)


def _shows(finding: Finding, number: int, places: frozenset[str], case: Case, prepared: Prepared) -> bool:
    """Whether a picture or letter is about this complaint: by its place, or as the only one on that side."""
    if finding.site is not None:
        return not closer_sites(finding.site, prepared).isdisjoint(places)
    return all(
        not same_side(finding.side, other.side) or bool(closer_sites(other.site, prepared) & places)
        for i, other in enumerate(case.complaints)
        if i != number
    )


def _join(known: dict[str, Known], finding: Finding, prepared: Prepared) -> None:
    before = known.get(finding.what)
    one_place = before is not None and before.side is finding.side
    sites = closer_sites(finding.site, prepared) if finding.site is not None else frozenset()
    after = Known(finding.state, finding.side, finding.origin, finding.state is State.PRESENT, sites)
    known[finding.what] = merge(before, after, one_place=one_place)


def listed(said_findings: tuple[Finding, ...], seen: tuple[View, ...], prepared: Prepared) -> tuple[Finding, ...]:
    """Every finding of the evaluation: what was said, what follows, and what is contradicted."""
    found = set(said_findings)
    answered = {(finding.about, finding.what) for finding in said_findings}
    for view in seen:
        for what, known in view.known.items():
            of_complaint = what in prepared.complaint_rules or _is_symptom(what, prepared)
            about = view.complaint if of_complaint else None
            contradicted = known.state is State.UNKNOWN
            if contradicted or not ({(about, what), (None, what), (view.complaint, what)} & answered):
                found.add(
                    Finding(
                        what=what,
                        state=known.state,
                        side=known.side if about is not None else Side.UNKNOWN,
                        about=about,
                        origin=known.origin,
                        says=dispute_says(known) if contradicted else None,
                    )
                )
    return tuple(sorted(found, key=finding_order))


def _is_symptom(what: str, prepared: Prepared) -> bool:
    word = prepared.knowledge.findings.get(what)
    return word is not None and word.domain == "symptom"
