"""Examination results: left and right, judged at once, refused in the engine's words, locked where bone is possible."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from restride.site.accounts.models import User
from restride.site.episodes.models import CaseVersion, EvaluationRecord
from tests.site.cast import Cast
from tests.site.charts import charted

SignedIn = Callable[[User | None], Client]
HIP = "hhd_hip_abd"


def post(client: Client, cast: Cast, test: str, route: str = "exam_test", **said: str) -> str:
    answer = client.post(reverse(route, args=[cast.record.pk, test]), said)
    return answer.content.decode() if answer.status_code == 200 else f"→ {answer.headers['Location']}"


def test_a_result_is_stored_by_side_with_its_unit_and_evaluated(cast: Cast, signed_in: SignedIn) -> None:
    charted(cast.episode, cast.therapist)
    said = {"value_left": "182", "value_right": "158,5", "unit": "N", "note": "belt-fixed"}
    assert post(signed_in(cast.therapist), cast, HIP, **said).startswith("→")
    rows = [row for row in CaseVersion.objects.latest("number").document["exam"] if row["test"] == HIP]
    assert [(row["side"], row["value"]) for row in rows] == [("left", "182 N"), ("right", "158.5 N")]
    latest = EvaluationRecord.objects.latest("pk")
    assert {one["test"] for one in latest.document["impairments"]} == {HIP}


def test_the_verdict_comes_while_typing_and_stores_nothing(cast: Cast, signed_in: SignedIn) -> None:
    charted(cast.episode, cast.therapist)
    said = {"value_left": "182", "value_right": "120", "unit": "N"}
    text = post(signed_in(cast.therapist), cast, HIP, "exam_verdict", **said)
    assert "Right is 66 % of the left side" in text
    assert "Beyond measurement error" in text
    assert CaseVersion.objects.count() == 1


def test_a_bad_value_keeps_what_was_typed_and_the_engines_sentence(cast: Cast, signed_in: SignedIn) -> None:
    charted(cast.episode, cast.therapist)
    text = post(signed_in(cast.therapist), cast, HIP, value_left="much", value_right="158", unit="N")
    assert "is not a number with a unit" in text
    assert 'value="much"' in text
    assert 'value="158"' in text
    assert 'href="#value_left"' in text
    assert CaseVersion.objects.count() == 1


def test_pain_of_eleven_is_refused(cast: Cast, signed_in: SignedIn) -> None:
    charted(cast.episode, cast.therapist)
    text = post(signed_in(cast.therapist), cast, "lachman", result_left="negative", pain_left="11")
    assert "11 is above 10" in text


def test_no_entry_takes_a_result_out_again(cast: Cast, signed_in: SignedIn) -> None:
    charted(cast.episode, cast.therapist)
    post(signed_in(cast.therapist), cast, "lateral_epicondyle_tenderness", result_right="", result_left="")
    assert CaseVersion.objects.latest("number").document["exam"] == []


def test_impact_tests_are_not_offered_and_not_stored_while_bone_is_possible(cast: Cast, signed_in: SignedIn) -> None:
    shin = [{"site": "shin_inner", "side": "left", "features": {"night_pain": "yes", "pain_walking": "yes"}}]
    record = charted(cast.episode, cast.therapist, complaints=shin, exam=[])
    assert record.document["triage"]["impact_locked"]
    client = signed_in(cast.therapist)
    library = client.get(reverse("exam", args=[cast.record.pk]), {"search": "hop", "region": ""}).content.decode()
    assert reverse("exam_test", args=[cast.record.pk, "slhop_dist"]) not in library
    assert "Locked" in library
    text = post(client, cast, "slhop_dist", value_left="120", unit="cm")
    assert "This test is locked" in text
    assert CaseVersion.objects.count() == 1


def test_the_library_is_found_by_word_and_region(cast: Cast, signed_in: SignedIn) -> None:
    charted(cast.episode, cast.therapist)
    client = signed_in(cast.therapist)
    address = reverse("exam", args=[cast.record.pk])
    found = client.get(
        address, {"search": "lachman", "region": "knee"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "Lachman" in found
    assert "<html" not in found
    assert "No test found" in client.get(address, {"search": "lachman", "region": "trunk"}).content.decode()


def test_what_is_known_of_a_test_stands_beside_its_entry(cast: Cast, signed_in: SignedIn) -> None:
    charted(cast.episode, cast.therapist)
    text = signed_in(cast.therapist).get(reverse("exam_test", args=[cast.record.pk, HIP])).content.decode()
    assert "Measurement error" in text
    assert "dynamometer" in text
