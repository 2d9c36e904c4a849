"""The demonstration clinic, made only by the actions that the site itself uses."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from restride.site.accounts.actions import accept_invitation, add_member, found_clinic
from restride.site.accounts.models import Clinic, Role
from restride.site.episodes.actions import add_runner

DEMO_PASSWORD = "restride-demo"  # noqa: S105  (printed at start; the demonstration holds invented people)


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """A way into the demonstration."""

    role: str
    email: str


@dataclass(frozen=True, slots=True)
class DemoRunner:
    """A runner of the demonstration."""

    name: str
    email: str
    birth_year: int
    sex: str


THERAPIST = DemoLogin("therapist", "therapist@demo.example")
LEAD = DemoLogin("clinic lead", "lead@demo.example")
RUNNERS = (
    DemoRunner("K. M.", "runner1@demo.example", 1992, "female"),
    DemoRunner("S. A.", "runner2@demo.example", 1999, "female"),
    DemoRunner("T. O.", "runner3@demo.example", 1984, "male"),
)
LOGINS = (THERAPIST, LEAD, *(DemoLogin("runner", runner.email) for runner in RUNNERS))


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
        added = add_runner(
            clinic=clinic,
            name=runner.name,
            birth_year=runner.birth_year,
            sex=runner.sex,
            email=runner.email,
            by=therapist,
        )
        if added.link_token is not None:
            accept_invitation(token=added.link_token, password=DEMO_PASSWORD)
    return True
