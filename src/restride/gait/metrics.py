"""From the table of strides and the track to metrics, each with its error, smallest real change and grade.

error² = placement² + (slope · event)² + (SD/√n)²,   stated as 1.96 times its root.

Placement (markers, model, projection) is the same in every stride and does not shrink with more of them;
part of it returns in the next session, so a change between two sessions is known better than each value.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import hypot, sqrt
from typing import NamedTuple

import msgspec
import numpy as np
import scipy
from numpy.typing import NDArray

from restride.gait.catalogue import CATALOGUE, Spec, missing_for
from restride.gait.context import Gait
from restride.gait.errors import growing_sd, placement, rounding_s, slope
from restride.gait.method import ErrorMethod, Method
from restride.gait.numerics import TWO_SIDED
from restride.gait.strides import column, event_sd_s
from restride.gait.track import SIDES, Floats
from restride.knowledge.load import Knowledge
from restride.model.gait import Event, Grade, Metric, NotMeasured, Origin, Stride
from restride.model.words import Side

_GRADES: tuple[Grade, ...] = ("good", "usable", "poor")


class Spread(NamedTuple):
    """The SD that counts for a mean, and from how many independent differences it is known."""

    sd: float
    freedom: float


@lru_cache(maxsize=1024)
def _student(freedom: float) -> float:
    """Student's t of a mean, of so many degrees of freedom, against the normal one."""
    return float(scipy.special.stdtrit(freedom, 0.975)) / TWO_SIDED


def worse(first: Grade, second: Grade) -> Grade:
    """The poorer of two grades."""
    return max(first, second, key=_GRADES.index)


class _Maker:
    """Builds metrics of one recording: the same rules of error, change and grade for all."""

    def __init__(self, knowledge: Knowledge, method: Method, origin: Origin, view: str, near: Side | None) -> None:
        self.knowledge = knowledge
        self.method = method
        self.origin = origin
        self.flat = view in ("side", "rear", "front")
        self.near = near

    def make(
        self,
        name: str,
        label: str,
        unit: str,
        plane: str,
        side: Side,
        values: Floats,
        systematic: float,
        grade: Grade = "good",
        reasons: tuple[str, ...] = (),
        *,
        scale: float = 1.0,
        spread: Spread | None = None,
    ) -> Metric | None:
        """One metric from its strides; None where no stride has it.

        ``systematic`` is an SD in the unit; ``spread`` is given where the SD that counts for the mean is not that of
        the values.
        """
        values = values[np.isfinite(values)] * scale
        n = len(values)
        if n == 0:
            return None
        mean = float(values.sum()) / n
        apart = values - mean
        sd = sqrt(apart @ apart / (n - 1)) if n > 1 else None
        # One stride says nothing of the spread, so the spread of the placement stands in; a spread found from
        # few strides is itself uncertain, which Student's t makes good.
        counts = spread or Spread(sd or 0.0, n - 1)
        sampling = systematic if sd is None else counts.sd / sqrt(n) * _student(counts.freedom)
        error = TWO_SIDED * hypot(systematic, sampling)
        share = self.method.errors.session_share
        change = TWO_SIDED * sqrt(2) * hypot(share * systematic, sampling)
        variable = self.knowledge.gait.get(name)
        if variable is not None and variable.error is not None and self.flat and variable.error.value is not None:
            change = max(change, variable.error.value)
        grade, reasons = self._graded(n, side, grade, reasons)
        return Metric(
            id=name, name=label, side=side, value=mean, unit=unit, plane=plane, n_strides=n, sd=sd,  # type: ignore[arg-type]
            error=error, smallest_change=max(change, 1e-9), grade=grade, reasons=reasons,
            variable=name if variable is not None else None,
        )  # fmt: skip

    def _graded(self, n: int, side: Side, grade: Grade, reasons: tuple[str, ...]) -> tuple[Grade, tuple[str, ...]]:
        rules = self.method.track
        wanted = rules.side_steps_wanted
        if n < wanted:
            grade = worse(grade, "usable" if n >= rules.strides_usable else "poor")
            reasons = (*reasons, f"Only {n} stride{'s' if n > 1 else ''}; a stable mean takes {wanted:g}.")
        if self.near is not None and side is self.near.mirrored:
            grade, reasons = (
                "poor",
                (*reasons, "The leg away from the camera: partly hidden, and seen through the other."),
            )
        return grade, reasons


