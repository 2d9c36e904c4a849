"""What placement of points and uncertain events add to a metric, as standard deviations in its unit.

Every point of a source sits a little beside the joint it stands for, the same in every stride. That moves a
sagittal angle by the offset against the length of its segments::

    thigh, shank   √2 · offset / length                    two ends
    knee           offset · √(1/a² + (1/a + 1/b)² + 1/b²)    hip, knee and ankle, a and b the two segments
    trunk          offset / length                          two ends, each the middle of two points

What is a difference within one stride (a range, an excursion) loses the constant part.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from restride.gait.catalogue import Spec
from restride.gait.context import Gait
from restride.gait.method import ErrorMethod
from restride.gait.track import Track
from restride.model.words import Side

#: Differences within a stride: what is left of a constant offset is its share of the range.
_RANGES = frozenset(
    {
        "vertical_oscillation", "vertical_oscillation_leg", "vertical_ratio", "head_bob", "head_sway", "heel_recovery",
        "knee_flexion_excursion", "hip_adduction_excursion", "arm_swing", "trunk_on_pelvis",
    }
)  # fmt: skip
_RANGE_SHARE, _RANGE_SHARE_LENGTH = 0.25, 0.1


def placement(spec: Spec, gait: Gait) -> float:
    """SD that placement, model and projection add to a metric, in its unit."""
    errors = gait.method.errors
    if spec.id == "strike_pattern":
        return errors.share_sd
    share = 1.0
    if spec.id in _RANGES:
        # Of a length only its scale is left, which is that of the leg.
        share = _RANGE_SHARE if spec.unit == "deg" else _RANGE_SHARE_LENGTH
    if spec.unit == "deg":
        sd = _angle_sd(spec, gait, errors)
        return share * (max(sd, errors.estimate_angle_sd) if spec.estimate else sd)
    # A distance has two ends.
    length = share * np.sqrt(2) * point_sd(gait.track, errors)
    leg_m = gait.leg if gait.metres else 1.0
    return float(length * {"leg_length": 1.0, "m": leg_m, "mm": 1000 * leg_m, "percent": 10.0}[spec.unit])


def point_sd(track: Track, errors: ErrorMethod) -> float:
    """SD by which a point of this source sits beside its joint, in each direction [leg lengths]."""
    return {"markers": errors.marker_point_sd, "skeleton": errors.skeleton_point_sd}.get(
        track.origin, errors.video_point_sd
    )


def _angle_sd(spec: Spec, gait: Gait, errors: ErrorMethod) -> float:
    if spec.plane != "sagittal":
        return errors.across_angle_sd
    angle = spec.needs[0].lstrip("@")
    tilted = "pelvis_tilt" in gait.angles
    return angle_sd(angle, gait.segments(), point_sd(gait.track, errors), errors, by_pelvis=tilted)


def angle_sd(
    angle: str, lengths: Mapping[str, float], point: float, errors: ErrorMethod, *, by_pelvis: bool = False
) -> float:
    """SD of a sagittal angle from that of its points, both in leg lengths [deg]."""
    offset = np.degrees(point)
    if angle in ("thigh", "shank", "upper_arm"):
        return float(np.sqrt(2) * offset / lengths[angle])
    if angle == "foot":
        return errors.level_sd
    if angle == "ankle_dorsiflexion":
        return float(np.hypot(errors.level_sd, np.sqrt(2) * offset / lengths["shank"]))
    if angle == "trunk_lean":
        return float(offset / lengths["trunk"])
    if angle == "hip_flexion":
        other = errors.across_angle_sd if by_pelvis else offset / lengths["trunk"]
        return float(np.hypot(np.sqrt(2) * offset / lengths["thigh"], other))
    near, far = (lengths[part] for part in {"knee_flexion": ("thigh", "shank")}.get(angle, ("upper_arm", "forearm")))
    return float(offset * np.sqrt(near**-2 + (1 / near + 1 / far) ** 2 + far**-2))


def slope(spec: Spec, gait: Gait, side: Side) -> float:
    """Change of the value for one second of error of its event [unit/s]."""
    shift = 0.005
    low, high = (spec.per_stride(gait.shifted(spec.at or "strike", delta), side) for delta in (-shift, shift))
    change = np.abs(high - low) / (2 * shift)
    change = change[np.isfinite(change)]
    return float(np.median(change)) if len(change) else 0.0
