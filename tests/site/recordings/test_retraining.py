"""Retraining on the site: offered only with symptoms, chosen by a therapist, into the draft of the plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from restride.model.plan import Plan
from restride.site import engine
from restride.site.accounts.models import User
from restride.site.evaluations.queries import standing_of
from restride.site.plans.models import PlanVersion
from restride.site.plans.signing import propose
from restride.site.recordings.models import Recording
from tests.site.cast import Cast
from tests.site.charts import charted
from tests.site.recordings.reports import analysed, report_of_steps

pytestmark = pytest.mark.django_db
#: A kneecap, as the library's own tests have it.
KNEECAP: dict[str, Any] = {
    "runner": {"age_years": 29},
    "complaints": [
        {
            "site": "knee_front",
            "weeks": 12,
            "features": {"pain_stairs_down": "yes", "pain_squatting": "yes", "pain_sitting_long": "yes"},
        }
    ],
    "exam": [],
}
TAKEN = {"target": "5", "dose": "eight", "agrees": "on", "reason": "Knee hurts with long steps"}


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def client(cast: Cast, signed_in: Callable[[User | None], Client]) -> Client:
    return signed_in(cast.therapist)


def page_of(cast: Cast, row: Recording) -> str:
    return reverse("recording_retraining", args=[cast.record.pk, row.pk])


def slow(cast: Cast) -> Recording:
    return analysed(cast, report_of_steps(0.42), "slow.trc")


def drafted(cast: Cast) -> PlanVersion:
    standing = standing_of(cast.episode, by=cast.therapist)
    assert standing is not None
    return propose(standing=standing, by=cast.therapist)


def test_without_a_case_nothing_is_offered(cast: Cast, client: Client) -> None:
    page = client.get(page_of(cast, slow(cast))).content.decode()
    assert "without symptoms no finding is a cause" in page
    assert "Put into the plan" not in page
    assert "Into the plan" not in page


def test_one_cue_with_its_dose_enters_the_plan(cast: Cast, client: Client) -> None:
    charted(cast.episode, cast.therapist, **KNEECAP)
    row = slow(cast)
    page = client.get(page_of(cast, row)).content.decode()
    assert "Not yet" in page
    assert "Make a proposal first" in page
    draft = drafted(cast)
    answer = client.post(page_of(cast, row), TAKEN)
    assert answer.status_code == 422
    assert "Seen once only" in answer.content.decode()
    answer = client.post(page_of(cast, row), {**TAKEN, "again": "on", "own_words": "Quick and light", "target": "7.5"})
    assert answer["Location"] == reverse("plan", args=[cast.record.pk])
    draft.refresh_from_db()
    plan = engine.read(draft.document, Plan)
    assert plan is not None
    [cue] = [one for one in plan.gait if one.item == "metronome_run"]
    own = 60 / 0.42
    assert cue.dose.load is not None
    beat = 2 * int(own * 1.075 / 2)
    assert f"metronome {beat} a minute: up to +7.5 % of own 143" in cue.dose.load
    assert (cue.dose.minutes, cue.dose.days_per_week) == ((15.0, 30.0), (4, 4))
    assert cue.steps[0] == "Quick and light"
    assert any(step.startswith("Week 1: 15 min, all with help") for step in cue.steps)
    assert any("without help" in step and step.startswith("Week 2") for step in cue.steps)
    assert any("We film again without help" in step for step in cue.steps)
    edit = draft.edits.get(item_id="metronome_run")
    assert edit.reason == "Knee hurts with long steps"
    # Chosen again, the cue changes in its place; minutes in all never become those of one run.
    client.post(page_of(cast, row), {**TAKEN, "again": "on", "dose": "protocol_volume_target"})
    draft.refresh_from_db()
    plan = engine.read(draft.document, Plan)
    assert plan is not None
    [cue] = [one for one in plan.gait if one.item == "metronome_run"]
    assert (cue.dose.minutes, cue.dose.days_per_week) == ((15.0, 30.0), (3, 4))
    assert cue.dose.parameters["minutes in all"] == "177 to 196"
    assert "8 to 18 runs with help, spread over 2 to 6 weeks, 177 to 196 minutes in all." in cue.steps
    assert "metronome_run" in client.get(reverse("plan", args=[cast.record.pk])).content.decode()


def test_a_repeat_on_another_day_makes_it_ready_and_a_repeat_without_it_closes_it(cast: Cast, client: Client) -> None:
    charted(cast.episode, cast.therapist, **KNEECAP)
    row = slow(cast)
    analysed(cast, report_of_steps(0.42, 11.0), "again.trc", on=date(2026, 11, 13))
    page = client.get(page_of(cast, row)).content.decode()
    assert "Ready, if the runner agrees" in page
    assert "I have seen it again" not in page
    # What was filmed with a cue is no repeat of how the runner runs.
    analysed(cast, report_of_steps(0.36), "cue.trc", on=date(2026, 11, 14), role="cue")
    assert "Ready, if the runner agrees" in client.get(page_of(cast, row)).content.decode()
    analysed(cast, report_of_steps(0.36, 11.0), "usual.trc", on=date(2026, 11, 15))
    page = client.get(page_of(cast, row)).content.decode()
    assert "Do not change form now" in page
    drafted(cast)
    client.post(page_of(cast, row), {**TAKEN, "again": "on"})
    assert PlanVersion.objects.get().edits.count() == 0, "a closed offer changes nothing"


def test_another_cue_may_be_chosen_and_none_that_answers_nothing(cast: Cast, client: Client) -> None:
    charted(cast.episode, cast.therapist, **KNEECAP)
    row = slow(cast)
    page = client.get(page_of(cast, row)).content.decode()
    other = page.split('href="?cue=')[1].split('"')[0]
    assert client.get(page_of(cast, row), {"cue": other}).status_code == 200
    assert client.get(page_of(cast, row), {"cue": "glute_bridge"}).status_code == 404
    assert "orefoot" not in page
    assert "180 steps" not in page
