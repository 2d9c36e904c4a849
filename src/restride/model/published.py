"""The published form of a document."""

from __future__ import annotations

from typing import Any

import msgspec


def document_json(document: Any) -> str:
    """A document as JSON, keys in the order of its schema; the same document gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"
