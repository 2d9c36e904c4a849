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
    by averaging first, so that fine patterns do not turn into false ones.
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
    outside = (x < 0) | (x > width - 2) | (y < 0) | (y > height - 2)
    # One place each for the four bytes of a pixel as they are gathered below.
    share_x, share_y = (np.repeat(share.ravel(), 4).reshape(-1, 4) for share in (x - left, y - top))
    place = top.clip(0, height - 2).astype(np.intp) * width + left.clip(0, width - 3).astype(np.intp)
    pixels = _as_numbers(image)
    upper = _between(pixels, place.ravel(), share_x)
    lower = _between(pixels, place.ravel() + width, share_x)
    lower -= upper
    lower *= share_y
    upper += lower
    out = upper.reshape(side, side, 4)[:, :, :3].copy()
    if outside.any():
        out[outside] = 0
    return out


def _as_numbers(image: RGB) -> NDArray[np.uint32]:
    """Each pixel and the byte behind it as one number, without a copy: gathered several times faster than three.

    The last pixel has no byte behind it and is left out.
    """
    image = np.ascontiguousarray(image)
    return np.ndarray((image.shape[0] * image.shape[1] - 1,), np.dtype("<u4"), image.data, 0, (3,))


def _between(pixels: NDArray[np.uint32], place: NDArray[np.intp], share: NDArray[np.float32]) -> NDArray[np.float32]:
    """Colours between each pixel and the next, float32 of shape (places, 4), the last column without meaning."""
    start = pixels[place].view(np.uint8).reshape(-1, 4).astype(np.float32)
    change = pixels[place + 1].view(np.uint8).reshape(-1, 4).astype(np.float32)
    change -= start
    change *= share
    start += change
    return start


def _thinned(image: RGB, region: Region, thin: int) -> tuple[RGB, Region]:
    """The part of the picture around the region, every ``thin`` pixels averaged into one."""
    reach = region.size * 0.75
    height, width = image.shape[:2]
    left, right = (int(np.clip(region.x + s * reach, 0, width)) for s in (-1, 1))
    top, bottom = (int(np.clip(region.y + s * reach, 0, height)) for s in (-1, 1))
    across, down = (right - left) // thin, (bottom - top) // thin
    if across < 1 or down < 1:
        return image, region
    part = image[top : top + down * thin, left : left + across * thin]
    small = part.reshape(down, thin, across, thin, 3).mean(axis=(1, 3), dtype=np.float32).astype(np.uint8)
    return small, Region((region.x - left) / thin, (region.y - top) / thin, region.size / thin, region.turn)


def to_picture(points: Floats, region: Region, side: int) -> Floats:
    """Points of the crop, shape (n, 2), 0 to ``side``, as points of the picture [px]."""
    cosine, sine = np.cos(region.turn), np.sin(region.turn)
    centred = (points / side - 0.5) * region.size
    x = region.x + centred[:, 0] * cosine - centred[:, 1] * sine
    y = region.y + centred[:, 0] * sine + centred[:, 1] * cosine
    return np.stack([x, y], axis=1)
