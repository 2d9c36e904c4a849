"""TCX and GPX: streamed, forgiving, without entities, without network.

Both are read by one loop over the ends of elements; a broken file gives what it holds up to and beyond the break.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
from lxml import etree

from restride.adapters.activities.caps import POINTS, TooMuchError
from restride.training.activity import Activity, Column, Declared, Where

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_TIME = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?\s*(Z|[+-]\d\d:?\d\d)?\s*\Z")
_SPORTS = {
    "running": "running", "run": "running", "biking": "cycling", "cycling": "cycling", "ride": "cycling",
    "walking": "walking", "walk": "walking", "hiking": "hiking", "hike": "hiking", "swimming": "swimming",
    "trail_running": "running", "treadmill_running": "running", "virtualrun": "running", "9": "running",
    "1": "cycling", "10": "walking", "other": "unknown",
}  # fmt: skip
#: Local names of point children → column; the same in TCX, in GPX, and in the extensions of both.
_VALUES = {
    "AltitudeMeters": "altitude_m", "DistanceMeters": "distance_m", "Cadence": "cadence", "RunCadence": "cadence",
    "Speed": "speed_m_s", "Watts": "power_w", "LatitudeDegrees": "latitude_deg", "LongitudeDegrees": "longitude_deg",
    "ele": "altitude_m", "hr": "heart_rate", "cad": "cadence", "speed": "speed_m_s", "power": "power_w",
    "atemp": "temperature_c", "distance": "distance_m",
}  # fmt: skip


class XmlContent(NamedTuple):
    """Activities of one XML file, and what was wrong with it."""

    activities: tuple[Activity, ...]
    points: int
    faults: tuple[str, ...]
    lossy: bool


class _Collector:
    """Points of the activity being read, as columns."""

    def __init__(self) -> None:
        self.rows: list[dict[str, float]] = []
        self.sport = "unknown"
        self.where: Where = "unknown"
        self.title: str | None = None
        self.laps: list[dict[str, float]] = []
        self.offset: int | None = None
        self.undated = 0
        self.dropped = 0
        self.total = 0

    def add(self, row: dict[str, float]) -> None:
        self.total += 1
        if self.total > POINTS:
            raise TooMuchError(f"it has more than {POINTS} points")
        if "time_s" in row:
            self.rows.append(row)
        else:
            self.undated += 1

    def finish(self) -> Activity | None:
        """The activity, None where there was nothing; ready for the next."""
        notes = []
        if self.undated:
            notes.append(f"{self.undated} points without a time were left out.")
        columns, start = _columns(self.rows, notes)
        declared = _declared(self.laps)
        if not self.rows and declared.distance_m is None and declared.timer_s is None:
            self.__init__()  # type: ignore[misc]
            return None
        begin = start if start is not None else next((lap["start"] for lap in self.laps if "start" in lap), None)
        one = Activity(
            sport=self.sport,
            where=self.where,
            start_s=begin,
            utc_offset_s=self.offset,
            columns=columns,
            declared=declared,
            title=self.title,
            notes=tuple(notes),
        )
        self.__init__()  # type: ignore[misc]
        return one


def read_xml(data: bytes) -> XmlContent:
    """Every activity of a TCX or GPX file.

    Raises
    ------
    TooMuchError
        It declares entities, or holds too many points.
    """
    if _ENTITY.search(data[:100_000]):
        raise TooMuchError("it declares XML entities, which no activity file needs and which can fill the memory")
    activities: list[Activity] = []
    faults: list[str] = []
    collector = _Collector()
    points = 0
    lossy = False
    try:
        for one in _elements(data, collector):
            points += one.points
            activities.append(one)
    except etree.XMLSyntaxError as error:
        faults.append(f"the XML breaks off ({str(error).split(' (')[0][:120]})")
        lossy = True
    last = collector.finish()
    if last is not None:
        activities.append(last)
        points += last.points
    lossy = _broken(data, faults) or lossy
    written = max(data.count(b"<Trackpoint>"), len(_POINT_START.findall(data)))
    if points + sum(_undated(one) for one in activities) < written:
        lossy = True
        faults.append(f"the XML is broken before {written - points} of its {written} points")
        if len(activities) <= 1:
            activities = _one_by_one(data, activities)
            points = sum(one.points for one in activities)
            faults[-1] += "; they were read one by one"
    return XmlContent(tuple(activities), points, tuple(faults), lossy)


_POINT_START = re.compile(rb"<(?:Trackpoint|trkpt)[\s>]")
_POINT = re.compile(rb"<(Trackpoint|trkpt)[\s>].*?</\1>", re.DOTALL)


def _undated(one: Activity) -> int:
    """Points that were seen and left out, as the notes count them."""
    return sum(int(note.split()[0]) for note in one.notes if "left out" in note and note.split()[0].isdigit())


def _one_by_one(data: bytes, activities: list[Activity]) -> list[Activity]:
    """The points of a broken file, each read for itself."""
    collector = _Collector()
    reader = _Reader(collector)
    if activities:
        collector.sport, collector.where, collector.title = (
            activities[0].sport, activities[0].where, activities[0].title
        )  # fmt: skip
    for match in _POINT.finditer(data):
        parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
        point = etree.fromstring(match[0], parser)
        if point is None:
            continue
        reader.start(_local(point.tag), point)
        for part in point.iterdescendants():
            reader.end(_local(part.tag), part.text or "")
        reader.end(_local(point.tag), "")
    one = collector.finish()
    return activities if one is None else [one]


def _broken(data: bytes, faults: list[str]) -> bool:
    """Whether the recovering reader passed over a fault: the last bytes do not close the file."""
    tail = data[-2048:].rstrip().lower()
    if tail.endswith((b"</gpx>", b"</trainingcenterdatabase>")):
        return False
    faults.append("the file is not closed as it should be; what was readable was read")
    return True


def _elements(data: bytes, collector: _Collector) -> Iterator[Activity]:
    # Leading white space before <?xml is common in Strava's files and forbidden by XML.
    source = io.BytesIO(data.lstrip(b"\xef\xbb\xbf \t\r\n"))
    stream = etree.iterparse(
        source, events=("start", "end"), recover=True, resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    reader = _Reader(collector)
    for event, element in stream:
        name = _local(element.tag)
        if event == "start":
            reader.start(name, element)
            continue
        if reader.end(name, element.text or ""):
            if name in ("Activity", "trk"):
                one = collector.finish()
                if one is not None:
                    yield one
            _forget(element)


class _Reader:
    """What an element means: inside a point, of a lap, of an activity."""

    def __init__(self, collector: _Collector) -> None:
        self._collector = collector
        self._row: dict[str, float] | None = None
        self._in_lap = True

    def start(self, name: str, element: etree._Element) -> None:
        if name in ("Trackpoint", "trkpt"):
            self._row = {}
            self._in_lap = False
            for attribute, column in (("lat", "latitude_deg"), ("lon", "longitude_deg")):
                _put(self._row, column, element.get(attribute))
        elif name == "Activity":
            self._collector.sport = _SPORTS.get((element.get("Sport") or "").lower(), "unknown")
        elif name == "Lap":
            self._in_lap = True
            begin, _ = seconds_of(element.get("StartTime") or "")
            self._collector.laps.append({} if begin is None else {"start": begin})

    def end(self, name: str, text: str) -> bool:
        """Take the element in; True where it can be forgotten with all inside it."""
        collector = self._collector
        if self._row is not None:
            if name in ("Trackpoint", "trkpt"):
                collector.add(self._row)
                self._row = None
                return True
            self._value(name, text, self._row)
            return False
        if name in ("TotalTimeSeconds", "DistanceMeters") and self._in_lap and collector.laps:
            _put(collector.laps[-1], name, text)
        elif name == "type":
            _gpx_sport(text, collector)
        elif name in ("name", "Notes"):
            _title(text, collector)
        return name in ("Activity", "trk")

    def _value(self, name: str, text: str, row: dict[str, float]) -> None:
        if name in ("Time", "time"):
            when, offset = seconds_of(text)
            if when is not None:
                row["time_s"] = when
                self._collector.offset = offset or self._collector.offset
        elif name == "Value":
            _put(row, "heart_rate", text)
        elif name in _VALUES:
            _put(row, _VALUES[name], text)


def _forget(element: etree._Element) -> None:
    element.clear()
    while element.getprevious() is not None:
        parent = element.getparent()
        if parent is None:
            return
        del parent[0]


def _local(tag: object) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _gpx_sport(text: str, collector: _Collector) -> None:
    word = text.strip().lower()
    collector.sport = _SPORTS.get(word, word if word and collector.sport == "unknown" else collector.sport)
    if "treadmill" in word:
        collector.where = "treadmill"
    elif "trail" in word:
        collector.where = "trail"


def _title(text: str, collector: _Collector) -> None:
    if text.strip() and collector.title is None:
        collector.title = text.strip()[:200]


def _put(row: dict[str, float], name: str, text: str | None) -> None:
    try:
        value = float(text) if text else math.nan
    except ValueError:
        return
    if math.isfinite(value):
        row.setdefault(name, value)


def seconds_of(text: str) -> tuple[float | None, int | None]:
    """An ISO time as seconds since the epoch, and its offset where one is written; no zone means UTC."""
    match = _TIME.match(text)
    if not match:
        return None, None
    year, month, day, hour, minute, second = (int(match[group]) for group in range(1, 7))
    try:
        when = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC).timestamp()
    except ValueError:
        return None, None
    when += max(second - 59, 0) + (float(f"0.{match[7]}") if match[7] else 0.0)
    zone = match[8]
    if zone is None or zone == "Z":
        return when, None
    offset = (int(zone[1:3]) * 60 + int(zone[-2:])) * 60 * (-1 if zone[0] == "-" else 1)
    return when - offset, offset


def _columns(rows: list[dict[str, float]], notes: list[str]) -> tuple[dict[str, Column], float | None]:
    if not rows:
        return {}, None
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: np.array([row.get(name, np.nan) for row in rows]) for name in names}
    time = columns["time_s"]
    near = np.abs(time - np.median(time)) <= 3 * 86_400
    if not near.all():
        notes.append(f"{np.count_nonzero(~near)} of {len(time)} points carry a time days away and were left out.")
        columns = {name: values[near] for name, values in columns.items()}
        time = columns["time_s"]
    back = np.diff(time) < 0
    if back.any():
        share = float(np.mean(back))
        notes.append(
            f"Time runs backwards at {np.count_nonzero(back)} of {len(time)} points; put in order ({share:.1%})."
        )
        order = np.argsort(time, kind="stable")
        columns = {name: values[order] for name, values in columns.items()}
    return columns, float(columns["time_s"][0])


def _declared(laps: list[dict[str, float]]) -> Declared:
    seconds = sum(lap.get("TotalTimeSeconds", 0.0) for lap in laps)
    metres = sum(lap.get("DistanceMeters", 0.0) for lap in laps)
    return Declared(distance_m=metres or None, timer_s=seconds or None)
