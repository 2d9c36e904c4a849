"""What was run on the way back and how it felt, on one axis of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from restride.adapters.charts.svg import EDGE, INK2, PAIN, SPRING, Chart, Frame
from restride.model.comeback import Colour

_FILLS: dict[Colour, str] = {"green": "#0b5b52", "amber": "#f5c451", "red": "#b3261e", "open": "#b3c4be"}
_WORDS: dict[Colour, str] = {"green": "green", "amber": "amber", "red": "red", "open": "not judged"}
_FULL = 10.0


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
    frame = Frame(low=0, high=_FULL, unit="")
    first, span = days[0].on, max(1, (days[-1].on - days[0].on).days)
    places = {day.on: frame.x(0.02 + 0.9 * (day.on - first).days / span) for day in days}
    for day in days:
        tip = f"{day.on.day} {day.on:%B}: {day.minutes:g} min, {_WORDS[day.colour]}"
        frame.bar(
            places[day.on] - 4, 8, _FULL * day.minutes / (most or 1.0), f"g-{day.colour}", _FILLS[day.colour], tip
        )
    frame.line([(frame.left, frame.y(limit)), (frame.width - frame.right, frame.y(limit))], "limit", EDGE, 1.4, "5 3")
    frame.text(frame.left + 4, frame.y(limit) - 5, f"limit while running {limit:g}", name="bt", fill=INK2)
    lines = (("pl", PAIN, "while running", 1), ("pm", SPRING, "next morning", 2))
    for name, stroke, words, field in lines:
        points = [(day, day[field + 1]) for day in days if day[field + 1] is not None]
        _pain_line(frame, [(places[day.on], float(value), day.on) for day, value in points], name, stroke, words)  # type: ignore[arg-type]
    frame.text(
        frame.width - frame.right, frame.top - 4, f"full height {most:g} min", anchor="end", name="bt", fill=INK2
    )
    for at in (0, -1) if len(days) > 1 else (0,):
        frame.text(places[days[at].on], frame.height - 10, f"{days[at].on.day} {days[at].on:%b}",
                   anchor="end" if at else "start", name="bt", fill=INK2)  # fmt: skip
    rows = tuple(
        (day.on.isoformat(), f"{day.minutes:g}", _said(day.during), _said(day.morning), _WORDS[day.colour])
        for day in days
    )
    head = ("day", "minutes", "pain while running", "pain next morning", "judged")
    return Chart(title, summary, frame.finish(title, summary), head, rows)


def _pain_line(frame: Frame, points: Sequence[tuple[float, float, date]], name: str, stroke: str, words: str) -> None:
    if not points:
        return
    frame.line([(x, frame.y(value)) for x, value, _ in points], name, stroke)
    for x, value, on in points:
        frame.dot(x, value, f"{name}-dot", stroke, f"{on.day} {on:%B}: {value:g} of 10 {words}")
    x, value, _ = points[-1]
    below = 14 if name == "pm" else -8
    frame.text(
        min(x + 6, frame.width - 4), frame.y(value) + below, words, anchor="end", name=f"{name}-name", fill=stroke
    )


def _said(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
