"""Everything that is kept about a runner, as one document they may take away."""

from __future__ import annotations

import json

from django.utils import timezone

from restride.site.comeback.models import RunLog
from restride.site.diary.models import ItemTick, PainEntry
from restride.site.documents import Document
from restride.site.episodes.models import CaseVersion, Episode, RunnerRecord
from restride.site.intake.models import IntakeDraft
from restride.site.plans.models import PlanState, PlanVersion
from restride.site.runs.models import RecordedRun, TrainingChange


def everything(record: RunnerRecord) -> Document:
    """Return record, answers, signed plans and diary; drafts of the therapist are not the runner's."""
    return {
        "format": "restride/my-data/1",
        "made_at": timezone.now().isoformat(),
        "me": {
            "name": record.name,
            "email": record.email,
            "birth_year": record.birth_year,
            "sex": record.sex,
            "clinic": record.clinic.name,
        },
        "recorded_runs": [
            json.loads(one.body) for one in RecordedRun.objects.filter(record=record).order_by("day", "pk")
        ],
        "training_changes": [
            {"what": one.what, "on": one.on.isoformat(), "says": one.says}
            for one in TrainingChange.objects.filter(record=record).order_by("on", "pk")
        ],
        "episodes": [_episode(episode) for episode in Episode.objects.filter(record=record).order_by("opened_at")],
    }


def _episode(episode: Episode) -> Document:
    draft = IntakeDraft.objects.filter(episode=episode).first()
    cases = CaseVersion.objects.filter(episode=episode).order_by("number")
    plans = PlanVersion.objects.filter(episode=episode, state=PlanState.SIGNED).order_by("number")
    return {
        "opened_at": episode.opened_at.isoformat(),
        "closed_at": episode.closed_at.isoformat() if episode.closed_at else None,
        "unsent_answers": draft.document if draft else None,
        "cases": [{"number": case.number, "at": case.made_at.isoformat(), "case": case.document} for case in cases],
        "plans": [
            {
                "number": plan.number,
                "signed_at": plan.decided_at.isoformat() if plan.decided_at else None,
                "plan": plan.document,
            }
            for plan in plans
        ],
        "done": [_tick(tick) for tick in _ticks(episode)],
        "pain": [_pain(pain) for pain in _pains(episode)],
        "runs": [_run(run) for run in RunLog.objects.filter(episode=episode).order_by("day", "received_at")],
    }


def _ticks(episode: Episode) -> list[ItemTick]:
    return list(ItemTick.objects.filter(entry__episode=episode).select_related("entry").order_by("said_at"))


def _pains(episode: Episode) -> list[PainEntry]:
    return list(PainEntry.objects.filter(entry__episode=episode).select_related("entry").order_by("said_at"))


def _tick(tick: ItemTick) -> Document:
    return {
        "day": tick.entry.day.isoformat(),
        "said_at": tick.said_at.isoformat(),
        "item": tick.item_id,
        "done": tick.done,
    }


def _run(run: RunLog) -> Document:
    """One entry of the run log as it was said; what was put right names the entry it replaces."""
    said = {field.attname: getattr(run, field.attname) for field in run._meta.concrete_fields}
    return {
        name: value if isinstance(value, bool | int | float | list) else str(value)
        for name, value in said.items()
        if name != "episode_id" and value not in (None, "", [])
    }


def _pain(pain: PainEntry) -> Document:
    return {
        "day": pain.entry.day.isoformat(),
        "said_at": pain.said_at.isoformat(),
        "about": pain.item_id,
        "moment": pain.moment,
        "pain": pain.pain,
        "scale": pain.scale,
        "effort": pain.effort,
        "limped": pain.limped,
        "elsewhere": pain.elsewhere,
        "note": pain.note,
    }
