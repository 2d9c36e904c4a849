"""What each bone looks like, from the side, the front and the rear, and where the working muscles lie on it.

Radii of the limbs are those of the look: thigh 11.2 → 6.9, shank 6.9 → 7.2 at the calf (behind the bone) → 4.1 …
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cache

from restride.figure.body import View
from restride.figure.errors import FigureError
from restride.figure.outline import Circle, Point, chain, mirrored, numbers, smooth

#: Circles along the bone: x, y, radius. The same numbers carry the patches of working muscles.
SIDE: dict[str, tuple[Circle, ...]] = {
    "pelvis": ((-1.6, 3.0, 10.4), (-0.6, -13.0, 8.7)),
    "waist": ((-0.4, 1.0, 8.9), (0.2, -15.0, 9.6)),
    "chest": ((0.2, 0.0, 9.6), (0.8, -12.0, 10.8), (-0.6, -23.5, 8.2), (-0.4, -29.0, 5.6)),
    "thigh": ((0.0, 0.0, 11.2), (0.6, 14.0, 10.4), (0.3, 31.0, 8.4), (0.0, 46.0, 6.9)),
    "shank": ((0.0, 0.0, 6.9), (-1.5, 12.0, 7.2), (-0.7, 28.0, 5.5), (0.0, 45.0, 4.1)),
    "arm": ((0.0, 0.0, 6.6), (0.2, 14.0, 5.4), (0.0, 29.0, 4.4)),
    "fore": ((0.0, 0.0, 4.5), (0.2, 7.0, 4.6), (0.0, 25.0, 2.9)),
    "hand": ((0.0, 0.0, 2.9), (0.4, 6.0, 3.3), (0.5, 11.6, 1.7)),
    "toes": ((0.0, 0.0, 2.4), (6.2, 0.6, 1.8)),
}
FRONT: dict[str, tuple[Circle, ...]] = {
    "thigh": ((0.0, 0.0, 10.6), (0.5, 14.0, 10.0), (0.1, 32.0, 8.2), (0.0, 46.0, 6.7)),
    "shank": ((0.0, 0.0, 6.7), (0.5, 12.0, 7.0), (0.1, 28.0, 5.2), (0.0, 45.0, 3.9)),
    "arm": ((0.0, 0.0, 6.4), (0.2, 14.0, 5.3), (0.0, 29.0, 4.3)),
    "fore": ((0.0, 0.0, 4.4), (0.3, 7.0, 4.5), (0.0, 25.0, 2.8)),
    "hand": ((0.0, 0.0, 2.8), (0.0, 6.0, 3.5), (0.0, 11.4, 2.2)),
}
#: The sole of a foot that points at the eye: heel below, toes above; the outer edge is plus.
SOLE_VIEW: tuple[Circle, ...] = ((0.0, 3.6, 5.2), (0.6, -5.0, 4.7), (0.2, -14.0, 6.6), (-0.6, -17.0, 6.2))
_TOES: tuple[Circle, ...] = (
    (-4.6, -22.6, 2.9),
    (-0.2, -23.2, 2.0),
    (2.8, -21.9, 1.8),
    (5.0, -19.9, 1.6),
    (6.5, -17.4, 1.5),
)
#: Half width of the trunk by height, in the frame of its part.
TRUNK: dict[str, tuple[tuple[float, float], ...]] = {
    "pelvis": ((9.0, 3.0), (6.5, 10.0), (-1.0, 16.4), (-8.0, 15.8), (-14.0, 14.4), (-17.5, 8.0)),
    "waist": ((5.0, 8.0), (2.5, 14.6), (-6.0, 14.0), (-16.0, 15.4), (-20.0, 8.0)),
    "chest": (
        (5.0, 8.0), (2.0, 14.8), (-8.0, 17.2), (-17.0, 19.8), (-23.0, 20.2), (-28.0, 15.0), (-31.0, 6.4), (-34.0, 4.8),
    ),
}  # fmt: skip
_HEAD_SIDE: tuple[Point, ...] = (
    (-0.4, -12.2), (5.6, -10.9), (9.0, -6.4), (9.7, -2.2), (12.0, 2.2), (10.0, 3.8), (9.2, 8.0), (5.6, 11.6),
    (-0.8, 10.9), (-6.2, 9.2), (-9.4, 3.6), (-10.0, -3.4), (-6.4, -9.9),
)  # fmt: skip
_HEAD_FRONT: tuple[Point, ...] = (
    (0, -12.2),
    (5.6, -10.8),
    (9.0, -5.6),
    (9.4, -0.6),
    (8.2, 5.2),
    (4.6, 10.6),
    (0, 12.2),
)
_FOOT_SIDE: tuple[Point, ...] = (
    (0.0, -4.1), (3.9, -1.6), (6.6, 1.5), (11.4, 4.1), (12.9, 6.4), (11.4, 8.6), (8.0, 8.8), (3.0, 8.2), (-3.0, 8.8),
    (-6.0, 7.2), (-6.5, 4.6), (-4.4, 0.4), (-3.6, -2.0),
)  # fmt: skip
#: Seen from the front, outward is plus.
_FOOT_FRONT: tuple[Point, ...] = (
    (0.0, -4.0), (3.8, -0.8), (4.8, 3.0), (7.4, 7.0), (6.6, 8.8), (-3.4, 8.8), (-4.8, 7.0), (-4.0, 3.0), (-3.8, -0.8),
)  # fmt: skip
_FOOT_REAR: tuple[Point, ...] = (
    (0.0, -4.0), (3.5, -0.8), (4.2, 3.6), (6.6, 6.4), (5.8, 8.4), (3.0, 8.8), (-2.8, 8.8), (-4.2, 6.6), (-3.5, -0.8),
)  # fmt: skip

#: Muscle → where it lies: bone, from and to along the bone, from and to across it (+1 the front or the outer edge).
Patch = tuple[str, float, float, float, float]
WORKS_SIDE: dict[str, tuple[Patch, ...]] = {
    "quads": (("thigh", 6.0, 42.0, -0.05, 0.92),),
    "hamstrings": (("thigh", 9.0, 43.0, -0.93, 0.0),),
    "buttock": (("thigh", -11.0, 13.0, -0.96, 0.1),),
    "outer_hip": (("thigh", -9.0, 12.0, -0.55, 0.6),),
    "hip_front": (("thigh", -6.0, 14.0, 0.15, 0.93),),
    "inner_thigh": (("thigh", 6.0, 36.0, -0.45, 0.45),),
    "outer_thigh": (("thigh", 6.0, 42.0, -0.4, 0.4),),
    "knee": (("shank", -5.0, 6.0, 0.1, 0.92),),
    "calf": (("shank", 0.0, 30.0, -0.94, 0.2),),
    "achilles": (("shank", 24.0, 44.0, -0.9, 0.0),),
    "shin": (("shank", 7.0, 33.0, 0.1, 0.9),),
    "outer_shin": (("shank", 6.0, 32.0, -0.4, 0.5),),
    "low_back": (("waist", -15.0, 5.0, -0.94, -0.15),),
    "upper_back": (("chest", -22.0, -1.0, -0.92, -0.1),),
    "belly": (("waist", -13.0, 2.0, 0.15, 0.92),),
    "side_waist": (("waist", -13.0, 4.0, -0.5, 0.6),),
    "sole": (("sole", 0.0, 0.0, 0.0, 0.0),),
    "ankle": (("shank", 37.0, 47.0, -0.7, 0.8),),
    "big_toe": (("toes", 0.0, 0.0, 0.0, 0.0),),
}
WORKS_FRONT: dict[str, tuple[Patch, ...]] = {
    "quads": (("thigh", 8.0, 40.0, -0.6, 0.7),),
    "hamstrings": (("thigh", 9.0, 40.0, -0.65, 0.65),),
    "buttock": (("thigh", -7.0, 10.0, -0.7, 0.75),),
    "outer_hip": (("thigh", -10.5, 15.0, 0.0, 0.94),),
    "deep_hip": (("pelvis", -13.0, 4.0, 0.3, 0.93),),
    "hip_front": (("thigh", -6.0, 8.0, -0.6, 0.5),),
    "inner_thigh": (("thigh", 7.0, 38.0, -0.92, -0.1),),
    "outer_thigh": (("thigh", 6.0, 42.0, 0.15, 0.92),),
    "knee": (("shank", -5.5, 5.5, -0.75, 0.75),),
    "calf": (("shank", 3.0, 25.0, -0.75, 0.75),),
    "achilles": (("shank", 26.0, 46.0, -0.6, 0.6),),
    "shin": (("shank", 6.0, 32.0, -0.2, 0.8),),
    "outer_shin": (("shank", 4.0, 34.0, 0.1, 0.92),),
    "inner_shin": (("shank", 4.0, 40.0, -0.92, -0.1),),
    "ankle": (("shank", 37.0, 48.0, 0.0, 0.95),),
    "inner_ankle": (("shank", 37.0, 48.0, -0.95, 0.0),),
    "side_waist": (("waist", -17.0, 6.0, 0.2, 0.95), ("pelvis", -12.0, 4.0, 0.35, 0.93)),
    "belly": (("waist", -15.0, 4.0, -0.55, 0.55),),
    "low_back": (("waist", -10.0, 6.0, -0.55, 0.55),),
    "upper_back": (("chest", -20.0, -1.0, -0.6, 0.6),),
    "outer_foot": (("foot", -17.0, 5.0, 0.25, 0.9),),
    "inner_foot": (("foot", -17.0, 5.0, -0.9, -0.25),),
}


@cache
def outline(bone: str, view: View, side: int) -> str:
    """The path of one bone; ``side`` is the half of the picture its limb is on in the front and rear view."""
    return _side_outline(bone) if view == "side" else _front_outline(bone, view, side)


def _side_outline(bone: str) -> str:
    if bone == "head":
        return smooth([(x + 2.5, y - 18.5) for x, y in _HEAD_SIDE])
    if bone == "neck":
        return chain(((-0.6, 1.0, 6.2), (0.6, -11.0, 4.8)))
    if bone == "foot":
        return smooth(_FOOT_SIDE)
    if bone == "hand":
        return chain(SIDE["hand"]) + chain(((1.0, 2.0, 1.6), (4.0, 6.8, 1.2)))
    return chain(SIDE[bone])


def _front_outline(bone: str, view: View, side: int) -> str:
    if bone in TRUNK:
        return smooth(mirrored([(width, y) for y, width in TRUNK[bone]]), 0.45)
    if bone == "head":
        return smooth([(x, y - 18.5) for x, y in mirrored(_HEAD_FRONT)])
    if bone == "neck":
        return chain(((0.0, 2.0, 6.0), (0.0, -10.0, 4.8)))
    if bone == "foot" and view in ("soles", "top"):
        sole = chain(tuple((x * side, y, r) for x, y, r in SOLE_VIEW))
        return sole + "".join(_disc(x * side, y, r) for x, y, r in _TOES)
    if bone == "foot":
        points = _FOOT_FRONT if view != "rear" else _FOOT_REAR
        return smooth([(x * side, y) for x, y in points], 0.42)
    if bone == "hand":
        return chain(FRONT["hand"]) + chain(((-1.2 * side, 2.0, 1.6), (-4.2 * side, 6.6, 1.2)))
    return chain(tuple((x * side, y, r) for x, y, r in FRONT[bone]))


def _disc(x: float, y: float, radius: float) -> str:
    size = numbers((radius, radius))
    return (
        f"M{numbers((x - radius, y))}a{size} 0 1 1 {numbers((2 * radius, 0))}a{size} 0 1 1 {numbers((-2 * radius, 0))}z"
    )


def patches(name: str, view: View, file: str) -> tuple[Patch, ...]:
    """Where a working muscle lies in this view.

    Raises
    ------
    FigureError
        No such muscle in this view.
    """
    table = WORKS_SIDE if view == "side" else WORKS_FRONT
    if name not in table:
        raise FigureError(
            f"{file}: the working region '{name}' is not drawn from the {view}; there are {', '.join(table)}."
        )
    return table[name]


def _across(bone: str, view: View, y: float) -> tuple[float, float]:
    """Middle and half width of a bone at a height."""
    if view != "side" and bone in TRUNK:
        return 0.0, _between([(h, w) for h, w in TRUNK[bone]], y)
    circles = SOLE_VIEW if bone == "foot" else (SIDE if view == "side" else FRONT)[bone]
    rows = [(c[1], c[0]) for c in circles]
    middle, radius = _between(rows, y), _between([(c[1], c[2]) for c in circles], y)
    first, last = min(circles, key=lambda c: c[1]), max(circles, key=lambda c: c[1])
    for end, beyond in ((first, first[1] - y), (last, y - last[1])):
        if beyond > 0:
            radius = max(0.5, (end[2] ** 2 - min(beyond, end[2]) ** 2) ** 0.5)
    return middle, radius


def _between(rows: Sequence[tuple[float, float]], y: float) -> float:
    rows = sorted(rows)
    if y <= rows[0][0]:
        return rows[0][1]
    for (ya, a), (yb, b) in itertools.pairwise(rows):
        if y <= yb:
            return a + (b - a) * (y - ya) / (yb - ya)
    return rows[-1][1]


@cache
def patch_path(patch: Patch, view: View, side: int) -> tuple[str, str]:
    """The accent patch inside a bone's outline, and the hatching that says the same without colour."""
    bone, start, end, inner, outer = patch
    if bone == "sole":
        return smooth(
            ((-3.4, 5.0), (-3.0, 7.9), (3.0, 7.3), (8.6, 7.9), (10.6, 6.4), (8.0, 4.9), (3.0, 4.4)), 0.42
        ), "M-2 7.3l1-1.800M1 7l1-1.800M4 7l1-1.800M7 7.300l1-1.800"
    if bone == "toes":
        return chain(((0.0, 0.0, 1.7), (6.0, 0.6, 1.2))), "M1 1l.8-2M3.500 1.200l.6-1.800"
    sign = side if view != "side" else 1

    def at(y: float, across: float) -> Point:
        middle, half = _across(bone, view, y)
        return sign * (middle + across * half), y

    middle = (inner + outer) / 2
    trim = min(3.4, (end - start) * 0.22)
    corners = (
        at(start, middle), at(start + trim, outer), at((start + end) / 2, outer), at(end - trim, outer),
        at(end, middle), at(end - trim, inner), at((start + end) / 2, inner), at(start + trim, inner),
    )  # fmt: skip
    lines = ""
    y = start + 2.6
    inset = (outer - inner) * 0.14
    while y < end - 4.4:
        (ax, ay), (bx, by) = at(y + 2.4, inner + inset), at(y, outer - inset)
        lines += "M" + numbers((ax, ay)) + "L" + numbers((bx, by))
        y += 4.2
    return smooth(corners, 0.5), lines
