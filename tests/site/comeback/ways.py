"""Runners on the way back, made by the site's own actions."""

from __future__ import annotations

import uuid
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import msgspec
from django.utils import timezone

from restride.model.words import Answer
from restride.site import engine
from restride.site.accounts.models import User
from restride.site.comeback.actions import Kept, RunSaid, log_run
from restride.site.comeback.basis import Terms, terms_of
from restride.site.comeback.models import Programme
from restride.site.comeback.programmes import answer_readiness, begin, change_terms, sign
from restride.site.documents import fingerprint
from restride.site.episodes.models import Episode
from restride.site.evaluations.actions import save_and_evaluate

ACHILLES: dict[str, Any] = {
    "runner": {"age_years": 38, "sex": "male"},
    "complaints": [
        {
            "site": "achilles_mid", "side": "left", "weeks": 10, "onset": "gradual", "running": "stopped",
            "settles_in": "30 min", "pain": {"worst": 3, "next_morning": 0},
            "features": {"morning_first_steps": "yes", "pain_running": "yes"},
        }
    ],
    "exam": [{"test": "achilles_mid_tender", "side": "left", "result": "positive"}],
    "routine": {"runs_per_week": 4, "longest_run": "14 km", "usual_pace": "5:40 min/km"},
}  # fmt: skip
READY = ("walk_30_min", "daily_life", "full_range", "no_swelling", "single_leg_squat", "single_leg_stance",
         "jog_on_spot", "hops")  # fmt: skip
NO_PAIN: dict[str, Any] = {"during": 0, "right_after": 0, "hour_later": 0, "limped": False, "stiffness": "usual"}


def today() -> date:
    """The clinic's day."""
    return timezone.localdate()


def ago(days: int) -> date:
    """A day before today."""
    return today() - timedelta(days=days)


def answered(episode: Episode, by: User, **changes: Any) -> None:
    """Answers with every safety question said no, and their evaluation."""
    flags = dict.fromkeys(engine.facts().red_flags, "no") | changes.pop("red_flags", {})
    save_and_evaluate(
        episode=episode, document={**deepcopy(ACHILLES), "red_flags": flags, **changes}, by=by, reason="Asked"
    )


def begun(episode: Episode, by: User, started: date | None = None, **changes: Any) -> Programme:
    """A programme that waits for its signature."""
    answered(episode, by, **changes)
    return begin(episode=episode, by=by, today=started or today())


def ready(episode: Episode, by: User, started: date | None = None, **settings: Any) -> Programme:
    """A programme with every readiness question answered yes, not signed; ``settings`` as the model names them."""
    begun(episode, by, started)
    programme = answer_readiness(
        episode=episode, answers=dict.fromkeys(READY, Answer.YES), on=started or today(), by=by
    )
    if settings:
        terms = terms_of(programme.document)
        changed = Terms(msgspec.structs.replace(terms.settings, **settings), terms.goal)
        programme = change_terms(episode=episode, terms=changed, reason="Set at the visit", by=by)
    return programme


def signed(episode: Episode, by: User, started: date | None = None, **settings: Any) -> Programme:
    """The same, signed."""
    programme = ready(episode, by, started, **settings)
    sign_newest(programme, by)
    return programme


def sign_newest(programme: Programme, by: User) -> None:
    """Sign what was read."""
    sign(programme=programme, seen_fingerprint=fingerprint(programme.document), by=by, today=today())


def ran(episode: Episode, by: User, day: date, minutes: float = 8, bout: float = 1, **more: Any) -> Kept:
    """A run logged by the runner; without pain unless said otherwise."""
    felt = NO_PAIN | ({"next_morning": 0} if day < today() else {}) | more
    said = RunSaid(
        client_id=felt.pop("client_id", None) or uuid.uuid4(), said_at=timezone.now(), day=day,
        running_s=round(minutes * 60), longest_bout_s=round(bout * 60), **felt,
    )  # fmt: skip
    return log_run(episode=episode, said=said, by=by)
