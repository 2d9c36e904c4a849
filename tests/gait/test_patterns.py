"""A pattern is named only where at least two numbers agree and none contradicts."""

from typing import Literal

import pytest

from restride.explain.gait_text import gait_text
from restride.explain.gait_words import member_words
from restride.gait.analysis import analyse
from restride.gait.findings import movement_of
from restride.gait.patterns import PATTERNS, find_patterns
from restride.knowledge.load import load
from restride.model.gait import FormPattern, Metric
from restride.model.words import Side, State
from tests.gait.runner import run

FACTS = load()
SPEED = 2.5


def metric(
    name: str, value: float, error: float = 0.5, *, side: Side = Side.LEFT, grade: Literal["good", "poor"] = "good"
) -> Metric:
    return Metric(
        id=name, name=name, side=side, value=value, unit="deg", plane="sagittal", n_strides=10, error=error,
        smallest_change=1.0, grade=grade,
    )  # fmt: skip


def pattern(*metrics: Metric, name: str = "overstriding") -> FormPattern | None:
    found = find_patterns(metrics, SPEED, FACTS)
    return next((one for one in found if one.id == name and one.side is Side.LEFT), None)


# At 2.5 m/s the knee is bent 11 ± 4.7 degrees at contact: below 1.6 it is straight.
STRAIGHT, BENT = metric("knee_flexion_contact", -3.0), metric("knee_flexion_contact", 12.0)
AHEAD, BEHIND = metric("tibia_angle_contact", 6.0), metric("tibia_angle_contact", -6.0)


def test_two_that_agree_make_it() -> None:
    found = pattern(STRAIGHT, AHEAD)
    assert found is not None
    assert found.state is State.PRESENT
    assert {one.metric for one in found.members} == {"knee_flexion_contact", "tibia_angle_contact"}


@pytest.mark.parametrize("members", [(STRAIGHT, BEHIND), (BENT, AHEAD)])
def test_two_that_contradict_make_nothing(members: tuple[Metric, ...]) -> None:
    found = pattern(*members)
    assert found is not None
    assert found.state is State.UNKNOWN


def test_two_that_are_not_make_no() -> None:
    found = pattern(BENT, BEHIND)
    assert found is not None
    assert found.state is State.ABSENT


def test_one_alone_says_nothing() -> None:
    assert pattern(AHEAD) is None


@pytest.mark.parametrize(("angle", "state"), [(5.9, State.UNKNOWN), (6.1, State.PRESENT), (-6.1, State.UNKNOWN)])
def test_within_its_error_a_number_does_not_count(angle: float, state: State) -> None:
    found = pattern(STRAIGHT, metric("tibia_angle_contact", angle, error=6.0))
    assert found is not None
    assert found.state is state


def test_what_was_seen_poorly_does_not_count() -> None:
    found = pattern(STRAIGHT, metric("tibia_angle_contact", 20.0, grade="poor"))
    assert found is not None
    assert found.state is State.UNKNOWN


def test_without_a_speed_no_band_speaks() -> None:
    assert find_patterns((STRAIGHT, metric("hip_flexion_contact", 60.0)), None, FACTS) == ()


def test_every_member_is_a_metric_with_a_band_or_a_limit() -> None:
    for name in PATTERNS:
        for text in FACTS.engine["gait_patterns"].lists[name]:
            metric_id, direction, *limit = text.split()
            assert direction in ("above", "below")
            assert limit or metric_id in FACTS.gait


def test_a_report_carries_them_into_the_case() -> None:
    report = analyse(run(120), FACTS)
    assert report.patterns
    said = gait_text(report)
    assert "Patterns, only where several numbers agree" in said
    assert all(member_words(member) in said for one in report.patterns for member in one.members)
    stated = {
        (one.side, one.state) for one in report.patterns if one.id == "overstriding" and one.state is not State.UNKNOWN
    }
    carried = {one.side for one in movement_of(report) if one.finding == "overstriding"}
    assert carried == {side for side, _ in stated}
