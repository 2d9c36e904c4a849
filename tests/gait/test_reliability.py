"""A number tells one runner from another only where its error is small against what runners differ by."""

import pytest

from restride.gait.analysis import analyse
from restride.gait.numerics import TWO_SIDED
from restride.gait.reliability import held_against_runners, reliability
from restride.knowledge.load import load
from restride.model.gait import Grade, Metric
from restride.model.words import Side
from tests.gait.runner import run

FACTS = load()
#: Runners differ by this in knee flexion at strike, by the knowledge's only band of it [deg].
SD = 4.7
#: SEM² is a third of SD² where three quarters of what is seen is true.
GOOD = TWO_SIDED * SD / 3**0.5


def metric(error: float, grade: Grade = "good", name: str = "knee_flexion_contact") -> Metric:
    return Metric(
        id=name, name=name, side=Side.LEFT, value=13.0, unit="deg", plane="sagittal", n_strides=10, error=error,
        smallest_change=3.0, grade=grade, variable=name,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("error", "grade", "words"),
    [
        (0.0, "good", None),
        (GOOD - 0.01, "good", None),
        (GOOD + 0.01, "usable", "only roughly"),
        (TWO_SIDED * SD, "usable", "only roughly"),
        (TWO_SIDED * SD + 0.01, "usable", "does not tell one from another"),
        (14.0, "usable", "does not tell one from another"),
    ],
)
def test_an_error_wide_against_what_runners_differ_by_lowers_the_grade(
    error: float, grade: Grade, words: str | None
) -> None:
    [found] = held_against_runners([metric(error)], FACTS)
    assert found.grade == grade
    assert len(found.reasons) == (words is not None)
    assert words is None or words in found.reasons[0]


def test_at_an_error_as_wide_as_runners_differ_half_of_what_is_seen_is_true() -> None:
    assert reliability(metric(TWO_SIDED * SD), FACTS) == pytest.approx(0.5)
    assert reliability(metric(GOOD), FACTS) == pytest.approx(0.75)


def test_a_time_is_told_apart_as_well_as_the_share_of_the_stride_it_is() -> None:
    report = analyse(run(60), FACTS, speed_m_s=2.5)
    duty, *times = (report.metric(name, Side.LEFT) for name in ("duty_factor", "contact_time", "swing_time"))
    rate = report.metric("cadence")
    assert duty is not None
    assert rate is not None
    for one in times:
        assert one is not None
        assert reliability(one, FACTS, 120_000 / rate.value) == pytest.approx(reliability(duty, FACTS), rel=0.05)
        assert reliability(one, FACTS) is None, "without the time of a stride nobody knows"
        assert one.reasons == duty.reasons


def test_what_is_poor_stays_poor() -> None:
    assert [one.grade for one in held_against_runners([metric(14.0, "poor"), metric(1.0, "poor")], FACTS)] == [
        "poor",
        "poor",
    ]


@pytest.mark.parametrize("name", ["foot_ahead_of_hip", "strike_pattern", "knee_drive"])
def test_without_a_band_with_a_spread_nothing_is_said(name: str) -> None:
    wide = metric(1000.0, name=name)
    assert held_against_runners([wide], FACTS) == [wide]


def test_a_difference_of_both_legs_is_not_held_against_runners() -> None:
    report = analyse(run(120, noise_m=0.004), FACTS, speed_m_s=2.5)
    knees = [one for one in report.metrics if one.id == "knee_flexion_contact"]
    assert {one.grade for one in knees} == {"usable"}
    legs = report.metric("knee_flexion_contact_asymmetry")
    assert legs is not None
    assert legs.reasons == ()


def test_a_ratio_is_known_no_better_than_what_it_is_made_of() -> None:
    report = analyse(run(120), FACTS, speed_m_s=2.5)
    ratio, height, length = (
        report.metric(name, side)
        for name, side in (
            ("vertical_ratio", Side.LEFT), ("vertical_oscillation", Side.LEFT), ("step_length", Side.BOTH)
        )
    )  # fmt: skip
    assert ratio is not None
    assert height is not None
    assert length is not None
    parts = ((height.error / height.value) ** 2 + (length.error / length.value) ** 2) ** 0.5
    assert ratio.error / ratio.value == pytest.approx(parts, rel=0.05)
