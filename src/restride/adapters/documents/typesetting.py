"""Data and a template become a tagged PDF: Typst, Figtree, no network, the same bytes each time."""

from __future__ import annotations

import importlib.util
import json
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Literal

from restride.adapters.documents.clean import clean

Paper = Literal["a4", "letter"]
TEMPLATES = Path(__file__).parent / "templates"
_INSTALL = "install it with: pip install 'restride[pdf]'"
#: Tagged, with title and language; every picture has a text, every heading its place.
_STANDARD = "ua-1"


class DocumentError(RuntimeError):
    """Documents cannot be made; one sentence on why and what to do."""


def typeset(template: str, data: dict[str, Any], *, paper: Paper, dated: date) -> bytes:
    """Set one document.

    ``dated`` becomes the date of the file, so that the same plan gives the same bytes. A letter that no font
    at hand can draw (Chinese in a note, say) is shown as an empty box; the file is then tagged all the same,
    but does not claim PDF/UA.
    """
    import typst

    compiler = _compiler(template, data, paper)
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
    try:
        import typst
    except ModuleNotFoundError:
        raise DocumentError(f"PDF documents need the package typst, which is not here; {_INSTALL}.") from None
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

    found = importlib.util.find_spec("fontpkg_figtree")
    if found is None or found.origin is None:
        raise DocumentError(
            f"PDF documents need the font in the package fontpkg-figtree, which is not here; {_INSTALL}."
        )
    return typst.Fonts(include_system_fonts=False, font_paths=[Path(found.origin).parent / "files"])