def time_metrics(strides: Sequence[Stride], events: Sequence[Event], rate_hz: float, maker: _Maker) -> list[Metric]:
    """Rates, contact, flight, swing, duty factor, asymmetry: from the table alone."""
    strike, off = (np.nan_to_num(event_sd_s(events, kind, shared=True)) for kind in ("strike", "toe_off"))
    both = hypot(strike, off)
    found: list[Metric | None] = [*_rates(strides, float(np.nan_to_num(event_sd_s(events, "strike"))), maker)]
    rows = (
        ("contact_time", "Ground contact time", "contact_s", "ms", 1000.0, both),
        ("flight_time", "Flight time", "flight_s", "ms", 1000.0, both),
        ("swing_time", "Swing time", "swing_s", "ms", 1000.0, both),
        ("step_time", "Step time, from this strike to the other foot's", "step_s", "ms", 1000.0, strike / 2),
    )
    rules = maker.method.track
    grade: Grade = "good" if rate_hz >= rules.rate_good else "usable" if rate_hz >= rules.rate_usable else "poor"
    why = () if grade == "good" else (f"{rate_hz:.0f} frames a second: one frame is {1000 / rate_hz:.0f} ms.",)
    for name, label, part, unit, scale, systematic in rows:
        for side in (*SIDES, Side.BOTH):
            values = column(strides, part, side)
            found.append(
                maker.make(name, label, unit, "time", side, values, systematic * scale, grade, why, scale=scale)
            )
    whole = column(strides, "stride_s")
    stride = np.median(whole[np.isfinite(whole)]) if np.isfinite(whole).any() else np.nan
    for side in (*SIDES, Side.BOTH):
        values = column(strides, "duty_factor", side)
        if np.isfinite(stride):
            found.append(
                maker.make(
                    "duty_factor",
                    "Duty factor",
                    "percent",
                    "time",
                    side,
                    values,
                    100 * both / float(stride),
                    grade,
                    why,
                    scale=100,
                )
            )
    return [one for one in found if one is not None]


def _rates(strides: Sequence[Stride], strike_sd: float, maker: _Maker) -> list[Metric | None]:
    """Step and stride rate. The rules' own lag is the same in every step and cancels."""
    steps, whole = column(strides, "step_s"), column(strides, "stride_s")
    left = np.array([row.side is Side.LEFT for row in strides], dtype=bool)
    out: list[Metric | None] = []
    if not np.isfinite(steps).any():
        # Strides of one foot only: two steps each.
        steps = whole / 2
    for name, label, values, unit in (
        ("cadence", "Step rate", steps, "steps_per_min"),
        ("stride_rate", "Stride rate", whole, "strides_per_min"),
    ):
        known = np.isfinite(values)
        values, own = values[known], left[known]
        if not len(values):
            continue
        mean = float(np.mean(values))
        # n steps in a row share their inner strikes: only first and last count.
        clock = sqrt(2) * strike_sd / len(values) * 60 / mean**2
        rates = 60 / values
        made = maker.make(name, label, unit, "time", Side.BOTH, rates, clock, spread=_own_spread(rates, own))
        # The mean rate is that of the mean step, not the mean of rates.
        out.append(None if made is None else msgspec.structs.replace(made, value=60 / mean))
    return out


def _own_spread(values: Floats, left: NDArray[np.bool_]) -> Spread | None:
    """SD of the steps themselves, without that of their shared strikes and of unlike legs; None for few.

    Notes
    -----
    Unlike legs cancel in the mean, so each step is held against the mean of its own leg. A strike found late makes
    one step longer and the next shorter; that shows as a covariance of neighbours and cancels too. At least a quarter
    of the SD is kept. Each step looks at itself and at both its neighbours, so such a variance is known as a third as
    many independent steps would tell it.
    """
    n, legs = len(values), [one for one in (left, ~left) if one.any()]
    if n < 8:
        return None
    apart = values.copy()
    for leg in legs:
        apart[leg] -= apart[leg].mean()
    variance = float(apart @ apart) / (n - len(legs))
    beside = float(apart[1:] @ apart[:-1]) / (n - len(legs))
    return Spread(sqrt(max(variance + 2 * beside, variance / 16)), n / 3)


def form_metrics(gait: Gait, maker: _Maker) -> tuple[list[Metric], list[NotMeasured]]:
    """Every metric of the catalogue that the recording allows; the others with the reason why not."""
    found: list[Metric] = []
    missing: list[NotMeasured] = []
    for spec in CATALOGUE:
        reason = _impossible(spec, gait)
        made = []
        if reason is None:
            lacking: list[str] = []
            systematic = None
            for side in SIDES:
                absent = missing_for(spec, gait, side)
                lacking += absent
                if not absent:
                    if systematic is None:
                        systematic = placement(spec, gait)
                    one = _one(spec, gait, side, systematic, maker)
                    made += [one] if one is not None else []
            if not made:
                reason = (
                    f"Not in the recording: {', '.join(dict.fromkeys(lacking))}."
                    if lacking
                    else "No whole stride shows it."
                )
        found += made
        if reason is not None:
            missing.append(NotMeasured(id=spec.id, name=spec.name, because=reason))
    return found, missing


