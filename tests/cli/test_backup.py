"""Backup and restore: everything back and nothing else, or one sentence and nothing written. And the doctor."""

from __future__ import annotations

import json
import sqlite3
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from restride.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("RESTRIDE_DATABASE_URL", raising=False)

    def ran(*words: object) -> tuple[int, str, str]:
        status = main([str(word) for word in words])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return ran


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """A data folder with a database that is being written to, a media file and a key."""
    data = tmp_path / "data"
    (data / "media" / "films").mkdir(parents=True)
    (data / "media" / "films" / "left.bin").write_bytes(bytes(range(256)) * 400)
    (data / "secret.key").write_text("not for a backup")
    connection = sqlite3.connect(data / "restride.sqlite3")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE runner (name TEXT)")
    connection.executemany("INSERT INTO runner VALUES (?)", [(f"R. {n}",) for n in range(500)])
    connection.commit()
    connection.close()
    return data


@pytest.fixture
def saved(clinic: Path, tmp_path: Path, run: Run) -> Path:
    file = tmp_path / "clinic.zip"
    assert run("backup", "--data", clinic, "--out", file)[0] == 0
    return file


def names_in(data: Path) -> list[str]:
    connection = sqlite3.connect(data / "restride.sqlite3")
    try:
        return [name for (name,) in connection.execute("SELECT name FROM runner")]
    finally:
        connection.close()


