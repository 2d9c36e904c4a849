"""Recorded runs offered for the runner's log: «this looks like the run of Tuesday»."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from restride.comeback import DiaryError, LadderError
from restride.explain.comeback_text import figure
from restride.model.comeback import PlannedRun
from restride.site import engine
from restride.site.comeback.models import RunLog
from restride.site.comeback.queries import course_of
from restride.site.episodes.models import Episode
from restride.site.runs import queries
from restride.site.runs.models import RecordedRun
from restride.training.matching import Match, Piece, match

#: So many days back a run is still offered.
OFFERED_D = 7
#: The log holds so many pieces of one run; a run of more is kept by its running time.
_PIECES_MAX = 60


@dataclass(frozen=True, slots=True)
class Offer:
    """A recorded run that is not in the log yet, beside what was planned for its day."""

    pk: int
    planned: PlannedRun
    title: str
    done: str
    found: Match
    pieces: tuple[Piece, ...]

    @property
    def rows(self) -> list[tuple[int, str, str]]:
        """Number, planned and recorded length of every piece."""
        return [(row.number, _length(row.planned_s), _length(row.done_s)) for row in self.found.rows]


def offers_of(episode: Episode, today: date, *, days: int = OFFERED_D) -> list[Offer]:
    """Return the runs of the last ``days`` and of today that could be logged, the newest first."""
    rows = RecordedRun.objects.filter(
        record=episode.record, kind="run", day__gte=today - timedelta(days=days), day__lte=today
    ).order_by("-day", "-pk")
    found = [(row, offer) for row in rows if (offer := offer_for(episode, row)) is not None]
    if not found:  # the whole history is read only where it may hide a copy of one of them
        return []
    once = {run.id for run in queries.history_of(episode).runs}
    return [offer for row, offer in found if row.run_id in once]


def offer_for(episode: Episode, row: RecordedRun) -> Offer | None:
    """Return what a recorded run could be logged as; None where it is logged, or nothing was planned that day."""
    if row.day is None or row.kind != "run" or _logged(episode, row):
        return None
    planned = planned_on(episode, row.day)
    if planned is None:
        return None
    found = match(queries.read_run(row), planned, engine.facts())
    pieces = found.pieces if 0 < len(found.pieces) <= _PIECES_MAX and all(p.run_s for p in found.pieces) else ()
    return Offer(row.pk, planned, figure(planned), done_words(found), found, pieces)


def _logged(episode: Episode, row: RecordedRun) -> bool:
    logs = RunLog.objects.filter(episode=episode)
    return logs.filter(imported_run=row.run_id).exists() or (
        row.day is not None and logs.filter(day=row.day, kind="run").exists()
    )


def planned_on(episode: Episode, day: date) -> PlannedRun | None:
    """Return the session that was planned for a day, as the way back stood on that day."""
    try:
        document = course_of(episode, day)
    except (DiaryError, LadderError):
        return None
    runs = document.next_runs if document is not None else ()
    return next((run for run in runs if run.on == day and run.kind != "walk"), None)


def done_words(found: Match) -> str:
    """«6 × (3 min run, 1 min walk)»; mixed bouts in order."""
    said = []
    for number, piece in enumerate(found.pieces):
        walk = f", {_minutes(piece.walk_s)} walk" if piece.walk_s and number + 1 < len(found.pieces) else ""
        said.append(f"{_minutes(piece.run_s)} run{walk}")
    uniform = {round(piece.run_s / 30) for piece in found.pieces}
    if len(found.rows) > 1 and len(uniform) == 1:
        done = [row.done_s for row in found.rows if row.done_s is not None]
        return f"{len(done)} × about {_minutes(round(sum(done) / len(done)))} run"
    return "; ".join(said)


def _minutes(seconds: int) -> str:
    whole, rest = divmod(seconds, 60)
    return f"{whole}:{rest:02d} min" if rest else f"{whole} min"


def _length(seconds: int | None) -> str:
    return "–" if seconds is None else _minutes(seconds)
