"""Bones to SVG groups: every limb one chain of nested groups, each turned about its joint, still or in motion."""

from __future__ import annotations

from restride.figure.body import ARM_BONES, CHEST_Y, ENDS, HEAD_Y, LEG, WAIST_Y, View, outward
from restride.figure.foot import foot_close, nails
from restride.figure.motion import Clock, Row, animated, shifts, turns
from restride.figure.outline import number
from restride.figure.props import held
from restride.figure.shapes import outline, patch_path, patches
from restride.figure.timeline import Scene


def person(found: Scene, row: Row, tick: Clock, marks: tuple[str, ...] | None = None) -> str:
    """The whole person: far limbs, trunk, near limbs, working regions on top of what they lie on."""
    view: View = row[0].view
    works = found.file.works if marks is None else marks
    pale = found.file.pale if found.file.pale is not None else found.posture.pale
    in_front = found.file.legs_in_front if found.file.legs_in_front is not None else found.posture.legs_in_front
    hidden = found.hidden
    far_arm = "" if "arm.far" in hidden else _limb(found, row, tick, ARM_BONES, "far", works, "arm.far" in pale)
    near_arm = "" if "arm.near" in hidden else _limb(found, row, tick, ARM_BONES, "near", works, "arm.near" in pale)
    legs = [
        "" if f"leg.{which}" in hidden else _limb(found, row, tick, LEG, which, works, f"leg.{which}" in pale)
        for which in ("far", "near")
    ]
    trunk = "" if "trunk" in hidden else _trunk(found, row, tick, works)
    if "trunk" in pale:
        trunk = trunk.replace('class="f-torso"', 'class="f-far"').replace('class="f-near"', 'class="f-far"')
    if view in ("soles", "top"):
        return "".join([far_arm, near_arm, trunk, *legs])
    far_arm_in_front = view == "front" and "arm.far" not in pale
    parts = [legs[0], trunk, legs[1]] if view == "side" or in_front else [*legs, trunk]
    parts = [*parts, far_arm] if far_arm_in_front else [far_arm, *parts]
    return "".join([*parts, near_arm])


def _trunk(found: Scene, row: Row, tick: Clock, works: tuple[str, ...]) -> str:
    view = row[0].view
    text = animated(tick, "translate", shifts([p.origin["pelvis"] for p in row]))
    text += animated(tick, "rotate", turns([p.angle["pelvis"] for p in row]))
    text += _shape("f-torso", outline("pelvis", view, 1)) + held(found.props, "pelvis")
    marks = _marks(found, "pelvis", view, 1, works)
    text += _relative(row, tick, "waist", "pelvis", f"translate(0 {number(WAIST_Y)})")
    text += _shape("f-torso", outline("waist", view, 1)) + _marks(found, "waist", view, 1, works)
    text += held(found.props, "waist")
    text += _relative(row, tick, "chest", "waist", f"translate(0 {number(CHEST_Y - WAIST_Y)})")
    chest = _shape("f-torso", outline("chest", view, 1)) + _marks(found, "chest", view, 1, works)
    chest += held(found.props, "chest")
    head = _relative(row, tick, "head", "chest", f"translate(0 {number(HEAD_Y - CHEST_Y)})")
    head += (
        _shape("f-torso", outline("neck", view, 1))
        + _shape("f-near", outline("head", view, 1))
        + held(found.props, "head")
        + "</g>"
    )
    return text + head + chest + "</g></g>" + marks + "</g></g>"


def _relative(row: Row, tick: Clock, bone: str, parent: str, base: str) -> str:
    return animated(tick, "rotate", turns([p.angle[bone] - p.angle[parent] for p in row]), base)


def _limb(
    found: Scene, row: Row, tick: Clock, bones: tuple[str, ...], which: str, works: tuple[str, ...], is_pale: bool
) -> str:
    """One arm or leg as a chain of groups; an arm in front is cut free of what is behind it."""
    view = row[0].view
    side = 1 if view == "side" else outward(view, row[0].drawn, which)
    tone = "f-near"
    if is_pale:  # a pale sole before a pale person would be lost
        tone = "f-torso" if view in ("soles", "top") and bones is LEG else "f-far"
    cut = bones is ARM_BONES and not is_pale
    names = [f"{bone}.{which}" for bone in bones if view == "side" or bone != "toes"]
    if found.fine == "inner" and which == "near":  # the close-up hangs its own toes
        names = [name for name in names if not name.startswith("toes")]
    text = animated(tick, "translate", shifts([p.origin[names[0]] for p in row]))
    text += animated(tick, "rotate", turns([p.angle[names[0]] for p in row]))
    tail = "</g></g>"
    is_bare = view in ("soles", "top") and "trunk" in found.hidden  # a foot close up, without the leg behind it
    parent = ""
    for name in names:
        bone = name.partition(".")[0]
        if parent:
            opened, closed = _joint(row, tick, name, parent)
            text += opened
            tail = closed + tail
        shape = outline(bone, view, side)
        scale = _stretch(row, tick, name)
        if cut:
            text += scale + _shape("f-cut", shape) + ("</g>" if scale else "")
        if found.fine == "inner" and bone == "foot" and which == "near":
            drawn = foot_close(row, tick, tone, works)
        else:
            shown = "" if is_bare and bone in ("thigh", "shank") else _shape(tone, shape)
            drawn = scale + shown + _marks(found, name, view, side, works) + ("</g>" if scale else "")
            drawn += nails(side) if view == "top" and bone == "foot" else ""
        drawn += held(found.props, name)
        if cut:
            tail = drawn + tail
        else:
            text += drawn
        parent = name
    return text + tail


def _joint(row: Row, tick: Clock, name: str, parent: str) -> tuple[str, str]:
    """Open and close the group of the next bone at the end of the one before, which may look shorter at times."""
    x, y = ENDS[parent.partition(".")[0]]
    if row[0].view != "side" and parent.startswith("foot"):
        x = 0.0
    values = shifts([(x, y * p.length.get(parent, 1.0)) for p in row])
    turned = turns([p.angle[name] - p.angle[parent] for p in row])
    if not tick.runs or len(set(values)) == 1:
        return animated(tick, "rotate", turned, f"translate({values[0]})"), "</g>"
    return animated(tick, "translate", values) + animated(tick, "rotate", turned), "</g></g>"


def _stretch(row: Row, tick: Clock, name: str) -> str:
    """A group that shortens a bone which points towards the eye or away."""
    values = [f"1 {p.length.get(name, 1.0):.3g}" for p in row]
    if set(values) == {"1 1"}:
        return ""
    return animated(tick, "scale", values)


def _shape(tone: str, path: str) -> str:
    return f'<path class="{tone}" d="{path}"/>'


def _marks(found: Scene, bone: str, view: View, side: int, works: tuple[str, ...]) -> str:
    """The working regions that lie on this bone."""
    text = ""
    part, _, which = bone.partition(".")
    for work in works:
        name, _, limb = work.partition(".")
        for patch in patches(name, view, f"{found.file.id}.yaml"):
            home = "foot" if patch[0] == "sole" else patch[0]
            if home == part and (not which or (limb or "near") == which):
                flip = side
                if not which and limb:
                    flip = outward(view, found.drawn, limb) if view != "side" else 1
                path, lines = patch_path(patch, view, flip)
                text += _shape("f-work", path)
                if lines:
                    text += f'<path class="f-hatch" d="{lines}"/>'
    return text
