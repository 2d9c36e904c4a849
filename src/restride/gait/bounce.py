"""Height of the body through time: from the points that tell best when it falls and rises.

Markers stand still on the pelvis. A pose model guesses the hips from the cloth around them: on the drawn runner they
bounce too little (``posed_bounce_share`` in the knowledge) and late. It guesses the shoulders too, which there rise
early by up to 26 ms. Eyes and ears have an outline and follow to some 10 ms. So of a picture the head times the steps,
the shoulders only calm it, and the rule's lag is known less well, because it was chosen for the pelvis.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from restride.gait.filtering import fill_gaps
from restride.gait.method import Method
from restride.gait.track import Floats, Track, TrackError


class Bounce(NamedTuple):
    """Heights for the fast and for the steady signal [unit], how many points are averaged in each, and of what."""

    fast: Floats
    steady: Floats
    points: tuple[int, int]
    by_head: bool


def find_bounce(track: Track, method: Method) -> Bounce:
    """The heights that time the steps; a constant difference between the two does not matter.

    Raises
    ------
    TrackError
        There is no point of pelvis or trunk.
    """
    pelvis = _pelvis(track, method)
    shoulders, ears, eyes = (_height(track, track.middle(point), method) for point in ("shoulder", "ear", "eye"))
    if shoulders is None:
        return Bounce(pelvis, pelvis, (2, 2), False)
    if ears is None or not track.posed:
        return Bounce(pelvis, _together(pelvis, shoulders), (2, 4), False)
    rows = [ears] if eyes is None else [ears, eyes]
    head, calm = _together(*rows), _together(*rows, shoulders)
    # Where the head is lost the shoulders, which are left in the calm one, go on.
    head = np.where(np.isfinite(head), head, calm - np.nanmedian(calm) + np.nanmedian(head))
    return Bounce(head, calm, (2 * len(rows), 2 * len(rows) + 2), True)


def _pelvis(track: Track, method: Method) -> Floats:
    """Height of the pelvis; of another point of the trunk where it is missing [unit]."""
    for candidate in (track.pelvis(), track.middle("shoulder"), track.points.get("neck"), track.points.get("head")):
        if (height := _height(track, candidate, method)) is not None:
            return height
    raise TrackError("No point of pelvis or trunk is in the recording, so no step can be found; hips are needed.")


def _height(track: Track, point: Floats | None, method: Method) -> Floats | None:
    """Height of a point, short gaps filled; None where it is hardly ever seen [unit]."""
    if point is None or np.isfinite(point[:, 1]).sum() <= 10:
        return None
    return fill_gaps(point, track.time_s, method.track.gap_fill)[:, 1]


def _together(*heights: Floats) -> Floats:
    """Mean of heights that bounce together; where one is lost the others go on, at its usual distance [unit]."""
    rows = np.stack(heights)
    seen = np.isfinite(rows)
    if seen.all():
        return np.asarray(rows.mean(axis=0))
    rows = np.where(seen, rows - np.nanmedian(rows, axis=1, keepdims=True), 0.0)
    count = seen.sum(axis=0)
    return np.asarray(np.where(count > 0, rows.sum(axis=0) / np.maximum(count, 1), np.nan))
