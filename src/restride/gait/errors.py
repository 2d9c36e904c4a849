"""What placement of points and uncertain events add to a metric, as standard deviations in its unit.

Every point of a source sits a little beside the joint it stands for, the same in every stride. That moves a
sagittal angle by the offset against the length of its segments::

    thigh, shank   √2 · offset / length                    two ends
    knee           offset · √(1/a² + (1/a + 1/b)² + 1/b²)    hip, knee and ankle, a and b the two segments
    trunk          offset / length                          two ends, each the middle of two points
    hip            offset · √((1/a + 1/2c)² + 1/a² + 3/4c²)  the hip moves thigh and trunk the same way

What is a difference within one stride (a range, an excursion) loses the constant part. Of an angle the rest is
what the turning of its segments leaves: a point beside its joint by d moves the angle by d·n/length, where n is
across the segment, so a segment that turns by t takes back all but d·2 sin(t/2)/length of it.

What is read at a strike is read at a turn of the movement, which the filter rounds off: by a Gaussian filter of
spread s a turn by v is missed by v·s/√(2π), with the cut-off of 3 dB at √(ln 2)/(2π s).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import degrees, hypot, log, radians, sin, sqrt, tau

import numpy as np

from restride.gait.catalogue import Spec
from restride.gait.context import Gait, Phases
from restride.gait.formulas import step_length
from restride.gait.method import ErrorMethod, TrackMethod
from restride.gait.numerics import median
from restride.gait.track import SIDES, Floats, Track, sided
from restride.model.words import Side

#: Differences within a stride: what is left of a constant offset is its share of the range.
_RANGES = frozenset(
    {
        "vertical_oscillation", "vertical_oscillation_leg", "vertical_ratio", "head_bob", "head_sway", "heel_recovery",
        "hip_adduction_excursion", "trunk_on_pelvis",
    }
)  # fmt: skip
#: Angles against the upright or the level of the picture, and distances along it.
_UPRIGHT = frozenset(
    {"thigh", "shank", "upper_arm", "ankle_dorsiflexion", "trunk_lean", "trunk_side_lean", "pelvic_drop"}
)
#: Of these also what a side view not square to the path moves.
_LEANS = frozenset({"thigh", "shank", "ankle_dorsiflexion"})
_AHEAD = frozenset({"foot_ahead_of_hip", "foot_ahead_of_body", "crossover"})


def placement(spec: Spec, gait: Gait) -> float:
    """SD that placement, model and projection add to a metric, in its unit."""
    errors = gait.method.errors
    if spec.id == "strike_pattern":
        return errors.share_sd
    if spec.id in _TURNS:
        return float(point_sd(gait.track, errors) * _TURNS[spec.id](gait))
    share = 1.0
    if spec.id in _RANGES:
        # Of a length only its scale is left, which is that of the leg.
        share = errors.range_angle_share if spec.unit == "deg" else errors.range_length_share
    if spec.unit == "deg":
        sd = _angle_sd(spec, gait, errors)
        return share * (max(sd, errors.estimate_angle_sd) if spec.estimate else sd)
    # A distance has two ends.
    length = share * sqrt(2) * point_sd(gait.track, errors)
    leg_m = gait.leg if gait.metres else 1.0
    if spec.unit == "percent":
        steps = np.concatenate([step_length(gait, side) for side in SIDES])
        return float(100 * length * leg_m / np.nanmean(steps)) if np.isfinite(steps).any() else 0.0
    if spec.id in _AHEAD:
        # Hip and body stand a leg above the ankle.
        length = hypot(length, radians(gait.track.tilt_sd_deg), radians(_askew_sd(gait)))
    return length * {"leg_length": 1.0, "m": leg_m, "mm": 1000 * leg_m}[spec.unit]


def _across(gait: Gait, segment: str, times_s: Callable[[Phases], Floats]) -> Floats:
    """Mean direction across a segment at a moment of the stride, over both sides; zero where it is not seen."""
    angles = [
        gait.at(gait.angles[name], times_s(gait.phases(side)))
        for side in SIDES
        if (name := sided(segment, side)) in gait.angles
    ]
    every = np.concatenate(angles) if angles else np.zeros(0)
    every = np.radians(every[np.isfinite(every)])
    return np.array([np.cos(every).mean(), np.sin(every).mean()]) if len(every) else np.zeros(2)


def _knee_turns(gait: Gait) -> float:
    """Degrees of knee excursion for one leg length of offset: thigh and shank turn from strike to mid-stance."""
    lengths = gait.segments()
    thigh, shank = (
        (_across(gait, part, lambda p: (p.strike_s + p.toe_off_s) / 2) - _across(gait, part, lambda p: p.strike_s))
        / lengths[part]
        for part in ("thigh", "shank")
    )
    return degrees(sqrt(thigh @ thigh + (thigh + shank) @ (thigh + shank) + shank @ shank))


def _arm_turns(gait: Gait) -> float:
    """Degrees of arm swing for one leg length of offset of shoulder and elbow."""
    arms = [gait.angles[name] for side in SIDES if (name := sided("upper_arm", side)) in gait.angles]
    swings = [float(np.nanmax(arm) - np.nanmin(arm)) for arm in arms if np.isfinite(arm).any()]
    turn = 2 * sin(radians(min(float(np.mean(swings or [0.0])), 180.0)) / 2)
    return degrees(sqrt(2) * turn / gait.segments()["upper_arm"])


#: Differences of an angle within a stride: degrees for one leg length by which points sit beside their joints.
_TURNS: dict[str, Callable[[Gait], float]] = {"knee_flexion_excursion": _knee_turns, "arm_swing": _arm_turns}


def rounding_s(track: Track, method: TrackMethod, *, foot: bool) -> float:
    """How much too early or late a turn of the movement seems to be read, because the filter rounds it off [s]."""
    cutoff = min(method.foot_cutoff if foot else method.body_cutoff, method.nyquist_share * track.rate_hz)
    return sqrt(log(2) / tau) / (tau * cutoff)


def growing_sd(spec: Spec, gait: Gait, values: Floats) -> float:
    """SD that grows with the value itself, in its unit.

    A pose model's hips do not bounce as the body does, and what is held against the step length has the error of the
    speed.
    """
    errors, shares = gait.method.errors, []
    if spec.id.startswith("vertical_") and gait.track.posed:
        shares.append(errors.posed_bounce_share if gait.track.view == "side" else errors.posed_bounce_behind)
    if spec.id == "vertical_ratio" and gait.speed.value_m_s:
        shares.append(gait.speed.sd_m_s / gait.speed.value_m_s)
    return hypot(*shares) * abs(float(np.nanmedian(values))) if shares else 0.0


def point_sd(track: Track, errors: ErrorMethod) -> float:
    """SD by which a point of this source sits beside its joint, in each direction [leg lengths]."""
    return {"markers": errors.marker_point_sd, "skeleton": errors.skeleton_point_sd}.get(
        track.origin, errors.video_point_sd
    )


def _angle_sd(spec: Spec, gait: Gait, errors: ErrorMethod) -> float:
    angle = spec.needs[0].lstrip("@")
    sd = errors.across_angle_sd
    if spec.plane == "sagittal":
        tilted = "pelvis_tilt" in gait.angles
        sd = angle_sd(angle, gait.segments(), point_sd(gait.track, errors), errors, by_pelvis=tilted)
    # Between two segments, and against the foot's own mid-stance, the picture's tilt cancels; not its bend.
    tilt = gait.track.tilt_sd_deg if angle in _UPRIGHT else 0.0
    askew = _askew_sd(gait) if angle in _LEANS else 0.0
    return hypot(sd, tilt, askew, gait.track.bent_sd_deg)


def _askew_sd(gait: Gait) -> float:
    """SD that a side view not square to the path adds: the standing leg leans inward, and that shows as ahead [deg]."""
    errors = gait.method.errors
    return errors.leg_leans * sin(radians(errors.view_yaw_sd)) if gait.track.view == "side" else 0.0


def angle_sd(
    angle: str, lengths: Mapping[str, float], point: float, errors: ErrorMethod, *, by_pelvis: bool = False
) -> float:
    """SD of a sagittal angle from that of its points, both in leg lengths [deg]."""
    offset = degrees(point)
    if angle in ("thigh", "shank", "upper_arm"):
        return sqrt(2) * offset / lengths[angle]
    if angle == "foot":
        return errors.level_sd
    if angle == "ankle_dorsiflexion":
        return hypot(errors.level_sd, sqrt(2) * offset / lengths["shank"])
    if angle == "trunk_lean":
        return offset / lengths["trunk"]
    if angle == "hip_flexion":
        thigh, half = 1 / lengths["thigh"], 0.5 / lengths["trunk"]
        if by_pelvis:
            return hypot(sqrt(2) * offset * thigh, errors.across_angle_sd)
        return offset * sqrt((thigh + half) ** 2 + thigh**2 + 3 * half**2)
    near, far = (lengths[part] for part in {"knee_flexion": ("thigh", "shank")}.get(angle, ("upper_arm", "forearm")))
    return offset * sqrt(near**-2 + (1 / near + 1 / far) ** 2 + far**-2)


def slope(spec: Spec, gait: Gait, side: Side) -> float:
    """Change of the value for one second of error of its event [unit/s]."""
    shift = 0.005
    low, high = (spec.per_stride(gait.shifted(spec.at or "strike", delta), side) for delta in (-shift, shift))
    change = np.abs(high - low) / (2 * shift)
    change = change[np.isfinite(change)]
    return median(change) if len(change) else 0.0
