"""The calendar at its secret address: no session, nobody's name, stable entries, gone when it is stopped."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from restride.site.accounts.models import User
from restride.site.comeback.queries import course_of
from restride.site.episodes.models import AuditEntry
from restride.site.evaluations.actions import save_and_evaluate
from restride.site.runs import actions, feed
from restride.site.runs.models import CalendarFeed, FedRun
from tests.site.cast import Cast
from tests.site.charts import OUTER_KNEE
from tests.site.comeback.ways import signed
from tests.site.plans_of_runners import signed_knee

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User | None], Client]


def events(content: bytes) -> dict[str, Any]:
    return {str(one["uid"]): one for one in Calendar.from_ical(content).walk("VEVENT")}


def address_of(client: Client) -> str:
    page = client.post(reverse("my_calendar"), follow=True).content.decode()
    found = re.search(r'value="http://testserver(/calendar/[^"]+)"', page)
    assert found
    return found[1]


def test_the_address_is_shown_once_and_only_its_fingerprint_is_kept(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.runner)
    address = address_of(client)
    secret = address.removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) >= 43  # 32 random bytes
    assert ".ics" not in client.get(reverse("my_calendar")).content.decode()
    assert secret not in CalendarFeed.objects.get().fingerprint


def test_a_calendar_program_needs_no_session_and_learns_no_name(cast: Cast, signed_in: SignedIn) -> None:
    signed_knee(cast.episode, cast.therapist)
    address = address_of(signed_in(cast.runner))
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert events(answer.content)
    text = answer.content.decode()
    for private in ("K. M.", "km@", "North", "iliotibial", "knee", str(cast.record.pk)):
        assert private not in text
    assert all(str(one["status"]) == "CONFIRMED" for one in events(answer.content).values())


def test_entries_keep_their_uid_and_rise_with_the_next_plan(cast: Cast) -> None:
    signed_knee(cast.episode, cast.therapist)
    today = timezone.localdate()
    first = events(feed.calendar_of(cast.record, today))
    assert feed.calendar_of(cast.record, today) == feed.calendar_of(cast.record, today)
    signed_knee(cast.episode, cast.therapist)
    second = events(feed.calendar_of(cast.record, today))
    assert set(first) & set(second)
    assert all(second[uid]["sequence"] > first[uid]["sequence"] for uid in set(first) & set(second))


def test_a_new_address_stops_the_old_and_stopping_stops_both(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.runner)
    old = address_of(client)
    new = address_of(client)
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200
    client.post(reverse("my_calendar_stop"))
    assert Client().get(new).status_code == 404
    deeds = AuditEntry.objects.filter(record=cast.record, deed__startswith="calendar.").order_by("pk")
    assert list(deeds.values_list("deed", flat=True)) == ["calendar.opened", "calendar.opened", "calendar.closed"]


def test_the_therapist_sees_that_it_is_on_but_not_the_address(cast: Cast, signed_in: SignedIn) -> None:
    page = reverse("record_runs", args=[cast.record.pk])
    therapist = signed_in(cast.therapist)
    assert "The runner turns it on" in therapist.get(page).content.decode()
    address = address_of(signed_in(cast.runner))
    Client().get(address)
    shown = therapist.get(page).content.decode()
    assert "last fetched" in shown
    assert ".ics" not in shown


def test_without_a_signed_plan_it_is_empty_and_after_a_flag_too(cast: Cast) -> None:
    actions.open_feed(record=cast.record, by=cast.runner)
    today = timezone.localdate()
    assert not events(feed.calendar_of(cast.record, today))
    signed_knee(cast.episode, cast.therapist)
    assert events(feed.calendar_of(cast.record, today))
    flagged = {**OUTER_KNEE, "red_flags": {**OUTER_KNEE["red_flags"], "cardiac_now": "yes"}}
    save_and_evaluate(episode=cast.episode, document=flagged, by=cast.therapist, reason="Call")
    assert not events(feed.calendar_of(cast.record, today))


def test_a_run_that_is_gone_is_called_off_once_and_keeps_its_number(cast: Cast) -> None:
    today = timezone.localdate()
    FedRun.objects.create(record=cast.record, on=today + timedelta(days=2), running_s=600, sequence=3)
    first = events(feed.calendar_of(cast.record, today))
    again = events(feed.calendar_of(cast.record, today))
    (gone,) = first.values()
    assert (str(gone["status"]), int(gone["sequence"])) == ("CANCELLED", 4)
    assert first.keys() == again.keys()
    assert int(next(iter(again.values()))["sequence"]) == 4


def test_nobody_else_makes_or_stops_it(cast: Cast, signed_in: SignedIn) -> None:
    address = address_of(signed_in(cast.runner))
    signed_in(cast.other_runner).post(reverse("my_calendar_stop"))
    assert signed_in(cast.therapist).post(reverse("my_calendar")).status_code == 403
    assert Client().get(address).status_code == 200


def test_a_run_of_yesterday_is_not_called_off_any_more(cast: Cast) -> None:
    today = timezone.localdate()
    FedRun.objects.create(record=cast.record, on=today - timedelta(days=1), running_s=600)
    assert not events(feed.calendar_of(cast.record, today))


def test_the_way_back_takes_over_the_runs_of_the_week(cast: Cast) -> None:
    """Once a programme is signed its runs are in the calendar, and the week's own runs are called off."""
    today = timezone.localdate()
    signed(cast.episode, cast.therapist)
    signed_knee(cast.episode, cast.therapist)
    shown = events(feed.calendar_of(cast.record, today)).values()
    days = {one.decoded("dtstart") for one in shown if str(one["status"]) == "CONFIRMED" and "RRULE" not in one}
    course = course_of(cast.episode, today)
    assert course is not None
    assert {run.on for run in course.next_runs} <= days
    weekly = [one for one in shown if str(one["summary"]).startswith(("Run", "Walk and run")) and "RRULE" in one]
    assert all(str(one["status"]) == "CANCELLED" for one in weekly)
    assert FedRun.objects.filter(record=cast.record, called_off=False).count() == len(course.next_runs)


