"""Read a file whole, but only one that is a file and no larger than what it should hold."""

from __future__ import annotations

from pathlib import Path

from restride.model.errors import PlainError

#: A recording as numbers: half an hour of forty markers at 240 Hz as text, and three times that in memory. A safety
#: limit of software, not of medicine. [bytes]
RECORDING_BYTES = 500_000_000
#: What a person writes: a case, a session, a mapping. [bytes]
WRITTEN_BYTES = 2_000_000


class FileError(PlainError):
    """A file that cannot be read."""


def read_whole(path: Path, *, most: int = RECORDING_BYTES) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    FileError
        It is not there, is no file (a folder, a device), may not be read, or has more than ``most`` bytes.
    """
    try:
        if path.exists() and not path.is_file():
            raise FileError(f"{path.name} is {'a folder' if path.is_dir() else 'no ordinary file'}; give a file.")
        size = path.stat().st_size
        if size > most:
            raise FileError(
                f"{path.name} has {size / 1e6:,.0f} MB, and at most {most / 1e6:,.0f} MB are read here; give the right "
                "file, or a shorter one."
            )
        return path.read_bytes()
    except OSError as error:
        raise FileError(
            f"{path.name} cannot be read ({(error.strerror or 'unknown').lower()}); check the file."
        ) from None


def read_text_whole(path: Path, *, most: int = RECORDING_BYTES) -> str:
    """Return the text of a file in UTF-8; what is none becomes a sign that says so. See :func:`read_whole`."""
    return read_whole(path, most=most).decode("utf-8", errors="replace")
