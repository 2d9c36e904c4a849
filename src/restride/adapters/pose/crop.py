"""Cut a turned square out of a picture and scale it, without any library for pictures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from restride.adapters.pose.estimator import RGB, Floats, Region


def corner_and_steps(region: Region, side: int) -> tuple[Floats, Floats, Floats]:
    """Where the crop's first pixel lies in the picture, and one step along and down the crop [px]."""
    cosine, sine = np.cos(region.turn), np.sin(region.turn)
    step = region.size / side
    along, down = np.array([cosine, sine]) * step, np.array([-sine, cosine]) * step
    first = np.array([region.x, region.y]) + (along + down) * (0.5 - side / 2) - 0.5
    return first, along, down


def cropped(image: RGB, region: Region, side: int) -> NDArray[np.float32]:
    """The region as a square of ``side`` pixels, 0–255, black outside the picture, shape (side, side, 3).

    Bilinear. Where the region holds more than twice as many pixels as are asked for, the picture is thinned
    by averaging first, so that fine patterns do not turn into false ones. A picture of shape (height, width, 4),
    its last channel without meaning, saves a copy.
    """
    thin = int(region.size // (2 * side))
    if thin >= 2:
        image, region = _thinned(image, region, thin)
    height, width = image.shape[:2]
    first, along, down = (values.astype(np.float32) for values in corner_and_steps(region, side))
    steps = np.arange(side, dtype=np.float32)
    x = (first[0] + along[0] * steps)[None, :] + (down[0] * steps)[:, None]
    y = (first[1] + along[1] * steps)[None, :] + (down[1] * steps)[:, None]
    left, top = np.floor(x), np.floor(y)
    share_x, share_y = ((one * _WHOLE).astype(np.uint32) for one in (x - left, y - top))
    place = top.clip(0, height - 2).astype(np.intp) * width + left.clip(0, width - 2).astype(np.intp)
    red_blue, green = _mixed(_as_numbers(image), place, width, share_x, share_y)
    out = np.empty((side, side, 3), dtype=np.float32)
    out[..., 0], out[..., 1], out[..., 2] = red_blue & 0xFF, green & 0xFF, red_blue >> 16
    outside = (x < 0) | (x > width - 1) | (y < 0) | (y > height - 1)
    if outside.any():
        out[outside] = 0
    return out


#: Shares of a pixel are counted in 256ths, so that two colours times their share fit one number side by side.
_WHOLE = 256
_TWO_COLOURS, _HALVES = np.uint32(0x00FF00FF), np.uint32(0x00800080)


def _as_numbers(image: RGB) -> NDArray[np.uint32]:
    """Each pixel as one number, gathered several times faster than three."""
    if image.shape[2] == 3:
        wide = np.zeros((*image.shape[:2], 4), dtype=np.uint8)
        wide[:, :, :3] = image
        image = wide
    return np.ascontiguousarray(image).view("<u4").ravel()


def _mixed(
    pixels: NDArray[np.uint32], place: NDArray[np.intp], width: int, x: NDArray[np.uint32], y: NDArray[np.uint32]
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Bilinear mix of four neighbours: red and blue in one number each (bits 0–7 and 16–23), green in another."""
    corners = [pixels.take(place + step) for step in (0, 1, width, width + 1)]
    mixed = []
    for shift in (0, 8):
        a, b, c, d = ((corner >> np.uint32(shift)) & _TWO_COLOURS for corner in corners)
        upper = ((a * (_WHOLE - x) + b * x + _HALVES) >> np.uint32(8)) & _TWO_COLOURS
        lower = ((c * (_WHOLE - x) + d * x + _HALVES) >> np.uint32(8)) & _TWO_COLOURS
        mixed.append(((upper * (_WHOLE - y) + lower * y + _HALVES) >> np.uint32(8)) & _TWO_COLOURS)
    return mixed[0], mixed[1]


def _thinned(image: RGB, region: Region, thin: int) -> tuple[RGB, Region]:
    """The part of the picture around the region, every ``thin`` pixels averaged into one."""
    reach = region.size * 0.75
    height, width = image.shape[:2]
    left, right = (int(np.clip(region.x + s * reach, 0, width)) for s in (-1, 1))
    top, bottom = (int(np.clip(region.y + s * reach, 0, height)) for s in (-1, 1))
    across, down = (right - left) // thin, (bottom - top) // thin
    if across < 1 or down < 1:
        return image, region
    part = image[top : top + down * thin, left : left + across * thin, :3]
    small = part.reshape(down, thin, across, thin, 3).mean(axis=(1, 3), dtype=np.float32).astype(np.uint8)
    return small, Region((region.x - left) / thin, (region.y - top) / thin, region.size / thin, region.turn)


def to_picture(points: Floats, region: Region, side: int) -> Floats:
    """Points of the crop, shape (n, 2), 0 to ``side``, as points of the picture [px]."""
    cosine, sine = np.cos(region.turn), np.sin(region.turn)
    centred = (points / side - 0.5) * region.size
    x = region.x + centred[:, 0] * cosine - centred[:, 1] * sine
    y = region.y + centred[:, 0] * sine + centred[:, 1] * cosine
    return np.stack([x, y], axis=1)
