"""The tissue pain gate (H7): what the log of one session says, once its 24 hours are over.

    GREEN   inside the tissue's rule, and enough was logged to know it
    OPEN    nothing speaks against it, but the log is not complete: no progress (H10)
    AMBER   over the rule: repeat
    RED     above the red limit, a limp, pain at night, clearly worse next morning, any pain in bone: stop

More pain never gives a better colour, and a missing entry never does either.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from restride.comeback.numbers import Numbers

#: Tissues that must settle this soon are judged by the entry one hour later. [h]
_AN_HOUR = 1


class Gate(IntEnum):
    """Colours from best to worst."""

    GREEN = 0
    OPEN = 1
    AMBER = 2
    RED = 3


class Felt(NamedTuple):
    """How one session felt. None was not logged."""

    during: float | None = None
    right_after: float | None = None
    hour_later: float | None = None
    next_morning: float | None = None
    after_24_h: float | None = None
    walking: float | None = None
    at_night: float | None = None
    limped: bool | None = None
    stiffer: bool | None = None


class Judged(NamedTuple):
    """The colour, and the observation that decided it: what, value, limit.

    The limit is the most that is allowed; for mornings, which are held against the usual one, the least that counts.
    """

    gate: Gate
    what: str
    value: float | None = None
    limit: float | None = None


def judge(felt: Felt, usual_morning: float, numbers: Numbers) -> Judged:
    """The worst colour any entry of the log gives."""
    during = felt.during
    if felt.limped:
        return Judged(Gate.RED, "limped")
    if felt.at_night is not None and felt.at_night > usual_morning:
        return Judged(Gate.RED, "at_night", felt.at_night, usual_morning)
    if numbers.during_max == 0:
        return _zero_tolerance(felt)
    if during is not None and during > numbers.red_during:
        return Judged(Gate.RED, "during", during, numbers.red_during)
    morning = _worst_of(felt.next_morning, felt.after_24_h)
    if morning is not None and morning >= usual_morning + numbers.morning_regress:
        return Judged(Gate.RED, "next_morning", morning, usual_morning + numbers.morning_regress)
    return _amber_or_better(felt, during, morning, usual_morning, numbers)


def _amber_or_better(
    felt: Felt, during: float | None, morning: float | None, usual_morning: float, numbers: Numbers
) -> Judged:
    if during is not None and during > numbers.during_max:
        return Judged(Gate.AMBER, "during", during, numbers.during_max)
    if morning is not None and morning >= usual_morning + numbers.morning_hold:
        return Judged(Gate.AMBER, "next_morning", morning, usual_morning + numbers.morning_hold)
    if felt.right_after is not None and felt.right_after > numbers.red_during:
        return Judged(Gate.AMBER, "right_after", felt.right_after, numbers.red_during)
    within_hours = numbers.settles_h <= _AN_HOUR
    if within_hours and felt.hour_later is not None and felt.hour_later > usual_morning:
        return Judged(Gate.AMBER, "hour_later", felt.hour_later, usual_morning)
    if felt.stiffer:
        return Judged(Gate.AMBER, "stiffer")
    if during is None:
        return Judged(Gate.OPEN, "during")
    if morning is None:
        return Judged(Gate.OPEN, "next_morning")
    if within_hours and felt.hour_later is None and during > usual_morning:
        # It hurt, and nobody knows whether it was gone within the hour.
        return Judged(Gate.OPEN, "hour_later")
    return Judged(Gate.GREEN, "during", during, numbers.during_max)


def _zero_tolerance(felt: Felt) -> Judged:
    """Bone, nerve, unknown tissue: any pain at any time is red."""
    for what in ("during", "right_after", "hour_later", "next_morning", "after_24_h", "walking"):
        value = getattr(felt, what)
        if value is not None and value > 0:
            return Judged(Gate.RED, what, value, 0.0)
    if felt.stiffer:
        return Judged(Gate.AMBER, "stiffer")
    for what in ("during", "next_morning"):
        if getattr(felt, what) is None:
            return Judged(Gate.OPEN, what)
    return Judged(Gate.GREEN, "during", felt.during, 0.0)


def _worst_of(one: float | None, two: float | None) -> float | None:
    if one is None or two is None:
        return two if one is None else one
    return max(one, two)
