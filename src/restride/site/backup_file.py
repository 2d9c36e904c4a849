"""One file that holds everything a clinic owns: the database as of one moment, the media, and their checksums.

The secret key stays out: after a restore everybody signs in anew.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

DATABASE = "restride.sqlite3"
MEDIA = "media"
MANIFEST = "restride-backup.json"
KIND = "restride backup"
CHUNK = 1 << 20


class BackupProblem(Exception):
    """A backup that cannot be made or used; the message is one sentence."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of a backup."""

    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says of itself."""

    kind: str
    version: int
    made_at: str
    program: str
    files: dict[str, Entry]


def write_backup(data: Path, out: Path, *, program: str, now: datetime | None = None) -> Manifest:
    """Copy database and media into a new file; the clinic may go on working meanwhile."""
    database = data / DATABASE
    if not database.is_file():
        raise BackupProblem(
            f"There is no {DATABASE} in {data}, so there is nothing to save; name the folder with --data."
        )
    if out.exists():
        raise BackupProblem(f"{out} is already there and is not overwritten; choose another name with --out.")
    try:
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".backup-") as workshop:
            copy, packed = Path(workshop) / DATABASE, Path(workshop) / "packed.zip"
            _copy_database(database, copy)
            sources = {DATABASE: copy, **_media(data)}
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                files = {name: _add(archive, name, path) for name, path in sources.items()}
                made = (now or datetime.now(UTC)).isoformat(timespec="seconds")
                manifest = Manifest(KIND, 1, made, program, files)
                archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
            packed.chmod(0o600)
            _put(packed, out)
    except OSError as problem:
        raise BackupProblem(
            f"{out} cannot be written ({_reason(problem)}); choose another place with --out."
        ) from problem
    return manifest


def _put(packed: Path, out: Path) -> None:
    """Give the finished file its name; what came there meanwhile is kept where the disk can tell."""
    try:
        os.link(packed, out)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links
        packed.rename(out)


def restore_backup(file: Path, data: Path) -> Manifest:
    """Unpack a backup into a new or empty folder; where anything is wrong, nothing is left behind."""
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise BackupProblem(f"{data} is not empty and nothing is overwritten; name a new folder with --data.")
    with _opened(file) as archive:
        manifest = _manifest(file, archive)
        try:
            data.parent.mkdir(parents=True, exist_ok=True)
            workshop = Path(tempfile.mkdtemp(dir=data.parent, prefix=f".{data.name}-"))
        except OSError as problem:
            raise BackupProblem(
                f"{data} cannot be written ({_reason(problem)}); choose another with --data."
            ) from problem
        try:
            for name, entry in manifest.files.items():
                _unpack(file, archive, name, entry, workshop)
            (workshop / MEDIA).mkdir(exist_ok=True)
            _check_database(workshop / DATABASE, file)
            if data.exists():
                data.rmdir()
            workshop.rename(data)
        except OSError as problem:
            raise BackupProblem(f"{data} cannot be written ({_reason(problem)}); nothing was restored.") from problem
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
    return manifest


def _copy_database(database: Path, copy: Path) -> None:
    try:
        with closing(sqlite3.connect(database, timeout=20)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
    except sqlite3.Error as problem:
        raise BackupProblem(f"{database} cannot be copied ({problem}); see what 'restride doctor' says.") from problem


def _media(data: Path) -> dict[str, Path]:
    found = sorted(path for path in (data / MEDIA).rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(data).as_posix(): path for path in found}


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> Entry:
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        return _pour(source, target)


def _pour(source: IO[bytes], target: IO[bytes], at_most: int | None = None) -> Entry:
    """Copy and count; stop one block after too much."""
    digest, size = hashlib.sha256(), 0
    while block := source.read(CHUNK):
        digest.update(block)
        size += len(block)
        target.write(block)
        if at_most is not None and size > at_most:
            break
    return Entry(size, digest.hexdigest())


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    if not file.is_file():
        raise BackupProblem(f"There is no file {file}; name one that 'restride backup' made.")
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    # A RuntimeError is a password, or a compression that zipfile does not know.
    except (zipfile.BadZipFile, EOFError, RuntimeError) as problem:
        raise BackupProblem(f"{file} is damaged or no backup ({problem}); nothing was restored.") from problem
    except OSError as problem:
        raise BackupProblem(f"{file} cannot be read ({_reason(problem)}).") from problem


def _manifest(file: Path, archive: zipfile.ZipFile) -> Manifest:
    names = archive.namelist()
    if MANIFEST not in names:
        raise BackupProblem(f"{file} is not a backup of Restride; name one that 'restride backup' made.")
    try:
        manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
    except (msgspec.MsgspecError, zlib.error) as problem:
        raise BackupProblem(f"{file} is damaged: its list of files cannot be read; nothing was restored.") from problem
    if manifest.kind != KIND or manifest.version != 1:
        raise BackupProblem(f"{file} was made by another version of the program; restore it with that version.")
    if sorted(names) != sorted([MANIFEST, *manifest.files]) or DATABASE not in manifest.files:
        raise BackupProblem(f"{file} is damaged: what it holds is not what it lists; nothing was restored.")
    for name in manifest.files:
        if name != DATABASE and not _is_media(name):
            raise BackupProblem(f"{file} holds «{name}», which belongs to no backup; nothing was restored.")
    return manifest


def _is_media(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[:1] == (MEDIA,) and len(path.parts) > 1 and ".." not in path.parts and "\\" not in name


def _unpack(file: Path, archive: zipfile.ZipFile, name: str, entry: Entry, folder: Path) -> None:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with archive.open(name) as source, target.open("wb") as written:
            found = _pour(source, written, at_most=entry.bytes)
    except (zipfile.BadZipFile, zlib.error, EOFError) as problem:
        raise BackupProblem(f"{file} is damaged: {name} cannot be unpacked; nothing was restored.") from problem
    if found != entry:
        raise BackupProblem(f"{file} is damaged: {name} is not what its checksum says; nothing was restored.")
    target.chmod(0o600)


def _check_database(path: Path, file: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as connection:
            said = connection.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as problem:
        said = str(problem)
    if said != "ok":
        raise BackupProblem(f"{file} holds a database that SQLite cannot read ({said}); nothing was restored.")


def _reason(problem: OSError) -> str:
    return (problem.strerror or str(problem)).lower()
