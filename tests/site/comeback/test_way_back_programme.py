"""The programme: what the therapist sets, what is signed, and what a runner may see of it."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from restride.model.diary import Limits
from restride.model.quantity import Duration
from restride.model.words import Tissue
from restride.site.comeback.basis import Terms, draft_programme, programme_in_force, terms_of
from restride.site.comeback.models import Change, Programme, ProgrammeSignature
from restride.site.comeback.programmes import (
    ProgrammeRefused,
    begin,
    change_terms,
    pause,
    release,
    sign,
    take_newer_answers,
)
from restride.site.comeback.queries import course_of, course_under, draft_course, next_run
from restride.site.documents import fingerprint
from restride.site.episodes.models import AuditEntry
from tests.site.cast import Cast
from tests.site.comeback.ways import ago, answered, begun, ran, ready, sign_newest, signed, today


def test_an_unsigned_programme_never_shows_to_the_runner(cast: Cast) -> None:
    programme = ready(cast.episode, cast.therapist)
    assert draft_course(cast.episode, today()).mode == "RUN_WALK"
    assert course_of(cast.episode, today()) is None
    assert next_run(cast.episode, today()) is None
    sign_newest(programme, cast.therapist)
    assert next_run(cast.episode, today()).title == "8 × 1 min"


def test_a_change_waits_for_its_signature_while_the_runner_keeps_the_signed_one(cast: Cast) -> None:
    programme = signed(cast.episode, cast.therapist)
    seen = course_of(cast.episode, today())
    terms = terms_of(programme.document)
    tighter = Limits(by="R. B.", on=today(), running_max=Duration("5 min"))
    changed = Terms(msgspec.structs.replace(terms.settings, limits=(tighter,)))
    draft = change_terms(episode=cast.episode, terms=changed, reason="Careful start", by=cast.therapist)
    assert course_of(cast.episode, today()) == seen
    assert draft_course(cast.episode, today()).next_runs[0].running_s == 300
    sign_newest(draft, cast.therapist)
    assert course_of(cast.episode, today()).next_runs[0].running_s == 300


def test_trying_other_terms_writes_nothing(cast: Cast) -> None:
    programme = signed(cast.episode, cast.therapist)
    before = (Programme.objects.count(), AuditEntry.objects.count())
    terms = terms_of(programme.document)
    tried = Terms(msgspec.structs.replace(terms.settings, tissue=Tissue.BONE_HIGH))
    assert course_under(programme, tried, today()).mode == "LOCKED"
    assert (Programme.objects.count(), AuditEntry.objects.count()) == before
    assert course_of(cast.episode, today()).mode == "RUN_WALK"


def test_the_steps_add_up_to_the_whole_outing(cast: Cast) -> None:
    signed(cast.episode, cast.therapist, ago(9))
    for days in (8, 6, 4, 2):
        shown = next_run(cast.episode, ago(days))
        assert shown.on == ago(days)
        assert sum(seconds for _, seconds in shown.steps) == shown.total_s
        assert sum(seconds for kind, seconds in shown.steps if kind == "run") == shown.running_s
        assert [kind for kind, _ in shown.steps[:1]] == ["walk"] == [kind for kind, _ in shown.steps[-1:]]
        longest = max(seconds for kind, seconds in shown.steps if kind == "run")
        ran(cast.episode, cast.runner, ago(days), shown.running_s / 60, longest / 60)
    assert shown.why
    assert shown.stop_rule
    assert shown.caps


def test_pause_and_release_hold_at_once_and_say_who_and_why(cast: Cast) -> None:
    signed(cast.episode, cast.therapist)
    pause(episode=cast.episode, reason="fever", by=cast.therapist, today=today())
    paused = next_run(cast.episode, today())
    assert (paused.mode, paused.on) == ("PAUSED", None)
    assert "R. B." in course_of(cast.episode, today()).says
    later = today() + timedelta(days=2)
    release(episode=cast.episode, what="pause", run_from=later, reason="well", by=cast.therapist, today=today())
    assert next_run(cast.episode, today()).mode == "PAUSED"
    assert next_run(cast.episode, later).mode == "RUN_WALK"
    pause(episode=cast.episode, reason="again", by=cast.therapist, today=today())
    assert next_run(cast.episode, later).mode == "PAUSED", "a release of the morning must not undo a later pause"
    changes = Programme.objects.order_by("number").values_list("change", flat=True)
    assert list(changes)[-3:] == [Change.PAUSED, Change.RELEASED, Change.PAUSED]


def test_a_pause_carries_a_waiting_draft_on(cast: Cast) -> None:
    programme = signed(cast.episode, cast.therapist)
    terms = terms_of(programme.document)
    changed = Terms(msgspec.structs.replace(terms.settings, ladder="nhs_c25k"))
    change_terms(episode=cast.episode, terms=changed, reason="Likes it", by=cast.therapist)
    pause(episode=cast.episode, reason="fever", by=cast.therapist, today=today())
    assert course_of(cast.episode, today()).mode == "PAUSED"
    draft = draft_programme(cast.episode)
    assert draft is not None
    drafted = terms_of(draft.document).settings
    assert (drafted.ladder, len(drafted.pauses)) == ("nhs_c25k", 1)
    assert terms_of(programme_in_force(cast.episode).document).settings.ladder is None


def test_bone_waits_for_a_dated_release(cast: Cast) -> None:
    signed(cast.episode, cast.therapist, tissue=Tissue.BONE_HIGH)
    assert next_run(cast.episode, today()).mode == "LOCKED"
    with pytest.raises(ProgrammeRefused, match="is past"):
        release(episode=cast.episode, what="tissue", run_from=ago(1), reason="x", by=cast.therapist, today=today())
    release(episode=cast.episode, what="tissue", run_from=today(), reason="MRI clear", by=cast.therapist, today=today())
    assert next_run(cast.episode, today()).mode == "WALK"


def test_newer_answers_may_lock_but_never_loosen(cast: Cast) -> None:
    programme = signed(cast.episode, cast.therapist)
    seen = course_of(cast.episode, today())
    answered(cast.episode, cast.therapist, routine={"runs_per_week": 6, "longest_run": "40 km"})
    assert course_of(cast.episode, today()) == seen
    answered(cast.episode, cast.therapist, red_flags={"dvt": "yes"})
    assert next_run(cast.episode, today()).mode == "LOCKED"
    again = take_newer_answers(episode=cast.episode, by=cast.therapist)
    with pytest.raises(ProgrammeRefused, match="red flag is open"):
        sign_newest(again, cast.therapist)
    assert programme_in_force(cast.episode) == programme


def test_what_was_not_read_cannot_be_signed(cast: Cast) -> None:
    first = begun(cast.episode, cast.therapist)
    with pytest.raises(ProgrammeRefused, match="while you were reading"):
        sign(programme=first, seen_fingerprint="other", by=cast.therapist, today=today())
    answered(cast.episode, cast.therapist)
    with pytest.raises(ProgrammeRefused, match="newer answers"):
        sign_newest(first, cast.therapist)
    second = take_newer_answers(episode=cast.episode, by=cast.therapist)
    with pytest.raises(ProgrammeRefused, match="newer version"):
        sign_newest(first, cast.therapist)
    sign_newest(second, cast.therapist)
    with pytest.raises(ProgrammeRefused, match="newer version"):
        sign_newest(second, cast.therapist)


def test_every_change_has_a_reason_and_a_therapist(cast: Cast) -> None:
    programme = signed(cast.episode, cast.therapist)
    with pytest.raises(ProgrammeRefused, match="Say in a few words why"):
        pause(episode=cast.episode, reason="  ", by=cast.therapist, today=today())
    with pytest.raises(ProgrammeRefused, match="Nothing was changed"):
        change_terms(episode=cast.episode, terms=terms_of(programme.document), reason="x", by=cast.therapist)
    for other in (cast.lead, cast.runner, cast.therapist_elsewhere):
        with pytest.raises(PermissionDenied):
            pause(episode=cast.episode, reason="x", by=other, today=today())
        with pytest.raises(PermissionDenied):
            sign(programme=programme, seen_fingerprint=fingerprint(programme.document), by=other, today=today())
    with pytest.raises(ProgrammeRefused, match="There is a programme already"):
        begin(episode=cast.episode, by=cast.therapist, today=today())


def test_a_programme_never_changes_in_the_database(cast: Cast) -> None:
    programme = signed(cast.episode, cast.therapist)
    changes = (
        lambda: Programme.objects.update(reason="other"),
        lambda: ProgrammeSignature.objects.update(document_fingerprint="other"),
        lambda: ProgrammeSignature.objects.filter(programme=programme).delete(),
    )
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
