"""Write the pictures of an analysed recording beside its numbers."""

from __future__ import annotations

from pathlib import Path

from restride.adapters.documents.folder import write_together
from restride.adapters.gait_recordings import Analysed
from restride.adapters.gait_report.body import body_of
from restride.adapters.gait_report.moments import key_moments
from restride.adapters.gait_report.page import standalone
from restride.adapters.gait_report.player import Clip, player_html
from restride.adapters.gait_report.sections import header, sections
from restride.explain.gait_words import title_of
from restride.knowledge.load import Knowledge
from restride.model.gait import GaitComparison


def report_html(
    one: Analysed,
    knowledge: Knowledge,
    *,
    runner: str | None = None,
    comparison: GaitComparison | None = None,
    clip: Clip | None = None,
    faces: str | None = None,
) -> str:
    """The report as one HTML file.

    Parameters
    ----------
    one : Analysed
        Report and, where there were positions, the track: without it there is no figure to draw.
    knowledge : Knowledge
        Reference bands.
    runner : str, optional
        Name or initials, as the clinic wishes.
    comparison : GaitComparison, optional
        The same against an earlier session.
    clip : Clip, optional
        The film for the player instead of the drawn figure.
    faces : str, optional
        What was done with faces, where pictures of the runner are inside.
    """
    report, gait = one
    moments, player = [], None
    if gait is not None:
        body = body_of(gait)
        moments = key_moments(report, gait, body)
        player = player_html(gait, body, clip=clip, on_treadmill=report.recording.on_treadmill)
    parts = sections(report, knowledge, gait=gait, moments=moments, comparison=comparison, player=player)
    head = header(report, runner=runner, faces=faces)
    return standalone(f"{title_of(report.recording)}, {report.recording.name}", head, parts)


def write_pictures(
    folder: Path,
    one: Analysed,
    knowledge: Knowledge,
    *,
    runner: str | None = None,
    comparison: GaitComparison | None = None,
) -> list[str]:
    """Write the report into the folder, whole or not at all, and return the names of the files.

    Raises
    ------
    OSError
        The folder cannot be written.
    """
    page = report_html(one, knowledge, runner=runner, comparison=comparison)
    files = {"report.html": page.encode()}
    write_together(folder, files, ())
    return list(files)
