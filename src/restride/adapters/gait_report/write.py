"""Write the pictures of an analysed recording beside its numbers."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from restride.adapters.documents.folder import write_together
from restride.adapters.extras import MissingPackage
from restride.adapters.gait_exports import export_files
from restride.adapters.gait_recordings import Analysed
from restride.adapters.gait_report.body import body_of
from restride.adapters.gait_report.film import Film, FilmError, drawn_film, overlaid_film, plain_film
from restride.adapters.gait_report.footage import Footage, footage_of, on_clock
from restride.adapters.gait_report.markup import Html
from restride.adapters.gait_report.moments import Moment, filmed_moments, key_moments
from restride.adapters.gait_report.page import standalone
from restride.adapters.gait_report.paper import report_pdf
from restride.adapters.gait_report.player import Clip, player_html
from restride.adapters.gait_report.sections import Section, header, sections
from restride.explain.gait_words import title_of
from restride.gait.context import Gait
from restride.knowledge.load import Knowledge
from restride.model.gait import GaitComparison

#: A small film inside the page is at most so large [bytes]; above it the picture is made smaller.
_FILM_BYTES = 2_500_000
#: Size of the longer side and quality, tried in this order [px].
_SIZES = ((640, 27), (480, 31), (360, 34))
#: The sections for a page that has its own head, and where that page finds their pictures.
SECTIONS = "sections.json"
FILES_AT = "files/"
_SUFFIXES = {"image/jpeg": "jpg", "video/mp4": "mp4"}
_INSIDE = re.compile(r"data:(?P<kind>image/jpeg|video/mp4);base64,(?P<content>[A-Za-z0-9+/=]+)")
#: Longest stretch of a clip that the page holds [s].
_PAGE_S = 12.0
#: All that an analysis, of running or of a movement test, may leave in a folder: beside a new one nothing of it stays.
EVER = {
    "report.html", "report.pdf", "film.mp4", "report.json", "strides.csv", "points.trc", "points.c3d", "angles.mot",
    "repetitions.csv",
}  # fmt: skip


@dataclass(frozen=True)
class Wishes:
    """What the person wants of the pictures.

    ``show_faces_because`` is why faces may be seen; without a reason they are blurred. ``film`` asks for film.mp4,
    so many times slower than it was; ``parts`` for sections.json too, for a page with its own head and script, its
    pictures and film in files beside it.
    """

    runner: str | None = None
    show_faces_because: str | None = None
    film: float | None = None
    parts: bool = False


class Pictures(NamedTuple):
    """What the runner looks like in a report: key moments, and the player of the page."""

    moments: list[Moment]
    player: Html | None


def pictures_of(one: Analysed, *, footage: Footage | None = None, show_faces: bool = False) -> Pictures:
    """Drawn from the tracked points, or with footage its frames; nothing for a source without positions."""
    report, gait = one.report, one.gait
    if gait is None:
        return Pictures([], None)
    body, treadmill = body_of(gait), report.recording.on_treadmill
    if footage is None:
        return Pictures(key_moments(report, gait, body), player_html(gait, body, on_treadmill=treadmill))
    # The film first: the heads that are looked for in it are mostly those of the moments too.
    clip = _clip(gait, footage, show_faces=show_faces)
    moments = filmed_moments(report, gait, footage, show_faces=show_faces)
    return Pictures(moments, player_html(gait, body, clip=clip, on_treadmill=treadmill))


def _clip(gait: Gait, footage: Footage, *, show_faces: bool) -> Clip:
    """The film inside the page, and the tracked points on its clock and in its size."""
    time_s = gait.track.time_s
    rows = np.flatnonzero((footage.time_s >= time_s[0] - 0.1) & (footage.time_s <= time_s[0] + _PAGE_S))
    film = None
    for longest_px, quality in _SIZES:
        film = plain_film(footage, rows.tolist(), longest_px=longest_px, quality=quality, show_faces=show_faces)
        if len(film.mp4) <= _FILM_BYTES:
            break
    assert film is not None  # noqa: S101
    scale = film.width / footage.width
    points = {name: on_clock(values, footage.time_s, time_s) * scale for name, values in footage.points.items()}
    source = "data:video/mp4;base64," + base64.b64encode(film.mp4).decode()
    return Clip(
        source, film.width, film.height, float(footage.time_s[rows[0]]), float(footage.time_s[rows[-1]]), points
    )


def report_html(
    one: Analysed,
    knowledge: Knowledge,
    *,
    pictures: Pictures | None = None,
    runner: str | None = None,
    comparison: GaitComparison | None = None,
    faces: str | None = None,
) -> str:
    """The report as one HTML file.

    Parameters
    ----------
    one : Analysed
        Report and, where there were positions, the track: without it there is no figure to draw.
    knowledge : Knowledge
        Reference bands.
    pictures : Pictures, optional
        Key moments and player; drawn here where they are not given.
    runner : str, optional
        Name or initials, as the clinic wishes.
    comparison : GaitComparison, optional
        The same against an earlier session.
    faces : str, optional
        What was done with faces, where pictures of the runner are inside.
    """
    moments, player = pictures if pictures is not None else pictures_of(one)
    parts = sections(one.report, knowledge, gait=one.gait, moments=moments, comparison=comparison, player=player)
    head = header(one.report, runner=runner, faces=faces)
    return standalone(f"{title_of(one.report.recording)}, {one.report.recording.name}", head, parts)


def write_pictures(
    folder: Path,
    one: Analysed,
    knowledge: Knowledge,
    *,
    dated: date,
    source: Path | None = None,
    wishes: Wishes | None = None,
    comparison: GaitComparison | None = None,
) -> tuple[list[str], str | None]:
    """Write the report into the folder as page, PDF and exports, and the film where it is wished: all or none.

    ``source`` is the recording itself, for its frames and for what a C3D holds beside its markers; without it a clip
    is drawn from its tracked points.
    Returns the names of the files, and where the PDF cannot be made here (no typesetter) the sentence that says so.

    Raises
    ------
    OSError
        The folder cannot be written.
    PlainError
        The film cannot be made.
    """
    wishes = wishes or Wishes()
    footage = footage_of(source, one.filmed) if source is not None and one.filmed is not None else None
    show = wishes.show_faces_because is not None
    faces = None if footage is None else f"shown: {wishes.show_faces_because}" if show else "blurred"
    pictures = pictures_of(one, footage=footage, show_faces=show)
    page = report_html(
        one, knowledge, pictures=pictures, runner=wishes.runner, comparison=comparison, faces=faces
    )  # fmt: skip
    files = {"report.html": page.encode(), **export_files(one.report, one.gait, source)}
    left_out = None
    # On paper the runner is always drawn: a page is copied and lies about.
    drawn = key_moments(one.report, one.gait, body_of(one.gait)) if one.gait is not None else []
    try:
        files["report.pdf"] = report_pdf(
            one.report, knowledge, gait=one.gait, moments=drawn, comparison=comparison, runner=wishes.runner,
            dated=dated,
        )  # fmt: skip
    except MissingPackage as error:
        left_out = str(error)
    if wishes.parts:
        files |= _apart(one, knowledge, pictures)
    if wishes.film is not None:
        files["film.mp4"] = _film(one.gait, footage, wishes.film, show_faces=show).mp4
    write_together(folder, files, EVER - files.keys())
    return list(files), left_out


def _apart(one: Analysed, knowledge: Knowledge, pictures: Pictures) -> dict[str, bytes]:
    moments, player = pictures
    return apart(sections(one.report, knowledge, gait=one.gait, moments=moments, player=player))


def apart(parts: Sequence[Section]) -> dict[str, bytes]:
    """The sections by name, in order, with every picture and film as a file of its own, named by what is in it."""
    files: dict[str, bytes] = {}

    def put(found: re.Match[str]) -> str:
        content = base64.b64decode(found["content"])
        name = f"{hashlib.sha256(content).hexdigest()[:16]}.{_SUFFIXES[found['kind']]}"
        files[name] = content
        return f"{FILES_AT}{name}"

    pages = {part.id: _INSIDE.sub(put, part.html) for part in parts}
    return {**files, SECTIONS: json.dumps(pages, ensure_ascii=False).encode()}


def _film(gait: Gait | None, footage: Footage | None, slow: float, *, show_faces: bool) -> Film:
    if gait is None:
        raise FilmError("This recording holds no positions, so there is nothing to film; leave out --film.")
    if footage is None:
        return drawn_film(gait, body_of(gait), slow=slow)
    return overlaid_film(gait, footage, slow=slow, show_faces=show_faces)
