"""Read a case file: strict YAML, typed, every id known, both sides agreeing. Bad input is one sentence."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from restride.knowledge.case_errors import plain_error
from restride.knowledge.load import Knowledge
from restride.knowledge.strict_yaml import StrictYamlError, read_yaml
from restride.model.case import Case, ExamResult
from restride.model.errors import PlainError
from restride.model.files import WRITTEN_BYTES, read_whole
from restride.model.quantity import decode_quantity
from restride.model.runs import lies_beside
from restride.model.words import Answer, Side

_UNIT_WORDS = {
    "reps": "repetitions",
    "rep": "repetitions",
    "°": "deg",
    "degrees": "deg",
    "newton": "N",
    "n": "N",
    "%": "pct",
    "sec": "s",
}


def exam_words(knowledge: Knowledge) -> dict[str, str]:
    """What an examination may report, with its meaning: every test, and every finding of domain «exam».

    The findings are for what was seen or told without a number: weakness by hand, a range by eye, an image.
    """
    words = {word.id: word.says for word in knowledge.findings.values() if word.domain == "exam"}
    return words | {test.id: test.name for test in knowledge.tests.values()}


def stored_unit(unit: str) -> str:
    """The knowledge's word for a unit, whichever usual way it was written."""
    return _UNIT_WORDS.get(unit, unit)


class CaseError(PlainError):
    """What was found, why it is a problem, what to do; one sentence."""


def read_case_file(path: Path, knowledge: Knowledge) -> Case:
    """Read ``case.yaml`` or a folder that holds one.

    Raises
    ------
    PlainError
        The file is missing, too large, not text, not of the schema, or contradicts itself.
    """
    file = path / "case.yaml" if path.is_dir() else path
    if not file.is_file():
        raise CaseError(f"There is no case at {path}; give a case file or a folder with case.yaml.")
    return read_case(read_whole(file, most=WRITTEN_BYTES), knowledge, name=file.name)


def read_case(raw: str | bytes, knowledge: Knowledge, *, name: str = "the case") -> Case:
    """Read the text of a case. See :func:`read_case_file`."""
    try:
        document = read_yaml(raw, name=name)
    except StrictYamlError as error:
        raise CaseError(str(error)) from None
    if document is None:
        raise CaseError(f"{name} is empty; a case needs at least one complaint with its site.")
    if not isinstance(document, dict):
        raise CaseError(
            f"{name} is not a case: it holds a {type(document).__name__}, and a case is a mapping "
            "that starts with 'complaints:'."
        )
    return convert_case(document, knowledge, name=name)


def convert_case(document: Mapping[str, Any], knowledge: Knowledge, *, name: str = "the case") -> Case:
    """Turn plain values (from YAML, JSON or a form) into a checked case."""
    try:
        case = msgspec.convert(document, Case, dec_hook=decode_quantity)
    except msgspec.ValidationError as error:
        raise CaseError(f"{name}: {plain_error(error, document, Case, 'the case')}") from None
    _check_words(case, knowledge, name)
    _check_sense(case, name)
    return case


def _check_words(case: Case, knowledge: Knowledge, name: str) -> None:
    """Every id of the case is a word of the knowledge, in the map where it belongs."""
    for number, complaint in enumerate(case.complaints):
        at = f"complaints[{number}]"
        _known(
            [complaint.site, *(place.site for place in complaint.also)],
            knowledge.sites,
            "body site",
            f"{at}.site",
            name,
        )
        _in_domain(complaint.features, "symptom", f"{at}.features", knowledge, name)
    _known(case.red_flags, knowledge.red_flags, "red-flag question", "red_flags", name)
    _in_domain(case.history.features, "history", "history.features", knowledge, name)
    _in_domain(case.medicines, "medicine", "medicines", knowledge, name)
    _in_domain(case.bone_and_energy, "bone_energy", "bone_and_energy", knowledge, name)
    _in_domain(case.wellbeing, "wellbeing", "wellbeing", knowledge, name)
    _in_domain({m.finding: m.answer for m in case.movement}, "form", "movement", knowledge, name)
    _known((result.test for result in case.exam), exam_words(knowledge), "test", "exam", name)
    _known((result.site for result in case.exam if result.site), knowledge.sites, "body site", "exam.site", name)
    _known((result.measure for result in case.measures), knowledge.measures, "measure", "measures", name)
    _known((*case.likes, *case.refuses), knowledge.items, "item", "likes or refuses", name)
    for number, result in enumerate(case.exam):
        _check_result(result, number, knowledge, name)
    _check_runs(case, knowledge, name)


