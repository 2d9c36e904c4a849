"""What must hold of every figure: limits, contacts, floor and things, balance, a closed loop."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

from restride.figure.body import ENDS, JOINTS, body
from restride.figure.pose import Prop
from restride.figure.shapes import FRONT, SIDE
from restride.figure.skeleton import Figure, centre_of_mass
from restride.figure.solve import base_of_support
from restride.figure.timeline import KeyPose, Scene, fault_pose, moments

#: Height of the standing person. [drawing units]
HEIGHT = 186.0
#: A contact slides less than one per cent of the height.
SLIDE = 0.01 * HEIGHT
#: Flesh gives way so far where the body lies on something. [drawing units]
SOFT = 3.5
#: The centre of mass may stand so far outside the feet, for the feet are drawn shorter than shoes. [drawing units]
SWAY = 2.0
#: A bone drawn shorter than this share of its length lies out of the picture's plane.
SHORTENED = 0.85


def problems(found: Scene) -> Iterator[str]:
    """Everything wrong with one file, as sentences with file, pose and joint."""
    name = f"{found.file.id}.yaml"
    poses = list(found.poses.values())
    if found.file.fault:
        poses.append(fault_pose(found, found.file.fault))
    for pose in poses:
        yield from _limits(found, pose, name)
        yield from _through(found, pose.figure, f"{name}, pose '{pose.name}'")
    for pose in found.poses.values():
        yield from _balance(found, pose, name)
    if not found.is_moving:
        return
    row = moments(found, found.moves)
    for at, person in row:
        yield from _through(found, person, f"{name}, at {at:.2f} of the way")
    yield from _slides(found, row, name)
    first, last = row[0][1], row[-1][1]
    jump = max(math.dist(first.origin[bone], last.origin[bone]) for bone in first.origin)
    if jump > 0.5:
        yield f"{name}: the loop does not close: it ends {jump:.0f} off; end the moves where they begin."


def _limits(found: Scene, pose: KeyPose, name: str) -> Iterator[str]:
    limits = body().limits["side" if found.view == "side" else "front"]
    for key, angle in pose.angles.items():
        joint, _, which = key.partition(".")
        if which and _is_shortened(pose.angles, joint, which):
            continue
        low, high = limits.get(joint, (-math.inf, math.inf))
        if not low - 0.5 <= angle <= high + 0.5:
            side = f" ({which})" if which else ""
            yield (
                f"{name}, pose '{pose.name}': the {joint}{side} is bent to {angle:.0f}°, beyond {low:.0f}° to "
                f"{high:.0f}°; bend it less."
            )


def _is_shortened(angles: dict[str, float], joint: str, which: str) -> bool:
    """Whether a bone at this joint points towards the eye: what it shows then is not the joint's own angle."""
    for bone, (parent, key, _) in JOINTS.items():
        if key == joint:
            return any(angles.get(f"short_{name}.{which}", 1.0) < SHORTENED for name in (bone, parent))
    return False


def _circles(person: Figure) -> Iterator[tuple[str, float, float, float]]:
    """The body as circles, for touching: bone, x, y, radius."""
    table = SIDE if person.view == "side" else FRONT
    for bone in person.origin:
        part = bone.partition(".")[0]
        for x, y, radius in table.get(part, ()):
            yield bone, *person.place(bone, x, y), radius
        if part == "foot":
            for x, y, r in ((-2.6, 4.9, 3.9), (10.5, 6.4, 2.4)) if person.view == "side" else ((0.0, 4.8, 4.0),):
                yield bone, *person.place(bone, x, y), r
        if part == "head":
            yield bone, *person.place("head", 1.5, -18.5), 10.5
        if part in ("pelvis", "chest") and person.view != "side":
            yield bone, *person.place(bone, 0.0, -4.0), 12.0


def _through(found: Scene, person: Figure, where: str) -> Iterator[str]:
    props = [p for p in found.props if not p.on and not p.behind]
    for bone, x, y, radius in _circles(person):
        if found.has_floor and y + radius > SOFT:
            yield f"{where}: the {bone} goes {y + radius:.0f} through the floor; lift it."
        for prop in props:
            depth = _depth(prop, x, y, radius)
            if depth > SOFT:
                yield f"{where}: the {bone} goes {depth:.0f} into the {prop.kind}; move one of them."


