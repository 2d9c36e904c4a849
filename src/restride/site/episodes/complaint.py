"""The runner's main complaint in the words of a list."""

from __future__ import annotations

from dataclasses import dataclass

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
    site = str(first.get("site") or "").replace("_", " ")
    side = str(first.get("side") or "")
    return Complaint(side=side if side in DRAWN_SIDES else "", words=site) if site else None
