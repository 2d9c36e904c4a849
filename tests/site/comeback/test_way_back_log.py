"""The run log: what counts, what is refused, and what a second sending changes (nothing)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from restride.site.comeback.actions import RunSaid, log_run
from restride.site.comeback.entries import diary_entries, logged_runs
from restride.site.comeback.models import RunLog
from restride.site.comeback.queries import course_of, next_run, verdict_on
from restride.site.diary.actions import EntryRefused, PainSaid, say_pain
from restride.site.episodes.models import AuditEntry
from tests.site.cast import Cast
from tests.site.comeback.ways import ago, ran, signed, today


def test_the_same_log_sent_twice_changes_nothing(cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    mine = uuid.uuid4()
    assert ran(cast.episode, cast.runner, ago(1), client_id=mine).new
    before = (course_of(cast.episode, today()), RunLog.objects.count(), AuditEntry.objects.count())
    again = ran(cast.episode, cast.runner, ago(1), minutes=30, client_id=mine)
    assert not again.new
    assert again.log.running_s == 480
    assert (course_of(cast.episode, today()), RunLog.objects.count(), AuditEntry.objects.count()) == before


def test_an_id_of_somebody_else_is_refused(cast: Cast) -> None:
    mine = uuid.uuid4()
    ran(cast.episode, cast.runner, ago(1), client_id=mine)
    other = cast.other_record.episodes.get()
    with pytest.raises(PermissionDenied):
        ran(other, cast.other_runner, ago(1), client_id=mine)


def test_only_the_runner_and_the_clinic_may_log(cast: Cast) -> None:
    ran(cast.episode, cast.therapist, ago(2))
    for stranger in (cast.other_runner, cast.therapist_elsewhere):
        with pytest.raises(PermissionDenied):
            ran(cast.episode, stranger, ago(1))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": 1}, "still to come"),
        ({"day": -61}, "more than 60 days"),
        ({"day": 0, "next_morning": 2}, "say it tomorrow"),
        ({"day": 0, "at_night": 2}, "say it tomorrow"),
        ({"running_s": None}, "how many minutes you ran"),
        ({"running_s": 0}, "how many minutes you ran"),
        ({"longest_bout_s": 481}, "longer than the whole run"),
        ({"kind": "walk"}, "how many minutes it took"),
        ({"kind": "after"}, "a run, a walk"),
        ({"flags": ("no_such_flag",)}, "not a question"),
        ({"during": 11}, "10"),
        ({"about": uuid.uuid4()}, "was not found"),
        ({"replaces": uuid.uuid4()}, "was not found"),
        ({"ran": ((0, 60, 60),)}, "do not add up"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(cast: Cast, changes: dict[str, Any], sentence: str) -> None:
    day = today() + timedelta(days=changes.pop("day", -1))
    said = {"client_id": uuid.uuid4(), "said_at": timezone.now(), "day": day, "running_s": 480, "longest_bout_s": 60}
    with pytest.raises(EntryRefused, match=sentence) as refused:
        log_run(episode=cast.episode, said=RunSaid(**(said | changes)), by=cast.runner)
    assert "\n" not in str(refused.value)
    assert not RunLog.objects.exists()


def test_yesterday_and_the_sixtieth_day_back_are_kept(cast: Cast) -> None:
    ran(cast.episode, cast.runner, ago(60))
    ran(cast.episode, cast.runner, today(), next_morning=None)
    assert RunLog.objects.count() == 2


def test_a_correction_replaces_and_nothing_is_lost(cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    first = ran(cast.episode, cast.runner, ago(1), 8, during=7).log
    assert course_of(cast.episode, today()).decisions[-1].observation.colour == "red"
    second = ran(cast.episode, cast.runner, ago(1), 8, during=1, replaces=first.pk).log
    assert course_of(cast.episode, today()).decisions[-1].observation.colour == "green"
    assert [one.id for one in logged_runs(cast.episode)] == [second.pk]
    assert RunLog.objects.get(pk=first.pk).during == 7
    with pytest.raises(EntryRefused, match="corrected already"):
        ran(cast.episode, cast.runner, ago(1), 8, replaces=first.pk)


def test_how_it_felt_later_belongs_to_its_run_also_after_a_correction(cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    first = ran(cast.episode, cast.runner, ago(1), next_morning=None, hour_later=None).log
    assert logged_runs(cast.episode)[0].lacks(today()) == ("hour_later", "next_morning")
    assert logged_runs(cast.episode)[0].lacks(ago(1)) == ("hour_later",)
    later = RunSaid(client_id=uuid.uuid4(), said_at=timezone.now(), about=first.pk, next_morning=2)
    log_run(episode=cast.episode, said=later, by=cast.runner)
    ran(cast.episode, cast.runner, ago(1), 9, next_morning=None, replaces=first.pk)
    (run,) = logged_runs(cast.episode)
    assert (run.entry.pain.next_morning, run.entry.running.value) == (2, 9)
    assert verdict_on(cast.episode, ago(1), today()).colour == "red"


def test_a_morning_told_in_the_diary_still_counts_for_the_run_of_the_day_before(cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    ran(cast.episode, cast.runner, ago(1), next_morning=None)
    said = PainSaid(client_id=uuid.uuid4(), day=today(), said_at=timezone.now(), moment="next_morning", pain=1)
    say_pain(episode=cast.episode, said=said, by=cast.runner)
    verdict = verdict_on(cast.episode, ago(1), today())
    assert (verdict.colour, verdict.decision.observation.value) == ("amber", 1)


def test_pain_told_of_a_run_of_the_plan_still_counts_with_and_without_a_run_log(cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(5))
    for day in (ago(3), ago(1)):
        said = PainSaid(client_id=uuid.uuid4(), day=day, said_at=timezone.now(), moment="during", pain=6, item_id="run")
        say_pain(episode=cast.episode, said=said, by=cast.runner)
    assert [one.rules[0] for one in course_of(cast.episode, today()).decisions] == ["red", "two_reds"]
    ran(cast.episode, cast.runner, ago(1), during=1)
    entries = [one for one in diary_entries(cast.episode, today()) if one.on == ago(1)]
    assert len(course_of(cast.episode, today()).decisions) == 2, entries
    assert next_run(cast.episode, today()).mode == "PAUSED"


def test_a_red_flag_of_the_log_locks(cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(3))
    ran(cast.episode, cast.runner, ago(1), flags=("bsi",))
    locked = next_run(cast.episode, today())
    assert (locked.mode, locked.on, bool(locked.locked)) == ("LOCKED", None, True)


def test_the_past_is_what_was_known_then(cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(6))
    ran(cast.episode, cast.runner, ago(4))
    then = course_of(cast.episode, ago(3))
    ran(cast.episode, cast.runner, ago(2), during=9)
    assert course_of(cast.episode, ago(3)) == then
    assert course_of(cast.episode, today()).decisions[-1].observation.colour == "red"


def test_a_log_never_changes_in_the_database(cast: Cast) -> None:
    log = ran(cast.episode, cast.runner, ago(1)).log
    for change in (lambda: RunLog.objects.update(during=0), lambda: RunLog.objects.filter(pk=log.pk).delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_morning_and_a_run_are_judged_by_what_is_signed(cast: Cast) -> None:
    """The page of today, under a plan of fascia (limit 3), with a way back signed for bone (none)."""
    from restride.model.plan import Plan
    from restride.model.words import Tissue
    from restride.site import engine
    from restride.site.diary.session import gate_for
    from tests.site.plans_of_runners import signed_knee

    plan = engine.read(signed_knee(cast.episode, cast.therapist).document, Plan)
    for moment, day, item in (("during", today(), "run"), ("next_morning", today(), "")):
        said = PainSaid(client_id=uuid.uuid4(), day=day, said_at=timezone.now(), moment=moment, pain=1, item_id=item)
        say_pain(episode=cast.episode, said=said, by=cast.runner)
    kinds = {item: gate_for(plan, cast.episode, today(), item).kind for item in ("run", "morning")}
    assert kinds == {"run": "green", "morning": "green"}
    signed(cast.episode, cast.therapist, tissue=Tissue.BONE_LOW)
    kinds = {item: gate_for(plan, cast.episode, today(), item).kind for item in ("run", "morning")}
    assert kinds == {"run": "red", "morning": "red"}


def test_the_list_shows_the_mornings_of_runs_too(cast: Cast) -> None:
    from restride.site.diary.queries import next_morning_pain

    ran(cast.episode, cast.runner, ago(4), next_morning=3)
    ran(cast.episode, cast.runner, ago(2), next_morning=1)
    said = PainSaid(client_id=uuid.uuid4(), day=ago(2), said_at=timezone.now(), moment="next_morning", pain=2)
    say_pain(episode=cast.episode, said=said, by=cast.runner)
    assert next_morning_pain([cast.episode.pk]) == {cast.episode.pk: [3, 2, 1]}
