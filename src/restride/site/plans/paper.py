"""A plan's documents as PDF, made by the room that makes documents; signed ones carry their signature."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from restride.adapters.extras import MissingPackage
from restride.site import engine
from restride.site.comeback.queries import on_paper
from restride.site.plans.actions import PlanRefused
from restride.site.plans.desk import Desk, opened
from restride.site.plans.models import PlanVersion, SignatureRecord

PAPERS = {"evaluation": "Evaluation report", "plan": "Plan for the record", "handout": "Sheet for the runner"}


def paper_of(row: PlanVersion, name: str) -> bytes:
    """Return one document.

    Raises
    ------
    PlanRefused
        The machine lacks what makes documents; the sentence says what to install.
    """
    desk = opened(row)
    makers: dict[str, Callable[[Desk, dict[str, Any]], bytes]] = {
        "evaluation": _evaluation,
        "plan": _plan,
        "handout": _handout,
    }
    try:
        return makers[name](desk, _heading(row))
    except MissingPackage as error:
        raise PlanRefused(str(error)) from None


def _heading(row: PlanVersion) -> dict[str, Any]:
    from restride.adapters.documents import Letterhead, Signature

    clinic = row.episode.record.clinic
    signed = SignatureRecord.objects.filter(plan=row).select_related("signed_by").first()
    signature = Signature(by=signed.signed_by.name, on=signed.signed_at.date(), version=row.number) if signed else None
    return {
        "letterhead": Letterhead(clinic=clinic.name, phone=clinic.telephone, runner=row.episode.record.name),
        "signature": signature,
    }


def _evaluation(desk: Desk, heading: dict[str, Any]) -> bytes:
    from restride.adapters.documents import evaluation_report

    return evaluation_report(desk.situation.case, desk.evaluation, engine.facts(), **heading)


def _plan(desk: Desk, heading: dict[str, Any]) -> bytes:
    from restride.adapters.documents import therapist_plan

    return therapist_plan(desk.evaluation, desk.plan, engine.facts(), **heading)


def _handout(desk: Desk, heading: dict[str, Any]) -> bytes:
    from restride.adapters.documents import runner_handout

    way_back = on_paper(desk.row.episode, timezone.localdate())
    return runner_handout(desk.evaluation, desk.plan, engine.facts(), way_back=way_back, **heading)
