"""An exercise as steps in time: get ready, count or hold, change sides, rest. Pure; the phone runs them.

Every number comes from the prescribed dose. Where a dose gives a range, the step runs to its upper end and says from
where on it is enough; where it gives no time (no tempo, no rest), the step waits for a tap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from restride.explain.words import span
from restride.figure import goes_down_first
from restride.model.plan import PlannedDose, PlannedItem
from restride.model.words import Side

Kind = Literal["ready", "reps", "hold", "go", "tap", "rest"]
Turn = Literal["", "left", "right"]
Range = tuple[float, float]

#: Pauses of the page, not of the dose: to get into position, and to turn round to the other side. [s]
READY_S = 5
CHANGE_S = 10
MINUTE_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideStep:
    """One step: what, for how long, and what stands beside it."""

    kind: Kind
    #: None: until the runner taps. [s]
    seconds: float | None = None
    #: From here it may end; None where there is no range. [s]
    enough_s: float | None = None
    #: «Left side, set 1 of 2».
    says: str = ""
    side: Turn = ""
    #: Repetitions, from and to; None where none are counted.
    reps: tuple[int, int] | None = None
    #: One repetition at the prescribed tempo: word and seconds, in the order of the movement.
    beat: tuple[tuple[str, int], ...] = ()
    #: Beyond the lower end of the dose: may be left out.
    extra: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as the phone reads it: short names, nothing that is empty."""
        whole = {
            "kind": self.kind,
            "s": self.seconds,
            "enough": self.enough_s,
            "says": self.says,
            "side": self.side,
            "reps": self.reps,
            "beat": self.beat,
            "extra": self.extra,
        }
        return {name: value for name, value in whole.items() if value not in (None, "", (), False)}


def guide_of(item: PlannedItem) -> tuple[GuideStep, ...]:
    """Return the steps of one prescribed exercise; none where the dose holds nothing to count or to time."""
    if not _countable(item.dose):
        return ()
    sets = item.dose.sets or 1
    steps: list[GuideStep] = []
    for number in range(1, sets + 1):
        if number > 1:
            steps.append(_rest(item.dose, f"Set {number} of {sets} is next"))
        steps += _one_set(item, number, sets)
    return tuple(steps)


def _countable(dose: PlannedDose) -> bool:
    return any((dose.repetitions, dose.hold_s, dose.minutes, dose.metres, dose.contacts))


def _one_set(item: PlannedItem, number: int, sets: int) -> Iterator[GuideStep]:
    for at, side in enumerate(_in_turn(item)):
        parts = [f"{side} side" if side else "", f"set {number} of {sets}" if sets > 1 else ""]
        where = ", ".join(part for part in parts if part)
        turn = GuideStep(kind="ready", seconds=CHANGE_S if at else READY_S, says=where)
        for step in (turn, *_work(item, where)):
            yield replace(step, side=side, says=step.says[:1].upper() + step.says[1:])


def _in_turn(item: PlannedItem) -> tuple[Turn, ...]:
    turns: dict[Side, Turn] = {Side.LEFT: "left", Side.RIGHT: "right"}
    return tuple(turns[side] for side in item.sides if side in turns) or ("",)


def _work(item: PlannedItem, where: str) -> Iterator[GuideStep]:
    dose = item.dose
    if dose.hold_s:
        yield from _holds(dose, dose.hold_s, where)
    elif dose.repetitions:
        yield _repetitions(item, dose.repetitions, where)
    elif dose.minutes:
        yield _timed("go", (dose.minutes[0] * MINUTE_S, dose.minutes[1] * MINUTE_S), where)
    elif dose.metres:
        yield GuideStep(kind="tap", says=_joined(f"{span(dose.metres)} m", where))
    else:
        yield GuideStep(kind="tap", says=_joined("landings", where), reps=dose.contacts)


def _holds(dose: PlannedDose, hold_s: tuple[int, int], where: str) -> Iterator[GuideStep]:
    least, most = dose.repetitions or (1, 1)
    for number in range(1, most + 1):
        extra = number > least
        if number > 1:
            # One set of holds: the prescribed rest lies between the holds.
            rest = _rest(dose, where) if dose.rest_s and (dose.sets or 1) == 1 else GuideStep(kind="ready")
            yield replace(
                rest, seconds=rest.seconds or READY_S, says=_hold_words(number, least, most, where), extra=extra
            )
        yield replace(_timed("hold", hold_s, _hold_words(number, least, most, where)), extra=extra)


def _hold_words(number: int, least: int, most: int, where: str) -> str:
    if most == 1:
        return where
    return _joined(where, f"hold {number} of {span((least, most))}")


def _repetitions(item: PlannedItem, reps: tuple[int, int], where: str) -> GuideStep:
    beat = _beat(item)
    if not beat:
        return GuideStep(kind="tap", says=where, reps=reps)
    each = sum(seconds for _word, seconds in beat)
    step = _timed("reps", (reps[0] * each, reps[1] * each), where)
    return replace(step, reps=reps, beat=beat)


def _beat(item: PlannedItem) -> tuple[tuple[str, int], ...]:
    """One repetition as the picture moves: up, hold, down, or the other way round where it begins high."""
    if item.dose.tempo_s is None:
        return ()
    up, hold, down = item.dose.tempo_s
    order = [("Up", up), ("Hold", hold), ("Down", down)]
    if goes_down_first(item.item):
        order.reverse()
    return tuple((word, seconds) for word, seconds in order if seconds)


def _timed(kind: Kind, seconds: Range, says: str) -> GuideStep:
    enough, whole = seconds
    return GuideStep(kind=kind, seconds=whole, enough_s=enough if enough < whole else None, says=says)


def _rest(dose: PlannedDose, says: str) -> GuideStep:
    if dose.rest_s is None:
        return GuideStep(kind="rest", says=says)
    return _timed("rest", dose.rest_s, says)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
