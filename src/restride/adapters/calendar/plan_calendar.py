"""The week of a plan as all-day events that repeat until the review (iCalendar, RFC 5545).

An event is known by its UID: the same series, weekday and kind keep it for ever. A later version of the plan
raises SEQUENCE, so a calendar replaces what it has; what the later version no longer holds is written once
more as cancelled. No event has a time of day, hence none has a time zone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import msgspec
from icalendar import Calendar, Event

from restride.explain.calendar_text import entry_body, entry_title, review_title
from restride.explain.words import DAYS
from restride.model.plan import Plan, WeekEntry

_NO_EVENT = frozenset({"rest"})
_BYDAY = {day: day[:2].upper() for day in DAYS}


def plan_calendar(
    plan: Plan, *, series: str | None = None, version: int = 1, signed: bool = False, replaces: Plan | None = None
) -> bytes:
    """The calendar file of a plan.

    ``series`` names the plan through all its versions (an episode of care); by default the case and the plan's
    date. ``version`` becomes SEQUENCE. ``replaces`` is the version before: its events that are gone are cancelled.
    Unsigned events are tentative.
    """
    name = series or _series(plan)
    calendar = Calendar()
    calendar.add("prodid", "-//Restride//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    status = "CONFIRMED" if signed else "TENTATIVE"
    events = dict(_events(plan, name, status))
    if replaces is not None:
        gone = {uid: event for uid, event in _events(replaces, name, "CANCELLED") if uid not in events}
        events |= gone
    for uid in sorted(events, key=lambda one: (events[one].decoded("dtstart"), one)):
        event = events[uid]
        event.add("uid", uid)
        event.add("dtstamp", datetime.combine(plan.today, time(), UTC))
        event.add("sequence", version - 1)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _series(plan: Plan) -> str:
    if plan.case:
        return f"{plan.case}/{plan.today}"
    return hashlib.sha256(msgspec.json.encode(plan)).hexdigest()


def _uid(series: str, what: str) -> str:
    return f"{hashlib.sha256(f'{series}/{what}'.encode()).hexdigest()[:32]}@restride"


def _events(plan: Plan, series: str, status: str) -> Iterator[tuple[str, Event]]:
    if plan.week is not None:
        until = plan.review.on if plan.review else plan.today + timedelta(days=len(DAYS) - 1)
        for day in plan.week.days:
            first = _first(plan.today, day.day)
            for entry in day.entries:
                if entry.kind not in _NO_EVENT and first <= until:
                    yield _uid(series, f"{day.day}/{entry.kind}"), _event(plan, entry, first, until, day.day, status)
    if plan.review is not None:
        event = _all_day(review_title(), plan.review.on, status)
        yield _uid(series, "review"), event


def _first(today: date, day: str) -> date:
    """The first such weekday, the plan's own date included."""
    return today + timedelta(days=(list(DAYS).index(day) - today.weekday()) % len(DAYS))


def _event(plan: Plan, entry: WeekEntry, first: date, until: date, day: str, status: str) -> Event:
    items = [item for item in plan.home if item.item in entry.items]
    draft = "Draft, not signed by a therapist.\n" if status == "TENTATIVE" else ""
    event = _all_day(entry_title(entry), first, status)
    event.add("description", draft + entry_body(plan, entry, items))
    event.add("rrule", {"freq": "weekly", "byday": _BYDAY[day], "until": until})
    return event


def _all_day(title: str, day: date, status: str) -> Event:
    event = Event()
    event.add("summary", title)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("status", status)
    event.add("transp", "TRANSPARENT")
    return event
