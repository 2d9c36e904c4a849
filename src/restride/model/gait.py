"""The gait report: what a recording of running says, each number with its error and its reasons.

One report for every source: markers, skeletons, video, force, inertial sensors. What a source cannot give
stands in ``not_measured`` with the reason; ``None`` never hides in a mean.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from restride.model.decision import Reason
from restride.model.words import Side, State

Grade = Literal["good", "usable", "poor"]
Origin = Literal["markers", "skeleton", "keypoints", "video", "force", "imu", "watch"]
#: «space» is three-dimensional; the others are one camera's picture, «picture» before its view is found.
View = Literal["space", "side", "rear", "front", "picture"]
Locomotion = Literal["running", "walking"]
Plane = Literal["time", "sagittal", "frontal", "transverse", "space"]
PatternName = Literal["overstriding", "bouncing", "collapsing", "crossing_over", "hip_drop"]
Verdict = Literal["better", "worse", "changed", "no_real_change", "not_comparable"]


class GaitPart(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of every part of a report: immutable."""


class Event(GaitPart, frozen=True, kw_only=True):
    """One foot strike or toe-off with its 95 % interval ``time_s`` ± ``half_width_s``."""

    kind: Literal["strike", "toe_off"]
    side: Side
    time_s: float
    half_width_s: float
    #: Part of it that every such event of the recording shares (a rule's own lag in this runner), and that no mean
    #: over strides makes smaller; all of it where it is not known apart.
    shared_half_width_s: float | None = None
    #: How it was found: «force», or the names of the rules that agreed.
    found_by: str


class Stride(GaitPart, frozen=True, kw_only=True):
    """One row of the table of strides: a strike, its toe-off and the next strike of the same foot.

    Times in s; None where the recording or a gap cuts the stride. ``flight_s`` is the time from this
    toe-off to the next strike of the other foot (negative in walking: both feet on the ground);
    ``step_s`` from this strike to the next strike of the other foot.
    """

    side: Side
    strike_s: float
    toe_off_s: float | None = None
    next_strike_s: float | None = None
    contact_s: float | None = None
    flight_s: float | None = None
    swing_s: float | None = None
    step_s: float | None = None
    stride_s: float | None = None
    duty_factor: float | None = None


class Metric(GaitPart, frozen=True, kw_only=True):
    """One measured quantity of one side.

    ``error`` is the half-width of the 95 % interval of ``value`` (measurement and sampling of strides);
    ``smallest_change`` is what two such sessions must differ by to be called different.
    """

    id: str
    name: str
    side: Side
    value: float
    unit: str
    plane: Plane
    n_strides: int
    sd: float | None = None
    error: float
    smallest_change: float
    grade: Grade
    reasons: tuple[str, ...] = ()
    #: Id of the gait variable of the knowledge it is compared with.
    variable: str | None = None


class NotMeasured(GaitPart, frozen=True, kw_only=True):
    """A metric this recording cannot give, and why."""

    id: str
    name: str
    because: str


class Band(GaitPart, frozen=True, kw_only=True):
    """A reference: mean ± SD of a population, described, never a healthy limit."""

    mean: float
    sd: float | None = None
    #: How many SDs on either side count as usual.
    sds: float | None = None
    unit: str
    population: str
    #: Speed the band holds for, where it names one [m/s].
    speed_m_s: float | None = None


class FormFinding(GaitPart, frozen=True, kw_only=True):
    """A finding of running form against a reference band. By itself no cause: that takes symptoms too."""

    finding: str
    state: State
    side: Side
    metric: str
    value: float
    error: float
    unit: str
    band: Band | None = None
    because: Reason


class PatternMember(GaitPart, frozen=True, kw_only=True):
    """One number of a pattern, held against its limit."""

    metric: str
    name: str
    side: Side
    value: float
    error: float
    unit: str
    limit: float
    #: Whether it speaks for the pattern above the limit; else below.
    above: bool
    state: State


class FormPattern(GaitPart, frozen=True, kw_only=True):
    """A pattern in the clinic's words: present only where at least two members are and none is not."""

    id: PatternName
    side: Side
    state: State
    members: tuple[PatternMember, ...]


class Curve(GaitPart, frozen=True, kw_only=True):
    """An angle over the stride, strike to strike, 0 to 100 % in 101 points."""

    angle: str
    side: Side
    unit: str
    mean: tuple[float, ...]
    sd: tuple[float, ...]
    n_strides: int


class Recording(GaitPart, frozen=True, kw_only=True):
    """What was recorded and how well."""

    name: str
    origin: Origin
    view: View
    #: Side nearer to the camera of a side view.
    near_side: Side | None = None
    rate_hz: float
    duration_s: float
    frames: int
    #: Length unit of the points: «m», or «px» without a scale.
    unit: Literal["m", "px", "none"]
    locomotion: Locomotion
    on_treadmill: bool | None = None
    speed_m_s: float | None = None
    speed_from: str | None = None
    #: Direction the runner moves in the recording's own axes [deg].
    heading_deg: float | None = None
    #: Random noise of the points [unit].
    point_noise: float | None = None
    missing_share: float = 0.0
    swapped_share: float = 0.0
    points: tuple[str, ...] = ()
    #: Pose model that found the points in a video, and how many times slower than life the video plays.
    pose_model: str | None = None
    slow_motion: float | None = None
    notes: tuple[str, ...] = ()


class Quality(GaitPart, frozen=True, kw_only=True):
    """Grade of the whole recording with its reasons, poorest first."""

    grade: Grade
    reasons: tuple[str, ...] = ()


class GaitReport(GaitPart, frozen=True, kw_only=True):
    """Everything one recording of running says."""

    recording: Recording
    quality: Quality
    events: tuple[Event, ...]
    strides: tuple[Stride, ...]
    metrics: tuple[Metric, ...]
    not_measured: tuple[NotMeasured, ...] = ()
    findings: tuple[FormFinding, ...] = ()
    patterns: tuple[FormPattern, ...] = ()
    curves: tuple[Curve, ...] = ()
    knowledge_version: str

    def metric(self, name: str, side: Side = Side.BOTH) -> Metric | None:
        """The metric of that id and side, where it was measured."""
        return next((one for one in self.metrics if one.id == name and one.side is side), None)


class Change(GaitPart, frozen=True, kw_only=True):
    """One metric in an earlier and a later session."""

    id: str
    name: str
    side: Side
    unit: str
    before: float
    after: float
    difference: float
    smallest_change: float
    verdict: Verdict
    because: str


class GaitComparison(GaitPart, frozen=True, kw_only=True):
    """Two sessions side by side: every metric both of them have."""

    before: str
    after: str
    changes: tuple[Change, ...]
    #: Metrics that only one of the two has.
    only_in_one: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
