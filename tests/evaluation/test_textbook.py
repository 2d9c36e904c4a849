"""Each textbook picture, written from its sources, comes first; without any one fact, among the first three."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from restride.evaluation import evaluate
from restride.knowledge.case_reader import convert_case
from restride.knowledge.strict_yaml import read_yaml
from restride.model.words import Urgency
from tests.evaluation.hand_made import TODAY, real

PICTURES = sorted((Path(__file__).parent.parent / "cases" / "textbook").glob("*.yaml"))
_MAPS = ("bone_and_energy", "medicines", "wellbeing")
_TYPED = ("onset", "through_run", "settles_in", "weeks", "also", "starts_after_time")


def picture(path: Path) -> dict[str, Any]:
    document = read_yaml(path.read_bytes(), name=path.name)
    assert isinstance(document, dict)
    return document


def order(document: dict[str, Any]) -> list[str]:
    found = evaluate(convert_case(document, real()), real(), TODAY)
    return [one.condition for one in found.complaints[0].hypotheses]


def without_one(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The same picture with each single fact left out."""
    complaint = document["complaints"][0]
    for name in complaint.get("features", {}):
        less = copy.deepcopy(document)
        del less["complaints"][0]["features"][name]
        yield name, less
    for name in _TYPED:
        if name in complaint:
            less = copy.deepcopy(document)
            del less["complaints"][0][name]
            yield name, less
    for place, result in enumerate(document.get("exam", ())):
        less = copy.deepcopy(document)
        del less["exam"][place]
        yield result["test"], less
    for holder, answers in [(name, document.get(name, {})) for name in _MAPS]:
        for name in answers:
            less = copy.deepcopy(document)
            del less[holder][name]
            yield name, less


DANGEROUS = [path for path in PICTURES if real().conditions[path.stem].urgency.rank >= Urgency.URGENT.rank]


def test_there_are_pictures_of_most_conditions() -> None:
    assert len(PICTURES) >= 30
    assert {path.stem for path in PICTURES} <= set(real().conditions)


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_the_textbook_picture_comes_first(path: Path) -> None:
    assert order(picture(path))[0] == path.stem


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_without_any_one_fact_it_stays_among_the_first_three(path: Path) -> None:
    for missing, document in without_one(picture(path)):
        assert path.stem in order(document)[:3], f"without {missing}"


@pytest.mark.parametrize("path", DANGEROUS, ids=lambda path: path.stem)
def test_a_dangerous_picture_is_referred_in_time(path: Path) -> None:
    found = evaluate(convert_case(picture(path), real()), real(), TODAY)
    assert found.course.decision == "refer"
    assert found.course.urgency.rank >= Urgency.URGENT.rank
    assert found.triage.plan_locked
