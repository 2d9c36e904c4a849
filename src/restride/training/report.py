"""The report on a history: what was run, what was unusual, and what cannot be said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec

from restride.knowledge.load import Knowledge
from restride.training.errors import TrainingError, training_errors
from restride.training.history import History
from restride.training.load import Break, SessionRatio, Week, breaks_of, session_ratios, weeks_of
from restride.training.record import FileReading, Out, RunRecord
from restride.training.tissue import TissueLoad, tissue_loads


class TrainingReport(Out, frozen=True, kw_only=True, omit_defaults=False):
    """Everything the program says about a training history; the published document."""

    schema: Literal["restride/runs/1"] = "restride/runs/1"
    knowledge: str
    knowledge_digest: str
    #: Day the complaint began, where it is known.
    onset: date | None = None
    runs: tuple[RunRecord, ...] = ()
    walks: tuple[RunRecord, ...] = ()
    cross: tuple[RunRecord, ...] = ()
    undated: tuple[RunRecord, ...] = ()
    duplicates: int = 0
    ratios: tuple[SessionRatio, ...] = ()
    weeks: tuple[Week, ...] = ()
    breaks: tuple[Break, ...] = ()
    tissue: tuple[TissueLoad, ...] = ()
    errors: tuple[TrainingError, ...] = ()


def report_on(history: History, knowledge: Knowledge, onset: date | None = None) -> TrainingReport:
    """Analyse a history; with the onset, also what was unusual before it."""
    return TrainingReport(
        knowledge=knowledge.version,
        knowledge_digest=knowledge.digest,
        onset=onset,
        runs=history.runs,
        walks=history.walks,
        cross=history.cross,
        undated=history.undated,
        duplicates=history.duplicates,
        ratios=session_ratios(history, knowledge),
        weeks=weeks_of(history, knowledge),
        breaks=breaks_of(history, knowledge),
        tissue=tissue_loads(history, knowledge),
        errors=training_errors(history, onset, knowledge) if onset else (),
    )


class RunsDocument(Out, frozen=True, kw_only=True):
    """Files with their grades, and the report; the document of ``restride runs --json``."""

    files: tuple[FileReading, ...]
    #: How many files were new to the store, or were read at all where there is none.
    new: int
    report: TrainingReport


def document_of(files: Iterable[FileReading], new: int, report: TrainingReport) -> RunsDocument:
    """The published document: the runs stand in the report, a file names its grade and its reason."""
    return RunsDocument(files=tuple(msgspec.structs.replace(one, runs=()) for one in files), new=new, report=report)
