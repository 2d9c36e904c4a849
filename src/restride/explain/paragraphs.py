"""Plain text for the terminal: headings, bullets, lines that end before the window does."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

WIDTH = 100


class Page:
    """Collects paragraphs and joins them at the end."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._heading: list[str] = []

    def heading(self, text: str) -> None:
        """A section's name, underlined; it is printed once something stands under it."""
        self._heading = ["", text, "─" * len(text)]

    def line(self, text: str, indent: int = 0) -> None:
        """One paragraph, wrapped."""
        pad = " " * indent
        self._put(textwrap.wrap(text, WIDTH, initial_indent=pad, subsequent_indent=pad) or [""])

    def bullets(self, texts: Iterable[str], mark: str = "•", indent: int = 2) -> None:
        """A list; nothing at all where it is empty."""
        pad = " " * indent
        for text in texts:
            self._put(textwrap.wrap(text, WIDTH, initial_indent=f"{pad}{mark} ", subsequent_indent=pad + "  "))

    def _put(self, lines: list[str]) -> None:
        self._lines += [*self._heading, *lines]
        self._heading = []

    def text(self) -> str:
        """Everything so far."""
        return "\n".join(self._lines).lstrip("\n") + "\n"
