"""Quantities with an explicit unit, converted once: «40 km», «25 mi», «5:30 min/km», «182 N».

A quantity remembers how it was written; its value is in the unit the field names.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

_NUMBER_UNIT = re.compile(r"\s*([-+]?\d+(?:[.,]\d+)?)\s*([^\d\s][^\s]*(?: [^\d\s]+)?)\s*\Z")
_CLOCK_UNIT = re.compile(r"\s*(\d{1,3}):([0-5]\d)(?::([0-5]\d))?\s*(\S+)\s*\Z")


class QuantityError(ValueError):
    """What was written, why it cannot be read, and a right example."""


class Quantity:
    """A number with its unit. ``value`` is in ``unit``; ``text`` is what was written."""

    __slots__ = ("text", "value")
    #: Unit of ``value``.
    unit: ClassVar[str]
    #: Written unit → factor to ``unit``.
    factors: ClassVar[dict[str, float]]
    low: ClassVar[float]
    high: ClassVar[float]
    example: ClassVar[str]
    noun: ClassVar[str]

    def __init__(self, text: str) -> None:
        self.text = " ".join(text.split())
        self.value = self._read(text)
        if not self.low <= self.value <= self.high:
            raise QuantityError(
                f"{self.noun} of {self.text} is outside what is possible "
                f"({self.low:g} to {self.high:g} {self.unit}); check the number and its unit"
            )

    def _read(self, text: str) -> float:
        match = _NUMBER_UNIT.match(text)
        if not match:
            raise QuantityError(self._complaint(text))
        number, unit = float(match[1].replace(",", ".")), match[2].lower()
        if unit not in self.factors:
            raise QuantityError(
                f"'{text}' has the unit '{match[2]}', which {self.noun} is not given in; "
                f"use one of {', '.join(self.factors)}, as in '{self.example}'"
            )
        return number * self.factors[unit]

    def _complaint(self, text: str) -> str:
        return (
            f"'{text}' is not {self.noun} with a unit, and a unit is never guessed; write for example '{self.example}'"
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.value == self.value

    def __hash__(self) -> int:
        return hash((type(self), self.value))


class Height(Quantity):
    """Body height in m."""

    unit, noun, example, low, high = "m", "a height", "178 cm", 0.8, 2.4
    factors: ClassVar = {"cm": 0.01, "m": 1.0, "in": 0.0254, "ft": 0.3048}


class Mass(Quantity):
    """Body mass in kg."""

    unit, noun, example, low, high = "kg", "a mass", "70 kg", 20.0, 300.0
    factors: ClassVar = {"kg": 1.0, "lb": 0.45359237, "lbs": 0.45359237, "st": 6.35029318}


class Distance(Quantity):
    """Running distance in km."""

    unit, noun, example, low, high = "km", "a distance", "40 km", 0.0, 1000.0
    factors: ClassVar = {"km": 1.0, "m": 0.001, "mi": 1.609344, "mile": 1.609344, "miles": 1.609344}


class Duration(Quantity):
    """A stretch of time in min."""

    unit, noun, example, low, high = "min", "a duration", "45 min", 0.0, 100_000.0
    factors: ClassVar = {"s": 1 / 60, "min": 1.0, "h": 60.0, "d": 1440.0}


class Pace(Quantity):
    """Running pace, stored as speed in m/s."""

    unit, noun, example, low, high = "m/s", "a pace", "5:30 min/km", 0.5, 12.5
    factors: ClassVar = {"km/h": 1 / 3.6, "mph": 0.44704, "m/s": 1.0}
    _metres: ClassVar = {
        "min/km": 1000.0,
        "/km": 1000.0,
        "min/mi": 1609.344,
        "min/mile": 1609.344,
        "/mi": 1609.344,
    }

    def _read(self, text: str) -> float:
        clock = _CLOCK_UNIT.match(text)
        if not clock:
            return super()._read(text)
        minutes, seconds, _, unit = clock.groups()
        metres = self._metres.get(unit.lower())
        duration_s = int(minutes) * 60 + int(seconds)
        if metres is None or duration_s == 0:
            raise QuantityError(self._complaint(text))
        return metres / duration_s


class Measurement:
    """A measured value with its unit as written: «182 N», «9 cm», «24 repetitions»."""

    __slots__ = ("text", "unit", "value")

    def __init__(self, text: str) -> None:
        match = _NUMBER_UNIT.match(text)
        if not match:
            raise QuantityError(
                f"'{text}' is not a number with a unit, and a unit is never guessed; write for example '182 N'"
            )
        self.text = " ".join(text.split())
        self.value = float(match[1].replace(",", "."))
        self.unit = match[2]

    def __repr__(self) -> str:
        return f"Measurement({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Measurement) and (other.value, other.unit) == (self.value, self.unit)

    def __hash__(self) -> int:
        return hash((self.value, self.unit))


def decode_quantity(kind: type, raw: Any) -> Any:
    """Hook for the decoder: text → quantity of the field's type."""
    if not issubclass(kind, (Quantity, Measurement)):
        # No TypeError: the decoder would show that as a mistake in the document, and this is one in our own types.
        raise RuntimeError(f"no way to read {kind}")
    if not isinstance(raw, str):
        example = getattr(kind, "example", "182 N")
        raise QuantityError(f"{raw!r} has no unit, and a unit is never guessed; write for example '{example}'")
    return kind(raw)


def encode_quantity(value: Any) -> Any:
    """Hook for the encoder: a quantity is written as it was given."""
    if isinstance(value, (Quantity, Measurement)):
        return value.text
    raise TypeError(f"no way to write {type(value)}")
