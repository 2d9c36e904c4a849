"""The checksum of FIT (CRC-16, polynomial 0xA001), of many stretches at once.

The checksum is linear: cut the bytes into equal columns, run all columns together two bytes a step, then join
them by the matrix that shifts a checksum over one column's length. 200 kB take about a millisecond.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

_Words = NDArray[np.uint16]
#: Below this many bytes one column is quicker.
_SMALL = 64


@cache
def _table() -> _Words:
    """Checksum of every two bytes, from zero."""
    value = np.arange(65_536, dtype=np.uint32)
    for _ in range(16):
        value = np.where(value & 1, (value >> 1) ^ 0xA001, value >> 1)
    return value.astype(np.uint16)


@cache
def _byte_table() -> tuple[int, ...]:
    value = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        value = np.where(value & 1, (value >> 1) ^ 0xA001, value >> 1)
    return tuple(value.tolist())


def crc16(data: bytes) -> int:
    """The two bytes at the end of a FIT file, as a number."""
    if len(data) < _SMALL:
        return _plain(data, 0)
    words = len(data) // 2
    # About three times as many columns as steps is quickest.
    steps = max(int((words / 4) ** 0.5), 1)
    columns = words // steps
    block = np.frombuffer(data, dtype="<u2", count=steps * columns).reshape(columns, steps).T
    block = np.ascontiguousarray(block)
    table = _table()
    state = np.zeros(columns, dtype=np.uint16)
    for row in block:
        np.bitwise_xor(state, row, out=state)
        state = table[state]
    shift = _shift(steps)
    total = 0
    for value in state.tolist():
        total = _apply(shift, total) ^ value
    return _plain(data[2 * steps * columns :], total)


def _plain(data: bytes, total: int) -> int:
    table = _byte_table()
    for byte in data:
        total = (total >> 8) ^ table[(total ^ byte) & 255]
    return total


@cache
def _shift(steps: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What a checksum becomes after so many zero words, for its high and its low byte."""
    table = _table()

    def run(values: _Words) -> tuple[int, ...]:
        state = values
        for _ in range(steps):
            state = table[state]
        return tuple(state.tolist())

    low = np.arange(256, dtype=np.uint16)
    return run(low << np.uint16(8)), run(low)


def _apply(shift: tuple[tuple[int, ...], tuple[int, ...]], value: int) -> int:
    return shift[0][value >> 8] ^ shift[1][value & 255]
