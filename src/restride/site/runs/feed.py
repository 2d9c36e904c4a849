"""What a runner's calendar holds: the week of the signed plan, and the runs of the way back.

No name and no diagnosis: others may see a calendar. An entry keeps its UID; what changes gets a higher SEQUENCE, what
is gone is called off once more as CANCELLED.
"""

from __future__ import annotations

from datetime import date

import msgspec
from django.db import transaction
from icalendar import Calendar

from restride.adapters.calendar import plan_calendar
from restride.adapters.workouts.run_calendar import CANCELLED, called_off, handed_out, run_calendar, taken_off
from restride.comeback import DiaryError, LadderError
from restride.model.comeback import Comeback
from restride.model.diary import PublishedRun
from restride.model.plan import Plan
from restride.model.quantity import Duration
from restride.site.comeback.queries import course_of
from restride.site.diary.standing import standing_of
from restride.site.episodes.models import Episode, RunnerRecord
from restride.site.episodes.queries import open_episode
from restride.site.runs.models import FedRun

_MINUTE_S = 60
_RUNNING = ("run", "walk_run", "walk")


def calendar_of(record: RunnerRecord, today: date) -> bytes:
    """Return the calendar as of today; without anything signed, or where something must be seen first, it is empty."""
    episode = open_episode(record)
    whole = _empty()
    if episode is None:
        return bytes(whole.to_ical())
    standing = standing_of(episode)
    course = None if standing.state == "act" else _course(episode, today)
    if standing.plan is not None and standing.version is not None:
        _add(whole, _week(standing.plan, standing.version.number, episode, with_runs=course is None))
    _add(whole, _way_back(record, episode, course, today))
    return bytes(whole.to_ical())


def _empty() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Restride//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Restride")
    return calendar


def _add(whole: Calendar, part: bytes) -> None:
    for event in Calendar.from_ical(part).walk("VEVENT"):
        whole.add_component(event)


def _course(episode: Episode, today: date) -> Comeback | None:
    try:
        return course_of(episode, today)
    except (DiaryError, LadderError):
        return None


def _week(plan: Plan, number: int, episode: Episode, *, with_runs: bool) -> bytes:
    """The plan's week; once the way back plans the runs, those of the week are called off."""
    series = series_of(episode)
    if with_runs or plan.week is None:
        return plan_calendar(plan, series=series, version=2 * number, signed=True)
    days = tuple(
        msgspec.structs.replace(day, entries=tuple(one for one in day.entries if one.kind not in _RUNNING))
        for day in plan.week.days
    )
    rest = msgspec.structs.replace(plan, week=msgspec.structs.replace(plan.week, days=days))
    return plan_calendar(rest, series=series, version=2 * number + 1, signed=True, replaces=plan)


def _way_back(record: RunnerRecord, episode: Episode, course: Comeback | None, today: date) -> bytes:
    """The next runs, and those called off that a subscriber has seen."""
    published = publish(record, course, today)
    if course is None:
        return called_off(series_of(episode), published, today)
    return run_calendar(msgspec.structs.replace(course, case=series_of(episode)), published, signed=True)


def series_of(episode: Episode) -> str:
    """Return what the UIDs of an episode's runs are made of, wherever they are handed out."""
    return f"episode {episode.pk}"


@transaction.atomic
def publish(record: RunnerRecord, course: Comeback | None, today: date) -> list[PublishedRun]:
    """Keep what is handed out now, and return what had been handed out before."""
    seen = [_published(row) for row in FedRun.objects.select_for_update().filter(record=record, on__gte=today)]
    for one in handed_out(course, seen) if course is not None else map(taken_off, seen):
        FedRun.objects.update_or_create(
            record=record,
            on=one.on,
            defaults={
                "running_s": round(one.running.value * _MINUTE_S),
                "sequence": one.sequence,
                "called_off": one.entry == CANCELLED,
                "entry": one.entry or "",
            },
        )
    return seen


def _published(row: FedRun) -> PublishedRun:
    """What a subscriber has seen."""
    entry = CANCELLED if row.called_off else row.entry or None
    return PublishedRun(on=row.on, running=Duration(f"{row.running_s} s"), sequence=row.sequence, entry=entry)
