"""The analysis in the background: taken once, kept by a lease, handed in under a fence, safe against kill -9."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from restride.site.recordings import actions, lease
from restride.site.recordings.models import Recording, State
from restride.site.recordings.worker import Worker, sweep_all
from tests.site.cast import Cast
from tests.site.recordings.uploads import added

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def state_of(row: Recording) -> str:
    return Recording.objects.get(pk=row.pk).state


@pytest.mark.django_db
def test_a_recording_is_analysed_and_its_numbers_are_stored(cast: Cast, media: Path) -> None:
    row = added(cast, first_foot="left", speed_m_s=3.0)
    assert Worker().work_once()
    row.refresh_from_db()
    assert (row.state, row.progress_percent, row.lease_token) == (State.DONE, 100, None)
    rate = next(one for one in row.report["metrics"] if one["id"] == "cadence")
    assert rate["value"] == pytest.approx(60 / 0.35, rel=0.01)
    assert row.result_folder is not None
    assert (row.result_folder / "report.json").is_file()
    assert not Worker().work_once(), "nothing is left to do"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"time,fz\n", "belt.csv", "belt.csv"),
        (b"<html>not found</html>", "belt.c3d", "recording.c3d"),
        (b"\x00" * 4096, "side.trc", "recording.trc"),
    ],
)
def test_what_cannot_be_analysed_says_why_and_leaves_nothing(
    cast: Cast, media: Path, content: bytes, name: str, words: str
) -> None:
    row = added(cast, content, name)
    Worker().work_once()
    row.refresh_from_db()
    assert row.state == State.FAILED
    assert row.reason.endswith(".")
    assert "Traceback" not in row.reason
    assert not list(row.folder.glob("report-*"))


@pytest.mark.django_db
def test_the_same_file_is_kept_once(cast: Cast, media: Path) -> None:
    row = added(cast)
    with pytest.raises(actions.RecordingRefused, match="is here already"):
        added(cast, name="again.csv")
    assert Recording.objects.count() == 1
    assert [path.name for path in (media / "recordings").iterdir()] == [str(row.pk)]


@pytest.mark.django_db
def test_an_empty_file_is_refused_and_leaves_no_folder(cast: Cast, media: Path) -> None:
    with pytest.raises(actions.RecordingRefused, match="is empty"):
        actions.add_recording(
            episode=cast.episode, name="a.csv", blocks=[], recorded_on=date(2026, 11, 20), options={}, by=cast.therapist
        )
    assert not list((media / "recordings").iterdir())


@pytest.mark.django_db
def test_a_lease_is_held_by_one_until_it_ends(cast: Cast, media: Path) -> None:
    added(cast)
    first = lease.take(NOW)
    assert first is not None
    assert lease.take(NOW + lease.LEASE) is None, "until the lease ends it is ours"
    second = lease.take(NOW + lease.LEASE + timedelta(seconds=1))
    assert second is not None
    assert not lease.beat(first, NOW, percent=50, stage="late")
    assert not lease.hand_in(first, NOW, report={"late": True}, result="report-late", pipeline="x")
    assert not lease.refuse(first, "late.")
    assert lease.beat(second, NOW, percent=50, stage="in time")
    assert lease.hand_in(second, NOW, report={"in": "time"}, result="report-in-time", pipeline="x")
    assert Recording.objects.get().report == {"in": "time"}


@pytest.mark.django_db
def test_what_kills_three_workers_is_not_tried_a_fourth_time(cast: Cast, media: Path) -> None:
    row, at = added(cast), NOW
    for _ in range(lease.MOST_ATTEMPTS):
        assert lease.take(at) is not None
        at += lease.LEASE + timedelta(seconds=1)
    assert lease.take(at) is None
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.FAILED, lease.GAVE_UP)


@pytest.mark.django_db
@pytest.mark.parametrize(("deed", "state"), [(actions.pause, State.PAUSED), (actions.cancel, State.CANCELLED)])
def test_a_pause_or_cancel_takes_the_work_away(cast: Cast, media: Path, deed: Any, state: State) -> None:
    row = added(cast)
    held = lease.take(NOW)
    assert held is not None
    deed(recording=row, by=cast.therapist)
    assert not lease.beat(held, NOW, percent=1, stage="on")
    assert state_of(row) == state
    assert lease.take(NOW + timedelta(days=1)) is None
    actions.start_again(recording=row, by=cast.therapist)
    assert lease.take(NOW) is not None


@pytest.mark.django_db
def test_a_worker_that_is_stopped_gives_its_work_back(cast: Cast, media: Path) -> None:
    row, worker = added(cast), Worker()
    worker.stop()
    worker.work_once()
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.QUEUED, 0)


@pytest.mark.django_db
def test_a_removed_recording_leaves_no_file_but_its_reason(
    cast: Cast, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    row = added(cast)
    with pytest.raises(actions.RecordingRefused, match="reason"):
        actions.remove(recording=row, by=cast.therapist, reason=" ")
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove(recording=row, by=cast.therapist, reason="The runner asked for it")
    assert not row.folder.exists()
    assert state_of(row) == State.REMOVED
    assert added(cast).pk != row.pk, "the same file may be added again"


@pytest.mark.django_db
def test_sweeping_keeps_the_report_that_counts_and_uploads_under_way(cast: Cast, media: Path) -> None:
    row = added(cast)
    Worker().work_once()
    row.refresh_from_db()
    (row.folder / "report-of-a-dead-worker").mkdir()
    under_way = media / "recordings" / "an-upload"
    under_way.mkdir()
    old = media / "recordings" / "an-old-upload"
    old.mkdir()
    os.utime(old, (0, 0))
    sweep_all()
    assert [path.name for path in row.folder.glob("report-*")] == [row.result]
    assert under_way.is_dir()
    assert not old.exists()


LOOK = "SELECT state, attempts FROM recordings_recording"
LET_LEASE_END = "UPDATE recordings_recording SET lease_until = '2026-01-01 00:00:00' WHERE state = 'analysing'"
WORKER = "import sys; from restride.cli import main; sys.exit(main(['worker']))"


@pytest.fixture
def own_site(cast: Cast, settings: Any, tmp_path: Path) -> dict[str, str]:
    """A data folder with the cast and a recording, for processes of their own; what makes them find it."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    added(cast, first_foot="left")
    (tmp_path / "restride.sqlite3").write_bytes(connection.connection.serialize())
    root = Path(__file__).resolve().parents[3]
    wanted = {
        "RESTRIDE_DATA": str(tmp_path),
        "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
        "RESTRIDE_DATABASE_URL": "",
    }
    return {**os.environ, **wanted}


