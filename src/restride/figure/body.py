"""The body that is drawn: bones, the joints between them, their masses and limits.

Every bone has its own frame. With all angles zero the person stands upright, seen from the right side (looking to the
right of the picture) or from the front; x runs to the right, y down, as in SVG. A bone's angle is the turn of its frame
against the picture, clockwise in degrees.

Names of bones: ``pelvis``, ``waist``, ``chest``, ``head``, and with ``.near`` or ``.far`` the limbs: ``thigh``,
``shank``, ``foot``, ``toes``, ``arm``, ``fore``, ``hand``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from restride.knowledge.strict_yaml import read_yaml

#: «soles» is the front view with the legs pointing at the eye: the soles of the feet are what one sees;
#: «top» looks down on the back of the foot, toes up.
View = Literal["side", "front", "rear", "soles", "top"]
DATA = Path(__file__).parent / "data"
SIDES = ("near", "far")

THIGH, SHANK, ARM, FORE = 46.0, 45.0, 29.0, 25.0
#: Height of the ankle over the sole; where heel and ball touch the floor, and the toe joint, in the foot's frame.
SOLE = 8.8
HEEL_X, BALL_X, TOE_Y = -2.6, 10.5, 6.4
TOE_TIP = 8.0
#: Joints of the trunk above the hips, along the straight trunk: low back, chest, shoulders, head.
WAIST_Y, CHEST_Y, SHOULDER_Y, HEAD_Y = -11.0, -26.0, -50.0, -56.0
#: Half the distance between the hips and between the shoulders, seen from the front.
HIP_X, SHOULDER_X = 8.6, 17.5

#: Child bone → parent bone, the joint's key in a pose, the sign of the joint angle in the side view.
JOINTS: dict[str, tuple[str, str, int]] = {
    "thigh": ("pelvis", "hip", 1),
    "shank": ("thigh", "knee", -1),
    "foot": ("shank", "ankle", 1),
    "toes": ("foot", "toes", 1),
    "arm": ("chest", "shoulder", 1),
    "fore": ("arm", "elbow", 1),
    "hand": ("fore", "wrist", 1),
}
#: Bone → its end in its own frame, where the next bone of the limb begins.
ENDS: dict[str, tuple[float, float]] = {
    "thigh": (0.0, THIGH),
    "shank": (0.0, SHANK),
    "foot": (BALL_X, TOE_Y),
    "toes": (TOE_TIP, 0.5),
    "arm": (0.0, ARM),
    "fore": (0.0, FORE),
    "hand": (0.0, 13.0),
}
LEG = ("thigh", "shank", "foot", "toes")
ARM_BONES = ("arm", "fore", "hand")


class Body(msgspec.Struct, frozen=True):
    """Masses and limits as written in ``data/body.yaml``."""

    sources: tuple[str, ...]
    lengths: dict[str, float]
    mass: dict[str, tuple[float, float]]
    limits: dict[str, dict[str, tuple[float, float]]]


@cache
def body() -> Body:
    """Read the body's numbers, once."""
    return msgspec.convert(read_yaml((DATA / "body.yaml").read_bytes(), name="body.yaml"), Body)


def outward(view: View, drawn: str, which: str) -> int:
    """On which half of the picture a limb is, seen from the front or the rear: +1 right, −1 left."""
    near = 1 if (view in ("rear", "top")) == (drawn == "right") else -1  # the soles are seen from the front
    return near if which == "near" else -near
