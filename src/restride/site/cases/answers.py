"""Putting one answer where it belongs in a case document: each vocabulary has its own map."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from restride.knowledge.load import Knowledge
from restride.model.words import Answer
from restride.site.documents import Document

MAP_OF_DOMAIN = {
    "medicine": ("medicines",),
    "bone_energy": ("bone_and_energy",),
    "wellbeing": ("wellbeing",),
    "history": ("history", "features"),
}
RESULT_OF_ANSWER = {Answer.YES: "positive", Answer.NO: "negative", Answer.NOT_ASKED: "not_done"}


class UnknownQuestion(ValueError):
    """Nobody can answer this: it is not a question of the knowledge."""


def answered(document: Document, name: str, answer: Answer, *, complaint: int | None, facts: Knowledge) -> Document:
    """Return the document with one more answer; «cannot say» is kept as not asked, and so stays unknown.

    Raises
    ------
    UnknownQuestion
        The id is neither a red-flag question nor a finding that is asked.
    """
    changed = deepcopy(document)
    if name in facts.red_flags:
        changed.setdefault("red_flags", {})[name] = answer.value
        return changed
    word = facts.findings.get(name)
    if word is None:
        raise UnknownQuestion(f"“{name}” is not a question that this program knows.")
    if word.domain == "symptom":
        _features(changed, complaint)[name] = answer.value
    elif word.domain == "form":
        _put_row(changed, "movement", "finding", name, {"finding": name, "answer": answer.value})
    elif word.domain == "exam":
        _put_row(changed, "exam", "test", name, {"test": name, "result": RESULT_OF_ANSWER[answer]})
    elif word.domain in MAP_OF_DOMAIN:
        _map_at(changed, MAP_OF_DOMAIN[word.domain])[name] = answer.value
    else:
        raise UnknownQuestion(f"“{word.says}” is worked out from other answers and cannot be answered itself.")
    return changed


def _features(document: Document, complaint: int | None) -> dict[str, Any]:
    complaints = document.get("complaints") or []
    if not complaints:
        raise UnknownQuestion("There is no complaint that this answer could belong to.")
    features: dict[str, Any] = complaints[min(complaint or 0, len(complaints) - 1)].setdefault("features", {})
    return features


def _map_at(document: Document, path: tuple[str, ...]) -> dict[str, Any]:
    here = document
    for step in path:
        here = here.setdefault(step, {})
    return here


def _put_row(document: Document, table: str, key: str, name: str, row: dict[str, Any]) -> None:
    rows = [one for one in document.get(table, []) if one.get(key) != name]
    document[table] = [*rows, row]
