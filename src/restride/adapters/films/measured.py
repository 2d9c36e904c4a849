"""A measured movement on the drawn runner: markers or a skeleton turn into joint angles and are drawn."""

from __future__ import annotations

import numpy as np
import scipy

from restride.figure.runner.anatomy import OUTWARD, Anatomy, anatomy
from restride.figure.runner.chain import pelvis_turn, stand, trunk_turn
from restride.figure.runner.motion import Contact, Motion, still_angles
from restride.figure.runner.turning import Floats, about_y, about_z, back, flexion_first
from restride.gait.context import Gait
from restride.gait.track import SIDES, sided
from restride.model.errors import PlainError
from restride.model.words import Side

#: Without these nobody can be drawn.
NEEDED = ("hip", "knee", "ankle", "shoulder")
#: Where arms were not measured they hang like this. [degrees]
ARMS = {"shoulder_flexion": -8.0, "shoulder_abduction": 14.0, "shoulder_rotation": 28.0, "elbow_flexion": 88.0}
#: Tilt of a pelvis whose front was not measured. [degrees]
USUAL_TILT_DEG = 9.0


def measured_motion(gait: Gait) -> Motion:
    """The movement of a recording that was analysed, on a body with legs as long as the runner's.

    The angles are the measured ones as far as hinges allow: knees and elbows bend in one plane. Contacts are those that
    the analysis found, so they are as good as it is; feet may slide by the difference of the two bodies.

    Raises
    ------
    PlainError
        A picture instead of space, or points that are missing.
    """
    track = gait.track
    if track.view != "space" or track.unit != "m":
        raise PlainError(f"{track.name} is no recording in space, so no body is drawn from it; give markers or a BVH.")
    missing = [name for point in NEEDED for side in SIDES if (name := sided(point, side)) not in track.points]
    if missing:
        raise PlainError(f"{track.name} has no {missing[0].replace('_', ' ')}, so no body can be drawn from it.")
    at = {name: _filled(values) for name, values in track.points.items()}
    clock = track.time_s - track.time_s[0]
    body = _as_tall(at)
    angles = still_angles(len(clock))
    angles |= {f"{name}_{side.value}": np.full(len(clock), value) for name, value in ARMS.items() for side in SIDES}
    _middle(at, angles, gait)
    for side in SIDES:
        _leg(at, angles, gait, side)
        _arm(at, angles, side)
    root = (at["hip_left"] + at["hip_right"]) / 2
    speed = float(np.polyfit(clock, root[:, 0], 1)[0])
    root = root - np.stack([speed * clock + root[0, 0], 0 * clock, np.full(len(clock), root[:, 2].mean())], axis=1)
    contacts = contacts_of(gait)
    root[:, 1] -= floor_of(body, root, angles)
    if abs(speed) < 0.5:  # on a treadmill the ground moves instead
        speed = gait.speed.value_m_s or 0.0
    return Motion(track.name, body, clock, root, angles, contacts, speed_m_s=speed, is_loop=False)


def _filled(values: Floats) -> Floats:
    """Gaps closed by straight lines."""
    seen = np.isfinite(values).all(axis=1)
    if seen.all():
        return values
    if not seen.any():
        raise PlainError("A point of the body is never seen, so no body can be drawn from this recording.")
    rows = np.arange(len(values))
    return np.stack([np.interp(rows, rows[seen], values[seen, axis]) for axis in range(3)], axis=1)


def _as_tall(at: dict[str, Floats]) -> Anatomy:
    """A body whose legs are as long as the measured ones."""
    legs = [
        np.median(np.linalg.norm(at[f"{a}_{side.value}"] - at[f"{b}_{side.value}"], axis=1))
        for side in SIDES
        for a, b in (("hip", "knee"), ("knee", "ankle"))
    ]
    usual = anatomy()
    return anatomy(float(sum(legs) / 2 / usual.leg * usual.stature))


def floor_of(body: Anatomy, root: Floats, angles: dict[str, Floats]) -> float:
    """How high the lowest foot is in the usual step."""
    laid = stand(body, root, angles)
    low = np.min([laid.at[f"{point}_{side.value}"][:, 1] for point in ("heel", "ball") for side in SIDES], axis=0)
    return float(np.percentile(low, 10))


def contacts_of(gait: Gait) -> tuple[Contact, ...]:
    """Contacts that the analysis found, from the first frame on."""
    start = float(gait.track.time_s[0])
    found = []
    for side in SIDES:
        offs = [event.time_s for event in gait.events if event.kind == "toe_off" and event.side is side]
        for event in gait.events:
            later = [off for off in offs if off > event.time_s]
            if event.kind == "strike" and event.side is side and later:
                found.append(Contact(side.value, event.time_s - start, min(later) - start))
    return tuple(sorted(found, key=lambda one: one.strike_s))


