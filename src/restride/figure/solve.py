"""Contacts: what stays where it is. Two-bone inverse kinematics, the anchor, and balance."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from restride.figure.body import BALL_X, ENDS, HEEL_X, SIDES, SOLE, View
from restride.figure.errors import FigureError
from restride.figure.pose import Angles, Contacts
from restride.figure.skeleton import Figure, Point, centre_of_mass, figure, joint_angles

FOOT_POINTS = ("foot", "ball", "heel")
#: How far beyond its reach a limb may be asked, before it is an error: less than one per cent of the height.
REACH_SLACK = 1.8
#: From the wrist to the middle of the palm.
GRIP = 6.0


def solve(
    angles: Angles,
    contacts: Contacts,
    anchor: str,
    adjust: str,
    view: View,
    drawn: str,
    where: str,
    holds: Mapping[str, str],
) -> tuple[Figure, Angles]:
    """Lay out a pose so that every contact is where it should be.

    The anchor fixes the person as a whole; ``adjust`` may turn the person about it («balance», or a second contact that
    comes to its height, an elbow to its place); the other limbs in contact are bent to reach theirs.

    Returns
    -------
    Figure, dict
        Where the bones lie, and the joint angles after all that. [degrees]

    Raises
    ------
    FigureError
        A contact beyond the reach of its limb.
    """
    angles = dict(angles)
    if adjust:
        _adjust(angles, contacts, anchor, adjust, view, drawn)
    person = _anchored(angles, contacts, anchor, view, drawn)
    for name, spot in contacts.items():
        if name != anchor and (name != adjust or name.startswith("elbow")):
            _touch(person, angles, name, spot, where)
    for name, part in holds.items():
        _grip(person, name.partition(".")[2], person.point(part), angles, where)
    solved = {key: value for key, value in angles.items() if not key.startswith(("tilt", "palm"))}
    for which in SIDES:
        solved |= joint_angles(person, which, ("thigh", "shank", "foot", "toes", "arm", "fore", "hand"))
    solved["x"], solved["y"] = person.origin["pelvis"][0], -person.origin["pelvis"][1]
    for key in ("tilt", "palm"):
        solved |= {f"{key}.{w}": angles[f"{key}.{w}"] for w in SIDES if f"{key}.{w}" in angles}
    return person, solved


def _touch(person: Figure, angles: Angles, name: str, spot: tuple[float, ...], where: str) -> None:
    """Bend one limb until it reaches its contact."""
    part, _, which = name.partition(".")
    target = (spot[0], -spot[1])
    if part in FOOT_POINTS:
        _reach_foot(person, name, spot, where)
    elif part == "ankle":
        _bend(person, which, ("thigh", "shank"), target, where)
        _follow(person, which, ("foot", "toes"), angles)
    elif part == "hand":
        _bend(person, which, ("arm", "fore"), target, where)
        _follow(person, which, ("hand",), angles)
        if f"palm.{which}" in angles:
            person.angle[f"hand.{which}"] = angles[f"palm.{which}"]
    elif part == "elbow":
        _aim(person, which, target, angles, where)


def planted(angles: Angles, contacts: Contacts, view: View) -> dict[str, tuple[float, float]]:
    """World angles of feet and toes that lie on something."""
    found = {}
    for name, spot in contacts.items():
        part, _, which = name.partition(".")
        if part not in FOOT_POINTS:
            continue
        slope = spot[2] if len(spot) > 2 else 0.0
        tilt = angles.get(f"tilt.{which}", 0.0) + slope
        if view != "side":
            tilt = slope
        toes = (slope if part == "ball" else tilt) - angles.get(f"toes.{which}", 0.0)
        found[which] = (tilt, toes)
    return found


def _anchored(angles: Angles, contacts: Contacts, anchor: str, view: View, drawn: str) -> Figure:
    person = figure(angles, view, drawn, planted(angles, contacts, view))
    if anchor in contacts:
        spot = contacts[anchor]
        here = person.point(anchor)
        person.shifted(spot[0] - here[0], -spot[1] - here[1])
    else:
        person.shifted(angles.get("x", 0.0), -angles.get("y", 0.0))
    return person


def _adjust(angles: Angles, contacts: Contacts, anchor: str, adjust: str, view: View, drawn: str) -> None:
    """Turn the person about the anchor until balanced, or until the second contact has its height."""

    def off(extra: float) -> float:
        tried = angles | {"turn": start + extra}
        person = _anchored(tried, contacts, anchor, view, drawn)
        if adjust == "balance":
            return centre_of_mass(person)[0] - middle
        if adjust.startswith("elbow"):
            x, y = person.point(f"shoulder.{adjust.partition('.')[2]}")
            return math.hypot(contacts[adjust][0] - x, -contacts[adjust][1] - y) - ENDS["arm"][1]
        return person.point(adjust)[1] + contacts[adjust][1]

    start = angles.get("turn", 0.0)
    middle = base_of_support(contacts, view)[2]
    angles["turn"] = start + _root(off)


def _root(off: Callable[[float], float]) -> float:
    """Where a smooth function of one angle is zero, by the secant. [degrees]."""
    a, b = 0.0, 2.0
    at_a, at_b = off(a), off(b)
    for _ in range(12):
        if abs(at_b) < 1e-3 or abs(at_b - at_a) < 1e-9:
            break
        step = max(-15.0, min(15.0, -at_b * (b - a) / (at_b - at_a)))
        a, at_a = b, at_b
        b += step
        at_b = off(b)
    return b


def base_of_support(contacts: Contacts, view: View) -> tuple[float, float, float]:
    """Left and right end of what the person stands on, and the place the weight belongs over."""
    low: list[float] = []
    high: list[float] = []
    for name, spot in contacts.items():
        part = name.partition(".")[0]
        x = spot[0]
        reach = {"foot": (-6.5, 18.5), "ball": (-2.5, 8.0), "heel": (-3.0, 3.0)}.get(part, (-6.0, 6.0))
        if view != "side":
            reach = (-7.0, 7.0)
        low.append(x + reach[0])
        high.append(x + reach[1])
    if not low:
        return 0.0, 0.0, 0.0
    left, right = min(low), max(high)
    only_feet = len(low) == 1 and view == "side"
    return left, right, left + (right - left) * (0.42 if only_feet else 0.5)


def _ankle_target(person: Figure, name: str, spot: tuple[float, ...]) -> Point:
    """Where the ankle must be for the foot to touch there, with the foot at its angle."""
    part, _, which = name.partition(".")
    x = {"foot": 0.0, "ball": BALL_X, "heel": HEEL_X}[part] if person.view == "side" else 0.0
    turn = math.radians(person.angle[f"foot.{which}"])
    c, s = math.cos(turn), math.sin(turn)
    return spot[0] - (c * x - s * SOLE), -spot[1] - (s * x + c * SOLE)


def _reach_foot(person: Figure, name: str, spot: tuple[float, ...], where: str) -> None:
    which = name.partition(".")[2]
    target = _ankle_target(person, name, spot)
    _bend(person, which, ("thigh", "shank"), target, where)
    _follow(person, which, ("foot",), None)
    _follow(person, which, ("toes",), None)


def _follow(person: Figure, which: str, bones: tuple[str, ...], angles: Angles | None) -> None:
    """Hang the last bones of a limb where the limb now ends; with angles, keep their joint angle too."""
    for bone in bones:
        parent = {"foot": "shank", "toes": "foot", "hand": "fore"}[bone]
        if angles is not None:
            key = {"foot": "ankle", "toes": "toes", "hand": "wrist"}[bone]
            turn = person.sign(which, 1) * angles.get(f"{key}.{which}", 0.0)
            person.angle[f"{bone}.{which}"] = person.angle[f"{parent}.{which}"] - turn
        person.origin[f"{bone}.{which}"] = person.place(f"{parent}.{which}", *ENDS[parent])


def _grip(person: Figure, which: str, target: Point, angles: Angles, where: str) -> None:
    """Bring the palm of one hand, in line with the forearm, to a part of the body."""
    _bend(person, which, ("arm", "fore"), target, where, extra=GRIP)
    _follow(person, which, ("hand",), angles | {f"wrist.{which}": 0.0})


def _bend(
    person: Figure,
    which: str,
    bones: tuple[str, str],
    target: Point,
    where: str,
    extra: float = 0.0,
) -> None:
    """Two bones from a fixed joint to a target: the law of cosines; the middle joint bends the way it bent before."""
    upper, lower = (f"{bone}.{which}" for bone in bones)
    a = ENDS[bones[0]][1] * person.length[upper]
    b = ENDS[bones[1]][1] * person.length[lower] + extra
    ox, oy = person.origin[upper]
    dx, dy = target[0] - ox, target[1] - oy
    distance = math.hypot(dx, dy)
    joint = {"thigh": "hip and knee", "arm": "shoulder and elbow"}[bones[0]]
    if distance > a + b + REACH_SLACK or distance < abs(a - b) - REACH_SLACK:
        raise FigureError(
            f"{where}: the {joint} ({which}) cannot reach the contact: it is {distance:.0f} away and the limb spans "
            f"{abs(a - b):.0f} to {a + b:.0f}; move the contact or the body."
        )
    distance = max(abs(a - b) + 1e-6, min(a + b - 1e-6, distance))
    inner = math.degrees(math.acos(max(-1.0, min(1.0, (a * a + distance * distance - b * b) / (2 * a * distance)))))
    way = math.degrees(math.atan2(dx, dy))  # 0 = straight down, as the bones lie at angle zero
    bent = (person.angle[lower] - person.angle[upper] + 180.0) % 360.0 - 180.0
    if abs(bent) < 1e-6:
        bent = 1.0 if bones[0] == "thigh" else -1.0
    sign = 1 if bent > 0 else -1
    person.angle[upper] = -way - sign * inner
    knee = person.place(upper, *ENDS[bones[0]])
    person.origin[lower] = knee
    person.angle[lower] = -math.degrees(math.atan2(target[0] - knee[0], target[1] - knee[1]))


def _aim(person: Figure, which: str, target: Point, angles: Angles, where: str) -> None:
    """Turn the upper arm so that the elbow comes to its contact; the forearm turns along, or lies as the palm says."""
    upper = f"arm.{which}"
    ox, oy = person.origin[upper]
    dx, dy = target[0] - ox, target[1] - oy
    length = ENDS["arm"][1] * person.length[upper]
    if abs(math.hypot(dx, dy) - length) > 4.0:
        raise FigureError(
            f"{where}: the shoulder ({which}) is {math.hypot(dx, dy):.0f} from the elbow's contact and the upper arm "
            f"spans {length:.0f}; move the contact or the body."
        )
    turn = -math.degrees(math.atan2(dx, dy)) - person.angle[upper]
    person.angle[upper] += turn
    person.origin[f"fore.{which}"] = person.place(upper, *ENDS["arm"])
    if f"palm.{which}" in angles:
        person.angle[f"fore.{which}"] = person.angle[f"hand.{which}"] = angles[f"palm.{which}"]
    else:
        person.angle[f"fore.{which}"] += turn
        person.angle[f"hand.{which}"] += turn
    person.origin[f"hand.{which}"] = person.place(f"fore.{which}", *ENDS["fore"])
