"""Uploaded files into readings: put down in a folder that lives as long as the reading, read by a limited child."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

import msgspec

from restride.site.runs.child import Job
from restride.training.record import FileReading

#: Engineering defaults of software.
MOST_BYTES = 250_000_000
MOST_FILES = 400
MOST_SECONDS = 300
_WAIT_S = 60
#: One reading at a time: the pages must stay quick while a long export is read.
_turn = threading.BoundedSemaphore(1)
_SUFFIXES = (".fit", ".tcx", ".gpx", ".csv", ".zip", ".xml", ".gz")
_ELSEWHERE = "on the clinic’s computer the command “restride runs FILE” reads it"
_TOO_MUCH = f"Left out: reading it asks for more memory or time than one upload may use; {_ELSEWHERE}."
#: Said by the page before anything is sent, and here where the page could not; {size} in MB.
TOO_LARGE = (
    f"That is {{size}} MB, and one upload may have {MOST_BYTES / 1e6:.0f} MB; send it in parts, "
    f"and where it is one large file, as Apple Health makes it: {_ELSEWHERE}."
)


class UploadRefused(ValueError):
    """The upload cannot be read; one sentence for whoever sent it."""


class Sent(Protocol):
    """An uploaded file."""

    name: str | None
    size: int | None

    def chunks(self) -> Iterable[bytes]:
        """Its bytes, piece by piece."""


def read_uploads(files: Sequence[Sent], *, today: date, zone: str | None) -> tuple[FileReading, ...]:
    """Read every file; what was sent is gone afterwards.

    Raises
    ------
    UploadRefused
        Nothing was sent, too much, or others are being read for too long.
    """
    if not files:
        raise UploadRefused("No file was chosen; choose the files your watch or app exported.")
    if len(files) > MOST_FILES:
        raise UploadRefused(f"{len(files)} files at once are too many; send at most {MOST_FILES}, or one zip of all.")
    size = sum(one.size or 0 for one in files)
    if size > MOST_BYTES:
        raise UploadRefused(TOO_LARGE.format(size=round(size / 1e6)))
    if not _turn.acquire(timeout=_WAIT_S):
        raise UploadRefused("Another upload is being read right now; try again in a minute.")
    try:
        with tempfile.TemporaryDirectory(prefix="restride-runs-") as folder:
            names = dict(_put_down(Path(folder), number, one) for number, one in enumerate(files))
            found = _read([Path(folder) / name for name in names], today, zone)
            return tuple(_named(one, names) for one in found)
    finally:
        _turn.release()


def _put_down(folder: Path, number: int, sent: Sent) -> tuple[str, str]:
    """Write one file under a name of our own; its own name is only said."""
    said = clean(Path(sent.name or "file").name)[:200] or "file"
    low = said.lower()
    ending = "".join(suffix for suffix in _SUFFIXES if low.endswith(suffix))
    own = f"{number:04d}{ending or '.bin'}"
    with (folder / own).open("wb") as target:
        for piece in sent.chunks():
            target.write(piece)
    return own, said


def clean(text: str) -> str:
    """The text without what a database cannot hold or a page should not show."""
    return "".join(character for character in text if character.isprintable()).strip()


def _named(reading: FileReading, names: dict[str, str]) -> FileReading:
    own, mark, inside = reading.name.partition("!")
    name = clean(f"{names.get(own, own)}{mark}{inside}")
    runs = tuple(
        msgspec.structs.replace(run, positions=(), origin=msgspec.structs.replace(run.origin, name=name))
        for run in reading.runs
    )
    return msgspec.structs.replace(reading, name=name, reason=clean(reading.reason), runs=runs)


def _read(paths: Sequence[Path], today: date, zone: str | None) -> tuple[FileReading, ...]:
    found = _child(paths, today, zone)
    if found is not None:
        return found
    if len(paths) == 1:
        return (FileReading(name=paths[0].name, sha256="", format="unknown", grade="REJECTED", reason=_TOO_MUCH),)
    # One of them ended the reader: each alone, so that it costs only itself.
    return tuple(reading for path in paths for reading in _read([path], today, zone))


def _child(paths: Sequence[Path], today: date, zone: str | None) -> tuple[FileReading, ...] | None:
    """Every reading; None where the child was stopped or ended without an answer."""
    job = Job(paths=tuple(map(str, paths)), today=today, zone=zone)
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "restride.site.runs.child"],
            input=msgspec.json.encode(job),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=MOST_SECONDS,
            check=True,
        )
        return msgspec.msgpack.decode(done.stdout, type=tuple[FileReading, ...])
    except (subprocess.SubprocessError, OSError, msgspec.DecodeError):
        return None
