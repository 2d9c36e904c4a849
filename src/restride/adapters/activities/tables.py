"""Run logs as a table: CSV with named columns.

A unit is never guessed: it stands in the column's name («distance_km», «Distance (mi)»), or in the mapping.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from restride.adapters.activities.caps import ROWS, TooMuchError
from restride.adapters.activities.dates import time_of
from restride.training.activity import Activity, Declared, Where


class TableContent(NamedTuple):
    """Activities of a table and what was wrong with its rows."""

    activities: tuple[Activity, ...]
    faults: tuple[str, ...]
    lossy: bool


class MappingError(ValueError):
    """The table has no column for something that is needed; the sentence says which columns it has."""


#: What may be mapped, and the factor to our unit.
FIELDS: dict[str, float] = {
    "start": 1.0, "distance_m": 1.0, "distance_km": 1000.0, "distance_mi": 1609.344, "duration_s": 1.0,
    "duration_min": 60.0, "duration_h": 3600.0, "duration": 1.0, "elapsed_s": 1.0, "sport": 1.0, "effort": 1.0,
    "climb_m": 1.0, "climb_ft": 0.3048, "heart_rate": 1.0, "title": 1.0, "shoes": 1.0, "where": 1.0,
}  # fmt: skip
_KNOWN = {
    "date": "start", "datetime": "start", "start time": "start", "begin": "start", "timestamp": "start",
    "time": "duration", "moving time": "duration", "elapsed time": "duration", "duration": "duration", "type": "sport",
    "activity type": "sport", "rpe": "effort", "perceived exertion": "effort", "effort": "effort", "name": "title",
    "title": "title", "gear": "shoes", "shoes": "shoes", "avg hr": "heart_rate", "heart rate": "heart_rate",
    "average heart rate": "heart_rate",
}  # fmt: skip
_UNIT = re.compile(r"\A(distance|duration|time|elapsed time|moving time|climb|elevation gain|ascent)\W*[\(\[_ ]\W*"
                   r"(km|m|mi|miles|s|sec|min|h|ft)\W*\Z")  # fmt: skip
_UNITS = {"miles": "mi", "sec": "s"}
_NAMES = {
    "time": "duration",
    "elapsed time": "duration",
    "moving time": "duration",
    "elevation gain": "climb",
    "ascent": "climb",
}
_SPORTS = {
    "run": "running", "running": "running", "trail run": "running", "virtual run": "running", "treadmill": "running",
    "treadmill running": "running", "track running": "running", "trail running": "running", "walk": "walking",
    "walking": "walking", "hike": "hiking", "hiking": "hiking", "ride": "cycling", "cycling": "cycling",
    "virtual ride": "cycling", "swim": "swimming", "lauf": "running", "laufen": "running", "": "running",
}  # fmt: skip
_CLOCK = re.compile(r"\A(?:(\d+):)?(\d{1,3}):(\d\d(?:[.,]\d+)?)\Z")


def read_csv(data: bytes, mapping: Mapping[str, str] | None = None, zone: str | None = None) -> TableContent:
    """A run log. ``mapping``: field of :data:`FIELDS` → name of the table's column.

    A time without a zone is the clock on the wall: of ``zone`` where it is given, else taken as it stands.

    Raises
    ------
    MappingError
        No column for the start, or none for distance or duration, can be told.
    TooMuchError
        The table is too long.
    """
    head, rows = rows_of(data)
    columns = _columns(head, mapping or {})
    return activities_of(rows, lambda row: _on_the_wall(activity_of(row, columns), zone))


def rows_of(data: bytes) -> tuple[list[str], list[list[str]]]:
    """Names of the columns, and the rows that are not empty.

    Raises
    ------
    MappingError
        It is no table.
    TooMuchError
        It is too long.
    """
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace").replace("\0", "")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(200_000)
    try:
        rows = []
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            rows.append(row)
            if len(rows) > ROWS:
                raise TooMuchError(f"it has more than {ROWS} rows")
    except csv.Error as error:
        raise MappingError(f"it is not a table ({error})") from None
    if not rows:
        raise MappingError("it has no rows")
    return [name.strip() for name in rows[0]], [row for row in rows[1:] if any(row)]


def _columns(head: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for field, name in mapping.items():
        if name not in head:
            raise MappingError(f"it has no column «{name}»; its columns are {', '.join(head[:20])}")
        columns[field] = head.index(name)
    for place, name in enumerate(head):
        guess = _field_of(name)
        if guess and not mapping:
            columns.setdefault(guess, place)
    if "start" not in columns:
        raise MappingError(
            "no column for the date is known; call the one that holds it «start» (command line: --columns start=NAME); "
            f"the columns are {', '.join(head[:20])}"
        )
    if not any(field.startswith(("distance", "duration")) for field in columns):
        raise MappingError(
            "no column for distance or duration has a unit; call one «distance_km» or «duration_min» (command line: "
            f"--columns distance_km=NAME); the columns are {', '.join(head[:20])}"
        )
    return columns


def _field_of(name: str) -> str | None:
    low = name.strip().lower()
    if low in FIELDS:
        return low
    match = _UNIT.match(low)
    if match:
        field = f"{_NAMES.get(match[1], match[1])}_{_UNITS.get(match[2], match[2])}"
        return field if field in FIELDS else None
    return _KNOWN.get(low)


def activities_of(rows: Sequence[Sequence[str]], make: Callable[[Sequence[str]], Activity | None]) -> TableContent:
    """The activities that ``make`` finds in the rows, and which rows it could not read."""
    found, bad = [], []
    for number, row in enumerate(rows, start=2):
        one = make(row)
        if one is None:
            bad.append(number)
        else:
            found.append(one)
    faults: tuple[str, ...] = ()
    if bad:
        shown = ", ".join(str(number) for number in bad[:5]) + (" …" if len(bad) > 5 else "")
        faults = (f"{len(bad)} of {len(rows)} rows have no readable date, distance or duration (row {shown})",)
    return TableContent(tuple(found), faults, bool(bad))


def activity_of(row: Sequence[str], columns: Mapping[str, int]) -> Activity | None:
    """One row; ``columns``: field of :data:`FIELDS` → place. None without a readable date, distance or duration."""

    def cell(field: str) -> str:
        place = columns.get(field, len(row))
        return row[place].strip() if place < len(row) else ""

    when, offset = time_of(cell("start"))
    if when is None:
        return None
    distance = next((value * k for f, k in _of("distance", columns) if (value := number_of(cell(f))) is not None), None)
    seconds = next((value * k for f, k in _of("duration", columns) if (value := _lasting(cell(f))) is not None), None)
    if distance is None and seconds is None:
        return None
    if (distance or 0) < 0 or (seconds or 0) < 0:
        return None
    climb = next((value * k for f, k in _of("climb", columns) if (value := number_of(cell(f))) is not None), None)
    word = cell("sport").lower()
    effort = number_of(cell("effort"))
    where: Where = "treadmill" if "treadmill" in f"{word} {cell('where').lower()}" else "unknown"
    return Activity(
        sport=_SPORTS.get(word, word),
        where="trail" if "trail" in word else where,
        start_s=when,
        utc_offset_s=offset,
        declared=Declared(
            distance_m=distance or None,
            timer_s=seconds,
            elapsed_s=_lasting(cell("elapsed_s")) or seconds,
            climb_m=climb,
            heart_rate_mean=number_of(cell("heart_rate")),
            effort_0_10=effort if effort is not None and 0 < effort <= 10 else None,
        ),
        title=cell("title")[:200] or None,
        shoes=cell("shoes")[:200] or None,
    )


def _on_the_wall(one: Activity | None, zone: str | None) -> Activity | None:
    if one is None or one.start_s is None or one.utc_offset_s is not None:
        return one
    if zone is None:
        return msgspec.structs.replace(one, utc_offset_s=0)
    wall = datetime.fromtimestamp(one.start_s, tz=UTC).replace(tzinfo=ZoneInfo(zone))
    offset = wall.utcoffset()
    seconds = 0 if offset is None else int(offset.total_seconds())
    return msgspec.structs.replace(one, start_s=one.start_s - seconds, utc_offset_s=seconds)


def _of(stem: str, columns: Mapping[str, int]) -> list[tuple[str, float]]:
    return [(field, FIELDS[field]) for field in columns if field.split("_")[0] == stem]


def number_of(text: str) -> float | None:
    """A written number, whichever mark stands before its fraction; None where it is none."""
    text = text.replace("\u00a0", "").replace(" ", "")
    if "," in text and "." in text:
        # The later of the two marks the fraction.
        text = text.replace("," if text.rfind(".") > text.rfind(",") else ".", "")
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e9 else None


def _lasting(text: str) -> float | None:
    match = _CLOCK.match(text)
    if match:
        return int(match[1] or 0) * 3600 + int(match[2]) * 60 + float(match[3].replace(",", "."))
    return number_of(text)
