"""A plain textbook picture of a condition, built from its own profile, for what follows from an evaluation.

Not for judging the ranking: the picture comes from the profile that ranks it. It serves where the question
is what the program proposes once a condition leads.
"""

from __future__ import annotations

from typing import Any

from restride.knowledge.case_reader import convert_case
from restride.knowledge.load import Knowledge
from restride.knowledge.schema import Condition
from restride.model.case import Case
from restride.model.words import Weight

_FOR = {Weight.DECISIVE: 4, Weight.STRONG: 3, Weight.MODERATE: 2, Weight.WEAK: 1}


def textbook_case(condition: Condition, knowledge: Knowledge) -> Case:
    """An adult with the condition's strongest finding of each group, hardly irritable, every flag answered no."""
    site = next((s.site for s in condition.sites if s.weight == "typical"), condition.sites[0].site)
    features: dict[str, str] = {}
    history: dict[str, str] = {}
    exam: list[dict[str, str]] = []
    for name in _strongest(condition):
        word, test = knowledge.findings.get(name), knowledge.tests.get(name)
        if word is not None and word.domain == "symptom":
            features[name] = "yes"
        elif word is not None and word.domain == "history":
            history[name] = "yes"
        elif test is not None and test.result == "yes_no":
            exam.append({"test": name, "side": "right", "result": "positive"})
    age = min(max(condition.prior.age_low_years or 32, 8), condition.prior.age_high_years or 110)
    document: dict[str, Any] = {
        "runner": {"age_years": age, "sex": condition.prior.more_in or "female"},
        "complaints": [
            {
                "site": site,
                "side": "right" if knowledge.sites[site].paired else "middle",
                "weeks": 8,
                "pain": {"worst": 4, "usual": 2, "now": 0, "next_morning": 0},
                "settles_in": "20 min",
                "features": features,
            }
        ],
        "history": {"features": history},
        "exam": exam,
        "red_flags": dict.fromkeys(knowledge.red_flags, "no"),
        "medicines": {w.id: "no" for w in knowledge.findings.values() if w.domain == "medicine"},
        "equipment": list(knowledge.engine["equipment"].lists["home"]),
    }
    return convert_case(document, knowledge, name=condition.id)


def _strongest(condition: Condition) -> list[str]:
    best: dict[str, tuple[int, str]] = {}
    for feature in condition.features:
        weight = _FOR.get(feature.present, 0)
        group = feature.group or feature.finding
        if weight > best.get(group, (0, ""))[0]:
            best[group] = (weight, feature.finding)
    return sorted(name for weight, name in best.values() if weight)
