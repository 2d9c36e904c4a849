"""The runner's body around tracked points: one table of limbs for page, player, paper and film.

A limb is a row of circles along its bone, radii in hundredths of the leg (hip to ankle); they are those of the
drawn figures, so a measured runner and an exercise look alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from restride.gait.context import Gait
from restride.gait.track import SIDES, Floats, Track, sided
from restride.model.words import Side

Facing = Literal["left", "right", "rear"]
#: Height of the leg in a picture of 200 units.
LEG_UNITS = 91.0


class Limb(NamedTuple):
    """Circles from one point towards another: (share of the way, radius); «~» stands for the side."""

    layer: Literal["limb", "torso", "head", "arm"]
    start: str
    end: str
    circles: tuple[tuple[float, float], ...]


LIMBS = (
    Limb("limb", "hip~", "knee~", ((0, 11.2), (0.3, 10.4), (0.68, 8.4), (1, 6.9))),
    Limb("limb", "knee~", "ankle~", ((0, 6.9), (0.28, 7.2), (0.62, 5.5), (1, 4.1))),
    Limb("limb", "ankle~", "heel~", ((0, 4.1), (1, 3.6))),
    Limb("limb", "heel~", "toe~", ((0, 3.6), (0.55, 4.0), (1, 2.4))),
    Limb("limb", "ankle~", "toe~", ((0, 4.1), (0.5, 4.0), (1, 2.4))),
    Limb("torso", "pelvis", "chest", ((-0.06, 11.0), (0.25, 9.6), (0.72, 10.8), (1, 8.2))),
    Limb("torso", "chest", "head", ((0, 6.6), (0.5, 5.2))),
    Limb("head", "head", "crown", ((0, 10.2), (0.35, 10.4))),
    Limb("head", "head", "nose", ((0.55, 4.0), (1, 1.5))),
    Limb("arm", "shoulder~", "elbow~", ((0, 6.6), (0.5, 5.4), (1, 4.4))),
    Limb("arm", "elbow~", "wrist~", ((0, 4.5), (0.28, 4.6), (1, 3.0))),
    Limb("arm", "wrist~", "hand~", ((0, 3.0), (0.6, 3.4), (1, 2.2))),
)
#: Broad parts that only show from behind.
BROAD = (
    Limb("torso", "shoulder_left", "hip_left", ((0.04, 7.0), (0.6, 7.4), (1, 8.6))),
    Limb("torso", "shoulder_right", "hip_right", ((0.04, 7.0), (0.6, 7.4), (1, 8.6))),
    Limb("torso", "shoulder_left", "shoulder_right", ((0.04, 6.6), (0.96, 6.6))),
    Limb("torso", "hip_left", "hip_right", ((0, 9.0), (1, 9.0))),
)
_TRACKED = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "toe")


@dataclass(frozen=True)
class Body:
    """Points to draw, through time.

    ``points`` maps a name to float64 (frames, 3), axes x forward, y up, z right, in leg lengths; NaN where unseen.
    """

    time_s: Floats
    points: Mapping[str, Floats]
    flat: bool
    facing: Facing

    def at(self, time_s: float) -> dict[str, Floats]:
        """Every point at one moment, between frames; points unseen then are left out."""
        found = {}
        for name, values in self.points.items():
            place = np.array([np.interp(time_s, self.time_s, values[:, axis]) for axis in range(3)])
            if np.isfinite(place).all():
                found[name] = place
        return found


def body_of(gait: Gait) -> Body:
    """The drawn points of a recording of running."""
    return body_from(gait.track, gait.leg, gait.near_side)


def body_from(track: Track, leg: float, near_side: Side | None) -> Body:
    """The drawn points of a track, in leg lengths; head and hands worked out where they bear no marker."""
    points = {
        sided(point, side): track.points[sided(point, side)] / leg
        for point in _TRACKED
        for side in SIDES
        if sided(point, side) in track.points
    }
    middle = {name: _middle(track, stem) for name, stem in (("pelvis", "hip"), ("chest", "shoulder"))}
    for name, values in middle.items():
        if values is not None:
            points[name] = values / leg
    if "chest" not in points and "neck" in track.points:
        points["chest"] = track.points["neck"] / leg
    if {"pelvis", "chest"} <= points.keys():
        points["head"], points["crown"] = _head(track, leg, points["pelvis"], points["chest"])
        up = _unit(points["crown"] - points["head"])
        # Ahead of the face, at a right angle to it; from behind it is hidden by the head.
        points["nose"] = points["head"] + 0.135 * np.stack([up[:, 1], -up[:, 0], np.zeros(len(up))], axis=1)
    for side in SIDES:
        elbow, wrist = (points.get(sided(point, side)) for point in ("elbow", "wrist"))
        if elbow is not None and wrist is not None:
            points[sided("hand", side)] = wrist + 0.09 * _unit(wrist - elbow)
    return Body(track.time_s, points, track.view != "space", _facing(track, near_side))


def _middle(track: Track, stem: str) -> Floats | None:
    return track.middle(stem)


def _facing(track: Track, near_side: Side | None) -> Facing:
    if track.view in ("rear", "front"):
        return "rear"
    return "left" if near_side is Side.LEFT else "right"


def _head(track: Track, leg: float, pelvis: Floats, chest: Floats) -> tuple[Floats, Floats]:
    """Middle of the head and its crown: over the chest, leaning half way to where head or ears were seen."""
    up = _unit(chest - pelvis)
    ears = track.middle("ear")
    seen = ears if ears is not None else track.points.get("head", track.points.get("nose"))
    if seen is not None:
        towards = _unit(seen / leg - chest)
        up = _unit(np.where(np.isfinite(towards), up + 0.5 * towards, up))
    return chest + 0.24 * up, chest + 0.32 * up


def _unit(vectors: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        result: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return result


def projected(points: Mapping[str, Floats], facing: Facing) -> dict[str, tuple[float, float]]:
    """Points of one moment on paper: right and down, a leg is :data:`LEG_UNITS` long.

    Seen from its left a runner faces left, from its right it faces right; from behind, right is right.
    """
    across = {"right": (0, 1.0), "left": (0, -1.0), "rear": (2, 1.0)}[facing]
    axis, sign = across
    return {
        name: (float(sign * LEG_UNITS * place[axis]), float(-LEG_UNITS * place[1])) for name, place in points.items()
    }


class Part(NamedTuple):
    """A limb with its side put in, and how it is shaded."""

    shade: Literal["far", "torso", "near", "arm"]
    start: str
    end: str
    circles: tuple[tuple[float, float], ...]


def parts_for(facing: Facing) -> tuple[Part, ...]:
    """Limbs in the order they are painted, the far ones first."""
    far, near = (Side.LEFT, Side.RIGHT) if facing == "right" else (Side.RIGHT, Side.LEFT)
    parts: list[Part] = []
    if facing == "rear":
        parts += [_part("near", limb, side) for limb in LIMBS if limb.layer == "limb" for side in SIDES]
        parts += [Part("torso", one.start, one.end, one.circles) for one in BROAD]
        parts += [_part("torso", limb, Side.LEFT) for limb in LIMBS if limb.layer == "torso"]
        parts += [_part("near", limb, side) for limb in LIMBS if limb.layer == "arm" for side in SIDES]
    else:
        for layer in ("arm", "limb"):
            parts += [_part("far", limb, far) for limb in LIMBS if limb.layer == layer]
        parts += [_part("torso", limb, near) for limb in LIMBS if limb.layer == "torso"]
        parts += [_part("near", limb, near) for limb in LIMBS if limb.layer == "limb"]
    parts += [_part("near", limb, near) for limb in LIMBS if limb.layer == "head"]
    if facing != "rear":
        parts += [_part("arm", limb, near) for limb in LIMBS if limb.layer == "arm"]
    return tuple(parts)


def _part(shade: Literal["far", "torso", "near", "arm"], limb: Limb, side: Side) -> Part:
    return Part(shade, limb.start.replace("~", f"_{side.value}"), limb.end.replace("~", f"_{side.value}"), limb.circles)


def circles_of(part: Part, places: Mapping[str, tuple[float, float]]) -> list[tuple[float, float, float]] | None:
    """Circles (x, y, radius) of a part on paper; None where an end of it is unseen."""
    if part.start not in places or part.end not in places:
        return None
    (ax, ay), (bx, by) = places[part.start], places[part.end]
    return [(ax + share * (bx - ax), ay + share * (by - ay), radius) for share, radius in part.circles]
