"""The walking rule of Zeni (2008): heel and toe fore and aft of the sacrum.

Used for walking, where it is the closest of the rules of the foot (Zhang 2025, 588 people; abstract): 94 % of the
events of healthy walkers on a treadmill lay within a frame of 17 ms (Zeni 2008; abstract). The drawn walker is its far
case: his heel stands from the moment it lands and so turns back before it, and his toe, whose tip stands still to the
end, has first to gain the speed of walking. There the rule is 40 to 50 ms early and 50 to 90 ms late, and its intervals
are as wide as that. In running it finds strike 20 to 46 ms early and toe-off about 100 ms late, and stands here as the
peer the running rules are measured against (validation/gait_events.py).
"""

from __future__ import annotations

import numpy as np
import scipy

from restride.gait.method import Method
from restride.gait.numerics import TWO_SIDED
from restride.gait.pelvis import peak_times
from restride.gait.track import SIDES, Floats, Track, TrackError, sided
from restride.model.gait import Event
from restride.model.words import Side


def zeni_times(track: Track, side: Side, shortest_s: float) -> tuple[Floats, Floats]:
    """Strikes (heel farthest ahead of the sacrum) and toe-offs (toe farthest behind) of a foot, between frames [s]."""
    pelvis = track.points.get("sacrum")
    if pelvis is None:
        pelvis = track.pelvis()
    heel, toe = (track.points.get(sided(point, side)) for point in ("heel", "toe"))
    if pelvis is None or heel is None or toe is None:
        raise TrackError("Zeni's rule needs sacrum or hips, heel and toe.")
    apart = max(int(shortest_s * track.rate_hz), 1)
    ahead, behind = heel[:, 0] - pelvis[:, 0], pelvis[:, 0] - toe[:, 0]
    found = []
    for distance in (ahead, behind):
        usable = np.nan_to_num(distance, nan=float(np.nanmin(distance)))
        peaks, _ = scipy.signal.find_peaks(usable, distance=apart, prominence=0.5 * np.std(usable))
        found.append(peak_times(track.time_s, usable, peaks))
    return found[0], found[1]


def walking_events(track: Track, method: Method) -> list[Event]:
    """Events of walking by Zeni's rule, for which it was made."""
    if track.view in ("rear", "front"):
        raise TrackError(
            "This is walking seen from behind or in front, where heel strike cannot be timed; film the side."
        )
    events, rules = [], method.events
    shake = rules.walking_rate_share / track.rate_hz
    halves = [TWO_SIDED * float(np.hypot(sd, shake)) for sd in (rules.walking_strike_sd, rules.walking_toe_off_sd)]
    for side in SIDES:
        strikes, offs = zeni_times(track, side, method.events.step_shortest * 2)
        for kind, times, half in zip(("strike", "toe_off"), (strikes, offs), halves, strict=True):
            events += [
                Event(kind=kind, side=side, time_s=time, half_width_s=half, found_by="zeni")  # type: ignore[arg-type]
                for time in times.tolist()
            ]
    return events
