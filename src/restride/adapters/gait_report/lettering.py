"""Letters for drawing on pictures: the typesetter's own, so a film is lettered like the page and the paper."""

from __future__ import annotations

import io
from functools import cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from restride.adapters.extras import need

Coverage = NDArray[np.float32]
#: Every letter a film may need; another one becomes a blank.
LETTERS = "0123456789.,:;°±−–-+%/()·«» abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PAGE = (
    '#set page(width: auto, height: {height}pt, margin: 0pt, fill: white)\n'
    '#set text(font: "Figtree", size: {size}pt, weight: 650, number-width: "tabular", top-edge: "ascender", '
    'bottom-edge: "descender", fill: black)\n'
)  # fmt: skip


@cache
def alphabet(height_px: int) -> dict[str, Coverage]:
    """Each letter as coverage 0–1, shape (height, its width).

    Raises
    ------
    restride.adapters.extras.MissingPackage
        The typesetter or the typeface is not installed.
    """
    need("pdf", "Letters on a film")
    import av
    import typst

    from restride.adapters.documents.typesetting import typefaces

    # One page a letter, as wide as the letter: the page's width is its advance. A blank is set as a space that stays.
    pages = "#pagebreak()\n".join(
        f"#[{'#h(0.28em)' if letter == ' ' else f'#{chr(34)}{letter}{chr(34)}'}]\n" for letter in LETTERS
    )
    source = _PAGE.format(height=height_px, size=height_px / 1.2) + pages
    found = typst.compile(source.encode(), format="png", ppi=72.0, font_paths=typefaces(), ignore_system_fonts=True)
    made = {}
    for letter, png in zip(LETTERS, cast(list[bytes], found), strict=True):
        with av.open(io.BytesIO(png), "r") as picture:
            grey = next(picture.decode(video=0)).to_ndarray(format="gray")
        made[letter] = np.asarray((255 - grey)[:height_px] / np.float32(255), dtype=np.float32)
    return made


def word(text: str, height_px: int) -> Coverage:
    """A line of text as coverage 0–1, shape (height, width)."""
    letters = alphabet(height_px)
    return np.concatenate([letters.get(letter, letters[" "]) for letter in text] or [letters[" "]], axis=1)
