"""Folders, all cores, a store: the same file twice adds nothing, and what was stopped goes on."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from restride.adapters.activities import importing
from restride.adapters.activities.importing import import_paths
from restride.adapters.activities.store import Store, StoreError
from restride.training.history import build_history
from tests.activities.conftest import options
from tests.activities.encoder import gpx, rich_fit, run_fit, seconds

START = seconds("2026-03-01T06:00:00+00:00")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "runs"
    (place / "2026").mkdir(parents=True)
    for number in range(12):
        (place / "2026" / f"{number:02d}.fit").write_bytes(run_fit(START + 86_400 * number, 600 + 30 * number))
    (place / "copy of 03.fit").write_bytes((place / "2026" / "03.fit").read_bytes())
    (place / "same as 04.gpx").write_bytes(gpx(START + 86_400 * 4 + 3, 715))
    (place / "notes.txt").write_text("not looked at")
    (place / ".hidden.fit").write_bytes(b"not looked at")
    return place


def test_a_folder_is_read_whole_and_every_activity_counts_once(folder: Path) -> None:
    imported = import_paths([folder], options())
    assert imported.files == 14
    history = build_history((run for one in imported.readings for run in one.runs), options().limits)
    assert (len(history.runs), history.duplicates) == (12, 1)
    assert history.runs[4].also_in == ("runs/same as 04.gpx",)


def test_a_second_import_adds_nothing(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    first = import_paths([folder], options(), store=store)
    second = import_paths([folder], options(), store=store)
    assert (first.new, second.new) == (13, 0)
    assert [one.runs for one in second.readings] == [one.runs for one in first.readings]
    (folder / "new.fit").write_bytes(run_fit(START + 86_400 * 40, 900))
    assert import_paths([folder], options(), store=store).new == 1


def test_another_way_of_reading_is_another_reading(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    import_paths([folder], options(), store=store)
    berlin = msgspec.structs.replace(options(), zone="Europe/Berlin")
    assert import_paths([folder], berlin, store=store).new == 13
    assert import_paths([folder], options(), store=store).new == 0


def test_a_stopped_import_goes_on(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store.sqlite"
    monkeypatch.setattr(importing, "_COMMIT_EVERY", 2)

    def stop(done: int, total: int) -> None:
        if done == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_paths([folder], options(), store=store, progress=stop)
    after = import_paths([folder], options(), store=store)
    assert 0 < after.new < 13
    assert len(after.readings) == 13


def test_all_cores_give_what_one_gives(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = import_paths([folder], options(), workers=1)
    monkeypatch.setattr(importing, "_SMALL", 0)
    seen: list[tuple[int, int]] = []
    many = import_paths([folder], options(), workers=2, progress=lambda done, total: seen.append((done, total)))
    assert many.readings == one.readings
    assert seen[-1] == (14, 14)


def test_a_file_that_ends_the_reader_costs_only_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setattr(importing, "_SMALL", 0)
    real = importing.read_bytes

    def deadly(name: str, data: bytes, *rest: object) -> object:
        if "07" in name:
            os._exit(9)
        return real(name, data, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "read_bytes", deadly)
    readings = import_paths([folder], options(), workers=2).readings
    lost = [one for one in readings if one.grade == "REJECTED"]
    assert [one.name for one in lost] == ["runs/2026/07.fit"]
    assert "makes the reader stop" in lost[0].reason
    assert len(readings) == 13


def test_a_file_that_takes_too_long_is_left_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setattr(importing, "SECONDS", 0.05)
    monkeypatch.setattr(importing, "read_bytes", lambda *_: time.sleep(5))
    (reading,) = import_paths([folder / "2026" / "03.fit"], options()).readings
    assert "takes longer" in reading.reason


def test_a_store_that_is_none_is_one_sentence(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_bytes(b"this is no database, and long enough to be told apart from one" * 20)
    with pytest.raises(StoreError, match="name another file"):
        import_paths([folder], options(), store=tmp_path / "x.sqlite")


@contextmanager
def full_disk() -> Iterator[None]:
    """No file can grow."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_one_sentence_and_leaves_no_empty_store(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    with pytest.raises(StoreError, match="cannot be used as a store"), full_disk():
        import_paths([folder], options(), store=store, workers=1)
    assert list(tmp_path.glob("store*")) == []
    (reading,) = import_paths([folder / "2026" / "03.fit"], options()).readings
    with Store(store, options()) as opened, pytest.raises(StoreError, match="cannot be used as a store"), full_disk():
        opened.add([reading])
    assert list(tmp_path.glob("store*")) == []


def test_no_position_is_in_the_store(tmp_path: Path) -> None:
    (tmp_path / "a.fit").write_bytes(rich_fit(START, 300, lat=48.137154, lon=11.576124))
    import_paths([tmp_path / "a.fit"], options(), store=tmp_path / "s.sqlite")
    (reading,) = import_paths([tmp_path / "a.fit"], options(), store=tmp_path / "s.sqlite").readings
    assert b"48.13" not in msgspec.json.encode(reading)
    assert reading.runs[0].positions == ()
