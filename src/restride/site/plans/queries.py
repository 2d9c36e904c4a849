"""Reads of plans."""

from __future__ import annotations

from restride.site.episodes.models import Episode
from restride.site.plans.models import PlanState, PlanVersion


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
    return PlanVersion.objects.filter(episode=episode, state=PlanState.DRAFT).first()
