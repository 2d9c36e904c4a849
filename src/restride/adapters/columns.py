"""Read a table of numbers from text, as force plates and sensors export it, whatever the program and country.

Columns may be parted by tabs, semicolons, commas or blanks, numbers may have a decimal comma, the names may have lines
before them and a line of units behind them.
"""

from __future__ import annotations

import contextlib
import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from restride.gait.track import Floats
from restride.model.errors import PlainError
from restride.model.files import read_whole

#: Lines before the first row of numbers that may hold names and units.
_MOST_HEAD_LINES = 40
#: How programs write a number that is not there.
_MISSING = ("", "-", "na", "n/a", "nan", "null", "none")
#: Samples a second that a force plate or a sensor can have; they tell whether a clock counts s, ms or µs.
_RATES_HZ = (20.0, 5_000.0)
#: Times written to the millisecond lie so near to the even clock that they come from [s].
_ROUNDED_S = 0.0015
#: A longer step between two samples is a hole: too little is left of the step in which it lies [s].
_LONGEST_STEP_S = 0.1


class TableError(PlainError):
    """Text that is no table of numbers."""


@dataclass(frozen=True)
class Columns:
    """Names in small letters, "" where a column has none, and numbers (rows, columns), NaN where a cell is empty."""

    names: tuple[str, ...]
    values: Floats


def text_of(path: Path) -> str:
    """The text of a file in UTF-8, UTF-16 or Latin-1.

    Raises
    ------
    PlainError
        It cannot be read, is larger than a recording, or is no text.
    """
    raw = read_whole(path)
    try:
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return raw.decode("utf-16")
        if b"\0" in raw:
            raise TableError(f"{path.name} is no text; export it as a table of numbers.")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Latin-1 knows every byte; only names can be misread.
        return raw.decode("latin-1")


def read_columns(path: Path) -> Columns:
    """Read the table.

    Raises
    ------
    TableError
        In one sentence: what was found, why it cannot be used, what to do.
    """
    lines = [line for line in text_of(path).splitlines() if line.strip(" \t,;")]
    if not lines:
        raise TableError(f"{path.name} is empty; export it again.")
    # The last line may be cut short, the first ones are names.
    usual = lines[len(lines) // 2]
    delimiter = _delimiter(usual)
    width = len(_cells(usual, delimiter))
    head = (_cells(line, delimiter) for line in lines[:_MOST_HEAD_LINES])
    start = next((i for i, cells in enumerate(head) if len(cells) == width and _is_row(cells)), None)
    if start is None:
        raise TableError(f"{path.name} holds no rows of numbers; export it as a table with one row a sample.")
    names = _names([_cells(line, delimiter) for line in lines[:start]], width)
    return Columns(names, _numbers(lines, start, delimiter, width, path.name))


def _delimiter(line: str) -> str | None:
    for sign in "\t;":
        if sign in line:
            return sign
    return "," if "," in line and not _is_row(line.split()) else None


def _cells(line: str, delimiter: str | None) -> list[str]:
    if delimiter is None:
        return line.split()
    if '"' not in line:
        return [cell.strip() for cell in line.split(delimiter)]
    with contextlib.suppress(csv.Error):
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]
    return [line]


def _is_row(cells: list[str]) -> bool:
    """Whether every cell is a number or empty, and one is a number."""
    numbers = [_number(cell) for cell in cells if cell.lower() not in _MISSING]
    return bool(numbers) and None not in numbers


def _number(cell: str) -> float | None:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return None


def _names(head: list[list[str]], width: int) -> tuple[str, ...]:
    """Of the lines before the numbers the one that names most columns; a line of units comes behind it."""
    named = max(head, key=lambda cells: sum(map(bool, cells[:width])), default=[])
    return tuple(cell.lower() for cell in (named + [""] * width)[:width])


def _numbers(lines: list[str], start: int, delimiter: str | None, width: int, name: str) -> Floats:
    with contextlib.suppress(ValueError):
        # Nearly every file is full of plain numbers, which numpy reads in a third of the time.
        return np.loadtxt(lines[start:], delimiter=delimiter, comments=None, ndmin=2)
    rows = []
    for place, line in enumerate(lines[start:], start + 1):
        cells = _cells(line, delimiter)
        if len(cells) != width:
            if place == len(lines):
                break  # Cut in its last row.
            raise TableError(f"Row {place} of {name} has {len(cells)} cells where {width} belong; export it anew.")
        rows.append([np.nan if cell.lower() in _MISSING else _number(cell) for cell in cells])
        if None in rows[-1]:
            odd = cells[rows[-1].index(None)]
            raise TableError(f"«{odd[:30]}» stands in row {place} of {name} where a number belongs; export it anew.")
    return np.array(rows, dtype=np.float64)


def seconds(clock: Floats, name: str) -> Floats:
    """Times in s from a clock in s, ms or µs; times that were rounded are laid on the even clock that they come from.

    Raises
    ------
    TableError
        The clock stands, runs back, has a hole, or has no rate that a plate or a sensor can have.
    """
    with np.errstate(all="ignore"):
        steps = np.diff(clock)
        # Times that are written coarsely repeat, and their median step may be none.
        step = float(np.median(steps) or np.mean(steps)) if len(steps) else 0.0
    if not np.isfinite(step) or step <= 0:
        raise TableError(f"The times in {name} do not rise; export it anew.")
    low, high = _RATES_HZ
    factor = next((one for one in (1.0, 1e-3, 1e-6) if low <= 1 / (step * one) <= high), None)
    if factor is None:
        raise TableError(f"The times in {name} rise by {step:g}, no rate in s, ms or µs; give the samples a second.")
    return unbroken(clock * factor, name)


def unbroken(time_s: Floats, name: str) -> Floats:
    """The same times, on an even clock where they are one that was rounded.

    Raises
    ------
    TableError
        They stand, run back or have a hole.
    """
    if len(time_s) < 2:
        return time_s
    with np.errstate(all="ignore"):
        steps, even = np.diff(time_s), np.linspace(time_s[0], time_s[-1], len(time_s))
        rising = steps[steps > 0]
        if not np.isfinite(time_s).all() or not len(rising) or steps.min() < 0:
            raise TableError(f"The times in {name} do not rise; export it anew.")
        coarse = rising.min() if steps.min() == 0 else _ROUNDED_S
    if np.abs(time_s - even).max() <= coarse:
        return even
    worst = int(np.argmax(steps))
    if steps[worst] > max(_LONGEST_STEP_S, 3 * float(np.median(steps))):
        raise TableError(
            f"The times in {name} jump by {steps[worst]:.5g} s after {time_s[worst] - time_s[0]:.2f} s, so frames or "
            "samples are missing; export one whole piece."
        )
    if steps.min() == 0:
        raise TableError(f"The times in {name} do not rise; export it anew.")
    return time_s
