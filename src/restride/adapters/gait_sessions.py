"""A session of several recordings: read from its file, analysed clip by clip, and written as one report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec

from restride.adapters.documents.folder import write_together
from restride.adapters.documents.letterhead import Letterhead
from restride.adapters.extras import MissingPackage
from restride.adapters.gait_recordings import Analysed, analyse_named
from restride.adapters.gait_report.session import session_html
from restride.adapters.gait_report.session_paper import session_pdf
from restride.adapters.video.analysis import VideoOptions
from restride.adapters.video.following import Progress
from restride.gait.session import SessionError
from restride.knowledge.case_errors import plain_error
from restride.knowledge.load import Knowledge
from restride.knowledge.strict_yaml import read_yaml
from restride.model.files import WRITTEN_BYTES, read_whole
from restride.model.gait_session import GaitSession, SessionClip, SessionFile
from restride.model.published import document_json
from restride.model.runs import lies_beside

#: Endings by which a session's own file is known.
SESSION_SUFFIXES = (".yaml", ".yml", ".json")


class AnalysedClip(NamedTuple):
    """One recording of a session: where it lies, and what it says."""

    path: Path
    found: Analysed
    clip: SessionClip


def read_session_file(path: Path) -> SessionFile:
    """Read the file that names the recordings of a session.

    Raises
    ------
    PlainError
        It cannot be read, or a part of it is wrong; the sentence names the part.
    """
    document = read_yaml(read_whole(path, most=WRITTEN_BYTES), name=path.name)
    if not isinstance(document, dict):
        raise SessionError(f"{path.name} is no session; it is a mapping that starts with 'clips:'.")
    if str(document.get("schema", "")).startswith("restride/"):
        raise SessionError(f"{path.name} is a report; a session's file names its recordings under 'clips:'.")
    try:
        session = msgspec.convert(document, SessionFile)
    except msgspec.ValidationError as error:
        raise SessionError(f"{path.name}: {plain_error(error, document, SessionFile, 'the session')}") from None
    named = [file for one in session.clips for file in (one.file, one.force) if file is not None]
    for file in [*named, *([session.earlier] if session.earlier else [])]:
        if not lies_beside(file):
            raise SessionError(f"{path.name}: '{file}' does not lie beside the session's file; copy it there.")
    return session


def read_session_report(path: Path) -> GaitSession:
    """Read an earlier session's session.json.

    Raises
    ------
    PlainError
        It is not there, or no report of a session.
    """
    try:
        return msgspec.json.decode(read_whole(path), type=GaitSession)
    except msgspec.DecodeError:
        raise SessionError(f"{path.name} is no report of a session; give the session.json of an earlier one.") from None


def analyse_clips(
    session: SessionFile, folder: Path, knowledge: Knowledge, *, progress: Progress | None = None
) -> list[AnalysedClip]:
    """Analyse every recording of a session.

    Raises
    ------
    PlainError
        A recording cannot be used; the sentence names it.
    """
    found = []
    for one in session.clips:
        video = VideoOptions(view=one.view, slow_motion=one.slow_motion)
        analysed = analyse_named(one, folder, knowledge, part="clips", video=video, progress=progress)
        clip = SessionClip(role=one.role, says=one.says, report=analysed.report)
        found.append(AnalysedClip(folder / one.file, analysed, clip))
    return found


def folders_of(paths: Sequence[Path]) -> list[str]:
    """A folder's name for each recording: its own, with a number where two are called alike."""
    names: list[str] = []
    for path in paths:
        name, at = path.stem, 2
        while name in names:
            name, at = f"{path.stem}-{at}", at + 1
        names.append(name)
    return names


def write_session(folder: Path, session: GaitSession, *, dated: date, runner: str | None = None) -> str | None:
    """Write session.html, session.pdf and session.json, all or none.

    Returns the sentence that says why there is no PDF, where it cannot be made here (no typesetter).

    Raises
    ------
    OSError
        The folder cannot be written.
    """
    files = {
        "session.html": session_html(session, runner=runner).encode(),
        "session.json": document_json(session).encode(),
    }
    left_out = None
    try:
        files["session.pdf"] = session_pdf(session, dated=dated, letterhead=Letterhead(runner=runner))
    except MissingPackage as error:
        left_out = str(error)
    # What an earlier analysis left must not stay beside the new page.
    write_together(folder, files, {"session.pdf"} - files.keys())
    return left_out
