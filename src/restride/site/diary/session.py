"""One session's log: several numbers of one sending, stored together, and what they mean under the plan."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from restride.model.plan import Plan
from restride.site import engine
from restride.site.accounts.models import User
from restride.site.comeback.basis import running_numbers
from restride.site.diary.actions import EntryRefused, PainSaid, say_pain
from restride.site.diary.day import MORNING, RUN, rule_for
from restride.site.diary.gate import Felt, Gate, gate_under, numbers_of
from restride.site.diary.models import SCALE_TOP, DayEntry, Moment, RedGate
from restride.site.diary.queries import felt_of, usual_morning
from restride.site.episodes.audit import wrote
from restride.site.episodes.models import Episode
from restride.site.plans.models import PlanVersion
from restride.site.plans.queries import plan_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSaid:
    """What came from one form."""

    client_id: UUID
    day: date
    said_at: datetime
    item_id: str
    during: int | None = None
    right_after: int | None = None
    next_morning: int | None = None
    effort: int | None = None
    limped: bool = False
    elsewhere: str = ""
    note: str = ""

    def row_id(self, moment: str) -> UUID:
        """Return the id that the number of one moment is kept under."""
        return uuid.uuid5(self.client_id, moment)


@transaction.atomic
def log_session(*, episode: Episode, said: SessionSaid, by: User) -> Gate | None:
    """Store every number that was given; return the consequence. A second sending changes nothing."""
    moments = {
        Moment.DURING: said.during,
        Moment.RIGHT_AFTER: said.right_after,
        Moment.NEXT_MORNING: said.next_morning,
    }
    given = {moment: pain for moment, pain in moments.items() if pain is not None}
    if not given:
        raise EntryRefused("Choose a number first.")
    for at, (moment, pain) in enumerate(given.items()):
        entry = PainSaid(
            client_id=said.row_id(moment),
            day=said.day,
            said_at=said.said_at,
            moment=moment,
            pain=pain,
            item_id="" if said.item_id == MORNING else said.item_id,
            effort=said.effort,
            limped=said.limped if moment != Moment.NEXT_MORNING else None,
            elsewhere=said.elsewhere if at == 0 else "",
            note=said.note if at == 0 else "",
        )
        say_pain(episode=episode, said=entry, by=by)
    return _consequence(episode, said, by)


def _consequence(episode: Episode, said: SessionSaid, by: User) -> Gate | None:
    version = plan_in_force(episode)
    plan = engine.read(version.document, Plan) if version else None
    if version is None or plan is None:
        return None
    gate = gate_for(plan, episode, said.day, said.item_id)
    if gate is not None and gate.kind == "red":
        _raise_red(episode, version, said, gate, by)
    return gate


def gate_for(plan: Plan | None, episode: Episode, day: date, item_id: str) -> Gate | None:
    """Return what the day's entries about a run, the exercises or the morning mean."""
    felt = felt_of(episode, day, item_id)
    judged = None if felt.empty else _judge_of(plan, episode, day, item_id)
    return judged(felt) if judged else None


def red_words(plan: Plan | None, episode: Episode, day: date, item_id: str) -> dict[str, dict[str, str]]:
    """Return which answers alone mean stop, by field and value, and in which words; for a phone that is offline."""
    judged = _judge_of(plan, episode, day, item_id)
    if judged is None:
        return {}
    usual = usual_morning(episode, day) if item_id == MORNING else None
    asked = (Moment.NEXT_MORNING,) if item_id == MORNING else (Moment.DURING, Moment.RIGHT_AFTER)
    felt = {name.value: {str(n): _alone(name, n, usual) for n in range(SCALE_TOP + 1)} for name in asked}
    if item_id != MORNING:
        felt["limped"] = {"on": Felt(limped=True)}
    found = {
        name: {
            value: f"{gate.why} {gate.do}"
            for value, one in by_value.items()
            if (gate := judged(one)) is not None and gate.kind == "red"
        }
        for name, by_value in felt.items()
    }
    return {name: words for name, words in found.items() if words}


def _alone(moment: Moment, pain: int, usual_morning: float | None) -> Felt:
    said: dict[str, Any] = {moment.value: pain}
    return Felt(usual_morning=usual_morning, **said)


def _judge_of(plan: Plan | None, episode: Episode, day: date, item_id: str) -> Callable[[Felt], Gate | None] | None:
    """Return what judges a run, an exercise or a morning on a day: the signed way back, else the plan's rule."""
    signed = running_numbers(episode, day) if item_id in (RUN, MORNING) else None
    if signed is not None:
        return lambda felt: gate_under(signed.numbers, replace(felt, usual_morning=signed.usual_morning))
    rule = rule_for(plan, item_id) if plan is not None else None
    if rule is None:
        return None
    own = numbers_of(rule)
    return lambda felt: gate_under(own, felt)


def _raise_red(episode: Episode, version: PlanVersion, said: SessionSaid, gate: Gate, by: User) -> None:
    entry = DayEntry.objects.get(episode=episode, day=said.day)
    if RedGate.objects.filter(client_id=said.client_id).exists():
        return
    red = RedGate.objects.create(entry=entry, plan=version, client_id=said.client_id, why=gate.why)
    wrote(by=by, record=episode.record, deed="diary.red", summary=f"Red: {gate.why}", after=red)
