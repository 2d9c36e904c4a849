"""What means stop today: a session of the way back that the planner called red, or a number above the plan's limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from restride.model.plan import Plan
from restride.site.comeback.entries import logged_runs
from restride.site.comeback.queries import Verdict, verdict_on
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
    verdict = _of_runs(standing.episode, today)
    found = [] if verdict is None else [_stop(verdict)]
    if standing.plan is not None:
        found += _of_the_day(standing.plan, standing.episode, today, _said_of(verdict, today))
    return found


def _of_runs(episode: Episode, today: date) -> Verdict | None:
    """The newest session of today or yesterday, if it was red."""
    days = [one.log.day for one in logged_runs(episode) if one.log.day >= today - timedelta(days=1)]
    verdict = verdict_on(episode, max(days), today) if days else None
    return verdict if verdict is not None and verdict.colour == "red" else None


def _stop(verdict: Verdict) -> Stop:
    return Stop(verdict.seen, verdict.follows, running=True)


def _said_of(verdict: Verdict | None, today: date) -> frozenset[str]:
    """What the verdict on a run says already: the run itself, and the morning after it."""
    if verdict is None:
        return frozenset()
    decision = verdict.decision
    if decision.on == today:
        return frozenset({RUN})
    return frozenset({MORNING}) if decision.observation.what == "next_morning" else frozenset()


def _of_the_day(plan: Plan, episode: Episode, today: date, said: frozenset[str]) -> list[Stop]:
    found = []
    for item in (RUN, HOME, MORNING, *sorted(items_felt(episode, today))):
        gate = None if item in said else gate_for(plan, episode, today, item)
        if gate is not None and gate.kind == "red":
            found.append(Stop(gate.why, gate.do, running=item in (RUN, MORNING)))
    return found
