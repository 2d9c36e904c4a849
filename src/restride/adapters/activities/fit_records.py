"""The points of a FIT file: native fields, squeezed times and distances, and what pods added."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from restride.adapters.activities.fit_fields import (
    DESCRIPTION,
    RECORD,
    Meaning,
    columns_of,
    raw,
    rows,
    text,
    unpack_compressed,
)
from restride.adapters.activities.fit_message import TIMESTAMP, Definition, Field
from restride.training.activity import Column

#: Names that pods give their developer fields → our column.
_PODS = {
    "power": "power_w", "running power": "power_w", "rp_power": "power_w", "form power": "form_power_w",
    "leg spring stiffness": "stiffness_kn_m", "ground time": "contact_ms", "vertical oscillation": "oscillation_cm",
    "cadence": "cadence", "air power": "",
}  # fmt: skip


def records(by_message: dict[int, list[Definition]], data: bytes, view: NDArray[np.uint8]) -> dict[str, Column]:
    """Every recorded point of one file as columns; «timestamp» in FIT time."""
    definitions = by_message.get(20, [])
    columns, places = columns_of(definitions, RECORD, view)
    if not len(places):
        return {}
    if any(one.squeezed for one in definitions):
        columns["timestamp"] = _unsqueezed(by_message, view, places)
    if "timestamp" not in columns:
        return {}
    for one in definitions:
        if one.developer:
            _developer_columns(by_message, definitions, data, view, columns, places)
            break
    if "distance_m" not in columns and "speed" not in columns and "enhanced_speed" not in columns:
        unpacked = unpack_compressed(definitions, view)
        if unpacked is not None and len(unpacked[0]) == len(places):
            columns["speed"], columns["distance_m"] = unpacked
    return columns


def _unsqueezed(by_message: dict[int, list[Definition]], view: NDArray[np.uint8], places: NDArray[np.int64]) -> Column:
    """Times of records whose header holds only the last five bits, counted on from the last full time."""
    full: list[tuple[int, float | None, int]] = []
    for definitions in by_message.values():
        for one in definitions:
            field = next((f for f in one.fields if f.number == TIMESTAMP), None)
            values = raw(rows(one, view), field, big_endian=one.big_endian) if field else None
            for index, place in enumerate(one.at):
                bits = one.squeezed.get(place, -1)
                if bits >= 0 or values is not None:
                    full.append((place, None if bits >= 0 or values is None else float(values[index]), bits))
    full.sort(key=lambda row: row[0])
    at: dict[int, float] = {}
    last = np.nan
    for place, value, bits in full:
        if value is not None:
            last = value if not np.isnan(value) else last
        elif not np.isnan(last):
            last += (bits - int(last)) % 32
        at[place] = last
    return np.array([at.get(place, np.nan) for place in places.tolist()])


def _developer_columns(
    by_message: dict[int, list[Definition]],
    definitions: list[Definition],
    data: bytes,
    view: NDArray[np.uint8],
    columns: dict[str, Column],
    places: NDArray[np.int64],
) -> None:
    """Fields of pods and apps that we know by name or by the native field they stand for."""
    known: dict[tuple[int, int], tuple[str, int, Meaning]] = {}
    for one in by_message.get(206, []):
        described, _ = columns_of([one], DESCRIPTION, view)
        for row, place in enumerate(one.at):
            index, number, base = (_at(described, name, row) for name in ("index", "number", "base"))
            if index is None or number is None or base is None:
                continue
            name = (text(one, 3, data, place) or "").lower()
            native = _at(described, "native", row)
            meaning = Meaning(_PODS[name]) if _PODS.get(name) else None
            if meaning is None and native is not None and _at(described, "message", row) in (None, 20.0):
                meaning = Meaning(RECORD[int(native)].name) if int(native) in RECORD else None
            if meaning is not None and meaning.name not in ("timestamp", "compressed"):
                known[int(index), int(number)] = (name, int(base), meaning)
    order = {place: row for row, place in enumerate(places.tolist())}
    for one in definitions:
        base_size = sum(field.size for field in one.fields)
        for field in one.developer:
            found = known.get((field.base, field.number))
            if found is None:
                continue
            typed = Field(-1, field.at, field.size, found[1])
            values = raw(rows(one, view), typed, big_endian=one.big_endian) if field.at >= base_size else None
            name = found[2].name
            if values is None or (name in columns and not np.isnan(columns[name]).all()):
                continue
            column = columns.setdefault(name, np.full(len(places), np.nan))
            column[[order[place] for place in one.at]] = values


def _at(columns: dict[str, Column], name: str, row: int) -> float | None:
    values = columns.get(name)
    return None if values is None or np.isnan(values[row]) else float(values[row])
