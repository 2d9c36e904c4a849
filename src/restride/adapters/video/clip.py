"""What is known of a clip before a frame of it is looked at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from restride.model.errors import PlainError


class VideoError(PlainError):
    """A clip that cannot be read or analysed."""


class SeveralError(VideoError):
    """Several people who may be meant; the sentence says where each is."""


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
