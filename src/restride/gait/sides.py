"""Whether left and right of a recording are what they are called.

Hips and up tell which way the body faces; feet point that way and knees bend that way. Where they do not, left and
right are exchanged. So they are at a pair of points that lies on the other side than the hips, or that keeps no
distance from its own leg and keeps it from the other; and where a bone changes its length, some name is wrong. One
plane, as of a film, has no sides to tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from restride.gait.method import TrackMethod
from restride.gait.numerics import median
from restride.gait.track import SIDES, Floats, Track, TrackError, distance, leg_length, sided
from restride.model.words import Side

#: Each point of the leg with the one it hangs on.
_LINKS = (("knee", "hip"), ("ankle", "knee"), ("heel", "ankle"), ("toe", "ankle"))
_LEG = ("hip", "knee", "ankle", "heel", "toe")
#: The pairs that tell left from right, the first one that is there.
_ACROSS = ("hip", "asis", "shoulder", "psis")
_MEND = "exchange these names in the file, or give a mapping that does"
#: So many frames tell; every one of a long recording would tell no more.
_FRAMES = 100


class _Body(NamedTuple):
    """Some frames of a track with the body's own directions in each, shape (frames, 3), and its size [unit]."""

    points: dict[str, Floats]
    right: Floats
    forward: Floats
    width: float
    leg: float

    def has(self, point: str) -> bool:
        return all(sided(point, side) in self.points for side in SIDES)

    def apart(self, point: str) -> float:
        """How far the right one lies to the right of the left one, the median over frames, in widths of the hips."""
        across = self.points[sided(point, Side.RIGHT)] - self.points[sided(point, Side.LEFT)]
        return _median(_along(across, self.right)) / self.width


def check_sides(track: Track, method: TrackMethod) -> None:
    """Refuse a recording in space whose left and right are exchanged, wholly or at some points.

    Raises
    ------
    TrackError
        What was found, and that the names have to be put right.
    """
    body = _body(track, method.direction_least) if track.view == "space" else None
    if body is None:
        return
    backwards = _faces_backwards(body, method.direction_least * body.leg)
    wrong = [point for point in ("shoulder", "knee") if body.has(point) and body.apart(point) < -method.wrong_side]
    if backwards and "knee" not in wrong:
        raise TrackError(
            f"Left and right of {track.name} are exchanged: as its hips are named, feet and knees would face backwards;"
            f" {_MEND}."
        )
    wrong = ["hip"] if backwards else _wrong_legs(body, method, wrong)
    if wrong:
        raise TrackError(
            f"Left and right of {track.name} are exchanged at the {' and the '.join(wrong)}, on the other side of the "
            f"body than the rest; {_MEND}."
        )
    _check_bones(track.name, body, method.bone_change)


def check_clusters(track: Track, clusters: Mapping[str, Floats], method: TrackMethod) -> None:
    """Refuse tracking markers that lie on the other side of the body than the rest.

    ``clusters`` maps «thigh_left» … to (frames, markers, 3). Where all of them do, it is the hips that are exchanged,
    and :func:`check_sides` says so.

    Raises
    ------
    TrackError
        The clusters that were found there.
    """
    body = _body(track, method.direction_least) if clusters else None
    if body is None:
        return
    body = body._replace(points={name: markers[_some(track)].mean(axis=1) for name, markers in clusters.items()})
    parts = [one for one in ("thigh", "shank", "foot") if body.has(one)]
    wrong = [one for one in parts if body.apart(one) < -method.wrong_side]
    if wrong and wrong != parts:
        raise TrackError(
            f"Left and right of {track.name} are exchanged at the markers of the {' and the '.join(wrong)}, which lie "
            f"on the other side of the body than the rest; {_MEND}."
        )


def _check_bones(name: str, body: _Body, most: float) -> None:
    """A joint found between markers of both legs lies on neither; but then no bone keeps its length."""
    for near, far, bone in (("hip", "knee", "thigh"), ("knee", "ankle", "shank")):
        for side in SIDES:
            ends = [body.points.get(sided(point, side)) for point in (near, far)]
            if ends[0] is None or ends[1] is None:
                continue
            change = _change(_lengths(ends[0], ends[1]))
            if change > most:
                raise TrackError(
                    f"The {side.value} {bone} of {name} changes its length by {100 * change:.0f} %, as no bone does, "
                    "so a marker bears the name of another place or side; put the names right in the file or a mapping."
                )


