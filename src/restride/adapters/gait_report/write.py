"""Write the pictures of an analysed recording beside its numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from restride.adapters.documents.folder import write_together
from restride.adapters.documents.typesetting import DocumentError
from restride.adapters.gait_recordings import Analysed
from restride.adapters.gait_report.body import body_of
from restride.adapters.gait_report.markup import Html
from restride.adapters.gait_report.moments import Moment, key_moments
from restride.adapters.gait_report.page import standalone
from restride.adapters.gait_report.paper import report_pdf
from restride.adapters.gait_report.player import Clip, player_html
from restride.adapters.gait_report.sections import header, sections
from restride.explain.gait_words import title_of
from restride.knowledge.load import Knowledge
from restride.model.gait import GaitComparison


class Pictures(NamedTuple):
    """What the runner looks like in a report: key moments, and the player of the page."""

    moments: list[Moment]
    player: Html | None


def pictures_of(one: Analysed, *, clip: Clip | None = None) -> Pictures:
    """Drawn from the tracked points; nothing for a source without positions."""
    report, gait = one
    if gait is None:
        return Pictures([], None)
    body = body_of(gait)
    player = player_html(gait, body, clip=clip, on_treadmill=report.recording.on_treadmill)
    return Pictures(key_moments(report, gait, body), player)


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
    report, gait = one
    moments, player = pictures if pictures is not None else pictures_of(one)
    parts = sections(report, knowledge, gait=gait, moments=moments, comparison=comparison, player=player)
    head = header(report, runner=runner, faces=faces)
    return standalone(f"{title_of(report.recording)}, {report.recording.name}", head, parts)


def write_pictures(
    folder: Path,
    one: Analysed,
    knowledge: Knowledge,
    *,
    dated: date,
    runner: str | None = None,
    comparison: GaitComparison | None = None,
) -> tuple[list[str], str | None]:
    """Write the report into the folder as page and PDF, all or none.

    Returns the names of the files, and where the PDF cannot be made here (no typesetter) the sentence that says so.

    Raises
    ------
    OSError
        The folder cannot be written.
    """
    pictures = pictures_of(one)
    page = report_html(one, knowledge, pictures=pictures, runner=runner, comparison=comparison)
    files, left_out = {"report.html": page.encode()}, None
    try:
        files["report.pdf"] = report_pdf(
            one.report, knowledge, gait=one.gait, moments=pictures.moments, comparison=comparison, runner=runner,
            dated=dated,
        )  # fmt: skip
    except DocumentError as error:
        left_out = str(error)
    # A PDF of an earlier analysis must not stay beside the new page.
    write_together(folder, files, {"report.html", "report.pdf"} - files.keys())
    return list(files), left_out
