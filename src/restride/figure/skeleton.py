"""From joint angles to where every bone lies, and back."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from restride.figure.body import (
    ARM_BONES,
    BALL_X,
    CHEST_Y,
    ENDS,
    HEAD_Y,
    HEEL_X,
    HIP_X,
    JOINTS,
    LEG,
    SHOULDER_X,
    SHOULDER_Y,
    SIDES,
    SOLE,
    TOE_TIP,
    WAIST_Y,
    View,
    body,
    outward,
)
from restride.figure.pose import FINE, Angles

Point = tuple[float, float]


@dataclass(slots=True)
class Figure:
    """Where the bones of one moment lie: origin and angle of each, and its apparent length."""

    view: View
    drawn: str
    origin: dict[str, Point] = field(default_factory=dict)
    angle: dict[str, float] = field(default_factory=dict)
    length: dict[str, float] = field(default_factory=dict)
    #: How the foot close up is shaped.
    shape: dict[str, float] = field(default_factory=dict)

    def place(self, bone: str, x: float, y: float) -> Point:
        """A point of a bone's frame in the picture."""
        ox, oy = self.origin[bone]
        turn = math.radians(self.angle[bone])
        c, s = math.cos(turn), math.sin(turn)
        y *= self.length.get(bone, 1.0)
        return ox + c * x - s * y, oy + s * x + c * y

    def shifted(self, dx: float, dy: float) -> None:
        """Move the whole person."""
        for bone, (x, y) in self.origin.items():
            self.origin[bone] = (x + dx, y + dy)

    def sign(self, which: str, side_view_sign: int) -> int:
        """Sign of a joint angle of one limb in this view."""
        return side_view_sign if self.view == "side" else outward(self.view, self.drawn, which)

    def point(self, name: str) -> Point:
        """A named point of the body: a joint, or a place that can touch something."""
        part, _, which = name.partition(".")
        if part in _ON_TRUNK:
            bone, x, y = _ON_TRUNK[part]
            return self.place(bone, x, y)
        bone, x, y = ON_LIMBS[part]
        if self.view != "side" and part in ("heel", "ball", "toe"):
            x = 0.0
        return self.place(f"{bone}.{which or 'near'}", x, y)


_ON_TRUNK = {
    "pelvis": ("pelvis", 0.0, 0.0),
    "waist": ("waist", 0.0, 0.0),
    "chest": ("chest", 0.0, -12.0),
    "neck": ("head", 0.0, 0.0),
    "head": ("head", 2.5, -18.0),
    "crown": ("head", 1.5, -30.5),
    "back": ("chest", -11.0, -12.0),
    "bust": ("chest", 11.0, -10.0),
    "seat": ("pelvis", -11.0, 2.0),
    "belt": ("pelvis", 5.0, -9.0),
    "belt_left": ("pelvis", -24.0, -8.0),
    "belt_right": ("pelvis", 24.0, -8.0),
    "nape": ("head", -5.0, -9.0),
    "belly": ("waist", 9.0, -6.0),
    "bar": ("chest", -7.0, -24.0),
}
#: Name → bone and place in its frame.
ON_LIMBS = {
    "hip": ("thigh", 0.0, 0.0),
    "thigh": ("thigh", 0.0, 24.0),
    "knee": ("shank", 0.0, 0.0),
    "shin": ("shank", 0.0, 22.0),
    "ankle": ("foot", 0.0, 0.0),
    "foot": ("foot", 0.0, SOLE),
    "heel": ("foot", HEEL_X, SOLE),
    "ball": ("foot", BALL_X, SOLE),
    "toe": ("toes", TOE_TIP, 2.0),
    "forefoot": ("foot", 0.0, -15.0),
    "arch": ("foot", 0.0, -7.5),
    "shoulder": ("arm", 0.0, 0.0),
    "elbow": ("fore", 0.0, 0.0),
    "hand": ("hand", 0.0, 0.0),
    "grip": ("hand", 0.5, 6.0),
    "fingers": ("hand", 0.0, 13.0),
}


