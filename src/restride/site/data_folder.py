"""The folder that holds everything an installation owns: database, key, media, hashed static files."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from restride.site.environment import SECRET_FILE


class DataFolderProblem(OSError):
    """The data folder cannot be used; the message is one sentence."""


def prepare_data_folder(folder: Path) -> None:
    """Create the folder and its secret key where missing; refuse a folder that cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / "media").mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except FileExistsError as problem:
        raise DataFolderProblem(f"{folder} is a file, not a folder; choose another with --data.") from problem
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise DataFolderProblem(
            f"The data folder {folder} cannot be written ({reason.lower()}); choose another with --data."
        ) from problem
    _write_secret_once(folder / SECRET_FILE)


def _write_secret_once(path: Path) -> None:
    """Write a fresh key that only this user may read; an existing key stays."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64) + "\n")
