"""Read and write TRC (marker positions) and MOT/STO (columns by time), as OpenSim and its relatives write them."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from restride.adapters.columns import TableError, text_of
from restride.gait.track import Floats


@dataclass(frozen=True)
class Trc:
    """Marker positions: ``points`` (frames, markers, 3) in ``unit``, NaN where empty."""

    labels: tuple[str, ...]
    points: Floats
    time_s: Floats
    rate_hz: float
    unit: str
    #: What is odd about the file, in sentences.
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mot:
    """Columns by time. ``values`` (rows, columns) without the time itself."""

    columns: tuple[str, ...]
    values: Floats
    time_s: Floats
    header: Mapping[str, str]

    def column(self, name: str) -> Floats:
        """One column."""
        return self.values[:, self.columns.index(name)]


def _numbers(lines: list[str], separator: str | None, width: int) -> Floats:
    """Rows of numbers, shape (rows, width); an empty cell is NaN, and so is one that its row lacks."""
    if lines and len(lines[-1].split(separator)) < min(3, width):
        lines = lines[:-1]  # Cut short in its first cells, which hold the time.
    if lines:
        # Nearly every file is full of numbers, which numpy reads in a third of the time.
        with contextlib.suppress(ValueError):
            return np.loadtxt(lines, delimiter=separator, usecols=range(width), comments=None, ndmin=2)
    return np.array([_floats(line.split(separator), width) for line in lines], dtype=np.float64).reshape(-1, width)


def _floats(cells: list[str], width: int) -> list[float]:
    row = []
    for cell in (cells + [""] * width)[:width]:
        text = cell.strip()
        try:
            row.append(float(text.replace(",", ".")) if text else np.nan)
        except ValueError:
            raise TableError(f"'{text}' stands where a number belongs") from None
    return row


def read_trc(path: Path) -> Trc:
    """Read a TRC file.

    Raises
    ------
    TableError
        In one sentence: what is wrong and what to do.
    """
    lines = text_of(path).splitlines()
    if not lines or not lines[0].startswith("PathFileType"):
        raise TableError(f"{path.name} is no TRC file: its first line does not begin with PathFileType.")
    if len(lines) < 6:
        raise TableError(f"{path.name} ends before its first frame; export it anew.")
    keys, values = lines[1].split("\t"), lines[2].split("\t")
    head = {key.strip(): value.strip() for key, value in zip(keys, values, strict=False)}
    labels = tuple(cell.strip() for cell in lines[3].split("\t")[2:] if cell.strip())
    try:
        rate = float(head["DataRate"].replace(",", "."))
        data = _numbers([line for line in lines[5:] if line.strip()], "\t", 2 + 3 * len(labels))
    except KeyError:
        raise TableError(
            f"{path.name} names no DataRate in its second line, or parts its columns by other signs than tabs; export "
            "it anew as TRC."
        ) from None
    except ValueError as error:
        raise TableError(f"{path.name} cannot be read: {error}; export it anew.") from None
    # Some writers put a line of spaces between header and data, some none.
    framed = np.isfinite(data[:, 1])
    data = data if framed.all() else data[framed]
    if not len(data) or not labels:
        raise TableError(f"{path.name} holds no frames of markers; export it anew.")
    points = data[:, 2:].reshape(len(data), len(labels), 3)
    time = data[:, 1]
    unit = head.get("Units", "mm")
    promised = head.get("NumFrames", "")
    cut = promised.isdigit() and int(promised) > len(data)
    notes = (f"{path.name} promises {promised} frames and holds {len(data)}; it may be cut short.",) if cut else ()
    return Trc(labels, points, _even(time, rate), rate, unit, notes)


def _even(time: Floats, rate: float) -> Floats:
    """Written times are rounded, the rate is exact; a clock that contradicts the rate is believed, but for its unit."""
    if not np.isfinite(rate) or rate <= 0:
        return time
    for factor in (1.0, 0.001):
        even = factor * time[0] + np.arange(len(time)) / rate
        if np.allclose(factor * time, even, atol=0.6 / rate):
            return np.asarray(even)
    return time


def write_trc(path: Path, file: Trc) -> None:
    """Write a TRC that OpenSim and Sports2D's tools read.

    A missing marker is written as NaN: of empty cells OpenSim loses the last of a row, and then refuses the file.
    Behind each name stand the cells of its three axes, the last one too, or trc_plot shows no last marker.
    """
    count, frames = len(file.labels), len(file.time_s)
    rate = f"{file.rate_hz:.10g}"
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{path.name}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{rate}\t{rate}\t{frames}\t{count}\t{file.unit}\t{rate}\t1\t{frames}",
        "Frame#\tTime\t" + "".join(f"{label}\t\t\t" for label in file.labels),
        "\t\t" + "\t".join(f"X{i}\tY{i}\tZ{i}" for i in range(1, count + 1)),
        "",
    ]
    for number, (time, row) in enumerate(zip(file.time_s, file.points.reshape(frames, -1), strict=True), 1):
        cells = "\t".join("NaN" if np.isnan(value) else f"{value:.6f}" for value in row)
        lines.append(f"{number}\t{time:.6f}\t{cells}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_mot(path: Path) -> Mot:
    """Read a MOT or STO file.

    Raises
    ------
    TableError
        In one sentence: what is wrong and what to do.
    """
    lines = text_of(path).splitlines()
    end = next((i for i, line in enumerate(lines) if line.strip().lower() == "endheader"), None)
    if end is None:
        raise TableError(f"{path.name} is no MOT or STO file: it has no line «endheader».")
    header = {}
    for line in lines[:end]:
        match = re.match(r"\s*(\w+)\s*[=\s]\s*(.+?)\s*$", line)
        if match:
            header[match[1]] = match[2]
    body = [line for line in lines[end + 1 :] if line.strip()]
    columns = body[0].split() if body else []
    if len(body) < 3 or not columns or columns[0].lower() != "time":
        raise TableError(f"{path.name} holds no rows of numbers under a column «time».")
    try:
        data = _numbers(body[1:], None, len(columns))
        time = _unrounded(data[:, 0])
    except TableError as error:
        raise TableError(f"{path.name} cannot be read: {error}; export it anew.") from None
    return Mot(tuple(columns[1:]), data[:, 1:], time, header)


def _unrounded(time: Floats) -> Floats:
    """Times written to the millisecond, put back on an even clock where they are one rounded."""
    if not np.isfinite(time).all():
        raise TableError("a time in it is no number")
    if len(time) < 10:
        return time
    even = np.linspace(time[0], time[-1], len(time))
    steps = np.diff(time)
    rounded = np.ptp(steps) > 0 and np.abs(time - even).max() < 0.0015
    return even if rounded else time


def write_mot(path: Path, file: Mot) -> None:
    """Write a MOT that OpenSim reads (angles in degrees)."""
    lines = [
        "Coordinates",
        "version=1",
        f"nRows={len(file.time_s)}",
        f"nColumns={len(file.columns) + 1}",
        "inDegrees=yes",
        "endheader",
        "time\t" + "\t".join(file.columns),
    ]
    for time, row in zip(file.time_s, file.values, strict=True):
        lines.append(f"{time:.6f}\t" + "\t".join(f"{value:.6f}" for value in row))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
