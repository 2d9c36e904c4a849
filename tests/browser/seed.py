"""Fill the demonstration clinic with one runner in each standing; run in the data folder of a test server."""

from __future__ import annotations

import uuid
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from restride.model.words import Urgency  # noqa: E402
from restride.site.accounts.models import User  # noqa: E402
from restride.site.demo import THERAPIST  # noqa: E402
from restride.site.diary.actions import PainSaid, say_pain  # noqa: E402
from restride.site.diary.models import Moment  # noqa: E402
from restride.site.documents import fingerprint  # noqa: E402
from restride.site.episodes.actions import add_runner  # noqa: E402
from restride.site.episodes.models import RunnerRecord  # noqa: E402
from restride.site.plans.actions import sign_plan  # noqa: E402
from tests.site.cast import answered, evaluated, person_of, proposed  # noqa: E402

SHIN = {"complaints": [{"site": "shin_inner", "side": "left", "weeks": 3}]}
MORNINGS = (6, 5, 5, 3, 2, 2, 1, 0, 0)


def seed() -> None:
    """A signed plan with a diary, an urgent flag, a soon flag, new answers, a draft, an unused link."""
    therapist = User.objects.get(email=THERAPIST.email)
    in_force(RunnerRecord.objects.get(name="K. M."), therapist)
    locked = RunnerRecord.objects.get(name="S. A.").episodes.get()
    evaluated(answered(locked, person_of(locked.record), SHIN), therapist, Urgency.URGENT, Urgency.CAUTION)
    fresh = RunnerRecord.objects.get(name="T. O.").episodes.get()
    answered(fresh, person_of(fresh.record))
    drafted = add_runner(clinic=fresh.record.clinic, name="E. V.", by=therapist).episode
    proposed(evaluated(answered(drafted, therapist), therapist), therapist)
    soon = add_runner(clinic=fresh.record.clinic, name="N. W.", birth_year=1970, by=therapist).episode
    evaluated(answered(soon, therapist, SHIN), therapist, Urgency.SOON)
    add_runner(clinic=fresh.record.clinic, name="A. T.", email="at@runner.example", by=therapist)


def in_force(record: RunnerRecord, therapist: User) -> None:
    """Sign a plan and keep a diary of nine mornings."""
    episode = record.episodes.get()
    plan = proposed(evaluated(answered(episode, person_of(record)), therapist), therapist)
    sign_plan(plan=plan, seen_fingerprint=fingerprint(plan.document), by=therapist)
    today = timezone.localdate()
    for back, pain in enumerate(reversed(MORNINGS)):
        said = PainSaid(
            client_id=uuid.uuid4(),
            day=today - timedelta(days=back),
            said_at=timezone.now(),
            moment=Moment.NEXT_MORNING,
            pain=pain,
        )
        say_pain(episode=episode, said=said, by=person_of(record))


if __name__ == "__main__":
    seed()
