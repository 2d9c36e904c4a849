"""The therapist's tab: what it shows, what trying leaves behind (nothing), and what each form keeps."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from restride.model.words import Tissue
from restride.site.accounts.models import User
from restride.site.comeback.basis import newest_programme, programme_in_force, terms_of
from restride.site.comeback.models import AlertSeen, Programme
from restride.site.comeback.queries import course_of, draft_course, next_run
from restride.site.documents import fingerprint
from tests.site.cast import Cast
from tests.site.comeback.ways import READY, ago, answered, begun, ran, ready, signed, today

SignIn = Callable[[User | None], Client]


def at(cast: Cast, route: str = "way_back", *more: object) -> str:
    return reverse(route, args=[cast.record.pk, *more])


def page(client: Client, address: str, **data: Any) -> str:
    answer = client.get(address, data)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def rows_of_every_table() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in apps.get_models()}


def test_it_begins_from_the_evaluation_and_stays_a_draft(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.therapist)
    assert "Evaluate first" in page(client, at(cast))
    answered(cast.episode, cast.therapist)
    assert "Begin the way back" in page(client, at(cast))
    client.post(at(cast, "way_back_begin"))
    shown = page(client, at(cast))
    assert "Draft, not visible to the runner" in shown
    assert "8 of 8 missing" in shown
    assert next_run(cast.episode, today()) is None


def test_readiness_is_answered_and_signed(cast: Cast, signed_in: SignIn) -> None:
    begun(cast.episode, cast.therapist)
    client = signed_in(cast.therapist)
    client.post(at(cast, "way_back_readiness"), dict.fromkeys(READY, "yes"))
    shown = page(client, at(cast))
    assert "All answered yes." in shown
    draft = newest_programme(cast.episode)
    seen = {"seen": fingerprint(draft.document)}
    refused = client.post(at(cast, "way_back_sign", draft.number), seen)
    assert b"Read this first and tick it" in refused.content
    assert programme_in_force(cast.episode) is None
    client.post(at(cast, "way_back_sign", draft.number), {**seen, "read": ["0", "1", "2"]})
    assert programme_in_force(cast.episode) == draft
    assert next_run(cast.episode, today()).mode == "RUN_WALK"


def test_the_tab_says_where_the_runner_stands_and_why(cast: Cast, signed_in: SignIn) -> None:
    signed(cast.episode, cast.therapist, ago(7))
    for days in (6, 4):
        ran(cast.episode, cast.runner, ago(days))
    ran(cast.episode, cast.runner, ago(2), 9, during=4)
    shown = page(signed_in(cast.therapist), at(cast))
    for words in ("Run–walk staircase", "Hold: repeat", "limit 3", "Caps for the next run", "Next two weeks",
                  "Pain and running", "Decisions", "Versions", "8 × 1"):  # fmt: skip
        assert words in shown, words
    assert shown.count("<h1") == 1


def test_trying_writes_nothing_at_all(cast: Cast, signed_in: SignIn) -> None:
    signed(cast.episode, cast.therapist)
    client = signed_in(cast.therapist)
    page(client, at(cast))
    before = rows_of_every_table()
    tries: list[dict[str, Any]] = [
        {"running_max": "5"},
        {"tissue": "bone_high"},
        {"ladder": "nhs_c25k"},
        {"not_before": (today() + timedelta(days=5)).isoformat()},
        {"goal_distance_km": "21.1", "goal_on": (today() + timedelta(days=60)).isoformat()},
        {"break_first": today().isoformat(), "break_last": (today() + timedelta(days=3)).isoformat()},
        {"pain_during_max": "0"},
    ]
    for wanted in tries:
        shown = page(client, at(cast, "way_back_try"), **wanted)
        assert "What would follow" in shown, wanted
        moves_runs = not wanted.keys() & {"pain_during_max", "goal_on"}
        assert ('<tr class="differs">' in shown) == moves_runs, wanted
    assert rows_of_every_table() == before
    assert course_of(cast.episode, today()).next_runs[0].running_s == 480


def test_what_was_tried_is_used_with_a_reason(cast: Cast, signed_in: SignIn) -> None:
    signed(cast.episode, cast.therapist)
    client = signed_in(cast.therapist)
    wanted = {"running_max": "5", "no_hills": "on"}
    refused = client.post(at(cast, "way_back_use"), wanted)
    assert b"Say in a few words why" in refused.content
    client.post(at(cast, "way_back_use"), {**wanted, "reason": "Sore after stairs"})
    draft = newest_programme(cast.episode)
    (limits,) = terms_of(draft.document).settings.limits
    assert (limits.running_max.value, limits.no_hills, limits.by, limits.on) == (5, True, "R. B.", today())
    assert (draft.reason, draft.made_by) == ("Sore after stairs", cast.therapist)
    shown = page(client, at(cast))
    assert "waits for a signature" in shown
    assert "5 × 1 min" in shown
    assert next_run(cast.episode, today()).running_s == 480


def test_a_limit_that_ends_is_closed_and_not_forgotten(cast: Cast, signed_in: SignIn) -> None:
    from restride.model.diary import Limits
    from restride.model.quantity import Duration

    old = Limits(by="R. B.", on=ago(9), running_max=Duration("6 min"))
    signed(cast.episode, cast.therapist, ago(9), limits=(old,))
    client = signed_in(cast.therapist)
    assert 'value="6.0"' in page(client, at(cast, "way_back_try"))
    client.post(at(cast, "way_back_use"), {"reason": "Better"})
    (closed,) = terms_of(newest_programme(cast.episode).document).settings.limits
    assert (closed.running_max, closed.until) == (old.running_max, ago(1))


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"break_first": "2026-12-24"}, "first and its last day"),
        ({"break_first": "2026-12-24", "break_last": "2026-12-23"}, "is before the first"),
        ({"goal_on": "2020-01-01", "goal_distance_km": "10"}, "lies ahead"),
        ({"goal_on": "2099-01-01"}, "has a distance"),
        ({"pain_during_max": "6", "loosen": "on"}, "red in every tissue"),
        ({"runs_per_week_max": "8"}, "7"),
        ({"tissue": "ghost"}, "ghost"),
        ({"until": "2020-01-01"}, "is past"),
    ],
)
def test_settings_that_make_no_sense_get_one_sentence(
    cast: Cast, signed_in: SignIn, wanted: dict[str, str], sentence: str
) -> None:
    signed(cast.episode, cast.therapist)
    client = signed_in(cast.therapist)
    assert sentence in page(client, at(cast, "way_back_try"), **wanted)
    client.post(at(cast, "way_back_use"), {**wanted, "reason": "x"})
    assert Programme.objects.count() == newest_programme(cast.episode).number == 2


def test_pause_and_release_by_the_pages(cast: Cast, signed_in: SignIn) -> None:
    signed(cast.episode, cast.therapist)
    client = signed_in(cast.therapist)
    client.post(at(cast, "way_back_pause"), {"reason": "Fever"})
    shown = page(client, at(cast))
    assert "Paused by R. B." in shown
    assert next_run(cast.episode, today()).mode == "PAUSED"
    assert "The pause" in page(client, at(cast, "way_back_release"))
    past = client.post(
        at(cast, "way_back_release"), {"what": "pause", "run_from": ago(1).isoformat(), "reason": "well"}
    )
    assert b"is past" in past.content
    client.post(at(cast, "way_back_release"), {"what": "pause", "run_from": today().isoformat(), "reason": "well"})
    assert next_run(cast.episode, today()).mode == "RUN_WALK"
    assert client.get(at(cast, "way_back_release")).status_code == 302


def test_a_locked_bone_is_released_by_name_and_date(cast: Cast, signed_in: SignIn) -> None:
    signed(cast.episode, cast.therapist, tissue=Tissue.BONE_HIGH)
    client = signed_in(cast.therapist)
    shown = page(client, at(cast))
    assert "What opens it" in shown
    assert "A dated release to run for this tissue" in shown
    client.post(at(cast, "way_back_release"), {"what": "tissue", "run_from": today().isoformat(), "reason": "MRI"})
    assert next_run(cast.episode, today()).mode == "WALK"
    (released,) = terms_of(programme_in_force(cast.episode).document).settings.releases
    assert (released.by, released.on, released.what) == ("R. B.", today(), "tissue")


def test_a_flag_of_the_diary_is_released_by_its_name(cast: Cast, signed_in: SignIn) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    ran(cast.episode, cast.runner, ago(1), flags=("dvt",))
    client = signed_in(cast.therapist)
    assert 'value="dvt"' in page(client, at(cast, "way_back_release"))
    client.post(at(cast, "way_back_release"), {"what": "dvt", "run_from": today().isoformat(), "reason": "Scan clear"})
    assert next_run(cast.episode, today()).mode == "RUN_WALK"


def test_newer_answers_are_taken_over_by_a_draft(cast: Cast, signed_in: SignIn) -> None:
    signed(cast.episode, cast.therapist)
    answered(cast.episode, cast.therapist, routine={"runs_per_week": 2, "longest_run": "5 km"})
    client = signed_in(cast.therapist)
    assert "There are newer answers" in page(client, at(cast))
    client.post(at(cast, "way_back_answers"))
    assert newest_programme(cast.episode).change == "answers"
    assert "There are newer answers" not in page(client, at(cast))


def test_the_files_of_the_signed_runs_come_as_one_archive(cast: Cast, signed_in: SignIn) -> None:
    ready(cast.episode, cast.therapist)
    client = signed_in(cast.therapist)
    assert client.get(at(cast, "way_back_files")).status_code == 302
    signed_number = newest_programme(cast.episode).number
    draft = newest_programme(cast.episode)
    client.post(
        at(cast, "way_back_sign", signed_number), {"seen": fingerprint(draft.document), "read": ["0", "1", "2"]}
    )
    answer = client.get(at(cast, "way_back_files"))
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert {"way_back.ics", "programme.txt"} <= set(names)
    assert sum(name.endswith(".fit") for name in names) == len(course_of(cast.episode, today()).next_runs)


def test_a_diary_that_contradicts_itself_is_said_to_both(cast: Cast, signed_in: SignIn) -> None:
    """It cannot be logged so; a case file may bring it."""
    start = timezone.localtime() - timedelta(days=1)
    runs = [{"on": ago(1).isoformat(), "at": start.isoformat(), "running": f"{n} min"} for n in (10, 20)]
    signed_programme = signed(cast.episode, cast.therapist, ago(3))
    assert signed_programme
    answered(cast.episode, cast.therapist, diary=runs)
    client = signed_in(cast.therapist)
    client.post(at(cast, "way_back_answers"))
    client.get(at(cast))
    shown = page(client, at(cast))
    assert "start at the same time" in shown


def test_seen_keeps_its_note_once(cast: Cast, signed_in: SignIn) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    ran(cast.episode, cast.runner, ago(1), during=7)
    client = signed_in(cast.therapist)
    assert "A red run" in page(client, at(cast))
    said = {"kind": "red", "day": ago(1).isoformat(), "note": "Called, rests"}
    assert client.post(at(cast, "way_back_seen"), {**said, "note": " "}).status_code == 302
    assert not AlertSeen.objects.filter(kind="red").exists()
    for _ in range(2):
        client.post(at(cast, "way_back_seen"), said)
    assert AlertSeen.objects.get(kind="red").note == "Called, rests"
    assert "To be seen" not in page(client, at(cast))


def test_the_lead_reads_and_does_not_decide(cast: Cast, signed_in: SignIn) -> None:
    signed(cast.episode, cast.therapist)
    client = signed_in(cast.lead)
    shown = page(client, at(cast))
    assert "way-back/pause" not in shown
    assert client.post(at(cast, "way_back_pause"), {"reason": "x"}).status_code == 403
    assert client.post(at(cast, "way_back_use"), {"running_max": "5", "reason": "x"}).status_code == 403


def test_what_was_never_asked_is_counted_and_not_spelled_as_ids(cast: Cast, signed_in: SignIn) -> None:
    begun(cast.episode, cast.therapist, red_flags={"cardiac_now": "not_asked", "pe": "not_asked"})
    shown = page(signed_in(cast.therapist), at(cast))
    assert "2 emergency questions were never asked" in shown
    assert "cardiac_now" not in shown


def test_the_goal_of_the_answers_can_be_emptied(cast: Cast, signed_in: SignIn) -> None:
    race = {"what": "race", "distance": "21.1 km", "on": (today() + timedelta(days=150)).isoformat()}
    begun(cast.episode, cast.therapist, goals=[race])
    client = signed_in(cast.therapist)
    assert 'value="21.1"' in page(client, at(cast, "way_back_try"))
    assert draft_course(cast.episode, today()).goal.on is not None
    client.post(at(cast, "way_back_use"), {"goal_distance_km": "", "goal_on": "", "reason": "No race this year"})
    assert terms_of(newest_programme(cast.episode).document).no_goal
    assert draft_course(cast.episode, today()).goal.on is None
    assert 'value="21.1"' not in page(client, at(cast, "way_back_try"))
    client.post(at(cast, "way_back_use"), {"goal_distance_km": "", "no_hills": "on", "reason": "Knee"})
    assert terms_of(newest_programme(cast.episode).document).no_goal


def test_standing_breaks_are_listed_and_go_with_a_reason(cast: Cast, signed_in: SignIn) -> None:
    from restride.model.diary import Break

    cold, trip = Break(first=ago(9), last=ago(7), why="illness"), Break(first=ago(3), last=ago(2), why="holiday")
    signed(cast.episode, cast.therapist, ago(12), breaks=(cold, trip))
    client = signed_in(cast.therapist)
    removed = {"breaks_removed": f"{cold.first}_{cold.last}_illness"}
    assert removed["breaks_removed"] in page(client, at(cast, "way_back_try"))
    client.post(at(cast, "way_back_use"), removed)
    assert terms_of(newest_programme(cast.episode).document).settings.breaks == (cold, trip)
    tried = page(client, at(cast, "way_back_try"), **removed)
    assert f'<input type="hidden" name="breaks_removed" value="{removed["breaks_removed"]}">' in tried
    client.post(at(cast, "way_back_use"), {**removed, "reason": "It was hay fever"})
    assert terms_of(newest_programme(cast.episode).document).settings.breaks == (trip,)


def test_a_lead_who_may_not_use_it_sees_no_button(cast: Cast, signed_in: SignIn) -> None:
    signed(cast.episode, cast.therapist)
    shown = page(signed_in(cast.lead), at(cast, "way_back_try"), running_max="5")
    assert "What would follow" in shown
    assert "Use this" not in shown
    assert "Use this" in page(signed_in(cast.therapist), at(cast, "way_back_try"), running_max="5")


def test_readiness_with_nothing_changed_gets_one_sentence(cast: Cast, signed_in: SignIn) -> None:
    signed(cast.episode, cast.therapist)
    client = signed_in(cast.therapist)
    kept = client.post(at(cast, "way_back_readiness"), dict.fromkeys(READY, "yes")).content.decode()
    assert kept.count("These are the answers that are kept already. Change one, or go back.") == 1
    assert newest_programme(cast.episode).number == 2
    client.post(at(cast, "way_back_readiness"), {READY[0]: "no"})
    assert newest_programme(cast.episode).number == 3
