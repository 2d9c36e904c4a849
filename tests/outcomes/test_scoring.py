"""Scores of measures, missing answers, and changes against measurement error."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from restride.knowledge.load import Knowledge, load
from restride.knowledge.schema import Measure
from restride.model.case import MeasureResult
from restride.outcomes import score_measures, score_of


def fact(value: float) -> dict[str, Any]:
    return {"says": "By hand", "value": value, "unit": "points", "applies_to": "a test", "certainty": "low"}


def measure(**more: Any) -> Measure:
    record: dict[str, Any] = {
        "id": "scale", "name": "Scale", "items": 4, "low": 0, "high": 100, "unit": "points", "higher_is": "better",
        "scoring": "By hand", "method": "percent", "item_low": 0, "item_high": 4, "missing_allowed": 1,
        "licence": "None", "ship_item_text": "no",
    }  # fmt: skip
    return msgspec.convert(record | more, Measure)


def result(**more: Any) -> MeasureResult:
    return msgspec.convert({"measure": "scale"} | more, MeasureResult)


def facts(**more: Any) -> Knowledge:
    return msgspec.structs.replace(load(), measures={"scale": measure(**more)})


@pytest.mark.parametrize(
    ("method", "items", "score"),
    [
        ("percent", (4, 4, 4, 4), 100.0),
        ("percent", (0, 1, 2, 1), 25.0),
        ("percent", (0, 1, None, 2), 25.0),
        ("sum", (1, 2, 3, 4), 10.0),
        ("sum", (1, 2, 3, None), 8.0),
        ("mean", (1, 2, 3, 4), 2.5),
    ],
)
def test_items_become_the_score(method: str, items: tuple[float | None, ...], score: float) -> None:
    assert score_of(measure(method=method), result(items=items))[0] == pytest.approx(score)


def test_one_answer_too_few_gives_no_score_and_says_so() -> None:
    score, why = score_of(measure(), result(items=(1, None, None, 2)))
    assert score is None
    assert "2 answers are missing" in why


@pytest.mark.parametrize("items", [(5, 1, 1, 1), (-1, 1, 1, 1)])
def test_an_impossible_answer_gives_no_score(items: tuple[float, ...]) -> None:
    assert score_of(measure(), result(items=items))[0] is None


def test_only_the_total_of_some_measures_can_be_entered() -> None:
    assert score_of(measure(method="given"), result(items=(1, 1, 1, 1)))[0] is None
    assert score_of(measure(method="given"), result(score=40))[0] == 40


@pytest.mark.parametrize("score", [-1, 101])
def test_a_score_outside_the_scale_is_not_taken(score: float) -> None:
    assert score_of(measure(), result(score=score))[0] is None


@pytest.mark.parametrize(
    ("after", "verdict"),
    [(41, "no_real_change"), (51.9, "no_real_change"), (52, "better"), (28, "worse"), (28.1, "no_real_change")],
)
def test_a_change_counts_from_the_larger_of_error_and_importance(after: float, verdict: str) -> None:
    known = facts(important_change=fact(8), detectable_change=fact(12))
    taken = [result(score=40, on="2026-01-01"), result(score=after, on="2026-02-01")]
    found = score_measures(taken, known)[0]
    assert (found.verdict, found.change) == (verdict, pytest.approx(after - 40))
    assert score_measures(reversed(taken), known)[0] == found


def test_where_less_is_better_less_is_better() -> None:
    known = facts(higher_is="worse", detectable_change=fact(10))
    taken = [result(score=60, on="2026-01-01"), result(score=20, on="2026-02-01")]
    assert score_measures(taken, known)[0].verdict == "better"


def test_without_a_known_error_no_change_is_claimed() -> None:
    taken = [result(score=10, on="2026-01-01"), result(score=90, on="2026-02-01")]
    found = score_measures(taken, facts())[0]
    assert found.verdict == "no_real_change"
    assert "not known" in found.because[-1].says


def test_a_first_score_has_no_change() -> None:
    found = score_measures([result(score=40)], facts())[0]
    assert (found.verdict, found.change) == ("first", None)
