"""The pictures of a clip beside its tracked points: what the film, the key frames and the player draw on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from restride.adapters.gait_report.faces import blurred, steady
from restride.gait.track import Floats

Picture = NDArray[np.uint8]
#: Rows, in rising order, and the longest side wanted [px] → each row with its picture, RGB.
Reader = Callable[[Sequence[int], int], Iterator[tuple[int, Picture]]]


@dataclass(frozen=True)
class Footage:
    """One clip with the runner found in it.

    ``time_s`` rises, shape (rows,), on the clock of the analysed track. ``points`` maps a point of the skeleton to
    (rows, 2), right and down in the upright picture [px], NaN where unseen. ``faces`` are discs (rows, 3): x, y,
    radius. ``read`` gives pictures; it may leave out a row that cannot be decoded.
    """

    time_s: Floats
    points: Mapping[str, Floats]
    faces: Floats
    width: int
    height: int
    read: Reader

    def scaled_to(self, longest_px: int) -> float:
        """How much smaller pictures become when their longer side is at most this."""
        return min(1.0, longest_px / max(self.width, self.height))

    def nearest(self, time_s: float) -> int:
        """The row that is shown nearest to a time."""
        return int(np.abs(self.time_s - time_s).argmin())

    def pictures(
        self, rows: Sequence[int], longest_px: int, *, show_faces: bool = False
    ) -> Iterator[tuple[int, Picture]]:
        """Chosen rows as pictures, the face made unknowable unless it was asked for."""
        discs = steady(self.faces)
        for row, picture in self.read(rows, longest_px):
            scale = picture.shape[1] / self.width
            yield row, picture.copy() if show_faces else blurred(picture, discs[row] * scale)
