"""The run of the way back on the runner's page: only what is signed, logged in three taps, red leads to what to do."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from restride.model.words import Tissue
from restride.site.accounts.models import User
from restride.site.comeback.entries import logged_runs
from restride.site.comeback.models import RunLog
from restride.site.comeback.programmes import pause
from restride.site.comeback.queries import next_run, on_paper
from restride.site.diary.models import RedGate
from restride.site.diary.reds import red_gates
from restride.site.diary.run import lasted, pieces_of
from restride.site.diary.session import SessionSaid, log_session
from tests.site.cast import Cast
from tests.site.comeback.ways import ago, ran, ready, signed, today
from tests.site.plans_of_runners import signed_knee

SignedIn = Callable[[User | None], Client]
JSON = {"Accept": "application/json"}


@pytest.fixture
def phone(cast: Cast, signed_in: SignedIn) -> Client:
    return signed_in(cast.runner)


def page(phone: Client, route: str = "runner_today") -> str:
    response = phone.get(reverse(route))
    assert response.status_code == 200
    return response.content.decode()


def said(**fields: Any) -> dict[str, Any]:
    return {"client_id": str(uuid.uuid4()), "day": today().isoformat(), "kind": "run", "how": "other"} | fields


def newest(cast: Cast) -> RunLog:
    return logged_runs(cast.episode)[-1].log


@pytest.mark.parametrize(
    ("steps", "pieces"),
    [
        ([("walk", 300), ("run", 60), ("walk", 90), ("run", 60), ("walk", 300)], [(2, 60, 90)]),
        ([("walk", 300), ("run", 600), ("walk", 60), ("run", 420), ("walk", 300)], [(1, 600, 60), (1, 420, 0)]),
        ([("walk", 300), ("run", 1800), ("walk", 300)], [(1, 1800, 0)]),
        ([("walk", 1200)], []),
        ([], []),
    ],
)
def test_steps_become_pieces_of_a_log(steps: list[tuple[str, int]], pieces: list[Any]) -> None:
    assert pieces_of(steps) == pieces


@given(st.lists(st.tuples(st.sampled_from(["run", "walk"]), st.integers(1, 3600)), max_size=30))
def test_no_second_of_running_is_lost_or_made(steps: list[tuple[str, int]]) -> None:
    assert sum(times * run for times, run, _ in pieces_of(steps)) == sum(s for kind, s in steps if kind == "run")


@pytest.mark.parametrize(("seconds", "words"), [(300, "5"), (150, "2½"), (30, "½"), (167, "2:47"), (9, "0:09")])
def test_what_was_run_is_said_to_the_second(seconds: int, words: str) -> None:
    assert lasted(seconds) == words


def test_nothing_unsigned_is_shown(phone: Client, cast: Cast) -> None:
    signed_knee(cast.episode, cast.therapist)
    ready(cast.episode, cast.therapist)
    content = page(phone)
    assert "steps-run" not in content
    assert "I did the run" in content


def test_a_signed_way_back_takes_the_place_of_the_plan_s_run(phone: Client, cast: Cast) -> None:
    signed_knee(cast.episode, cast.therapist)
    signed(cast.episode, cast.therapist, ago(3))
    content = page(phone)
    assert '<script id="steps-run" type="application/json">' in content
    assert "I did the run" not in content
    card = phone.get(reverse("runner_today")).context["card"]
    assert card.state == "today"
    assert card.run.stop_rule in content
    assert sum(step["s"] for step in card.steps if step["kind"] == "run") == card.run.running_s
    assert "limit" not in content.split('id="run"')[1].split("</form>")[0].lower()


def test_the_plan_s_own_runs_do_not_stand_beside_the_way_back(phone: Client, cast: Cast) -> None:
    signed_knee(cast.episode, cast.therapist)
    before = phone.get(reverse("my_plan")).context
    assert before["running"]
    signed(cast.episode, cast.therapist, ago(3))
    after = phone.get(reverse("my_plan")).context
    kinds = {entry["kind"] for day in after["week"] for entry in day["entries"]}
    assert not kinds & {"run", "walk_run", "walk"}
    assert not after["running"]
    assert "Your next run" in page(phone, "my_plan")
    upcoming = phone.get(reverse("runner_today")).context["today"].upcoming
    assert "run" not in upcoming.text.lower()


def test_a_signed_way_back_is_shown_without_a_plan_too(phone: Client, cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    assert "steps-run" in page(phone)
    assert phone.post(reverse("run_log"), said(minutes="8", longest_min="1", during="0")).status_code == 302
    assert "Today’s run" in page(phone)


def test_a_pause_says_why_and_offers_no_start(phone: Client, cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    pause(episode=cast.episode, reason="See me first", by=cast.therapist, today=today())
    content = page(phone)
    assert phone.get(reverse("runner_today")).context["card"].state == "locked"
    assert "No running for now" in content
    assert "steps-run" not in content


def test_as_planned_is_logged_piece_by_piece_and_once(phone: Client, cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    card = phone.get(reverse("runner_today")).context["card"]
    entry = said(how="planned", planned=card.planned_json, planned_s=card.planned_s, during="1", effort="4")
    for _time in range(3):
        assert phone.post(reverse("run_log"), entry, headers=JSON).json() == {"stored": True}
    log = newest(cast)
    assert RunLog.objects.count() == 1
    assert (log.running_s, log.planned_s, log.during, log.effort) == (card.run.running_s, card.run.running_s, 1, 4)


def test_the_timer_s_seconds_are_what_counts(phone: Client, cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    timed = [[3, 60, 90], [1, 47, 0]]
    phone.post(reverse("run_log"), said(how="timed", timed=json.dumps(timed), timed_walk_s="900", during="0"))
    log = newest(cast)
    assert (log.ran, log.running_s, log.longest_bout_s) == (timed, 227, 60)
    assert "3 × 1 + 0:47 min" in page(phone)


def test_stopped_before_the_first_step_of_running_is_a_walk(phone: Client, cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    phone.post(reverse("run_log"), said(how="timed", timed="[]", timed_walk_s="140", during="5"))
    log = newest(cast)
    assert (log.kind, log.length_s, log.running_s) == ("walk", 140, None)


def test_a_correction_replaces_and_the_stale_one_is_refused(phone: Client, cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    phone.post(reverse("run_log"), said(minutes="8", longest_min="1", during="4"))
    first = newest(cast)
    assert f'name="replaces" value="{first.pk}"' in page(phone)
    fixed = said(minutes="6", longest_min="1", during="2", replaces=str(first.pk))
    phone.post(reverse("run_log"), fixed)
    assert [(one.log.running_s, one.log.during) for one in logged_runs(cast.episode)] == [(360, 2)]
    late = said(minutes="5", longest_min="1", during="2", replaces=str(first.pk))
    assert "corrected already" in phone.post(reverse("run_log"), late, headers=JSON).json()["why"]


def test_a_correction_may_leave_what_was_run_as_it_is(phone: Client, cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    phone.post(reverse("run_log"), said(how="timed", timed="[[4, 60, 90]]", during="4"))
    first = newest(cast)
    card = phone.get(reverse("runner_today")).context["card"]
    phone.post(reverse("run_log"), said(how="same", same=card.ran_json, during="1", replaces=str(first.pk)))
    assert (newest(cast).ran, newest(cast).during) == ([[4, 60, 90]], 1)


def test_a_red_run_leads_to_the_page_that_says_stop(phone: Client, cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    assert phone.get(reverse("runner_stopped")).status_code == 302
    entry = said(minutes="8", longest_min="1", during="9")
    assert phone.post(reverse("run_log"), entry, headers=JSON).json()["go"] == reverse("runner_stopped")
    content = page(phone, "runner_stopped")
    assert "Stop running for now" in content
    assert "9 of 10" in content
    assert "steps-run" not in page(phone)


def test_the_limit_and_the_stop_limit_are_told_apart(phone: Client, cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    assert "More than 3: the same again next time, no more. Above 5, stop." in page(phone)
    phone.post(reverse("run_log"), said(minutes="8", longest_min="1", during="4"))
    assert "4 of 10, limit 3" in page(phone)
    first = newest(cast)
    phone.post(reverse("run_log"), said(minutes="8", longest_min="1", during="6", replaces=str(first.pk)))
    assert "6 of 10, the stop limit is 5" in page(phone, "runner_stopped")
    assert "limit 5" not in page(phone)


def test_a_red_number_under_the_plan_leads_there_too(phone: Client, cast: Cast) -> None:
    signed_knee(cast.episode, cast.therapist)
    entry = {"client_id": str(uuid.uuid4()), "day": today().isoformat(), "item_id": "home", "during": "9"}
    assert phone.post(reverse("diary_log"), entry).headers["Location"] == reverse("runner_stopped")
    assert "Stop for today" in page(phone, "runner_stopped")


def test_an_hour_later_and_a_day_later_are_asked_when_they_can_be_known(phone: Client, cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    start = timezone.now() - timedelta(hours=25)
    ran(cast.episode, cast.runner, timezone.localdate(start), started_at=start, hour_later=None)
    content = page(phone)
    assert "A day after your run" in content
    about = phone.get(reverse("runner_today")).context["later"][0].about
    phone.post(reverse("run_log"), said(about=about, after_24_h="1"))
    assert logged_runs(cast.episode)[-1].entry.pain.after_24_h == 1
    assert "A day after your run" not in page(phone)


def test_the_morning_after_counts_for_the_run(phone: Client, cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(5))
    ran(cast.episode, cast.runner, ago(1), next_morning=None)
    entry = {"client_id": str(uuid.uuid4()), "day": today().isoformat(), "item_id": "morning", "next_morning": "0"}
    before = phone.get(reverse("runner_today")).context["card"].run.why
    phone.post(reverse("diary_log"), entry)
    assert phone.get(reverse("runner_today")).context["card"].run.why != before


@pytest.mark.parametrize(
    "fields",
    [
        {"minutes": "8"},
        {"minutes": "", "during": "1"},
        {"how": "timed", "timed": "[[1,", "during": "1"},
        {"how": "timed", "timed": '[["a", 1, 2]]', "during": "1"},
        {"how": "timed", "timed": "[[1, 60, -5]]", "during": "1"},
        {"minutes": "8", "longest_min": "9", "during": "1"},
        {"minutes": "8", "during": "11"},
        {"minutes": "nan", "during": "1"},
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(phone: Client, cast: Cast, fields: dict[str, str]) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    answer = phone.post(reverse("run_log"), said(**fields), headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["why"]
    assert not RunLog.objects.exists()


def test_nobody_logs_into_another_diary(phone: Client, cast: Cast, signed_in: SignedIn) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    mine = said(minutes="8", longest_min="1", during="0")
    phone.post(reverse("run_log"), mine)
    assert signed_in(cast.other_runner).post(reverse("run_log"), mine).status_code == 403


def test_the_printed_sheet_says_what_the_page_says(cast: Cast) -> None:
    assert on_paper(cast.episode, today()) is None
    signed(cast.episode, cast.therapist)
    run = next_run(cast.episode, today())
    said = " ".join(on_paper(cast.episode, today()))
    assert f"Next: {run.title}" in said
    assert run.stop_rule in said
    pause(episode=cast.episode, reason="Fever", by=cast.therapist, today=today())
    assert next_run(cast.episode, today()).locked in " ".join(on_paper(cast.episode, today()))


def morning(number: int, **fields: Any) -> dict[str, Any]:
    return said(item_id="morning", next_morning=str(number)) | fields


def test_one_red_morning_is_listed_once_and_a_stop_of_its_own_beside_it(phone: Client, cast: Cast) -> None:
    signed_knee(cast.episode, cast.therapist)
    signed(cast.episode, cast.therapist, ago(5))
    ran(cast.episode, cast.runner, ago(1), next_morning=None)
    phone.post(reverse("diary_log"), morning(7))
    (only,) = phone.get(reverse("runner_stopped")).context["stops"]
    assert "7 of 10" in only.seen
    phone.post(reverse("diary_log"), said(item_id="home", during="9"))
    assert len(phone.get(reverse("runner_stopped")).context["stops"]) == 2


def test_a_mistapped_morning_put_right_the_same_day_stands_no_longer(
    phone: Client, cast: Cast, signed_in: SignedIn
) -> None:
    signed_knee(cast.episode, cast.therapist)
    phone.post(reverse("diary_log"), morning(9))
    assert red_gates([cast.episode.pk])
    phone.post(reverse("diary_log"), morning(8))  # red again: both stand
    assert "8 of 10" in red_gates([cast.episode.pk])[cast.episode.pk]
    phone.post(reverse("diary_log"), morning(0))
    assert red_gates([cast.episode.pk]) == {}
    assert phone.get(reverse("runner_stopped")).status_code == 302
    record = signed_in(cast.therapist).get(reverse("record_diary", args=[cast.record.pk])).content.decode()
    assert "9 of 10" in record
    assert record.count("Put right later: 0 of 10") == 2
    assert RedGate.objects.count() == 2


def test_what_an_exercise_said_is_never_put_right(phone: Client, cast: Cast) -> None:
    signed_knee(cast.episode, cast.therapist)
    for number in ("9", "0"):
        phone.post(reverse("diary_log"), said(item_id="home", during=number))
    assert red_gates([cast.episode.pk])


def test_a_morning_is_not_put_right_a_day_later(cast: Cast) -> None:
    signed_knee(cast.episode, cast.therapist)
    yesterday = timezone.now() - timedelta(days=1)
    for number, at in ((9, yesterday), (0, timezone.now())):
        sent = SessionSaid(
            client_id=uuid.uuid4(),
            day=timezone.localdate(yesterday),
            said_at=at,
            item_id="morning",
            next_morning=number,
        )
        log_session(episode=cast.episode, said=sent, by=cast.runner)
    assert red_gates([cast.episode.pk])


@pytest.mark.parametrize("tissue", [None, Tissue.BONE_LOW])
def test_the_phone_knows_the_red_numbers_of_the_rule_itself(phone: Client, cast: Cast, tissue: Tissue | None) -> None:
    """What the page hands to the phone is what the clinic says to the same number, word for word."""
    signed_knee(cast.episode, cast.therapist)
    signed(cast.episode, cast.therapist, ago(3), **({"tissue": tissue} if tissue else {}))
    stops = phone.get(reverse("runner_today")).context["stops"]
    reds = {name: min(int(one) for one in words) for name, words in stops["run"].items() if name != "limped"}
    assert reds == ({"during": 1, "right_after": 1} if tissue else {"during": 6})
    assert stops["run"]["limped"]["on"].startswith("You limped.")
    assert set(stops["morning"]["next_morning"]) == {str(number) for number in range(1 if tissue else 2, 11)}
    assert set(stops["home"]["during"]) == {"6", "7", "8", "9", "10"}
    phone.post(reverse("diary_log"), morning(9))
    log = phone.get(reverse("runner_today")).context["logs"]["morning"]
    assert f"{log['gate'].why} {log['gate'].do}" == stops["morning"]["next_morning"]["9"]
