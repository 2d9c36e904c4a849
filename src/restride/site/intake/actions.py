"""Writing the draft and sending it. Every step is saved as it is answered."""

from __future__ import annotations

import contextlib
from copy import deepcopy
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from restride.knowledge.case_reader import CaseError
from restride.site.accounts.models import User
from restride.site.documents import Document, checked
from restride.site.episodes.actions import evaluate_case, save_case
from restride.site.episodes.audit import wrote
from restride.site.episodes.models import CaseVersion, Episode, RunnerRecord
from restride.site.intake import paths
from restride.site.intake.case import case_of, runners_part
from restride.site.intake.models import IntakeDraft, Units
from restride.site.intake.places import SIDES
from restride.site.intake.steps import Step
from restride.site.runs.queries import joined

SENT = "Intake sent by the runner"
SAID_AT_ONCE = "Safety answer given during the intake"


@transaction.atomic
def open_draft(*, episode: Episode, by: User) -> IntakeDraft:
    """Return the draft; begin one where there is none, and take over what the clinic changed since it was sent."""
    _require(by, episode)
    draft = IntakeDraft.objects.filter(episode=episode).first()
    latest = _latest(episode)
    if draft is None:
        document = runners_part(latest.document) if latest else _known(episode.record)
        draft = IntakeDraft.objects.create(episode=episode, document=document)
        wrote(by=by, record=episode.record, deed="intake.begun", summary="Intake begun", after=draft)
    elif _was_overtaken(draft, latest):
        draft.document = runners_part(latest.document) if latest else {}
        draft.extra = {**draft.extra, "mapped": [], "more": _more(draft.document)}
        draft.save(update_fields=["document", "extra"])
    return draft


@transaction.atomic
def save_step(
    *,
    draft: IntakeDraft,
    step: Step,
    document: Document,
    extra: dict[str, Any],
    by: User,
    again: frozenset[str] = frozenset(),
) -> IntakeDraft:
    """Keep the answers of one page; the pages in ``again`` are asked once more."""
    _require(by, draft.episode)
    locked = IntakeDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    locked.document = checked(document)
    locked.extra = extra
    locked.done = [*(one for one in locked.done if one != step.id and one not in again), step.id]
    locked.changed_at = timezone.now()
    locked.save(update_fields=["document", "extra", "done", "changed_at"])
    return locked


@transaction.atomic
def choose_units(*, draft: IntakeDraft, units: str, by: User) -> None:
    """Show numbers in other units from now on; what is stored stays as it was written."""
    _require(by, draft.episode)
    draft.units = Units(units)
    draft.save(update_fields=["units"])


def with_place(draft: IntakeDraft, number: int, site: str, side: str) -> tuple[Document, dict[str, Any]]:
    """Return the draft with a place chosen; answers about another place at the same number are let go."""
    document, extra = deepcopy(draft.document), deepcopy(draft.extra)
    before = paths.read(document, ("complaints", number, "site"))
    if before != site:
        complaints = document.setdefault("complaints", [])
        complaints[number : number + 1] = [{"site": site}]
    mapped = [*(extra.get("mapped") or [])]
    mapped += [False] * (number + 1 - len(mapped))
    mapped[number] = side in SIDES
    extra["mapped"] = mapped
    if mapped[number]:
        paths.write(document, ("complaints", number, "side"), side)
    return document, extra


def with_another(draft: IntakeDraft, number: int, wanted: bool) -> tuple[Document, dict[str, Any]]:
    """Return the draft with the answer to «does another place hurt»; a no lets later places go."""
    document, extra = deepcopy(draft.document), deepcopy(draft.extra)
    more = [*(extra.get("more") or [])][:number]
    extra["more"] = [*more, *([True] * (number - len(more))), wanted]
    if not wanted:
        document["complaints"] = (document.get("complaints") or [])[: number + 1]
    return document, extra


def send(*, draft: IntakeDraft, by: User, today: date, reason: str = SENT) -> CaseVersion:
    """Make a case version of the draft and evaluate it; the answers are safe before the thinking starts."""
    version = _make_version(draft=draft, by=by, reason=reason)
    evaluate_case(case_version=version, by=by, today=today)
    return version


def tell_at_once(*, draft: IntakeDraft, by: User, today: date) -> CaseVersion:
    """Let the clinic see an urgent answer now, whether or not the rest is ever finished."""
    latest = _latest(draft.episode)
    document = case_of(draft.document, latest.document if latest else None)
    version = save_case(episode=draft.episode, document=document, by=by, reason=SAID_AT_ONCE)
    evaluate_case(case_version=version, by=by, today=today)
    return version


@transaction.atomic
def _make_version(*, draft: IntakeDraft, by: User, reason: str) -> CaseVersion:
    locked = IntakeDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    latest = _latest(draft.episode)
    document = case_of(locked.document, latest.document if latest else None)
    with contextlib.suppress(CaseError):  # the answers are kept whatever is wrong with them
        document = joined(draft.episode, document, timezone.localdate())
    version = save_case(episode=draft.episode, document=document, by=by, reason=reason)
    locked.sent, locked.sent_at = version, timezone.now()
    locked.save(update_fields=["sent", "sent_at"])
    return version


def _latest(episode: Episode) -> CaseVersion | None:
    return CaseVersion.objects.filter(episode=episode).order_by("-number").first()


def _was_overtaken(draft: IntakeDraft, latest: CaseVersion | None) -> bool:
    """Whether the clinic wrote a newer version and the runner has changed nothing since sending."""
    if draft.sent_id is None or draft.sent_at is None or latest is None:
        return False
    return latest.pk != draft.sent_id and draft.changed_at <= draft.sent_at


def _more(document: Document) -> list[bool]:
    count = len(document.get("complaints") or [])
    return [*([True] * (count - 1)), False] if count else []


def _known(record: RunnerRecord) -> Document:
    """Return what the clinic entered when it opened the record."""
    runner: dict[str, Any] = {}
    age = record.age_in(timezone.localdate().year)
    if age is not None and age >= 4:
        runner["age_years"] = age
    if record.sex in ("female", "male"):
        runner["sex"] = record.sex
    return {"runner": runner} if runner else {}


def _require(user: User, episode: Episode) -> None:
    if not user.has_perm("diary.write", episode.record):
        raise PermissionDenied
