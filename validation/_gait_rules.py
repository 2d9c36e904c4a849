"""Published rules for strike and toe-off, written from their descriptions, to stand beside ours."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.signal import find_peaks

from restride.gait.filtering import filtered
from restride.gait.kinematics import angles
from restride.gait.track import SIDES, Floats, Track, sided
from restride.gait.zeni import zeni_times
from restride.model.gait import Event
from restride.model.words import Side
from validation._gait_data import METHOD


def _events(times: dict[Side, tuple[Floats, Floats]], rule: str) -> list[Event]:
    return [
        Event(kind=kind, side=side, time_s=float(t), half_width_s=0.0, found_by=rule)  # type: ignore[arg-type]
        for side, pair in times.items()
        for kind, row in zip(("strike", "toe_off"), pair, strict=True)
        for t in row
    ]


def zeni(track: Track) -> list[Event]:
    """Zeni 2008, for walking: heel farthest ahead, toe farthest behind the sacrum."""
    smooth = filtered(track, METHOD.track)
    return _events({side: zeni_times(smooth, side, 0.4) for side in SIDES}, "zeni")


def _vertical(track: Track, point: str, side: Side, order: int) -> Floats:
    values = track.points[sided(point, side)][:, 1]
    for _ in range(order):
        values = np.gradient(values, track.time_s)
    return np.asarray(values)


def handsaker(track: Track) -> list[Event]:
    """Handsaker 2016: first peak of upward acceleration of heel or first metatarsal; jerk peak of the hallux."""
    smooth, found = filtered(track, METHOD.track), {}
    apart = int(0.4 * track.rate_hz)
    for side in SIDES:
        ball = "ball_medial" if sided("ball_medial", side) in smooth.points else "toe"
        low = _vertical(smooth, "heel", side, 0)
        floor = np.percentile(low, 40)
        peaks = [find_peaks(_vertical(smooth, point, side, 2), height=5)[0] for point in ("heel", ball)]
        swing_ends, _ = find_peaks(smooth.points[sided("heel", side)][:, 0] - _middle(smooth), distance=apart)
        strikes, offs = [], []
        jerk = _vertical(smooth, "toe", side, 3)
        reach = slice(int(0.02 * track.rate_hz), int(0.14 * track.rate_hz))
        for end in swing_ends:
            near = [p for row in peaks for p in row if end <= p < end + reach.stop and low[p] < floor]
            if near:
                strikes.append(track.time_s[min(near)])
        backs, _ = find_peaks(_middle(smooth) - smooth.points[sided("toe", side)][:, 0], distance=apart)
        for back in backs:
            # The toe is farthest behind about 0.1 s after it has left the ground.
            start = max(back - int(0.16 * track.rate_hz), 0)
            if back > start:
                offs.append(track.time_s[start + int(np.argmax(jerk[start:back]))])
        found[side] = (np.array(strikes), np.array(offs))
    return _events(found, "handsaker")


def _middle(track: Track) -> Floats:
    pelvis = track.pelvis()
    assert pelvis is not None
    return np.asarray(pelvis[:, 0])


def fellin(track: Track) -> list[Event]:
    """Fellin 2010: lowest heel at strike; second peak of knee extension at toe-off."""
    smooth, found = filtered(track, METHOD.track), {}
    bend = angles(smooth)
    apart = int(0.4 * track.rate_hz)
    for side in SIDES:
        heel, knee = _vertical(smooth, "heel", side, 0), bend[sided("knee_flexion", side)]
        ahead, _ = find_peaks(smooth.points[sided("heel", side)][:, 0] - _middle(smooth), distance=apart)
        strikes, offs = [], []
        for start in ahead:
            lowest = heel[start : start + int(0.15 * track.rate_hz)]
            if len(lowest) > 2:
                strikes.append(track.time_s[start + int(np.argmin(lowest))])
            late = slice(start + int(0.15 * track.rate_hz), start + int(0.45 * track.rate_hz))
            if late.stop < len(knee):
                peaks, _ = find_peaks(-knee[late])
                if len(peaks):
                    best = peaks[np.argmin(knee[late][peaks])]
                    offs.append(track.time_s[late.start + int(best)])
        found[side] = (np.array(strikes), np.array(offs))
    return _events(found, "fellin")


RULES: dict[str, Callable[[Track], list[Event]]] = {
    "Zeni 2008 (walking)": zeni,
    "Fellin 2010": fellin,
    "Handsaker 2016": handsaker,
}
