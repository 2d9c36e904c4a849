"""Which way is up, which way the runner faces, and from where a camera looks.

After :func:`oriented` x is forward, y up, z to the runner's right, whatever the laboratory's axes were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from typing import NamedTuple

import numpy as np

from restride.gait.method import TrackMethod
from restride.gait.numerics import of_all_axes
from restride.gait.track import SIDES, Floats, Track, TrackError, sided
from restride.model.gait import View
from restride.model.words import Side


class Oriented(NamedTuple):
    """A track in the runner's axes, and what was found on the way."""

    track: Track
    #: Angle of the running direction in the recording's x–z plane, from x towards z [deg].
    heading_deg: float | None
    near_side: Side | None


def upright(points: Mapping[str, Floats]) -> Floats:
    """The matrix that turns a laboratory's axes so that y points up, shape (3, 3), one 1 or −1 a row.

    Up is the axis along which the head end lies farthest from the feet, taken over the whole recording.
    Axes are exchanged in turn, so right-handed stays right-handed.

    Raises
    ------
    TrackError
        No frame has a point of the trunk and one of the feet.
    """
    top = _mean_of(points, ("head", "neck", "shoulder", "sternum", "sacrum", "asis", "hip"))
    low = _mean_of(points, ("ankle", "heel", "toe"))
    apart = None if top is None or low is None else top - low
    if apart is None or not of_all_axes(np.isfinite(apart)).any():
        raise TrackError(
            "Up cannot be found, because no frame of the recording has a point of the trunk and one of the feet; both "
            "are needed."
        )
    difference = np.nanmean(apart, axis=0)
    axis = int(np.argmax(np.abs(difference)))
    # (x, y, z) ← (…): cyclic, so that handedness is kept.
    order = {0: (2, 0, 1), 1: (0, 1, 2), 2: (1, 2, 0)}[axis]
    # Half a turn about x: up comes up, handedness stays.
    signs = np.array([1.0, -1.0, -1.0]) if difference[axis] < 0 else np.ones(3)
    axes: Floats = signs[:, None] * np.eye(3)[list(order)]
    return axes


def _mean_of(points: Mapping[str, Floats], stems: tuple[str, ...]) -> Floats | None:
    for stem in stems:
        names = [name for name in points if name == stem or name.startswith(f"{stem}_")]
        seen = [points[name] for name in names if np.isfinite(points[name]).any()]
        if seen:
            mean: Floats = reduce(np.add, seen) / len(seen)
            if of_all_axes(np.isfinite(mean)).any():
                return mean
    return None


def oriented(track: Track, method: TrackMethod) -> Oriented:
    """The track in the runner's axes.

    Raises
    ------
    TrackError
        Left and right of the trunk are not both there, or a side view does not tell which way it faces.
    """
    if track.view == "picture":
        track = replace(track, view=find_view(track, method))
    if track.view == "space":
        return _oriented_space(track, method)
    if track.view == "side":
        return _oriented_side(track)
    return _oriented_behind(track)


def _oriented_space(track: Track, method: TrackMethod) -> Oriented:
    right = _rightward(track)
    if right is None:
        raise TrackError(
            "The way the runner faces cannot be found: left and right hip, "
            "iliac spine or shoulder are needed in one frame."
        )
    # x = y × z: forward is up × right.
    forward = np.array([right[2], -right[0]])
    pelvis = track.pelvis()
    if pelvis is not None:
        seen = np.flatnonzero(of_all_axes(np.isfinite(pelvis)))
        moved = (pelvis[seen[-1]] - pelvis[seen[0]])[[0, 2]]
        # Overground the path tells the direction better than the pelvis, which turns with every step.
        if np.linalg.norm(moved) > method.path_least and track.unit == "m":
            along = moved / np.linalg.norm(moved)
            forward = along if along @ forward > 0 else -along
            if along @ np.array([right[2], -right[0]]) < 0:
                track = replace(track, notes=(*track.notes, "The body faces against its path: running backwards?"))
    forward = forward / np.linalg.norm(forward)
    heading = float(np.degrees(np.arctan2(forward[1], forward[0])))
    turn = np.array([[forward[0], 0.0, forward[1]], [0.0, 1.0, 0.0], [-forward[1], 0.0, forward[0]]])
    if abs(heading) < 1e-9:
        return Oriented(track, 0.0, None)
    # Turned as rows, so that each coordinate lies together in memory for all who read it later.
    points = {name: (turn @ values.T).T for name, values in track.points.items()}
    axes = None if track.axes is None else turn @ track.axes
    return Oriented(replace(track, points=points, axes=axes), heading, None)


