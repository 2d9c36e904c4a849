"""The planned runs as all-day calendar events: one UID a day for ever, SEQUENCE rises, what is gone is cancelled."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from restride.explain.comeback_text import figure, steps
from restride.model.comeback import Comeback, PlannedRun
from restride.model.diary import PublishedRun
from restride.model.quantity import Duration

#: In place of a fingerprint: the entry was called off.
CANCELLED = "cancelled"


def run_calendar(document: Comeback, published: Sequence[PublishedRun] = (), *, signed: bool = False) -> bytes:
    """The calendar file; ``published`` is what a subscriber has already seen."""
    series = document.case or document.knowledge_digest
    seen = {one.on: one for one in published if one.on >= document.today}
    calendar = Calendar()
    calendar.add("prodid", "-//Restride//Way back//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    events = [
        _planned(document, run, series, sequence(document, run, seen.get(run.on)), signed=signed)
        for run in document.next_runs
    ]
    planned = {run.on for run in document.next_runs}
    for gone in (one for on, one in seen.items() if on not in planned):
        events.append(_gone(gone, series, document.today))
    for event in sorted(events, key=lambda one: one.decoded("dtstart")):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def handed_out(document: Comeback, published: Sequence[PublishedRun] = ()) -> tuple[PublishedRun, ...]:
    """What to keep of a calendar that was handed out, for the next one: its entries and those it called off."""
    seen = {one.on: one for one in published if one.on >= document.today}
    planned = {run.on for run in document.next_runs}
    kept = [
        PublishedRun(
            on=run.on, running=Duration(f"{run.running_s} s"), sequence=sequence(document, run, seen.get(run.on)),
            entry=entry_of(document, run),
        )
        for run in document.next_runs
    ]  # fmt: skip
    kept += [taken_off(one) for on, one in seen.items() if on not in planned]
    return tuple(sorted(kept, key=lambda one: one.on))


def taken_off(seen: PublishedRun) -> PublishedRun:
    """What to keep of an entry that is called off."""
    return PublishedRun(on=seen.on, running=Duration("0 s"), sequence=_number_gone(seen), entry=CANCELLED)


def called_off(series: str, published: Sequence[PublishedRun], today: date) -> bytes:
    """A calendar in which every run a subscriber has seen from ``today`` on is called off."""
    calendar = Calendar()
    calendar.add("prodid", "-//Restride//Way back//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for gone in sorted((one for one in published if one.on >= today), key=lambda one: one.on):
        calendar.add_component(_gone(gone, series, today))
    return bytes(calendar.to_ical())


def _gone(gone: PublishedRun, series: str, today: date) -> Event:
    return _event("Run (called off)", gone.on, series, _number_gone(gone), "CANCELLED", today)


def _number_gone(gone: PublishedRun) -> int:
    """One more than what was seen; called off once more, it keeps its number."""
    return gone.sequence if gone.entry == CANCELLED else gone.sequence + 1


def sequence(document: Comeback, run: PlannedRun, before: PublishedRun | None) -> int:
    """Number of the event's version: unchanged where the entry says the same, one more where anything in it changed."""
    if before is None:
        return 0
    if before.entry is None:
        same = round(before.running.value * 60) == run.running_s
    else:
        same = before.entry == entry_of(document, run)
    return before.sequence if same else before.sequence + 1


def entry_of(document: Comeback, run: PlannedRun) -> str:
    """Fingerprint of everything that a subscriber reads of a run."""
    return hashlib.sha256("\n".join((_title(run), _description(document, run))).encode()).hexdigest()[:32]


def _planned(document: Comeback, run: PlannedRun, series: str, version: int, *, signed: bool) -> Event:
    event = _event(_title(run), run.on, series, version, "CONFIRMED" if signed else "TENTATIVE", document.today)
    event.add("description", _description(document, run))
    return event


def _title(run: PlannedRun) -> str:
    return f"{'Walk' if run.kind == 'walk' else 'Run'} {figure(run).removeprefix('walk ')}"


def _description(document: Comeback, run: PlannedRun) -> str:
    clock = (f"Not before {run.not_before}.",) if run.not_before else ()
    sure = () if run.certain else ("Depends on how the runs before it feel.",)
    return "\n".join((*clock, *steps(run), document.pain_rule.plain, *sure))


def _event(title: str, day: date, series: str, version: int, status: str, today: date) -> Event:
    event = Event()
    event.add("uid", f"{hashlib.sha256(f'{series}/way_back/{day}'.encode()).hexdigest()[:32]}@restride")
    event.add("summary", title)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("sequence", version)
    event.add("status", status)
    event.add("transp", "TRANSPARENT")
    return event
