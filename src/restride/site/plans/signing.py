"""What must be true before a therapist signs: nothing locked, everything read that must be read first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from restride.site import engine
from restride.site.accounts.models import User
from restride.site.episodes.models import CaseVersion
from restride.site.evaluations.queries import Standing
from restride.site.plans.actions import PlanRefused, propose_plan, reject_plan, sign_plan
from restride.site.plans.desk import Desk
from restride.site.plans.editing import what_breaks
from restride.site.plans.models import PlanVersion, SignatureRecord

HOME_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: it holds, or it is yours to decide."""

    holds: bool
    words: str
    blocks: bool = False


def checks(desk: Desk, *, newer_answers: bool) -> tuple[Check, ...]:
    """Return what was checked before the signature."""
    plan, triage = desk.plan, desk.evaluation.triage
    known = [flag for flag in triage.flags if flag.cleared_on is None and flag.answer != "unknown_counts_as_open"]
    broken = what_breaks(desk, plan)
    rows = [
        Check(not known, "No open red flag" if not known else f"{len(known)} red flags are open"),
        Check(
            not triage.ask_first,
            "Every emergency question is answered"
            if not triage.ask_first
            else f"{len(triage.ask_first)} emergency questions were never asked",
            blocks=bool(triage.ask_first),
        ),
        Check(
            not newer_answers,
            "There are newer answers" if newer_answers else "Made from the newest answers",
            blocks=newer_answers,
        ),
        Check(
            len(plan.home) <= HOME_AT_MOST,
            f"{len(plan.home)} of at most {HOME_AT_MOST} exercises at a time"
            if len(plan.home) <= HOME_AT_MOST
            else f"{len(plan.home)} exercises at a time; above {HOME_AT_MOST}, few runners keep them up",
        ),
    ]
    rows += [Check(False, sentence) for sentence in broken] or [Check(True, "The week keeps its own rules")]
    rows += [Check(False, warning) for warning in plan.warnings]
    return tuple(rows)


def has_newer_answers(row: PlanVersion) -> bool:
    """Whether the case changed since the evaluation that this plan rests on."""
    newest = CaseVersion.objects.filter(episode=row.episode).order_by("-number").values_list("pk", flat=True).first()
    return newest is not None and newest != row.evaluation.case_version_id


def sign(*, desk: Desk, seen_fingerprint: str, read: Collection[int], by: User) -> SignatureRecord:
    """Sign a draft; refused while something is locked, unasked or unread."""
    triage = desk.evaluation.triage
    if desk.plan.decision != "proposed" or triage.plan_locked:
        raise PlanRefused("This plan is locked. What unlocks it stands on the evaluation.")
    if triage.signing_locked:
        count = len(triage.ask_first)
        raise PlanRefused(
            f"{count} emergency question{' was' if count == 1 else 's were'} never asked, and unknown is not “no”. "
            "Ask now, then sign the plan that follows from the answers."
        )
    unread = [line for at, line in enumerate(desk.plan.read_first) if at not in read]
    if unread:
        raise PlanRefused(f"Read this first and tick it: {unread[0]}")
    return sign_plan(plan=desk.row, seen_fingerprint=seen_fingerprint, by=by)


@transaction.atomic
def propose(*, standing: Standing, by: User) -> PlanVersion:
    """Make a proposal from the newest evaluation; an older draft gives way, and says why."""
    if standing.record is None or standing.evaluation is None:
        raise PlanRefused("There is no evaluation to build a plan on.")
    plan = engine.plan(standing.version.document, standing.evaluation, standing.evaluation.today)
    if plan.decision != "proposed":
        raise PlanRefused(plan.says)
    for draft in PlanVersion.objects.filter(episode=standing.episode, state="draft"):
        reject_plan(plan=draft, reason="Replaced by a proposal from newer answers.", by=by)
    return propose_plan(evaluation=standing.record, document=engine.written(plan), by=by)
