"""From joint angles to where every joint of the runner is in space.

Axes x forward, y up, z to the runner's right; all angles in degrees::

    pelvis_tilt, trunk_lean, head_nod      forward is plus, against the upright
    pelvis_list, trunk_side                right side up; leaning to the right
    pelvis_turn, trunk_turn                right side ahead
    hip_flexion, knee_flexion, ankle_dorsiflexion, toe_extension, shoulder_flexion, elbow_flexion
    hip_adduction, hip_rotation (inward), ankle_inversion, foot_adduction, shoulder_abduction,
    shoulder_rotation (inward)

Those from the hip on exist on each side: ``knee_flexion_left``. Mirror twins have the same sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from restride.figure.body import body
from restride.figure.runner.anatomy import OUTWARD, SIDES, Anatomy
from restride.figure.runner.turning import Floats, about_x, about_y, about_z, applied

MIDDLE_ANGLES = (
    "pelvis_tilt", "pelvis_list", "pelvis_turn", "trunk_lean", "trunk_side", "trunk_turn", "head_nod",
)  # fmt: skip
LEG_ANGLES = (
    "hip_flexion", "hip_adduction", "hip_rotation", "knee_flexion", "ankle_dorsiflexion", "ankle_inversion",
    "foot_adduction", "toe_extension",
)  # fmt: skip
ARM_ANGLES = ("shoulder_flexion", "shoulder_abduction", "shoulder_rotation", "elbow_flexion")
#: Angles that change their sign in a mirror.
TURNED_IN_A_MIRROR = ("pelvis_list", "pelvis_turn", "trunk_side", "trunk_turn")
#: Every column of a table of angles.
ANGLES = MIDDLE_ANGLES + tuple(f"{name}_{side}" for name in LEG_ANGLES + ARM_ANGLES for side in SIDES)

Angles = Mapping[str, Floats]


@dataclass
class Stance:
    """Where the runner is in each frame.

    ``at`` maps a joint to (frames, 3) in metres, ``turn`` a segment to (frames, 3, 3): its frame in space.
    """

    at: dict[str, Floats] = field(default_factory=dict)
    turn: dict[str, Floats] = field(default_factory=dict)


def pelvis_turn(angles: Angles) -> Floats:
    """The pelvis' frame in space."""
    return about_y(angles["pelvis_turn"]) @ about_x(-angles["pelvis_list"]) @ about_z(-angles["pelvis_tilt"])


def trunk_turn(angles: Angles) -> Floats:
    """The trunk's frame in space."""
    return about_y(angles["trunk_turn"]) @ about_x(angles["trunk_side"]) @ about_z(-angles["trunk_lean"])


def stand(anatomy: Anatomy, root: Floats, angles: Angles) -> Stance:
    """Lay out the whole body.

    Parameters
    ----------
    root : float64 array, shape (frames, 3)
        The middle between the hip joints. [m]
    angles : mapping
        Every name of :data:`ANGLES` to (frames,). [degrees]
    """
    found = Stance()
    found.at["pelvis"] = root
    found.turn["pelvis"] = pelvis_turn(angles)
    found.turn["trunk"] = trunk_turn(angles)
    found.at["neck"] = root + applied(found.turn["trunk"], np.array([0.0, anatomy.trunk, 0.0]))
    found.turn["head"] = about_y(0.3 * angles["trunk_turn"]) @ about_z(-angles["head_nod"])
    for side in SIDES:
        _leg(found, anatomy, angles, side)
        _arm(found, anatomy, angles, side)
    found.at["head"] = found.at["neck"] + applied(found.turn["head"], np.array([0.25 * anatomy.chin, anatomy.eyes, 0]))
    return found


def _leg(found: Stance, anatomy: Anatomy, angles: Angles, side: str) -> None:
    out = OUTWARD[side]

    def angle(name: str) -> Floats:
        return angles[f"{name}_{side}"]

    hip = found.at["pelvis"] + applied(found.turn["pelvis"], np.array([0.0, 0.0, out * anatomy.hip_half]))
    thigh = found.turn["pelvis"] @ (
        about_z(angle("hip_flexion")) @ about_x(out * angle("hip_adduction")) @ about_y(out * angle("hip_rotation"))
    )
    shank = thigh @ about_z(-angle("knee_flexion"))
    foot = shank @ (
        about_z(angle("ankle_dorsiflexion"))
        @ about_x(out * angle("ankle_inversion"))
        @ about_y(out * angle("foot_adduction"))
    )
    toes = foot @ about_z(angle("toe_extension"))
    knee = hip + applied(thigh, np.array([0.0, -anatomy.thigh, 0.0]))
    ankle = knee + applied(shank, np.array([0.0, -anatomy.shank, 0.0]))
    ball = ankle + applied(foot, anatomy.sole(anatomy.ball_x))
    tip = ball + applied(toes, np.array([anatomy.toe_x - anatomy.ball_x, 0.0, 0.0]))
    heel = ankle + applied(foot, anatomy.sole(anatomy.heel_x))
    places = {"hip": hip, "knee": knee, "ankle": ankle, "heel": heel, "ball": ball, "toe": tip}
    found.at.update({f"{name}_{side}": place for name, place in places.items()})
    found.turn.update({f"thigh_{side}": thigh, f"shank_{side}": shank, f"foot_{side}": foot, f"toes_{side}": toes})


def _arm(found: Stance, anatomy: Anatomy, angles: Angles, side: str) -> None:
    out = OUTWARD[side]
    trunk = found.turn["trunk"]
    shoulder = found.at["neck"] + applied(trunk, np.array([0.0, -anatomy.shoulder_below, out * anatomy.shoulder_half]))
    upper = trunk @ (
        about_z(angles[f"shoulder_flexion_{side}"])
        @ about_x(-out * angles[f"shoulder_abduction_{side}"])
        @ about_y(out * angles[f"shoulder_rotation_{side}"])
    )
    fore = upper @ about_z(angles[f"elbow_flexion_{side}"])
    elbow = shoulder + applied(upper, np.array([0.0, -anatomy.upper_arm, 0.0]))
    wrist = elbow + applied(fore, np.array([0.0, -anatomy.forearm, 0.0]))
    hand = wrist + applied(fore, np.array([0.0, -anatomy.hand, 0.0]))
    found.at.update(
        {f"shoulder_{side}": shoulder, f"elbow_{side}": elbow, f"wrist_{side}": wrist, f"hand_{side}": hand}
    )
    found.turn.update({f"arm_{side}": upper, f"fore_{side}": fore})


#: Segment of ``body.yaml`` → the joints between which its mass lies.
_ENDS = {
    "trunk": ("pelvis", "neck"),
    "head": ("neck", "head"),
    "thigh": ("hip", "knee"),
    "shank": ("knee", "ankle"),
    "foot": ("heel", "ball"),
    "arm": ("shoulder", "elbow"),
    "fore": ("elbow", "wrist"),
    "hand": ("wrist", "hand"),
}


def centre_of_mass(found: Stance) -> Floats:
    """Where the weight of the whole body acts, (frames, 3). [m]."""
    total = 0.0
    place = np.zeros_like(found.at["pelvis"])
    for segment, (share, along) in body().mass.items():
        first, second = _ENDS[segment]
        for suffix in ("",) if segment in ("trunk", "head") else ("_left", "_right"):
            a, b = found.at[first + suffix], found.at[second + suffix]
            where = b if segment == "head" else a + along * (b - a)
            total += share
            place = place + share * where
    return place / total
