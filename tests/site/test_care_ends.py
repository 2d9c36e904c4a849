"""A course of care ends, is taken up again, or a new one begins; nothing is lost, and no warning sign disappears."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from restride.model.words import Urgency
from restride.site.accounts.models import User
from restride.site.episodes.actions import EndingRefused, close_episode, reopen_episode
from restride.site.episodes.models import AuditEntry, Ending, Episode
from tests.site.cast import Cast, answered, evaluated
from tests.site.charts import care_lines

SignedIn = Callable[[User | None], Client]


def page(client: Client, route: str, *arguments: object, **asked: str) -> str:
    return client.get(reverse(route, args=arguments), asked).content.decode()


def test_care_ends_for_the_runner_and_for_the_clinic_and_is_taken_up_again(cast: Cast, signed_in: SignedIn) -> None:
    answered(cast.episode, cast.runner)
    desk, phone, record = signed_in(cast.therapist), signed_in(cast.runner), cast.record.pk
    assert reverse("end_care", args=[record]) in page(desk, "record", record)
    sent = desk.post(reverse("end_care", args=[record]), {"ending": "reached", "note": "Ran her half"}, follow=True)
    assert "Care ended on" in sent.content.decode()
    assert "the goal is reached" in sent.content.decode()
    entry = AuditEntry.objects.filter(record=cast.record).latest("pk")
    assert (entry.deed, entry.summary) == ("episode.closed", "Care ended. The goal is reached: Ran her half")

    for route in ("runner_today", "my_plan", "my_progress"):
        assert "Your care here has ended" in page(phone, route)
    assert reverse("intake") not in page(phone, "me")
    assert phone.get(reverse("my_data")).status_code == 200
    assert phone.post(reverse("diary_log"), {}).status_code == 404
    assert [line.record for line in care_lines(cast.therapist)] == [cast.other_record]
    assert "K. M." not in page(desk, "today")
    assert "Care ended: 1" in page(desk, "runners")
    ended = page(desk, "runners", ended="1")
    assert "K. M." in ended
    assert "In care: 1" in ended
    assert reverse("plan", args=[record]) not in page(desk, "record", record)
    assert desk.get(reverse("plan", args=[record])).status_code == 404
    assert desk.get(reverse("record_history", args=[record])).status_code == 200

    desk.post(reverse("resume_care", args=[record, "reopen"]))
    assert Episode.objects.get(record=record).closed_at is None
    assert "Your answers are in" in page(phone, "runner_today")
    again = desk.post(reverse("resume_care", args=[record, "begin"]), follow=True).content.decode()
    assert "A course of care is open already" in again


def test_a_new_course_leaves_the_one_before_as_it_ended(cast: Cast, signed_in: SignedIn) -> None:
    answered(cast.episode, cast.runner)
    close_episode(episode=cast.episode, ending=Ending.STOPPED, by=cast.lead)
    desk = signed_in(cast.therapist)
    desk.post(reverse("resume_care", args=[cast.record.pk, "begin"]))
    before, now = Episode.objects.filter(record=cast.record).order_by("pk")
    assert (before.ending, now.closed_at, now.case_versions.count()) == ("stopped", None, 0)
    assert "Care ended: " not in page(desk, "runners")
    assert "Tell us about your injury" in page(signed_in(cast.runner), "runner_today")
    close_episode(episode=now, ending=Ending.REACHED, by=cast.therapist)
    reopen_episode(record=cast.record, by=cast.therapist)
    assert list(Episode.objects.filter(record=cast.record, closed_at=None)) == [now], "the last one"


@pytest.mark.parametrize(("urgency", "ends"), [(Urgency.SOON, True), (Urgency.URGENT, False)])
def test_care_does_not_end_while_a_flag_locks_the_plan(
    cast: Cast, signed_in: SignedIn, urgency: Urgency, ends: bool
) -> None:
    evaluated(answered(cast.episode, cast.runner), cast.therapist, urgency)
    answer = signed_in(cast.therapist).post(reverse("end_care", args=[cast.record.pk]), {"ending": "referred"})
    cast.episode.refresh_from_db()
    assert (cast.episode.closed_at is not None, answer.status_code) == (ends, 302 if ends else 422)
    assert ends or "the runner must go on seeing what to do" in answer.content.decode()


def test_why_it_ends_must_be_said(cast: Cast, signed_in: SignedIn) -> None:
    client, at = signed_in(cast.therapist), reverse("end_care", args=[cast.record.pk])
    assert "Choose why it ends." in client.post(at, {"note": ""}).content.decode()
    assert "what the other reason is" in client.post(at, {"ending": "other", "note": " "}).content.decode()
    assert Episode.objects.get(pk=cast.episode.pk).closed_at is None
    client.post(at, {"ending": "other", "note": "Moved away"})
    assert client.get(at).status_code == 302, "it has ended already"
    with pytest.raises(EndingRefused):
        close_episode(episode=Episode.objects.get(pk=cast.episode.pk), ending=Ending.REACHED, by=cast.therapist)
