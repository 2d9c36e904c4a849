"""A folder that a command writes into: one sentence where it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from restride.adapters.documents.folder import check_folder
from restride.cli.errors import CommandError


@contextmanager
def writing_to(folder: Path, option: str = "--out") -> Iterator[None]:
    """Say in one sentence that the folder named by this option cannot be written.

    Raises
    ------
    CommandError
        Something within raised an OSError.
    """
    try:
        yield
    except OSError as error:
        raise CommandError(
            f"{folder} cannot be written ({error.strerror}); choose another folder with {option}."
        ) from None


def check_writable(folder: Path | None) -> None:
    """Find out before long work, not after it, that the folder named by ``--out`` cannot be written.

    Raises
    ------
    CommandError
        It cannot.
    """
    if folder is not None:
        with writing_to(folder):
            check_folder(folder)
