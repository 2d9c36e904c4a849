"""Faces made unknowable in anything that leaves the site."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from restride.gait.track import Floats

Picture = NDArray[np.uint8]
#: Squares across a blurred head: too few to know anybody by.
_SQUARES = 6
#: The disc is drawn wider by this factor, for hair, chin and a frame of delay.
_WIDER = 1.5
#: So many frames from where a head was last seen its disc has doubled, and grows no more.
_KEEP = 30
#: Parts of the body and how far they reach to each side, in leg lengths.
_BODY = (("shoulder", "hip", 0.2), ("hip", "knee", 0.14), ("knee", "ankle", 0.12))
_SIDES = ("left", "right")


def steady(faces: Floats) -> Floats:
    """Discs (x, y, radius) for every frame: gaps are bridged, ends held, so that no single frame shows a face.

    Parameters
    ----------
    faces : float array, shape (frames, 3)
        Where the head was seen [px], NaN where it was not.

    Returns
    -------
    float array, shape (frames, 3)
        NaN only where no head was seen in the whole clip; the radius never falls below a neighbour's.
    """
    found = np.asarray(np.isfinite(faces).all(axis=1))
    if not found.any():
        return np.full_like(faces, np.nan)
    at = np.arange(len(faces))
    filled = np.stack([np.interp(at, at[found], faces[found, column]) for column in range(3)], axis=1)
    # Farther from where it was seen, the head may be elsewhere: the disc grows.
    filled[:, 2] *= 1 + np.minimum(_away(found), _KEEP) / _KEEP
    padded = np.pad(filled[:, 2], 2, mode="edge")
    filled[:, 2] = np.max([padded[shift : shift + len(filled)] for shift in range(5)], axis=0)
    return filled


def _away(found: NDArray[np.bool_]) -> Floats:
    """Frames to the nearest one in which it was seen."""
    at, seen = np.arange(len(found)), np.flatnonzero(found)
    right = np.clip(np.searchsorted(seen, at), 0, len(seen) - 1)
    left = np.clip(right - 1, 0, len(seen) - 1)
    return np.asarray(np.minimum(np.abs(seen[right] - at), np.abs(seen[left] - at)), dtype=np.float64)


def not_on_body(discs: Floats, points: Mapping[str, Floats]) -> Floats:
    """The discs (x, y, radius) whose middle does not lie on the runner's trunk or legs.

    No face is seen there: a detector takes a knee or a shirt for one now and then, and the report shows just these.
    ``points`` holds the runner's points of this frame, (2,) each [px], NaN where unseen.
    """
    legs = [_way(points, f"hip_{side}", f"ankle_{side}") for side in _SIDES]
    leg = max((float(np.hypot(*(b - a))) for a, b in filter(None, legs)), default=0.0)
    kept = np.ones(len(discs), dtype=np.bool_)
    for start, end, wide in _BODY:
        for side in _SIDES:
            way = _way(points, f"{start}_{side}", f"{end}_{side}")
            if way is not None:
                kept &= _from_line(discs[:, :2], *way) > wide * leg
    return discs[kept]


def _way(points: Mapping[str, Floats], start: str, end: str) -> tuple[Floats, Floats] | None:
    if start not in points or end not in points or not np.isfinite([*points[start], *points[end]]).all():
        return None
    return points[start], points[end]


def _from_line(places: Floats, start: Floats, end: Floats) -> Floats:
    """How far places (n, 2) lie from the line between two points [px]."""
    way = end - start
    share = np.clip((places - start) @ way / max(float(way @ way), 1e-9), 0.0, 1.0)
    return np.asarray(np.linalg.norm(places - start - share[:, None] * way, axis=1), dtype=np.float64)


def blurred(picture: Picture, discs: Floats) -> Picture:
    """The picture with each disc (x, y, radius), shape (n, 3), in coarse squares; one not known is left out."""
    out = picture.copy()
    for disc in discs[np.isfinite(discs).all(axis=1)]:
        _blur(out, disc)
    return out


def _blur(out: Picture, disc: Floats) -> None:
    x, y, radius = float(disc[0]), float(disc[1]), float(disc[2]) * _WIDER
    height, width = out.shape[:2]
    x0, x1 = max(int(x - radius), 0), min(int(x + radius) + 1, width)
    y0, y1 = max(int(y - radius), 0), min(int(y + radius) + 1, height)
    if x0 >= x1 or y0 >= y1:
        return
    part = out[y0:y1, x0:x1]
    rows, columns = np.ogrid[y0:y1, x0:x1]
    inside = (columns - x) ** 2 + (rows - y) ** 2 <= radius**2
    np.copyto(part, _coarse(part, max(int(2 * radius / _SQUARES), 2)), where=inside[..., None])


def _coarse(part: Picture, size: int) -> Picture:
    """The same in squares of one colour."""
    edges = [np.arange(0, length, size) for length in part.shape[:2]]
    sizes = [np.diff(at, append=length) for at, length in zip(edges, part.shape[:2], strict=True)]
    total = np.add.reduceat(np.add.reduceat(part, edges[0], axis=0, dtype=np.uint32), edges[1], axis=1)
    means = (total // np.outer(*sizes)[..., None]).astype(np.uint8)
    return means.repeat(sizes[0], axis=0).repeat(sizes[1], axis=1)
