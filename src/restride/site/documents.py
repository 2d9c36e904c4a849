"""JSON documents as the site stores them: plain, clean, and with one fingerprint for one content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

Document = dict[str, Any]
LARGEST_DOCUMENT_BYTES = 1_000_000
ALLOWED_CONTROL = frozenset("\n\t")


class DocumentProblem(ValueError):
    """A document that cannot be stored; the message says what was found."""


def checked(document: Document) -> Document:
    """Return the document if every database can hold it; refuse control characters and giants."""
    if len(canonical(document)) > LARGEST_DOCUMENT_BYTES:
        raise DocumentProblem("The document is larger than 1 MB; leave out what is not part of the case.")
    for text in _texts(document):
        for character in text:
            if character < " " and character not in ALLOWED_CONTROL:
                raise DocumentProblem(
                    f"The text “{text[:20].strip()}…” holds a control character ({character!r}); remove it."
                )
    return document


def canonical(document: Document) -> bytes:
    """Return the one spelling of a document that its fingerprint is taken from."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def fingerprint(document: Document) -> str:
    """SHA-256 of the canonical spelling."""
    return hashlib.sha256(canonical(document)).hexdigest()


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
