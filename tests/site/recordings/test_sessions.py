"""The running recordings of a visit as one session on the site, beside one that somebody chooses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from restride.site.accounts.models import User
from restride.site.recordings.queries import before
from tests.site.cast import Cast
from tests.site.recordings.reports import analysed, report_of_steps
from tests.site.recordings.uploads import added

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def client(cast: Cast, signed_in: Callable[[User | None], Client]) -> Client:
    return signed_in(cast.therapist)


def page(client: Client, cast: Cast, on: str, **asked: str) -> str:
    answer = client.get(reverse("movement_session", args=[cast.record.pk, on]), asked)
    # Words stand as a browser shows them: white space of any kind and length is one space.
    return " ".join(answer.content.decode().split()) if answer.status_code == 200 else str(answer.status_code)


def test_a_day_is_one_report_beside_any_earlier_day(cast: Cast, client: Client) -> None:
    analysed(cast, report_of_steps(0.42), "october.trc", on=date(2026, 10, 3))
    analysed(cast, report_of_steps(0.40), "november.trc", on=date(2026, 11, 1))
    analysed(cast, report_of_steps(0.38), "usual.trc", condition="Own <b>shoes</b>")
    analysed(cast, report_of_steps(0.35), "cue.trc", role="cue")
    shown = page(client, cast, "2026-11-20")
    assert "With or after a cue, against as usual" in shown
    assert "As usual, since 1 November 2026" in shown, "the day before it, where nobody chose"
    assert "<b>shoes" not in shown
    assert "2 recordings of running as one report: as usual, with or after a cue." in shown
    assert "3 October 2026: as usual </option>" in shown
    assert "As usual, since 3 October 2026" in page(client, cast, "2026-11-20", against="2026-10-03")
    alone = page(client, cast, "2026-11-20", against="none")
    assert "since" not in alone.split('class="gr"')[1]
    assert "against as usual" in alone
    paper = reverse("movement_session_paper", args=[cast.record.pk, "2026-11-20"])
    assert f'href="{paper}?against=none"' in alone
    answer = client.get(paper, {"against": "2026-10-03"})
    assert answer.headers["Content-Type"] == "application/pdf"
    printed = " ".join(one.extract_text() for one in PdfReader(BytesIO(answer.content)).pages)
    assert "As usual, since 3 October 2026" in printed
    assert cast.record.clinic.name in printed
    listed = client.get(reverse("movement", args=[cast.record.pk])).content.decode()
    assert "2 recordings as one session" in listed
    assert "As a session" in listed


def test_two_visits_of_a_day_are_two_sessions_side_by_side(cast: Cast, client: Client) -> None:
    analysed(cast, report_of_steps(0.40), "november.trc", on=date(2026, 11, 1))
    analysed(cast, report_of_steps(0.38), "morning.trc")
    evening = analysed(cast, report_of_steps(0.35), "evening.trc")
    how = reverse("recording_how", args=[cast.record.pk, evening.pk])
    refused = client.post(how, {"visit_of_day": "9"}, follow=True).content.decode()
    assert "9 is not one of the available choices" in refused
    client.post(how, {"visit_of_day": "2"})
    first, second = page(client, cast, "2026-11-20"), page(client, cast, "2026-11-20-2")
    assert "1 recording of running as one report" in first
    assert "evening.trc" not in first
    assert "Session of 20 November 2026, second visit" in second
    assert "As usual, since the earlier session" in second, "its own date would say nothing"
    assert "20 November 2026: as usual </option>" in second
    assert "As usual, since 1 November 2026" in page(client, cast, "2026-11-20-2", against="2026-11-01")
    assert page(client, cast, "2026-11-20-3") == page(client, cast, "2026-11-20-1") == "404"
    listed = client.get(reverse("movement", args=[cast.record.pk])).content.decode()
    places = [listed.index(one) for one in ("20 November 2026, second visit", "morning.trc", "1 November 2026<")]
    assert places == sorted(places)
    alone = client.get(reverse("recording", args=[cast.record.pk, evening.pk])).content.decode()
    assert "20 November 2026 → 20 November 2026, second visit" in alone


def test_a_recording_stands_beside_an_earlier_visit_done_in_the_same_way(cast: Cast, client: Client) -> None:
    cue = analysed(cast, report_of_steps(0.35), "cue.trc", role="cue")
    usual = analysed(cast, report_of_steps(0.38), "usual.trc")
    assert before(usual) is None, "another run of the same visit is no earlier session"
    october = analysed(cast, report_of_steps(0.42), "october.trc", on=date(2026, 10, 3))
    assert before(cue) is None
    analysed(cast, report_of_steps(0.43), "walk.trc", on=date(2026, 10, 20), locomotion="walking")
    assert [one[0] for one in [before(usual)] if one] == [october], "by its day, and no walk beside a run"


def test_a_day_without_a_report_says_so_and_one_without_a_recording_is_not_there(cast: Cast, client: Client) -> None:
    added(cast)
    assert "Nothing analysed yet" in page(client, cast, "2026-11-20")
    paper = reverse("movement_session_paper", args=[cast.record.pk, "2026-11-20"])
    assert "no report to print" in client.get(paper, follow=True).content.decode()
    assert page(client, cast, "2026-11-21") == "404"
    assert page(client, cast, "yesterday") == "404"
    added(cast, b"x", "raises.trc", on=date(2026, 11, 21), movement="heel_raise")
    assert page(client, cast, "2026-11-21") == "404", "a movement test is no run"


def test_the_same_run_under_two_names_is_said(cast: Cast, client: Client) -> None:
    analysed(cast, report_of_steps(0.38), "a.trc")
    analysed(cast, report_of_steps(0.38), "b.trc")
    assert "holds the same run as" in page(client, cast, "2026-11-20")


def test_how_a_run_was_done_can_be_put_right_without_a_new_analysis(cast: Cast, client: Client) -> None:
    analysed(cast, report_of_steps(0.38), "usual.trc")
    wrong = analysed(cast, report_of_steps(0.35), "cue.trc")
    assert "against as usual" not in page(client, cast, "2026-11-20")
    how = reverse("recording_how", args=[cast.record.pk, wrong.pk])
    refused = client.post(how, {"role": "flying"}, follow=True).content.decode()
    assert "flying is not one of the available choices" in refused
    client.post(how, {"role": "cue", "condition": "Quicker steps"})
    wrong.refresh_from_db()
    assert (wrong.role, wrong.condition, wrong.state) == ("cue", "Quicker steps", "done")
    assert "With or after a cue, against as usual" in page(client, cast, "2026-11-20")
