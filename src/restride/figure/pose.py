"""What a file of key poses says: one small YAML file for each thing that is drawn.

A pose is a set of joint angles. One number stands for both limbs, two in brackets for [near, far]. A file names only
what differs from its base posture (``data/postures.yaml``). Heights are counted up from the floor.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from restride.figure.body import DATA, SIDES, View
from restride.figure.errors import FigureError
from restride.knowledge.strict_yaml import StrictYamlError, read_yaml

POSES = DATA / "poses"
#: Joint angles that exist once, and those that exist on each side.
ONCE = ("turn", "lean", "pelvis", "spine", "neck", "x", "y")
TWICE = ("hip", "knee", "ankle", "toes", "shoulder", "elbow", "wrist", "tilt", "palm")
#: Apparent length of a bone that points towards the eye or away from it: a share of its own length.
SHORT = ("short_thigh", "short_shank", "short_foot", "short_arm", "short_fore")
#: The foot close up: lift of the arch (units), the other toes up, the last bone of the toes bent down (degrees).
FINE = ("arch", "others", "curl", "curl_others")
CONTACT_POINTS = ("foot", "ball", "heel", "ankle", "knee", "hand", "elbow", "shoulder", "pelvis", "head", "chest")
#: What the therapist brings: hands, tools, and the places they touch.
CLINIC_KINDS = (
    "hand", "grip_hand", "finger", "site", "press", "tape", "needle", "probe", "electrode", "hammer", "fork", "strap",
    "ice", "heat", "push", "landmark",
)  # fmt: skip
PROPS = (
    "mat", "band", "loop", "chair", "wall", "step", "roller", "ball", "weight", "ankle_weight", "rope", "bench",
    "towel", "slope", "pad", "barbell", "bar", "machine", "cushion", "line", "box", "treadmill", *CLINIC_KINDS,
)  # fmt: skip

Angles = dict[str, float]
Contacts = dict[str, tuple[float, ...]]


class Prop(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing beside the person."""

    kind: str
    at: tuple[float, ...] = (0.0, 0.0)
    size: tuple[float, ...] = ()
    #: Bands: both ends, a place or a named point of the body. Held things: the bone's end they hang on.
    ends: tuple[str | tuple[float, float], ...] = ()
    on: str = ""
    #: Turn of a hand or a tool about the place it touches. [degrees]
    turn: float = 0.0
    #: In front of the person or behind.
    front: bool = False
    #: Stands behind the person in the picture, so that a limb may pass before it.
    behind: bool = False


class Arrow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The one arrow: it follows a point of the body from the first pose to the second, shifted clear of it."""

    follow: str = ""
    shift: tuple[float, float] = (0.0, 0.0)
    #: Instead: straight from one place to another.
    line: tuple[tuple[float, float], ...] = ()
    #: Share of the way that is drawn.
    part: tuple[float, float] = (0.0, 1.0)
    #: Instead: a turn about the body's own axis, around a point, with both half axes, from and to an angle (0 right,
    #: clockwise). [degrees]
    around: str = ""
    radius: tuple[float, float] = (24.0, 8.0)
    sweep: tuple[float, float] = (200.0, -20.0)
    #: It presses against something that does not give way: a bar before the tip.
    against: bool = False


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The common fault as its own pose: what differs from the right end pose."""

    says: str
    pose: dict[str, Any]
    contacts: dict[str, tuple[float, ...]] | None = None
    #: The right pose beside it, if not the end pose.
    beside: str = ""
    guide: tuple[str, ...] = ()
    anchor: str = ""


class Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One leg of the way: to which pose, in how many seconds, and how long to stay there."""

    to: str
    take: float = 1.2
    hold: float = 0.0


class PoseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of ``data/poses``, as written."""

    id: str
    shows: str
    base: str = "stand"
    view: View | None = None
    drawn: Literal["right", "left"] | None = None
    anchor: str | None = None
    adjust: str | None = None
    contacts: dict[str, tuple[float, ...]] | None = None
    #: Contacts only of some poses, by pose.
    contacts_of: dict[str, dict[str, tuple[float, ...]]] = {}
    anchor_of: dict[str, str] = {}
    poses: dict[str, dict[str, Any]] = {}
    moves: tuple[Move, ...] = ()
    #: Which way the first move goes in the dose's tempo (seconds up, pause, down).
    way: Literal["up", "down"] = "up"
    #: Hands that hold a part of the body: «hand.near» → «thigh.near».
    holds: dict[str, str] = {}
    #: False: seen from above, so that there is no floor line.
    floor: bool | None = None
    works: tuple[str, ...] = ()
    props: tuple[Prop, ...] = ()
    arrow: Arrow | None = None
    guide: tuple[str, ...] = ()
    fault: Fault | None = None
    #: Another file whose right and wrong show the same fault better, from the front.
    pair_of: str = ""
    #: Limbs and parts drawn pale, dark; and what lies in front.
    pale: tuple[str, ...] | None = None
    legs_in_front: bool | None = None
    #: A pose that is held still over a base, so that balance is checked; moving ones are not.
    balanced: bool | None = None
    #: Cut-out of the picture, from the floor up, around a point: [point, half width, half height].
    closeup: tuple[str, float, float] | None = None
    #: The cut-out has the point in its middle, not the floor at its lower edge.
    centred: bool | None = None
    #: Limbs that are not drawn, where they would hide what is shown.
    hidden: tuple[str, ...] | None = None
    #: The foot close up, with its toes.
    fine: Literal["", "inner"] | None = None
    #: False: a position, not a movement; only the pose «end» is drawn.
    moving: bool | None = None
    still: str = ""
    strip: tuple[str, ...] = ()
    #: Poses in which the whole person is off the floor.
    airborne: tuple[str, ...] = ()


