r"""The zero-lag Butterworth filter, block by block: the same numbers as sample by sample, in a third of the time.

A recursive filter waits for its last answer before it can give the next. Over a whole block its answer is a sum of
what came in and of the state in which the last block left it, so all blocks are answered by one product of matrices,
and only the states, a few numbers a block, are handed on one after another::

    forward    out = in · response + state · decay        next state = state · step + in · left
    backward   the same with time turned round, of what came out forward
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from restride.gait.track import Floats

#: Samples a block: longer ones multiply more, shorter ones hand on more states.
_BLOCK = 32
#: Multiplications up to which a matrix product stays on one thread (OpenBLAS).
_ALONE = 1 << 18


class _Blocks(NamedTuple):
    """What a block makes of its samples and of the states that come from before and from behind, as rows."""

    #: Both passes: samples → samples, (block, block); states of both passes → samples, (2 · states, block).
    both: Floats
    decay: Floats
    #: Samples → states of both passes, (block, 2 · states); forward state → backward state.
    left: Floats
    handed: Floats
    #: Forward pass alone, at the last sample of a block: of samples and of the state.
    last: Floats
    #: The state in which the filter rests on a constant one.
    rest: Floats
    #: A block's step of the state, one number for each pair of modes, and the way to the modes and back.
    steps: NDArray[np.complex128]
    to_modes: NDArray[np.complex128]
    from_modes: NDArray[np.complex128]


def there_and_back(signals: Floats, order: int, normal: float, padding: int) -> Floats:
    """Butterworth filter forward and backward, each from rest on the first value it meets.

    Parameters
    ----------
    signals : float64 array, shape (signals, samples)
        Finite values, one signal a row, more samples than the padding [unit].
    order : int
        Order of one pass, even.
    normal : float
        Cut-off of one pass as a share of half the rate, above 0 and below 1.
    padding : int
        Samples that are turned over at both ends, so that neither starts with a jump.
    """
    blocks = _blocks(order, normal)
    states, samples = order, signals.shape[1]
    rows = _turned_over(signals, padding)
    each = rows.reshape(-1, _BLOCK)
    left = _products([each], [blocks.left]).reshape(len(rows), -1, 2 * states)
    forward = _handed_on(left[..., :states], rows[:, :1] * blocks.rest, blocks)
    before, left = forward[:, :-1], left[..., states:]
    end = np.concatenate([rows[:, -_BLOCK:], before[:, -1]], axis=1) @ blocks.last
    behind = _handed_on((left + before @ blocks.handed)[:, ::-1], end[:, None] * blocks.rest, blocks)[:, -2::-1]
    around = np.concatenate([before, behind], axis=2).reshape(len(each), -1)
    found = _products([each, around], [blocks.both, blocks.decay]).reshape(len(rows), -1)
    return found[:, -samples - padding : -padding or None]


def _turned_over(signals: Floats, padding: int) -> Floats:
    """Signals turned over at both ends, and held before that until blocks are whole: there the forward filter rests."""
    samples = signals.shape[1]
    start = padding - (samples + 2 * padding) % -_BLOCK
    rows = np.empty((len(signals), start + samples + padding))
    rows[:, start : start + samples] = signals
    for edge, inner, end in (
        (rows[:, start - padding : start], signals[:, padding:0:-1], signals[:, :1]),
        (rows[:, start + samples :], signals[:, -2 : -padding - 2 : -1], signals[:, -1:]),
    ):
        np.subtract(2 * end, inner, out=edge)
    rows[:, : start - padding] = rows[:, start - padding : start - padding + 1]
    return rows


def _products(parts: Sequence[Floats], matrices: Sequence[Floats]) -> Floats:
    """The sum of matrix products, in so few rows at a time that none is shared out among threads, which wait long."""
    found, step = np.empty((len(parts[0]), matrices[0].shape[1])), _ALONE // matrices[0].size
    for first in range(0, len(found), step):
        some = slice(first, first + step)
        np.matmul(parts[0][some], matrices[0], out=found[some])
        for part, matrix in zip(parts[1:], matrices[1:], strict=True):
            found[some] += part[some] @ matrix
    return found


def _handed_on(left: Floats, first: Floats, blocks: _Blocks) -> Floats:
    """The state before each block and after the last, from what each leaves, shape (signals, blocks + 1, states)."""
    modes = np.concatenate([first[:, None], left], axis=1) @ blocks.to_modes
    for mode, step in enumerate(blocks.steps):
        modes[..., mode] = scipy.signal.lfilter([1.0], [1.0, -step], modes[..., mode], axis=1)
    # The modes come in pairs that mirror each other; together they are real.
    return np.asarray(2 * (modes @ blocks.from_modes).real)


@lru_cache(maxsize=64)
def _blocks(order: int, normal: float) -> _Blocks:
    """The matrices of a filter, by asking it for its answers to single samples and single states."""
    sections: Floats = scipy.signal.butter(order, normal, output="sos")

    def ask(rows: Floats, states: Floats) -> tuple[Floats, Floats]:
        starts = states.reshape(len(states), -1, 2).transpose(1, 0, 2)
        out, ends = scipy.signal.sosfilt(sections, rows, axis=1, zi=np.ascontiguousarray(starts))
        return out, np.asarray(ends).transpose(1, 0, 2).reshape(len(rows), -1)

    def ask_back(rows: Floats) -> tuple[Floats, Floats]:
        out, ends = ask(rows[:, ::-1], np.zeros((len(rows), order)))
        return out[:, ::-1], ends

    response, left = ask(np.eye(_BLOCK), np.zeros((_BLOCK, order)))
    decay, _ = ask(np.zeros((order, _BLOCK)), np.eye(order))
    both, left_back = ask_back(response)
    decay_forward, handed = ask_back(decay)
    # One sample's step of the state has the same modes as a block's, and larger, so clearer, values.
    values, modes = np.linalg.eig(ask(np.zeros((order, 1)), np.eye(order))[1])
    one = values.imag > 0
    return _Blocks(
        both=both,
        decay=np.concatenate([decay_forward, decay[:, ::-1]]),
        left=np.concatenate([left, left_back], axis=1),
        handed=handed,
        last=np.concatenate([response[:, -1], decay[:, -1]]),
        rest=scipy.signal.sosfilt_zi(sections).ravel(),
        steps=values[one] ** _BLOCK,
        to_modes=modes[:, one],
        from_modes=np.linalg.inv(modes)[one],
    )