def _body(track: Track, least: float) -> _Body | None:
    """None where no pair of the trunk tells left from right."""
    pair = next((one for one in _ACROSS if track.has(*(sided(one, side) for side in SIDES))), None)
    if pair is None:
        return None
    every = _some(track)
    points = {
        name: track.points[name][every]
        for point in dict.fromkeys((pair, "shoulder", *_LEG))
        for side in SIDES
        if (name := sided(point, side)) in track.points
    }
    leg = leg_length(replace(track, time_s=track.time_s[every], points=points))
    left, right = (points[sided(pair, side)] for side in SIDES)
    across = (right - left) * (1.0, 0.0, 1.0)
    width = distance(across, np.zeros_like(across))
    usual = _median(width)
    if usual <= least * leg:
        return None
    unit = across / np.where(width > 0, width, np.nan)[:, None]
    return _Body(points, unit, np.stack([unit[:, 2], 0 * width, -unit[:, 0]], axis=1), usual, leg)


def _some(track: Track) -> slice:
    return slice(None, None, max(track.frames // _FRAMES, 1))


def _faces_backwards(body: _Body, least: float) -> bool:
    """Whether every foot and knee that tells a direction faces away from the one that the hips give."""
    ahead = []
    for side in SIDES:
        hip, knee, ankle, heel, toe = (
            body.points.get(sided(p, side)) for p in ("hip", "knee", "ankle", "heel", "toe")
        )  # fmt: skip
        back = heel if heel is not None else ankle
        if toe is not None and back is not None:
            ahead.append(_median(_along(toe - back, body.forward)))
        if hip is not None and knee is not None and ankle is not None:
            bend = _along(knee - (hip + ankle) / 2, body.forward)
            # A straight leg tells nothing, so the frame with the most bend speaks.
            ahead.append(float(bend[np.abs(bend).argmax()]) if len(bend) else 0.0)
    telling = [one for one in ahead if abs(one) > least]
    return bool(telling) and max(telling) < 0


def _wrong_legs(body: _Body, method: TrackMethod, found: list[str]) -> list[str]:
    """Points that are on the other leg than the hips, after those already found."""
    wrong = list(found)
    for point, parent in _LINKS:
        if point in wrong or not body.has(point):
            continue
        if not body.has(parent):
            other = body.apart(point) < -method.wrong_side
        else:
            other = _other_leg(body, parent, point, method) != (parent in wrong)
        wrong += [point] if other else []
    return wrong


def _other_leg(body: _Body, near: str, far: str, method: TrackMethod) -> bool:
    """Whether a point belongs to the other leg than the one it is said to hang on.

    Who moves shows it by distances that change. Who stands shows it by points clearly on opposite sides; but a foot
    may be crossed behind the other, and then its own shank is still the shorter way.
    """
    ends = [(body.points[sided(near, side)], body.points[sided(far, side)]) for side in SIDES]
    (near_left, far_left), (near_right, far_right) = ends
    own = [_lengths(near_left, far_left), _lengths(near_right, far_right)]
    crossed = [_lengths(near_left, far_right), _lengths(near_right, far_left)]
    change = max(_change(one) for one in own)
    if change > method.stretch_most and max(_change(one) for one in crossed) < change / 2:
        return True
    above, below = body.apart(near), body.apart(far)
    opposite = above * below < 0 and min(abs(above), abs(below)) > method.wrong_side
    return opposite and sum(_median(one) for one in own) > sum(_median(one) for one in crossed)


def _lengths(first: Floats, second: Floats) -> Floats:
    """Distances in rising order, of the frames in which both ends are seen."""
    length = distance(first, second)
    return np.sort(length[np.isfinite(length)])


def _change(length: Floats) -> float:
    """Tenth to ninetieth centile of ordered distances, as share of the median."""
    if not len(length):
        return 0.0
    low, middle, high = (length[round(share * (len(length) - 1))] for share in (0.1, 0.5, 0.9))
    return float((high - low) / middle) if middle > 0 else 0.0


def _along(values: Floats, direction: Floats) -> Floats:
    """The component along a direction, of the frames in which it is seen."""
    part = np.einsum("ij,ij->i", values, direction)
    return np.asarray(part[np.isfinite(part)])


def _median(values: Floats) -> float:
    """The middle one of those that are seen; 0 where none is."""
    seen = values[np.isfinite(values)]
    return median(seen) if len(seen) else 0.0
