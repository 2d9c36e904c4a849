"""A FIT workout file: file_id, workout, workout_step. Small on purpose; the format's own tools are not free.

Layout (FIT protocol 2.0): 14-byte header, then for each message type one definition and its records, then a CRC.
A time is written in milliseconds, a speed in mm/s; a repeat step names the step to go back to and how often.
``num_valid_steps`` counts repeat steps too, as watches do.
"""

from __future__ import annotations

import hashlib
import struct
from datetime import UTC, datetime, time
from typing import NamedTuple

from restride.adapters.workouts.steps import Repeat, TimedStep, Workout

#: Seconds of the FIT clock start at the end of 1989.
_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
_PROTOCOL, _PROFILE = 0x20, 2132
_ENUM, _UINT16, _UINT32, _STRING, _UINT32Z = 0x00, 0x84, 0x86, 0x07, 0x8C
_TYPE_WORKOUT, _MANUFACTURER_DEVELOPMENT, _SPORT_RUNNING = 5, 255, 1
_DURATION_TIME, _DURATION_REPEAT = 0, 6
_TARGET_SPEED, _TARGET_OPEN = 0, 2
_INTENSITY = {"run": 0, "walk": 1, "warm_up": 2, "cool_down": 3}
_NAMES = {"run": "Run easy", "walk": "Walk", "warm_up": "Walk to warm up", "cool_down": "Walk home"}
#: In place of a target: the format knows no effort, so the step's name says it.
_EFFORT = "Run, effort max {} of 10"
_NAME_LENGTH = 24
_NOTHING = 0xFFFFFFFF
_CRC_TABLE = (
    0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
    0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
)  # fmt: skip


class _Field(NamedTuple):
    number: int
    size: int
    kind: int
    code: str


_FILE_ID = (
    _Field(0, 1, _ENUM, "B"), _Field(1, 2, _UINT16, "H"), _Field(2, 2, _UINT16, "H"), _Field(3, 4, _UINT32Z, "I"),
    _Field(4, 4, _UINT32, "I"),
)  # fmt: skip
_WORKOUT = (_Field(4, 1, _ENUM, "B"), _Field(6, 2, _UINT16, "H"), _Field(8, _NAME_LENGTH, _STRING, f"{_NAME_LENGTH}s"))
_STEP = (
    _Field(254, 2, _UINT16, "H"), _Field(0, _NAME_LENGTH, _STRING, f"{_NAME_LENGTH}s"), _Field(1, 1, _ENUM, "B"),
    _Field(2, 4, _UINT32, "I"), _Field(3, 1, _ENUM, "B"), _Field(4, 4, _UINT32, "I"), _Field(5, 4, _UINT32, "I"),
    _Field(6, 4, _UINT32, "I"), _Field(7, 1, _ENUM, "B"),
)  # fmt: skip


def encode_workout(workout: Workout, series: str) -> bytes:
    """The file. ``series`` and the day make its serial number, so that a watch tells two workouts apart."""
    created = int((datetime.combine(workout.on, time(), UTC) - _EPOCH).total_seconds())
    digest = hashlib.sha256(f"{series}/{workout.on}/{workout.name}".encode()).digest()
    # Zero means «no serial number».
    serial = int.from_bytes(digest[:4], "little") or 1
    body = _message(0, 0, _FILE_ID, [(_TYPE_WORKOUT, _MANUFACTURER_DEVELOPMENT, 0, serial, created)])
    body += _message(1, 26, _WORKOUT, [(_SPORT_RUNNING, len(workout.steps), _text(workout.name))])
    body += _message(2, 27, _STEP, [_step(at, step) for at, step in enumerate(workout.steps)])
    header = struct.pack("<BBHI4s", 14, _PROTOCOL, _PROFILE, len(body), b".FIT")
    content = header + struct.pack("<H", crc16(header)) + body
    return content + struct.pack("<H", crc16(content))


def _message(local: int, number: int, fields: tuple[_Field, ...], rows: list[tuple[int | bytes, ...]]) -> bytes:
    """One definition and its records, little-endian."""
    definition = struct.pack("<BBBHB", 0x40 | local, 0, 0, number, len(fields))
    definition += b"".join(struct.pack("<BBB", field.number, field.size, field.kind) for field in fields)
    layout = "<" + "".join(field.code for field in fields)
    return definition + b"".join(bytes([local]) + struct.pack(layout, *row) for row in rows)


def _step(at: int, step: TimedStep | Repeat) -> tuple[int | bytes, ...]:
    if isinstance(step, Repeat):
        return (at, _text("Repeat"), _DURATION_REPEAT, step.back_to, _TARGET_OPEN, step.times, _NOTHING, _NOTHING, 0)
    target, low, high = _TARGET_OPEN, _NOTHING, _NOTHING
    if step.speed_max_mm_s is not None:
        # A custom range from standing still to the cap: slower is always right.
        target, low, high = _TARGET_SPEED, 0, step.speed_max_mm_s
    return (
        at, _text(step_name(step)), _DURATION_TIME, step.seconds * 1000, target, 0, low, high, _INTENSITY[step.kind],
    )  # fmt: skip


def step_name(step: TimedStep) -> str:
    """What the watch shows of a step."""
    return _NAMES[step.kind] if step.effort_max is None else _EFFORT.format(step.effort_max)


def _text(words: str) -> bytes:
    """Padded with zeros; the last byte is always one."""
    return words.encode("ascii")[: _NAME_LENGTH - 1]


def crc16(content: bytes) -> int:
    """The format's checksum, four bits at a time."""
    crc = 0
    for byte in content:
        for nibble in (byte & 0xF, byte >> 4):
            crc = (crc >> 4) ^ _CRC_TABLE[crc & 0xF] ^ _CRC_TABLE[nibble]
    return crc
