"""FIT messages as columns: number of a field → its name, scale and offset; what says «invalid» becomes NaN."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from restride.adapters.activities.fit_message import SIZE_OF, TIMESTAMP, Definition, Field
from restride.training.activity import Column

#: 1989-12-31T00:00:00Z, where FIT begins to count. [s since the Unix epoch]
FIT_EPOCH_S = 631_065_600
#: A time below this counts from power-on, not from the calendar.
FIRST_DATE = 0x10000000


class Meaning(NamedTuple):
    """Our name of a field, and value = raw / scale - offset."""

    name: str
    scale: float = 1.0
    offset: float = 0.0


_DEGREES = 2**31 / 180
RECORD = {
    TIMESTAMP: Meaning("timestamp"),
    0: Meaning("latitude_deg", _DEGREES),
    1: Meaning("longitude_deg", _DEGREES),
    2: Meaning("altitude", 5, 500),
    3: Meaning("heart_rate"),
    4: Meaning("cadence"),
    5: Meaning("distance_m", 100),
    6: Meaning("speed", 1000),
    7: Meaning("power_w"),
    8: Meaning("compressed"),
    13: Meaning("temperature_c"),
    39: Meaning("oscillation_mm", 10),
    41: Meaning("contact_ms", 10),
    53: Meaning("cadence_fraction", 128),
    73: Meaning("enhanced_speed", 1000),
    78: Meaning("enhanced_altitude", 5, 500),
    83: Meaning("vertical_ratio_pct", 100),
    84: Meaning("balance_pct", 100),
    85: Meaning("step_length_mm", 10),
}
SESSION = {
    TIMESTAMP: Meaning("timestamp"),
    2: Meaning("start"),
    5: Meaning("sport"),
    6: Meaning("sub_sport"),
    7: Meaning("elapsed", 1000),
    8: Meaning("timer", 1000),
    9: Meaning("distance", 100),
    10: Meaning("cycles"),
    16: Meaning("heart_mean"),
    17: Meaning("heart_max"),
    22: Meaning("climb"),
    23: Meaning("drop"),
    24: Meaning("training_effect", 10),
    193: Meaning("effort", 10),
}
EVENT = {TIMESTAMP: Meaning("timestamp"), 0: Meaning("event"), 1: Meaning("type")}
ACTIVITY = {TIMESTAMP: Meaning("timestamp"), 0: Meaning("timer", 1000), 5: Meaning("local")}
FILE_ID = {0: Meaning("type"), 1: Meaning("manufacturer"), 2: Meaning("product"), 4: Meaning("created")}
SPORT = {0: Meaning("sport"), 1: Meaning("sub_sport")}
#: Developer data: index, number, base type, native message and field; the name is text and read apart.
DESCRIPTION = {
    0: Meaning("index"),
    1: Meaning("number"),
    2: Meaning("base"),
    14: Meaning("message"),
    15: Meaning("native"),
}

_NUMBERS = {
    0: "u1", 1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 8: "f4", 9: "f8", 10: "u1", 11: "u2", 12: "u4",
    13: "u1", 14: "i8", 15: "u8", 16: "u8",
}  # fmt: skip
_SIGNED = {1, 3, 5, 14}
_ZERO_IS_INVALID = {10, 11, 12, 16}


def rows(definition: Definition, data: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The messages of a definition as a table of bytes. Shape (messages, size)."""
    at = np.asarray(definition.at, dtype=np.int64)
    if not len(at):
        return np.zeros((0, definition.size), dtype=np.uint8)
    step = np.diff(at)
    if len(at) > 1 and (step == step[0]).all():
        # Equal distances: a view of the file instead of a copy.
        return np.lib.stride_tricks.as_strided(
            data[at[0] :], shape=(len(at), definition.size), strides=(int(step[0]), 1), writeable=False
        )
    copied: NDArray[np.uint8] = data[at[:, None] + np.arange(definition.size)]
    return copied


