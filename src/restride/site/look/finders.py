"""The style sheet of the drawn figures belongs to the room that draws them; the site serves it from there."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

FIGURE_STYLE = "figure.css"


class FigureStyleFinder(BaseFinder):
    """Finds one file: ``figure.css``."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        """Look into the figure room and nowhere else."""
        self.storage = FileSystemStorage(location=str(files("restride.figure")))

    def check(self, **_kwargs: Any) -> list[Any]:
        """Nothing can be set wrong."""
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:
        """Return the file's place for its one name."""
        found = [self.storage.path(FIGURE_STYLE)] if path == FIGURE_STYLE else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        """Return the one file."""
        yield FIGURE_STYLE, self.storage
