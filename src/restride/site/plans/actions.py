"""Every change to plans. Nothing reaches the runner unsigned, and a signed plan never changes."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from restride.site.accounts.models import User
from restride.site.documents import Document, checked, fingerprint
from restride.site.episodes.audit import wrote
from restride.site.episodes.models import CaseVersion, EvaluationRecord, RunnerRecord
from restride.site.plans.models import PlanItemEdit, PlanState, PlanVersion, SignatureRecord


class PlanRefused(ValueError):
    """The plan cannot be changed this way; the message says why and what to do."""


@transaction.atomic
def propose_plan(*, evaluation: EvaluationRecord, document: Document, by: User) -> PlanVersion:
    """Store what ``restride.plan`` answered as a draft."""
    episode = evaluation.episode
    _require(by, "record.change", episode.record)
    plans = PlanVersion.objects.filter(episode=episode)
    if plans.filter(state=PlanState.DRAFT).exists():
        raise PlanRefused("There is a draft already. Sign or reject it before a new proposal.")
    latest = plans.order_by("-number").first()
    plan = PlanVersion.objects.create(
        episode=episode,
        evaluation=evaluation,
        number=1 if latest is None else latest.number + 1,
        knowledge_version=evaluation.knowledge_version,
        proposal=checked(document),
        proposal_fingerprint=fingerprint(document),
        document=document,
        made_by=by,
    )
    wrote(
        by=by,
        record=episode.record,
        deed="plan.proposed",
        summary=f"{plan} proposed",
        before=evaluation,
        after=plan,
    )
    return plan


@transaction.atomic
def edit_plan(
    *,
    plan: PlanVersion,
    item_id: str,
    before: Document | None,
    after: Document | None,
    document: Document,
    reason: str,
    by: User,
) -> PlanItemEdit:
    """Change one item of a draft; the caller passes the whole document as it stands after the edit."""
    plan = _draft(plan, by)
    if not reason.strip():
        raise PlanRefused("Say in a few words why you change this; the reason is kept with the plan.")
    edit = PlanItemEdit.objects.create(
        plan=plan, item_id=item_id, before=before, after=after, reason=reason.strip(), made_by=by
    )
    plan.document = checked(document)
    plan.save(update_fields=["document"])
    wrote(
        by=by,
        record=plan.episode.record,
        deed="plan.edited",
        summary=f"{plan}: {item_id} changed",
        before=plan,
        after=edit,
    )
    return edit


@transaction.atomic
def sign_plan(*, plan: PlanVersion, seen_fingerprint: str, by: User) -> SignatureRecord:
    """Sign and release a draft; refused when it is not the one that was read."""
    plan = _draft(plan, by)
    if fingerprint(plan.document) != seen_fingerprint:
        raise PlanRefused("The draft was changed while you were reading. Read it again, then sign.")
    newest = CaseVersion.objects.filter(episode=plan.episode).order_by("-number").first()
    if newest is not None and newest.pk != plan.evaluation.case_version_id:
        raise PlanRefused("There are newer answers than this plan. Evaluate again before you sign.")
    unasked = plan.document.get("ask_before_signing") or []
    if unasked:
        raise PlanRefused(
            f"Emergency questions nobody has asked yet ({', '.join(unasked)}) count as open. "
            "Ask them, evaluate again, then sign."
        )
    if plan.evaluation.document.get("triage", {}).get("signing_locked"):
        raise PlanRefused(
            "Something is locked, or an emergency question was never asked, and unknown is not “no”. "
            "Settle it on the evaluation, then sign the plan that follows."
        )
    _decide(plan, PlanState.SIGNED, by)
    signature = SignatureRecord.objects.create(
        plan=plan,
        signed_by=by,
        statement=f"{plan} read and released to the runner.",
        document_fingerprint=seen_fingerprint,
    )
    wrote(
        by=by,
        record=plan.episode.record,
        deed="plan.signed",
        summary=f"{plan} signed",
        before=plan,
        after=signature,
    )
    return signature


@transaction.atomic
def reject_plan(*, plan: PlanVersion, reason: str, by: User) -> PlanVersion:
    """Reject a draft; the runner never sees it."""
    plan = _draft(plan, by)
    if not reason.strip():
        raise PlanRefused("Say in a few words why you reject this plan; the reason is kept.")
    plan.rejection_reason = reason.strip()
    _decide(plan, PlanState.REJECTED, by)
    wrote(by=by, record=plan.episode.record, deed="plan.rejected", summary=f"{plan} rejected", after=plan)
    return plan


def _draft(plan: PlanVersion, by: User) -> PlanVersion:
    """Lock the row and make sure that it is a draft that this person may decide."""
    _require(by, "plan.decide", plan.episode.record)
    locked = PlanVersion.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if locked.state != PlanState.DRAFT:
        raise PlanRefused(f"{locked} is decided and frozen. A change needs a new version.")
    return locked


def _decide(plan: PlanVersion, state: PlanState, by: User) -> None:
    plan.state = state
    plan.decided_at = timezone.now()
    plan.decided_by = by
    plan.save(update_fields=["state", "decided_at", "decided_by", "rejection_reason"])


def _require(user: User, permission: str, record: RunnerRecord) -> None:
    if not user.has_perm(permission, record):
        raise PermissionDenied
