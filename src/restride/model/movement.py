"""The report of one movement test: repetitions found, the numbers the clinic's tests need, each with its error."""

from __future__ import annotations

from typing import Literal

import msgspec

from restride.model.gait import Grade, NotMeasured, Origin, Quality, View
from restride.model.words import Side

MovementName = Literal["single_leg_squat", "step_down", "heel_raise", "hop", "hop_distance", "triple_hop", "lunge"]


class MovementPart(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of every part of a report: immutable."""


class MovementRepetition(MovementPart, frozen=True, kw_only=True):
    """One repetition: when it begins, turns and ends [s], how far it goes, and whether it counts as full."""

    start_s: float
    turn_s: float
    end_s: float
    #: In the unit of the movement's own size (degrees, millimetres, leg lengths, milliseconds).
    size: float
    full: bool = True


class MovementNumber(MovementPart, frozen=True, kw_only=True):
    """One number of the test. ``error`` is the half-width of its 95 % interval."""

    id: str
    name: str
    value: float
    unit: str
    error: float
    n: int
    sd: float | None = None
    grade: Grade = "good"
    reasons: tuple[str, ...] = ()


class MovementEntry(MovementPart, frozen=True, kw_only=True):
    """A line for the examination: a test of the knowledge, its side, the value as it is written there, and its error.

    ``error`` is the half-width of the 95 % interval, in the unit of the value.
    """

    test: str
    side: Side
    value: str
    error: str | None = None


class MovementReport(MovementPart, frozen=True, kw_only=True):
    """What one recording of a movement test says about one leg."""

    schema: Literal["restride/movement/1"] = "restride/movement/1"
    name: str
    movement: MovementName
    side: Side
    origin: Origin
    view: View
    rate_hz: float
    duration_s: float
    quality: Quality
    repetitions: tuple[MovementRepetition, ...]
    numbers: tuple[MovementNumber, ...]
    #: What may be entered into the examination as it is.
    exam: tuple[MovementEntry, ...] = ()
    not_measured: tuple[NotMeasured, ...] = ()
    knowledge_version: str

    def number(self, name: str) -> MovementNumber | None:
        """The number of that id, where it was measured."""
        return next((one for one in self.numbers if one.id == name), None)
