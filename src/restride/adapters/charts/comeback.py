"""What was run on the way back and how it felt, on one axis of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from restride.adapters.charts.svg import EDGE, INK2, PAIN, Chart, Frame
from restride.explain.dates import day_and_month
from restride.model.comeback import Colour

_FILLS: dict[Colour, str] = {"green": "#0b5b52", "amber": "#f5c451", "red": "#b3261e", "open": "#b3c4be"}
_WORDS: dict[Colour, str] = {"green": "green", "amber": "amber", "red": "red", "open": "not judged"}
_FULL = 10.0
#: Room at the right for the names of the lines, and how far apart they stand. [px]
_NAMES, _APART = 112.0, 15.0


class DaySeen(NamedTuple):
    """One day with a run: minutes of running, worst pain while running, pain next morning, colour."""

    on: date
    minutes: float
    during: float | None
    morning: float | None
    colour: Colour


def pain_and_running_chart(days: Sequence[DaySeen], limit: float) -> Chart:
    """Bars of minutes run in the colour of the decision; pain from 0 to 10 as lines, with the tissue's limit.

    ``days`` are in order of time; ``limit`` is the pain allowed while running.
    """
    title = "Pain and running"
    most = max((day.minutes for day in days), default=0.0)
    pains = [day.during for day in days if day.during is not None]
    summary = (
        f"{len(days)} run{'' if len(days) == 1 else 's'}, the longest {most:g} min. "
        f"Worst pain while running {max(pains, default=0):g} of 10, limit {limit:g}."
    )
    frame = Frame(low=0, high=_FULL, unit="", right=_NAMES)
    first, span = days[0].on, max(1, (days[-1].on - days[0].on).days)
    places = {day.on: frame.x(0.02 + 0.9 * (day.on - first).days / span) for day in days}
    for day in days:
        tip = f"{day_and_month(day.on)}: {day.minutes:g} min, {_WORDS[day.colour]}"
        frame.bar(
            places[day.on] - 4, 8, _FULL * day.minutes / (most or 1.0), f"g-{day.colour}", _FILLS[day.colour], tip
        )
    edge = frame.width - frame.right
    frame.line([(frame.left, frame.y(limit)), (edge, frame.y(limit))], "limit", EDGE, 1.4, "5 3")
    names = [(frame.y(limit), f"limit {limit:g}", "limit-name", INK2)]
    for name, stroke, words, values in (
        ("pl", PAIN, "while running", {day.on: day.during for day in days}),
        ("pm", INK2, "next morning", {day.on: day.morning for day in days}),
    ):
        points = [(on, value) for on, value in values.items() if value is not None]
        frame.line([(places[on], frame.y(value)) for on, value in points], name, stroke)
        for on, value in points:
            frame.dot(places[on], value, f"{name}-dot", stroke, f"{day_and_month(on)}: {value:g} of 10 {words}")
        if points:
            names.append((frame.y(points[-1][1]), words, f"{name}-name", stroke))
    _names(frame, names)
    frame.text(frame.left, frame.top - 5, f"pain of 10; bars: minutes run, full height {most:g}", name="bt", fill=INK2)
    for at in (0, -1) if len(days) > 1 else (0,):
        frame.text(places[days[at].on], frame.height - 10, f"{days[at].on.day} {days[at].on:%b}",
                   anchor="end" if at else "start", name="bt", fill=INK2)  # fmt: skip
    rows = tuple(
        (day.on.isoformat(), f"{day.minutes:g}", _said(day.during), _said(day.morning), _WORDS[day.colour])
        for day in days
    )
    head = ("day", "minutes", "pain while running", "pain next morning", "judged")
    return Chart(title, summary, frame.finish(title, summary), head, rows)


def _names(frame: Frame, names: Sequence[tuple[float, str, str, str]]) -> None:
    """Write each name beside the end of its line, none upon another."""
    lowest = frame.height - frame.bottom + 4
    places: list[float] = []
    for y, *_ in sorted(names):
        places.append(max(y + 4, places[-1] + _APART if places else 0.0))
    over = max(0.0, places[-1] - lowest - _APART / 2)
    for place, (_, words, name, fill) in zip(places, sorted(names), strict=True):
        frame.text(frame.width - frame.right + 6, place - over, words, name=name, fill=fill)


def _said(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
