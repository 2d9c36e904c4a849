"""A picture to draw on: limbs, lines, rings, blocks and words with soft edges, on plain arrays."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from restride.adapters.gait_report.lettering import word

Picture = NDArray[np.uint8]
Colour = tuple[int, int, int]
Place = tuple[float, float]


class Canvas:
    """A picture of shape (height, width, 3), RGB, changed in place; what lies outside is cut off."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.height, self.width = picture.shape[:2]

    def limb(self, first: tuple[float, float, float], second: tuple[float, float, float], colour: Colour) -> None:
        """Two circles (x, y, radius) and what lies between them [px]."""
        (ax, ay, ar), (bx, by, br) = first, second
        reach = max(ar, br) + 1
        window = self._window(min(ax, bx) - reach, min(ay, by) - reach, max(ax, bx) + reach, max(ay, by) + reach)
        if window is None:
            return
        rows, columns, y, x = window
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        px, py = x - ax, y - ay
        along = np.clip((px * dx + py * dy) / length, 0, 1) if length > 0 else np.zeros_like(px + py)
        away = np.sqrt((px - along * dx) ** 2 + (py - along * dy) ** 2)
        self._paint(rows, columns, np.clip(0.5 + ar + along * (br - ar) - away, 0, 1), colour)

    def line(self, places: Sequence[Place], colour: Colour, width: float) -> None:
        """A line through places [px]."""
        for (ax, ay), (bx, by) in itertools.pairwise(places):
            self.limb((ax, ay, width / 2), (bx, by, width / 2), colour)

    def dot(self, place: Place, radius: float, colour: Colour) -> None:
        """A disc [px]."""
        self.limb((*place, radius), (*place, radius), colour)

    def block(self, left: float, top: float, right: float, bottom: float, colour: Colour, opacity: float = 1.0) -> None:
        """A rectangle [px]."""
        rows = slice(max(round(top), 0), max(min(round(bottom), self.height), 0))
        columns = slice(max(round(left), 0), max(min(round(right), self.width), 0))
        part = self.picture[rows, columns]
        if part.size:
            part[:] = np.array(colour) if opacity >= 1 else np.round(part * (1 - opacity) + np.array(colour) * opacity)

    def words(self, place: Place, text: str, height_px: int, colour: Colour, *, anchor: float = 0.0) -> None:
        """A line of text, its left upper corner at the place; ``anchor`` 0.5 centres it, 1 ends it there."""
        shape = word(text, height_px)
        left, top = round(place[0] - anchor * shape.shape[1]), round(place[1])
        y0, x0 = max(top, 0), max(left, 0)
        y1, x1 = min(top + shape.shape[0], self.height), min(left + shape.shape[1], self.width)
        if y0 < y1 and x0 < x1:
            self._paint(slice(y0, y1), slice(x0, x1), shape[y0 - top : y1 - top, x0 - left : x1 - left], colour)

    def label(self, place: Place, text: str, height_px: int, *, anchor: float = 0.0) -> None:
        """Words on a dark plate, readable on any picture."""
        wide = word(text, height_px).shape[1]
        left = place[0] - anchor * wide
        self.block(left - 6, place[1] - 3, left + wide + 6, place[1] + height_px + 3, (12, 24, 21), 0.78)
        self.words((left, place[1]), text, height_px, (242, 250, 247))

    def _window(
        self, left: float, top: float, right: float, bottom: float
    ) -> tuple[slice, slice, NDArray[np.float32], NDArray[np.float32]] | None:
        x0, y0 = max(int(left), 0), max(int(top), 0)
        x1, y1 = min(int(right) + 2, self.width), min(int(bottom) + 2, self.height)
        if x0 >= x1 or y0 >= y1:
            return None
        y = np.arange(y0, y1, dtype=np.float32)[:, None]
        return slice(y0, y1), slice(x0, x1), y, np.arange(x0, x1, dtype=np.float32)[None, :]

    def _paint(self, rows: slice, columns: slice, coverage: NDArray[np.float32], colour: Colour) -> None:
        # Whole numbers of 256ths: several times as fast as fractions, and nobody sees the difference.
        share = (coverage * 256).astype(np.uint16)[:, :, None]
        part = self.picture[rows, columns]
        part[:] = (part * (256 - share) + np.array(colour, dtype=np.uint16) * share) >> 8
