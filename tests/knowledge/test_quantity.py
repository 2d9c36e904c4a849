"""Units are explicit and converted once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.model.quantity import Distance, Duration, Height, Mass, Measurement, Pace, QuantityError, decode_quantity


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Distance, "40 km", 40.0),
        (Distance, "10 mi", 16.09344),
        (Distance, "800 m", 0.8),
        (Distance, "12,5 km", 12.5),
        (Mass, "70 kg", 70.0),
        (Mass, "154 lb", 69.853),
        (Height, "178cm", 1.78),
        (Pace, "5:00 min/km", 3.3333),
        (Pace, "8:03 min/mi", 3.3320),
        (Pace, "12 km/h", 3.3333),
        (Duration, "1.5 h", 90.0),
    ],
)
def test_every_written_unit_becomes_the_stored_one(kind, text, value):
    assert kind(text).value == pytest.approx(value, rel=1e-4)


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        (Mass, "70", "a unit is never guessed"),
        (Mass, "70 kgs", "use one of kg, lb"),
        (Pace, "5:30", "unit"),
        (Pace, "5:75 min/km", "5:30 min/km"),
        (Pace, "0:00 min/km", "5:30 min/km"),
        (Height, "17.8 m", "outside what is possible"),
        (Distance, "40 kg", "use one of km"),
        (Measurement, "182", "a unit is never guessed"),
    ],
)
def test_a_missing_or_wrong_unit_is_refused_with_a_right_example(kind, text, words):
    with pytest.raises(QuantityError, match=words):
        kind(text)


@given(st.floats(0.01, 600, allow_nan=False))
def test_kilometres_and_miles_of_the_same_length_are_equal_in_value(miles):
    assert Distance(f"{miles:.6f} mi").value == pytest.approx(Distance(f"{miles * 1.609344:.6f} km").value, abs=2e-6)


def test_a_quantity_remembers_how_it_was_written():
    assert Distance("  25   mi ").text == "25 mi"


def test_a_type_of_our_own_without_a_reader_is_no_mistake_of_the_document():
    with pytest.raises(RuntimeError, match="no way to read <class 'complex'>"):
        decode_quantity(complex, "1")
