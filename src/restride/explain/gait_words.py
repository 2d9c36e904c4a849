"""The words of a gait report: units, numbers with their error, sides, grades, angles, findings."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from restride.model.gait import (
    Change,
    FormFinding,
    FormPattern,
    GaitComparison,
    GaitReport,
    Grade,
    Metric,
    PatternMember,
    Recording,
)
from restride.model.words import Side, State

#: Unit → how it stands after a number, decimals.
_UNITS: dict[str, tuple[str, int]] = {
    "ms": (" ms", 0), "deg": ("°", 1), "steps_per_min": (" steps/min", 1), "strides_per_min": (" strides/min", 1),
    "leg_length": (" % of the leg", 1), "percent": (" %", 1), "m": (" m", 3), "mm": (" mm", 0),
}  # fmt: skip
UNIT_NAMES = {
    "ms": "milliseconds", "deg": "degrees", "steps_per_min": "steps a minute", "strides_per_min": "strides a minute",
    "leg_length": "per cent of the leg", "percent": "per cent", "m": "metres", "mm": "millimetres",
}  # fmt: skip
#: What stands on top, where it was measured.
KEY_FIGURES = (
    "cadence", "contact_time", "duty_factor", "vertical_oscillation", "vertical_oscillation_leg",
    "foot_ahead_of_hip", "knee_flexion_contact", "knee_flexion_peak", "pelvic_drop",
)  # fmt: skip
SIDES = {Side.LEFT: "left", Side.RIGHT: "right", Side.BOTH: "both legs"}
GRADES: dict[Grade, str] = {"good": "Good", "usable": "Usable", "poor": "Poor"}
PLANES = {
    "time": "Timing", "space": "Lengths and heights", "sagittal": "Seen from the side",
    "frontal": "Seen from behind", "transverse": "Seen from above",
}  # fmt: skip
#: Angle → its name, what up means in the curve.
ANGLES = {
    "hip_flexion": ("Hip", "up: thigh forward"),
    "knee_flexion": ("Knee", "up: bent"),
    "ankle_dorsiflexion": ("Ankle", "up: toes towards the shin"),
    "foot": ("Foot against the ground", "up: toes up"),
    "trunk_lean": ("Trunk", "up: leaning forward"),
    "pelvis_tilt": ("Pelvic tilt", "up: front low"),
    "pelvic_drop": ("Pelvic drop", "up: the free side lower"),
    "hip_adduction": ("Hip adduction", "up: knee towards the midline"),
    "rearfoot_eversion": ("Rearfoot eversion", "up: rolling in"),
}
_ORIGINS = {
    "markers": "Markers in space", "skeleton": "A fitted skeleton", "keypoints": "Key points of a video",
    "video": "Video", "force": "Ground force", "imu": "Inertial sensor", "watch": "Watch",
}  # fmt: skip
#: How a recording's source ends its title.
_TITLES = {
    "markers": "with markers", "skeleton": "with markers", "keypoints": "on video", "video": "on video",
    "force": "on force plates", "imu": "with a sensor", "watch": "by watch",
}  # fmt: skip
#: What is counted where nothing was filmed.
_SAMPLES = {"force": "sample", "imu": "sample", "watch": "value"}
#: Rules of timing that bear a name.
_RULES = {"walk": "the foot’s speed over the ground"}
_VIEWS = {"space": "all sides", "side": "from the side", "rear": "from behind", "front": "from the front"}
VERDICTS = {
    "better": "Better", "worse": "Worse", "changed": "Changed", "no_real_change": "No real change",
    "not_comparable": "Not comparable",
}  # fmt: skip


def key_ids(measured: Collection[str]) -> list[str]:
    """Which key figures were measured; the height of a bounce is said once: in millimetres where there is a scale."""
    twice = "vertical_oscillation_leg" if "vertical_oscillation" in measured else None
    return [name for name in KEY_FIGURES if name in measured and name != twice]


def as_shown(value: float, unit: str) -> float:
    """A value in the unit in which people read it: leg lengths as per cent of the leg."""
    return 100 * value if unit == "leg_length" else value


def number(value: float, unit: str) -> str:
    """A value with the decimals its unit deserves and a true minus: «−1.4»."""
    text = f"{as_shown(value, unit):.{_UNITS.get(unit, ('', 2))[1]}f}"
    return text.removeprefix("-") if float(text) == 0 else text.replace("-", "−")


def unit_mark(unit: str) -> str:
    """What stands after the number: «°», « ms»."""
    return _UNITS.get(unit, (f" {unit}", 2))[0]


def with_unit(value: float, unit: str) -> str:
    """«240 ms», «15.8°»."""
    return number(value, unit) + unit_mark(unit)


def difference(value: float, error: float, unit: str) -> str:
    """Left minus right with its error: a decimal more in milliseconds, where it decides."""
    if unit == "ms":
        return f"{value:.1f} ± {error:.1f} ms".replace("-", "−")
    return f"{number(value, unit)} ± {number(error, unit)}{unit_mark(unit)}"


def with_error(value: float, error: float, unit: str) -> str:
    """«240 ms ± 5»."""
    return f"{with_unit(value, unit)} ± {number(error, unit)}"


def title_of(recording: Recording) -> str:
    """What was recorded: «Running on video»."""
    return f"{recording.locomotion.capitalize()} {_TITLES[recording.origin]}"


def recording_facts(recording: Recording) -> list[tuple[str, str]]:
    """The recording in pairs of name and value."""
    facts = [("Recording", recording.name), ("Source", _ORIGINS[recording.origin])]
    if recording.view in _VIEWS and recording.origin not in ("force", "imu", "watch"):
        near = f", {SIDES[recording.near_side]} leg near" if recording.near_side else ""
        facts.append(("Seen", _VIEWS[recording.view] + near))
    sample = _SAMPLES.get(recording.origin, "frame")
    facts.append(("Rate", f"{recording.rate_hz:.4g} {sample}{'s' if recording.rate_hz != 1 else ''} a second"))
    facts.append(("Length", f"{lasted(recording.duration_s)}, {recording.frames} {sample}s"))
    if recording.speed_m_s is not None:
        speed = f"{recording.speed_m_s:.2f} m/s ({3.6 * recording.speed_m_s:.1f} km/h)"
        facts.append(("Speed", f"{speed}, {recording.speed_from}" if recording.speed_from else speed))
    else:
        facts.append(("Speed", "not known"))
    if recording.pose_model is not None:
        facts.append(("Pose model", recording.pose_model))
    if recording.slow_motion is not None and recording.slow_motion != 1:
        facts.append(("Slow motion", f"{recording.slow_motion:.3g} times; the times here are those of life"))
    if recording.on_treadmill is not None:
        facts.append(("Where", "treadmill" if recording.on_treadmill else "over ground"))
    return facts


def lasted(duration_s: float) -> str:
    """«8.0 s»; «52 min 7 s» for a whole run."""
    minutes, rest_s = divmod(round(duration_s), 60)
    return f"{minutes} min {rest_s} s" if minutes else f"{duration_s:.1f} s"


def sureness(report: GaitReport) -> list[tuple[str, str]]:
    """How well the parts of this recording are known, as 95 % intervals."""
    rows = []
    for kind, name in (("strike", "Foot strike"), ("toe_off", "Toe-off")):
        widths = sorted(1000 * event.half_width_s for event in report.events if event.kind == kind)
        if widths:
            rows.append((name, f"± {widths[len(widths) // 2]:.0f} ms each"))
    for plane, name in (("sagittal", "Angles from the side"), ("frontal", "Angles from behind")):
        errors = sorted(m.error for m in report.metrics if m.plane == plane and m.unit == "deg" and "asym" not in m.id)
        if errors:
            rows.append((name, f"± {errors[0]:.1f} to {errors[-1]:.1f}°"))
    rules = sorted({_RULES.get(event.found_by, event.found_by).replace("+", " and ") for event in report.events})
    rows.append(("Events from", "; ".join(rules)))
    recording = report.recording
    if recording.point_noise is not None:
        noise = 1000 * recording.point_noise if recording.unit == "m" else recording.point_noise
        said = f"{noise:.1f}" if noise >= 0.05 else "under 0.1"
        rows.append(("Noise of points", f"{said} {'mm' if recording.unit == 'm' else 'px'}"))
    if recording.missing_share:
        rows.append(("Missing", f"up to {100 * recording.missing_share:.1f} % of frames of a point"))
    rows.append(("Knowledge", report.knowledge_version))
    return rows


def findings_together(report: GaitReport) -> list[tuple[FormFinding, ...]]:
    """The findings in the order of ``STATES``; legs of which the same is found stand together."""
    order = list(STATES)
    groups: dict[tuple[State, str], list[FormFinding]] = {}
    for one in sorted(report.findings, key=lambda one: order.index(one.state)):
        groups.setdefault((one.state, one.metric), []).append(one)
    return [tuple(found) for found in groups.values()]


def finding_title(found: Sequence[FormFinding], report: GaitReport) -> str:
    """«Knee flexion at strike, left»; without a side where both legs are meant."""
    name = metric_name(report, found[0])
    return name if len(found) > 1 or found[0].side is Side.BOTH else f"{name}, {SIDES[found[0].side]}"


STATES = {
    State.PRESENT: "Outside what is usual",
    State.ABSENT: "Within what is usual",
    State.UNKNOWN: "Too close to tell",
}


def finding_words(found: Sequence[FormFinding]) -> str:
    """Value of each leg, band, population, in one or two sentences."""
    finding = found[0]
    values = [with_error(one.value, one.error, one.unit) for one in found]
    if len(found) > 1:
        values = [f"{SIDES[one.side]} {value}" for one, value in zip(found, values, strict=True)]
    said = f"{', '.join(values)}."
    said = said[:1].upper() + said[1:]
    band = finding.band
    if band is None:
        return said
    usual = f"mean {with_unit(band.mean, finding.unit)}"
    if band.sd is not None and band.sds is not None:
        low, high = band.mean - band.sds * band.sd, band.mean + band.sds * band.sd
        usual = f"{number(low, finding.unit)} to {with_unit(high, finding.unit)}, mean ± {band.sds:g} SD"
    return f"{said} Usual: {usual} ({band.population})."


#: The clinic's words for patterns.
PATTERNS = {
    "overstriding": "Overstriding", "bouncing": "Bouncing", "collapsing": "Collapsing at mid-stance",
    "crossing_over": "Crossing over", "hip_drop": "Hip drop",
}  # fmt: skip
PATTERN_STATES = {State.PRESENT: "Seen", State.UNKNOWN: "Undecided", State.ABSENT: "Not seen"}
PATTERN_NOTE = (
    "A pattern is named only where several of its numbers agree and none contradicts. "
    "It is an observation, no fault and no cause by itself. Limits: the edge of what is usual near this speed, "
    "or a line of geometry such as the midline."
)


def pattern_title(pattern: FormPattern) -> str:
    """«Overstriding, left»."""
    return f"{PATTERNS[pattern.id]}, {SIDES[pattern.side]}"


def member_words(member: PatternMember) -> str:
    """«Step rate: 143.0 steps/min ± 1.2, below the limit of 158.0 steps/min»."""
    way, limit = "above" if member.above else "below", with_unit(member.limit, member.unit)
    verdict = {
        State.PRESENT: f"{way} the limit of {limit}",
        State.ABSENT: f"not {way} the limit of {limit}",
        State.UNKNOWN: f"too uncertain against the limit of {limit}",
    }[member.state]
    side = "" if member.side is Side.BOTH else f" ({SIDES[member.side]})"
    return f"{member.name}{side}: {with_error(member.value, member.error, member.unit)}, {verdict}"


def why_undecided(pattern: FormPattern) -> str | None:
    """Why nothing is said of a pattern; None where something is."""
    if pattern.state is not State.UNKNOWN:
        return None
    states = {member.state for member in pattern.members}
    if {State.PRESENT, State.ABSENT} <= states:
        return "Its numbers contradict each other."
    return "Too few of its numbers are certain enough to agree."


def patterns_in_short(report: GaitReport) -> str:
    """What was seen, in one sentence."""
    seen = [pattern_title(one) for one in report.patterns if one.state is State.PRESENT]
    if seen:
        return f"Seen: {listed(seen)}"
    if all(one.state is State.ABSENT for one in report.patterns):
        return "No pattern was found among those that could be measured."
    return "No pattern was found; what is undecided stands below."


def metric_name(report: GaitReport, finding: FormFinding) -> str:
    """What a finding is about, as the report calls it."""
    metric = report.metric(finding.metric, finding.side)
    return metric.name if metric is not None else finding.metric.replace("_", " ")


def listed(names: list[str], *, most: int = 12) -> str:
    """«Step rate, pelvic drop and 3 more.»."""
    if not names:
        return ""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    first, *rest = names[:most]
    return ", ".join([first, *(name[:1].lower() + name[1:] for name in rest)]) + more + "."


def missing_by_reason(report: GaitReport) -> dict[str, list[str]]:
    """What was not measured: each reason, with the names of the numbers it holds for."""
    reasons: dict[str, list[str]] = {}
    for one in report.not_measured:
        reasons.setdefault(one.because, []).append(one.name)
    return reasons


def asymmetry_words(metric: Metric) -> str:
    """Whether a difference between the legs is more than its error, and which way."""
    if abs(metric.value) <= metric.error:
        return "No difference can be claimed"
    return "Left more" if metric.value > 0 else "Right more"


def unmoved_words(comparison: GaitComparison) -> str:
    """What is said where no number moved: that none did, or that none could be held against the other."""
    decided = any(one.verdict == "no_real_change" for one in comparison.changes)
    return "Nothing changed." if decided else "Nothing could be compared."


def signed(value: float, unit: str) -> str:
    """«+3.0», «−1.4», and «0.0» where nothing is left of it."""
    text = number(value, unit)
    return f"+{text}" if value > 0 and text.strip("0.") else text


def change_words(change: Change) -> str:
    """«+3.0 steps/min»."""
    return signed(change.difference, change.unit) + unit_mark(change.unit)


def compared_words(comparison: GaitComparison) -> str:
    """What is held against what, and when a change counts."""
    return (
        f"{comparison.before} → {comparison.after}. A change counts only above the smallest real change, and is better "
        "or worse only where a finding or a pattern was or is seen."
    )
