"""Repair a track before it is believed: low confidence, swapped legs, jumps, impossible segments."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from restride.gait.method import TrackMethod
from restride.gait.track import SIDES, Floats, Track, TrackError, sided

_LEG = ("hip", "knee", "ankle", "heel", "toe")
_SEGMENTS = (("hip", "knee"), ("knee", "ankle"), ("heel", "toe"))


def repaired(track: Track, method: TrackMethod) -> Track:
    """Key points and skeletons repaired; markers, which neither swap nor guess, as they are.

    Raises
    ------
    TrackError
        Nothing is left to analyse.
    """
    if not any(np.isfinite(values).any() for values in track.points.values()):
        raise TrackError("No point is seen in any frame, so there is nothing to analyse.")
    if track.origin in ("keypoints", "video"):
        track = without_doubtful(track, method.low_confidence)
        track = unswapped(track, method.swap_price, method.swap_most)
        if track.rate_hz >= method.rate_usable:
            track = without_jumps(track, method.jump_gate)
        track = gated(track, method.segment_gate)
    return track


def without_doubtful(track: Track, least: float) -> Track:
    """Points below the confidence become missing."""
    points = dict(track.points)
    for name, confidence in track.confidence.items():
        if name in points:
            points[name] = np.where((confidence >= least)[:, None], points[name], np.nan)
    return track.with_points(points)


def unswapped(track: Track, price: float, most: float) -> Track:
    """Put left and right back where an estimator changed them over.

    Notes
    -----
    Of all ways to keep or exchange the legs frame by frame the smoothest is taken (:func:`_swaps`). Held against
    the frame before alone, one wrong answer would carry all that follow along. From behind and in front the legs
    do not pass in front of each other but only up and down; there the hips tell, which keep their places in the
    picture.
    """
    names = [p for p in _LEG[1:] if track.has(*(sided(p, s) for s in SIDES))]
    if not names:
        return track
    left, right = (np.stack([track.points[sided(p, s)] for p in names], axis=1) for s in SIDES)
    swapped = _hips_exchanged(track) if track.view in ("rear", "front") else _swaps(left, right, price, most)
    if not swapped.any():
        return track
    points = dict(track.points)
    for point in _LEG:
        pair = [sided(point, side) for side in SIDES]
        if track.has(*pair):
            a, b = (track.points[name] for name in pair)
            points[pair[0]], points[pair[1]] = (np.where(swapped[:, None], x, y) for x, y in ((b, a), (a, b)))
    return replace(track, points=points, swapped_share=float(np.mean(swapped)))


def _hips_exchanged(track: Track) -> np.ndarray:
    """Frames in which the hips lie the other way round than in most."""
    left, right = (sided("hip", side) for side in SIDES)
    if not track.has(left, right):
        return np.zeros(track.frames, dtype=bool)
    # In a track of a rear or front view that is not yet turned, the width still lies along x.
    axis = 2 if np.nanmax(np.abs(track.points[left][:, 2])) > 0 else 0
    width = track.points[right][:, axis] - track.points[left][:, axis]
    with np.errstate(invalid="ignore"):
        return np.asarray(width * np.nanmedian(width) < 0)


def _swaps(left: Floats, right: Floats, price: float, most: float) -> np.ndarray:
    """Frames in which the legs are exchanged, as the smoothest path of both legs through all frames has them.

    Every frame is kept or exchanged. How far the points leave their straight way is asked of three neighbours, and
    of every other of five: one frame with a pose between both legs would make an exchange look like a quick step.
    ``price`` is what each exchanged frame costs beside, ``most`` what a single point can, both in spreads of the
    legs.
    """
    frames = len(left)
    apart = np.linalg.norm(left - right, axis=2)
    apart = apart[np.isfinite(apart)]
    spread = float(np.percentile(apart, 90)) if len(apart) else 0.0
    if frames < 5 or spread <= 0:
        return np.zeros(frames, dtype=bool)
    near, far = (_bends(left, right, spread, most, step) for step in (1, 2))
    dear = np.array([0.0, price])
    # Axes of the cost: the four frames before; 1 is exchanged.
    cost = (near[0] + dear)[..., None] + (near[1] + dear)[None]
    came = np.zeros((frames, 2, 2, 2, 2), dtype=np.int8)
    for i in range(4, frames):
        paths = cost[..., None] + near[i - 2] + far[i - 4][:, None, :, None] + dear
        came[i] = paths.argmin(axis=0)
        cost = paths.min(axis=0)
    last = [int(one) for one in np.unravel_index(int(cost.argmin()), cost.shape)]
    states = np.zeros(frames, dtype=bool)
    states[-4:] = last
    for i in range(frames - 1, 3, -1):
        last = [int(came[i][tuple(last)]), *last[:3]]
        states[i - 4] = last[0]
    return states


def _bends(left: Floats, right: Floats, spread: float, most: float, step: int) -> Floats:
    """How far both legs leave their straight way, for each state of three frames so many apart; (n, 2, 2, 2)."""
    kept = np.stack([left, right], axis=1)
    states = (kept, kept[:, ::-1])
    bends = np.zeros((len(left) - 2 * step, 2, 2, 2))
    for first, second, third in np.ndindex(2, 2, 2):
        bend = states[third][2 * step :] - 2 * states[second][step:-step] + states[first][: -2 * step]
        away = np.minimum(np.linalg.norm(bend, axis=3) / spread, most).reshape(len(bend), -1)
        seen = np.isfinite(away)
        total = np.where(seen, away, 0.0).sum(axis=1)
        bends[:, first, second, third] = total / np.maximum(seen.sum(axis=1), 1)
    return bends


def without_jumps(track: Track, most: float) -> Track:
    """A point of the leg that is elsewhere for one frame and back in the next becomes missing there.

    Notes
    -----
    ``most`` is how far it may be, in lengths of the shank, from the straight way between its neighbours, and from that
    between those one frame farther: beside a jump only the first of the two is left.
    """
    shanks = [shank for side in SIDES if (shank := track.segment("knee", "ankle", side)) is not None]
    if track.frames < 5 or not np.isfinite(shanks).any():
        return track
    reach = most * float(np.nanpercentile(shanks, 90))
    points = dict(track.points)
    for name in (sided(point, side) for point in _LEG[1:] for side in SIDES):
        if name in points:
            with np.errstate(invalid="ignore"):
                jumps = np.minimum(*(_from_way(track.time_s, points[name], step) for step in (1, 2))) > reach
            points[name] = np.where(jumps[:, None], np.nan, points[name])
    return track.with_points(points)


def _from_way(time_s: Floats, at: Floats, step: int) -> Floats:
    """How far a point is from the straight way between where it is so many frames before and after; 0 at the ends."""
    away = np.zeros(len(at))
    before, after = slice(None, -2 * step), slice(2 * step, None)
    share = (time_s[step:-step] - time_s[before]) / (time_s[after] - time_s[before])
    away[step:-step] = np.linalg.norm(at[step:-step] - at[before] - share[:, None] * (at[after] - at[before]), axis=1)
    return away


def gated(track: Track, share: float) -> Track:
    """The far end of a segment that is much longer than it can be becomes missing in that frame."""
    points = dict(track.points)
    for near, far in _SEGMENTS:
        for side in SIDES:
            pair = (sided(near, side), sided(far, side))
            if not all(name in points for name in pair):
                continue
            length = np.linalg.norm(points[pair[1]] - points[pair[0]], axis=1)
            seen = length[np.isfinite(length)]
            if not len(seen):
                continue
            # A picture shortens a segment that turns away; it never lengthens it.
            longest = np.percentile(seen, 90) * (1 + share)
            with np.errstate(invalid="ignore"):
                points[pair[1]] = np.where((length > longest)[:, None], np.nan, points[pair[1]])
    return track.with_points(points)
