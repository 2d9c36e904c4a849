"""Small knowledge made by hand: the real words, sites and engine numbers, with a few invented conditions."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import msgspec

from restride.evaluation import evaluate
from restride.knowledge import schema
from restride.knowledge.case_reader import convert_case
from restride.knowledge.load import Knowledge, load
from restride.model import Case, Evaluation

TODAY = date(2026, 3, 2)


@cache
def real() -> Knowledge:
    """The knowledge shipped with the program."""
    return load()


def feature(finding: str, present: str = "none", absent: str = "none", group: str | None = None) -> dict[str, Any]:
    return {"finding": finding, "present": present, "absent": absent, "group": group}


def condition(name: str, *features: dict[str, Any], **more: Any) -> schema.Condition:
    """A condition of the inner shin, unless told otherwise."""
    record: dict[str, Any] = {
        "id": name,
        "name": name.replace("_", " ").capitalize(),
        "plain": "a sore place",
        "region": "lower_leg",
        "tissue": "fascia",
        "urgency": "NONE",
        "sites": [{"site": "shin_inner", "weight": "typical"}],
        "prior": {"share": "uncommon"},
        "summary": "Made by hand for a test.",
        "features": list(features),
        "recovery": {"says": "Not known."},
    }
    return msgspec.convert(record | more, schema.Condition)


def knowledge(*conditions: schema.Condition, **more: Any) -> Knowledge:
    """The real words with these conditions alone, and without red flags or causes unless given."""
    tables: dict[str, Any] = {"red_flags": {}, "causes": {}} | more
    return msgspec.structs.replace(real(), conditions={one.id: one for one in conditions}, **tables)


def flag(name: str, urgency: str = "URGENT", **more: Any) -> schema.RedFlag:
    record = {
        "id": name, "question": "Is it so?", "plain": "Is it so?", "screens_for": "Something serious",
        "urgency": urgency, "action": "See a doctor", "plain_action": "See a doctor", "whom_to_see": "Physician",
    }  # fmt: skip
    return msgspec.convert(record | more, schema.RedFlag)


def case_of(facts: Knowledge | None = None, **document: Any) -> Case:
    document.setdefault("complaints", [{"site": "shin_inner", "side": "left"}])
    return convert_case(document, facts or real())


def complaint(site: str = "shin_inner", side: str = "left", **more: Any) -> list[dict[str, Any]]:
    return [{"site": site, "side": side} | more]


def evaluated(facts: Knowledge | None = None, today: date = TODAY, **document: Any) -> Evaluation:
    facts = facts or real()
    return evaluate(case_of(facts, **document), facts, today)
