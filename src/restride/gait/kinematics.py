"""Angles of segments and joints. Signs and zeros stand on the conventions page, docs/gait.md.

Sagittal angles lie in the plane of running (x forward, y up), frontal ones in the plane across it (z right,
y up), for every source alike, so that a marker recording and a side view measure the same thing::

    thigh, shank, trunk   against the vertical; positive when the far end is ahead (trunk: leaning forward)
    knee  = thigh − shank          0 straight, positive bent
    hip   = thigh + pelvis tilt    0 thigh in line with the pelvis' upright, positive bent
    foot  = sole against the ground of its own mid-stance, positive toe up
    ankle = foot − shank           0 at a right angle, positive dorsiflexed
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from restride.gait.track import SIDES, Floats, Track, sided
from restride.model.words import Side

#: One radian; numpy's degrees() takes five times as long. [deg]
_RADIAN = 180 / np.pi


def _direction(towards: Floats, along: Floats) -> Floats:
    """Angle of a line against one axis, positive towards the other, from its parts on both [deg]."""
    found = np.arctan2(towards, along)
    found *= _RADIAN
    return np.asarray(found)


def _against_vertical(near: Floats, far: Floats, axis: int) -> Floats:
    """Angle of the downward segment near → far against the vertical, positive towards the axis [deg]."""
    return _direction(far[:, axis] - near[:, axis], near[:, 1] - far[:, 1])


def _sign(side: Side) -> float:
    """Positive towards the midline: +1 for the left leg (z right), −1 for the right."""
    return 1.0 if side is Side.LEFT else -1.0


def angles(track: Track) -> dict[str, Floats]:
    """Every angle the track allows, name → (frames,) [deg].

    The foot's angle is still against the horizontal of its markers; :func:`level_feet` sets its zero.
    """
    found: dict[str, Floats] = {}
    if track.view in ("space", "side"):
        _sagittal(track, found)
    if track.view in ("space", "rear", "front"):
        _frontal(track, found)
    if track.view == "space":
        _transverse(track, found)
    return found


def _sagittal(track: Track, found: dict[str, Floats]) -> None:
    tilt = _pelvis_tilt(track)
    if tilt is not None:
        found["pelvis_tilt"] = tilt
    hips, shoulders = track.middle("hip"), track.middle("shoulder")
    top = shoulders if shoulders is not None else track.points.get("neck")
    if hips is not None and top is not None:
        found["trunk_lean"] = -_against_vertical(top, hips, 0)
    for side in SIDES:
        hip, knee, ankle, heel, toe = (
            track.points.get(sided(point, side)) for point in ("hip", "knee", "ankle", "heel", "toe")
        )
        if hip is not None and knee is not None:
            thigh = _against_vertical(hip, knee, 0)
            found[sided("thigh", side)] = thigh
            if tilt is not None:
                found[sided("hip_flexion", side)] = thigh + tilt
            elif "trunk_lean" in found:
                found[sided("hip_flexion", side)] = thigh + found["trunk_lean"]
        if knee is not None and ankle is not None:
            found[sided("shank", side)] = _against_vertical(knee, ankle, 0)
            if sided("thigh", side) in found:
                found[sided("knee_flexion", side)] = _half_turn(
                    found[sided("thigh", side)] - found[sided("shank", side)]
                )
        back = heel if heel is not None else ankle
        front = _front_of_foot(track, side) if toe is None else toe
        if back is not None and front is not None:
            found[sided("foot", side)] = _direction(front[:, 1] - back[:, 1], front[:, 0] - back[:, 0])
        _arm(track, side, found)


def _arm(track: Track, side: Side, found: dict[str, Floats]) -> None:
    shoulder, elbow, wrist = (track.points.get(sided(point, side)) for point in ("shoulder", "elbow", "wrist"))
    if shoulder is not None and elbow is not None:
        found[sided("upper_arm", side)] = _against_vertical(shoulder, elbow, 0)
        if wrist is not None:
            found[sided("elbow_flexion", side)] = _angle_between(elbow - shoulder, wrist - elbow, track.view)


def _front_of_foot(track: Track, side: Side) -> Floats | None:
    for point in ("ball_medial", "ball_lateral"):
        if (name := sided(point, side)) in track.points:
            return track.points[name]
    return None


def _angle_between(first: Floats, second: Floats, view: str) -> Floats:
    if view == "side":
        first, second = first[:, :2], second[:, :2]
    lengths = np.linalg.norm(first, axis=1) * np.linalg.norm(second, axis=1)
    return np.asarray(np.degrees(np.arccos(np.clip(np.sum(first * second, axis=1) / lengths, -1, 1))))


def _half_turn(angle: Floats) -> Floats:
    """Angles brought into −180 to 180 [deg]."""
    return np.asarray(angle - 360 * np.floor((angle + 180) / 360))


def _pelvis_tilt(track: Track) -> Floats | None:
    """Forward tilt of the line from sacrum to iliac spines against the horizontal; positive: front low [deg]."""
    front = track.middle("asis")
    back = track.middle("psis")
    if back is None:
        back = track.points.get("sacrum")
    if front is None or back is None:
        return None
    # In the plane of running the line shortens as the pelvis turns: its length in space carries the angle.
    along = np.hypot(front[:, 0] - back[:, 0], front[:, 2] - back[:, 2])
    return _direction(back[:, 1] - front[:, 1], along)


def _frontal(track: Track, found: dict[str, Floats]) -> None:
    pair = next((p for p in ("asis", "hip", "psis") if track.has(*(sided(p, s) for s in SIDES))), None)
    if pair is not None:
        left, right = (track.points[sided(pair, side)] for side in SIDES)
        across = np.hypot(right[:, 2] - left[:, 2], right[:, 0] - left[:, 0])
        # Positive: the right side is the higher one, so the left has dropped.
        found["pelvis_list"] = _direction(right[:, 1] - left[:, 1], across)
    hips, shoulders = track.middle("hip"), track.middle("shoulder")
    if hips is not None and shoulders is not None:
        found["trunk_side_lean"] = -_against_vertical(shoulders, hips, 2)
    for side in SIDES:
        hip, knee, ankle, heel = (track.points.get(sided(point, side)) for point in ("hip", "knee", "ankle", "heel"))
        if "pelvis_list" in found:
            # Drop of the free side, seen from the stance leg.
            found[sided("pelvic_drop", side)] = -_sign(side) * found["pelvis_list"]
        if hip is not None and knee is not None and "pelvis_list" in found:
            thigh = _sign(side) * _against_vertical(hip, knee, 2)
            found[sided("hip_adduction", side)] = thigh + found[sided("pelvic_drop", side)]
        # In space one heel marker lies behind the ankle, not below it: only a picture shows the heel's line.
        if track.view in ("rear", "front") and knee is not None and ankle is not None and heel is not None:
            shank, rear = (_against_vertical(a, b, 2) for a, b in ((knee, ankle), (ankle, heel)))
            found[sided("rearfoot_eversion", side)] = _half_turn(_sign(side) * (shank - rear))


def _transverse(track: Track, found: dict[str, Floats]) -> None:
    lines = {}
    for part, points in (("pelvis", ("asis", "hip")), ("trunk", ("shoulder",))):
        pair = next((p for p in points if track.has(*(sided(p, s) for s in SIDES))), None)
        if pair is not None:
            across = track.points[sided(pair, Side.RIGHT)] - track.points[sided(pair, Side.LEFT)]
            # Positive: turned to the left, the right side ahead.
            lines[part] = _direction(across[:, 0], across[:, 2])
    if len(lines) == 2:
        found["trunk_on_pelvis"] = lines["trunk"] - lines["pelvis"]
    for side in SIDES:
        heel, toe = (track.points.get(sided(point, side)) for point in ("heel", "toe"))
        if heel is not None and toe is not None:
            along = toe - heel
            # Positive: toes turned out.
            found[sided("toe_out", side)] = -_sign(side) * _direction(along[:, 2], along[:, 0])


def level_feet(found: Mapping[str, Floats], flat_frames: Mapping[Side, np.ndarray]) -> dict[str, Floats]:
    """Set the foot's zero to its own flat mid-stance, and give the ankle.

    Markers and key points sit at different heights on heel and toe; the sole is flat in mid-stance.
    ``flat_frames`` holds, for each side, the frames in which the foot lies flat.
    """
    out = dict(found)
    for side in SIDES:
        name = sided("foot", side)
        if name not in out:
            continue
        frames = flat_frames.get(side)
        if frames is None or not len(frames) or not np.isfinite(out[name][frames]).any():
            del out[name]
            continue
        out[name] = _half_turn(out[name] - np.nanmedian(out[name][frames]))
        if (shank := sided("shank", side)) in out:
            out[sided("ankle_dorsiflexion", side)] = out[name] - out[shank]
    return out


#: Angles shown as curves over the stride; those of trunk and pelvis over the strides of either foot.
CURVES = (
    "hip_flexion", "knee_flexion", "ankle_dorsiflexion", "foot", "trunk_lean", "pelvis_tilt",
    "pelvic_drop", "hip_adduction", "rearfoot_eversion",
)  # fmt: skip
