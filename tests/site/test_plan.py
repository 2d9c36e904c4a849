"""The plan on the therapist's desk: proposed, changed with reasons, signed when nothing stands against it, frozen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from restride.model.plan import Plan
from restride.site import engine
from restride.site.accounts.models import User
from restride.site.documents import fingerprint
from restride.site.episodes.models import AuditEntry
from restride.site.evaluations.queries import standing_of
from restride.site.plans import editing, signing
from restride.site.plans.actions import PlanRefused, sign_plan
from restride.site.plans.compare import changes_between
from restride.site.plans.desk import Desk, opened
from restride.site.plans.item_search import found_in_library
from restride.site.plans.models import PlanItemEdit, PlanState, PlanVersion, SignatureRecord
from restride.site.plans.queries import edits_of
from tests.site.cast import Cast
from tests.site.charts import OUTER_KNEE, charted, drafted, flagged

SignedIn = Callable[[User | None], Client]


def desk_of(plan: PlanVersion) -> Desk:
    return opened(PlanVersion.objects.select_related("evaluation__case_version", "episode__record").get(pk=plan.pk))


def document(plan: PlanVersion) -> Plan:
    read = engine.read(PlanVersion.objects.get(pk=plan.pk).document, Plan)
    assert read is not None
    return read


def all_read(desk: Desk) -> range:
    return range(len(desk.plan.read_first))


def signed(cast: Cast) -> PlanVersion:
    desk = desk_of(drafted(cast))
    seen = fingerprint(desk.row.document)
    signing.sign(desk=desk, seen_fingerprint=seen, read=all_read(desk), by=cast.therapist)
    return PlanVersion.objects.get(pk=desk.row.pk)


def page(client: Client, name: str, *arguments: object, **query: str) -> str:
    answer = client.get(reverse(name, args=arguments), query)
    assert answer.status_code == 200, answer.headers.get("Location")
    return answer.content.decode()


def test_the_page_says_what_why_and_what_not(cast: Cast, signed_in: SignedIn) -> None:
    plan = document(drafted(cast))
    text = page(signed_in(cast.therapist), "plan", cast.record.pk)
    assert all(item.name in text for item in (*plan.home, *plan.advice))
    assert "Why this?" in text
    assert "Not recommended here, because" in text
    assert "Guideline, line by line" in text
    assert "not visible to the runner" in text


def test_opening_the_tab_proposes_nothing(cast: Cast, signed_in: SignedIn) -> None:
    charted(cast.episode, cast.therapist)
    client = signed_in(cast.therapist)
    assert "Make the proposal" in page(client, "plan", cast.record.pk)
    assert not PlanVersion.objects.exists()
    client.post(reverse("propose_plan", args=[cast.record.pk]))
    assert PlanVersion.objects.get().state == PlanState.DRAFT


def test_a_locked_case_has_a_page_that_says_what_unlocks_it(cast: Cast, signed_in: SignedIn) -> None:
    flagged(cast)
    client = signed_in(cast.therapist)
    text = page(client, "plan", cast.record.pk)
    assert "No plan" in text
    assert "What unlocks it" in text
    client.post(reverse("propose_plan", args=[cast.record.pk]))
    assert not PlanVersion.objects.exists()


def test_a_dose_is_changed_with_a_reason_and_the_week_follows(cast: Cast, signed_in: SignedIn) -> None:
    plan = drafted(cast)
    item = document(plan).home[0]
    days = item.dose.days_per_week
    assert days is not None
    said = {"reason": "Sore after the first week", "load": "", **_as_typed(item.dose), "sets": "1"}
    said |= {"days_per_week_low": "2", "days_per_week_high": "2"}
    signed_in(cast.therapist).post(reverse("plan_item", args=[cast.record.pk, item.item]), said)
    after = document(plan)
    assert (after.home[0].dose.sets, after.home[0].dose.days_per_week) == (1, (2, 2))
    assert after.week is not None
    placed = [day.day for day in after.week.days if any(item.item in entry.items for entry in day.entries)]
    assert len(placed) == 2
    edit = PlanItemEdit.objects.get()
    assert (edit.reason, edit.made_by) == ("Sore after the first week", cast.therapist)
    assert edit.before is not None
    assert edit.before["dose"]["days_per_week"] == list(days)
    assert AuditEntry.objects.filter(deed="plan.edited").count() == 1


def _as_typed(dose: Any) -> dict[str, str]:
    said = {}
    for name in ("repetitions", "hold_s", "minutes", "days_per_week", "times_per_day", "rest_s", "effort_0_10"):
        pair = getattr(dose, name)
        if pair is not None:
            said |= {f"{name}_low": str(pair[0]), f"{name}_high": str(pair[1])}
    return said


def test_no_reason_no_change_and_backwards_ranges_are_refused(cast: Cast, signed_in: SignedIn) -> None:
    plan = drafted(cast)
    item = next(one for one in document(plan).home if one.dose.days_per_week)
    said = {**_as_typed(item.dose), "sets": "2", "days_per_week_low": "5", "days_per_week_high": "3", "reason": ""}
    text = signed_in(cast.therapist).post(reverse("plan_item", args=[cast.record.pk, item.item]), said).content.decode()
    assert "runs backwards" in text
    assert "the reason is kept with the plan" in text
    assert not PlanItemEdit.objects.exists()


def test_an_item_is_swapped_for_an_alternative(cast: Cast) -> None:
    plan = drafted(cast)
    item = next(one for one in document(plan).home if one.alternatives)
    other = item.alternatives[0].item
    editing.swap_item(desk=desk_of(plan), item_id=item.item, other_id=other, reason="Likes it more", by=cast.therapist)
    names = [one.item for one in document(plan).home]
    assert other in names
    assert item.item not in names
    assert list(edits_of(plan)) == [other]


def test_an_item_is_taken_out_and_leaves_the_week(cast: Cast) -> None:
    plan = drafted(cast)
    item = document(plan).home[0].item
    editing.remove_item(desk=desk_of(plan), item_id=item, reason="Too much at once", by=cast.therapist)
    after = document(plan)
    assert item not in [one.item for one in after.home]
    assert after.week is not None
    assert all(item not in entry.items for day in after.week.days for entry in day.entries)


def test_what_is_contraindicated_is_said_and_must_be_read_before_signing(cast: Cast) -> None:
    plan = drafted(cast)
    refused = [row for row in found_in_library(desk_of(plan)) if row.standing == "Not this phase" and row.addable]
    editing.add_item(desk=desk_of(plan), item_id=refused[0].id, reason="Runner insists", by=cast.therapist)
    desk = desk_of(plan)
    assert any(line.startswith(f"{refused[0].name}: added by hand although") for line in desk.plan.read_first)
    with pytest.raises(PlanRefused, match="Read this first"):
        signing.sign(desk=desk, seen_fingerprint=fingerprint(desk.row.document), read=(), by=cast.therapist)


def test_impact_is_not_added_while_it_is_locked(cast: Cast) -> None:
    plan = drafted(cast)
    desk = desk_of(plan)
    triage = msgspec.structs.replace(desk.evaluation.triage, impact_locked=True)
    locked = Desk(desk.row, desk.plan, msgspec.structs.replace(desk.evaluation, triage=triage))
    jumps = [row for row in found_in_library(locked) if row.standing == "Locked"]
    assert jumps
    assert not any(row.addable for row in jumps)
    with pytest.raises(PlanRefused, match="does not open this lock"):
        editing.add_item(desk=locked, item_id=jumps[0].id, reason="wants to jump", by=cast.therapist)


def test_a_move_says_what_it_breaks_and_keeps_it_with_the_plan(cast: Cast, signed_in: SignedIn) -> None:
    plan = drafted(cast)
    desk = desk_of(plan)
    assert editing.what_breaks(desk, desk.plan) == ()
    week = desk.plan.week
    assert week is not None
    runs = [day.day for day in week.days if any(entry.kind in editing.RUN_KINDS for entry in day.entries)]
    free = next(day.day for day in week.days if day.day not in runs)
    client = signed_in(cast.therapist)
    query = {"what": "run", "source": runs[-1], "target": free}
    text = page(client, "plan_week_check", cast.record.pk, **query)
    said = {**query, "reason": "Works late"}
    client.post(reverse("plan_week", args=[cast.record.pk]), said)
    broken = editing.what_breaks(desk_of(plan), document(plan))
    assert all(sentence in text for sentence in broken)
    assert all(f"Moved by hand: {sentence}" in document(plan).warnings for sentence in broken)
    assert PlanItemEdit.objects.get().item_id == "week"


def test_what_is_not_on_that_day_cannot_be_moved(cast: Cast) -> None:
    desk = desk_of(drafted(cast))
    week = desk.plan.week
    assert week is not None
    runs = [day.day for day in week.days if any(entry.kind in editing.RUN_KINDS for entry in day.entries)]
    free = next(day.day for day in week.days if day.day not in runs)
    with pytest.raises(PlanRefused, match="not on this day"):
        editing.moved(desk.plan, "run", free, runs[0])
    with pytest.raises(PlanRefused, match="already"):
        editing.moved(desk.plan, "run", runs[0], runs[0])


def test_goals_and_running_are_changed_with_a_reason(cast: Cast, signed_in: SignedIn) -> None:
    plan = drafted(cast)
    client = signed_in(cast.therapist)
    goal = {"says": "Run the park loop.", "plain": "Run the park loop.", "by": "2027-03-07", "reason": "Her words"}
    client.post(reverse("plan_goal", args=[cast.record.pk, 1]), goal)
    running = {"mode": "walk_run", "says": "Walk and run.", "plain": "Walk and run.", "points": "Flat\n\nSoft"}
    client.post(reverse("plan_running", args=[cast.record.pk]), {**running, "reason": "Careful start"})
    after = document(plan)
    assert after.goals[0].says == "Run the park loop."
    assert after.running is not None
    assert (after.running.mode, after.running.changes) == ("walk_run", ("Flat", "Soft"))


def test_everything_to_read_first_must_be_ticked(cast: Cast, signed_in: SignedIn) -> None:
    plan = drafted(cast)
    assert document(plan).read_first
    client = signed_in(cast.therapist)
    address = reverse("sign_plan", args=[cast.record.pk, plan.number])
    text = client.post(address, {"seen": fingerprint(plan.document)}).content.decode()
    assert "Not signed" in text
    assert "Read this first and tick it" in text
    ticks = [str(at) for at in range(len(document(plan).read_first))]
    client.post(address, {"seen": fingerprint(plan.document), "read": ticks})
    assert SignatureRecord.objects.get().signed_by == cast.therapist


def test_nothing_is_signed_while_an_emergency_question_was_never_asked(cast: Cast) -> None:
    charted(cast.episode, cast.therapist, red_flags={})
    standing = standing_of(cast.episode, by=cast.therapist)
    assert standing is not None
    desk = desk_of(signing.propose(standing=standing, by=cast.therapist))
    with pytest.raises(PlanRefused, match="unknown is not"):
        signing.sign(desk=desk, seen_fingerprint=fingerprint(desk.row.document), read=all_read(desk), by=cast.therapist)
    with pytest.raises(PlanRefused, match="count as open"):  # nor past the page's own checks
        sign_plan(plan=desk.row, seen_fingerprint=fingerprint(desk.row.document), by=cast.therapist)
    assert not SignatureRecord.objects.exists()


def test_only_a_therapist_signs(cast: Cast) -> None:
    desk = desk_of(drafted(cast))
    with pytest.raises(PermissionDenied):
        signing.sign(desk=desk, seen_fingerprint=fingerprint(desk.row.document), read=all_read(desk), by=cast.lead)


def test_a_signed_plan_is_shown_frozen_with_version_who_and_when(cast: Cast, signed_in: SignedIn) -> None:
    signed(cast)
    text = page(signed_in(cast.therapist), "plan", cast.record.pk)
    assert "Signed by R. B." in text
    assert "Frozen" in text
    assert "Sign and release" not in text
    assert reverse("plan_item", args=[cast.record.pk, "side_plank"]) not in text


def test_newer_answers_make_a_new_version_and_the_old_draft_says_why(cast: Cast, signed_in: SignedIn) -> None:
    first = drafted(cast)
    charted(cast.episode, cast.therapist, note="New at the second visit")
    client = signed_in(cast.therapist)
    assert "There are newer answers than this draft" in page(client, "plan", cast.record.pk)
    client.post(reverse("propose_plan", args=[cast.record.pk]))
    old = PlanVersion.objects.get(pk=first.pk)
    assert (old.state, old.rejection_reason) == ("rejected", "Replaced by a proposal from newer answers.")
    assert PlanVersion.objects.get(state=PlanState.DRAFT).number == 2


def test_a_rejection_needs_a_reason(cast: Cast, signed_in: SignedIn) -> None:
    plan = drafted(cast)
    client = signed_in(cast.therapist)
    address = reverse("reject_plan", args=[cast.record.pk, plan.number])
    assert b"the reason is kept" in client.post(address, {"reason": " "}).content
    client.post(address, {"reason": "Wants to wait for the image"})
    assert PlanVersion.objects.get().state == PlanState.REJECTED


def test_the_comparison_names_new_stopped_and_changed(cast: Cast, signed_in: SignedIn) -> None:
    first = signed(cast)
    standing = standing_of(cast.episode, by=cast.therapist)
    assert standing is not None
    second = signing.propose(standing=standing, by=cast.therapist)
    gone = document(second).home[0]
    editing.remove_item(desk=desk_of(second), item_id=gone.item, reason="Enough", by=cast.therapist)
    kinds = {(one.kind, one.what) for one in changes_between(first, PlanVersion.objects.get(pk=second.pk))}
    assert ("Stopped", gone.name) in kinds
    text = page(signed_in(cast.therapist), "plan_changes", cast.record.pk, 2)
    assert "Taken out" in text
    assert "Enough" in text


def test_the_plan_costs_a_fixed_number_of_queries(
    cast: Cast, signed_in: SignedIn, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    drafted(cast)
    client = signed_in(cast.therapist)
    with django_assert_max_num_queries(26):
        page(client, "plan", cast.record.pk)


def test_a_document_comes_as_pdf(cast: Cast, signed_in: SignedIn) -> None:
    pytest.importorskip("typst")
    drafted(cast)
    answer = signed_in(cast.therapist).get(reverse("plan_paper", args=[cast.record.pk, 1, "handout"]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_an_outer_knee_is_what_the_others_build_on() -> None:
    assert engine.case_of(OUTER_KNEE).complaints[0].site == "knee_outer"


def test_the_picture_of_an_item_moves_at_the_prescribed_tempo(cast: Cast, signed_in: SignedIn) -> None:
    from restride.site.look.templatetags.figures import figure

    drafted(cast)
    content = signed_in(cast.therapist).get(reverse("plan", args=[cast.record.pk])).content.decode()
    shown = signed_in(cast.therapist).get(reverse("plan", args=[cast.record.pk])).context["shelves"]["home"]
    paced = [item for item in shown if item.tempo and item.tempo[0] and item.tempo[2]]
    assert paced
    for item in paced:
        assert figure(item.id, item.sides, "animated", item.tempo) in content
