"""The clinic's movement tests from a track: single-leg squat, step-down, heel raises, hops, lunge to the wall.

    track ─► up, forward, filtered ─► the tested leg ─► its signal ─► repetitions ─► numbers with errors ─► exam

What a therapist scores by eye (quality of squat and step-down) is not scored here: the angles stand beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import msgspec
import numpy as np

from restride.gait.body import segment_lengths
from restride.gait.filtering import evenly_spaced, fill_gaps, low_pass, noise_after, point_noise
from restride.gait.hops import HOPS, hop, hop_distance
from restride.gait.kinematics import angles
from restride.gait.method import Method, method_of
from restride.gait.metrics import worse
from restride.gait.movement_parts import BEST, Result, Seen, count_of, number_of, repetitions_of
from restride.gait.numerics import TWO_SIDED
from restride.gait.orientation import oriented
from restride.gait.repair import repaired
from restride.gait.repetitions import cut_ends, turns
from restride.gait.sides import check_sides
from restride.gait.taking_turns import check_stands
from restride.gait.track import SIDES, Floats, Track, TrackError, leg_length, sided
from restride.knowledge.load import Knowledge
from restride.model.gait import NotMeasured, Quality
from restride.model.movement import (
    MovementEntry,
    MovementName,
    MovementNumber,
    MovementReport,
)
from restride.model.words import Side

MOVEMENTS: tuple[MovementName, ...] = (
    "single_leg_squat", "step_down", "heel_raise", "hop", "hop_distance", "triple_hop", "lunge",
)  # fmt: skip
#: Numbers that rest on when a foot leaves the ground or lands.
_TIMED = frozenset({"flight_time", "contact_time", "hop_height"})
#: Movement → test of the knowledge, number that goes into it, factor to its unit, the unit.
EXAM: dict[str, tuple[str, str, float, str]] = {
    "heel_raise": ("heel_raise", "count", 1.0, "repetitions"),
    "hop": ("hop30", "count", 1.0, "repetitions"),
    "hop_distance": ("slhop_dist", "distance", 100.0, "cm"),
    "triple_hop": ("triple_hop", "distance", 100.0, "cm"),
    "lunge": ("wblt_angle", "shin_angle", 1.0, "deg"),
}


def analyse_movement(
    track: Track,
    movement: MovementName,
    knowledge: Knowledge,
    *,
    side: Side | None = None,
    metres_per_unit: float | None = None,
) -> MovementReport:
    """Measure one movement test.

    Parameters
    ----------
    track : Track
        Named points; see :class:`restride.gait.track.Track`.
    movement : str
        One of :data:`MOVEMENTS`.
    side : Side, optional
        The tested leg; found where it is not given.
    metres_per_unit : float, optional
        Scale of a picture [m/px].

    Raises
    ------
    TrackError
        In one sentence: why the test cannot be measured, and what to do.
    """
    return measure_movement(track, movement, knowledge, side=side, metres_per_unit=metres_per_unit)[0]


def measure_movement(
    track: Track,
    movement: MovementName,
    knowledge: Knowledge,
    *,
    side: Side | None = None,
    metres_per_unit: float | None = None,
) -> tuple[MovementReport, Seen]:
    """As :func:`analyse_movement`, with the oriented and filtered track that the numbers were read from."""
    method = method_of(knowledge)
    if metres_per_unit is not None and track.unit != "m":
        track = replace(track, points={k: v * metres_per_unit for k, v in track.points.items()}, unit="m")
    place = oriented(repaired(evenly_spaced(track), method.track), method.track).track
    check_sides(place, method.track)
    if place.view in ("rear", "front") and movement not in ("single_leg_squat", "step_down", "heel_raise", "hop"):
        raise TrackError("This test is measured from the side; film the tested leg from its side, at hip height.")
    cutoff = method.track.body_cutoff if movement in ("hop", *HOPS) else knowledge.number("gait_movements", "cutoff")
    smooth = _smoothed(place, method, cutoff)
    tested = side if side in SIDES else _tested(smooth, movement)
    leg = leg_length(smooth)
    shaking = point_noise(place)
    check_stands(smooth, movement, leg, shaking, knowledge, method)
    noise = noise_after(shaking, 0, cutoff, place.rate_hz)
    seen = Seen(smooth, tested, leg, method, knowledge, angles(smooth), segment_lengths(smooth, leg), noise)
    result = _MEASURES[movement](seen)
    if not result.repetitions:
        raise TrackError(
            f"No repetition of '{movement.replace('_', ' ')}' is seen in {track.name}: the {tested.value} leg hardly "
            "moves as it would; name the movement and the side, and film the whole test."
        )
    report = MovementReport(
        name=track.name, movement=movement, side=tested, origin=track.origin, view=smooth.view,
        rate_hz=smooth.rate_hz, duration_s=smooth.duration_s, quality=_quality(seen, side),
        repetitions=tuple(result.repetitions), numbers=tuple(_timed(one, seen) for one in result.numbers),
        exam=tuple(_entries(movement, tested, result.numbers)), not_measured=tuple(result.missing),
        knowledge_version=knowledge.version,
    )  # fmt: skip
    return report, seen


def _smoothed(track: Track, method: Method, cutoff_hz: float) -> Track:
    points = {
        name: low_pass(
            fill_gaps(values, track.time_s, method.track.gap_fill), track.rate_hz, cutoff_hz, method.track.nyquist_share
        )
        for name, values in track.points.items()
    }
    return track.with_points(points)


def _tested(track: Track, movement: MovementName) -> Side:
    """The leg that stands: its toe moves least; of a lunge the one in front, of hops the lower one."""
    toes = {side: track.points.get(sided("toe", side), track.points.get(sided("ankle", side))) for side in SIDES}
    if any(values is None for values in toes.values()):
        raise TrackError("Both feet are needed to tell which leg is tested; name the side.")
    if movement == "lunge":
        ahead = {side: float(np.nanpercentile(values[:, 0], 95)) for side, values in toes.items() if values is not None}
        return max(ahead, key=lambda side: ahead[side])
    if movement in ("hop", *HOPS):
        low = {side: float(np.nanmedian(values[:, 1])) for side, values in toes.items() if values is not None}
        return min(low, key=lambda side: low[side])
    way = {
        side: float(np.nansum(np.abs(np.diff(values[:, :2], axis=0)))) for side, values in toes.items()
        if values is not None
    }  # fmt: skip
    return min(way, key=lambda side: way[side])


def _quality(seen: Seen, side: Side | None) -> Quality:
    reasons = []
    if seen.track.rate_hz < seen.method.track.rate_usable:
        reasons.append(f"{seen.track.rate_hz:.0f} frames a second; 120 or more time it better.")
    if side is None:
        reasons.append(f"The tested leg was not named; the {seen.side.value} one was found.")
    reasons += list(seen.track.notes)
    return Quality(grade="usable" if reasons else "good", reasons=tuple(reasons))


def _timed(number: MovementNumber, seen: Seen) -> MovementNumber:
    """A time, or a height found from one, is usable at best where a frame takes long."""
    rate_hz = seen.track.rate_hz
    if number.id not in _TIMED or rate_hz >= seen.method.track.rate_usable:
        return number
    why = f"{rate_hz:.0f} frames a second: one frame is {1000 / rate_hz:.0f} ms."
    return msgspec.structs.replace(number, grade=worse("usable", number.grade), reasons=(*number.reasons, why))


def _entries(movement: MovementName, side: Side, numbers: list[MovementNumber]) -> list[MovementEntry]:
    entry = EXAM.get(movement)
    number = next((one for one in numbers if entry is not None and one.id == entry[1]), None)
    if entry is None or number is None or number.grade == "poor":
        return []
    test, _, factor, unit = entry
    # Rounded up: an error is never said smaller than it is.
    error = math.ceil(10 * factor * number.error - 1e-9) / 10
    value = f"{factor * number.value:.0f} {unit}"
    return [MovementEntry(test=test, side=side, value=value, error=f"{error:g} {unit}")]


def _squat(seen: Seen) -> Result:
    """Knee bend by repetition in a side view or space; pelvis and thigh across in a view from behind or in front."""
    name = sided("knee_flexion", seen.side)
    if name in seen.found:
        signal = seen.found[name]
    else:
        # From behind the body sinks as the knee bends.
        hips = seen.track.middle("hip")
        if hips is None:
            raise TrackError("Neither knee bend nor the height of the hips is seen, so no repetition can be found.")
        signal = -hips[:, 1] / seen.leg
    least, share = seen.fact("squat_least" if name in seen.found else "sink_least"), seen.fact("range_share")
    found = turns(signal, seen.track.time_s, least=least, share=share)
    at = np.array([one.frame for one in found], dtype=int)
    sizes = signal[at] if name in seen.found else np.array([one.height for one in found])
    repetitions = repetitions_of(found, sizes, seen)
    cut = cut_ends(signal, seen.track.time_s, found, least=least, share=share)
    numbers: list[MovementNumber | None] = [count_of(repetitions, cut, seen)] if repetitions else []
    missing = []
    rows = (
        ("knee_flexion", "knee_flexion_peak", "Knee bend at the lowest point", "knee_flexion"),
        ("hip_flexion", "hip_flexion", "Hip bend at the lowest point", "hip_flexion"),
        ("shank", "shin_lean", "Forward lean of the shin at the lowest point", "shank"),
    )
    for angle, label_id, label, error in rows:
        if (full := sided(angle, seen.side)) in seen.found:
            values = seen.found[full][at] * (-1 if angle == "shank" else 1)
            numbers.append(number_of(label_id, label, values, "deg", seen.angle_error(error)))
        else:
            missing.append(NotMeasured(id=label_id, name=label, because="Seen from the side only."))
    if "trunk_lean" in seen.found:
        lean = seen.found["trunk_lean"][at]
        numbers.append(
            number_of("trunk_lean", "Forward lean of the trunk", lean, "deg", seen.angle_error("trunk_lean"))
        )
    across = (
        ("pelvic_drop", "Pelvic drop on the free side at the lowest point"),
        ("hip_adduction", "Thigh inward against the pelvis at the lowest point"),
    )
    for angle, label in across:
        if (full := sided(angle, seen.side)) in seen.found:
            values = seen.found[full][at]
            why = (
                ("Frontal angles of a picture do not agree with those in space.",) if seen.track.view != "space" else ()
            )
            numbers.append(
                number_of(angle, label, values, "deg", seen.method.errors.across_angle_sd,
                        grade="usable" if why else "good", reasons=why)
            )  # fmt: skip
        else:
            missing.append(NotMeasured(id=angle, name=label, because="Seen from behind or in front only."))
    missing.append(
        NotMeasured(id="quality", name="Quality of the movement", because="A therapist scores it; the angles help.")
    )
    return Result(repetitions, [one for one in numbers if one is not None], missing)


def _heel_raise(seen: Seen) -> Result:
    """The heel against the toe; count, height, and how much of it is left at the end."""
    heel, toe = seen.point("heel")[:, 1], seen.point("toe")[:, 1]
    rise = (heel - toe) / seen.leg
    time, least, share = seen.track.time_s, seen.fact("rise_least"), seen.fact("range_share")
    found = turns(rise, time, least=least, share=share)
    heights = np.array([one.height for one in found])
    metres = seen.track.unit == "m"
    unit, scale = ("mm", 1000 * seen.leg) if metres else ("leg_length", 1.0)
    repetitions = repetitions_of(found, heights * scale, seen)
    if not repetitions:
        return Result([], [], [])
    errors = seen.method.errors
    # A rise is a difference of one point's places: of placement little is left, of the scale all.
    lengthened = np.hypot(errors.range_length_share, errors.scale_share if seen.track.origin == "video" else 0.0)
    full = np.array([one.size for one in repetitions if one.full])
    numbers: list[MovementNumber | None] = [
        count_of(repetitions, cut_ends(rise, time, found, least=least, share=share), seen),
        number_of("height", "Height of the heel", full, unit, float(lengthened * full.mean())),
        number_of("pace", "Time of one raise", np.diff([one.turn_s for one in found]), "s", 1 / seen.track.rate_hz),
        _fatigue(heights),
    ]
    missing = []
    if not metres:
        missing.append(NotMeasured(id="height_mm", name="Height in millimetres",
                                   because="There is no scale in the picture; give the runner's height."))  # fmt: skip
    return Result(repetitions, [one for one in numbers if one is not None], missing)


def _fatigue(heights: Floats) -> MovementNumber | None:
    """Height of the last three against the best three, in percent less."""
    # The last three are none of the best three.
    if len(heights) < 2 * BEST:
        return None
    best, last = np.sort(heights)[-BEST:], heights[-BEST:]
    lost = 100 * (1 - last.mean() / best.mean())
    spread = 100 * np.hypot(best.std(ddof=1), last.std(ddof=1)) / np.sqrt(BEST) / best.mean()
    return MovementNumber(id="height_lost", name="Height lost at the end", value=float(lost), unit="percent",
                          error=float(TWO_SIDED * spread), n=2 * BEST)  # fmt: skip


def _lunge(seen: Seen) -> Result:
    """Greatest forward lean of the front shin while its heel is down, by repetition."""
    name = sided("shank", seen.side)
    if name not in seen.found:
        raise TrackError("Knee and ankle of the front leg are needed for the angle of the shin.")
    lean, heel = -seen.found[name], seen.point("heel")[:, 1]
    # The front heel stands for most of the test; the lowest it reads is where the foot is set down, or the model errs.
    down = heel <= np.nanpercentile(heel, 40) + seen.fact("heel_down") * seen.leg
    bend = seen.found[sided("knee_flexion", seen.side)]
    time = seen.track.time_s
    tops = turns(bend, time, least=seen.fact("squat_least"), share=seen.fact("range_share"))
    # Where the heel is up at the turn the leg swings, or the try does not count.
    found = [one for one in tops if down[one.frame]]
    inside = [(time >= one.start_s) & (time <= one.end_s) & down for one in found]
    sizes = np.array([float(np.nanmax(lean[part])) for part in inside])
    numbers: list[MovementNumber | None] = []
    if len(sizes):
        best = np.sort(sizes)[-BEST:]
        numbers.append(number_of("shin_angle", "Lean of the shin with the heel down, best three", best, "deg",
                               seen.angle_error("shank")))  # fmt: skip
    return Result(repetitions_of(found, sizes, seen), [one for one in numbers if one is not None], [])


_MEASURES: dict[MovementName, Callable[[Seen], Result]] = {
    "single_leg_squat": _squat,
    "step_down": _squat,
    "heel_raise": _heel_raise,
    "hop": hop,
    **{name: partial(hop_distance, hops=hops) for name, hops in HOPS.items()},
    "lunge": _lunge,
}
