"""The runner's day: the signed plan only, entries that may arrive twice, and their consequence in plain words."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from restride.model.plan import PainRule
from restride.model.words import Tissue
from restride.site.accounts.models import User
from restride.site.diary.gate import Felt, gate_under, numbers_of
from restride.site.diary.models import ItemTick, PainEntry, RedGate
from restride.site.episodes.models import AuditEntry
from restride.site.plans.actions import propose_plan
from tests.site.cast import Cast
from tests.site.plans_of_runners import evaluated_knee, signed_knee

SignedIn = Callable[[User | None], Client]


@pytest.fixture
def phone(cast: Cast, signed_in: SignedIn) -> Client:
    return signed_in(cast.runner)


def page(phone: Client, route: str = "runner_today") -> str:
    response = phone.get(reverse(route))
    assert response.status_code == 200
    return response.content.decode()


def sent(**fields: Any) -> dict[str, Any]:
    return {"client_id": str(uuid.uuid4()), "day": timezone.localdate().isoformat(), **fields}


def rule(limit: float = 3, morning: str = "baseline") -> PainRule:
    return PainRule(
        tissue=Tissue.FASCIA, during_max_nrs=limit, settles_within_h=24, next_morning=morning,
        says="", plain="", because=(),
    )  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize(
    ("limit", "morning", "felt", "kind"),
    [
        (3, "baseline", Felt(), None),
        (3, "baseline", Felt(during=2), "green"),
        (3, "baseline", Felt(during=3), "green"),
        # One gate for the diary and the way back: over the limit repeats, above 5 stops.
        (3, "baseline", Felt(during=4), "amber"),
        (3, "baseline", Felt(during=5), "amber"),
        (3, "baseline", Felt(during=6), "red"),
        (3, "baseline", Felt(during=0, limped=True), "red"),
        (3, "baseline", Felt(right_after=4), None),
        (3, "baseline", Felt(during=1, right_after=6), "amber"),
        (3, "baseline", Felt(during=1, elsewhere=True), "amber"),
        (3, "baseline", Felt(next_morning=1, usual_morning=1), "green"),
        (3, "baseline", Felt(next_morning=2, usual_morning=1), "amber"),
        (3, "baseline", Felt(next_morning=1), "amber"),
        (3, "baseline", Felt(next_morning=3, usual_morning=1), "red"),
        (0, "zero", Felt(during=0), "green"),
        (0, "zero", Felt(during=1), "red"),
        (0, "zero", Felt(next_morning=1), "red"),
    ],
)
def test_the_gate_follows_the_limit_and_the_morning(limit: float, morning: str, felt: Felt, kind: str | None) -> None:
    gate = gate_under(numbers_of(rule(limit, morning)), felt)
    assert (gate.kind if gate else None) == kind


def test_before_anything_is_answered_today_offers_the_intake(phone: Client) -> None:
    assert reverse("intake") in page(phone)


def test_after_the_answers_today_says_what_happens_next(phone: Client, cast: Cast) -> None:
    evaluated_knee(cast.episode, cast.runner)
    assert "Your answers are in" in page(phone)
    assert "Nothing is signed yet" in page(phone, "my_plan")


def test_an_open_flag_shows_the_plain_action_even_beside_a_signed_plan(phone: Client, cast: Cast) -> None:
    signed_knee(cast.episode, cast.therapist)
    assert "I did the run" in page(phone)
    evaluated_knee(cast.episode, cast.runner, dvt="yes")
    content = page(phone)
    assert "Do not run, rub, roll or heat the leg. See a doctor today." in content
    assert "I did the run" not in content


def test_a_draft_is_never_shown(phone: Client, cast: Cast) -> None:
    signed = signed_knee(cast.episode, cast.therapist)
    propose_plan(evaluation=signed.evaluation, document={**signed.document, "home": []}, by=cast.therapist)
    today = phone.get(reverse("runner_today")).context
    assert today["version"] == signed
    assert today["today"].exercises


def test_the_log_is_kept_once_however_often_it_is_sent(phone: Client, cast: Cast) -> None:
    signed_knee(cast.episode, cast.therapist)
    entry = sent(item_id="run", during="2", right_after="1", effort="4", note="flat path")
    for _time in range(3):
        assert phone.post(reverse("diary_log"), entry).status_code == 302
    assert PainEntry.objects.count() == 2
    content = page(phone)
    assert "Green: go on" in content
    assert AuditEntry.objects.filter(deed="diary.pain").count() == 2


def test_a_red_log_says_what_to_do_and_stands_in_the_therapist_s_list(
    phone: Client, cast: Cast, signed_in: SignedIn
) -> None:
    signed_knee(cast.episode, cast.therapist)
    entry = sent(item_id="run", during="6")
    phone.post(reverse("diary_log"), entry)
    phone.post(reverse("diary_log"), entry)
    content = page(phone)
    assert "Red: stop" in content
    assert "walk only" in content
    assert RedGate.objects.count() == 1
    listed = signed_in(cast.therapist).get(reverse("today")).content.decode()
    assert "The diary stopped the load" in listed
    assert "You reached 6 of 10" in listed


def test_pain_in_one_exercise_stops_that_one_and_reaches_the_therapist(
    phone: Client, cast: Cast, signed_in: SignedIn
) -> None:
    signed_knee(cast.episode, cast.therapist)
    first, second = (one.item.item for one in phone.get(reverse("runner_today")).context["today"].exercises[:2])
    phone.post(reverse("diary_log"), sent(item_id=first, during="9"))
    gates = {one.item.item: one.gate for one in phone.get(reverse("runner_today")).context["today"].exercises}
    assert gates[first].kind == "red"
    assert gates[second] is None
    assert "You reached 9 of 10" in signed_in(cast.therapist).get(reverse("today")).content.decode()


def test_pain_in_something_that_nobody_prescribes_is_refused(phone: Client, cast: Cast) -> None:
    signed_knee(cast.episode, cast.therapist)
    entry = sent(item_id="nothing_of_that_name", during="2")
    assert phone.post(reverse("diary_log"), entry, headers={"Accept": "application/json"}).status_code == 422


def test_an_exercise_carries_its_steps_and_the_side_its_picture_shows(phone: Client, cast: Cast) -> None:
    signed_knee(cast.episode, cast.therapist)
    content = page(phone)
    for exercise in phone.get(reverse("runner_today")).context["today"].exercises:
        assert exercise.guide
        assert f'<script id="steps-{exercise.item.item}" type="application/json">' in content
        wanted = "left" if exercise.item.sides[0].value == "left" else "right"
        assert f'id="x-{exercise.item.item}" data-drawn="{wanted}"' in " ".join(content.split())


def test_the_limit_is_not_shown_while_the_number_is_chosen(phone: Client, cast: Cast) -> None:
    signed_knee(cast.episode, cast.therapist)
    phone.post(reverse("diary_tick"), tick(phone, "run"))
    log = page(phone).split('id="run"')[1].split("</form>")[0]
    assert "limit" not in log.lower()
    assert "Up to" not in log


def tick(phone: Client, item: str = "", done: str = "yes") -> dict[str, Any]:
    """What the page sends: by default about the first exercise of the day."""
    shown = phone.get(reverse("runner_today")).context
    return sent(item_id=item or shown["today"].exercises[0].item.item, done=done, plan=shown["version"].pk)


def test_a_tick_and_its_undo_and_the_answer_for_a_queue(phone: Client, cast: Cast) -> None:
    signed_knee(cast.episode, cast.therapist)
    entry = tick(phone)
    for _time in range(2):
        answer = phone.post(reverse("diary_tick"), entry, headers={"Accept": "application/json"})
        assert answer.json() == {"stored": True}
    assert ItemTick.objects.count() == 1
    assert "After the exercises" in page(phone)
    phone.post(reverse("diary_tick"), tick(phone, done="no"))
    assert "After the exercises" not in page(phone)


@pytest.mark.parametrize("days", [2, -61])
def test_a_day_that_cannot_be_is_refused_in_a_sentence(phone: Client, cast: Cast, days: int) -> None:
    signed_knee(cast.episode, cast.therapist)
    day = (timezone.localdate() + timedelta(days=days)).isoformat()
    entry = sent(item_id="run", during="2") | {"day": day}
    answer = phone.post(reverse("diary_log"), entry, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["why"]


def test_a_new_version_takes_over_and_old_entries_stay(phone: Client, cast: Cast) -> None:
    first = signed_knee(cast.episode, cast.therapist)
    late = tick(phone)
    second = signed_knee(cast.episode, cast.therapist)
    assert phone.get(reverse("runner_today")).context["version"] == second
    assert phone.post(reverse("diary_tick"), late).status_code == 302  # made offline under the old version
    assert ItemTick.objects.get().plan == first
    assert b"Day by day" in phone.get(reverse("my_progress")).content


def test_nobody_writes_into_another_diary(phone: Client, cast: Cast, signed_in: SignedIn) -> None:
    plan = signed_knee(cast.episode, cast.therapist)
    stranger = signed_in(cast.other_runner)
    entry = sent(item_id="side_lying_abd", done="yes", plan=plan.pk)
    assert stranger.post(reverse("diary_tick"), entry).status_code == 404
    mine = sent(item_id="run", during="2")
    phone.post(reverse("diary_log"), mine)
    assert stranger.post(reverse("diary_log"), mine).status_code == 403


def test_the_plan_page_says_why_how_much_and_when_to_call(phone: Client, cast: Cast) -> None:
    signed_knee(cast.episode, cast.therapist)
    content = page(phone, "my_plan")
    for words in ("Why", "How much pain is all right?", "Your week", "The way", "When to stop and call"):
        assert words in content


def test_progress_says_in_words_what_the_picture_shows(phone: Client, cast: Cast) -> None:
    signed_knee(cast.episode, cast.therapist)
    for back, pain in enumerate((0, 1, 4)):
        day = (timezone.localdate() - timedelta(days=back)).isoformat()
        phone.post(reverse("diary_log"), sent(item_id="morning", next_morning=pain) | {"day": day})
    assert "Pain in the morning: first 4, now 0, highest 4 of 10." in page(phone, "my_progress")


def test_my_data_holds_everything_but_the_therapist_s_drafts(phone: Client, cast: Cast) -> None:
    signed_knee(cast.episode, cast.therapist)
    phone.post(reverse("diary_log"), sent(item_id="run", during="2"))
    data = phone.get(reverse("my_data")).json()
    episode = data["episodes"][0]
    assert (len(episode["cases"]), len(episode["plans"]), len(episode["pain"])) == (1, 1, 1)


def test_a_wish_to_be_deleted_reaches_the_clinic(phone: Client) -> None:
    assert phone.post(reverse("stop_request"), {"what": "delete"}).status_code == 302
    assert "asks to be deleted" in page(phone, "me")
    assert AuditEntry.objects.filter(deed="runner.asks_delete").exists()


def test_units_are_chosen_once_for_every_page(phone: Client) -> None:
    phone.post(reverse("me"), {"units": "imperial"})
    assert "Miles, feet, pounds" in page(phone, "me")
    assert "Feet and inches" in phone.get(reverse("intake_step", args=["body"])).content.decode()
