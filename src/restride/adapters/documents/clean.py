"""Text from people, made safe to set: it stays text, whatever it holds.

Nothing here escapes Typst markup: text reaches the templates as data and is never read as source.
"""

from __future__ import annotations

import re
from typing import Any

#: Control characters, and marks that turn the direction of the text around them.
_UNSETTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LONG_RUN = re.compile(r"\S{34,}")
_BREAK_EVERY = 12
_BREAK = "\u200b"
_NOT_READ = frozenset({"svg", "url"})


def clean_text(text: str) -> str:
    """Without control and direction marks; a very long word may break anywhere."""
    text = _SURROGATE.sub("\ufffd", text).replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n")
    text = _UNSETTABLE.sub("", text)
    return _LONG_RUN.sub(_with_breaks, text)


def _with_breaks(match: re.Match[str]) -> str:
    word = match[0]
    return _BREAK.join(word[at : at + _BREAK_EVERY] for at in range(0, len(word), _BREAK_EVERY))


def headline(text: str, most: int = 120) -> str:
    """A name that stands in a heading or at the head of a page: cut where it is no name any more."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def clean(value: Any) -> Any:
    """The same for every text in a document's data; drawings and addresses are not read by people and stay."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: one if key in _NOT_READ else clean(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(one) for one in value]
    return value
