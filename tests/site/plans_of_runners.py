"""A signed plan as the engine proposes it, for the tests of the runner's pages."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django.utils import timezone

from restride.model.evaluation import Evaluation
from restride.site import engine
from restride.site.accounts.models import User
from restride.site.documents import fingerprint
from restride.site.episodes.actions import evaluate_case, save_case
from restride.site.episodes.models import Episode, EvaluationRecord
from restride.site.plans.actions import propose_plan, sign_plan
from restride.site.plans.models import PlanVersion

KNEE: dict[str, Any] = {
    "runner": {"age_years": 34, "sex": "female"},
    "complaints": [
        {
            "site": "knee_outer",
            "side": "right",
            "weeks": 5,
            "onset": "gradual",
            "through_run": "starts_at_same_point",
            "pain": {"worst": 6, "usual": 3, "during_run": 5, "next_morning": 1, "at_rest": 0, "at_night": 0},
            "features": {
                "pain_downhill": "yes",
                "pain_outer_knee_above_line": "yes",
                "locking": "no",
                "swelling": "no",
            },
        }
    ],
    "routine": {"runs_per_week": 3, "weekly_distance": "30 km"},
    "equipment": ["band", "mat", "step"],
}


def evaluated_knee(episode: Episode, by: User, **flags: str) -> EvaluationRecord:
    """The knee with every safety question answered no, but for the ones given."""
    document = deepcopy(KNEE) | {"red_flags": dict.fromkeys(engine.facts().red_flags, "no") | flags}
    version = save_case(episode=episode, document=document, by=by, reason="Intake saved")
    return evaluate_case(case_version=version, by=by, today=timezone.localdate())


def signed_knee(episode: Episode, therapist: User, *, every_day: bool = True) -> PlanVersion:
    """A signed plan; with exercises and a run on every day, so that no test depends on the weekday."""
    evaluation = evaluated_knee(episode, therapist)
    read = engine.read(evaluation.document, Evaluation)
    assert read is not None
    document = engine.written(engine.plan(evaluation.case_version.document, read, timezone.localdate()))
    if every_day:
        fullest = max(document["week"]["days"], key=lambda day: (day["entries"][0]["kind"] == "run", day["minutes"]))
        for day in document["week"]["days"]:
            day |= {"entries": fullest["entries"], "minutes": fullest["minutes"]}
    plan = propose_plan(evaluation=evaluation, document=document, by=therapist)
    sign_plan(plan=plan, seen_fingerprint=fingerprint(plan.document), by=therapist)
    return PlanVersion.objects.get(pk=plan.pk)
