"""The curve charts of a report: which angle, which reference band, which error goes with it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from restride.adapters.charts.gait import CurveChart, Usual, curve_chart
from restride.explain.gait_words import number
from restride.gait.context import Gait
from restride.gait.findings import nearest_reference
from restride.gait.kinematics import CURVES
from restride.gait.stride_curves import stride_rows
from restride.knowledge.load import Knowledge
from restride.model.gait import GaitReport
from restride.model.words import Side

#: Gait variable → its angle, where in the stride it is read (stance, strike or toe-off), sign in the curve.
_READ = {
    "knee_flexion_contact": ("knee_flexion", "strike", 1.0),
    "knee_flexion_peak": ("knee_flexion", "stance", 1.0),
    "hip_extension_peak": ("hip_flexion", "toe_off", -1.0),
    "trunk_lean": ("trunk_lean", "stance", 1.0),
    "pelvic_drop": ("pelvic_drop", "stance", 1.0),
    "hip_adduction_peak": ("hip_adduction", "stance", 1.0),
    "rearfoot_eversion_peak": ("rearfoot_eversion", "stance", 1.0),
}
#: Half-width of a band at one moment [% of the stride].
_MOMENT_PCT = 3.0


def curve_charts(report: GaitReport, gait: Gait | None, knowledge: Knowledge) -> list[CurveChart]:
    """Every angle that was measured, in the order of the leg from the hip down, then trunk and pelvis."""
    toe_off = report.metric("duty_factor")
    off_pct = toe_off.value if toe_off is not None else None
    charts = []
    for angle in CURVES:
        curves = [curve for curve in report.curves if curve.angle == angle]
        # The far leg of one side view is hidden half the time: its curve is not shown beside the good one.
        near = report.recording.near_side
        shown = [curve for curve in curves if near is None or curve.side is near] or curves
        if shown:
            rows: dict[Side, np.ndarray] = {}
            if gait is not None:
                rows = {curve.side: stride_rows(gait, angle, curve.side) for curve in shown}
            error = next((m for m in report.metrics if m.unit == "deg" and _of_angle(m.id) == angle), None)
            usual = usual_bands(angle, report, knowledge, off_pct)
            charts.append(curve_chart(shown, rows=rows, toe_off_pct=off_pct, usual=usual, error=error))
    return charts


def _of_angle(metric: str) -> str | None:
    if metric in _READ:
        return _READ[metric][0]
    return {"foot_inclination": "foot", "ankle_dorsiflexion_peak": "ankle_dorsiflexion"}.get(metric)


def usual_bands(angle: str, report: GaitReport, knowledge: Knowledge, toe_off_pct: float | None) -> list[Usual]:
    """Reference bands of this angle at the speed of the recording; none where no population ran near it."""
    if report.recording.locomotion != "running":
        return []
    bands = []
    for name, (of, when, sign) in _READ.items():
        found = nearest_reference(name, report.recording.speed_m_s, knowledge) if of == angle else None
        if found is None:
            continue
        off = toe_off_pct if toe_off_pct is not None else 40.0
        start, end = {"strike": (0.0, _MOMENT_PCT), "stance": (_MOMENT_PCT, off),
                      "toe_off": (off - _MOMENT_PCT, off + _MOMENT_PCT)}[when]  # fmt: skip
        low, high = sorted(sign * found.edge(above=above) for above in (False, True))
        bands.append(Usual(start, end, low, high, found.mean.applies_to))
    return bands


def usual_words(bands: Sequence[Usual]) -> list[str]:
    """«Grey, 1.6 to 20.4° and 30.6 to 51.4°: what is usual (…).», one sentence a population."""
    spans: dict[str, list[str]] = {}
    for one in bands:
        spans.setdefault(one.population, []).append(f"{number(one.low, 'deg')} to {number(one.high, 'deg')}°")
    return [f"Grey, {' and '.join(found)}: what is usual ({population})." for population, found in spans.items()]
