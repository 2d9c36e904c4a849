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
from restride.adapters.activities.fit_message import Definition, read_definition
from restride.adapters.activities.fit_resync import Resync

#: Messages looked at together.
_AT_ONCE = 4096


class Part(NamedTuple):
    """One FIT file of possibly several in a row, and what was wrong with it."""

    definitions: list[Definition]
    #: Sentences; empty where all was well.
    faults: list[str]
    #: Something is missing: the part is not whole.
    lossy: bool


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
    wrong_sum = False
    if end > len(data):
        faults.append(f"{end - len(data)} bytes are missing at the end")
        end, after, lossy = len(data), len(data), True
    elif data[end:after] != _crc(data[start:end]):
        if _header_at(data, after) is None and after < len(data) - 2:
            faults.append("the header gives too short a length; everything to the end was read")
            end, after, lossy = len(data) - 2, len(data), True
        else:
            wrong_sum = bool(size)
    definitions, skipped, cut = _walk(data, begin, end)
    if wrong_sum and not skipped and not cut:
        faults.append("the checksum is wrong, although every message can be read")
    if skipped:
        faults.append(f"{skipped} damaged bytes were skipped")
    if cut and not skipped:
        faults.append("the last message is cut off")
    return Part(definitions, faults, lossy or bool(skipped) or cut), after


def _crc(data: bytes) -> bytes:
    return crc16(data).to_bytes(2, "little")


def _walk(data: bytes, at: int, end: int) -> tuple[list[Definition], int, bool]:
    """Definitions in order, how many bytes were skipped, and whether the end is cut off."""
    current: list[Definition | None] = [None] * 16
    sizes = [-1] * 16
    places: list[list[int]] = [[] for _ in range(16)]
    definitions: list[Definition] = []
    resync = Resync(data, end)
    skipped = 0
    cut = False
    while at < end:
        head = data[at]
        if head < 16 and sizes[head] >= 0:
            # The hot path: a plain data message, mostly followed by many of its kind at equal distances.
            step = sizes[head] + 1
            alike = 1
            if at + step < end and data[at + step] == head:
                same = data[at : min(end, at + _AT_ONCE * step) : step]
                alike = len(same) - len(same.lstrip(same[:1]))
            places[head] += range(at + 1, at + 1 + alike * step, step)
            at += alike * step
            continue
        if head & 0x80 and sizes[head >> 5 & 3] >= 0:
            local = head >> 5 & 3
            _squeezed(current[local], at + 1, head & 31)
            places[local].append(at + 1)
            at += sizes[local] + 1
            continue
        one, length = (None, 0)
        if head & 0xD0 == 0x40:
            one, length = read_definition(data, at, end)
            cut = cut or (one is None and length < 0)
        if one is None:
            again = resync.place_after(at + 1, current)
            skipped += again - at
            at = again
            continue
        local = head & 15
        current[local], sizes[local], places[local] = one, one.size, one.at
        definitions.append(one)
        at += length
    if at > end:
        cut = True
        _drop_last(definitions, end)
    if cut and skipped and not _any_after(definitions, end - skipped):
        skipped = 0
    return definitions, skipped, cut


def _squeezed(definition: Definition | None, place: int, bits: int) -> None:
    if definition is not None:
        definition.squeezed[place] = bits


def _drop_last(definitions: list[Definition], end: int) -> None:
    """Take out the message that goes beyond the end."""
    for one in definitions:
        if one.at and one.at[-1] + one.size > end:
            one.at.pop()


def _any_after(definitions: list[Definition], at: int) -> bool:
    return any(one.at and one.at[-1] >= at for one in definitions)
