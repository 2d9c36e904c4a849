"""Everybody in care at a glance: what the list of needs asks, in a fixed number of small queries.

A clinic may care for a thousand runners. Whole rows with their documents are read only for those a page shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from django.db.models.fields.json import KT
from django.utils import timezone

from restride.model.words import Urgency
from restride.site.accounts.models import User
from restride.site.comeback.alerts import OpenAlert, alerts_of
from restride.site.comeback.basis import drafts_of
from restride.site.diary.reds import red_gates
from restride.site.episodes.flags import RaisedFlag, flags_of, plan_is_locked
from restride.site.episodes.models import CaseVersion, Episode, EvaluationRecord
from restride.site.plans.models import PlanState, PlanVersion


class Person(Protocol):
    """What a need says of a runner."""

    @property
    def pk(self) -> UUID:
        """The record's id."""

    @property
    def name(self) -> str:
        """The runner's name."""

    @property
    def user_id(self) -> int | None:
        """The runner's own account, once the link was used."""


class Case(Protocol):
    """What is asked of the newest case version."""

    @property
    def pk(self) -> int:
        """The version's id."""

    @property
    def by_the_runner(self) -> bool:
        """Whether the runner saved it."""


class Evaluated(Protocol):
    """What is asked of the newest evaluation."""

    @property
    def case_version_id(self) -> int:
        """The case version it has seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """One runner in care: what is known without opening a document."""

    episode_id: int
    record: Person
    latest_case: Case | None
    evaluation: Evaluated | None
    open_flags: tuple[RaisedFlag, ...]
    draft_number: int | None
    signed_number: int | None
    #: Why the newest log stopped the load, while no plan was signed after it.
    red: str = ""
    #: What the way back asks to be seen, the most serious first.
    alerts: tuple[OpenAlert, ...] = ()
    #: Number of the programme of the way back that waits for a signature.
    programme_draft: int | None = None
    #: What the newest evaluation decided: treat, refer …, and how soon.
    course: str = ""
    course_urgency: Urgency = Urgency.NONE
    #: When the plan in force is to be looked at again.
    review_on: date | None = None

    @property
    def locked(self) -> bool:
        """Whether a red flag or a referral locks the plan."""
        return plan_is_locked(self.open_flags) or (self.referred and self.course_urgency.locks_plan)

    @property
    def referred(self) -> bool:
        """Whether somebody else must look at this first."""
        return self.course in ("refer", "out_of_scope")

    @property
    def answers_unread(self) -> bool:
        """Whether the runner answered something that no evaluation has seen."""
        if self.latest_case is None or not self.latest_case.by_the_runner:
            return False
        return self.evaluation is None or self.evaluation.case_version_id != self.latest_case.pk


class _Person(NamedTuple):
    pk: UUID
    name: str
    user_id: int | None


class _Case(NamedTuple):
    pk: int
    by_the_runner: bool


class _Evaluated(NamedTuple):
    case_version_id: int
    flags: tuple[RaisedFlag, ...]
    course: str
    urgency: Urgency


_Key = tuple[int, datetime]
#: Evaluations by id and moment, as the page of today reads them again and again.
_READ: dict[_Key, _Evaluated] = {}
KEPT = 20_000


def glances(user: User) -> list[Glance]:
    """Return everybody with an open episode in somebody's clinics, by name."""
    episodes = Episode.objects.in_care_of(user).filter(closed_at=None)
    rows = episodes.order_by("record__name", "pk").values_list("pk", "record_id", "record__name", "record__user_id")
    people = {pk: _Person(record, name, account) for pk, record, name, account in rows}
    cases = _latest_cases(user)
    evaluations = _latest_evaluations(user)
    drafts, signed = _plans(user)
    reviews = _reviews(signed)
    reds = red_gates(people)
    alerts = alerts_of(people, timezone.localdate())
    programmes = drafts_of(people)
    found = []
    for pk, person in people.items():
        evaluated = evaluations.get(pk)
        found.append(
            Glance(
                episode_id=pk,
                record=person,
                latest_case=cases.get(pk),
                evaluation=evaluated,
                open_flags=evaluated.flags if evaluated else (),
                draft_number=drafts.get(pk),
                signed_number=signed[pk][0] if pk in signed else None,
                red=reds.get(pk, ""),
                alerts=alerts.get(pk, ()),
                programme_draft=programmes.get(pk),
                course=evaluated.course if evaluated else "",
                course_urgency=evaluated.urgency if evaluated else Urgency.NONE,
                review_on=reviews.get(pk),
            )
        )
    return found


def _latest_cases(user: User) -> dict[int, _Case]:
    rows = CaseVersion.objects.in_care_of(user).filter(episode__closed_at=None).order_by("number")
    return {episode: _Case(pk, own) for episode, pk, own in rows.values_list("episode_id", "pk", "by_the_runner")}


def _latest_evaluations(user: User) -> dict[int, _Evaluated]:
    rows = EvaluationRecord.objects.in_care_of(user).filter(episode__closed_at=None)
    named = rows.order_by("case_version__number", "pk").values_list("episode_id", "pk", "made_at")
    newest = {episode: (pk, made_at) for episode, pk, made_at in named}
    decided = _decided(set(newest.values()))
    return {episode: decided[key] for episode, key in newest.items() if key in decided}


def _decided(keys: set[_Key]) -> dict[_Key, _Evaluated]:
    """Return what evaluations decided, each read once: a stored one never changes, and its document is long."""
    known = {key: kept for key in keys if (kept := _READ.get(key)) is not None}
    rows = EvaluationRecord.objects.filter(pk__in=[pk for pk, _ in keys - known.keys()]).values_list(
        "pk",
        "made_at",
        "case_version_id",
        "open_flags",
        KT("document__course__decision"),
        KT("document__course__urgency"),
    )
    read = {
        (pk, made_at): _Evaluated(case, flags_of(flags), course or "", Urgency(urgency or Urgency.NONE))
        for pk, made_at, case, flags, course, urgency in rows
    }
    if len(_READ) > KEPT:
        _READ.clear()
    _READ.update(read)
    return known | read


def _plans(user: User) -> tuple[dict[int, int], dict[int, tuple[int, int]]]:
    """Return the draft's number, and number and id of the newest signed plan, by episode."""
    rows = PlanVersion.objects.in_care_of(user).filter(
        episode__closed_at=None, state__in=(PlanState.DRAFT, PlanState.SIGNED)
    )
    drafts: dict[int, int] = {}
    signed: dict[int, tuple[int, int]] = {}
    for episode, number, pk, state in rows.order_by("number").values_list("episode_id", "number", "pk", "state"):
        if state == PlanState.DRAFT:
            drafts[episode] = number
        else:
            signed[episode] = (number, pk)
    return drafts, signed


def _reviews(signed: dict[int, tuple[int, int]]) -> dict[int, date]:
    rows = PlanVersion.objects.filter(pk__in=[pk for _, pk in signed.values()])
    dated = rows.values_list("episode_id", KT("document__review__on"))
    return {episode: date.fromisoformat(written) for episode, written in dated if written}
