"""FIT files written by the tests' own encoder: every value back, and what is damaged recovered and graded."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.adapters.activities.fit import read_fit
from restride.adapters.activities.fit_crc import crc16
from restride.adapters.activities.fit_stream import NotFitError
from restride.adapters.activities.reading import read_bytes
from tests.activities.conftest import options
from tests.activities.encoder import FIT_EPOCH, Fit, crc, rich_fit, run_fit, seconds

START = seconds("2026-03-01T06:00:00+00:00")


@given(st.binary(max_size=3000))
def test_the_checksum_of_many_columns_is_that_of_the_documentation(data: bytes) -> None:
    assert crc16(data) == crc(data)


@pytest.mark.parametrize("big_endian", [False, True])
def test_every_value_comes_back_in_our_units(big_endian: bool) -> None:
    fit = Fit(big_endian=big_endian).file_id()
    fit.record(
        START, lat=10.5, lon=-20.25, altitude=123.4, heart=150, cadence=85, distance=12.34, speed=3.217, contact=241.5
    )
    fit.record(
        START + 1, lat=None, lon=None, altitude=None, heart=None, cadence=None, distance=None, speed=None, contact=None
    )
    (activity,) = read_fit(fit.data()).activities
    first = {name: values[0] for name, values in activity.columns.items()}
    assert first["time_s"] == START
    assert first["latitude_deg"] == pytest.approx(10.5, abs=1e-6)
    assert first["longitude_deg"] == pytest.approx(-20.25, abs=1e-6)
    assert first["altitude_m"] == pytest.approx(123.4)
    assert (first["heart_rate"], first["cadence"], first["distance_m"]) == (150, 85, pytest.approx(12.34))
    assert (first["speed_m_s"], first["contact_ms"]) == (pytest.approx(3.217), pytest.approx(241.5))
    assert all(np.isnan(values[1]) for name, values in activity.columns.items() if name != "time_s")


def test_enhanced_speed_stands_above_the_plain_one() -> None:
    fit = Fit().file_id().record(START, speed=3.0, enhanced_speed=3.5).record(START + 1, speed=3.0, enhanced_speed=None)
    (activity,) = read_fit(fit.data()).activities
    assert activity.columns["speed_m_s"].tolist() == [3.5, 3.0]


def test_five_bits_of_time_count_on_from_the_last_full_time() -> None:
    fit = Fit().file_id().record(START, heart=100)
    local = next(value for key, value in fit.local.items() if key[0] == 20)
    # A definition of a record with a heart rate alone, then two messages with squeezed times.
    other = (local + 1) % 4
    fit.body += bytes((0x40 | other, 0, 0, 20, 0, 1, 3, 1, 2))
    base = int(START - FIT_EPOCH)
    for ahead, heart in ((3, 101), (40, 102)):
        if ahead == 40:  # needs a step between, five bits turn over every 32 s
            fit.body += bytes((0x80 | other << 5 | (base + 20) % 32, 110))
        fit.body += bytes((0x80 | other << 5 | (base + ahead) % 32, heart))
    (activity,) = read_fit(fit.data()).activities
    assert (activity.columns["time_s"] - START).tolist() == [0, 3, 20, 40]
    assert activity.columns["heart_rate"].tolist() == [100, 101, 110, 102]


def test_two_files_in_a_row_are_two_activities() -> None:
    content = read_fit(run_fit(START, 60) + run_fit(START + 3600, 90))
    assert [activity.points for activity in content.activities] == [60, 90]
    assert content.faults == ()


def test_sessions_of_one_file_are_apart_and_the_one_around_them_is_left_out() -> None:
    fit = Fit().file_id()
    for second in range(300):
        fit.record(START + second, distance=3.0 * second, speed=3.0)
    fit.session(START, 300, 897, sport=18)
    fit.session(START, 100, 300, sport=5).session(START + 100, 100, 300, sport=2).session(
        START + 200, 100, 297, sport=1
    )
    content = read_fit(fit.data())
    assert [one.sport for one in content.activities] == ["swimming", "cycling", "running"]
    assert [one.points for one in content.activities] == [100, 100, 100]
    assert content.activities[2].columns["distance_m"][0] == 0.0


def test_a_file_without_a_session_is_rebuilt_from_its_points() -> None:
    reading = read_bytes("a.fit", run_fit(START, 600, session=False), options())
    assert (reading.grade, reading.runs[0].kind, reading.runs[0].elapsed_s) == ("OK", "run", 599.0)
    assert any("never finished" in note for note in reading.runs[0].notes)


def test_effort_offset_and_treadmill_are_kept() -> None:
    (run,) = read_bytes("a.fit", run_fit(START, 1200, offset_s=-18_000, sub=1, effort=7), options()).runs
    assert (run.effort_0_10, run.utc_offset_s, run.offset_from, run.where) == (7.0, -18_000, "file", "treadmill")
    assert run.effort_min == pytest.approx(140.0)
    assert any("watch's guess" in note for note in run.notes)


def test_running_dynamics_are_means_over_the_running() -> None:
    (run,) = read_bytes("a.fit", rich_fit(START, 1500), options()).runs
    assert (run.dynamics.contact_ms, run.dynamics.oscillation_mm, run.dynamics.step_length_mm) == (245.0, 80.0, 1050.0)
    assert (run.dynamics.balance_pct, run.dynamics.vertical_ratio_pct, run.dynamics.power_w) == (50.5, 8.0, 250.0)


def test_positions_are_let_go_unless_asked_for() -> None:
    import msgspec

    data = rich_fit(START, 300)
    assert read_bytes("a.fit", data, options()).runs[0].positions == ()
    asked = read_bytes("a.fit", data, msgspec.structs.replace(options(), keep_positions=True)).runs[0]
    assert len(asked.positions) == 300


def test_a_header_checksum_of_zero_is_legal() -> None:
    data = bytearray(run_fit(START, 60))
    data[12:14] = b"\0\0"
    data[-2:] = crc16(bytes(data[:-2])).to_bytes(2, "little")
    reading = read_bytes("a.fit", bytes(data), options())
    assert (reading.grade, reading.reason, reading.points) == ("OK", "", 60)


def test_a_wrong_checksum_over_whole_content_is_said() -> None:
    data = run_fit(START, 60)
    reading = read_bytes("a.fit", data[:-2] + b"\x12\x34", options())
    assert (reading.grade, reading.points) == ("OK", 60)
    assert "checksum" in reading.reason


@given(st.integers(14, 3000))
def test_a_file_cut_anywhere_gives_what_was_before_the_cut(length: int) -> None:
    data = run_fit(START, 120)
    reading = read_bytes("a.fit", data[: min(length, len(data) - 3)], options())
    assert reading.grade in ("PARTIAL", "REJECTED")
    assert reading.reason
    if length > 200:
        assert reading.points >= (min(length, len(data) - 3) - 120) // 13


@given(st.integers(100, 1500), st.binary(min_size=1, max_size=60))
def test_garbage_in_the_middle_never_stops_the_reader(at: int, garbage: bytes) -> None:
    data = run_fit(START, 150)
    reading = read_bytes("a.fit", data[:at] + garbage + data[at:], options())
    assert reading.grade in ("OK", "PARTIAL", "REJECTED")
    assert reading.grade == "OK" or reading.reason


@given(st.binary(max_size=400))
def test_any_bytes_are_graded_and_never_raise(data: bytes) -> None:
    for head in (b"", b"\x0e\x20\x54\x08\xff\xff\x00\x00.FIT\x00\x00", b"<gpx>", b"\x1f\x8b\x08"):
        reading = read_bytes("x", head + data, options())
        assert reading.grade == "REJECTED" or reading.runs or reading.reason


def test_a_lost_byte_costs_a_few_points_not_the_rest() -> None:
    data = run_fit(START, 600)
    reading = read_bytes("a.fit", data[:4000] + data[4001:], options())
    assert reading.grade == "PARTIAL"
    assert reading.points >= 595
    assert reading.runs[0].distance_m == pytest.approx(1797, rel=0.01)


def test_what_is_not_fit_says_so() -> None:
    with pytest.raises(NotFitError, match="only 5 bytes"):
        read_fit(b"short")
    with pytest.raises(NotFitError, match="does not begin"):
        read_fit(b"x" * 200)


@pytest.mark.parametrize(
    ("kind", "words"), [(5, "a workout plan"), (2, "settings"), (6, "a course"), (9, "body weights")]
)
def test_files_without_an_activity_say_what_they_hold(kind: int, words: str) -> None:
    reading = read_bytes("a.fit", Fit().file_id(kind).data(), options())
    assert (reading.grade, reading.runs) == ("OK", ())
    assert words in reading.reason
