"""A clinic with many runners: pages stay short, the search looks through all, what is urgent is never on page two."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from restride.model.words import Urgency
from restride.site.accounts.models import User
from restride.site.episodes.actions import add_runner
from restride.site.episodes.attention import needs
from restride.site.episodes.glance import glances
from tests.site.cast import Cast, answered, evaluated
from tests.site.charts import care_lines
from tests.site.plans_of_runners import signed_knee

SignIn = Callable[[User | None], Client]


@pytest.fixture
def many(cast: Cast) -> Cast:
    for number in range(58):
        add_runner(clinic=cast.clinic, name=f"R. {number:02}", by=cast.therapist)
    return cast


def text_of(client: Client, path: str) -> str:
    return str(client.get(path).content.decode())


def test_the_list_of_runners_has_pages_of_fifty(many: Cast, signed_in: SignIn) -> None:
    client = signed_in(many.therapist)
    first, second = text_of(client, "/runners/"), text_of(client, "/runners/?page=2")
    assert "1–50 of 60" in first
    assert 'rel="next"' in first
    assert "51–60 of 60" in second
    assert first.count('scope="row"') == 50
    assert second.count('scope="row"') == 10
    assert "51–60 of 60" in text_of(client, "/runners/?page=99")


def test_the_search_looks_through_every_page(many: Cast, signed_in: SignIn) -> None:
    client = signed_in(many.therapist)
    assert "T. O." not in text_of(client, "/runners/")
    assert "T. O." in text_of(client, "/runners/?search=t.+o.")
    assert "search=R." in text_of(client, "/runners/?search=R.")
    part = client.get("/runners/?search=T.", HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in part
    assert 'role="status"' in part


def test_today_shows_twenty_and_leads_to_all(many: Cast, signed_in: SignIn) -> None:
    page = text_of(signed_in(many.therapist), "/today/")
    assert "20 of 60" in page
    assert "1–20 of 60" in page
    assert "All runners" in page


def test_what_is_urgent_never_waits_on_the_second_page(many: Cast, signed_in: SignIn) -> None:
    for number in range(22):
        episode = add_runner(clinic=many.clinic, name=f"U. {number:02}", by=many.therapist).episode
        evaluated(answered(episode, many.therapist), many.therapist, Urgency.URGENT)
    assert text_of(signed_in(many.therapist), "/today/").count('class="hot"') == 22


def test_a_glance_knows_what_a_whole_line_knows(cast: Cast) -> None:
    evaluated(answered(cast.episode, cast.runner), cast.therapist, Urgency.SOON, Urgency.SAME_DAY)
    answered(cast.episode, cast.runner)
    signed_knee(cast.other_record.episodes.get(), cast.therapist)
    add_runner(clinic=cast.clinic, name="A. A.", by=cast.therapist)
    whole, seen = care_lines(cast.therapist), glances(cast.therapist)
    assert [(one.rank, one.title, one.text, one.url) for one in needs(whole)] == [
        (one.rank, one.title, one.text, one.url) for one in needs(seen)
    ]
    for line, glance in zip(whole, seen, strict=True):
        for name in ("episode_id", "open_flags", "draft_number", "signed_number", "course", "review_on", "locked"):
            assert getattr(line, name) == getattr(glance, name)


def test_a_second_evaluation_replaces_what_was_kept_of_the_first(cast: Cast) -> None:
    evaluated(answered(cast.episode, cast.therapist), cast.therapist, Urgency.URGENT)
    assert glances(cast.therapist)[0].open_flags
    evaluated(answered(cast.episode, cast.therapist), cast.therapist)
    assert not glances(cast.therapist)[0].open_flags


def test_a_glance_costs_the_same_few_queries_for_one_and_for_many(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as few:
        glances(cast.therapist)
    for number in range(30):
        add_runner(clinic=cast.clinic, name=f"R. {number:02}", by=cast.therapist)
    with CaptureQueriesContext(connection) as many:
        glances(cast.therapist)
    assert len(many) == len(few) <= 10


def test_another_clinic_is_not_at_a_glance(cast: Cast) -> None:
    assert glances(cast.therapist_elsewhere) == []
    assert glances(cast.runner) == []
