"""What a command writes: into a folder, or one sentence where it cannot; as one JSON document on standard output."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from restride.adapters.documents.folder import check_folder
from restride.cli.errors import CommandError
from restride.model.published import document_json


def json_of(documents: Sequence[Any]) -> str:
    """One document as it is, several as a list: what is piped must be one JSON document."""
    return document_json(documents[0] if len(documents) == 1 else documents)


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
