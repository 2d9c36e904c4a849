"""Read C3D files: points, analog channels, force plates, events, and every parameter beside them.

Layout (c3d.org): a header of 512 bytes, a section of parameters in groups, then frames of points and
analog samples interleaved, as 16-bit integers with a scale or as floats, in the number format of the machine that wrote
them (Intel, DEC, MIPS). Written for hostile input: every length is checked before it is used.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from restride.adapters.mocap.c3d_parameters import (
    BLOCK,
    DEC,
    INTEL,
    MIPS,
    C3dError,
    Parameters,
    Processor,
    number,
    numbers,
    read_parameters,
    text,
    texts,
)
from restride.gait.track import Floats
from restride.model.files import read_whole

#: A measured plate's part in the vertical force: channels of the upright forces, from 0, by the plate's type.
_UPRIGHT = {1: (2,), 2: (2,), 3: (4, 5, 6, 7), 6: (2, 5, 8, 11)}
#: Types whose channels are turned into forces and moments by a matrix first; the third row is the vertical force.
_CALIBRATED = {4: 6, 5: 8}


@dataclass(frozen=True)
class C3dEvent:
    """One event of the file; ``time_s`` counts from the first frame."""

    label: str
    context: str
    time_s: float
    subject: str = ""
    description: str = ""
    icon: int = 0
    generic: int = 0


@dataclass(frozen=True)
class Plate:
    """One force plate: its channels (from 0), the kind of its signals, and the matrix that calibrates them."""

    channels: tuple[int, ...]
    kind: int = 2
    #: Forces and moments from channels, shape (6, channels); None where the channels are forces already.
    matrix: Floats | None = None


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
    plates: tuple[Plate, ...] = ()
    first_frame: int = 1
    #: Uncertainty of each point, (frames, points) in ``unit``, NaN where it was not seen; None where nobody knows.
    residuals: Floats | None = None
    #: Cameras that saw each point, one bit each, (frames, points).
    cameras: Floats | None = None
    #: Every parameter of the file, «GROUP:NAME» → value, for writing it again.
    parameters: Parameters = field(default_factory=dict)


def read_c3d(path: Path) -> C3d:
    """Read a C3D file.

    Raises
    ------
    C3dError
        In one sentence: what is wrong with the file and what to do.
    """
    raw = read_whole(path)
    name = path.name
    if len(raw) < 2 * BLOCK or raw[1] != 0x50:
        raise C3dError(f"{name} is no C3D file (its first bytes do not say so) or is cut short; export it anew.")
    start = (raw[0] - 1) * BLOCK
    if start < 0 or start + 4 > len(raw):
        raise C3dError(f"{name} is cut short: its parameters lie behind the end of the file; copy it again.")
    processor = raw[start + 3] - 83
    if processor not in (INTEL, DEC, MIPS):
        raise C3dError(
            f"{name} does not say in which number format it was written (Intel, DEC or MIPS); export it anew."
        )
    try:
        # Numbers beyond all sense become no numbers here, and not seen.
        with np.errstate(all="ignore"):
            return _assemble(raw, read_parameters(raw, start, processor), processor, name)
    except (struct.error, IndexError, ValueError, KeyError, TypeError, OverflowError) as error:
        if isinstance(error, C3dError):
            raise
        raise C3dError(f"{name} is damaged or cut short ({error}); copy or export it again.") from None


def _assemble(raw: bytes, parameters: dict[str, Any], processor: Processor, name: str) -> C3d:
    points, per_frame, first, last = numbers(raw, 2, 4, "u2", processor).astype(int).tolist()
    data_block, samples = numbers(raw, 16, 2, "u2", processor).astype(int).tolist()
    points = int(number(parameters, "POINT:USED", points))
    rate = number(parameters, "POINT:RATE", float(numbers(raw, 20, 1, "f4", processor)[0]))
    scale = number(parameters, "POINT:SCALE", float(numbers(raw, 12, 1, "f4", processor)[0]))
    if points <= 0:
        raise C3dError(f"{name} holds no points, only analog channels; export the trajectories with it.")
    if not 1 <= rate <= 10_000:
        raise C3dError(
            f"{name} gives a frame rate of {rate:g} Hz, which cannot be; correct it in the recording software."
        )
    frames = last - first + 1
    size = 4 if scale < 0 else 2
    width = points * 4 + per_frame
    start = (data_block - 1) * BLOCK
    held = (len(raw) - start) // (size * width) if start > 0 else 0
    # Long files cannot write their length into 16 bits: what is there counts.
    frames = held if frames <= 0 or last == 65535 else frames
    if frames < 1 or held < frames:
        raise C3dError(f"{name} promises {frames} frames and holds {max(held, 0)}; it is cut short, copy it again.")
    unsigned = size == 2 and text(parameters, "ANALOG:FORMAT").upper() == "UNSIGNED"
    data = numbers(raw, start, frames * width, "f4" if size == 4 else "i2", processor).reshape(frames, width)
    # Each coordinate of a point together in memory, shape (points, 4, frames): who reads on reads along time.
    block = data[:, : points * 4].reshape(frames, points, 4).transpose(1, 2, 0)
    xyz = np.array(block[:, :3], np.float64, order="C")
    if size == 2:
        xyz *= scale
    residuals, cameras = _residuals(np.ascontiguousarray(block[:, 3]), abs(scale))
    # A negative residual, the origin itself or what is no number means: not seen.
    away = np.einsum("pcf,pcf->pf", xyz, xyz)
    lost = np.isnan(residuals) | ~((away > 0) & (away < np.inf))
    if lost.any():
        xyz.transpose(0, 2, 1)[lost], residuals[lost], cameras[lost] = np.nan, np.nan, 0
    labels = texts(parameters, "POINT:LABELS", points)
    return C3d(
        labels=tuple(label or f"point {i + 1}" for i, label in enumerate((labels + [""] * points)[:points])),
        points=xyz.transpose(2, 0, 1),
        rate_hz=rate,
        unit=text(parameters, "POINT:UNITS"),
        events=_events(parameters, first, rate, frames),
        first_frame=first,
        residuals=residuals.T,
        cameras=cameras.T,
        parameters=parameters,
        **_analog(parameters, data[:, points * 4 :], per_frame, samples, rate, unsigned=unsigned),
    )


def _residuals(words: Floats, scale: float) -> tuple[Floats, Floats]:
    """The fourth number of each point: residual in its low byte, cameras in its high one; negative for not seen."""
    seen = (words >= 0) & (words < np.inf)
    whole = np.where(seen, words, 0).clip(0, 32767).astype(np.int16)
    return np.where(seen, (whole & 255) * scale, np.nan), (whole >> 8).astype(np.float64)


def _analog(
    parameters: dict[str, Any], data: Floats, per_frame: int, samples: int, rate: float, *, unsigned: bool
) -> dict[str, Any]:
    channels = per_frame // samples if samples else 0
    if not channels:
        return {}
    general = number(parameters, "ANALOG:GEN_SCALE", 1.0)
    scales = np.resize(np.ravel(parameters.get("ANALOG:SCALE", 1.0)).astype(np.float64), channels)
    zeros = np.resize(np.ravel(parameters.get("ANALOG:OFFSET", 0)).astype(np.float64), channels)
    samples_of = data[:, : channels * samples].reshape(-1, channels).astype(np.float64)
    if unsigned:
        samples_of, zeros = np.mod(samples_of, 65536), np.mod(zeros, 65536)
    return {
        "analog": (samples_of - zeros) * scales * general,
        "analog_labels": tuple(texts(parameters, "ANALOG:LABELS", channels)[:channels]),
        "analog_units": tuple(texts(parameters, "ANALOG:UNITS", channels)[:channels]),
        "analog_rate_hz": rate * samples,
        "plates": _plates(parameters, channels),
    }


def _plates(parameters: dict[str, Any], channels: int) -> tuple[Plate, ...]:
    rows = np.atleast_2d(parameters.get("FORCE_PLATFORM:CHANNEL", np.zeros((0, 0))))
    kinds = np.ravel(parameters.get("FORCE_PLATFORM:TYPE", ()))
    matrices = np.asarray(parameters.get("FORCE_PLATFORM:CAL_MATRIX", ()), dtype=np.float64)
    plates = []
    for index, row in enumerate(rows):
        numbered = tuple(int(one) - 1 for one in row if 0 < one <= channels)
        kind = int(kinds[index]) if index < len(kinds) else 2
        matrix = None
        if kind in _CALIBRATED and matrices.ndim == 3 and index < len(matrices):
            # The file's first dimension is the matrix' row.
            matrix = matrices[index].T
        if numbered:
            plates.append(Plate(numbered, kind, matrix))
    return tuple(plates)


def vertical_force(file: C3d, plate: Plate) -> Floats | None:
    """Force across a plate's surface, shape (samples,), as the file signs it; None for a kind that is not known."""
    wide = _CALIBRATED.get(plate.kind)
    if wide is not None:
        if plate.matrix is None or plate.matrix.shape != (6, wide) or len(plate.channels) < wide:
            return None
        return np.asarray(file.analog[:, plate.channels[:wide]] @ plate.matrix[2])
    upright = _UPRIGHT.get(plate.kind, ())
    if not upright or max(upright) >= len(plate.channels):
        return None
    return np.asarray(file.analog[:, [plate.channels[one] for one in upright]].sum(axis=1))


