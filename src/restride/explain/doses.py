"""A dose as large figures with a small word beneath: «3 × 12 / each side», «3 s up, 3 s down / speed»."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from restride.explain.words import span
from restride.model.plan import PlannedDose
from restride.model.words import Side

_TEMPO_SHORT = 2


class Tile(NamedTuple):
    """One figure of a dose and what it counts."""

    figure: str
    unit: str


def dose_tiles(dose: PlannedDose, sides: Iterable[Side] = (), *, rest: bool = True) -> tuple[Tile, ...]:
    """The dose from the figure that matters most to the one that matters least; free text is not among them."""
    return (*_amount(dose, tuple(sides)), *_manner(dose), *_rhythm(dose), *(_rest(dose) if rest else ()))


def _amount(dose: PlannedDose, sides: tuple[Side, ...]) -> Iterator[Tile]:
    each, counted = _each(dose)
    where = "each side" if len(sides) > 1 else ""
    if each:
        figure = f"{dose.sets} × {each}" if dose.sets else each
        yield Tile(figure, ", ".join(part for part in (counted, where) if part) or "repetitions")
    elif dose.sets:
        yield Tile(f"{dose.sets} sets" if dose.sets > 1 else "1 set", where)
    if dose.hold_s and dose.repetitions:
        yield Tile(f"{span(dose.hold_s)} s", "hold")
    if dose.minutes:
        yield Tile(f"{span(dose.minutes)} min", "" if each or dose.sets else where)


def _each(dose: PlannedDose) -> tuple[str, str]:
    """What one set holds, and the word for it where the figure alone would not tell."""
    if dose.repetitions:
        return span(dose.repetitions), ""
    if dose.hold_s:
        return f"{span(dose.hold_s)} s", "hold"
    if dose.metres:
        return f"{span(dose.metres)} m", ""
    if dose.contacts:
        return span(dose.contacts), "landings"
    return "", ""


def _manner(dose: PlannedDose) -> Iterator[Tile]:
    if dose.tempo_s:
        named = [(s, word) for s, word in zip(dose.tempo_s, ("up", "hold", "down"), strict=True) if s]
        if len(named) <= _TEMPO_SHORT:
            yield Tile(", ".join(f"{seconds} s {word}" for seconds, word in named), "speed")
        else:
            yield Tile(f"{'–'.join(str(seconds) for seconds, _ in named)} s", "up, hold, down")
    if dose.effort_0_10:
        yield Tile(f"{span(dose.effort_0_10)} of 10", "effort")


def _rhythm(dose: PlannedDose) -> Iterator[Tile]:
    several = dose.times_per_day is not None and dose.times_per_day != (1, 1)
    if dose.times_per_day and several:
        yield Tile(f"{span(dose.times_per_day)} times", "a day")
    if dose.days_per_week == (7, 7):
        if not several:
            yield Tile("every day", "")
    elif dose.days_per_week:
        yield Tile(f"{span(dose.days_per_week)} day{'' if dose.days_per_week == (1, 1) else 's'}", "a week")


def _rest(dose: PlannedDose) -> Iterator[Tile]:
    if dose.rest_s:
        yield Tile(f"{span(dose.rest_s)} s", "rest between sets")
