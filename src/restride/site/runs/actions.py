"""Every change to recorded runs: upload, delete, a change entered, the calendar's address. Each is audited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from restride.site.accounts.models import User
from restride.site.episodes.audit import wrote
from restride.site.episodes.models import RunnerRecord
from restride.site.runs import queries
from restride.site.runs.models import CalendarFeed, ChangeKind, FedRun, RecordedRun, RunFile, TrainingChange, Upload
from restride.site.runs.reading import Sent, read_uploads
from restride.site.tokens import fingerprint, new_token
from restride.training.record import FileReading

#: Lines of one upload that a page shows; the rest is counted.
LINES_KEPT = 300


def upload(*, record: RunnerRecord, files: Sequence[Sent], by: User) -> Upload:
    """Read files and keep their runs; the reading is done before anything is locked.

    Raises
    ------
    restride.site.runs.reading.UploadRefused
        In one sentence why nothing was read.
    """
    _require(by, record)
    zone = settings.TIME_ZONE if settings.TIME_ZONE != "UTC" else None
    readings = read_uploads(files, today=timezone.localdate(), zone=zone)
    return keep(record=record, readings=readings, by=by)


@transaction.atomic
def keep(*, record: RunnerRecord, readings: Iterable[FileReading], by: User) -> Upload:
    """Store what was read; a file that is known already adds nothing."""
    _require(by, record)
    RunnerRecord.objects.select_for_update().get(pk=record.pk)
    known = set(RunFile.objects.filter(record=record).values_list("sha256", flat=True))
    lines: list[dict[str, Any]] = []
    new_runs = new_files = 0
    for reading in readings:
        line: dict[str, Any] = {
            "name": reading.name[:255],
            "grade": reading.grade,
            "says": reading.reason[:500],
            "runs": 0,
        }
        if reading.grade != "REJECTED" and reading.sha256 in known:
            line |= {"grade": "KNOWN", "says": "It was here already; nothing was added."}
        elif reading.grade != "REJECTED":
            known.add(reading.sha256)
            line["runs"] = _store(record, reading, by)
            new_runs += line["runs"]
            new_files += 1
        lines.append(line)
    _name_twins(record, lines)
    kept, _new = Upload.objects.update_or_create(
        record=record,
        made_by=by,
        defaults={
            "made_at": timezone.now(), "files": len(lines), "new_runs": new_runs, "lines": _first(lines),
        },
    )  # fmt: skip
    if new_files:
        wrote(
            by=by, record=record, deed="runs.uploaded",
            summary=f"{_counted(new_files, 'file')} with {_counted(new_runs, 'activity', 'activities')} added",
        )  # fmt: skip
    return kept


def _store(record: RunnerRecord, reading: FileReading, by: User) -> int:
    file = RunFile.objects.create(
        record=record, sha256=reading.sha256, name=reading.name[:255], format=reading.format[:16],
        grade=reading.grade, reason=reading.reason[:500], made_by=by,
    )  # fmt: skip
    rows = [
        RecordedRun(
            record=record, file=file, run_id=run.id, kind=run.kind,
            day=run.day if run.start_s is not None else None, body=msgspec.json.encode(run).decode(),
        )
        for run in {run.id: run for run in reading.runs}.values()
    ]  # fmt: skip
    RecordedRun.objects.bulk_create(rows)
    return len(rows)


def _name_twins(record: RunnerRecord, lines: list[dict[str, Any]]) -> None:
    """Say which of the new files hold a run that another file holds too; the history counts it once."""
    history = queries.history_of_record(record)
    twins = {
        name: best.origin.name for best in (*history.runs, *history.walks, *history.cross) for name in best.also_in
    }
    for line in lines:
        if line["runs"] and line["name"] in twins:
            line["says"] = f"The same run as in {twins[line['name']]}; it counts once. {line['says']}".strip()[:500]


def _first(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines worth reading first: what was refused, what is partial, then the rest."""
    order = {"REJECTED": 0, "PARTIAL": 1, "KNOWN": 3}
    return sorted(lines, key=lambda line: order.get(line["grade"], 2))[:LINES_KEPT]


@transaction.atomic
def delete_run(*, run: RecordedRun, by: User) -> None:
    """Take one activity out; a file without any is forgotten, so that it may be sent again."""
    _require(by, run.record)
    file = run.file
    said = f"Activity of {run.day or 'an unknown day'} deleted"
    run.delete()
    if not file.runs.exists():
        file.delete()
    wrote(by=by, record=file.record, deed="runs.deleted", summary=said)


@transaction.atomic
def delete_all(*, record: RunnerRecord, by: User) -> int:
    """Take every recorded activity out; how many there were. What was evaluated from them stays as it was."""
    _require(by, record)
    count = RecordedRun.objects.filter(record=record).count()
    RunFile.objects.filter(record=record).delete()
    Upload.objects.filter(record=record).delete()
    if count:
        wrote(
            by=by, record=record, deed="runs.deleted",
            summary=f"All {_counted(count, 'activity', 'activities')} deleted",
        )  # fmt: skip
    return count


@transaction.atomic
def enter_change(*, record: RunnerRecord, what: str, on: date, says: str, by: User) -> TrainingChange:
    """Keep a change that no file knows."""
    _require(by, record)
    change = TrainingChange(record=record, what=ChangeKind(what), on=on, says=says.strip(), made_by=by)
    change.full_clean()
    change.save()
    wrote(by=by, record=record, deed="runs.change", summary=f"Entered: {change}", after=change)
    return change


@transaction.atomic
def remove_change(*, change: TrainingChange, by: User) -> None:
    """Take a change back."""
    _require(by, change.record)
    wrote(by=by, record=change.record, deed="runs.change", summary=f"Taken back: {change}", before=change)
    change.delete()


@transaction.atomic
def open_feed(*, record: RunnerRecord, by: User) -> str:
    """Make the calendar's address anew and return its secret, which nobody can read again; the old one stops."""
    _owner(by, record)
    secret = new_token()
    feed, _new = CalendarFeed.objects.update_or_create(
        record=record,
        defaults={"fingerprint": fingerprint(secret), "made_at": timezone.now(), "last_asked_on": None},
    )
    wrote(by=by, record=record, deed="calendar.opened", summary="Calendar address made", after=feed)
    return secret


@transaction.atomic
def close_feed(*, record: RunnerRecord, by: User) -> None:
    """Let the calendar's address stop at once."""
    _owner(by, record)
    deleted, _ = CalendarFeed.objects.filter(record=record).delete()
    FedRun.objects.filter(record=record).delete()
    if deleted:
        wrote(by=by, record=record, deed="calendar.closed", summary="Calendar address stopped")


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def _require(user: User, record: RunnerRecord) -> None:
    if not user.has_perm("record.answer", record):
        raise PermissionDenied


def _owner(user: User, record: RunnerRecord) -> None:
    if not user.has_perm("diary.write", record):
        raise PermissionDenied
