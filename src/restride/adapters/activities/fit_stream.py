"""The bytes of a FIT file: headers, definitions, and where each message lies. Nothing is interpreted here.

A file is walked once; a damaged one is walked on from the next definition that makes sense, and what was
skipped is counted. Messages stay bytes: :mod:`.fit_fields` reads whole columns of them at once.

::

    ┌ header 12 or 14 ┬ records … ┬ CRC 2 ┐ [ next file … ]
    record header: 0100 llll definition │ 0000 llll data │ 1lls ssss data with a 5-bit time
"""

from __future__ import annotations

from typing import NamedTuple

from restride.adapters.activities.fit_crc import crc16

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


class Part(NamedTuple):
    """One FIT file of possibly several in a row, and what was wrong with it."""

    definitions: list[Definition]
    #: Sentences; empty where all was well.
    faults: list[str]
    #: Something is missing: the part is not whole.
    lossy: bool
    skipped_bytes: int


class NotFitError(ValueError):
    """There is no FIT file in these bytes; the sentence says why."""


def parts_of(data: bytes) -> list[Part]:
    """Every FIT file in the bytes, one after the other.

    Raises
    ------
    NotFitError
        None of it can be FIT.
    """
    start, faults, lossy = _first_header(data)
    parts: list[Part] = []
    while True:
        part, end = _part(data, start, faults, lossy)
        parts.append(part)
        if end >= len(data):
            return parts
        following = _header_at(data, end)
        if following is None:
            rest = len(data) - end
            parts[-1].faults.append(f"{rest} bytes after the end of the file mean nothing and were left out")
            return parts
        start, faults, lossy = end, [], False


def _first_header(data: bytes) -> tuple[int, list[str], bool]:
    if len(data) < 12:
        raise NotFitError(f"it has only {len(data)} bytes, less than the header of a FIT file")
    if data[8:12] == b".FIT":
        return 0, [], False
    found = data.find(b".FIT", 0, 65_536)
    if found >= 8 and data[found - 8] in (12, 14):
        return found - 8, [f"{found - 8} bytes before the header mean nothing and were left out"], True
    size = int.from_bytes(data[4:8], "little")
    if data[0] in (12, 14) and abs(data[0] + size + 2 - len(data)) <= 2:
        return 0, ["the word .FIT is missing from the header"], False
    raise NotFitError("it does not begin like a FIT file")


def _header_at(data: bytes, at: int) -> int | None:
    if len(data) - at >= 12 and data[at] in (12, 14) and data[at + 8 : at + 12] == b".FIT":
        return at
    return None


def _part(data: bytes, start: int, faults: list[str], lossy: bool) -> tuple[Part, int]:
    header = data[start]
    if header not in (12, 14):
        faults.append(f"the header says it is {header} bytes long")
    size = int.from_bytes(data[start + 4 : start + 8], "little")
    if header == 14 and data[start + 12 : start + 14] not in (b"\0\0", _crc(data[start : start + 12])):
        faults.append("the checksum of the header is wrong")
    begin, end = start + header, start + header + size
    after = end + 2
    if end > len(data):
        faults.append(f"{end - len(data)} bytes are missing at the end")
        end, after, lossy = len(data), len(data), True
    elif data[end:after] != _crc(data[start:end]):
        if _header_at(data, after) is None and after < len(data) - 2:
            faults.append("the header gives too short a length; everything to the end was read")
            end, after, lossy = len(data) - 2, len(data), True
        elif size:
            faults.append("the checksum is wrong, although every message can be read")
    definitions, skipped, cut = _walk(data, begin, end)
    if skipped:
        faults.append(f"{skipped} damaged bytes were skipped")
    if cut and not skipped:
        faults.append("the last message is cut off")
    return Part(definitions, faults, lossy or bool(skipped) or cut, skipped), after


def _crc(data: bytes) -> bytes:
    return crc16(data).to_bytes(2, "little")


def _walk(data: bytes, at: int, end: int) -> tuple[list[Definition], int, bool]:
    """Definitions in order, how many bytes were skipped, and whether the end is cut off."""
    current: list[Definition | None] = [None] * 16
    sizes = [-1] * 16
    places: list[list[int]] = [[] for _ in range(16)]
    definitions: list[Definition] = []
    skipped = 0
    cut = False
    while at < end:
        head = data[at]
        if head < 16 and sizes[head] >= 0:
            # The hot path: a plain data message.
            places[head].append(at + 1)
            at += sizes[head] + 1
            continue
        if head & 0x80 and sizes[head >> 5 & 3] >= 0:
            local = head >> 5 & 3
            holder = current[local]
            if holder is not None:
                holder.squeezed[at + 1] = head & 31
            places[local].append(at + 1)
            at += sizes[local] + 1
            continue
        one, length = (None, 0)
        if head & 0xD0 == 0x40:
            one, length = _definition(data, at, end)
            cut = cut or (one is None and length < 0)
        if one is None:
            again = _next_definition(data, at + 1, end)
            skipped += again - at
            at = again
            continue
        local = head & 15
        current[local], sizes[local], places[local] = one, one.size, one.at
        definitions.append(one)
        at += length
    if at > end:
        cut = True
        for one in definitions:
            if one.at and one.at[-1] + one.size > end:
                one.at.pop()
    if cut and skipped and not _any_after(definitions, end - skipped):
        skipped = 0
    return definitions, skipped, cut


def _any_after(definitions: list[Definition], at: int) -> bool:
    return any(one.at and one.at[-1] >= at for one in definitions)


def _definition(data: bytes, at: int, end: int) -> tuple[Definition | None, int]:
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


def _next_definition(data: bytes, at: int, end: int) -> int:
    """The next place that reads as a sensible definition, else the end."""
    while at + 9 <= end:
        if data[at] & 0xD0 == 0x40 and data[at + 1] == 0 and data[at + 2] <= 1 and 0 < data[at + 5] < 100:
            one, _ = _definition(data, at, end)
            if one is not None and _sensible(one):
                return at
        at += 1
    return end


def _sensible(one: Definition) -> bool:
    return (
        (one.message < 512 or one.message >= 0xFF00)
        and one.size <= 512
        and len({field.number for field in one.fields}) == len(one.fields)
        and all(
            field.base in _BASE_TYPES and field.size and field.size % SIZE_OF[field.base & 31] == 0
            for field in one.fields
        )
    )
