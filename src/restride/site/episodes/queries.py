"""Reads of records and episodes; every one starts from what the person may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.shortcuts import get_object_or_404
from django.utils import timezone

from restride.model.words import Urgency
from restride.site.accounts.models import User
from restride.site.comeback.alerts import alerts_of
from restride.site.comeback.basis import drafts_of
from restride.site.diary.queries import next_morning_pain
from restride.site.diary.reds import red_gates
from restride.site.episodes.complaint import Complaint, main_complaint
from restride.site.episodes.flags import open_flags
from restride.site.episodes.glance import Glance
from restride.site.episodes.models import AuditEntry, CaseVersion, Episode, EvaluationRecord, RunnerRecord
from restride.site.plans.models import PlanState, PlanVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class CareLine(Glance):
    """One runner in a therapist's list: what is known now, without opening the record."""

    record: RunnerRecord
    episode: Episode
    latest_case: CaseVersion | None
    evaluation: EvaluationRecord | None
    complaint: Complaint | None
    mornings: list[int]


def record_in_care(user: User, record_id: UUID) -> RunnerRecord:
    """Return a record of the clinics where somebody works, or 404."""
    records = RunnerRecord.objects.in_care_of(user).select_related("clinic", "user", "invitation")
    return get_object_or_404(records, pk=record_id)


def own_record(user: User) -> RunnerRecord:
    """Return the signed-in runner's own record, the newest if two clinics care for them, or 404."""
    records = RunnerRecord.objects.filter(user=user).select_related("clinic").order_by("-made_at")
    return get_object_or_404(records[:1])


def open_episode(record: RunnerRecord) -> Episode | None:
    """Return the open episode of a record."""
    return Episode.objects.filter(record=record, closed_at=None).select_related("record").first()


def last_ended(record: RunnerRecord) -> Episode | None:
    """Return the course of care that ended last, where none is open."""
    if open_episode(record) is not None:
        return None
    return Episode.objects.filter(record=record).order_by("closed_at").last()


def history(record: RunnerRecord, *, at_most: int = 200) -> QuerySet[AuditEntry]:
    """Return who did what, newest first."""
    return AuditEntry.objects.filter(record=record).select_related("actor")[:at_most]


def care_names(user: User, *, search: str = "", ended: bool = False) -> QuerySet[Episode, tuple[int, str]]:
    """Return everybody in care by name: the episode's id and the name, for counting and for choosing a page.

    With ``ended`` those whose care ended, each by the last course.
    """
    episodes = Episode.objects.in_care_of(user)
    if ended:
        last = Episode.objects.filter(record=OuterRef("record")).order_by(F("closed_at").desc(nulls_first=True))
        episodes = episodes.filter(closed_at__isnull=False, pk=Subquery(last.values("pk")[:1]))
    else:
        episodes = episodes.filter(closed_at=None)
    for word in search.split():
        episodes = episodes.filter(record__name__icontains=word)
    return episodes.order_by("record__name", "pk").values_list("pk", "record__name")


def lines_of(episode_ids: Sequence[int]) -> list[CareLine]:
    """Return the lines of some episodes, in their order."""
    found = _with_latest(Episode.objects.filter(pk__in=episode_ids)).in_bulk()
    return _lines([found[pk] for pk in episode_ids if pk in found])


def care_line(episode: Episode) -> CareLine:
    """Return the line of one episode."""
    return _lines([_with_latest(Episode.objects.filter(pk=episode.pk)).get()])[0]


def _with_latest(episodes: QuerySet[Episode]) -> QuerySet[Episode]:
    """Add the ids and numbers of the latest rows, so that a list costs a fixed number of queries."""
    plans = PlanVersion.objects.filter(episode=OuterRef("pk")).order_by("-number").values("number")
    return episodes.select_related("record", "record__invitation").annotate(
        latest_case_id=Subquery(
            CaseVersion.objects.filter(episode=OuterRef("pk")).order_by("-number").values("pk")[:1]
        ),
        latest_evaluation_id=Subquery(
            EvaluationRecord.objects.filter(episode=OuterRef("pk"))
            .order_by("-case_version__number", "-pk")
            .values("pk")[:1]
        ),
        draft_number=Subquery(plans.filter(state=PlanState.DRAFT)[:1]),
        signed_number=Subquery(plans.filter(state=PlanState.SIGNED)[:1]),
        review_on=Subquery(
            PlanVersion.objects.filter(episode=OuterRef("pk"), state=PlanState.SIGNED)
            .order_by("-number")
            .values(on=KT("document__review__on"))[:1]
        ),
    )


def _lines(episodes: list[Episode]) -> list[CareLine]:
    cases = CaseVersion.objects.in_bulk([episode.latest_case_id for episode in episodes])  # type: ignore[attr-defined]
    decided = EvaluationRecord.objects.defer("document").annotate(
        course=KT("document__course__decision"), course_urgency=KT("document__course__urgency")
    )
    evaluations = decided.in_bulk(
        [episode.latest_evaluation_id for episode in episodes]  # type: ignore[attr-defined]
    )
    mornings = next_morning_pain([episode.pk for episode in episodes])
    reds = red_gates([episode.pk for episode in episodes])
    alerts = alerts_of([episode.pk for episode in episodes], timezone.localdate())
    programmes = drafts_of([episode.pk for episode in episodes])
    return [
        replace(
            _line(episode, cases, evaluations, mornings.get(episode.pk, []), reds.get(episode.pk, "")),
            alerts=alerts.get(episode.pk, ()),
            programme_draft=programmes.get(episode.pk),
        )
        for episode in episodes
    ]


def _line(
    episode: Episode,
    cases: dict[int, CaseVersion],
    evaluations: Mapping[int, EvaluationRecord],
    mornings: list[int],
    red: str,
) -> CareLine:
    case = cases.get(episode.latest_case_id)  # type: ignore[attr-defined]
    evaluation = evaluations.get(episode.latest_evaluation_id)  # type: ignore[attr-defined]
    return CareLine(
        episode_id=episode.pk,
        record=episode.record,
        episode=episode,
        latest_case=case,
        evaluation=evaluation,
        complaint=main_complaint(case.document) if case else None,
        open_flags=open_flags(evaluation) if evaluation else (),
        draft_number=episode.draft_number,  # type: ignore[attr-defined]
        signed_number=episode.signed_number,  # type: ignore[attr-defined]
        mornings=mornings,
        red=red,
        course=getattr(evaluation, "course", None) or "",
        course_urgency=Urgency(getattr(evaluation, "course_urgency", None) or Urgency.NONE),
        review_on=_day(episode.review_on),  # type: ignore[attr-defined]
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
