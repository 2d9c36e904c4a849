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
    """Put one rounded cone into a part, where it is nearest."""
    ra, rb = radii
    height, width = part.depth.shape
    x0 = max(0, int(np.floor(min(first[0] - ra, second[0] - rb))) - part.left)
    x1 = min(width, int(np.ceil(max(first[0] + ra, second[0] + rb))) + 1 - part.left)
    y0 = max(0, int(np.floor(min(first[1] - ra, second[1] - rb))) - part.top)
    y1 = min(height, int(np.ceil(max(first[1] + ra, second[1] + rb))) + 1 - part.top)
    if x0 >= x1 or y0 >= y1:
        return
    x = (np.arange(x0, x1, dtype=np.float32) + np.float32(part.left + 0.5)) - first[0]
    y = (np.arange(y0, y1, dtype=np.float32) + np.float32(part.top + 0.5)) - first[1]
    found = _met(x, y, second - first, ra, rb, hem)
    if found is None:
        return
    rows, columns, depth, across, down = found
    depth = depth + first[2]
    place = (rows + y0) * width + (columns + x0)
    near = np.nonzero(depth > part.depth.ravel()[place])[0]
    at = place[near]
    part.depth.ravel()[at], part.across.ravel()[at], part.down.ravel()[at] = depth[near], across[near], down[near]


Met = tuple[NDArray[np.intp], NDArray[np.intp], Pixels, Pixels, Pixels]


def _met(x: Pixels, y: Pixels, axis: Pixels, ra: float, rb: float, hem: tuple[bool, bool]) -> Met | None:
    """Which pixels see the cone, counted from the first ball: rows, columns, nearness, normal.

    Both balls lie within the endless cone, so pixels that miss it miss them too. A ray meets it at a nearness z that
    solves a quadratic; ``share`` is the place of the ball between both that touches the cone there.
    """
    ax, ay, az = (float(v) for v in axis)
    taper = ra - rb
    body2 = ax * ax + ay * ay + az * az - taper * taper
    k2 = body2 - az * az
    has_flank = body2 > 1e-3 and k2 > 1e-3  # else one ball holds the other, or hides it
    if has_flank:
        along = np.add.outer(np.float32(ay) * y, np.float32(ax) * x) - np.float32(ra * taper)
        inside = along * along + np.float32(k2) * np.subtract.outer(np.float32(ra * ra) - y * y, x * x)
        rows, columns = np.nonzero(inside > 0)
    else:
        rows, columns = (row.ravel() for row in np.indices((len(y), len(x))))
    if not len(rows):
        return None
    qx, qy = x[columns], y[rows]
    if not has_flank:
        z, share = _capped(qx, qy, axis, ra, rb)
    else:
        along = along[rows, columns]
        z = (np.float32(az) * along + np.sqrt(np.float32(body2) * inside[rows, columns])) / np.float32(k2)
        share = (along + np.float32(az) * z) / np.float32(body2)
        beyond = np.nonzero((share <= 0) | (share >= 1))[0]
        z[beyond], share[beyond] = _capped(qx[beyond], qy[beyond], axis, ra, rb)
    seen = z > FAR
    if hem[0]:
        seen &= share > 0
    if hem[1]:
        seen &= share < 1
    keep = np.nonzero(seen)[0]
    rows, columns = rows[keep], columns[keep]
    qx, qy, z, share = (row[keep] for row in (qx, qy, z, share))
    radius = np.float32(ra) - np.float32(taper) * share
    return rows, columns, z, (qx - share * np.float32(ax)) / radius, (qy - share * np.float32(ay)) / radius


def _capped(qx: Pixels, qy: Pixels, axis: Pixels, ra: float, rb: float) -> tuple[Pixels, Pixels]:
    """Nearness of the nearer ball, FAR where neither is met, and which one it is (0 or 1)."""
    rest_a = np.float32(ra * ra) - qx * qx - qy * qy
    rest_b = np.float32(rb * rb) - (qx - axis[0]) ** 2 - (qy - axis[1]) ** 2
    near_a = np.where(rest_a > 0, np.sqrt(np.maximum(rest_a, 0)), FAR)
    near_b = np.where(rest_b > 0, axis[2] + np.sqrt(np.maximum(rest_b, 0)), FAR)
    is_b = near_b > near_a
    return np.where(is_b, near_b, near_a).astype(np.float32), is_b.astype(np.float32)


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
