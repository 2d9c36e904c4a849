"""The body's segments: their lengths, and the centre of mass."""

from __future__ import annotations

import numpy as np

from restride.gait.method import BodyMethod
from restride.gait.numerics import centile
from restride.gait.track import SIDES, Floats, Track, distance, needed, sided

_CHAINS = {
    "thigh": ("hip", "knee"),
    "shank": ("knee", "ankle"),
    "upper_arm": ("shoulder", "elbow"),
    "forearm": ("elbow", "wrist"),
}


def mass_centre_ahead(track: Track, method: BodyMethod) -> Floats:
    """How far ahead the centre of mass lies, from thighs, shanks and feet, and head, arms and trunk as one.

    Returns
    -------
    float64 array, shape (frames,), along x [unit]

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
    total = np.zeros(len(hips))
    for point, share in shares:
        total += share * point[:, 0]
    return np.asarray(total / mass)


def segment_lengths(track: Track, leg: float) -> dict[str, float]:
    """Usual lengths of the segments that were seen [leg lengths]; half a leg for one that was not.

    A picture shortens what points at the camera, so of a picture the 90th centile is used.
    """
    percent = 50 if track.view == "space" else 90
    found: dict[str, list[Floats]] = {}
    for part, chain in _CHAINS.items():
        both = (track.segment(*chain, side) for side in SIDES)
        found[part] = [one for one in both if one is not None]
    hips, shoulders = track.middle("hip"), track.middle("shoulder")
    if hips is not None and shoulders is not None:
        found["trunk"] = [distance(hips, shoulders)]
    lengths = {}
    for part in (*_CHAINS, "trunk"):
        rows = found.get(part)
        values = np.concatenate(rows) if rows else np.zeros(0)
        values = values[np.isfinite(values)]
        usual = centile(values, percent) / leg if len(values) else 0.0
        lengths[part] = usual if usual > 0 else 0.5
    return lengths
