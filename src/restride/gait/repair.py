"""Repair a track before it is believed: low confidence, swapped legs, impossible segments."""

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
        track = unswapped(track, method.swap_ratio)
        track = gated(track, method.segment_gate)
    return track


def without_doubtful(track: Track, least: float) -> Track:
    """Points below the confidence become missing."""
    points = dict(track.points)
    for name, confidence in track.confidence.items():
        if name in points:
            points[name] = np.where((confidence >= least)[:, None], points[name], np.nan)
    return track.with_points(points)


def unswapped(track: Track, ratio: float) -> Track:
    """Put left and right back where an estimator changed them over.

    Notes
    -----
    Each frame is held against the one before, moved on by its own speed: where the crossed distance of
    knees, ankles and feet is less than ``ratio`` of the straight one, the legs are exchanged. The first
    frame is believed.
    """
    names = [p for p in _LEG[1:] if track.has(*(sided(p, s) for s in SIDES))]
    if not names:
        return track
    left, right = (np.stack([track.points[sided(p, s)] for p in names], axis=1) for s in SIDES)
    swapped = _swaps(left, right, ratio)
    if not swapped.any():
        return track
    points = dict(track.points)
    for point in _LEG:
        pair = [sided(point, side) for side in SIDES]
        if track.has(*pair):
            a, b = (track.points[name] for name in pair)
            points[pair[0]], points[pair[1]] = (np.where(swapped[:, None], x, y) for x, y in ((b, a), (a, b)))
    share = float(np.mean(swapped))
    if share > 0.5:
        # More swapped than not: the first frame was the wrong one.
        points = {**track.points}
        for point in _LEG:
            pair = [sided(point, side) for side in SIDES]
            if track.has(*pair):
                a, b = (track.points[name] for name in pair)
                points[pair[0]], points[pair[1]] = (np.where(swapped[:, None], y, x) for x, y in ((b, a), (a, b)))
        share = 1 - share
    return replace(track, points=points, swapped_share=share)


def _swaps(left: Floats, right: Floats, ratio: float) -> np.ndarray:
    swapped = np.zeros(len(left), dtype=bool)
    past_l, past_r = left[0].copy(), right[0].copy()
    speed_l, speed_r = np.zeros_like(past_l), np.zeros_like(past_r)
    for i in range(1, len(left)):
        guess_l, guess_r = past_l + speed_l, past_r + speed_r
        straight = _distance(left[i], guess_l) + _distance(right[i], guess_r)
        crossed = _distance(left[i], guess_r) + _distance(right[i], guess_l)
        swapped[i] = np.isfinite(crossed) and np.isfinite(straight) and crossed < ratio * straight
        now_l, now_r = (right[i], left[i]) if swapped[i] else (left[i], right[i])
        speed_l, speed_r = (
            _step(now, past, old) for now, past, old in ((now_l, past_l, speed_l), (now_r, past_r, speed_r))
        )
        past_l = np.where(np.isfinite(now_l), now_l, guess_l)
        past_r = np.where(np.isfinite(now_r), now_r, guess_r)
    return swapped


def _distance(first: Floats, second: Floats) -> float:
    apart = np.linalg.norm(first - second, axis=1)
    apart = apart[np.isfinite(apart)]
    return float(apart.mean()) if len(apart) else float("nan")


def _step(now: Floats, past: Floats, old: Floats) -> Floats:
    step = now - past
    return np.where(np.isfinite(step), step, old)


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
