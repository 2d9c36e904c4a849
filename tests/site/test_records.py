"""What the database itself refuses, and what an action keeps."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from restride.model.words import Urgency
from restride.site.diary.actions import EntryRefused, PainSaid, Written, say_pain, tick_item
from restride.site.diary.models import ItemTick, Moment, PainEntry
from restride.site.documents import DocumentProblem, fingerprint
from restride.site.episodes.actions import add_runner
from restride.site.episodes.attention import needs
from restride.site.episodes.models import AuditEntry, CaseVersion, RunnerRecord
from restride.site.plans.actions import PlanRefused, edit_plan, propose_plan, reject_plan, sign_plan
from restride.site.plans.models import PlanItemEdit, PlanState, PlanVersion, SignatureRecord
from restride.site.plans.queries import plan_in_force
from tests.site.cast import TODAY, Cast, answered, evaluated, proposed
from tests.site.charts import care_lines


def draft_of(cast: Cast) -> PlanVersion:
    return proposed(evaluated(answered(cast.episode, cast.runner), cast.therapist), cast.therapist)


def signed_plan(cast: Cast) -> PlanVersion:
    plan = draft_of(cast)
    sign_plan(plan=plan, seen_fingerprint=fingerprint(plan.document), by=cast.therapist)
    return PlanVersion.objects.get(pk=plan.pk)


def refused_by_the_database(change: Any) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


def test_versions_are_numbered_and_say_who_and_why(cast: Cast) -> None:
    answered(cast.episode, cast.runner)
    answered(cast.episode, cast.therapist)
    kept = list(CaseVersion.objects.order_by("number").values_list("number", "author", "by_the_runner"))
    assert kept == [(1, cast.runner.pk, True), (2, cast.therapist.pk, False)]


def test_history_cannot_be_rewritten(cast: Cast) -> None:
    version = answered(cast.episode, cast.runner)
    evaluation = evaluated(version, cast.therapist)
    for row in (version, evaluation, AuditEntry.objects.first()):
        assert row is not None
        rows = type(row)._default_manager.filter(pk=row.pk)
        refused_by_the_database(row.save)
        refused_by_the_database(rows.delete)


def test_a_control_character_is_refused(cast: Cast) -> None:
    with pytest.raises(DocumentProblem, match="control character"):
        answered(cast.episode, cast.runner, {"note": "a\x00b"})


def test_a_signed_plan_is_frozen_in_the_database(cast: Cast) -> None:
    plan = signed_plan(cast)
    rows = PlanVersion.objects.filter(pk=plan.pk)
    refused_by_the_database(lambda: rows.update(document={}))
    refused_by_the_database(lambda: rows.update(state=PlanState.DRAFT, decided_at=None, decided_by=None))
    refused_by_the_database(rows.delete)
    refused_by_the_database(
        lambda: PlanItemEdit.objects.create(plan=plan, item_id="x", reason="later", made_by=cast.therapist)
    )
    signature = SignatureRecord.objects.get(plan=plan)
    refused_by_the_database(signature.save)
    assert signature.document_fingerprint == fingerprint(plan.document)


def test_the_proposal_of_a_draft_never_changes(cast: Cast) -> None:
    plan = draft_of(cast)
    refused_by_the_database(lambda: PlanVersion.objects.filter(pk=plan.pk).update(proposal_fingerprint="0" * 64))


def test_an_edit_needs_a_reason_and_keeps_before_and_after(cast: Cast) -> None:
    plan = draft_of(cast)
    change: dict[str, Any] = {
        "plan": plan,
        "item_id": "bridge",
        "before": {"sets": 3},
        "after": {"sets": 2},
        "document": {"items": [{"id": "bridge", "sets": 2}]},
        "by": cast.therapist,
    }
    with pytest.raises(PlanRefused, match="why"):
        edit_plan(**change, reason=" ")
    edit = edit_plan(**change, reason="Sore after the first week")
    assert (edit.before, edit.after, edit.made_by) == ({"sets": 3}, {"sets": 2}, cast.therapist)
    assert PlanVersion.objects.get(pk=plan.pk).document["items"][0]["sets"] == 2


def test_what_was_not_read_is_not_signed(cast: Cast) -> None:
    plan = draft_of(cast)
    with pytest.raises(PlanRefused, match="Read it again"):
        sign_plan(plan=plan, seen_fingerprint="0" * 64, by=cast.therapist)
    answered(cast.episode, cast.runner)
    with pytest.raises(PlanRefused, match="newer answers"):
        sign_plan(plan=plan, seen_fingerprint=fingerprint(plan.document), by=cast.therapist)


def test_only_a_therapist_of_the_clinic_signs(cast: Cast) -> None:
    plan = draft_of(cast)
    for user in (cast.lead, cast.runner, cast.therapist_elsewhere):
        with pytest.raises(PermissionDenied):
            sign_plan(plan=plan, seen_fingerprint=fingerprint(plan.document), by=user)


def test_the_newest_signed_plan_is_in_force(cast: Cast) -> None:
    first = signed_plan(cast)
    second = propose_plan(evaluation=first.evaluation, document={"items": []}, by=cast.therapist)
    assert plan_in_force(cast.episode) == first
    reject_plan(plan=second, reason="Too early", by=cast.therapist)
    assert plan_in_force(cast.episode) == first


def pain(**changes: Any) -> PainSaid:
    said: dict[str, Any] = {
        "client_id": uuid.uuid4(),
        "day": TODAY,
        "said_at": timezone.now(),
        "moment": Moment.NEXT_MORNING,
        "pain": 2,
    }
    return PainSaid(**{**said, **changes})


def test_sending_twice_counts_once(cast: Cast) -> None:
    said = pain()
    first = say_pain(episode=cast.episode, said=said, by=cast.runner)
    again = say_pain(episode=cast.episode, said=said, by=cast.runner)
    assert (first.new, again.new) == (True, False)
    assert PainEntry.objects.count() == 1


def test_a_tick_needs_a_signed_plan_and_may_be_taken_back(cast: Cast) -> None:
    plan = signed_plan(cast)

    def tick(done: bool) -> Written:
        return tick_item(
            plan=plan,
            client_id=uuid.uuid4(),
            day=TODAY,
            said_at=timezone.now(),
            item_id="bridge",
            done=done,
            by=cast.runner,
        )

    tick(True)
    tick(False)
    assert list(ItemTick.objects.order_by("received_at").values_list("done", flat=True)) == [True, False]


def test_nobody_writes_another_runners_diary_but_the_clinic_keeps_what_it_was_told(cast: Cast) -> None:
    for user in (cast.other_runner, cast.therapist_elsewhere):
        with pytest.raises(PermissionDenied):
            say_pain(episode=cast.episode, said=pain(), by=user)
    said = pain()
    say_pain(episode=cast.episode, said=said, by=cast.runner)
    other = cast.other_record.episodes.get()
    with pytest.raises(PermissionDenied):
        say_pain(episode=other, said=said, by=cast.other_runner)
    say_pain(episode=cast.episode, said=pain(), by=cast.therapist)
    written = AuditEntry.objects.filter(deed="diary.pain")
    assert [one.actor for one in written] == [cast.therapist, cast.runner]


@pytest.mark.parametrize("number", [-1, 11])
def test_pain_lies_on_its_scale(cast: Cast, number: int) -> None:
    with pytest.raises(ValidationError, match="pain"):
        say_pain(episode=cast.episode, said=pain(pain=number), by=cast.runner)


def test_a_correction_names_an_entry_of_the_same_runner(cast: Cast) -> None:
    with pytest.raises(EntryRefused, match="not found"):
        say_pain(episode=cast.episode, said=pain(replaces=uuid.uuid4()), by=cast.runner)


def test_needs_stand_most_urgent_first(cast: Cast) -> None:
    evaluated(answered(cast.episode, cast.therapist), cast.therapist, Urgency.SOON)
    other = cast.other_record.episodes.get()
    evaluated(answered(other, cast.therapist), cast.therapist, Urgency.CAUTION, Urgency.EMERGENCY)
    found = needs(care_lines(cast.therapist))
    assert [(need.line.record, need.urgency) for need in found] == [
        (cast.other_record, Urgency.EMERGENCY),
        (cast.record, Urgency.SOON),
    ]


def test_the_list_costs_the_same_for_many_runners(cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            care_lines(cast.therapist)
        return len(asked)

    for episode in (cast.episode, cast.other_record.episodes.get()):
        evaluated(answered(episode, cast.therapist), cast.therapist)
    for_two = queries()
    for name in ("A. A.", "B. B.", "C. C."):
        added = add_runner(clinic=cast.clinic, name=name, by=cast.therapist)
        evaluated(answered(added.episode, cast.therapist), cast.therapist)
    assert RunnerRecord.objects.count() == 5
    assert queries() == for_two
