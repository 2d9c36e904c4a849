"""Records with real answers and real evaluations, made by the site's own actions."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from restride.site.accounts.models import User
from restride.site.episodes.models import Episode, EvaluationRecord
from restride.site.episodes.queries import CareLine, care_names, lines_of
from restride.site.evaluations.actions import save_and_evaluate
from restride.site.evaluations.queries import standing_of
from restride.site.plans.models import PlanVersion
from restride.site.plans.signing import propose
from tests.site.cast import Cast

#: An ordinary outer knee with every emergency question answered.
OUTER_KNEE: dict[str, Any] = {
    "runner": {"age_years": 34, "sex": "female", "experience": "recreational"},
    "complaints": [
        {
            "site": "knee_outer",
            "side": "right",
            "weeks": 5,
            "onset": "gradual",
            "pain": {"worst": 6, "next_morning": 0},
            "through_run": "starts_at_same_point",
            "starts_after_distance": "3 km",
            "settles_in": "1 h",
            "features": {"pain_downhill": "yes", "swelling": "no", "limping": "no", "pain_stairs_down": "yes"},
        }
    ],
    "red_flags": dict.fromkeys(
        ("cardiac_now", "cauda_equina", "heat", "hyponatraemia", "mental", "pe", "rhabdo", "septic_joint"), "no"
    ),
    "routine": {
        "runs_per_week": 3,
        "weekly_distance": "30 km",
        "changes": [{"what": "hills", "direction": "up", "weeks_before_onset": 1}],
    },
    "exam": [{"test": "lateral_epicondyle_tenderness", "side": "right", "result": "positive"}],
    "goals": [{"what": "return_to_running"}],
}


def charted(episode: Episode, by: User, **changes: Any) -> EvaluationRecord:
    """Save the outer knee, with changes, and evaluate it."""
    document = {**deepcopy(OUTER_KNEE), **changes}
    return save_and_evaluate(episode=episode, document=document, by=by, reason="Asked at the visit")


def flagged(cast: Cast) -> EvaluationRecord:
    """A knee with a swollen calf: a flag that locks the plan."""
    flags = {**OUTER_KNEE["red_flags"], "dvt": "yes"}
    return charted(cast.episode, cast.therapist, red_flags=flags)


def drafted(cast: Cast) -> PlanVersion:
    """A proposal for the outer knee, as the page makes it."""
    charted(cast.episode, cast.therapist)
    standing = standing_of(cast.episode, by=cast.therapist)
    assert standing is not None
    return propose(standing=standing, by=cast.therapist)


def care_lines(user: User) -> list[CareLine]:
    """Everybody with an open episode in somebody's clinics, by name."""
    return lines_of([pk for pk, _ in care_names(user)])