def _depth(prop: Prop, x: float, y: float, radius: float) -> float:
    """How deep a circle stands in a thing; 0 where it does not touch or the thing gives way."""
    sizes = prop.size
    if prop.kind in ("step", "box"):
        width, height = (*sizes, *(44.0, 20.0)[len(sizes) :])
        return _into(x, y, radius, prop.at[0], prop.at[0] + width, -height)
    if prop.kind == "bench":
        width, height = (*sizes, *(60.0, 42.0)[len(sizes) :])
        return _into(x, y, radius, prop.at[0], prop.at[0] + width, -height) if y < -height + 6 else 0.0
    if prop.kind == "chair":
        width, seat = (*sizes, *(42.0, 46.0)[len(sizes) :])[:2]
        return _into(x, y, radius, prop.at[0] - width / 2, prop.at[0] + width / 2, -seat) if y < -seat + 4 else 0.0
    if prop.kind == "wall":
        inside = prop.at[0] - x if prop.at[0] <= 0 and prop.at[0] < x else x - prop.at[0]
        return radius + inside if abs(inside) < radius else 0.0
    if prop.kind == "roller":
        return radius + (sizes[0] if sizes else 8.0) - math.hypot(x - prop.at[0], y + prop.at[1]) - 2.0
    return 0.0


def _into(x: float, y: float, radius: float, left: float, right: float, top: float) -> float:
    if not left < x < right:
        return 0.0
    return y + radius - top


def _balance(found: Scene, pose: KeyPose, name: str) -> Iterator[str]:
    """Over the base, for a pose that is held on the feet alone."""
    is_held = found.posture.balanced if found.file.balanced is None else found.file.balanced
    if not is_held or not pose.contacts:
        return
    if any(point.partition(".")[0] not in ("foot", "ball", "heel") for point in pose.contacts):
        return
    left, right, _ = base_of_support(pose.contacts, pose.figure.view)
    x = centre_of_mass(pose.figure)[0]
    if not left - SWAY <= x <= right + SWAY:
        yield (
            f"{name}, pose '{pose.name}': the centre of mass is {max(left - x, x - right):.0f} outside the feet; "
            f"lean the trunk the other way, or set 'adjust: balance'."
        )


def _slides(found: Scene, row: list[tuple[float, Figure]], name: str) -> Iterator[str]:
    """Contacts that every pose shares stay where they are."""
    poses = list(found.poses.values())
    for point, spot in poses[0].contacts.items():
        if any(pose.contacts.get(point) != spot for pose in poses):
            continue
        people = [person for _, person in row]
        people += [halfway(a, b) for a, b in itertools.pairwise(people)]
        places = [person.point(point) for person in people]
        way = max(math.dist(place, (spot[0], -spot[1])) for place in places)
        if way > SLIDE:
            yield f"{name}: the contact {point} slides {way:.1f}, more than one per cent of the height; fix it."


def halfway(first: Figure, second: Figure) -> Figure:
    """What a viewer shows between two moments: roots and angles halfway, the chains hung anew."""
    person = Figure(first.view, first.drawn)
    for bone, angle in first.angle.items():
        turn = (second.angle[bone] - angle + 180.0) % 360.0 - 180.0
        person.angle[bone] = angle + turn / 2
        share = (first.length.get(bone, 1.0) + second.length.get(bone, 1.0)) / 2
        person.length[bone] = share
    for bone, (x, y) in first.origin.items():
        other = second.origin[bone]
        person.origin[bone] = ((x + other[0]) / 2, (y + other[1]) / 2)
        part, _, which = bone.partition(".")
        parent = JOINTS[part][0] if part in JOINTS else "pelvis"
        if which and parent not in ("pelvis", "chest"):
            ex, ey = ENDS[parent]
            person.origin[bone] = person.place(f"{parent}.{which}", ex if first.view == "side" else 0.0, ey)
    return person