def _check_runs(case: Case, knowledge: Knowledge, name: str) -> None:
    """Files lie beside the case; what was found is a word for a training change, about a complaint there is."""
    files = [("runs.files", file) for file in case.runs.files]
    files += [("recordings", file) for one in case.recordings for file in (one.file, one.force) if file is not None]
    for place, file in files:
        if not lies_beside(file):
            raise CaseError(
                f"{name}: {place}: '{file}' does not lie beside the case file; put the files there and name them "
                "from there, as 'strava.zip' or 'runs/2026'."
            )
    words = {word.id for word in knowledge.findings.values() if word.domain == "derived"}
    for one in case.runs.found:
        _known([one.finding], {word: word for word in words}, "training change", "runs.found", name)
        if one.about >= len(case.complaints):
            raise CaseError(
                f"{name}: runs.found: '{one.finding}' is about complaint {one.about}, and there "
                f"{'is one' if len(case.complaints) == 1 else f'are {len(case.complaints)}'} (the first is 0); "
                "correct the number."
            )


def _known(ids: Iterable[str], table: Mapping[str, object], noun: str, place: str, name: str) -> None:
    for one in ids:
        if one not in table:
            near = difflib.get_close_matches(one, table, n=1, cutoff=0.5)
            hint = f"did you mean '{near[0]}'?" if near else f"'restride schema case' lists what is known as {noun}."
            raise CaseError(f"{name}: {place}: '{one}' is not a known {noun}, so it would be ignored; {hint}")


_MAP_OF_DOMAIN = {
    "symptom": "complaints[].features", "history": "history.features", "medicine": "medicines",
    "bone_energy": "bone_and_energy", "wellbeing": "wellbeing", "form": "movement", "exam": "exam",
}  # fmt: skip


def _in_domain(answers: Mapping[str, Answer], domain: str, place: str, knowledge: Knowledge, name: str) -> None:
    words = {word.id: word for word in knowledge.findings.values() if word.domain == domain}
    for one in answers:
        other = knowledge.findings.get(one)
        if other is not None and other.domain != domain:
            where = _MAP_OF_DOMAIN.get(other.domain)
            hint = f"write it under '{where}'." if where else "it is worked out from other answers; leave it out."
            raise CaseError(f"{name}: {place}: '{one}' does not belong here; {hint}")
        _known([one], words, "word", place, name)


def _check_result(result: ExamResult, number: int, knowledge: Knowledge, name: str) -> None:
    test = knowledge.tests.get(result.test)
    at = f"{name}: exam[{number}] ({result.test})"
    if result.value is not None and (test is None or (result.result is not None and test.result == "yes_no")):
        raise CaseError(
            f"{at}: the test is positive or negative, but a value of {result.value.text} was given; "
            "give 'result' alone."
        )
    if result.value is None or test is None:
        return
    unit = stored_unit(result.value.unit)
    if unit not in test.units:
        raise CaseError(
            f"{at}: the unit '{result.value.unit}' is not one this test is measured in; "
            f"use one of {', '.join(test.units)}."
        )
    if unit != test.units[0]:
        return
    for limit, wrong in ((test.low, "below"), (test.high, "above")):
        if limit is None or limit.value is None:
            continue
        if (wrong == "below") == (result.value.value < limit.value) and result.value.value != limit.value:
            raise CaseError(
                f"{at}: {result.value.text} is {wrong} what can be measured ({limit.value:g} {limit.unit}); "
                "check the number."
            )


def _check_sense(case: Case, name: str) -> None:
    if case.purpose == "injury" and not case.complaints:
        raise CaseError(
            f"{name}: there is no complaint; name at least one with its site, or write 'purpose: prevention' "
            "for a runner without injury."
        )
    _check_contradictions(case, name)
    for number, complaint in enumerate(case.complaints):
        if complaint.began_on and case.visit_on and complaint.began_on > case.visit_on:
            raise CaseError(
                f"{name}: complaints[{number}].began_on: {complaint.began_on} lies after the visit on "
                f"{case.visit_on}; one of the two dates is wrong."
            )


def _check_contradictions(case: Case, name: str) -> None:
    seen: dict[tuple[str, Side, str | None], ExamResult] = {}
    for result in case.exam:
        for side in (Side.LEFT, Side.RIGHT) if result.side is Side.BOTH else (result.side,):
            before = seen.setdefault((result.test, side, result.site), result)
            if (before.result, before.value) != (result.result, result.value):
                first = before.value.text if before.value else before.result
                second = result.value.text if result.value else result.result
                raise CaseError(
                    f"{name}: exam: '{result.test}' {side} is given twice and the two contradict each other "
                    f"({first}, {second}); keep the one that holds."
                )
