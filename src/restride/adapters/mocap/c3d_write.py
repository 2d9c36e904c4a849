"""Write C3D files that read back the same: Intel floats, with every parameter that the file came with."""

from __future__ import annotations

import struct
from pathlib import Path
from string import digits
from typing import Any

import numpy as np

from restride.adapters.mocap.c3d import C3d
from restride.adapters.mocap.c3d_parameters import BLOCK, C3dError, in_parts, number, texts, written_parameters
from restride.gait.numerics import of_all_axes

#: What an earlier file said of its integers, and descriptions that may no longer be one for each point or channel.
_GONE = ("ANALOG:FORMAT", "ANALOG:BITS", "POINT:DESCRIPTIONS", "ANALOG:DESCRIPTIONS")


def write_c3d(path: Path, file: C3d) -> None:
    """Write points, residuals, analog channels, events and parameters as an Intel float C3D that reads back the same.

    Raises
    ------
    C3dError
        More points, channels or parameters than the format can count.
    """
    frames, points = file.points.shape[:2]
    samples = len(file.analog) // frames if len(file.analog) else 0
    channels = file.analog.shape[1] if samples else 0
    if points > 65535 or channels * samples > 65535:
        raise C3dError(f"{points} points and {channels} channels are more than a C3D file can count; leave some out.")
    values = _parameters(file, frames, samples)
    # Where the data begin follows from how long this section is, of which that number is a part.
    data_block = 2 + len(written_parameters(values)) // BLOCK
    sections = written_parameters({**values, "POINT:DATA_START": np.uint16(data_block)})
    scale = _scale(file)
    last = file.first_frame + frames - 1
    header = struct.pack(
        "<BBHHHHHfHHf",
        2,
        0x50,
        points,
        channels * samples,
        # What 16 bits cannot count is written as the highest, and the reader counts what is there.
        file.first_frame if last < 65535 else 1,
        min(last, 65535),
        0,
        -scale,
        data_block,
        samples,
        file.rate_hz,
    )
    seen = of_all_axes(np.isfinite(file.points))
    block = np.zeros((frames, points, 4), "<f4")
    block[:, :, :3] = np.where(seen[..., None], file.points, 0)
    block[:, :, 3] = np.where(seen, _fourth(file, scale), -1)
    rows = [block.reshape(frames, -1)]
    if channels:
        rows.append(file.analog[: frames * samples].reshape(frames, -1).astype("<f4"))
    path.write_bytes(header.ljust(BLOCK, b"\0") + sections + np.hstack(rows).tobytes())


def _scale(file: C3d) -> float:
    """The unit in which residuals are counted."""
    return abs(number(file.parameters, "POINT:SCALE", 0.1)) or 0.1


def _fourth(file: C3d, scale: float) -> Any:
    """Residual and cameras of each point in one number."""
    residuals = 0.0 if file.residuals is None else np.nan_to_num(file.residuals)
    cameras = 0.0 if file.cameras is None else file.cameras
    return np.clip(np.round(np.asarray(residuals) / scale), 0, 255) + 256 * np.clip(cameras, 0, 127)


def _parameters(file: C3d, frames: int, samples: int) -> dict[str, Any]:
    """The file's own parameters, with what the data say in place of what they once said."""
    before = file.parameters
    channels = file.analog.shape[1] if samples else 0
    last = file.first_frame + frames - 1
    values: dict[str, Any] = {
        "POINT:USED": np.uint16(len(file.labels)), "POINT:FRAMES": np.uint16(min(frames, 65535)),
        "POINT:DATA_START": np.uint16(0),
        "POINT:SCALE": np.float32(-_scale(file)), "POINT:RATE": np.float32(file.rate_hz), "POINT:UNITS": file.unit,
        **in_parts("POINT:LABELS", list(file.labels)),
        "ANALOG:USED": np.uint16(channels), "ANALOG:RATE": np.float32(file.rate_hz * samples),
        "ANALOG:GEN_SCALE": np.float32(1), **in_parts("ANALOG:SCALE", np.ones(channels, np.float32)),
        **in_parts("ANALOG:OFFSET", np.zeros(channels, np.int16)),
        **in_parts("ANALOG:LABELS", list(file.analog_labels)), **in_parts("ANALOG:UNITS", list(file.analog_units)),
        **_event_parameters(file),
        "TRIAL:ACTUAL_START_FIELD": _words(file.first_frame), "TRIAL:ACTUAL_END_FIELD": _words(last),
    }  # fmt: skip
    for group, count in (("POINT", len(file.labels)), ("ANALOG", channels)):
        told = texts(before, f"{group}:DESCRIPTIONS", count)
        if len(told) == count:
            values |= in_parts(f"{group}:DESCRIPTIONS", told)
    # A list that goes on (LABELS2) is said anew as a whole.
    said = {*_GONE, *(name.rstrip(digits) for name in values)}
    values |= {name: value for name, value in before.items() if name.rstrip(digits) not in said}
    # A group is written in one piece.
    order = list(dict.fromkeys(name.partition(":")[0] for name in values))
    return dict(sorted(values.items(), key=lambda item: order.index(item[0].partition(":")[0])))


def _words(frame: int) -> Any:
    """A frame's number in two words of 16 bits, the lower one first."""
    return np.array([frame % 65536, frame // 65536], np.uint16)


def _event_parameters(file: C3d) -> dict[str, Any]:
    """Events by the format's own clock, which began with the capture's first frame."""
    start = (file.first_frame - 1) / file.rate_hz
    times = [divmod(one.time_s + start, 60) for one in file.events]
    return {
        "EVENT:USED": np.uint16(len(file.events)),
        **in_parts("EVENT:LABELS", [one.label for one in file.events]),
        **in_parts("EVENT:CONTEXTS", [one.context for one in file.events]),
        **in_parts("EVENT:SUBJECTS", [one.subject for one in file.events]),
        **in_parts("EVENT:DESCRIPTIONS", [one.description for one in file.events]),
        **in_parts("EVENT:ICON_IDS", np.array([one.icon for one in file.events], np.int16)),
        **in_parts("EVENT:GENERIC_FLAGS", np.array([one.generic for one in file.events], np.uint8)),
        **in_parts("EVENT:TIMES", np.array(times, np.float32).reshape(-1, 2)),
    }
