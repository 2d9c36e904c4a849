"""A small pen for charts: scales, ticks, shapes. Colours are presentation attributes, so a style sheet may change them.

The look is that of the site: horizontal grid only, four to five ticks with their unit, no legend, bars from zero.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

INK, INK2, INK3, EDGE, LINE = "#15211e", "#43504b", "#5e6a65", "#7f867f", "#dcdad1"
PINE, SPRING, PAIN, BAND = "#0b5b52", "#0e9c86", "#8a1c55", "#e4e3da"
LEFT, RIGHT, INVERSE = "#1b5db0", "#a9470a", "#fff"


class Chart(NamedTuple):
    """A picture with what it says in words, and its numbers."""

    title: str
    summary: str
    svg: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Frame:
    """A drawing with one vertical scale from ``low`` to ``high`` and horizontal places from 0 to 1.

    ``left``, ``right`` and ``top`` are the margins in pixels; the grid is drawn at once, so they do not change.
    """

    def __init__(
        self, *, low: float, high: float, unit: str, width: int = 720, height: int = 260, grid: bool = True,
        left: float = 56.0, right: float = 28.0, top: float = 18.0,
    ) -> None:  # fmt: skip
        self.width, self.height = width, height
        self.left, self.right, self.top, self.bottom = left, right, top, 34.0
        self.low, self.high = low, max(high, low + 1e-9)
        self._parts: list[str] = []
        for tick in ticks(low, high) if grid else ():
            y = self.y(tick)
            self.line([(self.left, y), (width - self.right, y)], "gl", LINE, 1)
            self.text(self.left - 8, y + 4, f"{tick:g}{unit}", anchor="end", name="bt", fill=INK3)

    def x(self, share: float) -> float:
        """Pixels of a horizontal place."""
        return self.left + share * (self.width - self.left - self.right)

    def y(self, value: float) -> float:
        """Pixels of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.height - self.bottom - share * (self.height - self.top - self.bottom)

    def bar(self, x: float, width: float, value: float, name: str, fill: str, tip: str) -> None:
        """A bar from zero."""
        top, base = self.y(value), self.y(max(self.low, 0.0))
        self._parts.append(
            f'<rect class="{name}" x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" height="{max(base - top, 0):.1f}" '
            f'fill="{fill}"><title>{escape(tip)}</title></rect>'
        )

    def dot(self, x: float, value: float, name: str, fill: str, tip: str, radius: float = 3.5) -> None:
        """A point with its words."""
        self._parts.append(
            f'<circle class="{name}" cx="{x:.1f}" cy="{self.y(value):.1f}" r="{radius:g}" fill="{fill}">'
            f"<title>{escape(tip)}</title></circle>"
        )

    def box(self, x: float, y: float, size: float, name: str, fill: str, tip: str) -> None:
        """A square of a calendar."""
        self._parts.append(
            f'<rect class="{name}" x="{x:.1f}" y="{y:.1f}" width="{size:.1f}" height="{size:.1f}" rx="2" fill="{fill}">'
            f"<title>{escape(tip)}</title></rect>"
        )

    def line(
        self, points: Sequence[tuple[float, float]], name: str, stroke: str, width: float = 2.4, dash: str = ""
    ) -> None:
        """A line through pixels."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<polyline class="{name}" points="{path}" fill="none" stroke="{stroke}" stroke-width="{width:g}"{dashed}/>'
        )

    def area(self, points: Sequence[tuple[float, float]], name: str, fill: str) -> None:
        """A closed surface through pixels: a band around a line."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._parts.append(f'<polygon class="{name}" points="{path}" fill="{fill}"/>')

    def raw(self, svg: str) -> None:
        """A ready piece of drawing."""
        self._parts.append(svg)

    def text(self, x: float, y: float, says: str, *, anchor: str = "start", name: str = "", fill: str = INK2) -> None:
        """Words."""
        self._parts.append(
            f'<text class="{name}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="12" fill="{fill}">'
            f"{escape(says)}</text>"
        )

    def onset(self, x: float) -> None:
        """Where the complaint began: a dashed line with its word."""
        self.line([(x, self.top), (x, self.height - self.bottom)], "onset", PAIN, 1.6, "5 3")
        side = "end" if x > self.width * 0.8 else "start"
        self.text(
            x + (-5 if side == "end" else 5), self.top + 10, "it began", anchor=side, name="onset-name", fill=PAIN
        )

    def finish(self, title: str, summary: str) -> str:
        """The whole drawing."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {self.width} {self.height}" '
            'role="img" '
            f'aria-label={quoteattr(f"{title}. {summary}")} font-family="Figtree, system-ui, sans-serif">'
            f"<title>{escape(title)}</title>{''.join(self._parts)}</svg>\n"
        )


def ticks(low: float, high: float) -> list[float]:
    """Two to six round numbers, mostly three or four."""
    span = max(high - low, 1e-9)
    step = 10.0 ** math.floor(math.log10(span / 4))
    step *= next(factor for factor in (1, 2, 2.5, 5, 10) if span / (step * factor) <= 5)
    first = math.ceil(low / step - 1e-9)
    return [round(number * step, 10) for number in range(first, math.floor(high / step + 1e-9) + 1)]
