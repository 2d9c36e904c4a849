"""What means stop today: a session of the way back that the planner called red, or a number above the plan's limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from restride.model.plan import Plan
from restride.site.comeback.entries import logged_runs
from restride.site.comeback.queries import verdict_on
from restride.site.diary.day import HOME, MORNING, RUN
from restride.site.diary.queries import items_felt
from restride.site.diary.session import gate_for
from restride.site.diary.standing import Standing
from restride.site.episodes.models import Episode


@dataclass(frozen=True, slots=True)
class Stop:
    """What was said, and what follows."""

    seen: str
    do: str
    #: Whether it is about running, or about one exercise or the morning.
    running: bool


def stops_of(standing: Standing, today: date) -> list[Stop]:
    """Return everything that means stop on a day; nothing where nothing does."""
    if standing.episode is None:
        return []
    found = _of_runs(standing.episode, today)
    if standing.plan is not None:
        found += _of_the_day(standing.plan, standing.episode, today)
    return found


def _of_runs(episode: Episode, today: date) -> list[Stop]:
    """The newest session of today or yesterday, if it was red."""
    days = [one.log.day for one in logged_runs(episode) if one.log.day >= today - timedelta(days=1)]
    verdict = verdict_on(episode, max(days), today) if days else None
    if verdict is None or verdict.colour != "red":
        return []
    return [Stop(f"{verdict.seen[:1].upper()}{verdict.seen[1:]}.", verdict.says, running=True)]


def _of_the_day(plan: Plan, episode: Episode, today: date) -> list[Stop]:
    found = []
    for item in (RUN, HOME, MORNING, *sorted(items_felt(episode, today))):
        gate = gate_for(plan, episode, today, item)
        if gate is not None and gate.kind == "red":
            found.append(Stop(gate.why, gate.do, running=item in (RUN, MORNING)))
    return found
