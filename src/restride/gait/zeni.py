"""The walking rule of Zeni (2008): heel and toe fore and aft of the sacrum.

In walking it finds the events, which are then sharpened (:mod:`restride.gait.walking`). In running it finds strike 20
to 46 ms early and toe-off about 100 ms late, and stands here as the peer the running rules are measured against
(validation/gait_events.py).
"""

from __future__ import annotations

import numpy as np
import scipy

from restride.gait.pelvis import peak_times
from restride.gait.track import Floats, Track, TrackError, sided
from restride.model.words import Side

#: What is said where a point is missing.
_NEEDS = "Walking is timed by sacrum or hips, heel and toe, and not all of them are in the recording; mark them."


def pelvis_of(track: Track) -> Floats:
    """The sacrum, or the middle of the hips.

    Raises
    ------
    TrackError
        Neither is there.
    """
    pelvis = track.points.get("sacrum")
    if pelvis is None:
        pelvis = track.pelvis()
    if pelvis is None:
        raise TrackError(_NEEDS)
    return pelvis


def zeni_times(track: Track, side: Side, shortest_s: float) -> tuple[Floats, Floats]:
    """Strikes (heel farthest ahead of the sacrum) and toe-offs (toe farthest behind) of a foot, between frames [s]."""
    pelvis = pelvis_of(track)
    heel, toe = (track.points.get(sided(point, side)) for point in ("heel", "toe"))
    if heel is None or toe is None:
        raise TrackError(_NEEDS)
    apart = max(int(shortest_s * track.rate_hz), 1)
    ahead, behind = heel[:, 0] - pelvis[:, 0], pelvis[:, 0] - toe[:, 0]
    found = []
    for distance in (ahead, behind):
        seen = distance[np.isfinite(distance)]
        usable = np.nan_to_num(distance, nan=float(seen.min()) if len(seen) else 0.0)
        peaks, _ = scipy.signal.find_peaks(usable, distance=apart, prominence=0.5 * np.std(usable))
        found.append(peak_times(track.time_s, usable, peaks))
    return found[0], found[1]
