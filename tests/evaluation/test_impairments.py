"""Numbers by side: against the norm and the other leg, beyond measurement error or not."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from restride.evaluation.impairments import as_stored
from restride.knowledge.schema import PhysicalTest
from restride.model.case import Runner
from restride.model.evaluation import Impairment
from restride.model.quantity import Mass
from restride.model.words import Side, State
from tests.evaluation.hand_made import evaluated, knowledge


def fact(value: float, unit: str) -> dict[str, Any]:
    return {"says": "By hand", "value": value, "unit": unit, "applies_to": "a test", "certainty": "engineering_default"}


def test_of(**more: Any) -> dict[str, PhysicalTest]:
    record = {
        "id": "reach", "name": "Reach", "kind": "range", "procedure": "Reach out", "result": "number",
        "units": ["cm", "in"], "better": "higher", "finding": "dorsiflexion_limited", "minutes": fact(1, "minutes"),
    }  # fmt: skip
    return {"reach": msgspec.convert(record | more, PhysicalTest)}


test_of.__test__ = False  # type: ignore[attr-defined]


def judged(left: str | None, right: str | None, **more: Any) -> dict[Side, Impairment]:
    exam = [
        {"test": "reach", "side": side, "value": value} for side, value in (("left", left), ("right", right)) if value
    ]
    found = evaluated(knowledge(tests=test_of(**more)), exam=exam)
    return {one.side: one for one in found.impairments}


@pytest.mark.parametrize(
    ("value", "verdict"),
    [("10 cm", "no_difference"), ("9 cm", "within_error"), ("8 cm", "within_error"), ("7 cm", "impaired")],
)
def test_a_value_is_impaired_only_beyond_the_limit_and_its_error(value: str, verdict: str) -> None:
    norms = [{"cut_off": fact(10, "cm"), "impaired": "below"}]
    assert judged(value, None, norms=norms, error=fact(2, "cm"))[Side.LEFT].verdict == verdict


@pytest.mark.parametrize(
    ("weaker", "verdict"), [("81 cm", "watch"), ("80 cm", "watch"), ("79 cm", "impaired"), ("95 cm", "no_difference")]
)
def test_the_weaker_leg_is_held_against_the_stronger(weaker: str, verdict: str) -> None:
    limits = {"symmetry_flag": fact(80, "pct"), "symmetry_watch": fact(90, "pct")}
    found = judged(weaker, "100 cm", **limits)
    assert found[Side.LEFT].verdict == verdict
    assert found[Side.RIGHT].verdict == "no_difference"


def test_a_difference_within_error_is_no_difference_to_act_on() -> None:
    found = judged("7 cm", "10 cm", symmetry_flag=fact(80, "pct"), error=fact(4, "cm"))
    assert found[Side.LEFT].verdict == "within_error"


def test_without_norm_and_other_leg_nothing_is_said() -> None:
    assert judged("7 cm", None)[Side.LEFT].verdict == "not_comparable"


def test_another_unit_compares_the_sides_alone() -> None:
    found = judged(
        "3 in", "6 in", norms=[{"cut_off": fact(10, "cm"), "impaired": "below"}], symmetry_flag=fact(80, "pct")
    )
    assert found[Side.LEFT].verdict == "impaired"
    assert found[Side.RIGHT].verdict == "no_difference"


def test_an_impairment_is_a_finding_of_its_side() -> None:
    exam = [{"test": "reach", "side": "left", "value": "5 cm"}]
    norms = [{"cut_off": fact(10, "cm"), "impaired": "below"}]
    found = evaluated(knowledge(tests=test_of(norms=norms)), exam=exam).findings
    one = next(finding for finding in found if finding.what == "dorsiflexion_limited")
    assert (one.state, one.side, one.value) == (State.PRESENT, Side.LEFT, 5.0)


@pytest.mark.parametrize(
    ("value", "unit", "stored", "mass", "expected"),
    [
        (98.0665, "N", "kg", None, (10.0, "kg")),
        (10, "kg", "pct_bw", "50 kg", (20.0, "pct_bw")),
        (98.0665, "N", "pct_bw", "50 kg", (20.0, "pct_bw")),
        (20, "pct_bw", "kg", "50 kg", (10.0, "kg")),
        (98.0665, "N", "pct_bw", None, (98.0665, "N")),
        (10, "cm", "kg", "50 kg", (10, "cm")),
    ],
)
def test_a_force_is_read_in_the_unit_of_its_norm(
    value: float, unit: str, stored: str, mass: str | None, expected: tuple[float, str]
) -> None:
    runner = Runner(mass=Mass(mass) if mass else None)
    found, word = as_stored(value, unit, stored, runner)
    assert (pytest.approx(found), word) == expected
