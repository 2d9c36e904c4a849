"""What a band makes of a number, and how sure a mean is."""

import msgspec
import numpy as np
import pytest

from restride.gait.analysis import analyse
from restride.gait.findings import find, movement_of, nearest_reference, speed_of
from restride.gait.method import method_of
from restride.gait.metrics import maker_for, time_metrics
from restride.gait.strides import build_strides
from restride.gait.track import SIDES
from restride.knowledge.load import load
from restride.model.gait import Event, Metric
from restride.model.words import Answer, Side, State
from tests.gait.runner import run

FACTS = load()
METHOD = method_of(FACTS)


def metric(value: float, error: float = 2.0, name: str = "knee_flexion_contact", grade: str = "good") -> Metric:
    return Metric(
        id=name, name="Knee flexion at strike", side=Side.LEFT, value=value, unit="deg", plane="sagittal", n_strides=10,
        error=error, smallest_change=3.0, grade=grade, variable=name,  # type: ignore[arg-type]
    )  # fmt: skip


# The reference is 11.0 with SD 4.7 at 2.5 m/s: usual down to 1.6.
@pytest.mark.parametrize(
    ("value", "state"),
    [(-1.0, State.PRESENT), (1.0, State.UNKNOWN), (1.6, State.UNKNOWN), (4.0, State.ABSENT), (30.0, State.ABSENT)],
)
def test_a_finding_needs_the_value_beyond_the_band_by_its_whole_error(value: float, state: State) -> None:
    (finding,) = find([metric(value)], 2.5, FACTS)
    assert finding.finding == "extended_knee_at_contact"
    assert finding.state is state
    assert finding.band is not None
    assert finding.band.population in finding.because.says
    assert finding.because.sources


@pytest.mark.parametrize("value", [-10.0, 30.0])
def test_a_poor_measurement_answers_neither_yes_nor_no(value: float) -> None:
    (finding,) = find([metric(value, grade="poor")], 2.5, FACTS)
    assert finding.state is State.UNKNOWN
    assert movement_of(msgspec.structs.replace(analyse(run(120), FACTS), findings=(finding,))) == ()


@pytest.mark.parametrize(("speed", "some"), [(2.5, True), (3.0, True), (3.1, False), (None, False)])
def test_a_band_holds_only_near_its_speed(speed: float | None, some: bool) -> None:
    assert bool(find([metric(-10.0)], speed, FACTS)) is some


def test_the_speed_of_a_population_is_read_from_its_words() -> None:
    assert speed_of("preferred speed, mean 9.9 km/h (SD 1.5)") == pytest.approx(2.75)
    assert speed_of("2.5 m/s treadmill") == 2.5
    assert speed_of("marathon runners") is None


def test_the_nearest_of_several_bands_is_taken() -> None:
    reference = nearest_reference("duty_factor", 4.6, FACTS)
    assert reference is not None
    assert reference.speed_m_s == 4.5


@pytest.mark.parametrize(
    ("speed", "mean", "sd"),
    [(2.5, 39.4, 2.8), (3.0, 39, 4), (3.25, 35.95, 2.35), (3.5, 34.8, 2.2), (4.9, 32.8, 2.1)],
)
def test_a_band_lies_between_two_speeds_of_the_same_people(speed: float, mean: float, sd: float) -> None:
    found = nearest_reference("duty_factor", speed, FACTS)
    assert found is not None
    assert (found.mean.value, found.sd.value) == pytest.approx((mean, sd))


def test_every_finding_is_a_word_of_the_vocabulary() -> None:
    report = analyse(run(120), FACTS, speed_m_s=2.5)
    assert report.findings
    assert all(one.finding in FACTS.findings for one in report.findings)


def test_only_what_was_decided_enters_the_case() -> None:
    report = msgspec.structs.replace(
        analyse(run(120), FACTS), findings=find([metric(-1.0), metric(1.0), metric(30.0)], 2.5, FACTS)
    )
    rows = movement_of(report)
    assert [row.answer for row in rows] == [Answer.YES, Answer.NO]
    assert {row.finding for row in rows} == {"extended_knee_at_contact"}
    assert {row.seen_by for row in rows} == {"camera"}


@pytest.mark.parametrize(("steps", "legs_s", "strike_s"), [(12, 0.0, 0.0), (12, 0.008, 0.004), (24, 0.008, 0.004)])
def test_the_interval_of_a_step_rate_holds_that_of_a_longer_run(steps: int, legs_s: float, strike_s: float) -> None:
    rng, maker = np.random.default_rng(5), maker_for(FACTS, METHOD, "markers", "space")
    held = []
    for _ in range(200):
        lengths = 0.345 + legs_s * (-1.0) ** np.arange(steps) + rng.normal(0, 0.006, steps)
        times = np.cumsum(np.concatenate([[0.5], lengths])) + rng.normal(0, strike_s, steps + 1)
        events = [
            Event(kind="strike", side=SIDES[i % 2], time_s=float(time), half_width_s=1.96 * max(strike_s, 0.001),
                  shared_half_width_s=0.0, found_by="test")
            for i, time in enumerate(times)
        ]  # fmt: skip
        cadence = next(
            one
            for one in time_metrics(build_strides(events, METHOD.events), events, 240.0, maker)
            if one.id == "cadence"
        )
        held.append(abs(cadence.value - 60 / 0.345) <= cadence.error)
    assert 0.91 <= np.mean(held) <= 0.99
