"""Reading and writing one place of a document: ``("complaints", 0, "pain", "worst")``."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from restride.site.documents import Document

Path = tuple[str | int, ...]


def read(document: Document, path: Path) -> Any:
    """Return what stands at a place; None where nothing does."""
    at: Any = document
    for key in path:
        if isinstance(at, dict):
            at = at.get(key)
        elif isinstance(at, list) and isinstance(key, int) and key < len(at):
            at = at[key]
        else:
            return None
    return at


def write(document: Document, path: Path, value: Any) -> None:
    """Put a value at a place and make what is missing on the way; None, empty text and empty lists are taken out."""
    if value is None or value in ("", [], {}):
        drop(document, path)
        return
    at: Any = document
    for key, following in pairwise(path):
        at = _step(at, key, [] if isinstance(following, int) else {})
    _put(at, path[-1], value)


def drop(document: Document, path: Path) -> None:
    """Take out what stands at a place, and the branches that become empty; a complaint keeps its number."""
    above: Any = read(document, path[:-1]) if len(path) > 1 else document
    last: Any = path[-1]
    if not isinstance(above, dict) or last not in above:
        return
    del above[last]
    if not above and len(path) > 1 and isinstance(path[-2], str):
        drop(document, path[:-1])


def _step(at: Any, key: str | int, empty: Any) -> Any:
    if isinstance(at, list) and isinstance(key, int):
        while len(at) <= key:
            at.append({})
        return at[key]
    return at.setdefault(key, empty)


def _put(at: Any, key: str | int, value: Any) -> None:
    if isinstance(at, list) and isinstance(key, int):
        while len(at) <= key:
            at.append({})
    at[key] = value
