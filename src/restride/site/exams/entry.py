"""Reading what was entered for one test, side by side, and what it says at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from restride.evaluation.impairments import impairments
from restride.evaluation.prepared import prepare
from restride.explain.words import VERDICTS
from restride.knowledge.case_reader import CaseError
from restride.model.case import ExamResult
from restride.model.words import Side
from restride.site import engine
from restride.site.documents import Document
from restride.site.evaluations.page import VERDICT_SIGNS
from restride.site.exams.sheets import Sheet
from restride.site.reasons import ShownReason, all_shown

RESULTS = (("positive", "Positive"), ("negative", "Negative"), ("not_done", "Not done"))
RESULT_WORDS = dict(RESULTS)
PLACE = re.compile(r"^This case: (?:exam\[\d+\](?: \([\w]+\))?(?:\.\w+)*: )?")
LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class SideField:
    """One side of the entry, with what was typed and what is wrong with it."""

    side: str
    name: str
    value: str
    result: str
    pain: str
    error: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything that was typed for one test; ``rows`` are what the case will hold."""

    fields: tuple[SideField, ...]
    unit: str
    note: str
    rows: tuple[dict[str, Any], ...]

    @property
    def errors(self) -> tuple[SideField, ...]:
        """The sides that need a look."""
        return tuple(field for field in self.fields if field.error)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one side says: in words, with its sign and the facts behind it."""

    side: str
    words: str
    sign: tuple[str, str, str]
    symmetry: str
    reasons: tuple[ShownReason, ...]


def sides_of(sheet: Sheet) -> tuple[str, ...]:
    """Return the sides that are entered; a test without sides has one field."""
    return (Side.LEFT.value, Side.RIGHT.value) if sheet.sided else (Side.UNKNOWN.value,)


def stored(sheet: Sheet, results: Iterable[ExamResult]) -> Entry:
    """Return what the case holds of a test, as if it had just been typed."""
    known: dict[str, ExamResult] = {}
    for result in results:
        if result.test == sheet.id:
            both = result.side in (Side.BOTH, Side.UNKNOWN, Side.MIDDLE)
            for side in sides_of(sheet) if both else (result.side.value,):
                known[side] = result
    fields = tuple(_stored_field(side, known.get(side)) for side in sides_of(sheet))
    with_unit = next((one.value for one in known.values() if one.value), None)
    note = next((one.note for one in known.values() if one.note), "") or ""
    unit = with_unit.unit if with_unit else (sheet.units[0] if sheet.units else "")
    return Entry(fields=fields, unit=unit, note=note, rows=())


def _stored_field(side: str, known: ExamResult | None) -> SideField:
    value = f"{known.value.value:g}" if known and known.value else ""
    pain = f"{known.pain:g}" if known and known.pain is not None else ""
    return SideField(side, side, value, (known.result if known else "") or "", pain, "")


def typed(sheet: Sheet, said: Mapping[str, str]) -> Entry:
    """Read a form: each side is held against the case's own rules, and keeps the engine's sentence."""
    unit = said.get("unit", "") or (sheet.units[0] if sheet.units else "")
    note = said.get("note", "").strip()[:LONGEST_NOTE]
    fields, rows = [], []
    for side in sides_of(sheet):
        value = said.get(f"value_{side}", "").strip().replace(",", ".")
        result = said.get(f"result_{side}", "")
        pain = said.get(f"pain_{side}", "").strip().replace(",", ".")
        row = _row(sheet, side, value=value, unit=unit, result=result, pain=pain, note=note)
        error = _trouble(row) if row else ""
        fields.append(SideField(side, side, value, result, pain, error))
        if row and not error:
            rows.append(row)
    return Entry(fields=tuple(fields), unit=unit, note=note, rows=tuple(rows))


def _row(sheet: Sheet, side: str, *, value: str, unit: str, result: str, pain: str, note: str) -> dict[str, Any]:
    """Return one row of the case's exam; empty where nothing was said."""
    row: dict[str, Any] = {"test": sheet.id, "side": side}
    if sheet.numeric and value:
        row["value"] = f"{value} {unit}"
    elif result in RESULT_WORDS and (not sheet.numeric or result == "not_done"):
        row["result"] = result
    else:
        return {}
    if pain:
        row["pain"] = _number(pain)
    if note:
        row["note"] = note
    return row


def _number(text: str) -> float | str:
    """Return a number as it was meant; whatever is none stays as typed, for the engine to refuse."""
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def _trouble(row: dict[str, Any]) -> str:
    """Return the engine's sentence about one row, without the place that the field itself shows."""
    try:
        engine.case_of({"purpose": "prevention", "exam": [row]})
    except CaseError as error:
        sentence = PLACE.sub("", str(error))
        return sentence[:1].upper() + sentence[1:]
    return ""


def with_entry(document: Document, sheet: Sheet, entry: Entry) -> Document:
    """Return the case with this test's rows replaced by what was entered.

    A number of a recording that was left as it is stays the recording's; what was typed over it is a hand's.
    """
    others = [row for row in document.get("exam", []) if row.get("test") != sheet.id]
    filmed = [row for row in document.get("exam", []) if row.get("test") == sheet.id and row.get("seen_by") == "camera"]
    rows = [next((_said_of(old, row) for old in filmed if _as_it_was(old, row)), row) for row in entry.rows]
    return {**document, "exam": [*others, *rows]}


def _as_it_was(old: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    return all(old.get(name) == row.get(name) for name in ("side", "value", "result", "pain"))


def _said_of(old: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """Where a number comes from, as it was; everything else as it was entered."""
    return {**row, **{name: old[name] for name in ("seen_by", "error", "recording") if name in old}}


def verdicts(document: Document, sheet: Sheet) -> tuple[Verdict, ...]:
    """Return what the entered numbers say, judged by the engine against norm, other leg and error."""
    try:
        case = engine.case_of(document)
    except CaseError:
        return ()
    facts = engine.facts()
    found = [one for one in impairments(case, prepare(facts)) if one.test == sheet.id]
    return tuple(
        Verdict(
            side=one.side.value if one.side in (Side.LEFT, Side.RIGHT) else "",
            words=VERDICTS[one.verdict],
            sign=(VERDICTS[one.verdict], *VERDICT_SIGNS[one.verdict]),
            symmetry=f"{one.symmetry_pct:.0f}" if one.symmetry_pct is not None else "",
            reasons=all_shown(one.because, facts),
        )
        for one in found
    )


def ratio_words(entry: Entry, found: tuple[Verdict, ...]) -> str:
    """Say the ratio with its direction: «87 % of the left side»."""
    pct = next((one.symmetry for one in found if one.symmetry), "")
    numbers = {field.side: _number(field.value) for field in entry.fields}
    left, right = numbers.get("left"), numbers.get("right")
    if not pct or not isinstance(left, (int, float)) or not isinstance(right, (int, float)):
        return ""
    if left == right:
        return "Both sides the same"
    return f"{'Left' if left < right else 'Right'} is {pct} % of the {'right' if left < right else 'left'} side"
