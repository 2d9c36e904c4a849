"""Files in, one history out: what the command line, the front door and a case's own files share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from restride.adapters.activities.importing import Imported, Progress, import_paths
from restride.adapters.activities.reading import Options
from restride.adapters.activities.tables import FIELDS
from restride.knowledge.load import Knowledge
from restride.model.case import Case
from restride.model.errors import PlainError
from restride.model.runs import RunnerChange
from restride.training.history import History, build_history
from restride.training.limits import reading_limits

#: A folder of this name beside ``case.yaml`` is read where the case names no files.
FOLDER = "runs"


class RunsError(PlainError):
    """Runs that cannot be read; one sentence."""


class Read(NamedTuple):
    """A history, and what became of every file."""

    history: History
    imported: Imported


def read_history(
    paths: list[Path],
    knowledge: Knowledge,
    today: date,
    *,
    zone: str | None = None,
    columns: Mapping[str, str] | None = None,
    changes: Iterable[RunnerChange] = (),
    keep_positions: bool = False,
    store: Path | None = None,
    progress: Progress | None = None,
    workers: int = 0,
) -> Read:
    """Read everything below ``paths`` as one history.

    Raises
    ------
    RunsError
        A path is not there, nothing below them is an activity, or a zone or column is not known.
    restride.adapters.activities.store.StoreError
        The store cannot be used.
    """
    for path in paths:
        if not path.exists():
            raise RunsError(f"{path} does not exist; name a file, a folder or an export.")
    limits = reading_limits(knowledge)
    options = Options(
        limits=limits, zone=checked_zone(zone), today=today, keep_positions=keep_positions,
        columns=checked_columns(columns or {}),
    )  # fmt: skip
    imported = import_paths(paths, options, store=store, progress=progress, workers=workers)
    if not imported.readings:
        raise RunsError(f"no activity file is in {', '.join(map(str, paths))}; name a folder that holds some.")
    return Read(build_history((run for one in imported.readings for run in one.runs), limits, changes), imported)


def history_of_case(case: Case, place: Path, knowledge: Knowledge, today: date) -> History | None:
    """What the files hold that a case names, or the folder «runs» beside it; None where there is nothing to join.

    ``place`` is the case file or its folder. Changes the runner entered are a history without any file.

    Raises
    ------
    RunsError
        See :func:`read_history`; also where every file was rejected.
    """
    folder = place if place.is_dir() else place.parent
    own = folder / FOLDER
    paths = [folder / name for name in case.runs.files]
    if not paths and place.is_dir() and own.is_dir() and any(own.iterdir()):
        paths = [own]
    runs = case.runs
    if paths:
        read = read_history(paths, knowledge, today, zone=runs.zone, columns=runs.columns, changes=runs.changes)
        _some_of_use(read.imported)
        return read.history
    return History(changes=runs.changes) if runs.changes and not runs.found else None


def _some_of_use(imported: Imported) -> None:
    if all(one.grade == "REJECTED" for one in imported.readings):
        first = imported.readings[0]
        more = f" and {len(imported.readings) - 1} more" if len(imported.readings) > 1 else ""
        raise RunsError(
            f"none of the run files of the case can be used ({first.name}{more}: {first.reason.rstrip('.')}); "
            "take them out of 'runs' or put the right ones there."
        )


def checked_zone(name: str | None) -> str | None:
    """The zone, if it is one.

    Raises
    ------
    RunsError
        No such time zone is known here.
    """
    if name is not None:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise RunsError(f"'{name}' is not a time zone known here; write it as Europe/Berlin.") from None
    return name


def checked_columns(columns: Mapping[str, str]) -> dict[str, str]:
    """The columns, if their fields are ours.

    Raises
    ------
    RunsError
        A field is not one of a run.
    """
    for field in columns:
        if field not in FIELDS:
            raise RunsError(f"column '{field}' cannot be used; name one of {', '.join(FIELDS)}.")
    return dict(columns)
