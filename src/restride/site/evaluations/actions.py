"""Every change that leads to a new evaluation: a saved case, a cleared flag."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from restride.site import engine
from restride.site.accounts.models import User
from restride.site.documents import Document
from restride.site.episodes.actions import clear_red_flag, evaluate_case, save_case
from restride.site.episodes.models import CaseVersion, Episode, EvaluationRecord, RedFlagClearance
from restride.site.runs.queries import joined


@transaction.atomic
def save_and_evaluate(*, episode: Episode, document: Document, by: User, reason: str) -> EvaluationRecord:
    """Store a case, joined with the runs recorded so far, as a new version and its evaluation with it.

    Raises
    ------
    restride.knowledge.case_reader.CaseError
        The case cannot be used; nothing is stored.
    """
    engine.case_of(document)
    document = joined(episode, document, timezone.localdate())
    version = save_case(episode=episode, document=document, by=by, reason=reason)
    return evaluate_case(case_version=version, by=by, today=timezone.localdate())


@transaction.atomic
def evaluate_anew(*, version: CaseVersion, by: User) -> EvaluationRecord:
    """Evaluate the newest answers with today's date and knowledge; runs recorded since make a new version of them.

    Raises
    ------
    restride.knowledge.case_reader.CaseError
        The case cannot be used; nothing is stored.
    """
    today = timezone.localdate()
    document = joined(version.episode, version.document, today)
    if document != version.document:
        version = save_case(episode=version.episode, document=document, by=by, reason="Runs recorded since taken in")
    return evaluate_case(case_version=version, by=by, today=today)


@transaction.atomic
def clear_flag(*, version: CaseVersion, flag_id: str, cleared_on: date, note: str, by: User) -> RedFlagClearance:
    """Clear an open flag by name and date: kept as a row, written into the case, and evaluated again."""
    clearance = clear_red_flag(case_version=version, flag_id=flag_id, cleared_on=cleared_on, note=note, by=by)
    entry = {"flag": flag_id, "by": by.name, "on": cleared_on.isoformat(), "note": note.strip()[:200]}
    others = [one for one in version.document.get("clearances", []) if one.get("flag") != flag_id]
    save_and_evaluate(
        episode=version.episode,
        document={**version.document, "clearances": [*others, entry]},
        by=by,
        reason=f"Flag {flag_id} cleared",
    )
    return clearance
