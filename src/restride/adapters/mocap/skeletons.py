"""Read BVH and Acclaim ASF/AMC: a tree of bones with joint angles, turned into positions of its joints."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from restride.gait.track import Floats
from restride.model.errors import PlainError
from restride.model.files import read_text_whole

#: An ASF length of 1 is this long, where the file's own scale says inches over it.
_INCH_M = 0.0254
#: Cut into words, this text takes eight times as much memory. [bytes]
_MOST_BYTES = 100_000_000


class SkeletonError(PlainError):
    """A BVH, ASF or AMC file that cannot be read."""


@dataclass(frozen=True)
class JointPositions:
    """Positions of joints, (frames,) by name; ``frame_s`` as the file says, None where it does not."""

    positions: dict[str, Floats]
    frame_s: float | None
    #: Metres of one length unit, where the format says so.
    metres: float | None


@dataclass
class _Joint:
    name: str
    parent: int
    offset: Floats
    channels: list[str] = field(default_factory=list)


@contextmanager
def _one_sentence(name: str) -> Iterator[None]:
    """Whatever in a damaged file cannot be taken apart ends in one sentence."""
    try:
        # Angles and lengths beyond all sense become no number here, and a missing point later.
        with np.errstate(all="ignore"):
            yield
    except PlainError:
        raise
    except (ValueError, IndexError, KeyError, ArithmeticError):
        raise SkeletonError(
            f"{name} is damaged: its skeleton and its numbers do not fit together; export it anew."
        ) from None


def read_bvh(path: Path) -> JointPositions:
    """Read a BVH.

    Raises
    ------
    SkeletonError
        In one sentence: what is wrong and what to do.
    """
    with _one_sentence(path.name):
        return _bvh(path)


def _bvh(path: Path) -> JointPositions:
    words = read_text_whole(path, most=_MOST_BYTES).split()
    try:
        start = words.index("MOTION")
    except ValueError:
        raise SkeletonError(f"{path.name} is no BVH: it has no part MOTION.") from None
    joints = _hierarchy(words[:start], path.name)
    width = sum(len(joint.channels) for joint in joints)
    try:
        frames, frame_s = int(words[start + 2]), float(words[start + 5])
        values = np.array(words[start + 6 :], dtype=np.float64)
    except (ValueError, IndexError) as error:
        raise SkeletonError(f"{path.name} is damaged after MOTION ({error}); export it anew.") from None
    if frames < 2 or len(values) != frames * width:
        raise SkeletonError(
            f"{path.name} promises {frames} frames of {width} numbers and holds {len(values)} numbers; it is cut "
            "short or damaged, export it anew."
        )
    return JointPositions(_forward(joints, values[: frames * width].reshape(frames, width)), frame_s, None)


def _hierarchy(words: list[str], name: str) -> list[_Joint]:
    joints: list[_Joint] = []
    stack: list[int] = []
    i = 0
    try:
        while i < len(words):
            word = words[i]
            if word in ("ROOT", "JOINT", "End"):
                label = f"{joints[stack[-1]].name}End" if word == "End" else words[i + 1]
                joints.append(_Joint(label, stack[-1] if stack else -1, np.zeros(3)))
                stack.append(len(joints) - 1)
                i += 2
            elif word == "OFFSET":
                joints[stack[-1]].offset = np.array([float(w) for w in words[i + 1 : i + 4]])
                i += 4
            elif word == "CHANNELS":
                count = int(words[i + 1])
                if count < 0:
                    # It would lead back, and the same words would be read for ever.
                    raise ValueError(f"{count} channels")
                joints[stack[-1]].channels = words[i + 2 : i + 2 + count]
                i += 2 + count
            else:
                if word == "}":
                    stack.pop()
                i += 1
    except (IndexError, ValueError) as error:
        raise SkeletonError(f"{name} is damaged in its HIERARCHY ({error}); export it anew.") from None
    if not joints:
        raise SkeletonError(f"{name} holds no joints; export it anew.")
    return joints


def _forward(joints: list[_Joint], values: Floats) -> dict[str, Floats]:
    frames = len(values)
    turns: list[Floats] = []
    places: list[Floats] = []
    at = 0
    for joint in joints:
        turn = np.broadcast_to(np.eye(3), (frames, 3, 3))
        move = np.zeros((frames, 3))
        for channel in joint.channels:
            axis = "XYZ".index(channel[0].upper())
            if channel[1:].lower() == "position":
                move[:, axis] = values[:, at]
            else:
                turn = turn @ rotation(axis, np.radians(values[:, at]))
            at += 1
        if joint.parent < 0:
            places.append(joint.offset + move)
            turns.append(turn)
        else:
            parent = turns[joint.parent]
            places.append(places[joint.parent] + np.einsum("fij,fj->fi", parent, joint.offset + move))
            turns.append(parent @ turn)
    return {joint.name: place for joint, place in zip(joints, places, strict=True)}


def rotation(axis: int, angle: Floats) -> Floats:
    """Rotation matrices about one axis, shape (frames, 3, 3); angle in radians."""
    cosine, sine = np.cos(angle), np.sin(angle)
    matrix = np.zeros((*np.shape(angle), 3, 3))
    j, k = (axis + 1) % 3, (axis + 2) % 3
    matrix[..., axis, axis] = 1
    matrix[..., j, j] = matrix[..., k, k] = cosine
    matrix[..., j, k], matrix[..., k, j] = -sine, sine
    return matrix


@dataclass
class _Bone:
    name: str
    vector: Floats
    frame: Floats
    freedoms: list[str]
    parent: str = "root"


def read_asf_amc(amc: Path, asf: Path | None = None) -> JointPositions:
    """Read an AMC with its ASF (the only one of the folder, or the longest one whose name begins the AMC's).

    Raises
    ------
    SkeletonError
        In one sentence: what is wrong and what to do.
    """
    with _one_sentence(amc.name):
        return _asf_amc(amc, asf or _skeleton_of(amc))


def _asf_amc(amc: Path, asf: Path) -> JointPositions:
    bones, order, metres, degrees = _read_asf(asf)
    frames = _read_amc(amc)
    unit = 1.0 if not degrees else math.pi / 180
    root = np.array([frame["root"] for frame in frames])
    kinds = [word.upper() for word in order]
    place = np.stack([root[:, kinds.index(f"T{axis}")] for axis in "XYZ"], axis=1)
    turns = {"root": _compose(root, kinds, unit)}
    ends = {"root": place}
    for bone in bones:
        parent = turns[bone.parent]
        if bone.freedoms:
            values = np.array([frame.get(bone.name, [0.0] * len(bone.freedoms)) for frame in frames])
            own = _compose(values, [word.upper() for word in bone.freedoms], unit)
        else:
            own = np.broadcast_to(np.eye(3), (len(frames), 3, 3))
        turn = parent @ bone.frame @ own @ bone.frame.T
        turns[bone.name] = turn
        ends[bone.name] = ends[bone.parent] + turn @ bone.vector
    # A BVH names a joint after the bone that begins there; so do we.
    positions = {bone.name: ends[bone.parent] for bone in bones}
    positions |= {f"{bone.name}End": ends[bone.name] for bone in bones if bone.name.endswith(("toes", "head"))}
    return JointPositions(positions, None, metres)


def _compose(values: Floats, kinds: list[str], unit: float) -> Floats:
    """Rotations given in the order x, y, z are applied in that order: R = Rz Ry Rx."""
    turn = np.broadcast_to(np.eye(3), (len(values), 3, 3))
    for column, kind in enumerate(kinds):
        if kind.startswith("R"):
            turn = rotation("XYZ".index(kind[1]), values[:, column] * unit) @ turn
    return turn


def _skeleton_of(amc: Path) -> Path:
    found = sorted(amc.parent.glob("*.asf"), key=lambda path: -len(path.stem))
    named = [path for path in found if amc.stem.startswith(path.stem)]
    if named or len(found) == 1:
        return (named or found)[0]
    raise SkeletonError(f"{amc.name} needs its skeleton: put the ASF beside it, named as the AMC begins.")


def _read_asf(path: Path) -> tuple[list[_Bone], list[str], float, bool]:
    text = re.sub(r"#.*", "", read_text_whole(path, most=_MOST_BYTES))
    degrees = not re.search(r"angle\s+rad", text)
    scale = float(match[1]) if (match := re.search(r"length\s+([\d.]+)", text)) else 1.0
    order_found = re.search(r":root.*?order\s+([^\n]+)", text, re.S)
    bones: dict[str, _Bone] = {}
    for block in re.findall(r"begin(.*?)end", text.partition(":hierarchy")[0], re.S):
        fields = dict(re.findall(r"^\s*(name|direction|length|axis|dof)\s+(.+?)\s*$", block, re.M))
        if not {"name", "direction", "length", "axis"} <= fields.keys():
            raise SkeletonError(f"{path.name} describes a bone without name, direction, length or axis.")
        angles = [float(word) for word in fields["axis"].split()[:3]]
        frame = np.eye(3)
        for axis, angle in enumerate(angles):
            frame = rotation(axis, np.array(math.radians(angle) if degrees else angle)) @ frame
        vector = np.array([float(word) for word in fields["direction"].split()]) * float(fields["length"])
        bones[fields["name"]] = _Bone(fields["name"], vector, frame, fields.get("dof", "").split())
    chain: list[_Bone] = []
    for line in text.partition(":hierarchy")[2].splitlines():
        words = line.split()
        if len(words) > 1 and words[0] not in ("begin", "end"):
            for child in words[1:]:
                if child not in bones:
                    raise SkeletonError(f"{path.name}: the bone '{child}' of the hierarchy is not described.")
                bones[child].parent = words[0]
                chain.append(bones[child])
    if not chain or order_found is None:
        raise SkeletonError(f"{path.name} is no ASF: it has no root or no hierarchy.")
    # CMU and Acclaim: positions are inches over the scale.
    return chain, order_found[1].split(), _INCH_M / scale, degrees


def _read_amc(path: Path) -> list[dict[str, list[float]]]:
    frames: list[dict[str, list[float]]] = []
    for line in read_text_whole(path, most=_MOST_BYTES).splitlines():
        words = line.split()
        if not words or words[0].startswith(("#", ":")):
            continue
        if len(words) == 1 and words[0].isdigit():
            frames.append({})
        elif frames:
            try:
                frames[-1][words[0]] = [float(word) for word in words[1:]]
            except ValueError:
                raise SkeletonError(
                    f"{path.name}: frame {len(frames)} holds no numbers for '{words[0]}'; export it anew."
                ) from None
    if len(frames) < 2 or any("root" not in frame for frame in frames):
        raise SkeletonError(f"{path.name} is no AMC, or a frame lacks its root; export it anew.")
    return frames
