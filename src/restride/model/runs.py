"""The part of a case that says what was really run: where the files are, what the runner adds, what they showed."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Annotated, Literal

import msgspec

from restride.model.parts import Id, Part, Short, Words

#: A file or folder beside the case file: never an absolute path, never above it.
Beside = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


def lies_beside(file: Beside) -> bool:
    """Whether a name stays in the folder of the document that holds it, on every system."""
    path = PurePath(file)
    return not (path.is_absolute() or ".." in path.parts or "\\" in file or ":" in file)


class RunnerChange(Part, frozen=True, kw_only=True):
    """A change the runner enters: no file knows of new shoes or a new surface."""

    what: Literal["shoes", "surface", "race", "speed_work", "hills"]
    on: date
    says: Short | None = None


class RecordedFinding(Part, frozen=True, kw_only=True):
    """What the records of training show about the weeks before one complaint; written by the program."""

    finding: Id
    state: Literal["present", "absent"]
    #: Number of the complaint whose onset it is dated against.
    about: Annotated[int, msgspec.Meta(ge=0, le=50)] = 0
    #: The run it was, where it is one.
    run: Short | None = None
    on: date | None = None
    weeks_before_onset: Annotated[float, msgspec.Meta(ge=0, le=5200)] | None = None
    value: float | None = None
    unit: Short | None = None
    says: Words


#: Numbers of :class:`restride.model.case.Routine` that the records can give where nobody said them.
RoutineField = Literal["runs_per_week", "weekly_distance_before", "longest_run", "usual_pace"]


class CaseRuns(Part, frozen=True, kw_only=True):
    """Recorded runs of a case. ``files`` are read by the command line; the rest is enough to evaluate by."""

    #: FIT, TCX, GPX, CSV files, exports (zip) or folders beside the case file.
    files: tuple[Beside, ...] = ()
    #: The runner's time zone («Europe/Berlin»), for files that name none.
    zone: Short | None = None
    #: For tables: our field → the table's column.
    columns: dict[Id, Short] = {}
    changes: tuple[RunnerChange, ...] = ()
    found: tuple[RecordedFinding, ...] = ()
    #: Numbers of the routine that came from the records, because nobody had said them, as they were written there.
    filled: dict[RoutineField, Short] = {}
