"""Small films of the drawn runner, alone and beside others: real input for the whole video pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from restride.adapters.films.writing import write_film
from restride.figure.runner import Film, Shot, drawn_motion, truth_of

Pictures = Sequence[NDArray[np.uint8]]
RATE_HZ, SECONDS = 30.0, 3.6
SIZE = (240, 272)
#: Of the drawn runner.
CADENCE_SPM = 174.0


def film(movement: str, **shot: object) -> Film:
    """A movement, filmed small."""
    said = {"rate_hz": RATE_HZ, "seconds": SECONDS, "size": SIZE, "fills": 0.55, **shot}
    return Film(drawn_motion(movement), Shot(**said))  # type: ignore[arg-type]


@cache
def drawn(movement: str = "run", **shot: object) -> tuple[NDArray[np.uint8], ...]:
    """Its pictures; drawn once for all tests."""
    return tuple(film(movement, **shot).pictures())


def head(movement: str, **shot: object) -> NDArray[np.float64]:
    """Where the middle of the head is in its pictures, shape (pictures, 2) [px]."""
    return truth_of(film(movement, **shot)).points_px["head"]


def beside(left: Pictures, right: Pictures) -> Pictures:
    """Two films as one picture; the shorter is shown again and again."""
    count = max(len(left), len(right))
    return [np.hstack([left[k % len(left)], right[k % len(right)]]) for k in range(count)]


def written(path: Path, pictures: Iterable[NDArray[np.uint8]], rate_hz: float = RATE_HZ) -> Path:
    """The film as a file."""
    shown = list(pictures)
    write_film(path, shown, (shown[0].shape[1], shown[0].shape[0]), rate_hz)
    return path