def _impossible(spec: Spec, gait: Gait) -> str | None:
    view = gait.track.view
    planes = {"space": {"sagittal", "frontal", "transverse", "space"}, "side": {"sagittal", "space"}}
    if spec.plane not in planes.get(view, {"frontal", "space"}):
        wanted = {"sagittal": "from the side", "frontal": "from behind", "transverse": "with markers in space"}[
            spec.plane
        ]
        return f"This view does not show it; record {wanted}."
    if spec.scaled and not gait.metres:
        # A belt is seen to move from the side only.
        wanted = "the runner's height or the belt speed" if view == "side" else "the runner's height"
        return f"There is no scale in the picture; give {wanted}."
    if spec.id == "vertical_ratio" and gait.speed.value_m_s is None:
        return "The speed is not known; give the belt speed."
    return None


def _one(spec: Spec, gait: Gait, side: Side, systematic: float, maker: _Maker) -> Metric | None:
    values = spec.per_stride(gait, side)
    if not np.isfinite(values).any():
        return None
    systematic = hypot(systematic, growing_sd(spec, gait, values))
    if spec.at is not None:
        foot = any(need.lstrip("@").startswith(("foot", "ankle")) for need in spec.needs)
        early_or_late = hypot(gait.event_sd_s(spec.at), rounding_s(gait.track, gait.method.track, foot=foot))
        systematic = hypot(systematic, slope(spec, gait, side) * early_or_late)
    grade: Grade = "good"
    reasons: tuple[str, ...] = ()
    knee = any(need.lstrip("@").startswith(("knee", "hip_adduction")) for need in spec.needs)
    if spec.plane == "frontal" and knee and gait.track.loose_across:
        grade = "poor"
        reasons = ("The knee was found from its movement, and its place across the body is hardly determined.",)
        systematic *= gait.method.errors.loose_across_factor
    elif spec.estimate:
        grade, reasons = "usable", ("An estimate: skin and shoe move against the bone.",)
    return maker.make(spec.id, spec.name, spec.unit, spec.plane, side, values, systematic, grade, reasons)


def asymmetry_metrics(metrics: Sequence[Metric], view: str, errors: ErrorMethod) -> list[Metric]:
    """Left minus right of what was measured on both legs alike; nothing from one side view."""
    if view == "side":
        return []
    lefts, rights = ({one.id: one for one in metrics if one.side is side and one.n_strides > 1} for side in SIDES)
    out = []
    for name, left in lefts.items():
        if name not in COMPARED_LEGS or name not in rights:
            continue
        right = rights[name]
        sampling = hypot((left.sd or 0) / sqrt(left.n_strides), (right.sd or 0) / sqrt(right.n_strides))
        # Lags of the rules are alike on both sides; placement of markers is not.
        share = errors.legs_timed_share if left.plane == "time" else errors.legs_placed_share
        error = hypot(TWO_SIDED * sampling, share * hypot(left.error, right.error))
        out.append(
            Metric(
                id=f"{name}_asymmetry",
                name=f"{left.name}, left minus right",
                side=Side.BOTH,
                value=left.value - right.value,
                unit=left.unit,
                plane=left.plane,
                n_strides=min(left.n_strides, right.n_strides),
                error=error,
                smallest_change=max(hypot(left.smallest_change, right.smallest_change), error),
                grade=worse(left.grade, right.grade),
                reasons=left.reasons,
            )
        )
    return out


#: What is held left against right.
COMPARED_LEGS = frozenset(
    {
        "contact_time", "flight_time", "step_time", "knee_flexion_peak", "knee_flexion_contact", "hip_extension_peak",
        "foot_ahead_of_hip", "foot_inclination", "ankle_dorsiflexion_peak", "pelvic_drop", "hip_adduction_peak",
        "knee_drive", "arm_swing",
    }
)  # fmt: skip


def length_metrics(strides: Sequence[Stride], speed_m_s: float | None, speed_sd: float, maker: _Maker) -> list[Metric]:
    """Step and stride length, from the speed."""
    if speed_m_s is None:
        return []
    out = []
    for name, label, part in (("step_length", "Step length", "step_s"), ("stride_length", "Stride length", "stride_s")):
        values = column(strides, part) * speed_m_s
        if np.isfinite(values).any():
            out.append(
                maker.make(
                    name, label, "m", "space", Side.BOTH, values, float(np.nanmean(values)) * speed_sd / speed_m_s
                )
            )
    return [one for one in out if one is not None]


def maker_for(knowledge: Knowledge, method: Method, origin: Origin, view: str, near: Side | None = None) -> _Maker:
    """The builder of metrics of one recording."""
    return _Maker(knowledge, method, origin, view, near)
