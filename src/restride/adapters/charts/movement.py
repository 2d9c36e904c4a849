"""Every repetition of a movement test as a bar."""

from __future__ import annotations

from restride.adapters.charts.svg import EDGE, INK3, LEFT, RIGHT, Chart, Frame
from restride.explain.movement_words import quantity, size_of
from restride.model.movement import MovementReport
from restride.model.words import Side

#: No bar is wider than this [px].
_WIDEST = 46.0
_MOST_NUMBERS = 16


def repetition_chart(report: MovementReport, *, narrow: bool = False) -> Chart:
    """A bar each; a repetition that was not full is an empty one."""
    name, unit = size_of(report)
    sizes = [one.size for one in report.repetitions]
    mark = "°" if unit == "deg" else f" {unit}" if unit in ("mm", "ms") else ""
    frame = Frame(low=0, high=1.08 * max(sizes), unit=mark, width=340 if narrow else 720, height=210, left=58, right=8)
    step = 1 / len(sizes)
    width = min(0.7 * step * (frame.width - frame.left - frame.right), _WIDEST)
    fill, colour = ("fr", RIGHT) if report.side is Side.RIGHT else ("fl", LEFT)
    every = -(-len(sizes) // (_MOST_NUMBERS // 2 if narrow else _MOST_NUMBERS))
    for at, one in enumerate(report.repetitions):
        middle = frame.x((at + 0.5) * step)
        tip = f"Number {at + 1}: {quantity(one.size, unit)}{'' if one.full else ', not full'}"
        frame.bar(middle - width / 2, width, one.size, fill if one.full else "fly", colour if one.full else "none", tip)
        if at % every == 0:
            frame.text(middle, frame.height - 14, str(at + 1), anchor="middle", name="bt", fill=INK3)
    frame.line([(frame.x(0), frame.y(0)), (frame.x(1), frame.y(0))], "ax", EDGE, 1)
    full = sum(one.full for one in report.repetitions)
    low = "" if full == len(sizes) else f" {len(sizes) - full} of them did not reach the height that counts."
    least, most = quantity(min(sizes), unit), quantity(max(sizes), unit)
    of = f"{len(sizes)} repetitions" if len(sizes) > 1 else "one repetition"
    summary = f"{name} of {of}: {least if least == most else f'{least} to {most}'}.{low}"
    head = ("Repetition", "Begins", "Turns", "Ends", name, "Full")
    rows = tuple(
        (str(at), *(f"{value:.2f} s" for value in (one.start_s, one.turn_s, one.end_s)), quantity(one.size, unit),
         "yes" if one.full else "no")
        for at, one in enumerate(report.repetitions, 1)
    )  # fmt: skip
    title = f"{name}, repetition by repetition"
    return Chart(title, summary, frame.finish(title, summary), head, rows)
