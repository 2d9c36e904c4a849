"""A therapist sees only their clinic's runners, a runner only themselves; every model asks the same choke point."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from restride.site.accounts.models import User
from restride.site.accounts.visibility import VisibleQuerySet
from restride.site.episodes.actions import add_runner, save_case
from restride.site.episodes.models import AuditEntry, Episode, RunnerRecord
from tests.site.cast import KNEE_CASE, Cast

ROOMS = ("episodes", "plans", "diary")


def test_each_person_sees_what_is_theirs(cast: Cast) -> None:
    seen = {
        name: set(RunnerRecord.objects.visible_to(getattr(cast, name)))
        for name in ("runner", "other_runner", "therapist", "therapist_elsewhere", "lead")
    }
    both = {cast.record, cast.other_record}
    assert seen == {
        "runner": {cast.record},
        "other_runner": {cast.other_record},
        "therapist": both,
        "therapist_elsewhere": set(),
        "lead": both,
    }
    assert not RunnerRecord.objects.visible_to(AnonymousUser()).exists()


def test_a_closed_sign_in_sees_nothing(cast: Cast) -> None:
    cast.therapist.is_active = False
    assert not Episode.objects.visible_to(cast.therapist).exists()


@pytest.mark.django_db
def test_every_model_that_hangs_on_a_record_can_be_narrowed() -> None:
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            rows = model._default_manager.all()
            assert isinstance(rows, VisibleQuerySet), model
            assert not rows.visible_to(AnonymousUser()).exists()


def test_another_clinic_cannot_write(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        add_runner(clinic=cast.clinic, name="X", by=cast.therapist_elsewhere)
    with pytest.raises(PermissionDenied):
        save_case(episode=cast.episode, document=KNEE_CASE, by=cast.therapist_elsewhere, reason="x")
    with pytest.raises(PermissionDenied):
        save_case(episode=cast.episode, document=KNEE_CASE, by=cast.other_runner, reason="x")


def test_a_new_runner_is_added_with_a_link_that_is_shown_once(
    cast: Cast, signed_in: Callable[[User | None], Client]
) -> None:
    client = signed_in(cast.therapist)
    form = {"name": "N. W.", "birth_year": "1970", "sex": "male", "email": "nw@runner.example"}
    first = client.post(reverse("add_runner"), form, follow=True)
    assert b"/invitation/" in first.content
    record = RunnerRecord.objects.get(name="N. W.")
    assert b"/invitation/" not in client.get(reverse("record", args=[record.pk])).content
    deeds = list(AuditEntry.objects.filter(record=record).values_list("deed", flat=True))
    assert deeds == ["runner.invited", "record.opened"]


def test_a_year_of_two_digits_is_answered_with_a_guess(cast: Cast, signed_in: Callable[[User | None], Client]) -> None:
    answer = signed_in(cast.therapist).post(reverse("add_runner"), {"name": "X", "birth_year": "92"})
    assert b"Is it 1992?" in answer.content
