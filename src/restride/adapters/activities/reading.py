"""One file, whatever it is, into a graded reading. Nothing raised in here reaches the caller."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec

from restride.adapters.activities.caps import ACTIVITY_BYTES, POINTS, UNPACK_RATIO, TooMuchError
from restride.adapters.activities.fit import read_fit
from restride.adapters.activities.fit_stream import NotFitError
from restride.adapters.activities.sniffing import WORDS, Kind, sniff
from restride.training.activity import Activity
from restride.training.limits import Reading
from restride.training.record import FileReading, Grade, Origin, RunRecord
from restride.training.summary import summarise

_ONE_DAY_S = 86_400.0


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How files are read."""

    limits: Reading
    #: The runner's own zone, where it is known; files that name none are dated by it.
    zone: str | None = None
    #: Records after this day are the clock's mistake.
    today: date
    keep_positions: bool = False
    #: For tables: our field → the table's column.
    columns: dict[str, str] = {}


def read_bytes(name: str, data: bytes, options: Options, digest: str = "") -> FileReading:
    """Read one activity file: FIT, TCX or GPX, plain or packed with gzip."""
    digest = digest or hashlib.sha256(data).hexdigest()
    kind = sniff(data[:8192])
    try:
        if kind == "gzip":
            data = unpack_gzip(data)
            kind = sniff(data[:8192])
        if len(data) > ACTIVITY_BYTES:
            raise TooMuchError(f"it has {len(data) / 1e6:.0f} MB, and no activity is larger than 64 MB")
        return _read(name, digest, kind, data, options)
    except TooMuchError as error:
        return _rejected(name, digest, kind, f"Left out: {error}.")
    except (NotFitError, zlib.error) as error:
        return _rejected(name, digest, kind, f"Cannot be read: {error}.")
    except MemoryError:
        return _rejected(name, digest, kind, "Left out: it asks for more memory than there is.")
    except TimeoutError:
        raise
    except Exception as error:  # noqa: BLE001  a damaged file must never stop the import of the others
        return _rejected(name, digest, kind, f"Cannot be read: its content makes no sense ({type(error).__name__}).")


def unpack_gzip(data: bytes) -> bytes:
    """Unpacked bytes; a cut-off file gives what it holds.

    Raises
    ------
    TooMuchError
        It unpacks to far more than an activity, as a bomb does.
    """
    limit = min(ACTIVITY_BYTES, max(1_000_000, UNPACK_RATIO * len(data)))
    found = bytearray()
    rest = data
    while rest[:2] == b"\x1f\x8b":
        stream = zlib.decompressobj(wbits=31)
        try:
            found += stream.decompress(rest, limit + 1 - len(found))
        except zlib.error:
            if not found:
                raise
            break
        if len(found) > limit:
            raise TooMuchError(f"it unpacks to more than {limit / 1e6:.0f} MB, as no activity does")
        rest = stream.unused_data
    return bytes(found)


def _read(name: str, digest: str, kind: Kind, data: bytes, options: Options) -> FileReading:
    if kind == "fit":
        content = read_fit(data)
        if content.instead is not None:
            if content.instead == "nothing":
                return _rejected(name, digest, kind, "Nothing is in it: an empty FIT file.")
            if content.lossy:
                return _rejected(name, digest, kind, _sentence([*content.faults, "nothing of use is left"]))
            return FileReading(
                name=name,
                sha256=digest,
                format="fit",
                grade="OK",
                reason=_sentence([f"holds {content.instead}, no activity"]),
            )
        return graded(
            name,
            digest,
            "fit",
            content.activities,
            content.points,
            content.faults,
            lossy=content.lossy,
            options=options,
        )
    if kind in ("tcx", "gpx"):
        from restride.adapters.activities.xml_points import read_xml

        found = read_xml(data)
        if not found.activities:
            return _rejected(name, digest, kind, "No activity is in it.")
        return graded(
            name, digest, kind, found.activities, found.points, found.faults, lossy=found.lossy, options=options
        )
    return _rejected(name, digest, kind, f"It is {WORDS.get(kind, 'no activity file')}.")


def graded(
    name: str,
    digest: str,
    form: str,
    activities: Iterable[Activity],
    points: int,
    faults: Iterable[str],
    *,
    lossy: bool,
    options: Options,
) -> FileReading:
    """Records of a file's activities with one grade and its reason."""
    said = list(faults)
    grade: Grade = "PARTIAL" if lossy else "OK"
    runs: list[RunRecord] = []
    checked = []
    for one in activities:
        if one.points > POINTS:
            raise TooMuchError(f"it has more than {POINTS} points")
        one, wrong = _dated(one, options)
        checked.append(one)
        if wrong:
            said.append(wrong)
            grade = "PARTIAL"
        if _backwards(one) > options.limits.backwards_share:
            said.append("its clock ran backwards again and again")
            grade = "PARTIAL"
    for number, one in enumerate(checked):
        device = one.device
        origin = Origin(name=name, sha256=digest, format=form, grade=grade, points=one.points, device=device)
        runs.append(
            summarise(
                one,
                number=number,
                origin=origin,
                limits=options.limits,
                zone_offset_s=_zone_offset(one.start_s, options.zone),
                keep_positions=options.keep_positions,
            )
        )
    return FileReading(
        name=name, sha256=digest, format=form, grade=grade, reason=_sentence(said), points=points, runs=tuple(runs)
    )


def _dated(one: Activity, options: Options) -> tuple[Activity, str | None]:
    """The activity without a date that cannot be, and the sentence that says so."""
    if one.start_s is None:
        return one, "the device's clock was not set, so nobody knows the day" if one.points else "no day is given"
    year = datetime.fromtimestamp(min(max(one.start_s, -6e10), 2e11), tz=UTC).year
    last = datetime(options.today.year, options.today.month, options.today.day, tzinfo=UTC).timestamp()
    if year < options.limits.oldest_year or one.start_s > last + 2 * _ONE_DAY_S:
        wrong = f"its date in the year {year} cannot be, so it is left out of the history"
        return msgspec.structs.replace(one, start_s=None), wrong
    return one, None


def _backwards(one: Activity) -> float:
    for note in one.notes:
        if note.startswith("Time runs backwards"):
            return float(note.rpartition("(")[2].partition("%")[0]) / 100
    return 0.0


def _zone_offset(start_s: float | None, zone: str | None) -> int | None:
    if zone is None or start_s is None:
        return None
    offset = datetime.fromtimestamp(start_s, tz=ZoneInfo(zone)).utcoffset()
    return None if offset is None else int(offset.total_seconds())


def _rejected(name: str, digest: str, kind: Kind, reason: str) -> FileReading:
    return FileReading(name=name, sha256=digest, format=kind, grade="REJECTED", reason=reason)


def _sentence(faults: list[str]) -> str:
    text = "; ".join(dict.fromkeys(faults))
    return f"{text[0].upper()}{text[1:]}." if text else ""
