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


def cropped(image: RGB, region: Region, side: int) -> RGB:
    """The region as a square of ``side`` pixels, black outside the picture, shape (side, side, 3).

    Bilinear. Where the region holds more than twice as many pixels as are asked for, the picture is thinned
    by averaging first, so that fine patterns do not turn into false ones. A picture of shape (height, width, 4),
    its last channel without meaning, saves a copy.
    """
    thin = min(int(region.size // (2 * side)), _THIN_MOST)
    if thin >= 2:
        image, region = _thinned(image, region, thin)
    first, along, down = corner_and_steps(region, side)
    steps = np.arange(side)
    # Along the first row of the crop, and what each row adds; then the part of the picture that all this lies in.
    ways = [(first[k] + along[k] * steps, down[k] * steps) for k in (0, 1)]
    (left, right), (top, bottom) = (_reach(*way) for way in ways)
    pixels = _spread(image, left, top, right, bottom)
    across, downward = (
        [(one * (1 << _FINE_BITS)).astype(np.int32) for one in (way[0] - start, way[1])]
        for way, start in zip(ways, (left, top), strict=True)
    )
    out = np.empty((side, side, 3), dtype=np.uint8)
    # A few rows at a time stay in the processor's own memory.
    for start in range(0, side, _ROWS):
        rows = slice(start, start + _ROWS)
        x, y = across[0] + across[1][rows, None], downward[0] + downward[1][rows, None]
        mixed = _mixed(pixels.ravel(), pixels.shape[1], x, y).view(np.uint8)
        for colour in range(3):
            out[rows, :, colour] = mixed[:, 2 * colour + 1 :: 8]
    return out


#: Rows of the crop that are worked on together.
_ROWS = 64
#: Places are counted in 65 536ths of a pixel, shares of a pixel in 256ths.
_FINE_BITS, _SHARE_BITS = 16, 8
#: The lower half of each of four lanes of 16 bits: one number holds the colours of a pixel side by side. The lowest
#: byte comes first, as in every processor the pose runtime is built for.
_LANES = np.uint64(0x00FF00FF00FF00FF)
#: More pixels along a side than this, added up, would run over a lane.
_THIN_MOST = 16


def _reach(along: Floats, down: Floats) -> tuple[int, int]:
    """First and last whole pixel, the latter not included, between which a crop and its neighbours lie."""
    ends = along[[0, -1]][:, None] + down[[0, -1]]
    return int(np.floor(ends.min())), int(np.floor(ends.max())) + 2


def _spread(image: RGB, left: int, top: int, right: int, bottom: int) -> NDArray[np.uint64]:
    """Each pixel of a part as one number with a lane of 16 bits a colour, mixed as one; 0 outside the picture."""
    lanes = np.zeros((bottom - top, right - left, 4), dtype=np.uint16)
    rows, columns = slice(max(top, 0), max(bottom, 0)), slice(max(left, 0), max(right, 0))
    part = image[rows, columns]
    at = (max(-top, 0), max(-left, 0))
    lanes[at[0] : at[0] + part.shape[0], at[1] : at[1] + part.shape[1], : image.shape[2]] = part
    return lanes.view(np.uint64)[..., 0]


def _mixed(pixels: NDArray[np.uint64], width: int, x: NDArray[np.int32], y: NDArray[np.int32]) -> NDArray[np.uint64]:
    """Bilinear mix of four neighbours, in the upper halves of the lanes; none runs over, as shares add up to 256."""
    place = ((y >> _FINE_BITS) * np.int32(width) + (x >> _FINE_BITS)).astype(np.intp)
    # The second byte of a place holds its 256ths.
    after_x, below = (one.view(np.uint8)[:, 1::4].astype(np.uint64) for one in (x, y))
    whole, bits = np.uint64(1 << _SHARE_BITS), np.uint64(_SHARE_BITS)
    before_x = whole - after_x
    rows = []
    for step in (0, width):
        row = pixels[step:].take(place)
        row *= before_x
        after = pixels[step + 1 :].take(place)
        after *= after_x
        row += after
        row >>= bits
        row &= _LANES
        rows.append(row)
    upper, lower = rows
    upper *= whole - below
    lower *= below
    upper += lower
    return upper


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
    lanes = np.zeros((down, across * thin, 4), dtype=np.uint16)
    for k in range(thin):
        lanes[:, :, : image.shape[2]] += part[k::thin]
    pixels = lanes.view(np.uint64)[..., 0]
    total = sum((pixels[:, k::thin] for k in range(1, thin)), pixels[:, ::thin])
    means = (total[..., None].view(np.uint16) // thin**2).astype(np.uint8)
    return means, Region((region.x - left) / thin, (region.y - top) / thin, region.size / thin, region.turn)


def to_picture(points: Floats, region: Region, side: int) -> Floats:
    """Points of the crop, shape (n, 2), 0 to ``side``, as points of the picture [px]."""
    cosine, sine = np.cos(region.turn), np.sin(region.turn)
    centred = (points / side - 0.5) * region.size
    x = region.x + centred[:, 0] * cosine - centred[:, 1] * sine
    y = region.y + centred[:, 0] * sine + centred[:, 1] * cosine
    return np.stack([x, y], axis=1)
