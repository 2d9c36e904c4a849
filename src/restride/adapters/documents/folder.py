"""Files written together: all of them, or none and everything as it was."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path


def write_together(folder: Path, files: Mapping[str, bytes], stale: Iterable[str]) -> None:
    """Write ``files`` into ``folder`` and remove what is left there of ``stale``.

    The files are written in full beside the folder's own first, then moved in; a failure on the way puts back
    what was there. Other files in the folder are not touched.

    Raises
    ------
    OSError
        With a ``strerror`` fit for a person.
    """
    check_folder(folder)
    created = _make(folder)
    try:
        with tempfile.TemporaryDirectory(prefix=".restride-", dir=folder) as name:
            new, old = Path(name, "new"), Path(name, "old")
            new.mkdir()
            old.mkdir()
            for file, content in files.items():
                _write(new / file, content)
            _swap(folder, new, old, files, stale)
    except BaseException:
        for one in created:
            shutil.rmtree(one, ignore_errors=True)
        raise


def check_folder(folder: Path) -> None:
    """Find out before long work whether the folder may be made or written at all.

    Raises
    ------
    OSError
        It may not; with a ``strerror`` fit for a person.
    """
    nearest = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    if not nearest.is_dir():
        found = "it is a file, not a folder" if nearest == folder else f"{nearest} is a file, not a folder"
        raise NotADirectoryError(errno.ENOTDIR, found, str(folder))
    if not os.access(nearest, os.W_OK):
        raise PermissionError(errno.EACCES, "it may not be written", str(folder))


def _make(folder: Path) -> list[Path]:
    """Make the folder and those above it; the ones that were missing, the uppermost first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _swap(folder: Path, new: Path, old: Path, files: Iterable[str], stale: Iterable[str]) -> None:
    names = list(files)
    aside: list[str] = []
    placed: list[str] = []
    try:
        for name in dict.fromkeys((*names, *stale)):
            if (folder / name).exists():
                (folder / name).replace(old / name)
                aside.append(name)
        for name in names:
            (new / name).replace(folder / name)
            placed.append(name)
    except BaseException:
        for name in placed:
            (folder / name).unlink(missing_ok=True)
        for name in aside:
            (old / name).replace(folder / name)
        raise
