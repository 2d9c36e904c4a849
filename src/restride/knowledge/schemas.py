"""The published JSON Schemas. The case's lists every word of the vocabulary with what it means.

Whoever writes a case needs nothing but this schema: sites, findings, tests, measures and red flags are
spelled out, each with its own description.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from restride.knowledge.load import Knowledge
from restride.model.case import Case
from restride.model.comeback import Comeback
from restride.model.evaluation import Evaluation
from restride.model.plan import Plan
from restride.model.quantity import Measurement, Quantity

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DOCUMENTS: dict[str, type] = {"case": Case, "evaluation": Evaluation, "plan": Plan, "comeback": Comeback}


def json_schema(name: str, knowledge: Knowledge) -> dict[str, Any]:
    """JSON Schema (2020-12) of the document called ``name``.

    Raises
    ------
    KeyError
        There is no such document.
    """
    schema = {"$schema": DIALECT, **msgspec.json.schema(DOCUMENTS[name], schema_hook=_quantity_schema)}
    if name == "case":
        _spell_out(schema["$defs"], knowledge)
    return schema


def _quantity_schema(kind: type) -> dict[str, Any]:
    if issubclass(kind, Quantity):
        units = ", ".join(kind.factors) + (", min/km, min/mi" if kind.noun == "a pace" else "")
        return {
            "type": "string",
            "description": f"{kind.noun} with its unit ({units})",
            "examples": [kind.example],
        }
    if issubclass(kind, Measurement):
        return {
            "type": "string",
            "description": "a number with its unit, one of the test's units",
            "examples": ["182 N", "9 cm"],
        }
    raise NotImplementedError(kind)


def _spell_out(parts: dict[str, Any], knowledge: Knowledge) -> None:
    answer = parts["Answer"]
    answer["description"] = "What is left out was not asked; unknown never counts as no."
    sites = [(site.id, f"{site.name} ({site.plain})") for site in knowledge.sites.values()]
    for part in ("Complaint", "Place"):
        parts[part]["properties"]["site"] = _choice("Region of the body map", sites)
    # The site of an injury or an examination may be missing.
    for part in ("PastInjury", "ExamResult"):
        parts[part]["properties"]["site"] = {"anyOf": [_choice("Region of the body map", sites), {"type": "null"}]}
    parts["Complaint"]["properties"]["features"] = _answers(_words(knowledge, "symptom"))
    parts["History"]["properties"]["features"] = _answers(_words(knowledge, "history"))
    case = parts["Case"]["properties"]
    case["medicines"] = _answers(_words(knowledge, "medicine"))
    case["bone_and_energy"] = _answers(_words(knowledge, "bone_energy"))
    case["wellbeing"] = _answers(_words(knowledge, "wellbeing"))
    case["red_flags"] = _answers((flag.id, flag.question) for flag in knowledge.red_flags.values())
    parts["MovementFinding"]["properties"]["finding"] = _choice("Finding of running form", _words(knowledge, "form"))
    tests = [(test.id, _describe_test(test)) for test in knowledge.tests.values()]
    seen = [(name, f"{says}. Result: positive or negative.") for name, says in _words(knowledge, "exam")]
    tests += [row for row in seen if row[0] not in knowledge.tests]
    parts["ExamResult"]["properties"]["test"] = _choice("Physical test", tests)
    measures = [(m.id, f"{m.name}, {m.low:g}–{m.high:g}, higher is {m.higher_is}") for m in knowledge.measures.values()]
    parts["MeasureResult"]["properties"]["measure"] = _choice("Questionnaire or scale", measures)
    items = [(item.id, item.name) for item in knowledge.items.values()]
    for field in ("likes", "refuses"):
        case[field]["items"] = _choice("Exercise, technique or advice", items)


def _words(knowledge: Knowledge, domain: str) -> Iterable[tuple[str, str]]:
    return ((word.id, word.says) for word in knowledge.findings.values() if word.domain == domain)


def _describe_test(test: Any) -> str:
    result = "positive or negative" if test.result == "yes_no" else f"a number in {' or '.join(test.units)}"
    return f"{test.name}: {test.procedure} Result: {result}."


def _choice(title: str, rows: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {"title": title, "oneOf": [{"const": name, "description": says} for name, says in sorted(rows)]}


def _answers(rows: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: {"$ref": "#/$defs/Answer", "description": says} for name, says in sorted(rows)},
        "additionalProperties": False,
        "default": {},
    }
