"""Putting the diary right: what is shown, what is kept, how the programme changes; by the runner and by the clinic."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from restride.site.accounts.models import User
from restride.site.comeback.alerts import open_alerts
from restride.site.comeback.entries import diary_entries, logged_runs
from restride.site.comeback.models import RunLog
from restride.site.comeback.queries import course_of, next_run
from restride.site.diary.export import everything
from restride.site.diary.models import PainEntry
from restride.site.episodes.models import AuditEntry
from tests.site.cast import Cast
from tests.site.comeback.ways import ago, ran, signed, today

SignedIn = Callable[[User | None], Client]


@pytest.fixture
def phone(cast: Cast, signed_in: SignedIn) -> Client:
    signed(cast.episode, cast.therapist, ago(6))
    return signed_in(cast.runner)


def kinds(cast: Cast) -> list[str]:
    return [alert.kind for alert in open_alerts(cast.episode, today())]


def current(cast: Cast) -> RunLog:
    return logged_runs(cast.episode)[-1].log


def own(day: date) -> str:
    return reverse("my_day", args=[day])


def posted(client: Client, address: str, **fields: Any) -> str:
    return client.post(address, fields, follow=True).content.decode()


def as_it_was(log: RunLog, **fields: Any) -> dict[str, Any]:
    return {"what": "run", "kind": "run", "how": "other", "replaces": str(log.pk), "minutes": "8",
            "longest_min": "1"} | fields  # fmt: skip


def test_a_red_run_put_right_by_the_runner(cast: Cast, phone: Client) -> None:
    ran(cast.episode, cast.runner, ago(1), during=7, right_after=1)
    assert kinds(cast)[0] == "red"
    page = posted(phone, own(ago(1)), **as_it_was(current(cast), during="1", why="A wrong tap"))
    assert ">Put right</p>" in page
    assert "Now: " in page
    assert "Before: " in page
    assert "Said 2 times" in page
    assert "<s>8 min, pain 7 of 10, right after 1, an hour later 0</s>" in page
    assert '<span class="b">8 min, pain 1 of 10, right after 1, an hour later 0</span> counts now' in page
    assert "“A wrong tap”" in page
    assert ", you" in page
    assert RunLog.objects.count() == 2, "nothing is lost"
    assert current(cast).right_after == 1, "what the form did not ask stays said"
    assert course_of(cast.episode, today()).decisions[-1].observation.colour == "green"
    assert kinds(cast) == ["corrected"], "the therapist sees that it was red"
    says = "First said: pain while running 7 of 10, the stop limit is 5. Now: 1 of 10. It counts as it stands now."
    assert open_alerts(cast.episode, today())[0].says == says


@pytest.mark.parametrize(
    ("red", "right", "says"),
    [
        ({"limped": True}, {}, "First said: a limp. Now: no limp."),
        (
            {"after_24_h": 6},
            {"after_24_h": "1"},
            "First said: pain the next morning 6 of 10, from 2 on it means stop. Now: 1",
        ),
    ],
)
def test_what_made_a_run_red_is_named(
    cast: Cast, phone: Client, red: dict[str, Any], right: dict[str, str], says: str
) -> None:
    ran(cast.episode, cast.runner, ago(2), **{"during": 0, "next_morning": None} | red)
    posted(phone, own(ago(2)), **as_it_was(current(cast), during="0", why="A slip", **right))
    assert open_alerts(cast.episode, today())[0].says.startswith(says)


def test_the_clinic_puts_right_with_a_reason_and_by_name(cast: Cast, phone: Client, signed_in: SignedIn) -> None:
    ran(cast.episode, cast.runner, ago(1), during=7)
    desk, address = signed_in(cast.therapist), reverse("record_day", args=[cast.record.pk, ago(1)])
    fields = as_it_was(current(cast), during="2")
    assert "the reason is kept with the entry" in posted(desk, address, **fields)
    assert RunLog.objects.count() == 1
    assert ">Put right</p>" in posted(desk, address, **fields, why="Told me on the telephone")
    assert kinds(cast) == []
    for page in (desk.get(address).content.decode(), phone.get(own(ago(1))).content.decode()):
        assert "“Told me on the telephone”" in page
        assert str(cast.therapist) in page
    lead = signed_in(cast.therapist_elsewhere).post(address, fields | {"why": "x"})
    assert lead.status_code == 404


def test_a_red_morning_put_right_days_later(cast: Cast, phone: Client, signed_in: SignedIn) -> None:
    """The runner may; the programme follows. Only the clinic takes the stop off the list afterwards."""
    ran(cast.episode, cast.runner, ago(2), next_morning=None)
    phone.post(own(ago(1)), {"what": "morning", "next_morning": "8"})
    assert course_of(cast.episode, today()).decisions[-1].observation.colour == "red"
    before = next_run(cast.episode, today())
    page = posted(phone, own(ago(1)), what="morning", next_morning="0")
    assert escape(f"Before: {before.title}") in page
    assert course_of(cast.episode, today()).decisions[-1].observation.colour == "green"
    assert [row.pain for row in PainEntry.objects.order_by("received_at")] == [8, 0]
    assert "8 of 10" in phone.get(own(ago(1))).content.decode()
    assert "Choose a number first" in posted(phone, own(ago(1)), what="morning")


def test_an_entry_taken_back_stays_in_the_record(cast: Cast, phone: Client) -> None:
    ran(cast.episode, cast.runner, ago(1), during=8, limped=True)
    page = posted(phone, own(ago(1)), what="take_back", entry=str(current(cast).pk), why="That was my brother")
    assert "Taken back" in page
    assert "“That was my brother”" in page
    assert diary_entries(cast.episode, today()) == ()
    assert RunLog.objects.count() == 2
    assert kinds(cast) == ["corrected"]
    again = posted(phone, own(ago(1)), what="take_back", entry=str(RunLog.objects.order_by("received_at")[0].pk))
    assert "put right already" in again
    copy = everything(cast.record)["episodes"][0]["runs"]
    assert [one.get("stands") for one in copy] == [None, "withdrawn"]


def test_nobody_is_given_words_that_were_not_said(cast: Cast, phone: Client, signed_in: SignedIn) -> None:
    ran(cast.episode, cast.runner, ago(2), during=8)
    posted(phone, own(ago(2)), what="take_back", entry=str(current(cast).pk))
    assert open_alerts(cast.episode, today())[0].says.endswith("Taken back by the runner, without a word why.")
    for during in (1, 3):
        ran(cast.episode, cast.runner, ago(1), during=during)
    desk, address = signed_in(cast.therapist), reverse("record_day", args=[cast.record.pk, ago(1)])
    assert 'type="hidden" name="why"' not in desk.get(address).content.decode()
    for what in ("one", "two"):
        assert "the reason is kept with the entry" in posted(desk, address, what=what, entry=str(current(cast).pk))
    assert "double" in kinds(cast)


def test_two_entries_for_one_run_are_both_kept_and_the_stricter_counts(
    cast: Cast, phone: Client, signed_in: SignedIn
) -> None:
    """A tablet and a phone that was offline tell of the same run."""
    one = ran(cast.episode, cast.runner, ago(1), 8, during=4).log
    two = phone.post(
        reverse("run_log"),
        {"client_id": str(uuid.uuid4()), "day": ago(1).isoformat(), "kind": "run", "how": "other", "minutes": "10",
         "longest_min": "1", "during": "1"},
        headers={"accept": "application/json"},
    )  # fmt: skip
    assert two.json()["stored"]
    (counted,) = [entry for entry in diary_entries(cast.episode, today()) if entry.kind == "run"]
    assert (counted.running.value, counted.pain.during) == (10, 4), "minutes of the longer, pain of the worse"
    assert "2 entries for one run" in phone.get(reverse("runner_today")).content.decode()
    assert "double" in kinds(cast)
    desk = signed_in(cast.therapist).get(reverse("record_day", args=[cast.record.pk, ago(1)])).content.decode()
    assert "2 entries for one run" in desk
    assert "There were two runs that day" in desk

    page = posted(phone, own(ago(1)), what="one", entry=str(one.pk))
    assert "2 entries for one run" not in page
    assert [run.id for run in logged_runs(cast.episode)] == [one.pk]
    assert RunLog.objects.count() == 3
    assert "double" not in kinds(cast)
    assert "only one entry" in posted(phone, own(ago(1)), what="one", entry=str(one.pk))


def test_three_entries_are_not_called_two(cast: Cast, phone: Client) -> None:
    runs = [ran(cast.episode, cast.runner, ago(1), 8, during=during).log for during in range(3)]
    assert "3 entries for one run" in phone.get(reverse("runner_today")).content.decode()
    assert "I ran 3 times that day" in phone.get(own(ago(1))).content.decode()
    posted(phone, own(ago(1)), what="two", entry=str(runs[0].pk))
    (counted,) = [entry for entry in diary_entries(cast.episode, today()) if entry.kind == "run"]
    assert (counted.running.value, counted.pain.during) == (24, 2)


def test_two_runs_of_one_day_add_up_once_somebody_says_so(cast: Cast, phone: Client) -> None:
    first = ran(cast.episode, cast.runner, ago(1), 8, during=0).log
    ran(cast.episode, cast.runner, ago(1), 8, during=2)
    posted(phone, own(ago(1)), what="two", entry=str(first.pk))
    (counted,) = [entry for entry in diary_entries(cast.episode, today()) if entry.kind == "run"]
    assert (counted.running.value, counted.pain.during) == (16, 2)
    assert course_of(cast.episode, today()).decisions[-1].ran.running_s == 960
    assert "double" not in kinds(cast)


def test_two_entries_that_agree_and_two_far_apart_ask_nothing(cast: Cast, phone: Client) -> None:
    for _ in range(2):
        ran(cast.episode, cast.runner, ago(1))
    morning = timezone.now().replace(hour=7) - timedelta(days=3)
    for start in (morning, morning + timedelta(hours=9)):
        ran(cast.episode, cast.runner, timezone.localdate(start), started_at=start, during=start.hour % 2)
    assert not {"double", "conflict"} & set(kinds(cast))
    assert "entries for one run" not in phone.get(reverse("runner_today")).content.decode()


def test_nothing_is_kept_of_tomorrow(cast: Cast, phone: Client) -> None:
    tomorrow = (today() + timedelta(days=1)).isoformat()
    about = {"client_id": str(uuid.uuid4()), "day": tomorrow}
    for route, fields in (
        ("diary_log", {"item_id": "morning", "next_morning": "2"}),
        ("diary_log", {"item_id": "run", "during": "2"}),
        ("run_log", {"kind": "run", "how": "other", "minutes": "8", "during": "2"}),
    ):
        answer = phone.post(reverse(route), about | fields, headers={"accept": "application/json"})
        assert answer.status_code == 422
        assert "is still to come; log it when it has been" in answer.json()["why"]
    assert phone.get(own(today() + timedelta(days=1))).status_code == 404
    assert not RunLog.objects.exists()
    assert not PainEntry.objects.exists()
    assert phone.get(own(ago(90))).content.decode().count("tell your therapist if something is wrong") == 1
    assert "is more than 60 days ago" in posted(phone, own(ago(90)), what="morning", next_morning="1")


def test_the_runs_of_the_way_back_stand_in_the_diary(cast: Cast, phone: Client, signed_in: SignedIn) -> None:
    ran(cast.episode, cast.runner, ago(3), during=2, next_morning=1)
    days = {day.day: day for day in phone.get(reverse("my_progress")).context["days"]}
    assert (days[ago(3)].pains["during"], days[ago(3)].done) == (2, ("run",))
    assert days[ago(2)].pains["next_morning"] == 1
    page = signed_in(cast.therapist).get(reverse("record_diary", args=[cast.record.pk])).content.decode()
    assert reverse("record_day", args=[cast.record.pk, ago(3)]) in page
    assert "<dt>Run</dt>" in page
    assert AuditEntry.objects.filter(deed="diary.corrected").count() == 0
