"""The runner's sheet as PDF, made by the room that makes documents."""

from __future__ import annotations

from django.utils import timezone

from restride.adapters.extras import MissingPackage
from restride.site import engine
from restride.site.comeback.queries import on_paper
from restride.site.diary.standing import Standing
from restride.site.episodes.models import RunnerRecord


class NoSheet(ValueError):
    """There is no sheet; the message is for the runner."""


def sheet_of(record: RunnerRecord, standing: Standing) -> bytes:
    """Return the signed plan as a sheet; under a signed way back that says what is run, as on the page.

    Raises
    ------
    NoSheet
        Nothing is signed, or this machine cannot make documents.
    """
    from restride.adapters.documents import Letterhead, Signature, runner_handout

    version, plan, evaluation = standing.version, standing.plan, standing.evaluation
    if (
        version is None
        or plan is None
        or evaluation is None
        or version.decided_by is None
        or version.decided_at is None
    ):
        raise NoSheet("Nothing is signed yet, so there is no sheet.")
    letterhead = Letterhead(clinic=record.clinic.name, phone=record.clinic.telephone, runner=record.name)
    signature = Signature(by=version.decided_by.name, on=version.decided_at.date(), version=version.number)
    try:
        return runner_handout(
            evaluation, plan, engine.facts(), letterhead=letterhead, signature=signature,
            way_back=on_paper(version.episode, timezone.localdate()),
        )  # fmt: skip
    except MissingPackage as problem:
        raise NoSheet("The sheet cannot be made here just now. Ask your clinic for it on paper.") from problem
