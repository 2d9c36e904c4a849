"""A recorded run offered for the log: what it looks like, taken over once, never twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from restride.model.comeback import PlannedRun
from restride.site.accounts.models import User
from restride.site.comeback.models import RunLog
from restride.site.comeback.queries import course_of
from restride.site.runs import actions
from restride.site.runs.matching import offers_of, planned_on
from restride.site.runs.models import RecordedRun
from restride.training.record import Bout, FileReading, RunRecord
from tests.site.cast import Cast
from tests.site.comeback.ways import ago, signed, today
from tests.training.made import made_run

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User | None], Client]


def reading(run: RunRecord) -> FileReading:
    return FileReading(name=run.origin.name, sha256=run.origin.sha256, format="fit", grade="OK", runs=(run,))


def as_planned(planned: PlannedRun, day: date, times: float = 1.0, number: int = 0) -> RunRecord:
    """The planned bouts as a watch would record them; ``times`` as long."""
    at, bouts = float(planned.warm_up_walk_s), []
    for bout in planned.bouts:
        for _ in range(bout.repeats):
            bouts.append(Bout(at_s=at, duration_s=times * bout.run_s))
            at += times * bout.run_s + bout.walk_s
    return made_run(day, 2500.0, number=number, bouts=tuple(bouts), run_s=times * planned.running_s)


def first_run(cast: Cast) -> tuple[date, PlannedRun]:
    signed(cast.episode, cast.therapist, ago(3))
    course = course_of(cast.episode, today())
    assert course is not None
    assert course.next_runs
    day = next(run.on for run in course.next_runs)
    planned = planned_on(cast.episode, day)
    assert planned is not None
    return day, planned


def test_the_planned_run_is_recognised_and_logged_once(cast: Cast, signed_in: SignedIn) -> None:
    day, planned = first_run(cast)
    if day != today():
        pytest.skip("the first run is not planned for today")
    actions.keep(record=cast.record, readings=[reading(as_planned(planned, day))], by=cast.runner)
    (offer,) = offers_of(cast.episode, day)
    assert offer.found.fit == "steps"
    client = signed_in(cast.runner)
    page = client.get(reverse("my_runs")).content.decode()
    assert "This looks like the run you had planned" in page
    assert "This looks like today’s run" in client.get(reverse("runner_today")).content.decode()
    for _ in range(2):
        client.post(reverse("my_run_log", args=[offer.pk]))
    log = RunLog.objects.get()
    assert log.imported_run == RecordedRun.objects.get().run_id
    assert log.planned_s == planned.running_s
    assert sum(repeats * run_s for repeats, run_s, _ in log.ran) == planned.running_s
    assert not offers_of(cast.episode, day)
    assert "Put it in my log" not in client.get(reverse("runner_today")).content.decode()


def test_more_than_planned_is_said_and_still_offered(cast: Cast, signed_in: SignedIn) -> None:
    day, planned = first_run(cast)
    if day != today():
        pytest.skip("the first run is not planned for today")
    actions.keep(record=cast.record, readings=[reading(as_planned(planned, day, times=1.5))], by=cast.runner)
    (offer,) = offers_of(cast.episode, day)
    assert offer.found.overrun
    assert "more than was planned" in signed_in(cast.runner).get(reverse("my_runs")).content.decode()


def test_without_a_signed_programme_nothing_is_offered(cast: Cast, signed_in: SignedIn) -> None:
    run = made_run(today(), 3000.0)
    actions.keep(record=cast.record, readings=[reading(run)], by=cast.runner)
    assert not offers_of(cast.episode, today())
    client = signed_in(cast.runner)
    answer = client.post(reverse("my_run_log", args=[RecordedRun.objects.get().pk]), follow=True)
    assert "no run was planned" in answer.content.decode()
    assert not RunLog.objects.exists()


def test_a_run_recorded_by_two_devices_is_offered_once(cast: Cast) -> None:
    day, planned = first_run(cast)
    if day != today():
        pytest.skip("the first run is not planned for today")
    twins = [as_planned(planned, day, number=1), as_planned(planned, day, number=2)]
    actions.keep(record=cast.record, readings=map(reading, twins), by=cast.runner)
    assert len(offers_of(cast.episode, day)) == 1


def test_the_next_run_goes_to_the_watch(cast: Cast, signed_in: SignedIn) -> None:
    first_run(cast)
    answer = signed_in(cast.runner).get(reverse("next_workout"))
    assert answer.status_code == 200
    assert answer.content[8:12] == b".FIT"
    assert answer["Content-Disposition"].endswith('.fit"')
