"""Data and a template become a tagged PDF: Typst, Figtree, no network, the same bytes each time."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from restride.adapters.documents.clean import clean
from restride.adapters.extras import need

Paper = Literal["a4", "letter"]
TEMPLATES = Path(__file__).parent / "templates"
#: Tagged, with title and language; every picture has a text, every heading its place.
_STANDARD = "ua-1"


def typeset(template: str, data: dict[str, Any], *, paper: Paper, dated: date) -> bytes:
    """Set one document.

    ``dated`` becomes the date of the file, so that the same plan gives the same bytes. A letter that no font
    at hand can draw (Chinese in a note, say) is shown as an empty box; the file is then tagged all the same,
    but does not claim PDF/UA.

    Raises
    ------
    restride.adapters.extras.MissingPackage
        The typesetter or the typeface is not installed.
    """
    compiler = _compiler(template, data, paper)
    import typst

    moment = int(datetime.combine(dated, time(), UTC).timestamp())
    try:
        return bytes(compiler.compile(format="pdf", pdf_standards=[_STANDARD], timestamp=moment))
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    return bytes(compiler.compile(format="pdf", timestamp=moment))


def page_count(template: str, data: dict[str, Any], *, paper: Paper) -> int:
    """How many pages the document would have."""
    pages = _compiler(template, data, paper).compile(format="svg")
    return len(pages) if isinstance(pages, list) else 1


def _compiler(template: str, data: dict[str, Any], paper: Paper) -> Any:
    need("pdf", "PDF documents")
    import typst

    text = json.dumps(clean(data), ensure_ascii=False)
    return typst.Compiler(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=typefaces(),
        ignore_system_fonts=True,
        sys_inputs={"data": text, "paper": "a4" if paper == "a4" else "us-letter"},
    )


@cache
def typefaces() -> Any:
    """Figtree and the faces inside Typst; never the machine's own, which differ from place to place."""
    import typst

    figtree = Path(str(files("fontpkg_figtree"))) / "files"
    return typst.Fonts(include_system_fonts=False, font_paths=[figtree])
