"""Running dynamics of a watch, strap or pod: what the device says of its own steps, as metrics with their error.

A watch shows no strike and no toe-off, so there are no events and no strides here, only values it has averaged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from restride.gait.catalogue import CATALOGUE
from restride.gait.findings import find
from restride.gait.numerics import TWO_SIDED
from restride.gait.reliability import held_against_runners
from restride.gait.track import Floats, TrackError
from restride.knowledge.load import Knowledge
from restride.model.gait import GaitReport, Grade, Metric, NotMeasured, Plane, Quality, Recording
from restride.model.words import Side


@dataclass(frozen=True)
class WatchRun:
    """Seconds of running of one activity.

    ``columns`` holds arrays of one length, NaN where the device gave nothing: steps_min, speed_m_s, contact_ms,
    oscillation_mm, step_length_mm, vertical_ratio_pct, balance_pct, power_w. ``seconds`` is the time run in all.
    """

    name: str
    device: str | None
    seconds: float
    columns: Mapping[str, Floats]


#: Column → metric, its name, unit, plane, the share of error in the knowledge, and the grade at best.
_DIRECT: tuple[tuple[str, str, str, str, Plane, str, Grade], ...] = (
    ("steps_min", "cadence", "Step rate", "steps_per_min", "time", "cadence_share", "good"),
    ("contact_ms", "contact_time", "Ground contact time", "ms", "time", "contact_share", "usable"),
    ("oscillation_mm", "vertical_oscillation", "Vertical oscillation, as the device reckons it", "mm", "space",
     "oscillation_share", "usable"),
    ("step_length_m", "step_length", "Step length", "m", "space", "length_share", "usable"),
    ("vertical_ratio_pct", "vertical_ratio", "Vertical oscillation against step length", "percent", "space",
     "oscillation_share", "usable"),
    ("balance_pct", "stance_balance", "Left share of contact", "percent", "time", "balance_share", "poor"),
    ("power_w", "power", "Running power, as the device reckons it", "W", "space", "power_share", "poor"),
    ("flight_ms", "flight_time", "Flight time, from step rate and contact", "ms", "time", "flight_share", "usable"),
    ("duty_pct", "duty_factor", "Duty factor, from step rate and contact", "percent", "time", "contact_share",
     "usable"),
)  # fmt: skip
_WHY = {
    "balance_pct": "No study was read that tests it; look at its course, not at its value.",
    "power_w": "Every maker has a model of its own; compare with the same device only.",
    "contact_ms": "A strap or pod estimates it; against video one pod read 5 % short.",
    "flight_ms": "What contact is short, flight is long.",
}


def report_of_watch(run: WatchRun, knowledge: Knowledge) -> GaitReport:
    """The report of a watch: averages over all running of the activity.

    Raises
    ------
    TrackError
        Nothing but speed and heart rate was recorded, or too little running.
    """
    if run.seconds < knowledge.number("gait_watch", "seconds_least"):
        raise TrackError(f"{run.name} holds {run.seconds:.0f} s of running, too little for a mean; record a run.")
    columns = {**run.columns, **_derived(run.columns)}
    speed = _mean(columns.get("speed_m_s"))
    found = [one for row in _DIRECT if (one := _metric(row, columns, run.seconds, knowledge)) is not None]
    metrics = held_against_runners(found, knowledge)
    if not metrics:
        raise TrackError(
            f"{run.name} holds no running dynamics and no step rate, so nothing of the form is in it; "
            "they need a strap, pod or watch that measures them."
        )
    recording = Recording(
        name=run.name,
        origin="watch",
        view="space",
        rate_hz=1.0,
        duration_s=run.seconds,
        frames=round(run.seconds),
        unit="none",
        locomotion="running",
        speed_m_s=speed,
        speed_from="the watch" if speed is not None else None,
        notes=(f"Device: {run.device}.",) if run.device else (),
    )
    reasons = ("A watch averages over many steps and says nothing of posture; its errors are another laboratory's.",)
    return GaitReport(
        recording=recording,
        quality=Quality(grade="usable", reasons=reasons),
        events=(),
        strides=(),
        metrics=tuple(metrics),
        not_measured=tuple(_missing({one.id for one in metrics})),
        findings=find(metrics, speed, knowledge),
        knowledge_version=knowledge.version,
    )


def _derived(columns: Mapping[str, Floats]) -> dict[str, Floats]:
    """Step length in metres, flight and duty factor from what there is."""
    out: dict[str, Floats] = {}
    steps, contact = columns.get("steps_min"), columns.get("contact_ms")
    if steps is not None and contact is not None:
        step_ms = 60_000 / np.where(steps > 0, steps, np.nan)
        out["flight_ms"] = step_ms - contact
        out["duty_pct"] = 50 * contact / step_ms
    if (length := columns.get("step_length_mm")) is not None:
        out["step_length_m"] = length / 1000
    return out


def _mean(values: Floats | None) -> float | None:
    """Median over the seconds: starts, stops and lost contact weigh nothing."""
    if values is None or not np.isfinite(values).any():
        return None
    return float(np.nanmedian(values))


def _metric(
    row: tuple[str, str, str, str, Plane, str, Grade],
    columns: Mapping[str, Floats],
    seconds: float,
    knowledge: Knowledge,
) -> Metric | None:
    column, name, label, unit, plane, share, grade = row
    values = columns.get(column)
    value = _mean(values)
    if values is None or value is None:
        return None
    seen = values[np.isfinite(values)]
    sd = float(np.std(seen, ddof=1)) if len(seen) > 1 else None
    device = TWO_SIDED * knowledge.number("gait_watch", share) * abs(value)
    sampling = TWO_SIDED * (sd or 0.0) / np.sqrt(len(seen))
    steps = _mean(columns.get("steps_min"))
    change = np.hypot(knowledge.number("gait_errors", "session_share") * device, sampling) * np.sqrt(2)
    why = _WHY.get(column)
    return Metric(
        id=name, name=label, side=Side.BOTH, value=value, unit=unit, plane=plane,
        n_strides=round(seconds * (steps or 0.0) / 120), sd=sd, error=float(np.hypot(device, sampling)),
        smallest_change=float(max(change, 1e-9)), grade=grade, reasons=(why,) if why else (),
        variable=name if name in knowledge.gait else None,
    )  # fmt: skip


def _missing(measured: set[str]) -> list[NotMeasured]:
    rows = [NotMeasured(id=s.id, name=s.name, because="A watch shows no posture.") for s in CATALOGUE]
    rows += [
        NotMeasured(id=name, name=label, because="This device did not record it.") for _, name, label, *_ in _DIRECT
    ]
    return [one for one in {row.id: row for row in rows}.values() if one.id not in measured]
