"""Find people of any size in a picture: the whole picture first, then ever smaller parts of it. Child process only."""

from __future__ import annotations

import numpy as np

from restride.adapters.pose.estimator import RGB, Pose, PoseEstimator, Region

#: Two regions are one person's when their centres are nearer than this share of the smaller.
_SAME = 0.35
_PRESENT = 0.5
#: Sides of the parts, as shares of the picture's shorter side; half of each overlaps its neighbour.
_LEVELS = (1.0, 0.5)


def people_in(image: RGB, pose: PoseEstimator, *, levels: int = 1, near: Region | None = None) -> list[Region]:
    """Regions of the people in a picture, the largest first; see :func:`poses_in`."""
    return [seen.region for seen in poses_in(image, pose, levels=levels, near=near)]


def poses_in(image: RGB, pose: PoseEstimator, *, levels: int = 1, near: Region | None = None) -> list[Pose]:
    """People in a picture, the largest first, each confirmed by the pose model.

    Parameters
    ----------
    image : ndarray
        RGB, uint8 of shape (height, width, 3).
    pose : PoseEstimator
        The model.
    levels : int
        How far down to look: 0 the whole picture only, 1 squares of its shorter side, 2 of half of it.
    near : Region, optional
        Look only around here.
    """
    looks: list[Region | None] = [None if near is None else _wider(near)]
    if near is None:
        for level in _LEVELS[:levels]:
            looks += _parts(image, level)
    found: list[Region] = []
    for look in looks:
        for region in pose.people(image, around=look):
            if not any(same(region, other) for other in found):
                found.append(region)
    confirmed: list[Pose] = []
    for region in found:
        seen = pose.glance(image, region)
        if seen.presence >= _PRESENT and not any(same(seen.region, other.region) for other in confirmed):
            confirmed.append(seen)
    return sorted(confirmed, key=lambda seen: -seen.region.size)


def same(first: Region, second: Region) -> bool:
    """Whether two regions hold one person."""
    apart = np.hypot(first.x - second.x, first.y - second.y)
    return bool(apart < _SAME * min(first.size, second.size))


def _wider(region: Region) -> Region:
    return Region(region.x, region.y, region.size * 1.6)


def _parts(image: RGB, share: float) -> list[Region | None]:
    height, width = image.shape[:2]
    side = min(height, width) * share
    return [Region(x, y, side) for y in _centres(height, side) for x in _centres(width, side)]


def _centres(length: float, side: float) -> list[float]:
    """Centres of parts that overlap by about a half and reach from edge to edge [px]."""
    count = max(int(np.ceil((length - side) / (side / 2))) + 1, 1)
    if count == 1:
        return [length / 2]
    return [float(one) for one in np.linspace(side / 2, length - side / 2, count)]