def test_the_archive_and_the_feed_count_together(cast: Cast, signed_in: SignedIn) -> None:
    """The same entries under the same numbers, whichever was handed out first; a changed rule raises both."""
    signed(cast.episode, cast.therapist)

    def handed_out() -> dict[str, Any]:
        answer = signed_in(cast.therapist).get(reverse("way_back_files", args=[cast.record.pk]))
        return events(zipfile.ZipFile(io.BytesIO(answer.content)).read("way_back.ics"))

    today = timezone.localdate()
    first = handed_out()
    fed = events(feed.calendar_of(cast.record, today))
    assert {uid: int(one["sequence"]) for uid, one in first.items()} == dict.fromkeys(fed, 0)
    assert all(str(one["status"]) == "CONFIRMED" for one in first.values())
    FedRun.objects.update(entry="said something else")
    assert {int(one["sequence"]) for one in events(feed.calendar_of(cast.record, today)).values()} == {1}
    assert {int(one["sequence"]) for one in handed_out().values()} == {1}


def test_days_that_a_calendar_has_shown_stay_where_the_rules_let_them(cast: Cast) -> None:
    today = timezone.localdate()
    signed(cast.episode, cast.therapist)
    course = course_of(cast.episode, today)
    assert course is not None
    free = course.next_runs[0].on
    shown = [free + timedelta(days=1), free + timedelta(days=3)]
    for on in shown:
        FedRun.objects.create(record=cast.record, on=on, running_s=480)
    kept = course_of(cast.episode, today)
    assert kept is not None
    assert [one.on for one in kept.next_runs][:2] == shown
    assert kept.next_runs[0].running_s == course.next_runs[0].running_s
    FedRun.objects.update(called_off=True)
    assert course_of(cast.episode, today) == course
