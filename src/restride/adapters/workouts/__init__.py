"""The planned runs as workouts for the watch, text for intervals.icu, and calendar entries.

Every file is read back by a decoder that is not ours and compared before anything leaves this room.
Garmin documents no text form that a person may import; its watches take the FIT file, and intervals.icu passes its
own text on to them.
"""

from __future__ import annotations

from collections.abc import Sequence

from restride.adapters.workouts.fit import encode_workout
from restride.adapters.workouts.intervals import intervals_text, read_intervals_text
from restride.adapters.workouts.read_back import read_calendar, read_workout
from restride.adapters.workouts.run_calendar import handed_out, run_calendar
from restride.adapters.workouts.steps import ExportError, Workout, workout_of
from restride.explain.comeback_text import runner_text
from restride.model.comeback import Comeback
from restride.model.diary import PublishedRun

__all__ = ["ExportError", "Workout", "exports", "handed_out", "workout_of"]


def exports(document: Comeback, published: Sequence[PublishedRun] = (), *, signed: bool = False) -> dict[str, bytes]:
    """Name → content of every file: a FIT and a text for each run, the calendar, the printable programme.

    ``published`` is what a calendar has shown already, ``signed`` makes its entries confirmed ones.

    Raises
    ------
    ExportError
        A file does not read back as what was planned; nothing must be written then.
    """
    files: dict[str, bytes] = {}
    for run in document.next_runs:
        workout = workout_of(run)
        stem = f"{run.on}_{run.kind}"
        fit = encode_workout(workout, document.case or "restride")
        _same(read_workout(fit), workout, f"{stem}.fit")
        files[f"{stem}.fit"] = fit
        text = intervals_text(workout)
        _same(read_intervals_text(text, workout), workout, f"{stem}.txt")
        files[f"{stem}.txt"] = text.encode()
    calendar = run_calendar(document, published, signed=signed)
    wanted = sorted(run.on for run in document.next_runs)
    if read_calendar(calendar) != wanted:
        raise ExportError("the calendar does not read back with the planned days, so nothing was written; report this.")
    files["way_back.ics"] = calendar
    files["programme.txt"] = runner_text(document).encode()
    return files


def _same(read: Workout, planned: Workout, name: str) -> None:
    if read != planned:
        raise ExportError(
            f"{name} does not read back as it was planned, so nothing was written; report this with the case."
        )
