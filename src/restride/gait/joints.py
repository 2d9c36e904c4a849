"""Joint centres: from markers on the skin to points inside the body.

Hips by regression from the iliac spines (Bell 1990); knees and ankles midway between their two markers, or
a half-width inside the outer one; where a joint bears no marker, the point that moves least in both of
its neighbours (symmetrical centre of rotation, Ehrig 2006), from tracking markers alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from restride.gait.method import JointMethod
from restride.gait.track import SIDES, Floats, Track, leg_length, sided
from restride.model.words import Side

#: So many markers tell how a segment lies in space.
CLUSTER_LEAST = 3


def with_joint_centres(
    track: Track, clusters: Mapping[str, Floats], method: JointMethod, *, skin: frozenset[str] = frozenset()
) -> Track:
    """Add hips, knees and ankles where they can be found, and move outer markers into the joint.

    ``clusters`` maps «thigh_left» … to (frames, markers, 3); ``skin`` names the points of knee and ankle that
    are markers on the outer side and not yet joint centres.
    """
    points = dict(track.points)
    loose = set(track.loose_across)
    hips = _hips(track, method)
    for side in SIDES:
        hip = sided("hip", side)
        if hip not in points and side in hips:
            points[hip] = hips[side]
    moving = {segment: Cluster(markers) for segment, markers in clusters.items()}
    for upper, lower, joint in (("thigh", "shank", "knee"), ("shank", "foot", "ankle")):
        for side in SIDES:
            pair = [moving.get(sided(part, side)) for part in (upper, lower)]
            name = sided(joint, side)
            if name not in points and pair[0] is not None and pair[1] is not None:
                centre = functional_centre(pair[0], pair[1])
                if centre is not None:
                    points[name] = centre
                    loose.add(name)
    track = replace(track, points=points, loose_across=frozenset(loose))
    return _inside(track, skin, method)


def _axes(track: Track) -> tuple[Floats, Floats, Floats, Floats] | None:
    """Origin between the iliac spines and unit axes forward, up, right of the pelvis, by frame."""
    names = [sided("asis", side) for side in SIDES]
    if not track.has(*names):
        return None
    left, right = (track.points[name] for name in names)
    back = track.points.get("sacrum")
    if back is None:
        back = track.middle("psis")
    if back is None:
        return None
    middle = (left + right) / 2
    across = _unit(right - left)
    forward = middle - back
    forward = _unit(forward - np.sum(forward * across, axis=1, keepdims=True) * across)
    # y = z × x
    return middle, forward, np.cross(across, forward), across


def _unit(vectors: Floats) -> Floats:
    result: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return result


def _hips(track: Track, method: JointMethod) -> dict[Side, Floats]:
    axes = _axes(track)
    if axes is None:
        return {}
    middle, forward, up, across = axes
    left, right = (track.points[sided("asis", side)] for side in SIDES)
    width = float(np.nanmedian(np.linalg.norm(right - left, axis=1)))
    found = {}
    for side, sign in ((Side.LEFT, -1.0), (Side.RIGHT, 1.0)):
        found[side] = (
            middle
            - method.hip_back * width * forward
            - method.hip_down * width * up
            + sign * (0.5 - method.hip_medial) * width * across
        )
    return found


def _inside(track: Track, skin: frozenset[str], method: JointMethod) -> Track:
    """Outer markers of knee and ankle moved to the middle of the joint."""
    points = track.points
    if not skin:
        return track
    right = _rightwards(track)
    leg = leg_length(track)
    moved = dict(points)
    for joint, share in (("knee", method.knee_half_width), ("ankle", method.ankle_half_width)):
        for side, sign in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
            outer, inner = sided(joint, side), sided(f"{joint}_medial", side)
            if outer in points and inner in points:
                moved[outer] = (points[outer] + points[inner]) / 2
            elif outer in points and outer in skin and right is not None:
                moved[outer] = points[outer] + sign * share * leg * right
    return track.with_points(moved)


def _rightwards(track: Track) -> Floats | None:
    hips = [sided("hip", side) for side in SIDES]
    if not track.has(*hips):
        return None
    across = track.points[hips[1]] - track.points[hips[0]]
    across[:, 1] = 0
    return _unit(across)


class Cluster:
    """Markers of one segment, shape (frames, markers, 3), NaN where unseen, and its poses, worked out once."""

    def __init__(self, markers: Floats) -> None:
        self.markers = markers
        self.seen = np.isfinite(markers).all(axis=(1, 2))
        self._poses: dict[bytes, tuple[Floats, Floats]] = {}

    def poses(self, good: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Rotation and place in those frames."""
        key = good.tobytes()
        if key not in self._poses:
            self._poses[key] = _poses(self.markers[good])
        return self._poses[key]


def functional_centre(upper: Cluster, lower: Cluster) -> Floats | None:
    """The point that stays put in both of two moving clusters, by frame; None where they hardly move.

    Parameters
    ----------
    upper, lower : Cluster
        Markers of the two segments, at least three each.

    Notes
    -----
    Symmetrical centre of rotation (Ehrig 2006): R₁c₁ + t₁ = R₂c₂ + t₂ in all frames, least squares. A knee
    is nearly a hinge, so the place along its axis is hardly determined; singular values below a fiftieth of
    the largest are left out, which keeps the point close to the clusters.
    """
    if upper.markers.shape[1] < CLUSTER_LEAST or lower.markers.shape[1] < CLUSTER_LEAST:
        return None
    good = np.asarray(upper.seen & lower.seen)
    if good.sum() < 20:
        return None
    (turn_1, at_1), (turn_2, at_2) = upper.poses(good), lower.poses(good)
    matrix = np.concatenate([turn_1, -turn_2], axis=2).reshape(-1, 6)
    u, s, vt = np.linalg.svd(matrix, full_matrices=False)
    keep = s > s[0] / 50
    if keep.sum() < 4:
        return None
    centre = vt[keep].T @ ((u[:, keep].T @ (at_2 - at_1).reshape(-1)) / s[keep])
    inside_1 = np.einsum("fij,j->fi", turn_1, centre[:3]) + at_1
    inside_2 = np.einsum("fij,j->fi", turn_2, centre[3:]) + at_2
    result = np.full((len(good), 3), np.nan)
    result[good] = (inside_1 + inside_2) / 2
    return result


def _poses(markers: Floats) -> tuple[Floats, Floats]:
    """Rotation and place of a cluster in each frame, against its own mean shape (Kabsch)."""
    centre = markers.mean(axis=1)
    local = markers - centre[:, None, :]
    shape = local[0]
    for _ in range(3):
        turns = _rotations(shape, local)
        shape = np.einsum("fji,fmj->mi", turns, local) / len(local)
    return _rotations(shape, local), centre


def _rotations(shape: Floats, local: Floats) -> Floats:
    covariance = np.einsum("fmi,mj->fij", local, shape)
    u, _, vt = np.linalg.svd(covariance)
    sign = np.sign(np.linalg.det(u @ vt))
    u[:, :, 2] *= sign[:, None]
    result: Floats = u @ vt
    return result
