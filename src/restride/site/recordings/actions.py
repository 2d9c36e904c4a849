"""Every change to recordings that a person makes; each checks the permission, writes and audits at once."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from restride.explain.dates import long_date
from restride.gait.findings import movement_of
from restride.gait.joined import with_movements
from restride.model.gait import GaitReport
from restride.model.quantity import encode_quantity
from restride.model.words import Side
from restride.site import engine
from restride.site.accounts.models import User
from restride.site.documents import checked
from restride.site.episodes.audit import wrote
from restride.site.episodes.models import Episode, EvaluationRecord, RunnerRecord
from restride.site.evaluations.actions import save_and_evaluate
from restride.site.evaluations.queries import latest_version
from restride.site.recordings.models import Recording, Role, State, VisitOfDay
from restride.site.recordings.queries import movement_report_of

STOPPABLE = (State.QUEUED, State.ANALYSING)
STARTABLE = (State.PAUSED, State.CANCELLED, State.FAILED, State.DONE)


class RecordingRefused(ValueError):
    """It cannot be done with this recording; the message says why and what to do."""


def add_recording(
    *,
    episode: Episode,
    name: str,
    blocks: Iterable[bytes],
    recorded_on: date,
    options: dict[str, Any],
    condition: str = "",
    movement: str = "",
    role: str = Role.USUAL,
    visit_of_day: int = VisitOfDay.FIRST,
    by: User,
) -> Recording:
    """Keep an uploaded file and queue its analysis; the row is written last, over a whole file.

    Raises
    ------
    RecordingRefused
        The file is empty, or is in this episode already.
    """
    _require(by, episode.record)
    recording = Recording(
        id=uuid.uuid4(), episode=episode, name=Path(name).name[:200], suffix=Path(name).suffix.lower()[:8],
        recorded_on=recorded_on, options=checked(options), condition=condition.strip(), uploaded_by=by,
        movement=movement, role=role, visit_of_day=visit_of_day,
    )  # fmt: skip
    recording.folder.mkdir(parents=True, mode=0o700)
    try:
        recording.size_bytes, recording.sha256 = _keep(recording.source, blocks)
        if not recording.size_bytes:
            raise RecordingRefused(f"{recording.name} is empty; copy it from the phone or camera again.")
        with transaction.atomic():
            Episode.objects.select_for_update().get(pk=episode.pk)
            _refuse_twice(recording)
            recording.save(force_insert=True)
            wrote(by=by, record=episode.record, deed="recording.added", summary=f"{recording} added", after=recording)
    except BaseException:
        shutil.rmtree(recording.folder, ignore_errors=True)
        raise
    return recording


def _keep(path: Path, blocks: Iterable[bytes]) -> tuple[int, str]:
    """Write the blocks and return how many bytes they were, and their SHA-256."""
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        for block in blocks:
            digest.update(block)
            size += file.write(block)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o600)
    return size, digest.hexdigest()


def _refuse_twice(recording: Recording) -> None:
    twin = (
        Recording.objects.filter(episode=recording.episode, sha256=recording.sha256)
        .exclude(state=State.REMOVED)
        .first()
    )
    if twin is not None:
        raise RecordingRefused(
            f"{recording.name} is here already, as {twin.name} of {long_date(twin.recorded_on)}; open that one."
        )


@transaction.atomic
def pause(*, recording: Recording, by: User) -> None:
    """Stop the analysis for now; started again, it begins from the start."""
    _stop(recording, STOPPABLE, "analysis paused", by, state=State.PAUSED)


@transaction.atomic
def cancel(*, recording: Recording, by: User) -> None:
    """Stop the analysis for good; the file stays, and a report of before counts again, with its own options."""
    if recording.result:
        ended = (*STOPPABLE, State.PAUSED, State.CANCELLED, State.FAILED)
        as_before = {"state": State.DONE, "options": F("report_options"), "reason": "", "people": []}
        _stop(recording, ended, "the report of before kept", by, **as_before)
    else:
        _stop(recording, (*STOPPABLE, State.PAUSED), "analysis cancelled", by, state=State.CANCELLED)


def _stop(recording: Recording, states: Iterable[State], words: str, by: User, **changes: Any) -> None:
    _require(by, recording.episode.record)
    rows = Recording.objects.filter(pk=recording.pk, state__in=states, result=recording.result)
    if not rows.update(lease_token=None, lease_until=None, stage="", progress_percent=0, **changes):
        raise RecordingRefused("The analysis is not going on any more; look at its result.")
    wrote(by=by, record=recording.episode.record, deed="recording.stopped", summary=f"{recording}: {words}")


@transaction.atomic
def start_again(*, recording: Recording, by: User, options: dict[str, Any] | None = None) -> None:
    """Queue the analysis anew, with corrected options if given; the report of before stays until the new one."""
    _require(by, recording.episode.record)
    changes = {} if options is None else {"options": checked(options)}
    started = Recording.objects.filter(pk=recording.pk, state__in=STARTABLE).update(
        state=State.QUEUED, queued_at=timezone.now(), attempts=0, reason="", people=[], progress_percent=0, **changes
    )
    if not started:
        raise RecordingRefused("The analysis is going on already; wait for it, or cancel it first.")
    wrote(by=by, record=recording.episode.record, deed="recording.queued", summary=f"{recording}: analysed again")


@transaction.atomic
def say_how(*, recording: Recording, role: str, visit_of_day: int, condition: str, by: User) -> None:
    """Put right how a run was done, at which visit and what was special; nothing is analysed again."""
    _require(by, recording.episode.record)
    condition = condition.strip()
    Recording.objects.filter(pk=recording.pk).update(role=role, visit_of_day=visit_of_day, condition=condition)
    said = (Role(role).label, VisitOfDay(visit_of_day).label)
    summary = ", ".join([f"{recording}: {said[0].lower()}", said[1].lower(), *([condition] if condition else [])])
    wrote(by=by, record=recording.episode.record, deed="recording.said", summary=summary[:300])


@transaction.atomic
def remove(*, recording: Recording, by: User, reason: str) -> None:
    """Delete the file and its report; that it was there, and why it went, stays in the audit trail."""
    _require(by, recording.episode.record)
    if not reason.strip():
        raise RecordingRefused("Say in a few words why it is removed; the reason is kept, the recording is not.")
    Recording.objects.filter(pk=recording.pk).exclude(state=State.REMOVED).update(
        state=State.REMOVED, lease_token=None, lease_until=None, stage="", report=None, result="", reason=reason.strip()
    )
    wrote(
        by=by, record=recording.episode.record, deed="recording.removed",
        summary=f"{recording} removed: {reason.strip()}"[:300], before=recording,
    )  # fmt: skip
    transaction.on_commit(lambda: shutil.rmtree(recording.folder, ignore_errors=True))


@transaction.atomic
def use_findings(*, recording: Recording, by: User) -> EvaluationRecord:
    """Let what the camera saw into the case, and evaluate it again.

    A finding replaces what an earlier recording said of the same side; what a person saw stays beside it.
    """
    _require(by, recording.episode.record)
    version = latest_version(recording.episode)
    if version is None:
        raise RecordingRefused("There is no case yet: ask what hurts first, then use the recording.")
    _refuse_unfinished(recording)
    if recording.report is None or recording.movement:
        raise RecordingRefused("The recording is not analysed as running; there are no findings of form to use.")
    report = msgspec.convert(recording.report, GaitReport)
    seen = [msgspec.to_builtins(one, enc_hook=encode_quantity) for one in movement_of(report)]
    if not seen:
        raise RecordingRefused("Nothing in this recording could be decided against what is usual, so nothing is used.")
    said = {(one["finding"], one.get("side", "unknown")) for one in seen}
    before = [
        one
        for one in version.document.get("movement", [])
        if one.get("seen_by") != "camera" or (one.get("finding"), one.get("side", "unknown")) not in said
    ]
    evaluation = save_and_evaluate(
        episode=recording.episode,
        document={**version.document, "movement": [*before, *seen]},
        by=by,
        reason=f"Findings of {recording.name} of {long_date(recording.recorded_on)}"[:300],
    )
    Recording.objects.filter(pk=recording.pk).update(used_at=timezone.now())
    return evaluation


@transaction.atomic
def use_numbers(*, recording: Recording, by: User, over_hand: Collection[tuple[str, ...]] = ()) -> EvaluationRecord:
    """Let the numbers of a movement test with their error into the exam, and evaluate it again.

    They replace what an earlier recording said of the same test and side; what a hand measured stands unless it is
    named in ``over_hand`` as test and side.
    """
    _require(by, recording.episode.record)
    version = latest_version(recording.episode)
    if version is None:
        raise RecordingRefused("There is no case yet: ask what hurts first, then use the recording.")
    _refuse_unfinished(recording)
    report = movement_report_of(recording)
    if report is None:
        raise RecordingRefused("The recording is not analysed; there is nothing to use yet.")
    if not report.exam:
        raise RecordingRefused("This test gives no number that the exam takes; score what you see by hand.")
    case = engine.case_of(version.document)
    day = long_date(recording.recorded_on)
    said = {(test, Side(side)) for test, side in over_hand if side in ("left", "right")}
    joined = with_movements(case, [report], over_hand=said, of_day=day)
    if joined.exam == case.exam:
        raise RecordingRefused(
            "Nothing was changed: what stands in the exam was measured by hand; tick it to replace it."
        )
    evaluation = save_and_evaluate(
        episode=recording.episode,
        document={**version.document, "exam": msgspec.to_builtins(joined.exam, enc_hook=encode_quantity)},
        by=by,
        reason=f"Numbers of {recording.name} of {day}"[:300],
    )
    Recording.objects.filter(pk=recording.pk).update(used_at=timezone.now())
    return evaluation


def _refuse_unfinished(recording: Recording) -> None:
    """What is corrected is not yet in the report that stands."""
    if recording.reported and recording.state != State.DONE:
        raise RecordingRefused(
            "The report that stands here is of the analysis before; wait for the new one, or start it again."
        )


def _require(by: User, record: RunnerRecord) -> None:
    if not by.has_perm("record.change", record):
        raise PermissionDenied