def raw(table: NDArray[np.uint8], field: Field, *, big_endian: bool) -> NDArray[np.float64] | None:
    """One number of each message, NaN where the device wrote «invalid»; None where it is not one number."""
    base = field.base & 31
    if field.number == TIMESTAMP and field.size == 4:
        base = 6  # some devices declare the time as four bytes
    code = _NUMBERS.get(base)
    if code is None or field.size != SIZE_OF.get(base):
        return None
    chunk = np.ascontiguousarray(table[:, field.at : field.at + field.size])
    values = chunk.view((">" if big_endian else "<") + code)[:, 0]
    numbers = values.astype(np.float64)
    if base in (8, 9):
        numbers[~np.isfinite(numbers)] = np.nan
        return numbers
    bits = 8 * field.size
    invalid = 0 if base in _ZERO_IS_INVALID else 2 ** (bits - 1) - 1 if base in _SIGNED else 2**bits - 1
    wrong = values == invalid
    if wrong.any():
        numbers[wrong] = np.nan
    return numbers


def columns_of(
    definitions: Iterable[Definition], meanings: dict[int, Meaning], data: NDArray[np.uint8]
) -> tuple[dict[str, Column], NDArray[np.int64]]:
    """Columns of one kind of message over all its definitions, in the order of the file, with their places."""
    some = [one for one in definitions if one.at]
    places = [np.asarray(one.at, dtype=np.int64) for one in some]
    total = sum(len(one) for one in places)
    columns: dict[str, Column] = {}
    at = 0
    for one, place in zip(some, places, strict=True):
        table = rows(one, data)
        for field in one.fields:
            meaning = meanings.get(field.number)
            if meaning is None or meaning.name == "compressed":
                continue
            values = raw(table, field, big_endian=one.big_endian)
            if values is None:
                continue
            if meaning.scale != 1.0:
                values /= meaning.scale
            if meaning.offset:
                values -= meaning.offset
            if meaning.name not in columns:
                columns[meaning.name] = values if len(some) == 1 else np.full(total, np.nan)
            if len(some) > 1:
                columns[meaning.name][at : at + len(place)] = values
        at += len(place)
    joined = np.concatenate(places) if places else np.zeros(0, dtype=np.int64)
    if len(some) > 1:
        order = np.argsort(joined, kind="stable")
        return {name: values[order] for name, values in columns.items()}, joined[order]
    return columns, joined


def to_unix(fit_s: Column) -> Column:
    """FIT time to seconds since the Unix epoch; NaN where it counts from power-on."""
    return np.where(fit_s >= FIRST_DATE, fit_s + FIT_EPOCH_S, np.nan)


def text(definition: Definition, number: int, data: bytes, at: int) -> str | None:
    """A text field of the message at a place."""
    for field in definition.fields:
        if field.number == number and field.base & 31 == 7:
            piece = data[at + field.at : at + field.at + field.size].split(b"\0", 1)[0]
            return piece.decode("utf-8", "replace").strip() or None
    return None


def unpack_compressed(definitions: Iterable[Definition], data: NDArray[np.uint8]) -> tuple[Column, Column] | None:
    """Speed and distance of old watches: 12 bits each in three bytes, the distance modulo 256 m."""
    speeds: list[tuple[int, float, int]] = []
    for one in definitions:
        for field in one.fields:
            if field.number == 8 and field.size == 3:
                table = rows(one, data)[:, field.at : field.at + 3].astype(np.int64)
                blank = (table == 255).all(axis=1)
                speed = (table[:, 0] | (table[:, 1] & 15) << 8) / 100.0
                ticks = table[:, 1] >> 4 | table[:, 2] << 4
                speeds += [
                    (place, np.nan if empty else s, -1 if empty else int(d))
                    for place, empty, s, d in zip(one.at, blank.tolist(), speed.tolist(), ticks.tolist(), strict=True)
                ]
    if not speeds:
        return None
    speeds.sort()
    metres: list[float] = []
    last, total = -1, 0
    for _, _, count in speeds:
        if count < 0:
            metres.append(np.nan)
            continue
        total += 0 if last < 0 else (count - last) % 4096
        last = count
        metres.append(total / 16.0)
    return np.array([speed for _, speed, _ in speeds]), np.array(metres)
