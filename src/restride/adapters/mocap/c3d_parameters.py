"""The parameters of a C3D file: named values in groups, read as Intel, DEC or MIPS wrote them, written as Intel."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from math import prod
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from restride.model.errors import PlainError

BLOCK = 512
#: The byte that names the processor, less 83.
Processor = Literal[1, 2, 3]
INTEL: Processor = 1
DEC: Processor = 2
MIPS: Processor = 3
#: A list of more goes on in LABELS2, LABELS3 and so on, because a dimension is one byte.
MOST = 255

#: Bytes of a parameter: where the next begins is written into 16 bits, which count from before themselves.
_LONGEST = 65533

#: «GROUP:NAME» → text, a list of texts, one number or an array (the file's first dimension last).
Parameters = Mapping[str, Any]


class C3dError(PlainError):
    """A C3D file that cannot be read or written."""


def numbers(raw: bytes, at: int, count: int, kind: str, processor: Processor) -> NDArray[Any]:
    """So many numbers from a place on; ``kind`` is «u1», «i2», «u2» or «f4».

    Raises
    ------
    ValueError
        The file ends before.
    """
    order = ">" if processor == MIPS else "<"
    if kind != "f4" or processor != DEC:
        return np.frombuffer(raw, order + kind if kind != "u1" else kind, count, at)
    # DEC's halves stand the other way round, and its exponent counts from elsewhere: four times too large.
    halves = np.frombuffer(raw, "<u2", 2 * count, at).reshape(-1, 2)[:, ::-1]
    return np.asarray(np.ascontiguousarray(halves).view("<f4").reshape(-1) / 4)


def read_parameters(raw: bytes, start: int, processor: Processor) -> dict[str, Any]:
    """Every parameter of the section that begins at this byte.

    Raises
    ------
    struct.error, IndexError, ValueError, KeyError
        The section is damaged or cut short.
    """
    groups: dict[int, str] = {}
    found: dict[tuple[int, str], Any] = {}
    at = start + 4
    while at + 4 <= len(raw):
        length, group = struct.unpack_from("bb", raw, at)
        if length == 0:
            break
        size = abs(length)
        name = raw[at + 2 : at + 2 + size].decode("latin-1").strip().upper()
        body = at + 2 + size
        (offset,) = struct.unpack_from(">H" if processor == MIPS else "<H", raw, body)
        if group < 0:
            groups[-group] = name
        else:
            found[group, name] = _value(raw, body + 2, processor)
        if offset == 0:
            break
        at = body + offset
    return {f"{groups.get(group, group)}:{name}": value for (group, name), value in found.items()}


def _value(raw: bytes, at: int, processor: Processor) -> Any:
    kind, dimensions = struct.unpack_from("bB", raw, at)
    sizes = list(raw[at + 2 : at + 2 + dimensions])
    at += 2 + dimensions
    count = prod(sizes)
    if at + count * abs(kind) > len(raw):
        raise ValueError("a parameter goes on behind the end")
    if kind == -1:
        text = raw[at : at + count].decode("latin-1")
        if len(sizes) <= 1:
            return text.strip()
        width = sizes[0]
        return [text[i : i + width].strip() for i in range(0, count, width)] if width else []
    values = numbers(raw, at, count, {1: "u1", 2: "i2", 4: "f4"}[kind], processor)
    return values.reshape(sizes[::-1]) if sizes else values[0]


def number(parameters: Parameters, name: str, default: float) -> float:
    """The first number of a parameter, or the default."""
    value = np.ravel(parameters.get(name, default))
    return float(value[0]) if len(value) else default


def text(parameters: Parameters, name: str) -> str:
    """A text, which some programs write as a list of one."""
    return str((texts(parameters, name, 1) or [""])[0])


def texts(parameters: Parameters, key: str, wanted: int) -> list[str]:
    """A list of texts that may go on in LABELS2, LABELS3 and so on."""
    found: list[str] = []
    part = 1
    while len(found) < wanted:
        value = parameters.get(key if part == 1 else f"{key}{part}")
        if not isinstance(value, str | list) or not value:
            break
        found += [value] if isinstance(value, str) else value
        part += 1
    return found


def in_parts(name: str, values: Sequence[str] | NDArray[Any]) -> dict[str, Any]:
    """The same list cut into NAME, NAME2, NAME3 of at most 255 each."""
    cuts = range(0, max(len(values), 1), MOST)
    return {name if part == 1 else f"{name}{part}": values[at : at + MOST] for part, at in enumerate(cuts, 1)}


def written_parameters(parameters: Parameters) -> bytes:
    """The section, from its own first four bytes on, filled up to whole blocks.

    Raises
    ------
    C3dError
        More than fits into the 255 blocks that the format allows, or into one parameter.
    """
    groups: dict[str, list[tuple[str, Any]]] = {}
    for name, value in parameters.items():
        group, _, key = name.partition(":")
        groups.setdefault(group, []).append((key, value))
    out = bytearray()
    for index, (group, values) in enumerate(groups.items(), 1):
        title = group.encode("latin-1", "replace")
        out += struct.pack("bb", len(title), -index) + title + struct.pack("<HB", 3, 0)
        for key, value in values:
            body = _bytes_of(value) + b"\0"
            label = key.encode("latin-1", "replace")
            if len(body) > _LONGEST:
                raise C3dError(f"The parameter {group}:{key} is too long for a C3D file; leave it out.")
            out += struct.pack("bb", len(label), index) + label + struct.pack("<H", 2 + len(body)) + body
    blocks = -(-(len(out) + 6) // BLOCK)
    if blocks > MOST:
        raise C3dError("The parameters do not fit into a C3D file; leave out points or analog channels.")
    return (bytes((1, 0x50, blocks, INTEL + 83)) + bytes(out)).ljust(blocks * BLOCK, b"\0")


def _bytes_of(value: Any) -> bytes:
    if isinstance(value, str):
        text = value.encode("latin-1", "replace")[:MOST]
        return struct.pack("bBB", -1, 1, len(text)) + text
    if isinstance(value, list | tuple):
        if len(value) > MOST:
            raise C3dError(f"A list of {len(value)} names is too long for a parameter of a C3D file; cut it.")
        rows = [one.encode("latin-1", "replace")[:MOST] for one in value]
        width = max((len(one) for one in rows), default=0) or (1 if rows else 0)
        return struct.pack("bBBB", -1, 2, width, len(rows)) + b"".join(one.ljust(width) for one in rows)
    array = np.asarray(value)
    kind = {"f": 4, "u": 1 if array.dtype.itemsize == 1 else 2}.get(array.dtype.kind, 2)
    sizes = array.shape[::-1]
    return (
        struct.pack("bB", kind, len(sizes)) + bytes(sizes) + array.astype({1: "u1", 2: "<i2", 4: "<f4"}[kind]).tobytes()
    )
