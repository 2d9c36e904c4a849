"""Write the report of a movement test into a folder: page, sections for the site, JSON, repetitions as CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec
import numpy as np

from restride.adapters.documents.folder import write_together
from restride.adapters.gait_movements import MovementAnalysed
from restride.adapters.gait_report.footage import footage_from
from restride.adapters.gait_report.page import standalone
from restride.adapters.gait_report.write import EVER, apart
from restride.adapters.movement_report.moments import KeyFrame, drawn_frames, filmed_frames
from restride.adapters.movement_report.sections import movement_header, movement_sections
from restride.explain.movement_words import MOVEMENT_NAMES
from restride.knowledge.load import Knowledge
from restride.model.movement import MovementRepetition, MovementReport
from restride.model.published import document_json


def write_movement(
    folder: Path, one: MovementAnalysed, knowledge: Knowledge, *, source: Path | None = None, parts: bool = False
) -> None:
    """Write report.html, report.json and repetitions.csv: all or none.

    ``source`` is the clip itself, for its frames; without it the key frames are drawn from the tracked points.
    ``parts`` asks for sections.json with its pictures too, for a page with its own head.

    Raises
    ------
    OSError
        The folder cannot be written.
    """
    frames = key_frames(one, source)
    whole = movement_sections(one.report, knowledge, frames)
    title = f"{MOVEMENT_NAMES[one.report.movement]}, {one.report.name}"
    files = {
        "report.html": standalone(title, movement_header(one.report), whole).encode(),
        "report.json": document_json(one.report).encode(),
        "repetitions.csv": repetitions_csv(one.report).encode(),
    }
    if parts:
        files |= apart(movement_sections(one.report, knowledge, frames, exam=False))
    write_together(folder, files, EVER - files.keys())


def key_frames(one: MovementAnalysed, source: Path | None) -> list[KeyFrame]:
    """Frames of the clip where there is one, drawn figures otherwise."""
    if source is None or one.followed is None:
        return drawn_frames(one.report, one.seen)
    footage = footage_from(source, one.followed, np.asarray(one.followed.time_s))
    return filmed_frames(one.report, one.seen, footage)


def repetitions_csv(report: MovementReport) -> str:
    """One row a repetition."""
    out = io.StringIO()
    names = [field.name for field in msgspec.structs.fields(MovementRepetition)]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([getattr(one, name) for name in names] for one in report.repetitions)
    return out.getvalue()
