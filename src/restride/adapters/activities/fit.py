"""FIT files into activities.

Own reader instead of a library: docs/adr/0008-own-fit-reader.md. Every part of a chained file is read, sessions
of one file become one activity each, and what a summary says is kept beside what the points say.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from restride.adapters.activities.fit_fields import (
    ACTIVITY,
    EVENT,
    FILE_ID,
    FIRST_DATE,
    SESSION,
    SPORT,
    Meaning,
    columns_of,
    to_unix,
)
from restride.adapters.activities.fit_message import Definition
from restride.adapters.activities.fit_records import records
from restride.adapters.activities.fit_stream import Part, parts_of
from restride.training.activity import Activity, Column, Declared, Stop, Where

_SPORTS = {
    0: "generic", 1: "running", 2: "cycling", 3: "transition", 4: "fitness equipment", 5: "swimming", 6: "basketball",
    7: "soccer", 8: "tennis", 10: "training", 11: "walking", 12: "cross-country skiing", 13: "alpine skiing",
    14: "snowboarding", 15: "rowing", 16: "mountaineering", 17: "hiking", 18: "multisport", 19: "paddling",
    21: "e-biking", 31: "climbing", 35: "snowshoeing", 37: "stand-up paddling",
}  # fmt: skip
_WHERE: dict[int, Where] = {1: "treadmill", 45: "treadmill", 3: "trail", 4: "track", 58: "virtual"}
_INDOOR_RUN = (1, 45)
_FILE_TYPES = {
    1: "a device's settings", 2: "settings", 3: "a sport's settings", 5: "a workout plan", 6: "a course to follow",
    7: "schedules", 9: "body weights", 10: "totals", 11: "goals", 14: "blood pressures", 15: "monitoring of the day",
    20: "an activity summary", 28: "monitoring of the day", 32: "monitoring of the day", 34: "a segment",
}  # fmt: skip
_MAKERS = {1: "Garmin", 23: "Suunto", 32: "Wahoo", 95: "Stryd", 123: "Polar", 260: "Zwift", 265: "Strava", 294: "COROS"}
#: No activity is longer than this to either side of its middle. [s]
_LONGEST_S = 3 * 86_400
_TIMER, _STOPS, _STARTS = 0, (1, 4, 8, 9), (0,)


class FitContent(NamedTuple):
    """What a FIT file held: activities, or the sentence saying what it is instead."""

    activities: tuple[Activity, ...]
    points: int
    faults: tuple[str, ...]
    lossy: bool
    instead: str | None


def read_fit(data: bytes) -> FitContent:
    """Read every activity of a FIT file, damaged or not.

    Raises
    ------
    restride.adapters.activities.fit_stream.NotFitError
        These bytes are not FIT.
    """
    view = np.frombuffer(data, dtype=np.uint8)
    activities: list[Activity] = []
    faults: list[str] = []
    points, lossy = 0, False
    instead = None
    for part in parts_of(data):
        faults += part.faults
        lossy = lossy or part.lossy
        found, count, other = _activities(part, data, view)
        activities += found
        points += count
        instead = instead or other
    return FitContent(tuple(activities), points, tuple(faults), lossy, None if activities else instead or "nothing")


def _activities(part: Part, data: bytes, view: NDArray[np.uint8]) -> tuple[list[Activity], int, str | None]:
    by_message: dict[int, list[Definition]] = {}
    for one in part.definitions:
        if one.at:
            by_message.setdefault(one.message, []).append(one)
    file_id = _table(by_message, 0, FILE_ID, view)
    file_type = _first(file_id, "type")
    columns = records(by_message, data, view)
    count = len(columns["timestamp"]) if columns else 0
    sessions = _table(by_message, 18, SESSION, view)
    if file_type is not None and int(file_type) not in (4, 20) and not sessions:
        return [], 0, _FILE_TYPES.get(int(file_type), f"a file of type {int(file_type)}")
    if not columns and not sessions:
        return [], 0, "no recorded activity" if by_message else "nothing"
    device = _device(file_id)
    stops, timer_known = _stops(by_message, view, columns)
    offset = _offset(by_message, view)
    spans = _spans(sessions, by_message, view, columns)
    found = []
    for span in spans:
        inside = _cut(columns, span, alone=len(spans) == 1)
        found.append(_activity(span, inside, stops, timer_known, offset, device))
    return found, count, None


class _Span(NamedTuple):
    """A session: its row, or what stands for one where the file was never finished."""

    row: dict[str, float]
    from_s: float
    to_s: float
    rebuilt: bool


def _spans(
    sessions: dict[str, Column],
    by_message: dict[int, list[Definition]],
    view: NDArray[np.uint8],
    columns: dict[str, Any],
) -> list[_Span]:
    if not sessions:
        sport = _table(by_message, 12, SPORT, view)
        row = {name: float(values[0]) for name, values in sport.items() if len(values)}
        time = columns["timestamp"]
        return [_Span(row, float(np.nanmin(time)), float(np.nanmax(time)), True)]
    spans = []
    length = len(next(iter(sessions.values())))
    for number in range(length):
        row = {name: float(values[number]) for name, values in sessions.items()}
        start = row.get("start", np.nan)
        if np.isnan(start):
            start = row.get("timestamp", np.nan) - (_real(row, "elapsed") or 0.0)
        elapsed = max(_real(row, "elapsed") or 0.0, _real(row, "timer") or 0.0)
        end = row.get("timestamp", np.nan)
        spans.append(_Span(row, start, max(start + elapsed, end) if length == 1 else start + elapsed, False))
    # A session around others (the whole of a triathlon) says nothing that they do not say.
    whole = [
        one
        for one in spans
        if len(spans) > 2 and one.row.get("sport", 0) in (0, 18) and sum(_inside(other, one) for other in spans) > 1
    ]
    kept = [one for one in spans if one not in whole]
    begins = sorted(one.from_s for one in kept)
    # The second in which a session ends is its own, unless the next one begins in it.
    return [one._replace(to_s=min([one.to_s + 1, *(b for b in begins if b > one.from_s)])) for one in kept]


def _inside(one: _Span, other: _Span) -> bool:
    return one is not other and one.from_s >= other.from_s - 5 and one.to_s <= other.to_s + 5


def _cut(columns: dict[str, Any], span: _Span, *, alone: bool) -> dict[str, Column]:
    if not columns or alone or np.isnan(span.from_s):
        return columns
    time = columns["timestamp"]
    keep = (time >= span.from_s) & (time < span.to_s)
    part = {name: values[keep] for name, values in columns.items()}
    if "distance_m" in part and len(part["distance_m"]):
        # One count runs through all sessions of a file.
        part["distance_m"] = part["distance_m"] - np.nanmin(part["distance_m"])
    return part


def _activity(
    span: _Span,
    columns: dict[str, Column],
    stops: list[Stop],
    timer_known: bool,
    offset: int | None,
    device: str | None,
) -> Activity:
    notes: list[str] = []
    row = span.row
    ordered, start = _ordered(columns, notes) if columns else ({}, None)
    if start is None and not np.isnan(span.from_s) and span.from_s >= FIRST_DATE:
        start = _unix(span.from_s)
    sport = (
        _SPORTS.get(int(row["sport"]), f"sport {int(row['sport'])}") if _real(row, "sport") is not None else "unknown"
    )
    sub = int(_real(row, "sub_sport") or 0)
    if sub in _INDOOR_RUN and sport in ("generic", "fitness equipment", "training", "unknown"):
        sport = "running"
    if span.rebuilt:
        notes.append("The file was never finished; its summary was made from the points.")
    return Activity(
        sport=sport,
        where=_WHERE.get(sub, "unknown"),
        start_s=start,
        utc_offset_s=offset,
        columns=ordered,
        stops=tuple(stops),
        timer_known=timer_known,
        declared=Declared(
            distance_m=_real(row, "distance"),
            elapsed_s=_real(row, "elapsed"),
            timer_s=_real(row, "timer"),
            climb_m=_real(row, "climb"),
            drop_m=_real(row, "drop"),
            strides=_real(row, "cycles") if sport == "running" else None,
            heart_rate_mean=_real(row, "heart_mean") or None,
            heart_rate_max=_real(row, "heart_max") or None,
            effort_0_10=_real(row, "effort"),
            training_effect=_real(row, "training_effect"),
        ),
        device=device,
        notes=tuple(notes),
    )


def _ordered(columns: dict[str, Column], notes: list[str]) -> tuple[dict[str, Column], float | None]:
    """Columns in the order of time, named as :class:`Activity` has them; and the start."""
    columns = _near_in_time(columns, notes)
    time = columns["timestamp"]
    if not len(time):
        return {}, None
    back = np.diff(time) < 0
    if back.any():
        count, share = np.count_nonzero(back), float(np.mean(back))
        notes.append(f"Time runs backwards at {count} of {len(time)} points; put in order ({share:.1%}).")
        order = np.argsort(time, kind="stable")
        columns = {name: values[order] for name, values in columns.items()}
        time = columns["timestamp"]
    absolute = time[0] >= FIRST_DATE
    seconds = time + 631_065_600.0 if absolute else time
    result = {"time_s": seconds}
    for name, values in columns.items():
        if name not in ("timestamp", "altitude", "speed", "enhanced_speed", "enhanced_altitude", "cadence_fraction"):
            result[name] = values
    for name, ours in (("speed", "speed_m_s"), ("altitude", "altitude_m")):
        plain, better = columns.get(name), columns.get(f"enhanced_{name}")
        one = plain if better is None else better if plain is None else np.where(np.isnan(better), plain, better)
        if one is not None:
            result[ours] = one
    if "cadence" in result and "cadence_fraction" in columns:
        result["cadence"] = result["cadence"] + np.nan_to_num(columns["cadence_fraction"])
    if "oscillation_cm" in result:
        result.setdefault("oscillation_mm", 10 * result.pop("oscillation_cm"))
    return result, float(seconds[0]) if absolute else None


def _near_in_time(columns: dict[str, Column], notes: list[str]) -> dict[str, Column]:
    """Without points that carry no time, or one days away: the damage of a file, not a run."""
    time = columns["timestamp"]
    known = ~np.isnan(time)
    dated = known & (time >= FIRST_DATE)
    if dated.any():
        known = dated
    if known.any():
        near = np.abs(time - np.median(time[known])) <= _LONGEST_S
        strays = int(np.count_nonzero(known & ~near))
        if strays:
            notes.append(f"{strays} of {len(time)} points carry a time days away from the others and were left out.")
        known = known & near
    return columns if known.all() else {name: values[known] for name, values in columns.items()}


def _stops(
    by_message: dict[int, list[Definition]], view: NDArray[np.uint8], columns: dict[str, Column]
) -> tuple[list[Stop], bool]:
    """Stretches in which the timer stood, up to the next start or to the end."""
    events = _table(by_message, 21, EVENT, view)
    if not events or "event" not in events or "type" not in events:
        return [], False
    time = to_unix(events.get("timestamp", np.full(len(events["event"]), np.nan)))
    rows_ = sorted(
        (when, int(kind))
        for when, event, kind in zip(time.tolist(), events["event"].tolist(), events["type"].tolist(), strict=True)
        if event == _TIMER and not np.isnan(when) and not np.isnan(kind)
    )
    if not rows_:
        return [], False
    stops, since = [], None
    for when, kind in rows_:
        if kind in _STOPS:
            since = when if since is None else since
        elif kind in _STARTS and since is not None:
            if when > since:
                stops.append(Stop(since, when))
            since = None
    last = float(np.nanmax(columns["timestamp"])) + 631_065_600.0 if columns else np.nan
    if since is not None and last > since:
        stops.append(Stop(since, last + 1))
    return stops, True


def _offset(by_message: dict[int, list[Definition]], view: NDArray[np.uint8]) -> int | None:
    activity = _table(by_message, 34, ACTIVITY, view)
    local, utc = _first(activity, "local"), _first(activity, "timestamp")
    if local is None or utc is None or local < FIRST_DATE or utc < FIRST_DATE:
        return None
    # Offsets are whole quarters of an hour; the two times may be written some seconds apart.
    offset = round((local - utc) / 900) * 900
    return int(offset) if abs(offset) <= 14 * 3600 and abs(local - utc - offset) <= 120 else None


def _device(file_id: dict[str, Column]) -> str | None:
    maker = _first(file_id, "manufacturer")
    if maker is None:
        return None
    product = _first(file_id, "product")
    name = _MAKERS.get(int(maker), f"maker {int(maker)}")
    return name if product is None else f"{name} {int(product)}"


def _table(
    by_message: dict[int, list[Definition]], message: int, meanings: dict[int, Meaning], view: NDArray[np.uint8]
) -> dict[str, Column]:
    return columns_of(by_message.get(message, []), meanings, view)[0]


def _first(columns: dict[str, Column], name: str) -> float | None:
    values: Iterable[float] = columns.get(name, np.zeros(0)).tolist()
    return next((value for value in values if not np.isnan(value)), None)


def _real(row: dict[str, float], name: str) -> float | None:
    value = row.get(name, np.nan)
    return None if np.isnan(value) else value


def _unix(fit_s: float) -> float:
    return fit_s + 631_065_600.0
