"""Every metric: its name, unit, plane, what it needs, and how it is computed."""

from __future__ import annotations

from typing import NamedTuple

from restride.gait.context import Gait
from restride.gait.formulas import (
    PerStride,
    ahead_of_body,
    ahead_of_hip,
    arm_cross,
    at_strike,
    crossover,
    excursion,
    head_bob,
    head_sway,
    heel_recovery,
    heel_whip,
    hip_at_toe_off,
    hip_extension,
    in_stance,
    in_stride,
    in_swing,
    knee_gap,
    oscillation_leg,
    oscillation_mm,
    rearfoot_share,
    side_lean,
    step_width,
    vertical_ratio,
)
from restride.gait.track import SIDES, sided
from restride.model.gait import Plane
from restride.model.words import Side


class Spec(NamedTuple):
    """One metric. ``needs`` are points or angles («@knee_flexion») of the side; sided ones without their side."""

    id: str
    name: str
    unit: str
    plane: Plane
    needs: tuple[str, ...]
    per_stride: PerStride
    #: Event whose uncertain time moves the value, where the value is read at one.
    at: str | None = None
    scaled: bool = False
    #: Weakest kind of number: said as an estimate.
    estimate: bool = False


_LEG = "leg_length"
CATALOGUE: tuple[Spec, ...] = (
    Spec(
        "foot_ahead_of_hip",
        "Ankle ahead of the hip at strike",
        _LEG,
        "sagittal",
        ("hip", "ankle"),
        ahead_of_hip,
        "strike",
    ),
    Spec(
        "foot_ahead_of_body",
        "Ankle ahead of the centre of mass at strike",
        _LEG,
        "sagittal",
        ("hip", "knee", "ankle", "shoulder"),
        ahead_of_body,
        "strike",
    ),
    Spec(
        "tibia_angle_contact",
        "Tibial inclination at strike",
        "deg",
        "sagittal",
        ("@shank",),
        at_strike("shank"),
        "strike",
    ),
    Spec(
        "knee_flexion_contact",
        "Knee flexion at strike",
        "deg",
        "sagittal",
        ("@knee_flexion",),
        at_strike("knee_flexion"),
        "strike",
    ),
    Spec(
        "knee_flexion_peak",
        "Peak knee flexion in stance",
        "deg",
        "sagittal",
        ("@knee_flexion",),
        in_stance("knee_flexion", "max"),
    ),
    Spec(
        "knee_flexion_excursion",
        "Knee flexion from strike to peak",
        "deg",
        "sagittal",
        ("@knee_flexion",),
        excursion("knee_flexion"),
        "strike",
    ),
    Spec(
        "hip_flexion_contact",
        "Hip flexion at strike",
        "deg",
        "sagittal",
        ("@hip_flexion",),
        at_strike("hip_flexion"),
        "strike",
    ),
    Spec("hip_extension_peak", "Peak hip extension", "deg", "sagittal", ("@hip_flexion",), hip_extension),
    Spec(
        "hip_extension_toe_off",
        "Hip extension at toe-off",
        "deg",
        "sagittal",
        ("@hip_flexion",),
        hip_at_toe_off,
        "toe_off",
    ),
    Spec("foot_inclination", "Foot inclination at strike", "deg", "sagittal", ("@foot",), at_strike("foot"), "strike"),
    Spec("strike_pattern", "Share of heel-first strikes", "percent", "sagittal", ("@foot",), rearfoot_share, "strike"),
    Spec(
        "ankle_dorsiflexion_contact",
        "Ankle dorsiflexion at strike",
        "deg",
        "sagittal",
        ("@ankle_dorsiflexion",),
        at_strike("ankle_dorsiflexion"),
        "strike",
    ),
    Spec(
        "ankle_dorsiflexion_peak",
        "Peak ankle dorsiflexion in stance",
        "deg",
        "sagittal",
        ("@ankle_dorsiflexion",),
        in_stance("ankle_dorsiflexion", "max"),
    ),
    Spec("knee_drive", "Knee drive: highest thigh in swing", "deg", "sagittal", ("@thigh",), in_swing("thigh", "max")),
    Spec(
        "knee_flexion_swing",
        "Peak knee flexion in swing",
        "deg",
        "sagittal",
        ("@knee_flexion",),
        in_swing("knee_flexion", "max"),
    ),
    Spec("heel_recovery", "Heel recovery: highest heel in swing", _LEG, "sagittal", ("ankle",), heel_recovery),
    Spec(
        "trunk_lean",
        "Forward lean of the trunk in stance",
        "deg",
        "sagittal",
        ("@trunk_lean",),
        in_stance("trunk_lean", "mean"),
    ),
    Spec(
        "vertical_oscillation",
        "Vertical oscillation of the pelvis",
        "mm",
        "space",
        ("hip",),
        oscillation_mm,
        scaled=True,
    ),
    Spec("vertical_oscillation_leg", "Vertical oscillation against the leg", _LEG, "space", ("hip",), oscillation_leg),
    Spec(
        "vertical_ratio",
        "Vertical oscillation against step length",
        "percent",
        "space",
        ("hip",),
        vertical_ratio,
        scaled=True,
    ),
    Spec("head_bob", "Up and down of the head", _LEG, "space", ("~head",), head_bob),
    Spec("arm_swing", "Swing of the upper arm", "deg", "sagittal", ("@upper_arm",), in_stride("upper_arm", "ptp")),
    Spec("elbow_angle", "Elbow bend", "deg", "sagittal", ("@elbow_flexion",), in_stride("elbow_flexion", "mean")),
    Spec(
        "pelvic_drop",
        "Pelvic drop on the free side",
        "deg",
        "frontal",
        ("@pelvic_drop",),
        in_stance("pelvic_drop", "max"),
    ),
    Spec(
        "hip_adduction_peak",
        "Peak hip adduction in stance",
        "deg",
        "frontal",
        ("@hip_adduction",),
        in_stance("hip_adduction", "max"),
    ),
    Spec(
        "hip_adduction_excursion",
        "Hip adduction from strike to peak",
        "deg",
        "frontal",
        ("@hip_adduction",),
        excursion("hip_adduction"),
        "strike",
    ),
    Spec("knee_window", "Gap between the knees", _LEG, "frontal", ("knee", "knee'"), knee_gap),
    Spec("step_width", "Step width", "m", "frontal", ("ankle", "ankle'"), step_width, scaled=True),
    Spec("crossover", "Foot outside the midline in mid-stance", _LEG, "frontal", ("ankle", "hip"), crossover),
    Spec(
        "rearfoot_eversion_peak",
        "Peak rearfoot eversion",
        "deg",
        "frontal",
        ("@rearfoot_eversion",),
        in_stance("rearfoot_eversion", "max"),
        estimate=True,
    ),
    Spec("trunk_side_lean", "Lean of the trunk to the stance side", "deg", "frontal", ("@trunk_side_lean",), side_lean),
    Spec("head_sway", "Head from side to side over the pelvis", _LEG, "frontal", ("~head", "hip"), head_sway),
    Spec("arm_crossover", "Hand outside the midline, least", _LEG, "frontal", ("wrist", "shoulder"), arm_cross),
    Spec("heel_whip", "Heel whip after toe-off, inward", "deg", "transverse", ("@toe_out",), heel_whip, estimate=True),
    Spec(
        "trunk_on_pelvis",
        "Turning of the trunk against the pelvis",
        "deg",
        "transverse",
        ("@trunk_on_pelvis",),
        in_stride("trunk_on_pelvis", "ptp"),
    ),
)


def missing_for(spec: Spec, gait: Gait, side: Side) -> list[str]:
    """Points and angles the metric needs and the recording does not have."""
    missing = []
    for need in spec.needs:
        if need == "~head":
            if not any(
                name in gait.track.points for name in ("head", "nose", "neck", *(sided("ear", s) for s in SIDES))
            ):
                missing.append("head")
        elif need.startswith("@"):
            name = need[1:]
            if name not in gait.angles and sided(name, side) not in gait.angles:
                missing.append("the points it is found from")
        else:
            name = sided(need.rstrip("'"), side.mirrored if need.endswith("'") else side)
            if name not in gait.track.points:
                missing.append(name.replace("_", " "))
    return missing
