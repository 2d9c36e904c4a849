"""Every way in which the child may end, and what the worker makes of it; no process, no pose."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from restride.model.errors import PlainError
from restride.site.recordings import child, lease
from restride.site.recordings.child import Job, Said
from restride.site.recordings.models import Recording, State
from restride.site.recordings.worker import UNEXPECTED, Worker
from tests.site.cast import Cast
from tests.site.recordings.uploads import added

JOB = Job("recording.mp4", "out", "run.mp4", date(2026, 11, 20))
RATE = {"what": "rate", "fine": False, "says": "Few frames."}


def said_by(monkeypatch: pytest.MonkeyPatch, analyse: Callable[..., None]) -> list[Said]:
    """What the child says while it does this; its limits and its watch over the worker are left out."""
    out = io.BytesIO()
    monkeypatch.setattr(child, "analyse", analyse)
    monkeypatch.setattr(child, "_limit", lambda: None)
    monkeypatch.setattr(child, "_end_with_the_worker", lambda: None)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(msgspec.json.encode(JOB) + b"\n")))
    monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=out))
    assert child.main() == 0
    return [msgspec.json.decode(line, type=Said) for line in out.getvalue().splitlines()]


def test_the_child_says_how_far_it_is_and_repeats_what_it_saw(monkeypatch: pytest.MonkeyPatch) -> None:
    def analyse(job: Job, tell: Callable[[Said], None]) -> None:
        assert job == JOB
        tell(Said(percent=2, stage="Reading"))
        tell(Said(percent=5, stage="Following", remarks=(RATE,)))
        tell(Said(percent=50, stage="Following"))

    said = said_by(monkeypatch, analyse)
    assert [one.percent for one in said] == [2, 5, 50, 100]
    assert [len(one.remarks) for one in said] == [0, 1, 1, 1]
    assert said[-1].done


@pytest.mark.parametrize(
    ("trouble", "sentence"), [(PlainError("No runner."), "No runner."), (MemoryError(), child.NOT_ENOUGH_MEMORY)]
)
def test_a_refusal_and_too_little_memory_are_sentences(
    monkeypatch: pytest.MonkeyPatch, trouble: BaseException, sentence: str
) -> None:
    def analyse(job: Job, tell: Callable[[Said], None]) -> None:
        raise trouble

    assert [one.refused for one in said_by(monkeypatch, analyse)] == [sentence]


def test_a_mistake_of_ours_ends_the_child_without_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def analyse(job: Job, tell: Callable[[Said], None]) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        said_by(monkeypatch, analyse)


def ended(
    cast: Cast, media: Path, monkeypatch: pytest.MonkeyPatch, settings: Any, watch: Callable[..., Any]
) -> Recording:
    settings.MEDIA_ROOT = str(media)
    row = added(cast)
    monkeypatch.setattr(Worker, "_watch", watch)
    Worker().work_once()
    row.refresh_from_db()
    wanted = [row.result_folder] if row.result else []
    assert list(row.folder.glob("report-*")) == wanted, "nothing half-written"
    return row


@pytest.mark.django_db
@pytest.mark.parametrize("said", [Said(), Said(percent=80, stage="Following"), Said(percent=100, done=True)])
def test_an_end_without_an_answer_or_a_report_is_said(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any, said: Said
) -> None:
    row = ended(cast, tmp_path, monkeypatch, settings, lambda *_: said)
    assert (row.state, row.reason) == (State.FAILED, UNEXPECTED)


@pytest.mark.django_db
def test_a_refusal_names_the_file_as_people_know_it_and_keeps_what_was_seen(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    said = Said(refused="recording.csv shows nobody.", remarks=(RATE,))
    row = ended(cast, tmp_path, monkeypatch, settings, lambda *_: said)
    assert (row.state, row.reason, row.remarks) == (State.FAILED, "belt.csv shows nobody.", [RATE])


@pytest.mark.django_db
def test_a_full_disk_is_a_sentence(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    def full(*_: Any) -> Said:
        raise OSError(errno.ENOSPC, "No space left on device")

    row = ended(cast, tmp_path, monkeypatch, settings, full)
    assert row.state == State.FAILED
    assert "no space left on device" in row.reason


@pytest.mark.django_db
def test_work_taken_away_or_finished_writes_what_it_should(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def watched(self: Worker, taken: lease.Lease, out: Path) -> Said:
        (out / "report.json").write_text('{"shape": "x"}')
        return Said(percent=100, done=True)

    row = ended(cast, tmp_path, monkeypatch, settings, watched)
    assert (row.state, row.report) == (State.DONE, {"shape": "x"})
    row.refresh_from_db()
    Recording.objects.filter(pk=row.pk).update(state=State.QUEUED)
    monkeypatch.setattr(Worker, "_watch", lambda *_: None)
    Worker().work_once()
    row.refresh_from_db()
    assert row.state == State.ANALYSING, "given back or taken: whoever did it wrote the row"
    assert row.result, "the report of before stays"
