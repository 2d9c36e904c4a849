"""Arrow, guide, and the marks of right and wrong."""

from __future__ import annotations

import math
from collections.abc import Sequence

from restride.figure.outline import numbers
from restride.figure.pose import Arrow
from restride.figure.skeleton import Figure, Point

#: An arrow is at least so long.
LEAST = 22.0


def way_of(arrow: Arrow, row: Sequence[Figure], grain: float) -> tuple[Point, Point, Point]:
    """Start, middle and end of the arrow: the way of a point of the body, moved clear of it."""
    if arrow.line:
        (ax, ay), *rest = [(float(x), -float(y)) for x, y in arrow.line]
        bx, by = rest[-1]
        middle = rest[0] if len(rest) == 2 else ((ax + bx) / 2, (ay + by) / 2)
        return (ax, ay), middle, (bx, by)
    places = [person.point(arrow.follow) for person in row]
    places = [(x + arrow.shift[0], y - arrow.shift[1]) for x, y in places]
    last = len(places) - 1

    def at(share: float) -> Point:
        here = share * last
        low = min(int(here), last - 1) if last else 0
        if not last:
            return places[0]
        (ax, ay), (bx, by) = places[low], places[low + 1]
        return ax + (bx - ax) * (here - low), ay + (by - ay) * (here - low)

    start, end = arrow.part
    return _long_enough(at(start), at((start + end) / 2), at(end), LEAST * grain)


def _long_enough(start: Point, middle: Point, end: Point, least: float) -> tuple[Point, Point, Point]:
    """A short way is drawn longer, so that the direction is seen at once."""
    size = math.hypot(end[0] - start[0], end[1] - start[1])
    if size >= least or size < 0.5:
        return start, middle, end
    grow = least / size
    mx, my = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    return tuple((mx + (x - mx) * grow, my + (y - my) * grow) for x, y in (start, middle, end))  # type: ignore[return-value]


def arrow_path(start: Point, middle: Point, end: Point, grain: float, is_against: bool = False) -> str:
    """One arrow style for everything: a round line, one bend, a filled tip."""
    bend = (2 * middle[0] - (start[0] + end[0]) / 2, 2 * middle[1] - (start[1] + end[1]) / 2)
    dx, dy = end[0] - bend[0], end[1] - bend[1]
    size = math.hypot(dx, dy)
    if size < 1e-6:
        dx, dy = end[0] - start[0], end[1] - start[1]
        size = math.hypot(dx, dy) or 1.0
    ux, uy = dx / size, dy / size
    text = f'<path class="f-arrow" d="M{numbers(start)}Q{numbers((*bend, *end))}"/>'
    return text + _tip(end, (ux, uy), grain, is_against)


def _tip(end: Point, way: Point, grain: float, is_against: bool = False) -> str:
    """The filled tip; a bar before it where the thing does not give way."""
    ux, uy = way
    ahead, behind, wing = 4.0 * grain, 4.6 * grain, 4.4 * grain
    tip = (end[0] + ahead * ux, end[1] + ahead * uy)
    back = (end[0] - behind * ux, end[1] - behind * uy)
    corners = (*tip, back[0] - wing * uy, back[1] + wing * ux, back[0] + wing * uy, back[1] - wing * ux)
    text = f'<path class="f-tip" d="M{numbers(corners[:2])}L{numbers(corners[2:4])}L{numbers(corners[4:])}z"/>'
    if is_against:
        x, y = end[0] + 8.0 * grain * ux, end[1] + 8.0 * grain * uy
        bar = (x - 6 * grain * uy, y + 6 * grain * ux, x + 6 * grain * uy, y - 6 * grain * ux)
        text += f'<path class="f-arrow" d="M{numbers(bar[:2])}L{numbers(bar[2:])}"/>'
    return text


def turn_path(arrow: Arrow, person: Figure, grain: float) -> str:
    """A turn about the body's own axis: part of an ellipse around a point of the body."""
    x, y = person.point(arrow.around)
    x, y = x + arrow.shift[0], y - arrow.shift[1]
    wide, high = arrow.radius
    first, last = (math.radians(angle) for angle in arrow.sweep)
    start = (x + wide * math.cos(first), y + high * math.sin(first))
    end = (x + wide * math.cos(last), y + high * math.sin(last))
    turn = 1 if last > first else -1
    ux, uy = -turn * wide * math.sin(last), turn * high * math.cos(last)
    size = math.hypot(ux, uy) or 1.0
    large = int(abs(last - first) > math.pi)
    line = f"M{numbers(start)}A{numbers((wide, high))} 0 {large} {int(turn > 0)} {numbers(end)}"
    return f'<path class="f-arrow" d="{line}"/>' + _tip(end, (ux / size, uy / size), grain, arrow.against)


def hold_sign(x: float, y: float, size: float, loop_s: float) -> str:
    """A stop watch: hold still; its hand goes round once in a loop."""
    hand = ""
    if loop_s:
        hand = (
            f'<animateTransform attributeName="transform" type="rotate" dur="{loop_s:.4g}s" repeatCount="indefinite" '
            f'values="0;360"/>'
        )
    return (
        f'<g transform="translate({numbers((x, y))}) scale({size:.2g})">'
        '<path class="f-hold" d="M0-9V-12.500M-3-12.500H3"/>'
        f'<circle class="f-dial" r="8.500"/><path class="f-hold" d="M0 0H4"/>'
        f'<g>{hand}<path class="f-hold" d="M0 0V-5.500"/></g></g>'
    )


def guide_path(points: Sequence[str], person: Figure) -> str:
    """A dotted line from point to point of the body, a little beyond its ends."""
    places = [person.point(name) for name in points]
    if len(places) < 2:
        return ""
    (ax, ay), (bx, by) = places[0], places[-1]
    size = math.hypot(bx - ax, by - ay) or 1.0
    ux, uy = 8 * (bx - ax) / size, 8 * (by - ay) / size
    places[0], places[-1] = (ax - ux, ay - uy), (bx + ux, by + uy)
    return f'<path class="f-guide" d="M{"L".join(numbers(p) for p in places)}"/>'


def right_sign(x: float, y: float, size: float = 1.0) -> str:
    """A tick in a circle."""
    tick = '<path class="f-sign" d="M-4.2 .3l3 3 5.4-6.2"/>'
    return _at(x, y, size, f'<circle class="f-ok" r="9"/>{tick}')


def wrong_sign(x: float, y: float, size: float = 1.0) -> str:
    """A cross in an octagon: the shape differs, not the colour alone."""
    octagon = '<path class="f-no" d="M-3.8-9.2h7.6l5.4 5.4v7.6l-5.4 5.4h-7.6l-5.4-5.4v-7.6z"/>'
    return _at(x, y, size, octagon + '<path class="f-sign" d="M-3.6-3.6l7.2 7.2M3.6-3.6l-7.2 7.2"/>')


def next_sign(x: float, y: float, size: float = 1.0) -> str:
    """From one frame of a strip to the next."""
    return _at(x, y, size, '<path class="f-next" d="M-3.5-7l7 7-7 7"/>')


def _at(x: float, y: float, size: float, inside: str) -> str:
    scale = "" if size == 1.0 else f" scale({size:.2g})"
    return f'<g transform="translate({numbers((x, y))}){scale}">{inside}</g>'
