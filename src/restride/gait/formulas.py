"""How each metric is computed: from the track and its angles to one number for each stride of a side.

Lengths are in leg lengths, so that they hold without a scale.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from restride.gait.body import mass_centre_ahead
from restride.gait.context import Gait, Phases, Window
from restride.gait.track import Floats, needed, sided
from restride.model.words import Side

PerStride = Callable[[Gait, Side], Floats]


def at_strike(angle: str, sign: float = 1.0) -> PerStride:
    """An angle at foot strike."""
    return lambda gait, side: sign * gait.at(gait.angles[angle_name(gait, angle, side)], gait.phases(side).strike_s)


def in_stance(angle: str, what: Window) -> PerStride:
    """The highest, lowest or mean angle of stance."""

    def measure(gait: Gait, side: Side) -> Floats:
        phases = gait.phases(side)
        return gait.over(gait.angles[angle_name(gait, angle, side)], phases.strike_s, phases.toe_off_s, what)

    return measure


def in_swing(angle: str, what: Window) -> PerStride:
    """The highest, lowest or mean angle of swing."""

    def measure(gait: Gait, side: Side) -> Floats:
        phases = gait.phases(side)
        return gait.over(gait.angles[angle_name(gait, angle, side)], phases.toe_off_s, phases.next_s, what)

    return measure


def in_stride(angle: str, what: Window) -> PerStride:
    """The highest, lowest, mean or range of an angle over the stride."""

    def measure(gait: Gait, side: Side) -> Floats:
        phases = gait.phases(side)
        return gait.over(gait.angles[angle_name(gait, angle, side)], phases.strike_s, phases.next_s, what)

    return measure


def angle_name(gait: Gait, angle: str, side: Side) -> str:
    """Name of an angle, with its side where it has one."""
    return angle if angle in gait.angles else sided(angle, side)


def excursion(angle: str) -> PerStride:
    """From the angle at strike to its peak in stance."""

    def measure(gait: Gait, side: Side) -> Floats:
        phases = gait.phases(side)
        values = gait.angles[sided(angle, side)]
        return gait.over(values, phases.strike_s, phases.toe_off_s, "max") - gait.at(values, phases.strike_s)

    return measure


def ahead_of_hip(gait: Gait, side: Side) -> Floats:
    """Ankle ahead of the hip at strike."""
    distance = gait.point("ankle", side)[:, 0] - gait.point("hip", side)[:, 0]
    return gait.at(distance, gait.phases(side).strike_s) / gait.leg


def ahead_of_body(gait: Gait, side: Side) -> Floats:
    """Ankle ahead of the centre of mass at strike."""
    centre = gait.once("mass centre", lambda: mass_centre_ahead(gait.track, gait.method.body))
    distance = gait.point("ankle", side)[:, 0] - centre
    return gait.at(distance, gait.phases(side).strike_s) / gait.leg


def hip_extension(gait: Gait, side: Side) -> Floats:
    """Least hip flexion from mid-stance to shortly after toe-off, turned to extension."""
    phases = gait.phases(side)
    end = phases.toe_off_s + gait.method.metrics.hip_extension_until * (phases.toe_off_s - phases.strike_s)
    return -gait.over(gait.angles[sided("hip_flexion", side)], mid_stance(gait, side), end, "min")


def hip_at_toe_off(gait: Gait, side: Side) -> Floats:
    """Hip extension at toe-off."""
    return -gait.at(gait.angles[sided("hip_flexion", side)], gait.phases(side).toe_off_s)


def oscillation(gait: Gait, side: Side) -> Floats:
    """Height between lowest and highest pelvis of a step."""
    phases = gait.phases(side)
    return gait.once("oscillation", lambda: _oscillation(gait, phases), of=phases)


def _oscillation(gait: Gait, phases: Phases) -> Floats:
    pelvis = needed(gait.track.pelvis(), "pelvis")
    middle = (phases.strike_s + phases.next_s) / 2
    # Two bounces a stride: the mean of both halves.
    halves = [gait.over(pelvis[:, 1], a, b, "ptp") for a, b in ((phases.strike_s, middle), (middle, phases.next_s))]
    return np.asarray((halves[0] + halves[1]) / 2)


def oscillation_mm(gait: Gait, side: Side) -> Floats:
    """The same in millimetres."""
    return 1000 * oscillation(gait, side)


def oscillation_leg(gait: Gait, side: Side) -> Floats:
    """The same in leg lengths."""
    return oscillation(gait, side) / gait.leg


def vertical_ratio(gait: Gait, side: Side) -> Floats:
    """Vertical oscillation as a share of the step length."""
    return 100 * oscillation(gait, side) / step_length(gait, side)


def step_length(gait: Gait, side: Side) -> Floats:
    """Half of what the runner travels in a stride [m]."""
    phases = gait.phases(side)
    return np.asarray((phases.next_s - phases.strike_s) / 2 * (gait.speed.value_m_s or np.nan))


def head(gait: Gait) -> Floats:
    """The point that stands for the head."""
    for name in ("head", "nose", "neck"):
        if name in gait.track.points:
            return gait.track.points[name]
    return needed(gait.track.middle("ear"), "head")


def head_bob(gait: Gait, side: Side) -> Floats:
    """Height between lowest and highest head."""
    phases = gait.phases(side)
    return gait.over(head(gait)[:, 1], phases.strike_s, phases.next_s, "ptp") / gait.leg


def head_sway(gait: Gait, side: Side) -> Floats:
    """Way of the head from side to side over the pelvis."""
    phases = gait.phases(side)
    pelvis = needed(gait.track.pelvis(), "pelvis")
    return gait.over(head(gait)[:, 2] - pelvis[:, 2], phases.strike_s, phases.next_s, "ptp") / gait.leg


def heel_recovery(gait: Gait, side: Side) -> Floats:
    """Highest heel in swing above its own height in stance."""
    phases = gait.phases(side)
    heel = gait.track.points[heel_name(gait, side)][:, 1]
    high = gait.over(heel, phases.toe_off_s, phases.next_s, "max")
    low = gait.over(heel, phases.strike_s, phases.toe_off_s, "min")
    return np.asarray((high - low) / gait.leg)


def heel_name(gait: Gait, side: Side) -> str:
    """Name of the heel, of the ankle where there is none."""
    heel = sided("heel", side)
    return heel if heel in gait.track.points else sided("ankle", side)


def mid_stance(gait: Gait, side: Side) -> Floats:
    """Time halfway between strike and toe-off."""
    phases = gait.phases(side)
    return np.asarray((phases.strike_s + phases.toe_off_s) / 2)


def step_width(gait: Gait, side: Side) -> Floats:
    """Distance across from this foot in mid-stance to the other in its next mid-stance, + when uncrossed."""
    own, other = mid_stance(gait, side), mid_stance(gait, side.mirrored)
    here = gait.at(gait.track.points[heel_name(gait, side)][:, 2], own)
    there = gait.at(gait.track.points[heel_name(gait, side.mirrored)][:, 2], other)
    sign = 1.0 if side is Side.LEFT else -1.0
    timed = np.isfinite(other)
    # One more that never comes, for the last foot of all.
    next_s, next_z = np.append(other[timed], np.nan), np.append(there[timed], np.nan)
    after = np.searchsorted(next_s[:-1], own, side="right")
    out = np.where(next_s[after] - own < gait.method.events.step_longest, sign * (next_z[after] - here), np.nan)
    return out if gait.metres else out / gait.leg


def crossover(gait: Gait, side: Side) -> Floats:
    """Foot outside the line below the pelvis in mid-stance; negative beyond the midline."""
    pelvis = needed(gait.track.pelvis(), "pelvis")
    sign = -1.0 if side is Side.LEFT else 1.0
    return (
        sign * gait.at(gait.track.points[heel_name(gait, side)][:, 2] - pelvis[:, 2], mid_stance(gait, side)) / gait.leg
    )


def knee_gap(gait: Gait, side: Side) -> Floats:
    """Least distance across between the knees."""
    phases = gait.phases(side)
    gap = gait.point("knee", Side.RIGHT)[:, 2] - gait.point("knee", Side.LEFT)[:, 2]
    return gait.over(gap, phases.strike_s, phases.toe_off_s, "min") / gait.leg


def side_lean(gait: Gait, side: Side) -> Floats:
    """Greatest lean of the trunk to the stance side."""
    phases = gait.phases(side)
    sign = -1.0 if side is Side.LEFT else 1.0
    return gait.over(sign * gait.angles["trunk_side_lean"], phases.strike_s, phases.toe_off_s, "max")


def heel_whip(gait: Gait, side: Side) -> Floats:
    """Turn of the foot from late stance into early swing; positive: the heel swings in."""
    phases = gait.phases(side)
    swing = phases.next_s - phases.toe_off_s
    turn = gait.angles[sided("toe_out", side)]
    # The line of the foot has no direction while the foot stands upright, so only the first part of swing counts.
    return gait.at(turn, phases.toe_off_s + gait.method.metrics.heel_whip_at * swing) - gait.at(
        turn, mid_stance(gait, side)
    )


def arm_cross(gait: Gait, side: Side) -> Floats:
    """Least distance of the wrist from the middle of the trunk, outward; negative beyond the midline."""
    phases = gait.phases(side)
    shoulders = needed(gait.track.middle("shoulder"), "shoulders")
    sign = -1.0 if side is Side.LEFT else 1.0
    return (
        gait.over(sign * (gait.point("wrist", side)[:, 2] - shoulders[:, 2]), phases.strike_s, phases.next_s, "min")
        / gait.leg
    )


def rearfoot_share(gait: Gait, side: Side) -> Floats:
    """100 for a strike on the heel, 0 for any other."""
    angle = gait.at(gait.angles[sided("foot", side)], gait.phases(side).strike_s)
    return np.where(np.isfinite(angle), 100.0 * (angle > gait.method.metrics.rearfoot_above), np.nan)
