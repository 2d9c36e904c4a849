"""What is to be read: files, folders, archives and archives in archives, as a list of small tasks."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from restride.adapters.activities.caps import (
    ACTIVITY_BYTES,
    ARCHIVE_BYTES,
    DEPTH,
    MEMBERS,
    TABLE_BYTES,
    UNPACK_RATIO,
    TooMuchError,
)
from restride.adapters.activities.garmin_export import is_summary
from restride.adapters.activities.sniffing import sniff
from restride.adapters.activities.strava import is_strava
from restride.adapters.activities.tables import MappingError, rows_of

#: What zipfile raises of a damaged archive; a RuntimeError is a password, or a compression that it does not know.
_DAMAGED = (zipfile.BadZipFile, RuntimeError, EOFError, ValueError, zlib.error)
#: Names looked at inside folders and archives; everything else there is passed over in silence.
SUFFIXES = (".fit", ".tcx", ".gpx", ".gz", ".zip", ".fit.gz", ".tcx.gz", ".gpx.gz")


class Source(NamedTuple):
    """One thing to read: a file, or a member of an archive (of an archive …)."""

    #: As a person would name it: path, then members behind «!».
    name: str
    path: str
    members: tuple[str, ...] = ()
    #: How it is to be read where its own bytes do not say: «strava», «garmin», «apple», «csv»; else empty.
    role: str = ""
    #: Bytes when unpacked, as far as known; for the order and the progress bar.
    size: int = 0


class Refused(NamedTuple):
    """Something that cannot even be opened, with the sentence."""

    name: str
    reason: str


def sources_of(paths: list[Path]) -> Iterator[Source | Refused]:
    """Everything to read below some paths, in a fixed order."""
    for path in paths:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                hidden = any(part.startswith((".", "__MACOSX")) for part in inner.relative_to(path).parts)
                if not hidden and inner.is_file() and _wanted(inner.name, inner.parent.name):
                    yield from _file(inner, inner.relative_to(path.parent).as_posix(), named=False)
        else:
            yield from _file(path, path.name, named=True)


def _wanted(name: str, folder: str) -> bool:
    low = name.lower()
    return (
        low.endswith(SUFFIXES)
        or low in ("activities.csv", "runs.csv")
        or is_summary(name)
        or (low == "export.xml" and folder.startswith("apple_health"))
    )


def _file(path: Path, name: str, *, named: bool) -> Iterator[Source | Refused]:
    try:
        size = path.stat().st_size
        if not path.is_file():
            yield Refused(name, "Cannot be opened (no ordinary file).")
            return
        with path.open("rb") as stream:
            head = stream.read(8192)
    except OSError as error:
        yield Refused(name, f"Cannot be opened ({error.strerror}).")
        return
    kind = sniff(head)
    if kind == "zip":
        yield from _archive(path, name)
    elif kind == "apple":
        yield Source(name, str(path), role="apple", size=size)
    else:
        role = _role(path.name, kind, head, named=named)
        what, most = ("list of runs", TABLE_BYTES) if role else ("activity", ACTIVITY_BYTES)
        if size > most:
            reason = f"it has {size / 1e6:.0f} MB, and no {what} is larger than {most / 1e6:.0f} MB"
            yield Refused(name, f"Left out: {reason}.")
        else:
            yield Source(name, str(path), role=role, size=size)


def _role(name: str, kind: str, head: bytes, *, named: bool) -> str:
    """How a file is to be read where its own bytes do not say."""
    if kind == "csv" and (named or name.lower() in ("activities.csv", "runs.csv")):
        return _table_role(head)
    return "garmin" if kind == "json" and is_summary(name) else ""


def _table_role(head: bytes) -> str:
    try:
        names, _ = rows_of(head.split(b"\n", 1)[0])
    except (MappingError, TooMuchError):
        return "csv"
    return "strava" if is_strava(names) else "csv"


def _archive(path: Path, name: str) -> Iterator[Source | Refused]:
    try:
        with zipfile.ZipFile(path) as archive:
            empty = True
            for one in _members(archive, name, str(path), (), DEPTH):
                empty = False
                yield one
        if empty:
            yield Refused(name, "No activity file is in this archive.")
    except (OSError, *_DAMAGED) as error:
        yield Refused(name, f"Cannot be opened: the archive is damaged ({error}).")


def _members(
    archive: zipfile.ZipFile, name: str, path: str, above: tuple[str, ...], depth: int
) -> Iterator[Source | Refused]:
    infos = archive.infolist()
    if len(infos) > MEMBERS:
        yield Refused(name, f"Left out: it holds {len(infos)} files, and no export holds more than {MEMBERS}.")
        return
    plain = sum(info.file_size for info in infos if not info.filename.endswith("export.xml"))
    if plain > ARCHIVE_BYTES:
        yield Refused(name, f"Left out: it unpacks to {plain / 1e9:.0f} GB, as no export does.")
        return
    for info in sorted(infos, key=lambda one: one.filename):
        if info.is_dir() or info.filename.startswith("__MACOSX") or Path(info.filename).name.startswith("."):
            continue
        yield from _member(archive, info, name, path, above, depth)


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, path: str, above: tuple[str, ...], depth: int
) -> Iterator[Source | Refused]:
    inside = Path(info.filename)
    full, members = f"{name}!{info.filename}", (*above, info.filename)
    if inside.name == "export.xml":
        yield Source(full, path, members, "apple", info.file_size)
        return
    if not _wanted(inside.name, inside.parent.name):
        return
    if info.flag_bits & 1:
        yield Refused(full, "Cannot be read: it is locked with a password.")
        return
    if inside.suffix.lower() == ".zip":
        if depth <= 1:
            yield Refused(full, "Left out: archives inside archives go too deep.")
            return
        try:
            with zipfile.ZipFile(io.BytesIO(read_member(archive, info.filename, ARCHIVE_BYTES // 10))) as inner:
                yield from _members(inner, full, path, members, depth - 1)
        except TooMuchError as error:
            yield Refused(full, f"Left out: {error}.")
        except _DAMAGED as error:
            yield Refused(full, f"Cannot be opened: the archive is damaged ({error}).")
        return
    role = "garmin" if is_summary(inside.name) else ""
    if inside.suffix.lower() == ".csv":
        role = "strava" if inside.name.lower() == "activities.csv" else "csv"
    yield Source(full, path, members, role, info.file_size)


def read_member(archive: zipfile.ZipFile, member: str, limit: int = ACTIVITY_BYTES) -> bytes:
    """Unpack one member, counting what really comes out, whatever its header claims.

    Raises
    ------
    TooMuchError
        It unpacks to more than the limit, or than anything real does.
    """
    info = archive.getinfo(member)
    limit = min(limit, max(1_000_000, UNPACK_RATIO * max(info.compress_size, 1)))
    with archive.open(info) as stream:
        found = stream.read(limit + 1)
    if len(found) > limit:
        raise TooMuchError(f"it unpacks to more than {limit / 1e6:.0f} MB, as no activity does")
    return found


class Archives:
    """Archives that are open in one worker, so that each is opened once."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, ...], zipfile.ZipFile] = {}

    def bytes_of(self, source: Source) -> bytes:
        """The bytes of a task."""
        if not source.members:
            return Path(source.path).read_bytes()
        limit = TABLE_BYTES if source.role else ACTIVITY_BYTES
        return read_member(self._archive(source), source.members[-1], limit)

    def stream_of(self, source: Source) -> IO[bytes]:
        """The same, read little by little."""
        if not source.members:
            return Path(source.path).open("rb")
        return self._archive(source).open(source.members[-1])

    def _archive(self, source: Source) -> zipfile.ZipFile:
        archive = self._opened((source.path,), lambda: source.path)
        for depth in range(1, len(source.members)):
            outer, member = archive, source.members[depth - 1]
            key = (source.path, *source.members[:depth])
            archive = self._opened(key, lambda a=outer, m=member: io.BytesIO(read_member(a, m, ARCHIVE_BYTES // 10)))
        return archive

    def _opened(self, key: tuple[str, ...], make) -> zipfile.ZipFile:  # type: ignore[no-untyped-def]
        if key not in self._open:
            while len(self._open) >= DEPTH + 1:
                self._open.pop(next(iter(self._open))).close()
            self._open[key] = zipfile.ZipFile(make())
        return self._open[key]
