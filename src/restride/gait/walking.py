"""Strike and toe-off of walking: when the foot is slow enough over the ground, and when it no longer is.

Zeni's instants (:mod:`restride.gait.zeni`) find the events: there heel and toe go over the ground as fast as the
pelvis. People land slower than that, and leave the ground before they are as fast. So from Zeni's instants the foot is
followed to the speeds over the ground, as shares of the walking speed, that Bruening and Ridge (2014) found at the
events. Both speeds are in the track's own unit: the walking speed is how fast the pelvis passes over a foot that
stands. So neither scale nor belt need be known, and a camera that moves moves both.
"""

from __future__ import annotations

import numpy as np

from restride.gait.method import Method
from restride.gait.numerics import TWO_SIDED, centile
from restride.gait.pelvis import FINE_HZ
from restride.gait.splines import seen_slopes
from restride.gait.track import SIDES, Floats, Track, TrackError, sided
from restride.gait.zeni import pelvis_of, zeni_times
from restride.model.gait import Event
from restride.model.words import Side

#: A walker's foot stands for more than half of the time; the middle of that half tells how fast it stays behind [%].
_STANDING = 25


def walking_events(track: Track, method: Method) -> list[Event]:
    """Events of walking.

    Raises
    ------
    TrackError
        The view hides the heels, or a point that the rule needs is missing.
    """
    if track.view in ("rear", "front"):
        raise TrackError(
            "This is walking seen from behind or in front, where heel strike cannot be timed; film the side."
        )
    events, rules = [], method.events
    shake = rules.walking_rate_share / track.rate_hz
    halves = [TWO_SIDED * float(np.hypot(sd, shake)) for sd in (rules.walking_strike_sd, rules.walking_toe_off_sd)]
    for side in SIDES:
        for kind, times, half in zip(("strike", "toe_off"), walking_times(track, side, method), halves, strict=True):
            events += [
                Event(kind=kind, side=side, time_s=time, half_width_s=half, found_by="walk")  # type: ignore[arg-type]
                for time in times.tolist()
            ]
    return events


def walking_times(track: Track, side: Side, method: Method) -> tuple[Floats, Floats]:
    """Strikes and toe-offs of one foot [s]; Zeni's own where the foot's speed is not seen.

    Raises
    ------
    TrackError
        The pelvis, the heel or the toe is missing.
    """
    rules = method.events
    strikes, offs = zeni_times(track, side, rules.step_shortest * 2)
    pelvis = pelvis_of(track)
    heel, toe = (track.points[sided(point, side)] - pelvis * [1, 0, 0] for point in ("heel", "toe"))
    clock = np.arange(track.time_s[0], track.time_s[-1], 1 / FINE_HZ)
    behind = seen_slopes(track.time_s, (heel[:, 0] + toe[:, 0]) / 2, clock)
    seen = behind[np.isfinite(behind)]
    if not len(seen):
        return strikes, offs
    walks = -centile(seen, _STANDING)
    reach = np.arange(0.0, rules.walking_search, 1 / FINE_HZ)
    landed = strikes + _slow(track, heel, strikes[:, None] + reach, walks, rules.walking_strike_speed)
    left = offs - _slow(track, toe, offs[:, None] - reach, walks, rules.walking_toe_off_speed)
    return landed, left


def _slow(track: Track, point: Floats, at_s: Floats, walks: float, share: float) -> Floats:
    """From the first of each row of times, how long until the point is slower over the ground; 0 where not seen [s]."""
    forward, upward = (seen_slopes(track.time_s, point[:, axis], at_s) for axis in (0, 1))
    left = np.hypot(forward + walks, upward) - share * walks
    below = left < 0
    first = np.argmax(below, axis=1)
    each = np.arange(len(left))
    found = below[each, first] & (first > 0)
    before, after = left[each, first - 1], left[each, first]
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(found, first - after / (after - before), 0) / FINE_HZ)
