"""What the therapist's list says of the way back: each alert with its reason, until somebody notes what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from restride.site.accounts.models import User
from restride.site.comeback.actions import RunSaid, log_run
from restride.site.comeback.alerts import AlertProblem, alerts_of, open_alerts, see_alert
from restride.site.comeback.models import AlertSeen, KeptAlerts, RunLog
from restride.site.comeback.programmes import pause
from restride.site.comeback.queries import course_of
from restride.site.episodes.actions import add_runner
from restride.site.runs.actions import keep
from restride.training.record import Bout, FileReading, Origin, RunRecord
from tests.site.cast import Cast
from tests.site.comeback.ways import ago, ran, ready, sign_newest, signed, today

SignIn = Callable[[User | None], Client]


def kinds(cast: Cast, days_ahead: int = 0) -> list[str]:
    return [one.kind for one in open_alerts(cast.episode, today() + timedelta(days=days_ahead))]


def recorded(cast: Cast, days_ago: int, minutes: float) -> None:
    """A run that only the watch knows."""
    day, seconds, name = ago(days_ago), minutes * 60, f"watch-{days_ago}.fit"
    digest = f"{days_ago:064x}"
    run = RunRecord(
        id=f"{digest[-16:]}.0", kind="run", sport="running", offset_from="file", distance_m=2.5 * seconds,
        start_s=datetime.combine(day, time(12), UTC).timestamp(), elapsed_s=seconds, timer_s=seconds, run_s=seconds,
        bouts=(Bout(at_s=0.0, duration_s=seconds),), origin=Origin(name=name, sha256=digest, format="fit"),
    )  # fmt: skip
    reading = FileReading(name=name, sha256=digest, format="fit", grade="OK", points=1, runs=(run,))
    keep(record=cast.record, readings=[reading], by=cast.runner)


@pytest.mark.parametrize(
    ("felt", "kind", "says"),
    [
        ({"during": 5}, None, ""),
        ({"during": 6}, "red", "Pain while running 6 of 10"),
        ({"limped": True}, "red", "A limp"),
        ({"next_morning": 2}, "red", "next morning 2 of 10"),
        ({"flags": ("dvt",)}, "red_flag", "Answered yes: "),
        ({"elsewhere": "left calf"}, "elsewhere", "It hurt elsewhere"),
    ],
)
def test_one_run_raises_what_it_must_and_no_more(cast: Cast, felt: dict[str, Any], kind: str | None, says: str) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    ran(cast.episode, cast.runner, ago(1), **felt)
    found = open_alerts(cast.episode, today())
    assert [one.kind for one in found] == ([kind] if kind else [])
    assert all(says in one.says and one.day == ago(1) for one in found)


def test_two_ambers_in_a_row_and_two_reds(cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(20))
    for days in (20, 18, 16):
        ran(cast.episode, cast.runner, ago(days))
    ran(cast.episode, cast.runner, ago(14), during=4)
    assert kinds(cast) == []
    ran(cast.episode, cast.runner, ago(12), during=4)
    assert kinds(cast) == ["two_ambers"]
    ran(cast.episode, cast.runner, ago(9), 6, 0.5, during=7)
    assert kinds(cast) == ["red", "two_ambers"]
    ran(cast.episode, cast.runner, ago(2), 3, 0.5, during=7)
    assert kinds(cast)[:2] == ["two_reds", "red"]


@pytest.mark.parametrize(("minutes", "over"), [(10, False), (10.5, True)])
def test_an_overrun_is_more_than_130_percent_of_the_plan(cast: Cast, minutes: float, over: bool) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    ran(cast.episode, cast.runner, ago(1), minutes)
    assert kinds(cast) == (["overrun"] if over else [])


def test_a_week_of_silence_counts_from_the_signature_or_the_last_log(cast: Cast) -> None:
    signed(cast.episode, cast.therapist)
    assert kinds(cast, 6) == []
    assert kinds(cast, 7) == ["no_log"]
    log_run(
        episode=cast.episode,
        said=RunSaid(client_id=RunLog._meta.pk.get_default(), said_at=datetime.now(UTC), day=today(), running_s=480),
        by=cast.runner,
    )
    assert kinds(cast, 7) == ["no_log"]
    see_alert(episode=cast.episode, kind="no_log", day=today(), note="On holiday", by=cast.therapist)
    assert kinds(cast, 9) == []


def test_silence_is_expected_of_a_pause(cast: Cast) -> None:
    signed(cast.episode, cast.therapist)
    pause(episode=cast.episode, reason="Fever", by=cast.therapist, today=today())
    assert kinds(cast, 8) == []


def test_what_is_kept_is_never_stale(cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    first = ran(cast.episode, cast.runner, ago(1), during=7).log
    assert kinds(cast) == ["red"]
    kept = KeptAlerts.objects.get().key
    assert kinds(cast) == ["red"]
    assert KeptAlerts.objects.get().key == kept
    ran(cast.episode, cast.runner, ago(1), during=1, replaces=first.pk)
    assert kinds(cast) == ["corrected"]
    recorded(cast, 2, 40)
    assert set(kinds(cast)) == {"corrected", "overrun"}


def test_nothing_signed_raises_nothing_and_a_signature_has_seen_what_stood_there(cast: Cast) -> None:
    programme = ready(cast.episode, cast.therapist, ago(3))
    ran(cast.episode, cast.runner, ago(1), during=7)
    assert kinds(cast) == []
    sign_newest(programme, cast.therapist)
    assert kinds(cast) == []
    assert "signed" in AlertSeen.objects.get().note
    ran(cast.episode, cast.runner, ago(2), during=6)
    assert "red" in " ".join(kinds(cast)), "a log that comes late is still an alert"


def test_a_note_is_needed_and_only_the_clinic_sees_to_it(cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    ran(cast.episode, cast.runner, ago(1), during=7)
    for kind, note, error in (("red", " ", AlertProblem), ("ghost", "x", AlertProblem)):
        with pytest.raises(error):
            see_alert(episode=cast.episode, kind=kind, day=ago(1), note=note, by=cast.therapist)
    with pytest.raises(PermissionDenied):
        see_alert(episode=cast.episode, kind="red", day=ago(1), note="x", by=cast.runner)
    assert kinds(cast) == ["red"]


def test_the_list_of_today_says_why_leads_there_and_takes_the_note(cast: Cast, signed_in: SignIn) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    ran(cast.episode, cast.runner, ago(1), during=7)
    client = signed_in(cast.therapist)
    shown = client.get("/today/").content.decode()
    assert "A red run" in shown
    assert "Pain while running 7 of 10" in shown
    assert f"/runners/{cast.record.pk}/way-back/" in shown
    said = {"kind": "red", "day": ago(1).isoformat(), "note": "Called", "from": "today"}
    answer = client.post(f"/runners/{cast.record.pk}/way-back/seen/", said)
    assert answer.headers["Location"] == "/today/"
    assert "A red run" not in client.get("/today/").content.decode()


def test_a_draft_of_the_programme_waits_in_the_list(cast: Cast, signed_in: SignIn) -> None:
    ready(cast.episode, cast.therapist)
    assert "Programme 2 of the way back waits" in signed_in(cast.therapist).get("/today/").content.decode()


def test_a_clinic_costs_a_fixed_number_of_queries_once_kept(cast: Cast) -> None:
    episodes = [add_runner(clinic=cast.clinic, name=f"R. {at}", by=cast.therapist).episode for at in range(4)]
    for episode in episodes:
        signed(episode, cast.therapist, ago(3))

    def cost(many: int) -> int:
        ids = [episode.pk for episode in episodes[:many]]
        alerts_of(ids, today())
        with CaptureQueriesContext(
            connection,
        ) as seen:
            alerts_of(ids, today())
        return len(seen)

    assert cost(1) == cost(4)


def test_a_run_that_only_the_watch_knows_loads_and_lifts_nothing(cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(5))
    ran(cast.episode, cast.runner, ago(4))
    recorded(cast, 2, 8)
    decided = course_of(cast.episode, today()).decisions
    assert [(one.observation.colour, one.rules[0]) for one in decided] == [("green", "green"), ("open", "H10")]
    assert course_of(cast.episode, ago(2)).next_runs[0].on == ago(2), "its own day still shows what was planned"
    ran(cast.episode, cast.runner, ago(2))
    assert [one.observation.colour for one in course_of(cast.episode, today()).decisions] == ["green", "green"]
