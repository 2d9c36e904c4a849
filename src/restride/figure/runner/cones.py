"""A rasteriser for rounded cones: two balls and everything between them, with depth, normals and soft joints.

Each cone is met by parallel rays in pixel space (the perspective is in the balls' places and sizes), which is exact for
the cone and close enough for a body some metres away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.floating[Any]]
FAR = np.float32(-1e6)


@dataclass
class Surface:
    """What is nearest in each pixel of a piece of the picture, whose upper left corner is at (left, top)."""

    left: int
    top: int
    depth: Pixels
    #: Normals to the right and down; towards the eye follows.
    across: Pixels
    down: Pixels


@dataclass
class Layer(Surface):
    """The same with what is seen there."""

    material: NDArray[np.uint8]
    limb: NDArray[np.uint8]

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Where anything is."""
        return self.depth > FAR


@dataclass(frozen=True)
class Chain:
    """Balls one after another and the cones between them, in pixels.

    ``balls`` (balls, 3): right, down, nearness; ``radii`` (balls,); ``soft``: depth over which it melts into what else
    is of its limb; ``hem``: whether its first and its last end are cut off flat.
    """

    balls: Pixels
    radii: Pixels
    material: int
    limb: int
    soft: float
    hem: tuple[bool, bool] = (False, False)


def _bare(left: int, top: int, right: int, bottom: int) -> Surface:
    shape = (max(1, bottom - top), max(1, right - left))
    return Surface(left, top, np.full(shape, FAR, np.float32), np.zeros(shape, np.float32), np.zeros(shape, np.float32))


def empty(left: int, top: int, right: int, bottom: int) -> Layer:
    """Nothing drawn yet."""
    bare = _bare(left, top, right, bottom)
    shape = bare.depth.shape
    return Layer(
        left, top, bare.depth, bare.across, bare.down, np.zeros(shape, np.uint8), np.zeros(shape, np.uint8)
    )  # fmt: skip


def draw(layer: Layer, chain: Chain) -> None:
    """Put one chain into the layer: its cones follow each other as they are, then all of it melts into its limb."""
    height, width = layer.depth.shape
    low = np.floor((chain.balls[:, :2] - chain.radii[:, None]).min(axis=0)).astype(int)
    high = np.ceil((chain.balls[:, :2] + chain.radii[:, None]).max(axis=0)).astype(int) + 1
    left, top = max(layer.left, int(low[0])), max(layer.top, int(low[1]))
    right, bottom = min(layer.left + width, int(high[0])), min(layer.top + height, int(high[1]))
    if left >= right or top >= bottom:
        return
    part = _bare(left, top, right, bottom)
    last = len(chain.radii) - 2
    for i in range(last + 1):
        hem = (chain.hem[0] and i == 0, chain.hem[1] and i == last)
        _cone(part, chain.balls[i], chain.balls[i + 1], (float(chain.radii[i]), float(chain.radii[i + 1])), hem)
    _merge(layer, part, chain)


def _cone(part: Surface, first: Pixels, second: Pixels, radii: tuple[float, float], hem: tuple[bool, bool]) -> None:
    """Put one rounded cone into a part, where it is nearest.

    A ray that meets the endless cone touches one of the balls between both ends there; beyond an end it can only meet
    the end's own ball. So the place of that ball (``share``, from 0 to 1) is found first, and then the ball is met.
    """
    ra, rb = radii
    height, width = part.depth.shape
    x0 = max(0, int(np.floor(min(first[0] - ra, second[0] - rb))) - part.left)
    x1 = min(width, int(np.ceil(max(first[0] + ra, second[0] + rb))) + 1 - part.left)
    y0 = max(0, int(np.floor(min(first[1] - ra, second[1] - rb))) - part.top)
    y1 = min(height, int(np.ceil(max(first[1] + ra, second[1] + rb))) + 1 - part.top)
    if x0 >= x1 or y0 >= y1:
        return
    x = (np.arange(x0, x1, dtype=np.float32) + np.float32(part.left + 0.5)) - first[0]
    y = ((np.arange(y0, y1, dtype=np.float32) + np.float32(part.top + 0.5)) - first[1])[:, None]
    window = (slice(y0, y1), slice(x0, x1))
    axis = (float(second[0] - first[0]), float(second[1] - first[1]), float(second[2] - first[2]))
    for share in _shares(x, y, axis, ra, rb):
        _balls(part, window, (x, y, float(first[2])), axis, radii, share, hem)


def _shares(x: Pixels, y: Pixels, axis: tuple[float, float, float], ra: float, rb: float) -> tuple[Pixels, ...]:
    """Which ball between the first (0) and the second (1) a ray touches; both, where one holds or hides the other."""
    ax, ay, az = axis
    taper = ra - rb
    k2 = ax * ax + ay * ay - taper * taper
    body2 = k2 + az * az
    if body2 <= 1e-3 or k2 <= 1e-3:
        return np.zeros((1, 1), np.float32), np.ones((1, 1), np.float32)
    along = np.float32(ay / k2) * y + (np.float32(ax / k2) * x - np.float32(ra * taper / k2))
    inside = along * along + np.float32(1 / k2) * ((np.float32(ra * ra) - y * y) - x * x)
    share = along + np.float32(az / np.sqrt(body2)) * np.sqrt(np.maximum(inside, 0))
    return (np.clip(share, 0, 1),)


def _balls(
    part: Surface,
    window: tuple[slice, slice],
    seen_from: tuple[Pixels, Pixels, float],
    axis: tuple[float, float, float],
    radii: tuple[float, float],
    share: Pixels,
    hem: tuple[bool, bool],
) -> None:
    """Meet the ball at each pixel's share of the way, and keep it where it is nearest."""
    x, y, nearness = seen_from
    across = x - np.float32(axis[0]) * share
    down = y - np.float32(axis[1]) * share
    radius = np.float32(radii[0]) - np.float32(radii[0] - radii[1]) * share
    rest = radius * radius - across * across - down * down
    depth = np.sqrt(np.maximum(rest, 0)) + (np.float32(axis[2]) * share + np.float32(nearness))
    near = (rest > 0) & (depth > part.depth[window])
    if hem[0]:
        near &= share > 0
    if hem[1]:
        near &= share < 1
    np.copyto(part.depth[window], depth, where=near)
    np.copyto(part.across[window], across / radius, where=near)
    np.copyto(part.down[window], down / radius, where=near)


def _merge(layer: Layer, part: Surface, chain: Chain) -> None:
    """Keep what is nearer; what belongs to the same limb melts."""
    rows, columns = part.depth.shape
    y, x = part.top - layer.top, part.left - layer.left
    window = (slice(y, y + rows), slice(x, x + columns))
    old, limb = layer.depth[window], layer.limb[window]
    gap = part.depth - old
    melts = (limb == chain.limb) & (np.abs(gap) < chain.soft)
    near = gap > 0
    # Only the normals melt: a joint looks round without a bulge.
    share = np.where(melts, np.float32(0.5) + gap / np.float32(2 * max(chain.soft, 1e-3)), near)
    for plane, normal in ((layer.across[window], part.across), (layer.down[window], part.down)):
        plane += (normal - plane) * share
    old[near] = part.depth[near]
    layer.material[window][near] = chain.material
    limb[near] = chain.limb