def figure(angles: Angles, view: View, drawn: str, planted: dict[str, tuple[float, float]] | None = None) -> Figure:
    """Lay out the bones with the hips at the origin.

    Parameters
    ----------
    angles : dict
        Joint angles by key. [degrees]
    view, drawn : str
        From where it is seen; which side of the person is the near one.
    planted : dict
        Legs whose foot lies on something: side → world angles of foot and toes, which then decide the ankle. [degrees]
    """
    person = Figure(view, drawn)
    get = angles.get
    turn = get("turn", 0.0)
    if view == "side":
        pelvis = turn + get("lean", 0.0) + get("pelvis", 0.0)
        chest = pelvis + get("spine", 0.0)
        waist = pelvis + get("spine", 0.0) * 0.5
    else:
        pelvis = turn + get("pelvis", 0.0)
        chest = turn + get("lean", 0.0) + get("spine", 0.0)
        waist = (pelvis + chest) / 2
    person.shape = {key: angles[key] for key in FINE if key in angles}
    person.origin["pelvis"] = (0.0, 0.0)
    person.angle.update(pelvis=pelvis, waist=waist, chest=chest, head=chest + get("neck", 0.0))
    person.origin["waist"] = person.place("pelvis", 0.0, WAIST_Y)
    person.origin["chest"] = person.place("waist", 0.0, CHEST_Y - WAIST_Y)
    person.origin["head"] = person.place("chest", 0.0, HEAD_Y - CHEST_Y)
    for which in SIDES:
        _leg(person, angles, which, (planted or {}).get(which))
        _arm(person, angles, which)
    return person


def _leg(person: Figure, angles: Angles, which: str, planted: tuple[float, float] | None) -> None:
    flat = person.view == "side"
    side = 0 if flat else outward(person.view, person.drawn, which)
    person.origin[f"thigh.{which}"] = person.place("pelvis", side * HIP_X, 0.0)
    for bone in LEG:
        parent, key, sign = JOINTS[bone]
        parent = parent if bone == "thigh" else f"{parent}.{which}"
        name = f"{bone}.{which}"
        person.angle[name] = person.angle[parent] - person.sign(which, sign) * angles.get(f"{key}.{which}", 0.0)
        if bone != "thigh":
            x, y = ENDS[parent.partition(".")[0]]
            person.origin[name] = person.place(parent, x if flat else 0.0, y)
        person.length[name] = angles.get(f"short_{bone}.{which}", 1.0)
        if planted and bone in ("foot", "toes"):
            person.angle[name] = planted[bone == "toes"]


def _arm(person: Figure, angles: Angles, which: str) -> None:
    side = 0 if person.view == "side" else outward(person.view, person.drawn, which)
    person.origin[f"arm.{which}"] = person.place("chest", side * SHOULDER_X, SHOULDER_Y - CHEST_Y)
    for bone in ARM_BONES:
        parent, key, sign = JOINTS[bone]
        parent = parent if bone == "arm" else f"{parent}.{which}"
        name = f"{bone}.{which}"
        person.angle[name] = person.angle[parent] - person.sign(which, sign) * angles.get(f"{key}.{which}", 0.0)
        if bone != "arm":
            person.origin[name] = person.place(parent, *ENDS[parent.partition(".")[0]])
        person.length[name] = angles.get(f"short_{bone}.{which}", 1.0)


def joint_angles(person: Figure, which: str, bones: tuple[str, ...]) -> Angles:
    """Read the joint angles of a limb back from where its bones lie. [degrees]."""
    found: Angles = {}
    for bone in bones:
        parent, key, sign = JOINTS[bone]
        parent = parent if parent in ("pelvis", "chest") else f"{parent}.{which}"
        turn = person.angle[parent] - person.angle[f"{bone}.{which}"]
        found[f"{key}.{which}"] = _wrapped(person.sign(which, sign) * turn)
    return found


def _wrapped(degrees: float) -> float:
    return (degrees + 150.0) % 360.0 - 150.0


def centre_of_mass(person: Figure) -> Point:
    """Where the weight of the whole person acts, from the segments' shares."""
    total = x = y = 0.0
    for bone, (share, along) in body().mass.items():
        for name in [bone] if bone in ("head", "trunk") else [f"{bone}.{which}" for which in SIDES]:
            px, py = _mass_point(person, name, along)
            total, x, y = total + share, x + share * px, y + share * py
    return x / total, y / total


def _mass_point(person: Figure, name: str, along: float) -> Point:
    if name == "trunk":
        (ax, ay), (bx, by) = person.origin["pelvis"], person.place("chest", 0.0, SHOULDER_Y - CHEST_Y)
        return ax + along * (bx - ax), ay + along * (by - ay)
    if name == "head":
        return person.place("head", 2.5, -17.0)
    ex, ey = ENDS[name.partition(".")[0]]
    return person.place(name, ex * along, ey * along)
