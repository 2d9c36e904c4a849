"""Random plausible runners, built from the vocabulary itself, and the ways to turn one into another."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

import restride
from restride.knowledge.case_reader import convert_case
from restride.knowledge.load import load
from restride.model.plan import Plan

KNOWLEDGE = load()
TODAY = date(2026, 11, 21)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

#: Sites where a plan is usual, and the symptoms asked there.
SITES = tuple(name for name, site in KNOWLEDGE.sites.items() if site.paired and not site.stands_for)
SYMPTOMS = tuple(word.id for word in KNOWLEDGE.findings.values() if word.domain == "symptom")
HISTORY = tuple(word.id for word in KNOWLEDGE.findings.values() if word.domain == "history")
MEDICINES = tuple(word.id for word in KNOWLEDGE.findings.values() if word.domain == "medicine")
EQUIPMENT = KNOWLEDGE.engine["equipment"].lists["home"]
#: Behaviours of an ordinary overuse complaint: they bring hypotheses up without opening a flag.
ORDINARY = tuple(
    name
    for name in (
        "onset_gradual", "pain_running", "pain_downhill", "pain_stairs_down", "pain_squatting", "morning_first_steps",
        "pain_warms_up", "pain_speed", "pain_sitting_long", "pain_heel_raise_or_tiptoe", "pain_crossing_legs",
    )
    if name in SYMPTOMS
)  # fmt: skip
ORDINARY_SITES = (
    "knee_outer",
    "knee_front",
    "achilles_mid",
    "heel_under",
    "hip_outer",
    "knee_below_kneecap",
    "sit_bone",
)
ANSWERS = st.sampled_from(("yes", "no", "not_asked"))


@st.composite
def documents(draw: st.DrawFn, *, ordinary: bool = False) -> dict[str, Any]:
    """A case as plain values. ``ordinary``: one that usually gets a plan."""
    words = ORDINARY if ordinary else SYMPTOMS
    answers = st.sampled_from(("yes", "no")) if ordinary else ANSWERS
    features = draw(st.dictionaries(st.sampled_from(words), answers, min_size=2, max_size=8))
    complaint = {
        "site": draw(st.sampled_from(ORDINARY_SITES if ordinary else SITES)),
        "side": draw(st.sampled_from(("left", "right"))),
        "weeks": draw(st.integers(1, 60)),
        "pain": {"worst": draw(st.integers(1, 6 if ordinary else 10))},
        "settles_in": draw(st.sampled_from(("20 min", "5 h", "2 d"))),
        "features": features,
    }
    return {
        "complaints": [complaint],
        "runner": {"age_years": draw(st.integers(18, 70)), "sex": draw(st.sampled_from(("female", "male")))},
        "history": {"features": draw(st.dictionaries(st.sampled_from(HISTORY), answers, max_size=4))},
        "medicines": draw(st.dictionaries(st.sampled_from(MEDICINES), answers, max_size=2)),
        "red_flags": dict.fromkeys(KNOWLEDGE.red_flags, "no") if ordinary else {},
        "equipment": draw(st.lists(st.sampled_from(EQUIPMENT), unique=True, max_size=6)),
        "availability": {
            "days": draw(st.lists(st.sampled_from(DAYS), unique=True, min_size=1)),
            "minutes_per_day": draw(st.integers(5, 60)),
        },
    }


def plan_of(document: dict[str, Any], today: date = TODAY) -> Plan:
    """The proposal for a case given as plain values."""
    case = convert_case(document, KNOWLEDGE)
    evaluation = restride.evaluate(case, today=today, facts=KNOWLEDGE)
    return restride.plan(case, evaluation, today=today, facts=KNOWLEDGE)


def changed(document: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """The same case with some top-level parts replaced."""
    return {**document, **parts}


def with_complaint(document: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """The same case with parts of its first complaint replaced."""
    return changed(document, complaints=[{**document["complaints"][0], **parts}])
