"""Exercise figures as files of pixels: a film of the moving one, a PNG of one that stands still."""

from __future__ import annotations

import math
import re
from pathlib import Path

from restride.adapters.documents.folder import write_together
from restride.adapters.films.moments import loop_length_s, moments, pngs
from restride.adapters.films.writing import FilmError, can_be_written, write_film
from restride.figure.theme import ground_of

#: Longer side of a picture, unless a size is asked for. [px]
LONG_SIDE_PX = 960
_BOX = re.compile(r'viewBox="([^"]+)"')


def write_figure_film(
    path: Path, svg: str, theme: str, seconds: float = 6.0, rate_hz: float = 30.0, size: tuple[int, int] | None = None
) -> int:
    """Film an animated figure: whole rounds of its loop, at least so long.

    Parameters
    ----------
    svg : str
        An animated figure with the colours of ``theme`` written into it.
    size : tuple of int
        Width and height, both even [px]; None: as the figure is shaped.

    Returns
    -------
    int
        Pictures written.

    Raises
    ------
    FilmError
        A figure that does not move, or a file that cannot be written.
    """
    can_be_written(path)
    length = loop_length_s(svg)
    if not length:
        raise FilmError(f"{path.name}: this figure holds still, so there is no film of it; write an .svg or .png.")
    if not (0 < seconds <= 600 and 5 <= rate_hz <= 120):
        raise FilmError("A film of a figure lasts up to 600 s and has 5 to 120 pictures a second.")
    rounds = math.ceil(seconds / length - 1e-9)
    shape = size or picture_size(svg)
    return write_film(path, moments(svg, shape, rate_hz, rounds, ground_of(theme)), shape, rate_hz)


def write_figure_png(path: Path, svg: str, theme: str) -> None:
    """Write a figure that stands still as a PNG."""
    write_together(path.parent, {path.name: pngs([svg], picture_size(svg), ground_of(theme))[0]}, ())


def picture_size(svg: str) -> tuple[int, int]:
    """A picture of the figure's own shape: width and height, both even. [px]."""
    found = _BOX.search(svg)
    _, _, width, height = (float(word) for word in found[1].split()) if found else (0.0, 0.0, 1.0, 1.0)
    scale = LONG_SIDE_PX / max(width, height)
    return 2 * round(width * scale / 2), 2 * round(height * scale / 2)
