"""What the runs' room knows of a way back: runs that a watch recorded, and runs that a calendar has shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from restride.model.diary import DiaryEntry, PublishedRun
from restride.model.quantity import Duration
from restride.site import engine
from restride.site.episodes.models import Episode
from restride.site.runs.models import FedRun, RecordedRun
from restride.site.runs.queries import read_run
from restride.training.diary import joined_diary
from restride.training.history import build_history
from restride.training.limits import reading_limits


def with_recorded_runs(
    episode: Episode, diary: Sequence[DiaryEntry], since: date, until: date
) -> tuple[DiaryEntry, ...]:
    """Return the diary with the recorded runs from ``since`` to ``until``; those nobody logged from the day after.

    Each run counts once (restride.training.diary).
    """
    rows = RecordedRun.objects.filter(record=episode.record_id, kind="run", day__gte=since, day__lte=until)
    wanted = [read_run(row) for row in rows.order_by("run_id")]
    if not wanted:
        return tuple(diary)
    facts = engine.facts()
    history = build_history(wanted, reading_limits(facts))
    return joined_diary(diary, history.runs, facts, since=since, until=until).diary


def shown_runs(episode: Episode, today: date) -> tuple[PublishedRun, ...]:
    """Return the runs ahead that stand in the runner's calendar; the plan keeps their days where the rules let it."""
    rows = FedRun.objects.filter(record=episode.record_id, on__gte=today, called_off=False).order_by("on")
    return tuple(
        PublishedRun(on=row.on, running=Duration(f"{row.running_s} s"), sequence=row.sequence, entry=row.entry or None)
        for row in rows
    )
