"""Outlines: a limb is the hull of circles along its bone; everything else is a smooth closed curve."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Circle = tuple[float, float, float]


def number(value: float) -> str:
    """One decimal, as short as it can be written."""
    text = f"{value:.1f}"
    if text.endswith(".0"):
        text = text[:-2]
    return "0" if text == "-0" else text


def numbers(values: Iterable[float]) -> str:
    """Numbers of a path, apart by a space only where needed."""
    text = ""
    for value in values:
        word = number(value)
        text += word if not text or word.startswith("-") else " " + word
    return text


def _tangent(first: Circle, second: Circle, side: int) -> tuple[Point, Point]:
    """The line that touches both circles on one side (+1 left of the way, −1 right of it)."""
    dx, dy = second[0] - first[0], second[1] - first[1]
    distance = math.hypot(dx, dy)
    turn = side * math.acos(max(-1.0, min(1.0, (first[2] - second[2]) / distance)))
    along = math.atan2(dy, dx) + turn
    nx, ny = math.cos(along), math.sin(along)
    return (first[0] + first[2] * nx, first[1] + first[2] * ny), (
        second[0] + second[2] * nx,
        second[1] + second[2] * ny,
    )


def chain(circles: Sequence[Circle]) -> str:
    """The path around a chain of circles: straight flanks, round ends, softened dents."""
    way_out = _flank(circles, -1)
    way_back = _flank(list(reversed(circles)), -1)
    first, last = circles[0], circles[-1]
    text = "M" + numbers(way_out[0]) + curve(way_out)
    text += "A" + numbers((last[2], last[2])) + " 0 0 1 " + numbers(way_back[0]) + curve(way_back)
    return text + "A" + numbers((first[2], first[2])) + " 0 0 1 " + numbers(way_out[0]) + "z"


def _flank(circles: Sequence[Circle], side: int) -> list[Point]:
    """Corners of one flank; neighbouring tangents meet where they cross, or halfway around the circle."""
    lines = [_tangent(a, b, side) for a, b in itertools.pairwise(circles)]
    corners = [lines[0][0]]
    for before, after in itertools.pairwise(lines):
        corners.append(_meet(before, after) or ((before[1][0] + after[0][0]) / 2, (before[1][1] + after[0][1]) / 2))
    return [*corners, lines[-1][1]]


def _meet(first: tuple[Point, Point], second: tuple[Point, Point]) -> Point | None:
    (ax, ay), (bx, by) = first
    (cx, cy), (dx, dy) = second
    cross = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    if abs(cross) < 1e-3:
        return None
    share = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / cross
    if not 0.2 < share < 1.8:
        return None
    return ax + share * (bx - ax), ay + share * (by - ay)


def curve(corners: Sequence[Point]) -> str:
    """A soft line along corners: each inner corner is the handle of one bend."""
    if len(corners) == 2:
        return "L" + numbers(corners[1])
    text = ""
    for at in range(1, len(corners) - 1):
        is_last = at == len(corners) - 2
        end = corners[at + 1] if is_last else _middle(corners[at], corners[at + 1])
        text += "Q" + numbers((*corners[at], *end))
    return text


def _middle(first: Point, second: Point) -> Point:
    return (first[0] + second[0]) / 2, (first[1] + second[1]) / 2


def smooth(points: Sequence[Point], tension: float = 0.5) -> str:
    """A closed smooth curve through the points."""
    count = len(points)
    pull = tension / 3
    text = "M" + numbers(points[0])
    for at in range(count):
        before, here, there, after = (points[(at + step) % count] for step in (-1, 0, 1, 2))
        text += "C" + numbers(
            (
                here[0] + (there[0] - before[0]) * pull,
                here[1] + (there[1] - before[1]) * pull,
                there[0] - (after[0] - here[0]) * pull,
                there[1] - (after[1] - here[1]) * pull,
                *there,
            )
        )
    return text + "z"


def mirrored(points: Sequence[Point]) -> list[Point]:
    """A right half, from top to bottom, closed with its mirror image."""
    return [*points, *((-x, y) for x, y in reversed(points) if abs(x) > 0.01)]