def _middle(at: dict[str, Floats], angles: dict[str, Floats], gait: Gait) -> None:
    across = at["hip_right"] - at["hip_left"]
    angles["pelvis_turn"] = np.degrees(np.arctan2(across[:, 0], across[:, 2]))
    angles["pelvis_list"] = np.degrees(np.arctan2(across[:, 1], np.hypot(across[:, 0], across[:, 2])))
    tilt = gait.angles.get("pelvis_tilt")
    angles["pelvis_tilt"] = np.full(len(across), USUAL_TILT_DEG) if tilt is None else _calm(tilt)
    shoulders = at["shoulder_right"] - at["shoulder_left"]
    up = (at["shoulder_right"] + at["shoulder_left"] - at["hip_right"] - at["hip_left"]) / 2
    angles["trunk_turn"] = np.degrees(np.arctan2(shoulders[:, 0], shoulders[:, 2]))
    up = np.einsum("fji,fj->fi", about_y(angles["trunk_turn"]), up)
    angles["trunk_side"] = np.degrees(np.arctan2(up[:, 2], up[:, 1]))
    angles["trunk_lean"] = np.degrees(np.arctan2(up[:, 0], np.hypot(up[:, 1], up[:, 2])))


def _calm(values: Floats) -> Floats:
    seen = np.isfinite(values)
    rows = np.arange(len(values))
    if not seen.any():
        return np.zeros(len(values))
    return np.asarray(scipy.signal.medfilt(np.interp(rows, rows[seen], values[seen]), 3))


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9))


def _hinged(bone: Floats, hinge: Floats) -> Floats:
    """The frame of a bone that points down along ``bone`` and bends about what of ``hinge`` is across it."""
    up = -_unit(bone)
    across = _unit(hinge - np.sum(hinge * up, axis=1, keepdims=True) * up)
    return np.stack([np.cross(up, across), up, across], axis=2)


def _bend(frame: Floats, bone: Floats) -> Floats:
    """How far the next bone is turned forward in the plane of this frame. [degrees]."""
    way = np.einsum("fji,fj->fi", frame, bone)
    return np.asarray(np.degrees(np.arctan2(way[:, 0], -way[:, 1])))


def _leg(at: dict[str, Floats], angles: dict[str, Floats], gait: Gait, side: Side) -> None:
    name, out = side.value, OUTWARD[side.value]
    pelvis = pelvis_turn(angles)
    hip, knee, ankle = (at[f"{point}_{name}"] for point in ("hip", "knee", "ankle"))
    thigh = _hinged(knee - hip, pelvis[:, :, 2])
    flexion, adduction, rotation = flexion_first(back(pelvis) @ thigh)
    bent = -_bend(thigh, ankle - knee)
    angles[f"hip_flexion_{name}"], angles[f"knee_flexion_{name}"] = flexion, bent
    angles[f"hip_adduction_{name}"], angles[f"hip_rotation_{name}"] = out * adduction, out * rotation
    pitch = gait.angles.get(sided("foot", side))
    if pitch is None:
        return
    shank = thigh @ about_z(-bent)
    heading = np.degrees(np.arctan2(shank[:, 2, 0], shank[:, 0, 0]))
    foot = about_y(-heading) @ about_z(_calm(pitch))
    dorsiflexion, inversion, turned = flexion_first(back(shank) @ foot)
    angles[f"ankle_dorsiflexion_{name}"] = dorsiflexion
    angles[f"ankle_inversion_{name}"], angles[f"foot_adduction_{name}"] = out * inversion, out * turned


def _arm(at: dict[str, Floats], angles: dict[str, Floats], side: Side) -> None:
    name, out = side.value, OUTWARD[side.value]
    if not all(f"{point}_{name}" in at for point in ("elbow", "wrist")):
        return
    shoulder, elbow, wrist = (at[f"{point}_{name}"] for point in ("shoulder", "elbow", "wrist"))
    trunk = trunk_turn(angles)
    # The elbow bends about the axis across both bones; a straight arm about the body's.
    both = np.cross(elbow - shoulder, wrist - elbow)
    upper = _hinged(elbow - shoulder, both + 1e-3 * trunk[:, :, 2])
    flexion, abduction, rotation = flexion_first(back(trunk) @ upper)
    angles[f"shoulder_flexion_{name}"], angles[f"elbow_flexion_{name}"] = flexion, _bend(upper, wrist - elbow)
    angles[f"shoulder_abduction_{name}"], angles[f"shoulder_rotation_{name}"] = -out * abduction, out * rotation
