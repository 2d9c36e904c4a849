"""Fill the demonstration clinic with one runner in each standing; run in the data folder of a test server."""

from __future__ import annotations

import uuid
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from restride.model.words import Urgency  # noqa: E402
from restride.site.accounts.actions import accept_invitation  # noqa: E402
from restride.site.accounts.models import User  # noqa: E402
from restride.site.comeback.programmes import pause  # noqa: E402
from restride.site.demo import DEMO_PASSWORD, THERAPIST  # noqa: E402
from restride.site.diary.actions import PainSaid, say_pain  # noqa: E402
from restride.site.diary.models import Moment  # noqa: E402
from restride.site.episodes.actions import add_runner  # noqa: E402
from restride.site.episodes.models import Episode, RunnerRecord  # noqa: E402
from restride.site.intake.actions import open_draft, save_step, with_another  # noqa: E402
from restride.site.intake.queries import way_of  # noqa: E402
from tests.site.cast import answered, evaluated, person_of, proposed  # noqa: E402
from tests.site.comeback.ways import ago, ran, signed  # noqa: E402
from tests.site.plans_of_runners import evaluated_knee, signed_knee  # noqa: E402

SHIN = {"complaints": [{"site": "shin_inner", "side": "left", "weeks": 3}]}
#: Runners who have signed in and said nothing so far; the last one says something urgent.
NEWCOMERS = {"A. N.": "new1@runner.example", "B. N.": "new2@runner.example", "J. D.": "danger@runner.example"}
#: Runners with a signed way back.
WAYS = {
    "W. B.": "way@runner.example",
    "W. T.": "timer@runner.example",
    "P. S.": "paused@runner.example",
    "R. D.": "red@runner.example",
}
MORNINGS = (6, 5, 5, 3, 2, 2, 1, 0, 0)


def seed() -> None:
    """A signed plan with a diary, an urgent flag, a soon flag, new answers, a draft, an unused link, no answers."""
    therapist = User.objects.get(email=THERAPIST.email)
    in_force(RunnerRecord.objects.get(name="K. M."), therapist)
    locked = RunnerRecord.objects.get(name="D. R.").episodes.get()
    evaluated(answered(locked, person_of(locked.record), SHIN), therapist, Urgency.URGENT, Urgency.CAUTION)
    fresh = RunnerRecord.objects.get(name="T. O.").episodes.get()
    answered(fresh, person_of(fresh.record))
    clinic = fresh.record.clinic
    drafted = add_runner(clinic=clinic, name="E. V.", by=therapist).episode
    proposed(evaluated(answered(drafted, therapist), therapist), therapist)
    soon = add_runner(clinic=clinic, name="N. W.", birth_year=1970, by=therapist).episode
    evaluated(answered(soon, therapist, SHIN), therapist, Urgency.SOON)
    add_runner(clinic=clinic, name="A. T.", email="at@runner.example", by=therapist)
    for name, email in NEWCOMERS.items():
        token = add_runner(clinic=clinic, name=name, birth_year=1991, email=email, by=therapist).link_token
        accept_invitation(token=token or "", password=DEMO_PASSWORD)
    add_signed("S. S.", "session@runner.example", therapist)
    on_the_way_back(therapist)
    danger = RunnerRecord.objects.get(name="J. D.")
    evaluated_knee(danger.episodes.get(), person_of(danger), dvt="yes")
    only_this_place(danger)


def add_signed(name: str, email: str, therapist: User) -> Episode:
    """A runner with a signed plan and an empty diary."""
    clinic = therapist.memberships.get().clinic
    added = add_runner(clinic=clinic, name=name, birth_year=1990, email=email, by=therapist)
    accept_invitation(token=added.link_token or "", password=DEMO_PASSWORD)
    signed_knee(added.episode, therapist)
    return added.episode


def on_the_way_back(therapist: User) -> None:
    """With a run for today twice, the way back paused, and a run of today that was red."""
    for name, email in WAYS.items():
        signed(add_signed(name, email, therapist), therapist, ago(9))
    paused, red = (RunnerRecord.objects.get(name=name) for name in ("P. S.", "R. D."))
    pause(episode=paused.episodes.get(), reason="See me first", by=therapist, today=timezone.localdate())
    ran(red.episodes.get(), person_of(red), timezone.localdate(), during=8)


def only_this_place(record: RunnerRecord) -> None:
    """Say in the intake that no other place hurts, so that every later page exists."""
    draft = open_draft(episode=record.episodes.get(), by=person_of(record))
    document, extra = with_another(draft, 0, wanted=False)
    step = way_of(draft, timezone.localdate()).step("more-1")
    assert step is not None
    save_step(draft=draft, step=step, document=document, extra=extra, by=person_of(record))


def in_force(record: RunnerRecord, therapist: User) -> None:
    """Sign a plan and keep a diary of nine days, up to yesterday."""
    episode = record.episodes.get()
    signed_knee(episode, therapist)
    today = timezone.localdate()
    for back, pain in enumerate(reversed(MORNINGS), start=1):
        for moment, felt in ((Moment.NEXT_MORNING, pain), (Moment.DURING, pain + 1)):
            said = PainSaid(
                client_id=uuid.uuid4(),
                day=today - timedelta(days=back),
                said_at=timezone.now(),
                moment=moment,
                pain=felt,
            )
            say_pain(episode=episode, said=said, by=person_of(record))


if __name__ == "__main__":
    seed()
