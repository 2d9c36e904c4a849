"""The list of sources at the end, as the templates take it."""

from __future__ import annotations

from typing import Any

from restride.explain.numbering import READ_MARKS, Numbering


def source_rows(numbers: Numbering) -> list[dict[str, Any]]:
    """Number, description, address to follow, and how little of it was read."""
    rows = []
    for citation, source in numbers.list():
        says = citation.says
        if source.doi:
            says = says.removesuffix(f"doi:{source.doi}").strip()
        rows.append(
            {
                "number": citation.number,
                "says": says,
                "link": f"doi:{source.doi}" if source.doi else None,
                "url": f"https://doi.org/{source.doi}" if source.doi else None,
                "mark": READ_MARKS.get(source.read),
            }
        )
    return rows
