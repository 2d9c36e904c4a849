"""A small C3D as other machines wrote it, made byte by byte and apart from the library's own writer."""

from __future__ import annotations

import struct

import numpy as np

INTEL, DEC, MIPS = 84, 85, 86


def number(value: float, kind: str, processor: int) -> bytes:
    """One number: «h» a word of 16 bits, «f» a float of the machine."""
    if kind == "h":
        return struct.pack(">H" if processor == MIPS else "<H", int(value) & 0xFFFF)
    if processor == DEC:
        # The VAX: exponent two larger, the two words exchanged.
        plain = struct.pack("<f", value * 4)
        return plain[2:] + plain[:2]
    return struct.pack(">f" if processor == MIPS else "<f", value)


def parameter(name: str, group: int, kind: int, sizes: list[int], data: bytes, processor: int) -> bytes:
    body = struct.pack("bB", kind, len(sizes)) + bytes(sizes) + data + b"\0"
    return struct.pack("bb", len(name), group) + name.encode() + number(2 + len(body), "h", processor) + body


def group(name: str, index: int, processor: int) -> bytes:
    return struct.pack("bb", len(name), -index) + name.encode() + number(3, "h", processor) + b"\0"


def c3d_bytes(points: np.ndarray, analog: np.ndarray, processor: int, *, whole: bool, unsigned: bool = False) -> bytes:
    """Points (frames, n, 3) in mm and analog (2 · frames, channels), as floats, or as whole numbers in tenths of a mm.

    Residual 1.5 mm from two cameras. Analog of whole numbers: 0.25 a step from an offset of 100.
    """
    frames, count = points.shape[:2]
    channels, scale = analog.shape[1], 0.1
    kind = "h" if whole else "f"
    signed = -1 if not whole else 1
    out = bytearray()

    def add(name: str, index: int, values: list[float], what: str, sizes: list[int]) -> None:
        data = b"".join(number(one, what, processor) for one in values)
        out.extend(parameter(name, index, 2 if what == "h" else 4, sizes, data, processor))

    def words(name: str, index: int, values: list[str]) -> None:
        out.extend(parameter(name, index, -1, [4, len(values)], "".join(f"{v:4s}" for v in values).encode(), processor))

    out.extend(group("POINT", 1, processor))
    add("USED", 1, [count], "h", [])
    add("SCALE", 1, [signed * scale], "f", [])
    add("RATE", 1, [100.0], "f", [])
    words("LABELS", 1, [f"M{i}" for i in range(count)])
    words("UNITS", 1, ["mm"])
    out.extend(group("ANALOG", 2, processor))
    add("USED", 2, [channels], "h", [])
    add("GEN_SCALE", 2, [0.5], "f", [])
    add("SCALE", 2, [0.5] * channels, "f", [channels])
    add("OFFSET", 2, [100] * channels, "h", [channels])
    words("LABELS", 2, [f"A{i}" for i in range(channels)])
    if unsigned:
        out.extend(parameter("FORMAT", 2, -1, [8], b"UNSIGNED", processor))
    section = bytes((1, 0x50, -(-(len(out) + 6) // 512), processor)) + bytes(out) + b"\0\0"
    section = section.ljust(section[2] * 512, b"\0")
    header = bytearray(b"\2\x50")
    for value in (count, 2 * channels, 1, frames, 0):
        header += number(value, "h", processor)
    header += number(signed * scale, "f", processor)
    header += number(2 + section[2], "h", processor) + number(2, "h", processor) + number(100.0, "f", processor)
    data = bytearray()
    raw = analog / 0.25 + 100
    for frame in range(frames):
        for xyz in points[frame]:
            for value in xyz:
                data += number(round(value / scale) if whole else value, kind, processor)
            data += number(3 * 256 + 15, kind, processor)
        for value in raw[2 * frame : 2 * frame + 2].ravel():
            data += number(round(value) if whole else value, kind, processor)
    return bytes(header.ljust(512, b"\0")) + section + bytes(data)
