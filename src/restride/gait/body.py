"""The body's centre of mass from its segments."""

from __future__ import annotations

import numpy as np

from restride.gait.method import BodyMethod
from restride.gait.track import SIDES, Floats, Track, needed, sided


def mass_centre(track: Track, method: BodyMethod) -> Floats:
    """Centre of mass from thighs, shanks and feet, and head, arms and trunk as one [unit].

    Notes
    -----
    Arms swing against each other and are counted with the trunk, hanging at its side.
    """
    shoulders, hips = (needed(track.middle(point), point) for point in ("shoulder", "hip"))
    mass = method.upper_mass
    #: Every point with its share, so that each is read once.
    shares = [(hips, mass * (1 - method.upper_height)), (shoulders, mass * method.upper_height)]
    for side in SIDES:
        chain = [track.points.get(sided(point, side)) for point in ("hip", "knee", "ankle", "toe")]
        for near, far, share, along in zip(
            chain, chain[1:], (method.thigh_mass, method.shank_mass, method.foot_mass),
            (method.thigh_centre, method.shank_centre, 0.5), strict=False,
        ):  # fmt: skip
            if near is not None and far is not None:
                shares += [(near, share * (1 - along)), (far, share * along)]
                mass += share
    total = np.zeros_like(hips)
    for point, share in shares:
        total += share * point
    return np.asarray(total / mass)
