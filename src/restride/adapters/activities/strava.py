"""Strava's list of activities (``activities.csv``), in the language of the account.

Strava translates the names of the columns and of the sports, and writes dates as the language does. The order of the
first columns is the same in every language. So a list with English names is read by its names, any other by its
places, and only where the list itself shows that they hold: two columns each for time and distance that agree with
each other, and a column that names the files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from restride.adapters.activities.tables import (
    MappingError,
    TableContent,
    activities_of,
    activity_of,
    number_of,
    rows_of,
)
from restride.training.activity import Activity

_NAMES = {
    "start": "Activity Date", "sport": "Activity Type", "title": "Activity Name", "shoes": "Activity Gear",
    "duration_s": "Moving Time", "elapsed_s": "Elapsed Time", "effort": "Perceived Exertion",
    "climb_m": "Elevation Gain", "heart_rate": "Average Heart Rate",
}  # fmt: skip
#: Places of the same in every language, the distance in metres, and what shows that the places hold.
_PLACES = {
    "start": 1, "title": 2, "sport": 3, "shoes": 11, "elapsed_s": 15, "duration_s": 16, "distance_m": 17,
    "climb_m": 20, "heart_rate": 31, "effort": 43,
}  # fmt: skip
_TWINS = ((5, 15), (6, 17), (7, 30))
_FILE, _DISTANCE_SHOWN = 12, 6
_FILE_NAME = re.compile(r"\A(activities/[^/]+\.(gpx|tcx|fit)(\.gz)?)?\Z")
_METRES_SHOWN = (1000.0, 1609.344)
#: Share of rows that must agree. Swims are shown in metres or yards, so not all do.
_AGREEING = 0.8
#: Sports as lists in other languages name them, as far as such lists are public; any other word is asked about.
_SPORTS = {
    "lauf": "running", "virtueller lauf": "running", "traillauf": "running", "hardloopsessie": "running",
    "virtuele hardloopsessie": "running", "course à pied": "running", "carrera": "running", "corsa": "running",
    "corrida": "running", "spaziergang": "walking", "wandern": "hiking", "wanderung": "hiking", "wandeling": "walking",
    "hiken": "hiking", "marche": "walking", "randonnée": "hiking", "caminata": "walking", "camminata": "walking",
    "caminhada": "walking", "radfahrt": "cycling", "virtuelle radfahrt": "cycling", "fietsrit": "cycling",
    "virtuele fietsrit": "cycling", "schwimmen": "swimming", "krafttraining": "strength", "krachttraining": "strength",
}  # fmt: skip


def is_strava(head: Sequence[str]) -> bool:
    """Whether a row of column names is that of Strava's list, in whatever language."""
    return {"Activity ID", "Activity Date"} <= set(head) or _stands_as_known(head)


def read_strava(data: bytes) -> TableContent:
    """The activities of the list; files beside it are read apart and joined by their start.

    Raises
    ------
    MappingError
        The names are not English and the places of the columns do not show what they hold.
    """
    head, rows = rows_of(data)
    if _NAMES["start"] in head:
        columns = _by_name(head)
        return activities_of(rows, lambda row: activity_of(row, columns))
    if not (_stands_as_known(head) and _agree(rows)):
        raise MappingError(
            "the list of activities is neither in English nor laid out as Strava's lists are (its columns begin with "
            f"{', '.join(head[:4])}); set the language of the account to English and export again"
        )
    return _translated(rows, {field: place for field, place in _PLACES.items() if place < len(head)})


def _by_name(head: Sequence[str]) -> dict[str, int]:
    where = {name: head.index(name) for name in reversed(head)}
    columns = {field: where[name] for field, name in _NAMES.items() if name in where}
    # Two columns are called Distance: the first in km as shown, the second in metres.
    repeated = [place for place, name in enumerate(head) if name == "Distance"]
    if repeated:
        columns["distance_m" if len(repeated) > 1 else "distance_km"] = repeated[-1]
    return columns


def _stands_as_known(head: Sequence[str]) -> bool:
    """The columns that come twice come twice at their places, under the same name."""
    last = max(second for _, second in _TWINS)
    return len(head) > last and all(head[first] and head[first] == head[second] for first, second in _TWINS)


def _agree(rows: Sequence[Sequence[str]]) -> bool:
    """Numbers for names, files where files are named, and metres that are the kilometres or miles shown."""
    full = [row for row in rows if len(row) > max(_PLACES["climb_m"], _FILE)]
    if not full or not all(row[0].strip().isdigit() and _FILE_NAME.match(row[_FILE].strip()) for row in full):
        return False
    pairs = [(number_of(row[_DISTANCE_SHOWN]), number_of(row[_PLACES["distance_m"]])) for row in full]
    known = [(shown, metres) for shown, metres in pairs if shown and metres]
    return any(
        # As shown, the distance is rounded to ten metres, in long activities to more.
        sum(abs(shown * unit - metres) <= max(20.0, 0.01 * metres) for shown, metres in known) >= _AGREEING * len(known)
        for unit in _METRES_SHOWN
    )


def _translated(rows: Sequence[Sequence[str]], columns: Mapping[str, int]) -> TableContent:
    """The activities, with the sport as we call it; words nobody told are named and leave the sport open."""
    asked: set[str] = set()

    def one(row: Sequence[str]) -> Activity | None:
        found = activity_of(row, columns)
        if found is None:
            return None
        word = row[columns["sport"]].strip()
        sport = _SPORTS.get(word.lower())
        if sport is None:
            asked.add(word)
        return msgspec.structs.replace(found, sport=sport or "unknown")

    content = activities_of(rows, one)
    if not asked:
        return content
    words = ", ".join(f"«{word}»" for word in sorted(asked)[:5]) + (" …" if len(asked) > 5 else "")
    fault = (
        f"the kind of sport is not known of activities called {words}; those with a file beside them are read from it"
    )
    return TableContent(content.activities, (*content.faults, fault), lossy=True)
