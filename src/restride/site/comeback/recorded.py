"""What a watch recorded, beside the log of the way back: each run counts once (restride.training.diary)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from restride.model.diary import DiaryEntry
from restride.site import engine
from restride.site.episodes.models import Episode
from restride.site.runs.models import RecordedRun
from restride.site.runs.queries import read_run
from restride.training.diary import joined_diary
from restride.training.history import build_history
from restride.training.limits import reading_limits


def with_recorded_runs(
    episode: Episode, diary: Sequence[DiaryEntry], since: date, until: date
) -> tuple[DiaryEntry, ...]:
    """Return the diary with the recorded runs from ``since`` to ``until``; those nobody logged from the day after."""
    rows = RecordedRun.objects.filter(record=episode.record_id, kind="run", day__gte=since, day__lte=until)
    wanted = [read_run(row) for row in rows.order_by("run_id")]
    if not wanted:
        return tuple(diary)
    facts = engine.facts()
    history = build_history(wanted, reading_limits(facts))
    return joined_diary(diary, history.runs, facts, since=since, until=until).diary
