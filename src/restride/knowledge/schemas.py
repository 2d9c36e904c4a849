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
from restride.model.gait import GaitReport
from restride.model.gait_session import GaitSession
from restride.model.movement import MovementReport
from restride.model.plan import Plan
from restride.model.quantity import Measurement, Quantity
from restride.model.retraining import Retraining

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DOCUMENTS: dict[str, type] = {
    "case": Case,
    "evaluation": Evaluation,
    "plan": Plan,
    "comeback": Comeback,
    "gait": GaitReport,
    "gait_session": GaitSession,
    "movement": MovementReport,
    "retraining": Retraining,
}


def json_schema(name: str, knowledge: Knowledge) -> dict[str, Any]:
    """JSON Schema (2020-12) of the document called ``name``.

    Raises
    ------
    KeyError
        There is no such document.
    """
    schema = schema_of(DOCUMENTS[name])
    if name == "case":
        _spell_out(schema["$defs"], knowledge)
    return schema


def schema_of(document: type) -> dict[str, Any]:
    """JSON Schema (2020-12) of a document of a room above this one."""
    return {"$schema": DIALECT, **msgspec.json.schema(document, schema_hook=_quantity_schema)}


def _quantity_schema(kind: type) -> dict[str, Any]:
    if issubclass(kind, Quantity):
        units = ", ".join(kind.factors) + (", min/km, min/mi" if kind.noun == "a pace" else "")
        return {
            "type": "string",
            "description": f"{kind.noun} with its unit ({units})",
            "examples": [kind.example],
        }
    if not issubclass(kind, Measurement):
        raise TypeError(f"no schema for {kind}")
    return {
        "type": "string",
        "description": "a number with its unit, one of the test's units",
        "examples": ["182 N", "9 cm"],
    }


#: What a reader of the schema alone took in more than one way, in words; part → field → description.
_HELP = {
    "Complaint": {
        "also": "Further places this same complaint is felt in, or spreads to. A separate problem is a complaint of "
        "its own; where its pain began is `site`.",
        "onset": "How it began: `gradual` over days or weeks, `sudden` in one moment of a run or the day, "
        "`after_injury` after a blow, fall or twist. What happened (a race, a twist, a pop, a sprint) goes to "
        "`features` too.",
        "weeks": "Weeks from the onset to this visit; days as a fraction (3 days: 0.4).",
        "pain": "Levels 0 to 10 where a number is known. 0 means asked and none. Without a number, say it in "
        "`features` (`pain_walking`, `night_pain`, `pain_at_rest` …).",
        "through_run": "How the pain goes within one run: `none` no pain in the run, `warms_up` eases, "
        "`warms_up_then_returns` eases and is back later or after, `builds` grows the longer the run, "
        "`starts_at_same_point` comes at much the same minute or distance each time, `constant` the same throughout.",
        "starts_after_time": "Time into the run at which the pain comes, where that is much the same each time.",
        "starts_after_distance": "Distance into the run at which the pain comes, where that is much the same.",
        "settles_in": "How long the pain takes to go after the run is stopped.",
        "morning_stiffness": "How long stiffness lasts after rising; 0 min where there is none.",
        "running": "What the runner does now: runs as before, less, or not at all.",
        "features": "What was said or asked about this complaint: yes, no, or left out where nobody said it. What "
        "concerns the whole runner (fever, fainting, breath, saddle numbness) may stand in any complaint.",
    },
    "Case": {
        "complaints": "One entry per problem, the main one first.",
        "exam": "Tests of the examination and reports of images. A test that was not done is left out.",
        "runs": "Recorded runs: the files beside the case, and what the runner adds. `found` and `filled` are written "
        "by the program.",
    },
    "ExamResult": {
        "result": "Positive where what the test's words say is so. An image or letter is positive where it says just "
        "that: `xray_without_fracture` positive means the X-ray shows no fracture; an image with one is left out.",
        "side": "The side tested. A test of one side says nothing about a complaint of the other.",
        "seen_by": "`hand`: by a person. `camera`: read from a recording of the test; the next one takes its place.",
        "recording": "Name and day of the recording that a camera's value was read from.",
        "error": "Half-width of the 95 % interval of a value from a recording, with the unit of the value.",
    },
}


def _spell_out(parts: dict[str, Any], knowledge: Knowledge) -> None:
    answer = parts["Answer"]
    answer["description"] = "What is left out was not asked; unknown never counts as no."
    sites = [(site.id, f"{site.name} ({site.plain})") for site in knowledge.sites.values()]
    for part in ("Complaint", "Place"):
        parts[part]["properties"]["site"] = _choice("Region of the body map", sites)
    for part, fields in _HELP.items():
        for field, says in fields.items():
            parts[part]["properties"][field]["description"] = says
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
    case["red_flags"]["description"] = (
        "Answers to the screening questions. A fact of the history is better given where it belongs (features, "
        "history, medicines): it opens the question by itself."
    )
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
