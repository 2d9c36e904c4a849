"""Readings kept by the content of their files: the same file twice adds nothing, a stopped import goes on.

One SQLite file. A row is a reading; its key is the SHA-256 of the file's bytes together with what decides how it is
read (version of the reader, limits, zone). Positions are in it only where they were asked for.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import msgspec

from restride.adapters.activities.reading import Options
from restride.model.errors import PlainError
from restride.training.record import FileReading

#: Raised whenever the same bytes may be read otherwise than before.
READER_VERSION = 1


class StoreError(PlainError):
    """The store cannot be used; the sentence says why and what to do."""


class Store:
    """An open store. Use it in a ``with`` block; one into which nothing came leaves no file."""

    def __init__(self, path: Path, options: Options) -> None:
        self._path, self._key = path, reading_key(options)
        self._made = not path.exists()
        with self._usable():
            self._database = sqlite3.connect(path)
        try:
            with self._usable():
                self._database.execute("PRAGMA journal_mode=WAL")
                self._database.execute(
                    "CREATE TABLE IF NOT EXISTS reading (sha256 TEXT NOT NULL, how TEXT NOT NULL, body BLOB NOT NULL, "
                    "PRIMARY KEY (sha256, how)) WITHOUT ROWID"
                )
        except StoreError:
            self._close(empty=True)
            raise

    def known(self) -> frozenset[str]:
        """SHA-256 of every file that need not be read again."""
        rows = self._database.execute("SELECT sha256 FROM reading WHERE how = ?", (self._key,))
        return frozenset(row[0] for row in rows)

    def add(self, readings: Iterable[FileReading]) -> int:
        """Keep readings; how many were new. All of them or none."""
        with self._usable(), self._database:
            before = self._database.total_changes
            self._database.executemany(
                "INSERT OR IGNORE INTO reading VALUES (?, ?, ?)",
                [(one.sha256, self._key, msgspec.msgpack.encode(one)) for one in readings],
            )
            return self._database.total_changes - before

    def readings(self) -> list[FileReading]:
        """Everything kept, in a fixed order."""
        rows = self._database.execute("SELECT body FROM reading WHERE how = ? ORDER BY sha256", (self._key,))
        decoder = msgspec.msgpack.Decoder(FileReading)
        return [decoder.decode(row[0]) for row in rows]

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close(empty=self._database.execute("SELECT 1 FROM reading LIMIT 1").fetchone() is None)

    def _close(self, *, empty: bool) -> None:
        self._database.close()
        if self._made and empty:
            for end in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + end).unlink(missing_ok=True)

    @contextmanager
    def _usable(self) -> Iterator[None]:
        """Say in one sentence that the file is no store, or can hold no more."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self._path} cannot be used as a store of runs ({error}); name another file.") from None


def reading_key(options: Options) -> str:
    """What decides how bytes are read, but not the day: a clock's mistake stays one."""
    parts = (READER_VERSION, options.limits, options.zone, options.keep_positions, sorted(options.columns.items()))
    return hashlib.sha256(msgspec.msgpack.encode(parts)).hexdigest()[:16]
