"""What is known of a clip before a frame of it is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from restride.model.errors import PlainError


class VideoError(PlainError):
    """A clip that cannot be read or analysed."""


class SeveralError(VideoError):
    """Several people who may be meant.

    ``places`` holds a point on each, from the left and from the top of the upright picture [px]; the sentence is
    made from them.
    """

    def __init__(self, name: str, who: str, places: Iterable[tuple[float, float]]) -> None:
        """Say of a clip which people it shows, and where."""
        self.places = tuple((round(x), round(y)) for x, y in places)
        around = " and ".join(f"{x},{y}" for x, y in self.places)
        super().__init__(
            f"{name} shows {len(self.places)} {who}, around {around}; film one runner at a time, or name the place of "
            "the one to follow."
        )


@dataclass(frozen=True)
class Clip:
    """Facts of a clip.

    ``width`` and ``height`` are those of the picture as it is shown: turned by the rotation flag, pixels
    square. [px] ``time_s`` holds the time of each frame from the container, from zero, shape (frames,);
    phones record a variable rate, so it is uneven. ``key_frames`` are the frames at which decoding can begin.
    """

    name: str
    width: int
    height: int
    rotation_deg: int
    codec: str
    container: str
    time_s: NDArray[np.float64]
    key_frames: tuple[int, ...] = (0,)
    notes: tuple[str, ...] = ()

    @property
    def frames(self) -> int:
        """Number of frames."""
        return len(self.time_s)

    @property
    def duration_s(self) -> float:
        """From the first frame to the last [s]."""
        return float(self.time_s[-1] - self.time_s[0])

    @property
    def rate_hz(self) -> float:
        """Frames a second, from the median interval [Hz]."""
        return float(1.0 / np.median(np.diff(self.time_s))) if self.frames > 1 else 0.0