def asked(folder: Path, statement: str) -> list[Any]:
    """What the database of the data folder answers; straight to the file, a process for each look takes seconds."""
    with closing(sqlite3.connect(folder / "restride.sqlite3", timeout=30)) as database, database:
        return database.execute(statement).fetchall()


def looked(folder: Path) -> tuple[str, int, int]:
    """State and attempts of the recording, and how many reports lie in its folder."""
    ((state, attempts),) = asked(folder, LOOK)
    return state, attempts, len(list(folder.glob("media/recordings/*/report-*")))


@pytest.mark.sqlite
def test_killing_the_worker_loses_nothing_and_doubles_nothing(own_site: dict[str, str], tmp_path: Path) -> None:
    first = subprocess.Popen([sys.executable, "-c", WORKER], env=own_site)
    child = _child_of(first)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert looked(tmp_path) == ("analysing", 1, 1)
    _ended(child)
    asked(tmp_path, LET_LEASE_END)
    second = subprocess.Popen([sys.executable, "-c", WORKER], env=own_site)
    try:
        ends = time.monotonic() + 90
        while looked(tmp_path)[0] != "done":
            assert time.monotonic() < ends, "never done"
            time.sleep(0.1)
    finally:
        second.terminate()
        assert second.wait(30) == 0
    assert looked(tmp_path) == ("done", 2, 1)


def _child_of(worker: subprocess.Popen[bytes]) -> int:
    """The process that analyses, as soon as there is one."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        for task in Path(f"/proc/{worker.pid}/task").glob("*/children"):
            found = task.read_text().split()
            if found:
                return int(found[0])
        time.sleep(0.005)
    pytest.fail("the worker started no analysis")


def _ended(pid: int) -> None:
    ends = time.monotonic() + 60
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < ends, "the analysis outlived its worker"
        time.sleep(0.05)
