"""Strike and toe-off in force that has few samples a second."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.adapters.mocap import read_mocap
from restride.gait.forces import Contact, contact_events, contacts
from restride.gait.method import method_of
from restride.knowledge.load import load
from restride.model.words import Side
from tests.gait.real import real

METHOD = method_of(load())
RULES = METHOD.events
STRAIGHT = replace(RULES, force_slow_below=0)
THRESHOLD_N = 20.0


def impact(time_s: np.ndarray, strike_s: float, contact_s: float) -> np.ndarray:
    """A contact of a runner who lands on the heel: a half sine with an impact of 50 ms on its rising flank [N]."""
    since = time_s - strike_s
    body = np.where((since > 0) & (since < contact_s), np.sin(np.pi * np.clip(since / contact_s, 0, 1)) ** 1.5, 0)
    heel = np.where((since > 0) & (since < 0.05), np.sin(np.pi * np.clip(since / 0.05, 0, 1)) ** 2, 0)
    return np.asarray(1700 * body + 700 * heel)


def run(clock: np.ndarray, contact_s: float = 0.24) -> np.ndarray:
    return np.asarray(sum(impact(clock, 0.1 + 0.36 * k, contact_s) for k in range(6)))


def errors_ms(rate_hz: float, rules=RULES) -> np.ndarray:
    """Mean error of strike and toe-off over every phase of the samples against the same force read fast."""
    fast = np.arange(0, 2.4, 1 / 5000)
    true = contacts(run(fast), fast, THRESHOLD_N, RULES)
    assert len(true) == 6
    found = []
    for phase in np.linspace(0, 1 / rate_hz, 12, endpoint=False):
        clock = np.arange(phase, 2.4, 1 / rate_hz)
        found.append(np.subtract(contacts(run(clock), clock, THRESHOLD_N, rules), true))
    return np.asarray(1000 * np.concatenate(found))


@pytest.mark.parametrize("rate_hz", [50, 60, 100, 120, 200])
def test_few_samples_shift_a_contact_by_less_than_half_of_what_a_straight_line_does(rate_hz: float) -> None:
    ours, line = errors_ms(rate_hz), errors_ms(rate_hz, STRAIGHT)
    assert (np.abs(ours.mean(axis=0)) < 0.5 * np.abs(line.mean(axis=0))).all()
    assert np.sqrt((ours**2).mean()) < 0.6 * np.sqrt((line**2).mean())


@pytest.mark.parametrize(("rate_hz", "straight"), [(220, False), (230, True), (500, True), (1000, True)])
def test_from_a_known_rate_on_the_straight_line_stays(rate_hz: float, straight: bool) -> None:
    clock = np.arange(0, 2.4, 1 / rate_hz)
    force = run(clock)
    assert (contacts(force, clock, THRESHOLD_N, RULES) == contacts(force, clock, THRESHOLD_N, STRAIGHT)) is straight


@given(
    st.floats(30, 220),
    st.floats(0, 1),
    st.lists(st.floats(21, 3000), min_size=12, max_size=60),
)
def test_a_contact_begins_after_the_last_empty_sample_and_not_after_the_first_loaded(
    rate_hz: float, start_s: float, loaded: list[float]
) -> None:
    force = np.array([0, 0, 5, *loaded, 10, 0, 0], dtype=float)
    time = start_s + np.arange(len(force)) / rate_hz
    anything = replace(RULES, contact_shortest=0, contact_longest=10)
    (one,) = contacts(force, time, THRESHOLD_N, anything)
    assert time[2] <= one.strike_s <= time[3]
    assert time[-4] <= one.toe_off_s <= time[-3]


def test_a_force_that_is_whole_at_once_began_between_its_samples() -> None:
    clock = np.arange(0, 1, 1 / 60)
    force = np.where((clock > 0.3) & (clock < 0.6), 1000.0, 0.0)
    (one,) = contacts(force, clock, THRESHOLD_N, RULES)
    assert 0.3 - 1 / 60 < one.strike_s < 0.3 + 1 / 60


def test_contacts_that_the_record_cuts_are_left_out() -> None:
    clock = np.arange(0, 2.4, 1 / 60)
    whole = contacts(run(clock), clock, THRESHOLD_N, RULES)
    part = (clock > 0.2) & (clock < 2.0)
    np.testing.assert_allclose(contacts(run(clock)[part], clock[part], THRESHOLD_N, RULES), whole[1:5])
    assert contacts(run(clock)[:12], clock[:12], THRESHOLD_N, RULES) == []


@pytest.mark.parametrize("rate_hz", [60, 300])
def test_contacts_that_a_gap_cuts_are_left_out(rate_hz: float) -> None:
    clock = np.arange(0, 2.4, 1 / rate_hz)
    force = run(clock)
    whole = contacts(force, clock, THRESHOLD_N, RULES)
    force[(clock > 0.9) & (clock < 1.0)] = np.nan
    assert contacts(force, clock, THRESHOLD_N, RULES) == [*whole[:2], *whole[3:]]


@pytest.mark.parametrize("rate_hz", [60, 200, 300])
def test_an_interval_says_how_few_the_samples_are(rate_hz: float) -> None:
    share = RULES.force_slow_share if rate_hz < RULES.force_slow_below else RULES.force_rate_share
    strike, _ = contact_events([Contact(0.1, 0.3)], [Side.LEFT], rate_hz, RULES)
    assert strike.half_width_s == pytest.approx(1.96 * np.hypot(RULES.force_sd, share / rate_hz))


def test_the_plates_of_a_real_run_thinned_out_give_its_contacts() -> None:
    force = read_mocap(real("mocap", "dorn2012", "JA1Gait21_run3p5.c3d"), METHOD).force
    assert force is not None
    both = force.vertical_n.sum(axis=1)
    true = contacts(both, force.time_s, THRESHOLD_N, RULES)
    found = []
    for phase in range(25):
        clock, thin = force.time_s[phase::25], both[phase::25]
        found.append(np.subtract(contacts(thin, clock, THRESHOLD_N, RULES), true))
    error = np.concatenate(found)
    half = contact_events([Contact(0, 1)], [Side.LEFT], 60, RULES)[0].half_width_s
    assert np.abs(error.mean(axis=0)).max() < 0.001
    assert np.mean(np.abs(error) <= half) >= 0.93
