"""The demonstration clinic, made only by the actions that the site itself uses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
from django.db import transaction
from django.utils import timezone

import restride
from restride.knowledge.case_reader import read_case
from restride.knowledge.load import load
from restride.model.quantity import encode_quantity
from restride.site.accounts.actions import accept_invitation, add_member, found_clinic
from restride.site.accounts.models import Clinic, Role, User
from restride.site.demo_movement import add_recordings
from restride.site.demo_way_back import WAYS, add_ways
from restride.site.documents import fingerprint
from restride.site.episodes.actions import add_runner, evaluate_case, save_case
from restride.site.episodes.models import Sex
from restride.site.plans.actions import propose_plan, sign_plan
from restride.site.runs.actions import keep
from restride.site.runs.made import invented_history
from restride.site.runs.queries import history_of
from restride.training.joined import onset_of

EXAMPLES = Path(restride.__file__).parent / "examples"

DEMO_PASSWORD = "restride-demo"  # noqa: S105  (printed at start; the demonstration holds invented people)


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """A way into the demonstration."""

    role: str
    email: str


@dataclass(frozen=True, slots=True)
class DemoRunner:
    """A runner of the demonstration, with the example case that tells what is known."""

    name: str
    email: str
    example: str


THERAPIST = DemoLogin("therapist", "therapist@demo.example")
LEAD = DemoLogin("clinic lead", "lead@demo.example")
RUNNERS = (
    DemoRunner("K. M.", "runner1@demo.example", "prevention"),
    DemoRunner("T. O.", "runner2@demo.example", "achilles_ordinary"),
    DemoRunner("D. R.", "runner3@demo.example", "heel_and_hip"),
    DemoRunner("P. W.", "runner4@demo.example", "groin_must_be_referred"),
    DemoRunner("L. B.", "runner5@demo.example", "outer_knee"),
)
#: The one whose plan is signed, so that a runner's day can be seen.
SIGNED = "prevention"
#: The one whose watch tells what was run before it began, and who was recorded on the belt.
RECORDED = "outer_knee"
LOGINS = (THERAPIST, LEAD, *(DemoLogin("runner", runner.email) for runner in (*RUNNERS, *WAYS)))


@transaction.atomic
def load_demonstration() -> bool:
    """Make the clinic with its people; false if the database has one already."""
    if Clinic.objects.filter(is_demonstration=True).exists():
        return False
    clinic = found_clinic(name="Demonstration clinic", telephone="+44 1632 960123", is_demonstration=True)
    therapist = add_member(
        clinic=clinic,
        email=THERAPIST.email,
        name="R. B.",
        role=Role.THERAPIST,
        password=DEMO_PASSWORD,
    )
    add_member(clinic=clinic, email=LEAD.email, name="C. L.", role=Role.CLINIC_LEAD, password=DEMO_PASSWORD)
    for runner in RUNNERS:
        _add(runner, clinic, therapist)
    add_ways(clinic, therapist, DEMO_PASSWORD)
    return True


def _add(runner: DemoRunner, clinic: Clinic, therapist: User) -> None:
    facts = load()
    case = read_case((EXAMPLES / f"{runner.example}.yaml").read_bytes(), facts, name=runner.example)
    today = timezone.localdate()
    age_years = case.runner.age_years
    added = add_runner(
        clinic=clinic,
        name=runner.name,
        birth_year=today.year - int(age_years) if age_years is not None else None,
        sex=case.runner.sex or Sex.UNKNOWN,
        email=runner.email,
        by=therapist,
    )
    if added.link_token is not None:
        accept_invitation(token=added.link_token, password=DEMO_PASSWORD)
    if runner.example == RECORDED:
        onset = onset_of(case.complaints[0], today)[0] or today
        keep(record=added.record, readings=invented_history(onset), by=therapist)
        add_recordings(added.episode, today, by=therapist)
        case = restride.with_runs(case, history_of(added.episode), today=today, facts=facts)
    version = save_case(
        episode=added.episode,
        document=msgspec.to_builtins(case, enc_hook=encode_quantity),
        by=therapist,
        reason="Taken from the example case",
    )
    evaluated = evaluate_case(case_version=version, by=therapist, today=today)
    evaluation = restride.evaluate(case, today=today, facts=facts)
    proposal = restride.plan(case, evaluation, today=today, facts=facts)
    if proposal.decision != "proposed":
        return
    plan = propose_plan(evaluation=evaluated, document=msgspec.to_builtins(proposal), by=therapist)
    if runner.example == SIGNED:
        sign_plan(plan=plan, seen_fingerprint=fingerprint(plan.document), by=therapist)
