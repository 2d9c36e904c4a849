"""Runs a watch recorded and nobody logged: they load, and without a word on pain they lift nothing.

A day with a logged run has what the runner said of it. A recorded run counts from the day after on, so that its own
day still shows what was planned, and the runner is asked first.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from restride.model.diary import DiaryEntry
from restride.model.quantity import Distance, Duration
from restride.site import engine
from restride.site.episodes.models import Episode
from restride.site.runs.models import RecordedRun
from restride.site.runs.queries import read_run
from restride.training.history import build_history
from restride.training.limits import reading_limits
from restride.training.record import RunRecord


def recorded_entries(episode: Episode, since: date, until: date, logged: Collection[date]) -> list[DiaryEntry]:
    """Return the recorded runs from ``since`` to the day before ``until`` on days without a logged run."""
    rows = RecordedRun.objects.filter(record=episode.record_id, kind="run", day__gte=since, day__lt=until)
    wanted = [read_run(row) for row in rows.order_by("run_id") if row.day not in logged]
    if not wanted:
        return []
    return [_entry(run) for run in build_history(wanted, reading_limits(engine.facts())).runs if _running_s(run)]


def _entry(run: RunRecord) -> DiaryEntry:
    running = _running_s(run)
    longest = min(running, round(run.longest_bout_s)) or running
    return DiaryEntry(
        on=run.day,
        at=run.local,
        running=Duration(f"{running} s"),
        longest_bout=Duration(f"{longest} s"),
        distance=None if run.distance_m is None else Distance(f"{run.distance_m:.0f} m"),
        by="imported",
    )


def _running_s(run: RunRecord) -> int:
    return round(sum(bout.duration_s for bout in run.bouts) or run.run_s)
