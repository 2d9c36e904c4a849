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
class Layer:
    """What is nearest in each pixel of a piece of the picture, whose upper left corner is at (left, top)."""

    left: int
    top: int
    depth: Pixels
    #: Normals to the right and down; towards the eye follows.
    across: Pixels
    down: Pixels
    material: NDArray[np.uint8]
    limb: NDArray[np.uint8]

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Where anything is."""
        return self.depth > FAR


def empty(left: int, top: int, right: int, bottom: int) -> Layer:
    """Nothing drawn yet."""
    shape = (max(1, bottom - top), max(1, right - left))
    return Layer(
        left,
        top,
        np.full(shape, FAR, np.float32),
        np.zeros(shape, np.float32),
        np.zeros(shape, np.float32),
        np.zeros(shape, np.uint8),
        np.zeros(shape, np.uint8),
    )


def draw(
    layer: Layer, first: Pixels, second: Pixels, radii: tuple[float, float], material: int, limb: int, soft: float
) -> None:
    """Put one rounded cone into the layer.

    Parameters
    ----------
    first, second : float array, shape (3,)
        The two balls: right, down, nearness. [px]
    radii : tuple
        Of the two balls. [px]
    material, limb : int
        What it is made of; cones of the same limb melt into each other.
    soft : float
        Over this depth they melt. [px]
    """
    ra, rb = radii
    height, width = layer.depth.shape
    x0 = max(0, int(np.floor(min(first[0] - ra, second[0] - rb))) - layer.left)
    x1 = min(width, int(np.ceil(max(first[0] + ra, second[0] + rb))) + 1 - layer.left)
    y0 = max(0, int(np.floor(min(first[1] - ra, second[1] - rb))) - layer.top)
    y1 = min(height, int(np.ceil(max(first[1] + ra, second[1] + rb))) + 1 - layer.top)
    if x0 >= x1 or y0 >= y1:
        return
    x = (np.arange(x0, x1, dtype=np.float32) + np.float32(layer.left + 0.5)) - first[0]
    y = (np.arange(y0, y1, dtype=np.float32) + np.float32(layer.top + 0.5)) - first[1]
    found = _met(x, y, second - first, ra, rb)
    if found is None:
        return
    rows, columns, depth, across, down = found
    place = (rows + y0) * width + (columns + x0)
    _merge(layer, place, depth + first[2], across, down, material, limb, np.float32(soft))


Met = tuple[NDArray[np.intp], NDArray[np.intp], Pixels, Pixels, Pixels]


def _met(x: Pixels, y: Pixels, axis: Pixels, ra: float, rb: float) -> Met | None:
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
    keep = np.nonzero(z > FAR)[0]
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


def _merge(
    layer: Layer,
    place: NDArray[np.intp],
    depth: Pixels,
    across: Pixels,
    down: Pixels,
    material: int,
    limb: int,
    soft: np.float32,
) -> None:
    """Keep what is nearer; what belongs to the same limb melts."""
    all_depth, all_limb = layer.depth.ravel(), layer.limb.ravel()
    old = all_depth[place]
    gap = depth - old
    visible = np.nonzero(gap > -soft)[0]
    place, across, down, gap = place[visible], across[visible], down[visible], gap[visible]
    depth = depth[visible]
    near = gap > 0
    melts = np.nonzero((all_limb[place] == limb) & (gap < soft))[0]
    # Only the normals melt: a joint looks round without a bulge.
    share = near.astype(np.float32)
    share[melts] = np.float32(0.5) + gap[melts] / (2 * soft)
    for plane, normal in ((layer.across.ravel(), across), (layer.down.ravel(), down)):
        before = plane[place]
        plane[place] = before + (normal - before) * share
    at = place[near]
    all_depth[at] = depth[near]
    layer.material.ravel()[at] = material
    all_limb[at] = limb
