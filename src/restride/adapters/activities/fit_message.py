"""Definitions of FIT messages."""

from __future__ import annotations

from typing import NamedTuple

#: Bytes of one value of each base type, by its low five bits.
SIZE_OF = {0: 1, 1: 1, 2: 1, 3: 2, 4: 2, 5: 4, 6: 4, 7: 1, 8: 4, 9: 8, 10: 1, 11: 2, 12: 4, 13: 1, 14: 8, 15: 8, 16: 8}
_BASE_TYPES = frozenset(
    (0x00, 0x01, 0x02, 0x83, 0x84, 0x85, 0x86, 0x07, 0x88, 0x89, 0x0A, 0x8B, 0x8C, 0x0D, 0x8E, 0x8F, 0x90)
)
TIMESTAMP = 253


class Field(NamedTuple):
    """A field of a definition: number, where it lies in the message, its length and base type."""

    number: int
    at: int
    size: int
    base: int


class Definition:
    """A definition with the places of its messages. [byte offsets into the data]."""

    __slots__ = ("at", "big_endian", "developer", "fields", "message", "size", "squeezed")

    def __init__(
        self, message: int, big_endian: bool, fields: tuple[Field, ...], developer: tuple[Field, ...], size: int
    ) -> None:
        self.message = message
        self.big_endian = big_endian
        self.fields = fields
        #: Developer fields; ``base`` is the developer index here.
        self.developer = developer
        self.size = size
        #: Where each message begins, behind its header byte.
        self.at: list[int] = []
        #: Place of a message → its five bits of time.
        self.squeezed: dict[int, int] = {}


def read_definition(data: bytes, at: int, end: int) -> tuple[Definition | None, int]:
    """The definition at a place and its length; no definition and -1 where the file ends inside it."""
    if at + 6 > end:
        return None, -1
    big = data[at + 2]
    if big > 1:
        return None, 0
    message = int.from_bytes(data[at + 3 : at + 5], "big" if big else "little")
    here, offset = at + 6, 0
    rows: list[tuple[Field, ...]] = []
    for block in range(2 if data[at] & 0x20 else 1):
        count = data[at + 5] if block == 0 else (data[here] if here < end else 0)
        here += block
        if here + 3 * count > end:
            return None, -1
        fields = []
        for place in range(here, here + 3 * count, 3):
            fields.append(Field(data[place], offset, data[place + 1], data[place + 2]))
            offset += data[place + 1]
        rows.append(tuple(fields))
        here += 3 * count
    return Definition(message, bool(big), rows[0], rows[1] if len(rows) > 1 else (), offset), here - at


def sensible(one: Definition) -> bool:
    """Whether bytes that can be read as a definition look like one somebody wrote."""
    return (
        (one.message < 512 or one.message >= 0xFF00)
        and one.size <= 512
        and len({field.number for field in one.fields}) == len(one.fields)
        and all(
            field.base in _BASE_TYPES and field.size and field.size % SIZE_OF[field.base & 31] == 0
            for field in one.fields
        )
    )
