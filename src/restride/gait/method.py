"""The constants of the method, read once from the knowledge (engine/gait.yaml)."""

from __future__ import annotations

from dataclasses import dataclass, fields

from restride.knowledge.load import Knowledge


@dataclass(frozen=True)
class TrackMethod:
    """How a track is repaired and filtered; see ``gait_track``."""

    foot_cutoff: float
    body_cutoff: float
    nyquist_share: float
    gap_fill: float
    missing_usable: float
    missing_poor: float
    leg_shortest: float
    leg_longest: float
    swap_price: float
    swap_most: float
    segment_gate: float
    jump_gate: float
    side_width: float
    path_least: float
    wrong_side: float
    stretch_most: float
    bone_change: float
    direction_least: float
    low_confidence: float
    rate_lowest: float
    rate_usable: float
    rate_good: float
    steps_lowest: float
    video_steps_lowest: float
    side_steps_wanted: float
    strides_usable: float


@dataclass(frozen=True)
class EventMethod:
    """Rules for strike and toe-off; see ``gait_events``."""

    pelvis_cutoff: float
    pelvis_steady_cutoff: float
    pelvis_wander: float
    toe_wander: float
    impact_toe_sd: float
    step_shortest: float
    step_longest: float
    stride_longest: float
    contact_shortest: float
    contact_longest: float
    missed_from: float
    rise_least: float
    pelvis_strike_lag: float
    pelvis_strike_sd: float
    pelvis_toe_off_fade: float
    pelvis_toe_off_sd: float
    head_strike_sd: float
    head_off_sd: float
    head_off_behind_sd: float
    toe_lift_speed: float
    toe_lift_sd: float
    posed_toe_sd: float
    impact_search: float
    impact_rate: float
    impact_height: float
    impact_noise: float
    impact_sd: float
    disagreement: float
    force_sd: float
    force_rate_share: float
    force_slow_below: float
    force_slow_share: float
    force_threshold: float
    force_cutoff: float
    force_mass: float
    force_missing: float
    heels_agree: float
    same_event: float
    fall_share: float
    usual_leg: float
    slow_from: float
    runs_from: float
    turn_least: float
    same_foot_most: float
    runs_bounce: float
    bounce_least: float
    rate_share: float
    walking_strike_speed: float
    walking_toe_off_speed: float
    walking_search: float
    walking_strike_sd: float
    walking_toe_off_sd: float
    walking_rate_share: float


@dataclass(frozen=True)
class ErrorMethod:
    """Parts of the measurement error beside noise and frame rate; see ``gait_errors``."""

    marker_point_sd: float
    skeleton_point_sd: float
    video_point_sd: float
    across_angle_sd: float
    level_sd: float
    scale_share: float
    estimate_angle_sd: float
    share_sd: float
    range_angle_share: float
    range_length_share: float
    legs_timed_share: float
    legs_placed_share: float
    loose_across_factor: float
    session_share: float
    view_yaw_sd: float
    leg_leans: float
    posed_bounce_share: float
    posed_bounce_behind: float


@dataclass(frozen=True)
class MetricMethod:
    """Where in the stride a number is read; see ``gait_metrics``."""

    rearfoot_above: float
    hip_extension_until: float
    heel_whip_at: float


@dataclass(frozen=True)
class SpeedMethod:
    """Where the speed comes from and how far it is trusted; see ``gait_speed``."""

    given_share: float
    path_share: float
    belt_share: float
    travels: float
    flat_from: float
    flat_to: float


@dataclass(frozen=True)
class SensorMethod:
    """Events from one inertial sensor; see ``gait_sensors``."""

    cutoff: float
    strike_level: float
    toe_off_level: float
    strike_sd: float
    toe_off_sd: float
    limb_strike_sd: float
    impact_share: float
    step_cutoff: float
    step_longest: float
    step_likeness: float
    step_sd: float


@dataclass(frozen=True)
class JointMethod:
    """Joint centres from markers; see ``gait_joints``."""

    hip_back: float
    hip_down: float
    hip_medial: float
    knee_half_width: float
    ankle_half_width: float
    sole_from: float
    sole_to: float


@dataclass(frozen=True)
class BodyMethod:
    """Shares of mass and places of mass centres; see ``gait_body``."""

    upper_mass: float
    upper_height: float
    thigh_mass: float
    thigh_centre: float
    shank_mass: float
    shank_centre: float
    foot_mass: float


@dataclass(frozen=True)
class Method:
    """All constants of the gait method."""

    track: TrackMethod
    sensors: SensorMethod
    joints: JointMethod
    body: BodyMethod
    events: EventMethod
    errors: ErrorMethod
    speed: SpeedMethod
    metrics: MetricMethod


#: The knowledge that was read last, with its constants: one analysis asks for them several times.
_last: list[tuple[Knowledge, Method]] = []


def method_of(knowledge: Knowledge) -> Method:
    """The constants of this knowledge."""
    for known, method in _last:
        if known is knowledge:
            return method
    method = _read(knowledge)
    _last[:] = [(knowledge, method)]
    return method


def _read(knowledge: Knowledge) -> Method:
    def read(kind: type, table: str) -> dict[str, float]:
        return {one.name: knowledge.number(table, one.name) for one in fields(kind)}

    return Method(
        TrackMethod(**read(TrackMethod, "gait_track")),
        SensorMethod(**read(SensorMethod, "gait_sensors")),
        JointMethod(**read(JointMethod, "gait_joints")),
        BodyMethod(**read(BodyMethod, "gait_body")),
        EventMethod(**read(EventMethod, "gait_events")),
        ErrorMethod(**read(ErrorMethod, "gait_errors")),
        SpeedMethod(**read(SpeedMethod, "gait_speed")),
        MetricMethod(**read(MetricMethod, "gait_metrics")),
    )