def _events(parameters: dict[str, Any], first: int, rate: float, frames: int) -> tuple[C3dEvent, ...]:
    """Events, counted from the first frame.

    The format counts from the start of the capture, of which the file may hold a part; some programs count from the
    file's first frame instead, which shows where an event would lie before the part and none behind it.
    """
    used = int(number(parameters, "EVENT:USED", 0))
    columns = {
        key: texts(parameters, f"EVENT:{key}", used) for key in ("LABELS", "CONTEXTS", "SUBJECTS", "DESCRIPTIONS")
    }
    times = _rows(parameters, "TIMES", used, 2)
    used = min(used, len(times), len(columns["LABELS"]), len(columns["CONTEXTS"]))
    if used <= 0:
        return ()
    seconds = times[:used, 0] * 60 + times[:used, 1]
    start, step = (first - 1) / rate, 1 / rate
    if not (seconds.min() < start - step and seconds.max() <= frames * step):
        seconds = seconds - start
    rows = zip(
        columns["LABELS"][:used],
        columns["CONTEXTS"][:used],
        seconds.tolist(),
        *((columns[key] + [""] * used)[:used] for key in ("SUBJECTS", "DESCRIPTIONS")),
        *(
            np.append(_rows(parameters, key, used, 1), np.zeros(used))[:used].astype(int).tolist()
            for key in ("ICON_IDS", "GENERIC_FLAGS")
        ),
        strict=True,
    )
    events = [C3dEvent(*row) for row in rows]
    return tuple(sorted((one for one in events if np.isfinite(one.time_s)), key=lambda event: event.time_s))


def _rows(parameters: dict[str, Any], key: str, wanted: int, width: int) -> Floats:
    """So many numbers of each event (of TIMES minutes and seconds), shape (events, width)."""
    rows: list[Floats] = []
    part = 1
    while sum(map(len, rows)) < wanted:
        value = np.asarray(parameters.get(f"EVENT:{key}" if part == 1 else f"EVENT:{key}{part}", ()), dtype=np.float64)
        if value.size == 0 or value.size % width:
            break
        rows.append(value.reshape(-1, width))
        part += 1
    return np.concatenate(rows) if rows else np.zeros((0, width))
