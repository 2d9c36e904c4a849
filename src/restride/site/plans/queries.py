"""Reads of plans."""

from __future__ import annotations

from restride.site.accounts.models import User
from restride.site.episodes.models import Episode
from restride.site.plans.models import PlanItemEdit, PlanState, PlanVersion, PlanVersionQuerySet


def plan_in_force(episode: Episode) -> PlanVersion | None:
    """Return the newest signed plan: the only one that a runner's page may show."""
    return (
        PlanVersion.objects.filter(episode=episode, state=PlanState.SIGNED)
        .select_related("decided_by", "signature")
        .order_by("-number")
        .first()
    )


def draft_plan(episode: Episode) -> PlanVersion | None:
    """Return the draft that waits for a decision."""
    return _with_evaluation().filter(episode=episode, state=PlanState.DRAFT).first()


def plan_to_show(episode: Episode) -> PlanVersion | None:
    """Return what a therapist opens first: the draft, else the plan in force."""
    plans = _with_evaluation().filter(episode=episode)
    draft = plans.filter(state=PlanState.DRAFT).first()
    return draft or plans.filter(state=PlanState.SIGNED).order_by("-number").first()


def plan_in_care(user: User, episode: Episode, number: int) -> PlanVersion | None:
    """Return one version of an episode's plan, if somebody may see it."""
    return _with_evaluation().in_care_of(user).filter(episode=episode, number=number).first()


def versions(episode: Episode) -> list[PlanVersion]:
    """Return every version, the newest first, without the documents."""
    rows = PlanVersion.objects.filter(episode=episode).select_related("decided_by")
    return list(rows.defer("document", "proposal").order_by("-number"))


def version_before(plan: PlanVersion) -> PlanVersion | None:
    """Return the plan that was in force before this version."""
    rows = PlanVersion.objects.filter(episode=plan.episode, state=PlanState.SIGNED, number__lt=plan.number)
    return rows.order_by("-number").first()


def edits_of(plan: PlanVersion) -> dict[str, list[PlanItemEdit]]:
    """Return the edits of a plan by item, the oldest first; a swap stands under the item that came."""
    found: dict[str, list[PlanItemEdit]] = {}
    for edit in PlanItemEdit.objects.filter(plan=plan).select_related("made_by").order_by("pk"):
        came = (edit.after or {}).get("item")
        found.setdefault(str(came or edit.item_id), []).append(edit)
    return found


def _with_evaluation() -> PlanVersionQuerySet:
    return PlanVersion.objects.select_related(
        "evaluation__case_version", "decided_by", "made_by", "episode__record", "signature"
    )