def _rightward(track: Track) -> Floats | None:
    for point in ("hip", "asis", "shoulder", "psis"):
        left, right = (sided(point, side) for side in SIDES)
        if track.has(left, right):
            across = np.nanmean(track.points[right] - track.points[left], axis=0)
            across[1] = 0.0
            if np.isfinite(across).all() and np.linalg.norm(across) > 0:
                return np.asarray(across / np.linalg.norm(across), dtype=np.float64)
    return None


def _oriented_side(track: Track) -> Oriented:
    """Toes point forward: where they do not, the picture is turned round."""
    ahead = []
    for side in SIDES:
        if track.has(sided("toe", side), sided("heel", side)):
            ahead.append(track.points[sided("toe", side)][:, 0] - track.points[sided("heel", side)][:, 0])
        elif track.has(sided("knee", side), sided("ankle", side)):
            ahead.append(track.points[sided("knee", side)][:, 0] - track.points[sided("ankle", side)][:, 0])
    facing = float(np.nanmedian(np.concatenate(ahead))) if ahead else float("nan")
    if not np.isfinite(facing) or facing == 0:
        raise TrackError("Which way the runner faces cannot be found without heel and toe, or knee and ankle.")
    near = Side.RIGHT if facing > 0 else Side.LEFT
    if facing > 0:
        return Oriented(track, 0.0, near)
    flip = np.array([-1.0, 1.0, 1.0])
    return Oriented(track.with_points({name: v * flip for name, v in track.points.items()}), 180.0, near)


def _oriented_behind(track: Track) -> Oriented:
    """In a picture from behind or in front, x of the picture becomes z of the runner."""
    sign = 1.0 if track.view == "rear" else -1.0
    points = {}
    for name, values in track.points.items():
        across = values[:, 2] if np.nanmax(np.abs(values[:, 2])) > 0 else sign * values[:, 0]
        points[name] = np.stack([np.zeros(len(values)), values[:, 1], across], axis=1)
    return Oriented(track.with_points(points), None, None)


def find_view(track: Track, method: TrackMethod) -> View:
    """Whether a picture shows the runner from the side, from behind or from the front.

    From behind or in front the shoulders and hips lie side by side all through the stride; from the side
    they nearly cover each other. From behind, the runner's left is on the picture's left.
    """
    pairs = [point for point in ("shoulder", "hip") if track.has(*(sided(point, side) for side in SIDES))]
    trunk = _trunk_height(track)
    if not pairs or trunk is None:
        raise TrackError("The view cannot be found without both shoulders and both hips; name it: side, rear or front.")
    across = [
        np.nanmedian(track.points[sided(p, Side.RIGHT)][:, 0] - track.points[sided(p, Side.LEFT)][:, 0]) for p in pairs
    ]
    width = float(np.mean(across)) / trunk
    if abs(width) < method.side_width:
        return "side"
    return "rear" if width > 0 else "front"


def _trunk_height(track: Track) -> float | None:
    shoulder, hip = track.middle("shoulder"), track.middle("hip")
    if shoulder is None or hip is None:
        return None
    height = float(np.nanmedian(np.linalg.norm(shoulder - hip, axis=1)))
    return height if height > 0 else None
