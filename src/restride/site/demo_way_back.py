"""Three invented runners of the demonstration clinic on the way back: all green, amber twice, a locked bone.

Their days are made by the actions that the site itself uses: each runs what the signed programme says on its day.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from restride.model.words import Answer
from restride.site import engine
from restride.site.accounts.actions import accept_invitation
from restride.site.accounts.models import Clinic, User
from restride.site.comeback.actions import RunSaid, log_run
from restride.site.comeback.models import RunKind
from restride.site.comeback.programmes import answer_readiness, begin, sign
from restride.site.comeback.queries import NextRun, draft_course, next_run
from restride.site.documents import Document, fingerprint
from restride.site.episodes.actions import add_runner
from restride.site.episodes.models import Episode
from restride.site.evaluations.actions import save_and_evaluate
from restride.site.evaluations.queries import standing_of
from restride.site.plans.actions import sign_plan
from restride.site.plans.signing import propose

PACE = "5:40 min/km"
TENDON: Document = {
    "runner": {"age_years": 41, "sex": "female", "experience": "recreational"},
    "complaints": [
        {
            "site": "achilles_mid", "side": "right", "weeks": 12, "onset": "gradual", "running": "stopped",
            "settles_in": "30 min", "pain": {"worst": 3, "next_morning": 0},
            "features": {"morning_first_steps": "yes", "pain_running": "yes"},
        }
    ],
    "exam": [{"test": "achilles_mid_tender", "side": "right", "result": "positive"}],
    "routine": {"runs_per_week": 4, "longest_run": "14 km", "usual_pace": PACE},
    "goals": [{"what": "return_to_running"}],
}  # fmt: skip
KNEE: Document = {
    "runner": {"age_years": 33, "sex": "male", "experience": "recreational"},
    "complaints": [
        {
            "site": "knee_outer", "side": "left", "weeks": 9, "onset": "gradual", "running": "stopped",
            "through_run": "starts_at_same_point", "settles_in": "1 h", "pain": {"worst": 5, "next_morning": 0},
            "features": {"pain_downhill": "yes", "swelling": "no", "pain_stairs_down": "yes"},
        }
    ],
    "exam": [{"test": "lateral_epicondyle_tenderness", "side": "left", "result": "positive"}],
    "routine": {"runs_per_week": 3, "longest_run": "16 km", "usual_pace": PACE},
    "goals": [{"what": "return_to_running"}],
}  # fmt: skip
BONE: Document = {
    "runner": {"age_years": 27, "sex": "female", "experience": "competitive"},
    "complaints": [
        {
            "site": "shin_inner", "side": "left", "weeks": 8, "onset": "gradual", "running": "stopped",
            "pain": {"worst": 5, "at_rest": 0, "next_morning": 0},
            "features": {"pain_running": "yes", "pain_walking": "no"},
        }
    ],
    "exam": [
        {"test": "tibial_focal_bone_tender", "side": "left", "result": "positive"},
        {"test": "tibial_bone_oedema", "side": "left", "result": "positive"},
    ],
    "routine": {"runs_per_week": 5, "longest_run": "18 km", "usual_pace": "5:10 min/km"},
    "goals": [{"what": "return_to_running"}],
}  # fmt: skip
#: Flags that the picture of the bone told, dealt with by somebody else before the way back.
CLEARED = ("bsi", "tibial_bsi_low")
NAMESPACE = uuid.UUID("6f8e3a1c-0d55-4c8e-9a0e-0f6f5c1b7a21")


@dataclass(frozen=True, slots=True)
class Way:
    """One runner on the way back: what is known, how many days ago it began, which of the last runs were amber."""

    name: str
    email: str
    case: Document
    began_days_ago: int
    ambers: int = 0
    ready: bool = True


WAYS = (
    Way("H. S.", "runner6@demo.example", TENDON, 25),
    Way("V. K.", "runner7@demo.example", KNEE, 15, ambers=2),
    Way("M. F.", "runner8@demo.example", BONE, 10, ready=False),
)


def add_ways(clinic: Clinic, therapist: User, password: str) -> None:
    """Make the three, with their signed programmes and what they logged up to yesterday."""
    for way in WAYS:
        _add(way, clinic, therapist, password)


def _add(way: Way, clinic: Clinic, therapist: User, password: str) -> None:
    today = timezone.localdate()
    began = today - timedelta(days=way.began_days_ago)
    runner = way.case["runner"]
    added = add_runner(
        clinic=clinic, name=way.name, birth_year=today.year - int(runner["age_years"]), sex=runner["sex"],
        email=way.email, by=therapist,
    )  # fmt: skip
    accept_invitation(token=added.link_token or "", password=password)
    save_and_evaluate(episode=added.episode, document=_answered(way, began), by=therapist, reason="Asked at the visit")
    _sign_plan(added.episode, therapist)
    programme = begin(episode=added.episode, by=therapist, today=began)
    course = draft_course(added.episode, today)
    if way.ready and course is not None:
        answers = {one.what: Answer.YES for one in course.readiness}
        programme = answer_readiness(episode=added.episode, answers=answers, on=began, by=therapist)
    sign(programme=programme, seen_fingerprint=fingerprint(programme.document), by=therapist, today=today)
    added.record.refresh_from_db()
    person = added.record.user
    if way.ready and person is not None:
        _keep_the_diary(way, added.episode, person, began, today)


def _sign_plan(episode: Episode, therapist: User) -> None:
    """Sign the plan beside it, where there is one to sign."""
    standing = standing_of(episode, by=therapist)
    if (
        standing is None
        or standing.evaluation is None
        or standing.evaluation.course.decision not in ("treat", "treat_and_watch")
    ):
        return
    plan = propose(standing=standing, by=therapist)
    sign_plan(plan=plan, seen_fingerprint=fingerprint(plan.document), by=therapist)


def _answered(way: Way, began: date) -> Document:
    flags = dict.fromkeys(engine.facts().red_flags, "no")
    if way.case is not BONE:
        return {**way.case, "red_flags": flags}
    note = "Scan seen: low-risk site, no walking pain"
    cleared = [{"flag": flag, "by": "Dr. A. L.", "on": began.isoformat(), "note": note} for flag in CLEARED]
    return {**way.case, "red_flags": flags | {"bsi": "yes"}, "clearances": cleared}


def _keep_the_diary(way: Way, episode: Episode, person: User, began: date, today: date) -> None:
    """Run each session on the day the programme names, up to yesterday; the last ones are amber."""
    shown = next_run(episode, began)
    while shown is not None and shown.on is not None and shown.on < today:
        back = (today - shown.on).days
        # Runs are two days apart, so the last of them lie in the last days.
        _log(episode, person, shown.on, shown, amber=back <= 2 * way.ambers, sore=back % 5 == 0)
        shown = next_run(episode, shown.on + timedelta(days=1))


def _log(episode: Episode, person: User, day: date, shown: NextRun, *, amber: bool, sore: bool) -> None:
    felt: dict[str, Any] = {"during": 4 if amber else int(sore), "right_after": 2 if amber else 0, "hour_later": 0,
                            "next_morning": 0, "effort": 3, "stiffness": "usual", "limped": False}  # fmt: skip
    evening = timezone.make_aware(datetime.combine(day, time(18, 30)))
    kind = RunKind.WALK if shown.kind == "walk" else RunKind.RUN
    said = RunSaid(
        client_id=uuid.uuid5(NAMESPACE, f"{person.pk} {day}"), said_at=evening, day=day, kind=kind,
        ran=_repeats(shown.steps), length_s=shown.total_s if kind == RunKind.WALK else None, **felt,
    )  # fmt: skip
    log_run(episode=episode, said=said, by=person)


def _repeats(steps: tuple[tuple[str, int], ...]) -> tuple[tuple[int, int, int], ...]:
    """Runs with the walk after each, equal neighbours as repeats; the way home is not part of it."""
    found: list[tuple[int, int, int]] = []
    for at, (kind, seconds) in enumerate(steps):
        if kind != "run":
            continue
        walk = steps[at + 1][1] if at + 2 < len(steps) else 0
        if found and found[-1][1:] == (seconds, walk):
            found[-1] = (found[-1][0] + 1, seconds, walk)
        else:
            found.append((1, seconds, walk))
    return tuple(found)
