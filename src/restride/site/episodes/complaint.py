"""The runner's main complaint in the words of a list."""

from __future__ import annotations

from dataclasses import dataclass

from restride.knowledge.load import load
from restride.site.documents import Document

DRAWN_SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Complaint:
    """Where it hurts, as a list shows it."""

    side: str
    words: str


def main_complaint(document: Document) -> Complaint | None:
    """Return the first complaint of a case document; the document's own order says which comes first."""
    complaints = document.get("complaints")
    if not isinstance(complaints, list) or not complaints or not isinstance(complaints[0], dict):
        return None
    first = complaints[0]
    site = str(first.get("site") or "")
    side = str(first.get("side") or "")
    return Complaint(side=side if side in DRAWN_SIDES else "", words=_words_of(site)) if site else None


def _words_of(site: str) -> str:
    """Return the body map's plain words; a site that the knowledge no longer knows keeps its id."""
    known = load().sites.get(site)
    return known.plain if known else site.replace("_", " ")
