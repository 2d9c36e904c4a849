"""Does the recording's clock run right? Falling tells: between two steps a runner falls as fast as a stone.

Slow motion, a wrong frame time in a BVH, a rate typed wrong: all of them stretch time by one factor.
"""

from __future__ import annotations

import numpy as np

from restride.gait.filtering import fill_gaps, low_pass
from restride.gait.method import Method
from restride.gait.numerics import accelerations, centile
from restride.gait.track import SIDES, Floats, Track, leg_length, sided

#: Gravity. [m/s²]
GRAVITY = 9.81


def time_factor(track: Track, method: Method, leg: float | None = None) -> float | None:
    """How many times too slow the clock makes the movement: 1 is right, 4 is slow motion at a quarter.

    ``leg`` is the length of the leg, worked out where it is not known yet [unit].

    Returns
    -------
    float or None
        None where it cannot be told: no running, no pelvis, or no length of the leg.

    Notes
    -----
    In flight the pelvis falls nearly as the body's centre does. Its height is low-passed at three times the
    rate of the bounce, so that the answer does not depend on the clock; the tenth centile of its
    acceleration is then this share of gravity in runners whose clock is right (engine/gait.yaml). A
    picture's unit comes from a leg of usual length, which moves the factor by its root only.
    """
    pelvis = track.pelvis()
    if pelvis is None or track.view == "picture":
        return None
    height = fill_gaps(pelvis, track.time_s, method.track.gap_fill)[:, 1]
    seen = np.isfinite(height)
    if seen.sum() < 0.8 * len(height) or len(height) < 24:
        return None
    if not seen.all():
        height = np.interp(track.time_s, track.time_s[seen], height[seen])
    height = _without_parabola(height, track.time_s)
    bounce_hz = _dominant(height, track.rate_hz)
    leg = leg_length(track) if leg is None else leg
    # Who stands does not fall: so small a bounce says nothing of the clock.
    if bounce_hz is None or np.std(height) < method.events.bounce_least * leg or not _runs(track, height, leg, method):
        return None
    smooth = low_pass(height, track.rate_hz, 3 * bounce_hz, method.track.nyquist_share)
    # Apparent time: one unit is a period of the bounce, so no step length of time matters here.
    metre = 1.0 if track.unit == "m" else leg / method.events.usual_leg
    fall = falling(smooth, track.time_s) / metre
    if fall <= 0:
        return None
    return float(np.sqrt(method.events.fall_share * GRAVITY / fall))


def falling(height: Floats, time_s: Floats) -> float:
    """How fast a smooth height is accelerated downward: the tenth centile of its acceleration [unit/s²]."""
    acceleration = accelerations(height, time_s)
    acceleration = acceleration[np.isfinite(acceleration)]
    return -centile(acceleration, 10) if len(acceleration) else 0.0


def _without_parabola(height: Floats, time_s: Floats) -> Floats:
    """Height without the parabola that fits it best: neither a slope of the ground nor a drift is a bounce."""
    middle, half = (time_s[0] + time_s[-1]) / 2, (time_s[-1] - time_s[0]) / 2
    share = (time_s - middle) / half
    parts = np.stack([np.ones_like(share), share, share * share])
    left: Floats = height - np.linalg.solve(parts @ parts.T, parts @ height) @ parts
    return left


def _dominant(height: Floats, rate_hz: float) -> float | None:
    """Frequency of the bounce: the strongest of the spectrum that at least two periods of the record show [Hz]."""
    power = np.abs(np.fft.rfft(height * np.hanning(len(height)))) ** 2
    frequency = np.fft.rfftfreq(len(height), 1 / rate_hz)
    power[frequency < 2 * rate_hz / len(height)] = 0
    return float(frequency[np.argmax(power)]) if power.max() > 0 else None


def _runs(track: Track, height: Floats, leg: float, method: Method) -> bool:
    """Lowest in mid-stance, as in running, or a high bounce where the feet hide; the clock does not matter for this."""
    if track.view in ("rear", "front"):
        return float(np.std(height)) > method.events.runs_bounce * leg
    feet = []
    for side in SIDES:
        name = next((n for p in ("ankle", "heel", "toe") if (n := sided(p, side)) in track.points), None)
        if name is None:
            return False
        feet.append(track.points[name][:, 1])
    apart = np.abs(feet[0] - feet[1])
    good = np.isfinite(apart)
    # Points that never move have no correlation, and do not run.
    with np.errstate(invalid="ignore"):
        return bool(good.sum() > 12 and np.corrcoef(apart[good], height[good])[0, 1] < 0)
