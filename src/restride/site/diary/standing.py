"""Where a runner stands: to answer, to wait, to act, or with a signed plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from restride.explain.runner_text import warnings
from restride.model.evaluation import Evaluation, OpenFlag
from restride.model.plan import Plan
from restride.model.words import Urgency
from restride.site import engine
from restride.site.episodes.models import Episode, EvaluationRecord
from restride.site.plans.models import PlanVersion
from restride.site.plans.queries import plan_in_force

State = Literal["no_care", "answer", "wait", "act", "plan", "unreadable"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a runner's page shows."""

    state: State
    episode: Episode | None = None
    version: PlanVersion | None = None
    plan: Plan | None = None
    evaluation: Evaluation | None = None
    acts: tuple[OpenFlag, ...] = ()
    #: The clinic refers, without a flag of its own.
    referred: bool = False

    @property
    def worst(self) -> Urgency:
        """The urgency of the first thing to do."""
        return self.acts[0].urgency if self.acts else Urgency.NONE


def standing_of(episode: Episode | None) -> Standing:
    """Return it; what cannot wait comes before any plan, signed or not."""
    if episode is None:
        return Standing("no_care")
    evaluation = _evaluation(episode)
    acts = _acts(evaluation)
    version = plan_in_force(episode)
    if acts:
        return Standing("act", episode, version, None, evaluation, acts)
    if version is not None:
        plan = engine.read(version.document, Plan)
        readable = plan is not None and plan.decision == "proposed"
        return Standing("plan" if readable else "unreadable", episode, version, plan, evaluation)
    if not episode.case_versions.exists():
        return Standing("answer", episode)
    referred = evaluation is not None and evaluation.course.decision == "refer"
    return Standing("wait", episode, evaluation=evaluation, referred=referred)


def _evaluation(episode: Episode) -> Evaluation | None:
    record = EvaluationRecord.objects.filter(episode=episode).order_by("-case_version__number", "-pk").first()
    return engine.read(record.document, Evaluation) if record else None


def _acts(evaluation: Evaluation | None) -> tuple[OpenFlag, ...]:
    """Return what is known to stand open and locks the plan, most urgent first, each advice once."""
    flags = evaluation.triage.flags if evaluation else ()
    known = [
        flag
        for flag in flags
        if flag.cleared_on is None and flag.answer != "unknown_counts_as_open" and flag.urgency.locks_plan
    ]
    once = {flag.plain_action: flag for flag in sorted(known, key=lambda flag: flag.urgency.rank)}
    return tuple(sorted(once.values(), key=lambda flag: -flag.urgency.rank))


def calls(standing: Standing) -> dict[str, Any]:
    """Return when to stop and call, from the plan's own picture."""
    if standing.plan is None or standing.evaluation is None:
        return {"calls": None}
    return {"calls": warnings(standing.evaluation, engine.facts())}
