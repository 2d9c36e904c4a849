"""Does the camera stand still? The background's shift between frames, from small grey pictures. Child process only."""

from __future__ import annotations

from typing import NamedTuple

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from restride.adapters.pose.estimator import Region
from restride.adapters.video.lines import tilts

_WIDTH = 160
#: Likeness of two small pictures under which they are of two scenes.
_LIKE = 0.35
#: Change of brightness below which no pan would be seen: a blank wall has 0.2 to 0.3, the lines of a track 2.5, real
#: films 6 and more.
_TEXTURE = 4.0
#: So many pictures tell whether the camera stands level.
_LEVEL_LOOKS = 20


class Shift(NamedTuple):
    """How the picture moved since the frame before it that was looked at: [px] of the full picture; and a cut.

    ``x`` and ``y`` are NaN where the background is too even to show a camera that pans; ``upright_deg`` and
    ``level_deg`` are the tilt of upright and level lines, NaN where they do not tell.
    """

    x: float
    y: float
    is_cut: bool
    upright_deg: float = float("nan")
    level_deg: float = float("nan")


class Camera:
    """Watches the background, a small grey picture at a time."""

    def __init__(self, width: int, height: int, *, sideways: bool = False) -> None:
        """For frames of this size, not turned [px]; ``sideways`` where they are shown turned by a quarter."""
        self._along = 0 if sideways else 1
        self._share = _WIDTH / width
        self._size = (_WIDTH, max(round(height * self._share), 16))
        self._scaler = VideoReformatter()
        window = np.outer(np.hanning(self._size[1]), np.hanning(self._size[0]))
        self._window = window.astype(np.float32)
        self._before: NDArray[np.float32] | None = None
        self._weight: NDArray[np.float32] | None = None
        self._looks = 0

    def shift(self, frame: av.VideoFrame, runner: Region | None) -> Shift:
        """The shift since the last call; the runner's place is left out, so that only the background counts."""
        grey = self._scaler.reformat(frame, *self._size, "gray", interpolation="BILINEAR", threads=1)
        now = grey.to_ndarray().astype(np.float32)
        weight = self._window.copy()
        if runner is not None:
            small = runner.scaled(self._share)
            reach = small.size * 0.45
            left, right = (int(np.clip(small.x + s * reach, 0, self._size[0])) for s in (-0.6, 0.6))
            top, bottom = (int(np.clip(small.y + s * reach, 0, self._size[1])) for s in (-1, 1))
            weight[top:bottom, left:right] = 0
        self._looks += 1
        lines = tilts(now, weight) if self._looks <= _LEVEL_LOOKS else (float("nan"), float("nan"))
        before, before_weight = self._before, self._weight
        self._before, self._weight = now, weight
        if before is None or before_weight is None:
            return Shift(0.0, 0.0, False, *lines)
        common = np.minimum(weight, before_weight)
        if common.sum() < 0.05 * self._window.sum():
            return Shift(0.0, 0.0, False, *lines)
        first, second = (_weighed(one, common) for one in (before, now))
        x, y = _moved(first, second)
        is_cut = _likeness(first, second) < _LIKE and abs(x) + abs(y) < 1
        if min(_texture(one, common, self._along) for one in (before, now)) < _TEXTURE:
            x = y = float("nan")
        return Shift(x / self._share, y / self._share, is_cut, *lines)


def _weighed(picture: NDArray[np.float32], weight: NDArray[np.float32]) -> NDArray[np.float32]:
    return (picture - np.average(picture, weights=weight).astype(np.float32)) * weight


def _texture(picture: NDArray[np.float32], weight: NDArray[np.float32], axis: int) -> float:
    """How much brightness changes from pixel to pixel along the way of a camera that pans, of 255."""
    rows, counts = (picture, weight) if axis else (picture.T, weight.T)
    smooth = (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 4
    change = (smooth[:, 2:] - smooth[:, :-2]) / 2
    return float(np.sqrt(np.average(change**2, weights=counts[:, 2:-2])))


def _likeness(first: NDArray[np.float32], second: NDArray[np.float32]) -> float:
    spread = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / spread if spread > 0 else 1.0


def _moved(first: NDArray[np.float32], second: NDArray[np.float32]) -> tuple[float, float]:
    """By phase correlation, to a part of a pixel."""
    product = np.fft.rfft2(second) * np.conj(np.fft.rfft2(first))
    peak = np.fft.irfft2(product / (np.abs(product) + 1e-3), s=first.shape)
    row, column = np.unravel_index(int(np.argmax(peak)), peak.shape)
    height, width = peak.shape
    y = _between(peak[(row - 1) % height, column], peak[row, column], peak[(row + 1) % height, column])
    x = _between(peak[row, (column - 1) % width], peak[row, column], peak[row, (column + 1) % width])
    return (column + x + width / 2) % width - width / 2, (row + y + height / 2) % height - height / 2


def _between(before: float, top: float, after: float) -> float:
    """Where the top of a parabola through three neighbours lies, −0.5 to 0.5."""
    curve = before - 2 * top + after
    return float(np.clip(0.5 * (before - after) / curve, -0.5, 0.5)) if curve < 0 else 0.0