class Posture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A base posture: standing, lying, sitting …."""

    view: View = "side"
    drawn: Literal["right", "left"] = "right"
    anchor: str = "foot.near"
    adjust: str = ""
    contacts: dict[str, tuple[float, ...]] = {}
    pose: dict[str, Any] = {}
    props: tuple[Prop, ...] = ()
    pale: tuple[str, ...] = ("leg.far", "arm.far")
    legs_in_front: bool = True
    balanced: bool = False
    closeup: tuple[str, float, float] | None = None
    centred: bool = False
    hidden: tuple[str, ...] = ()
    fine: Literal["", "inner"] = ""
    moving: bool = True
    floor: bool = True


def expand(pose: dict[str, Any], where: str) -> Angles:
    """A pose as written → every key with its side: ``{"hip": [80, 0]}`` → ``hip.near``, ``hip.far``.

    Raises
    ------
    FigureError
        An unknown joint, or a value that is no angle.
    """
    flat: Angles = {}
    for key, value in pose.items():
        name, _, which = key.partition(".")
        if name in (*ONCE, *FINE) and not which and isinstance(value, int | float):
            flat[name] = float(value)
        elif (name in TWICE or name in SHORT) and (not which or which in SIDES):
            pair = value if isinstance(value, list) else [value, value]
            if len(pair) != 2 or not all(isinstance(v, int | float) for v in pair):
                raise FigureError(f"{where}: '{key}' is {value!r}; give one angle, or two as [near, far].")
            for side, angle in zip(SIDES, pair, strict=True):
                if which in ("", side):
                    flat[f"{name}.{side}"] = float(angle)
        else:
            known = ", ".join((*ONCE, *TWICE, *SHORT, *FINE))
            raise FigureError(f"{where}: there is no joint '{key}'; the joints are {known}.")
    return flat


@cache
def postures() -> dict[str, Posture]:
    """The base postures, once."""
    raw = read_yaml((DATA / "postures.yaml").read_bytes(), name="postures.yaml")
    try:
        return msgspec.convert(raw, dict[str, Posture])
    except msgspec.ValidationError as error:
        raise FigureError(f"postures.yaml: {error}.") from None


def pose_ids() -> tuple[str, ...]:
    """Every id that has a file of poses, in order."""
    return tuple(sorted(path.stem for path in POSES.glob("*.yaml")))


def _raw(path: Path) -> dict[str, Any]:
    """The file as written, laid over the one it is the same as."""
    raw = read_yaml(path.read_bytes(), name=path.name)
    if not isinstance(raw, dict):
        raise FigureError(f"{path.name}: a file of poses is a list of keys; it begins with 'id:'.")
    other = raw.pop("same_as", None)
    if other is None:
        return raw
    origin = path.with_name(f"{other}.yaml")
    if not origin.exists() or other == raw.get("id"):
        raise FigureError(
            f"{path.name}: it is the same as '{other}', but there is no such file of poses; name another."
        )
    return {**_raw(origin), **raw}


def read_pose_file(path: Path) -> PoseFile:
    """Read one file strictly.

    Raises
    ------
    FigureError
        Not readable, an unknown key or prop or posture, or an id that is not the file's name.
    """
    try:
        file = msgspec.convert(_raw(path), PoseFile)
    except OSError:
        raise FigureError(f"{path.name}: there is no such file of poses; write it, or ask for another id.") from None
    except StrictYamlError as error:
        raise FigureError(str(error)) from None
    except msgspec.ValidationError as error:
        raise FigureError(f"{path.name}: {error}.") from None
    if file.id != path.stem:
        raise FigureError(f"{path.name}: its id is '{file.id}'; give it the file's name.")
    if file.base not in postures():
        raise FigureError(f"{path.name}: there is no base posture '{file.base}'; they are {', '.join(postures())}.")
    for prop in file.props:
        if prop.kind not in PROPS:
            raise FigureError(f"{path.name}: there is no prop '{prop.kind}'; they are {', '.join(PROPS)}.")
    for name in file.contacts or {}:
        if name.partition(".")[0] not in CONTACT_POINTS:
            raise FigureError(f"{path.name}: '{name}' cannot be a contact; the points are {', '.join(CONTACT_POINTS)}.")
    return file
