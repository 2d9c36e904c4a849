"""Movement tests from key poses: the feet that stand stay where they are, and the weight stays over them."""

from __future__ import annotations

from functools import cache

import msgspec
import numpy as np
import scipy

from restride.figure.errors import FigureError
from restride.figure.runner.anatomy import OUTWARD, RUNNER, SIDES, Anatomy
from restride.figure.runner.chain import ANGLES, ARM_ANGLES, centre_of_mass, pelvis_turn, stand
from restride.figure.runner.contact import ankle_over, toes_of
from restride.figure.runner.flesh import DRAWN_FOR_M
from restride.figure.runner.motion import Contact, Motion, Repetition, still_angles
from restride.figure.runner.reach import STRAIGHT, distance_of, leg_angles
from restride.figure.runner.turning import Floats, applied
from restride.knowledge.strict_yaml import read_yaml

SAMPLES = 1200
ROUNDS = 12
TOE_OUT_DEG = 6.0


class Key(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One key pose: on one leg by ``knee``, ``over`` and ``pitch``, on two by ``pelvis`` and the feet."""

    at: float
    angles: dict[str, float] = {}
    knee: float = 0.0
    over: float = 0.5
    pitch: float = 0.0
    pelvis: tuple[float, float] | None = None
    right: tuple[float, float, float] | None = None
    left: tuple[float, float, float] | None = None


class KeyedFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A test, once from start to end; it repeats."""

    status: str
    turn_s: float
    keys: tuple[Key, ...]
    always: dict[str, float] = {}
    step_m: float = 0.0


@cache
def keyed_file(name: str) -> KeyedFile:
    """Read one file, once."""
    return msgspec.convert(read_yaml((RUNNER / f"{name}.yaml").read_bytes(), name=f"{name}.yaml"), KeyedFile)


def keyed(anatomy: Anatomy, name: str, knee_in_deg: float = 0.0) -> Motion:
    """Find the movement of one file.

    Parameters
    ----------
    knee_in_deg : float
        How far the knee falls inward where it is bent most, in proportion elsewhere. [degrees]

    Raises
    ------
    FigureError
        A key that names no joint.
    """
    file = keyed_file(name)
    clock = np.linspace(0.0, file.keys[-1].at, SAMPLES + 1)
    angles = _given(file, clock, name)
    root = (_on_two if file.keys[0].pelvis else _on_one)(anatomy, file, clock, angles, knee_in_deg)
    one = Repetition(file.keys[0].at, file.turn_s, file.keys[-1].at)
    stays = [side for side in SIDES if file.keys[0].pelvis is None and side == "right"]
    contacts = tuple(Contact(side, 0.0, file.keys[-1].at) for side in stays)
    return Motion(name, anatomy, clock, root, angles, contacts, (one,), step_m=file.step_m)


def _way(file: KeyedFile, clock: Floats, values: list[float]) -> Floats:
    return np.asarray(scipy.interpolate.PchipInterpolator([key.at for key in file.keys], values)(clock))


def _given(file: KeyedFile, clock: Floats, name: str) -> dict[str, Floats]:
    """Angles that the file gives; one of an arm without a side is for both."""
    angles = still_angles(len(clock))
    for key in sorted({*file.always, *(name for one in file.keys for name in one.angles)}):
        row = _way(file, clock, [one.angles.get(key, file.always.get(key, 0.0)) for one in file.keys])
        both = [f"{key}_{side}" for side in SIDES] if key in ARM_ANGLES else [key]
        if both[0] not in ANGLES:
            raise FigureError(f"{name}.yaml: '{key}' is no joint angle; look at the list in chain.py.")
        angles.update(dict.fromkeys(both, row))
    return angles


def _on_one(anatomy: Anatomy, file: KeyedFile, clock: Floats, angles: dict[str, Floats], knee_in: float) -> Floats:
    """The right leg stands; the pelvis goes where the weight stays over the foot and the knee is bent as asked."""
    knee = _way(file, clock, [key.knee for key in file.keys])
    pitch = _way(file, clock, [key.pitch for key in file.keys])
    length = anatomy.toe_x - anatomy.heel_x
    over = anatomy.heel_x + length * _way(file, clock, [key.over for key in file.keys])
    ankle = ankle_over(anatomy, "right", pitch, TOE_OUT_DEG) + np.array([0.0, file.step_m, 0.0])
    wanted = distance_of(anatomy, knee)
    share = knee / max(knee.max(), 1.0)
    pelvis = pelvis_turn(angles)
    to_hip = applied(pelvis, np.array([0.0, 0.0, anatomy.hip_half]))
    root = np.zeros((len(clock), 3))
    for _ in range(ROUNDS):
        inside = centre_of_mass(stand(anatomy, np.zeros_like(root), angles))
        root[:, 0], root[:, 2] = over - inside[:, 0], -inside[:, 2]
        aside = root + to_hip - ankle
        level = aside[:, 0] ** 2 + aside[:, 2] ** 2
        root[:, 1] = ankle[:, 1] - to_hip[:, 1] + np.sqrt(np.maximum(wanted**2 - level, 1e-6))
        found = leg_angles(anatomy, "right", pelvis, root + to_hip, ankle, pitch, TOE_OUT_DEG, knee_in * share)
        angles.update({f"{name}_right": row for name, row in found.items()}, toe_extension_right=toes_of(pitch))
    return root


def _on_two(anatomy: Anatomy, file: KeyedFile, clock: Floats, angles: dict[str, Floats], knee_in: float) -> Floats:
    """Pelvis and both feet are given."""
    scale = anatomy.stature / DRAWN_FOR_M
    places = [key.pelvis or (0.0, 1.0) for key in file.keys]
    root = np.stack(
        [
            scale * _way(file, clock, [place[0] for place in places]),
            anatomy.leg * _way(file, clock, [place[1] for place in places]),
            np.zeros(len(clock)),
        ],
        axis=1,
    )
    pelvis = pelvis_turn(angles)
    for side in SIDES:
        feet = [(key.right if side == "right" else key.left) or (0.0, 0.0, 0.0) for key in file.keys]
        forward, up, pitch = (_way(file, clock, [foot[axis] for foot in feet]) for axis in range(3))
        ankle = ankle_over(anatomy, side, pitch, TOE_OUT_DEG)
        ankle += np.stack([scale * forward, scale * up, np.full(len(clock), OUTWARD[side] * anatomy.hip_half)], axis=1)
        hip = root + applied(pelvis, np.array([0.0, 0.0, OUTWARD[side] * anatomy.hip_half]))
        if np.linalg.norm(hip - ankle, axis=1).max() > STRAIGHT * anatomy.leg:
            raise FigureError(f"The {side} leg cannot reach its foot in this movement; bring the pelvis nearer.")
        found = leg_angles(anatomy, side, pelvis, hip, ankle, pitch, TOE_OUT_DEG, knee_in if side == "right" else 0.0)
        angles.update({f"{name}_{side}": row for name, row in found.items()})
        angles[f"toe_extension_{side}"] = np.where(up < 1e-3, toes_of(pitch), 0.0)
    return root