def refused(run: Run, file: Path, target: Path, words: str) -> None:
    """One sentence, exit status 2, nothing left behind."""
    before = sorted(path.name for path in target.parent.iterdir())
    status, out, err = run("restore", file, "--data", target)
    assert (status, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert sorted(path.name for path in target.parent.iterdir()) == before


def repacked(saved: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(saved) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    change(held)
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return target


def test_what_was_saved_comes_back(clinic: Path, saved: Path, tmp_path: Path, run: Run) -> None:
    target = tmp_path / "new" / "data"
    status, out, _ = run("restore", saved, "--data", target)
    assert status == 0
    assert "every checksum right" in out
    assert names_in(target) == names_in(clinic)
    film = "media/films/left.bin"
    assert (target / film).read_bytes() == (clinic / film).read_bytes()
    assert not (target / "secret.key").exists()
    assert [path.name for path in target.parent.iterdir()] == ["data"]


def test_a_backup_is_taken_while_somebody_writes(clinic: Path, tmp_path: Path, run: Run) -> None:
    writer = sqlite3.connect(clinic / "restride.sqlite3")
    writer.execute("INSERT INTO runner VALUES ('not said yet')")
    file = tmp_path / "live.zip"
    assert run("backup", "--data", clinic, "--out", file)[0] == 0
    writer.rollback()
    writer.close()
    assert run("restore", file, "--data", tmp_path / "live")[0] == 0
    assert len(names_in(tmp_path / "live")) == 500


def test_only_its_owner_reads_a_backup(saved: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


def test_an_empty_folder_will_do_and_a_full_one_will_not(saved: Path, clinic: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "empty").mkdir()
    assert run("restore", saved, "--data", tmp_path / "empty")[0] == 0
    refused(run, saved, clinic, "not empty")
    assert len(names_in(clinic)) == 500


def test_a_backup_overwrites_nothing(clinic: Path, saved: Path, run: Run) -> None:
    before = saved.read_bytes()
    status, _, err = run("backup", "--data", clinic, "--out", saved)
    assert status == 2
    assert "already there" in err
    assert saved.read_bytes() == before


def test_a_folder_without_a_database_is_not_saved(tmp_path: Path, run: Run) -> None:
    status, _, err = run("backup", "--data", tmp_path, "--out", tmp_path / "a.zip")
    assert status == 2
    assert "nothing to save" in err
    assert not (tmp_path / "a.zip").exists()


def test_a_place_that_is_not_there_is_named(clinic: Path, tmp_path: Path, run: Run) -> None:
    status, _, err = run("backup", "--data", clinic, "--out", tmp_path / "no" / "a.zip")
    assert status == 2
    assert "cannot be written (no such file or directory)" in err


def test_a_changed_byte_of_the_database_is_found(saved: Path, tmp_path: Path, run: Run) -> None:
    def change(held: dict[str, bytes]) -> None:
        content = bytearray(held["restride.sqlite3"])
        content[5000] ^= 1
        held["restride.sqlite3"] = bytes(content)

    file = repacked(saved, tmp_path / "changed.zip", change)
    refused(run, file, tmp_path / "target", "restride.sqlite3 is not what its checksum says")


def test_a_longer_or_missing_file_is_found(saved: Path, tmp_path: Path, run: Run) -> None:
    film = "media/films/left.bin"
    file = repacked(saved, tmp_path / "longer.zip", lambda held: held.update({film: held[film] + b"x" * 5_000_000}))
    refused(run, file, tmp_path / "target", f"{film} is not what its checksum says")
    file = repacked(saved, tmp_path / "missing.zip", lambda held: held.pop(film) and None)
    refused(run, file, tmp_path / "target", "not what it lists")


@pytest.mark.parametrize("name", ["../outside", "media/../../outside", "/etc/outside", "secret.key", "media"])
def test_nothing_is_written_outside_the_folder(name: str, saved: Path, tmp_path: Path, run: Run) -> None:
    def change(held: dict[str, bytes]) -> None:
        listed = json.loads(held["restride-backup.json"])
        listed["files"][name] = {"bytes": 1, "sha256": "0"}
        held["restride-backup.json"] = json.dumps(listed).encode()
        held[name] = b"x"

    refused(run, repacked(saved, tmp_path / "evil.zip", change), tmp_path / "target", "belongs to no backup")


def test_damage_anywhere_is_one_sentence(saved: Path, tmp_path: Path, run: Run) -> None:
    whole = saved.read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 40)):
        damaged = tmp_path / "damaged.zip"
        damaged.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        target = tmp_path / "target"
        status, _, err = run("restore", damaged, "--data", target)
        assert status in (0, 2)
        if status:
            assert err.count("\n") == 1
            assert not target.exists()
        else:  # a byte that carries nothing, as a date of the archive
            assert len(names_in(target)) == 500
            for path in sorted(target.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
            target.rmdir()
    damaged.write_bytes(whole[: len(whole) // 2])
    refused(run, damaged, tmp_path / "target", "damaged or no backup")


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "damaged or no backup"), (b"runner,pain\n", "damaged or no backup"), (None, "There is no file")],
)
def test_a_wrong_file_is_named(content: bytes | None, words: str, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "wrong.zip"
    if content is not None:
        file.write_bytes(content)
    refused(run, file, tmp_path / "target", words)


@pytest.mark.parametrize(("place", "value", "words"), [(8, 1, "encrypted"), (10, 99, "compression")])
def test_an_archive_that_somebody_locked_or_packed_anew(
    place: int, value: int, words: str, saved: Path, tmp_path: Path, run: Run
) -> None:
    content = bytearray(saved.read_bytes())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        # The directory and each file's own head say it.
        head = struct.unpack_from("<I", content, at + 42)[0]
        struct.pack_into("<H", content, at + place, value)
        struct.pack_into("<H", content, head + place - 2, value)
        at = content.find(b"PK\x01\x02", at + 4)
    (tmp_path / "other.zip").write_bytes(content)
    refused(run, tmp_path / "other.zip", tmp_path / "target", words)


def test_another_archive_is_no_backup(tmp_path: Path, run: Run) -> None:
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("photo.jpg", b"x")
    refused(run, tmp_path / "photos.zip", tmp_path / "target", "is not a backup of Restride")


def test_a_newer_format_is_left_to_the_newer_program(saved: Path, tmp_path: Path, run: Run) -> None:
    def change(held: dict[str, bytes]) -> None:
        listed = json.loads(held["restride-backup.json"]) | {"version": 2}
        held["restride-backup.json"] = json.dumps(listed).encode()

    refused(run, repacked(saved, tmp_path / "newer.zip", change), tmp_path / "target", "another version")


def test_records_in_postgresql_are_not_pretended_to_be_saved(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESTRIDE_DATABASE_URL", "postgresql://user@host/name")
    status, _, err = run("backup", "--data", tmp_path, "--out", tmp_path / "a.zip")
    assert status == 2
    assert "pg_dump" in err
