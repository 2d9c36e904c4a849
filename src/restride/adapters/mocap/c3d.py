"""Read and write C3D files: points, analog channels and events.

Layout (c3d.org): a header of 512 bytes, a section of parameters in groups, then frames of points and
analog samples interleaved, as 16-bit integers with a scale or as floats. Written for hostile input: every
length is checked before it is used.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from restride.gait.track import Floats
from restride.model.errors import PlainError

_BLOCK = 512
_INTEL, _DEC, _MIPS = 84, 85, 86
_KINDS = {1: ("u1", 1), 2: ("i2", 2), 4: ("f4", 4)}


class C3dError(PlainError):
    """A C3D file that cannot be read."""


@dataclass(frozen=True)
class C3dEvent:
    """One event of the file; ``time_s`` counts from the first frame."""

    label: str
    context: str
    time_s: float


@dataclass(frozen=True)
class C3d:
    """What a C3D file holds. ``points`` (frames, points, 3) in ``unit``, NaN where a point was not seen."""

    labels: tuple[str, ...]
    points: Floats
    rate_hz: float
    unit: str
    analog_labels: tuple[str, ...] = ()
    #: (samples, channels), scaled to the channels' units.
    analog: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    analog_units: tuple[str, ...] = ()
    analog_rate_hz: float = 0.0
    events: tuple[C3dEvent, ...] = ()
    #: Channel numbers (from 0) of each force plate, where the file names plates.
    plates: tuple[tuple[int, ...], ...] = ()
    first_frame: int = 1


def read_c3d(path: Path) -> C3d:
    """Read a C3D file.

    Raises
    ------
    C3dError
        In one sentence: what is wrong with the file and what to do.
    """
    raw = path.read_bytes()
    name = path.name
    if len(raw) < 2 * _BLOCK or raw[1] != 0x50:
        raise C3dError(f"{name} is no C3D file (its first bytes do not say so) or is cut short; export it anew.")
    start = (raw[0] - 1) * _BLOCK
    if start < 0 or start + 4 > len(raw):
        raise C3dError(f"{name} is cut short: its parameters lie behind the end of the file; copy it again.")
    processor = raw[start + 3]
    if processor == _DEC:
        raise C3dError(f"{name} holds numbers in the format of DEC computers, which is not read; export it as Intel.")
    order = ">" if processor == _MIPS else "<"
    try:
        parameters = _read_parameters(raw, start, order)
        return _assemble(raw, parameters, order, name)
    except (struct.error, IndexError, ValueError, KeyError) as error:
        if isinstance(error, C3dError):
            raise
        raise C3dError(f"{name} is damaged or cut short ({error}); copy or export it again.") from None


def _read_parameters(raw: bytes, start: int, order: str) -> dict[str, Any]:
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
        (offset,) = struct.unpack_from(order + "H", raw, body)
        if group < 0:
            groups[-group] = name
        else:
            found[group, name] = _read_value(raw, body + 2, order)
        if offset == 0:
            break
        at = body + offset
    return {f"{groups.get(group, group)}:{name}": value for (group, name), value in found.items()}


def _read_value(raw: bytes, at: int, order: str) -> Any:
    kind, dimensions = struct.unpack_from("bB", raw, at)
    sizes = list(raw[at + 2 : at + 2 + dimensions])
    at += 2 + dimensions
    count = int(np.prod(sizes)) if sizes else 1
    if kind == -1:
        text = raw[at : at + count].decode("latin-1")
        if len(sizes) <= 1:
            return text.strip()
        width = sizes[0]
        return [text[i : i + width].strip() for i in range(0, count, width)] if width else []
    code, width = _KINDS[kind]
    values = np.frombuffer(raw, order + code if width > 1 else code, count, at)
    return values.reshape(sizes[::-1]) if sizes else values[0]


def _number(parameters: dict[str, Any], name: str, default: float) -> float:
    value = np.ravel(parameters.get(name, default))
    return float(value[0]) if len(value) else default


def _assemble(raw: bytes, parameters: dict[str, Any], order: str, name: str) -> C3d:
    points, per_frame, first, last = struct.unpack_from(order + "HHHH", raw, 2)
    scale, data_block, samples = struct.unpack_from(order + "fHH", raw, 12)
    (rate,) = struct.unpack_from(order + "f", raw, 20)
    points = int(_number(parameters, "POINT:USED", points))
    rate = _number(parameters, "POINT:RATE", rate)
    scale = _number(parameters, "POINT:SCALE", scale)
    if points == 0:
        raise C3dError(f"{name} holds no points, only analog channels; export the trajectories with it.")
    if not 1 <= rate <= 10_000:
        raise C3dError(
            f"{name} gives a frame rate of {rate:g} Hz, which cannot be; correct it in the recording software."
        )
    frames = last - first + 1
    size = 4 if scale < 0 else 2
    width = points * 4 + per_frame
    start = (data_block - 1) * _BLOCK
    held = (len(raw) - start) // (size * width)
    # Long files cannot write their length into 16 bits: what is there counts.
    frames = held if frames <= 0 or last == 65535 else frames
    if frames < 1 or held < frames:
        raise C3dError(f"{name} promises {frames} frames and holds {max(held, 0)}; it is cut short, copy it again.")
    data = np.frombuffer(raw, order + ("f4" if size == 4 else "i2"), frames * width, start).reshape(frames, width)
    block = data[:, : points * 4].reshape(frames, points, 4).astype(np.float64)
    xyz = block[:, :, :3] * (1.0 if scale < 0 else scale)
    # A negative residual or the origin itself means: not seen.
    xyz[(block[:, :, 3] < 0) | (block[:, :, :3] == 0).all(axis=2)] = np.nan
    labels = _names(parameters, "POINT:LABELS", points)
    return C3d(
        labels=tuple(label or f"point {i + 1}" for i, label in enumerate((labels + [""] * points)[:points])),
        points=xyz,
        rate_hz=rate,
        unit=str(parameters.get("POINT:UNITS", "")),
        events=_events(parameters, (first - 1) / rate, first / rate, frames / rate),
        first_frame=first,
        **_analog(parameters, data[:, points * 4 :], per_frame, samples, rate),
    )


def _names(parameters: dict[str, Any], key: str, wanted: int) -> list[str]:
    """A list of names that may go on in LABELS2, LABELS3 and so on."""
    names: list[str] = []
    part = 1
    while len(names) < wanted:
        value = parameters.get(key if part == 1 else f"{key}{part}")
        if value is None:
            break
        names += [value] if isinstance(value, str) else list(value)
        part += 1
    return names


def _analog(parameters: dict[str, Any], data: Floats, per_frame: int, samples: int, rate: float) -> dict[str, Any]:
    channels = per_frame // samples if samples else 0
    if not channels:
        return {}
    general = _number(parameters, "ANALOG:GEN_SCALE", 1.0)
    scales = np.resize(np.ravel(parameters.get("ANALOG:SCALE", 1.0)).astype(np.float64), channels)
    zeros = np.resize(np.ravel(parameters.get("ANALOG:OFFSET", 0)).astype(np.float64), channels)
    values = (data.reshape(-1, channels).astype(np.float64) - zeros) * scales * general
    numbers = np.atleast_2d(parameters.get("FORCE_PLATFORM:CHANNEL", np.zeros((0, 0))))
    return {
        "analog": values,
        "analog_labels": tuple(_names(parameters, "ANALOG:LABELS", channels)[:channels]),
        "analog_units": tuple(_names(parameters, "ANALOG:UNITS", channels)[:channels]),
        "analog_rate_hz": rate * samples,
        "plates": tuple(tuple(int(n) - 1 for n in row if 0 < n <= channels) for row in numbers if len(row)),
    }


def _events(parameters: dict[str, Any], absolute_s: float, start_s: float, length_s: float) -> tuple[C3dEvent, ...]:
    """Events, counted from the first frame. Vicon counts from the start of the capture instead: taken off."""
    used = int(_number(parameters, "EVENT:USED", 0))
    times = np.atleast_2d(parameters.get("EVENT:TIMES", np.zeros((0, 2)))).astype(np.float64)
    labels, contexts = (parameters.get(f"EVENT:{key}") or [] for key in ("LABELS", "CONTEXTS"))
    used = min(used, len(times), len(labels), len(contexts))
    if not used or times.shape[1] < 2:
        return ()
    seconds = times[:used, 0] * 60 + times[:used, 1]
    if start_s > 0 and seconds.max() > length_s:
        seconds = seconds - absolute_s
    rows = [C3dEvent(labels[i], contexts[i], float(seconds[i])) for i in range(used)]
    return tuple(sorted(rows, key=lambda event: event.time_s))


def write_c3d(path: Path, file: C3d) -> None:
    """Write points, analog channels and events as an Intel float C3D that reads back the same."""
    frames, points = file.points.shape[:2]
    samples = len(file.analog) // frames if len(file.analog) else 0
    channels = file.analog.shape[1] if samples else 0
    sections = _write_parameters(file, points, frames, samples)
    blocks = -(-len(sections) // _BLOCK)
    data_block = 2 + blocks
    header = struct.pack(
        "<BBHHHHHfHHf",
        2,
        0x50,
        points,
        channels * samples,
        1,
        min(frames, 65535),
        0,
        -0.1,
        data_block,
        samples,
        file.rate_hz,
    )
    seen = np.asarray(np.isfinite(file.points).all(axis=2))
    block = np.zeros((frames, points, 4), "<f4")
    block[:, :, :3] = np.where(seen[..., None], file.points, 0)
    block[:, :, 3] = np.where(seen, 0, -1)
    rows = [block.reshape(frames, -1)]
    if channels:
        rows.append(file.analog[: frames * samples].reshape(frames, -1).astype("<f4"))
    path.write_bytes(header.ljust(_BLOCK, b"\0") + sections.ljust(blocks * _BLOCK, b"\0") + np.hstack(rows).tobytes())


def _write_parameters(file: C3d, points: int, frames: int, samples: int) -> bytes:
    groups: dict[str, dict[str, Any]] = {
        "POINT": {
            "USED": np.int16(points),
            "FRAMES": np.uint16(min(frames, 65535)).astype(np.int16), "SCALE": np.float32(-0.1),
            "RATE": np.float32(file.rate_hz), "UNITS": file.unit, "LABELS": list(file.labels[:255]),
        },
        "ANALOG": {
            "USED": np.int16(file.analog.shape[1] if samples else 0), "RATE": np.float32(file.rate_hz * samples),
            "GEN_SCALE": np.float32(1), "SCALE": np.ones(len(file.analog_labels), np.float32),
            "OFFSET": np.zeros(len(file.analog_labels), np.int16), "LABELS": list(file.analog_labels),
            "UNITS": list(file.analog_units),
        },
        "EVENT": {
            "USED": np.int16(len(file.events)), "LABELS": [e.label for e in file.events],
            "CONTEXTS": [e.context for e in file.events],
            "TIMES": np.array([[e.time_s // 60, e.time_s % 60] for e in file.events], np.float32).reshape(-1, 2),
        },
    }  # fmt: skip
    if len(file.labels) > 255:
        groups["POINT"]["LABELS2"] = list(file.labels[255:])
    out = bytearray()
    for number, (group, values) in enumerate(groups.items(), 1):
        name = group.encode()
        out += struct.pack("bb", len(name), -number) + name + struct.pack("<HB", 3, 0)
        for key, value in values.items():
            body = _value_bytes(value) + b"\0"
            out += struct.pack("bb", len(key), number) + key.encode() + struct.pack("<H", 2 + len(body)) + body
    count = -(-(len(out) + 6) // _BLOCK)
    return bytes((1, 0x50, count, _INTEL)) + bytes(out) + b"\0\0"


def _value_bytes(value: Any) -> bytes:
    if isinstance(value, str):
        return struct.pack("bBB", -1, 1, len(value)) + value.encode("latin-1", "replace")
    if isinstance(value, list):
        width = max((len(one) for one in value), default=0)
        text = "".join(one.ljust(width) for one in value)
        return struct.pack("bBBB", -1, 2, width, len(value)) + text.encode("latin-1", "replace")
    array = np.asarray(value)
    kind = 4 if array.dtype.kind == "f" else 2
    sizes = array.shape[::-1]
    return (
        struct.pack("bB", kind, len(sizes)) + bytes(sizes) + array.astype(f"<{'f4' if kind == 4 else 'i2'}").tobytes()
    )
