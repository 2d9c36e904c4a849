"""The library: what is found, what a page says of it, and how little of it a runner sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from restride.model.words import Status
from restride.site import engine
from restride.site.accounts.models import User
from restride.site.clinical_library import shelves
from restride.site.clinical_library.conditions import condition_page
from restride.site.clinical_library.items import item_page
from restride.site.clinical_library.shelf import shelf
from tests.site.cast import Cast
from tests.site.charts import flagged
from tests.site.plans_of_runners import signed_knee

SignIn = Callable[[User | None], Client]


def text_of(client: Client, path: str, **query: Any) -> str:
    response = client.get(path, query)
    assert response.status_code == 200, path
    return str(response.content.decode())


def test_every_word_of_a_search_must_be_held() -> None:
    both = {one.id for one in shelf().found(search="heel raise", chosen={})}
    assert "heel_raise_double" in both
    assert both <= {one.id for one in shelf().found(search="heel", chosen={})}
    assert shelf().found(search="heel zzz", chosen={}) == ()


@pytest.mark.parametrize(
    ("name", "value", "found", "not_found"),
    [
        ("region", "knee", "step_down", "big_toe_press"),
        ("kind", "plyometric", "pogo", "side_plank"),
        ("equipment", "none", "ankle_pumps", "leg_press"),
        ("phase", "3", "pogo", "quad_set"),
        ("condition", "achilles_midportion", "heel_raise_hsr", "side_lying_abd"),
        ("where", "clinic", "tens", "side_plank"),
    ],
)
def test_a_filter_leaves_what_has_its_mark(name: str, value: str, found: str, not_found: str) -> None:
    ids = {one.id for one in shelf().found(chosen={name: value})}
    assert found in ids
    assert not_found not in ids


def test_every_choice_of_a_filter_finds_something() -> None:
    for name, choices in shelf().choices.items():
        for choice in choices:
            assert shelf().found(chosen={name: choice.value}), (name, choice)
            assert choice.words


def test_every_item_condition_and_test_has_a_page(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.therapist)
    facts = engine.facts()
    for name in list(facts.items)[::12]:
        text_of(client, f"/library/items/{name}/")
    for name in list(facts.conditions)[::12]:
        text_of(client, f"/library/conditions/{name}/")
    for name in list(facts.tests)[::20]:
        text_of(client, f"/library/tests/{name}/")
    for name in ("items", "conditions", "tests"):
        assert client.get(f"/library/{name}/nothing_of_that_name/").status_code == 404
    for name in facts.items:
        assert item_page(name)
    for name in facts.conditions:
        assert condition_page(name)
    for name in facts.tests:
        assert shelves.page_of_test(name)


def test_a_draft_is_marked_wherever_it_is_shown(cast: Cast, signed_in: SignIn) -> None:
    facts = engine.facts()
    draft = next(one.id for one in facts.items.values() if one.status is Status.DRAFT)
    assert "source not read in full" in text_of(signed_in(cast.therapist), f"/library/items/{draft}/")
    found = next(one for one in facts.conditions.values() for each in one.recommendations if each.status == "draft")
    page = condition_page(found.id)
    assert page
    assert any(one.draft for one in page.recommendations)


def test_an_item_says_dose_grade_load_and_what_forbids_it(cast: Cast, signed_in: SignIn) -> None:
    page = text_of(signed_in(cast.therapist), "/library/items/heel_raise_hsr/")
    for words in ("6–15", "3 s up, 3 s down", "Moderate", "A (letter not read)", "Achilles tendon", "high", "Harder"):
        assert words in page
    tens = text_of(signed_in(cast.therapist), "/library/items/tens/")
    assert tens.index("Pacemaker") < tens.index("What speaks for and against it")


def test_what_must_not_be_missed_comes_first_on_a_condition(cast: Cast, signed_in: SignIn) -> None:
    page = text_of(signed_in(cast.therapist), "/library/conditions/bsi_femoral_neck/")
    assert page.index("Must not miss</h2>") < page.index("What speaks for it")
    assert "Not covered here" in page
    found = condition_page("bsi_femoral_neck")
    assert found
    assert found.dangers[0].urgency == "SAME_DAY"  # a trigger without its own urgency has the condition's
    assert {one.urgency for one in found.dangers} == {"SAME_DAY", "URGENT", "SOON"}


def test_a_measure_says_whether_its_text_may_be_shown(cast: Cast, signed_in: SignIn) -> None:
    page = text_of(signed_in(cast.therapist), "/library/measures/")
    for line in shelves.measure_lines():
        assert line.shipped[0] in page


def test_a_source_says_what_was_read_and_who_rests_on_it() -> None:
    (found,) = [one for one in shelves.source_found(search="beyer") if one.id == "beyer2015"]
    assert found.read == "abstract read"
    assert ("items/heel_raise_hsr", "Heavy slow heel raise, three exercises") in found.used_by


def test_the_library_asks_the_database_no_more_than_any_page(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.therapist)
    with CaptureQueriesContext(
        connection,
    ) as plain:
        client.get("/components/")
    for path in ("/library/", "/library/conditions/achilles_midportion/", "/library/sources/"):
        with CaptureQueriesContext(connection) as here:
            client.get(path)
        assert len(here) <= len(plain)


def test_a_page_too_far_is_the_last_one(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.therapist)
    assert "of 5" in text_of(client, "/library/sources/", page="9999")
    assert "found" in text_of(client, "/library/", page="-1", region="nowhere", phase="'; drop")


def test_a_search_as_somebody_types_answers_with_the_list_only(cast: Cast, signed_in: SignIn) -> None:
    response = signed_in(cast.therapist).get("/library/", {"search": "plank"}, HTTP_HX_REQUEST="true")
    assert b"<html" not in response.content
    assert b"Side plank" in response.content


def test_a_runner_sees_home_exercises_without_dose_and_their_own_with_it(cast: Cast, signed_in: SignIn) -> None:
    plan = signed_knee(cast.episode, cast.therapist)
    mine = plan.document["home"][0]["item"]
    client = signed_in(cast.runner)
    listed = text_of(client, "/me/exercises/")
    assert listed.count("In your plan") == len(plan.document["home"])
    assert "This is not in your plan" not in text_of(client, f"/me/exercises/{mine}/")
    other = "curl_up" if mine != "curl_up" else "bird_dog"
    page = text_of(client, f"/me/exercises/{other}/")
    assert "This is not in your plan" in page
    assert 'class="doses' not in page


@pytest.mark.parametrize("name", ["tens", "refer_surgeon", "stop_running", "nothing_of_that_name"])
def test_a_runner_sees_nothing_that_is_the_therapists(name: str, cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.runner).get(f"/me/exercises/{name}/").status_code == 404


def test_a_warning_stops_the_exercises_too(cast: Cast, signed_in: SignIn) -> None:
    flagged(cast)
    client = signed_in(cast.runner)
    page = text_of(client, "/me/exercises/")
    assert "Exercises wait until your therapist has cleared this" in page
    assert client.get("/me/exercises/side_plank/").status_code == 404
