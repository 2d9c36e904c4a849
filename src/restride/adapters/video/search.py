"""Find people of any size in a picture: the whole picture first, then ever smaller parts of it. Child process only."""

from __future__ import annotations

import numpy as np

from restride.adapters.pose.estimator import RGB, Floats, Pose, PoseEstimator, Region
from restride.adapters.video.followed import heads_of

#: In another picture somebody has at most this many times the size.
LIKE_SIZE = 1.7
#: Two regions are one person's when their centres are nearer than this share of the smaller.
_SAME = 0.35
_PRESENT = 0.5
#: For a face that is to be blurred less is enough: of the detector, and of the model that looks again.
_PERHAPS, _PERHAPS_PRESENT = 0.4, 0.3
#: Somebody larger than the part that is looked at, by so many times, is found in a larger one.
_BEYOND = 1.25
#: Middle of the face above the hips, and the least radius of a disc over the head, in sides of a person's region;
#: the second radius is for one whose points are not to be relied on. Read off films of drawn and real people.
_FACE_UP, _HEAD, _HEAD_UNSURE = 0.31, 0.07, 0.12
#: Sides of the parts, as shares of the picture's shorter side; half of each overlaps its neighbour.
_LEVELS = (1.0, 0.5)

#: How far a body reaches across and up in its region, as shares of its side.
_BODY = (0.2, 0.45)
#: Steps from pixel to pixel, of 255, that are soft, and beyond which they are hard.
_SOFT, _HARD = (3, 10), 20


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


def heads_in(image: RGB, pose: PoseEstimator, *, levels: int = 1) -> Floats:
    """Discs over the heads of everybody who may be in a picture: x, y, radius [px], shape (n, 3).

    Takes people for there whom :func:`poses_in` would doubt.
    """
    discs: list[list[float]] = []
    known: list[Region] = []
    everywhere: list[list[Region | None]] = [[None], *(_parts(image, share) for share in _LEVELS[:levels])]
    for level, looks in enumerate(everywhere):
        found = [
            region
            for look in looks
            for region in pose.people(image, around=look, least=_PERHAPS)
            if look is None or region.size <= _BEYOND * look.size
        ]
        for region in found:
            if any(same(region, other) for other in known):
                continue
            known.append(region)
            seen = pose.glance(image, region)
            # In small parts of the picture knees and rails look like somebody too.
            if seen.presence >= (_PERHAPS_PRESENT if level < len(_LEVELS) else _PRESENT):
                discs.append(_head_of(seen) if seen.presence >= _PRESENT else _head_in(region))
    return np.array(discs, dtype=np.float64).reshape(-1, 3)


def _head_of(seen: Pose) -> list[float]:
    x, y, radius = heads_of(seen.points[None])[0]
    return [x, y, max(radius, _HEAD * seen.region.size)]


def _head_in(region: Region) -> list[float]:
    up = _FACE_UP * region.size
    return [region.x + up * np.sin(region.turn), region.y - up * np.cos(region.turn), _HEAD_UNSURE * region.size]


def shades_in(image: RGB) -> float:
    """How many of 32 shades of grey a picture has in effect: 1 of one shade, 32 where all are as frequent.

    A quarter of the pixels tells.
    """
    red, green, blue = (image[::2, ::2, colour].astype(np.uint16) for colour in range(3))
    grey = (red + green + blue) // 24
    share = np.bincount(grey.ravel(), minlength=32) / grey.size
    share = share[share > 0]
    return float(np.exp(-(share * np.log(share)).sum()))


def edges_in(image: RGB, person: Region) -> tuple[float, float]:
    """How a person is painted: shares of pixels that differ softly, and hard, from a neighbour.

    Light on skin and cloth, and the grain of a sensor, change colours by a few steps from pixel to pixel, everywhere; a
    cartoon has even areas and the lines between them.
    """
    reach = person.size * np.array(_BODY)
    left, right = (int(np.clip(person.x + side * reach[0], 0, image.shape[1])) for side in (-1, 1))
    top, bottom = (int(np.clip(person.y + side * reach[1], 0, image.shape[0])) for side in (-1, 1))
    part = image[top:bottom, left:right, :3].astype(np.int16)
    if min(part.shape[:2]) < 2:
        return 0.0, 0.0
    across, down = np.abs(np.diff(part, axis=1))[1:], np.abs(np.diff(part, axis=0))[:, 1:]
    # Colour by colour: over an axis of three the largest is found ten times as slowly.
    step = np.maximum.reduce([one[..., colour] for one in (across, down) for colour in range(3)])
    return float(np.mean((step >= _SOFT[0]) & (step <= _SOFT[1]))), float(np.mean(step > _HARD))


def same(first: Region, second: Region) -> bool:
    """Whether two regions hold one person."""
    apart = np.hypot(first.x - second.x, first.y - second.y)
    return bool(apart < _SAME * min(first.size, second.size))


def alike(first: Region, second: Region) -> bool:
    """Whether the sizes may be one person's."""
    return 1 / LIKE_SIZE < first.size / second.size < LIKE_SIZE


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
