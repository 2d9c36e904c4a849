"""The body around the bones, as rounded cones in space."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import msgspec
import numpy as np

from restride.figure.errors import FigureError
from restride.figure.runner.anatomy import OUTWARD, RUNNER, SIDES, Anatomy
from restride.figure.runner.chain import Stance
from restride.figure.runner.turning import Floats
from restride.knowledge.strict_yaml import read_yaml

Row = tuple[float, float, float, float, float, float, float, float, str]
#: Millimetres of the data file hold for this stature. [m]
DRAWN_FOR_M = 1.75


class FleshFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows by segment, and colours by look."""

    status: str
    thigh: tuple[Row, ...]
    shank: tuple[Row, ...]
    foot: tuple[Row, ...]
    toes: tuple[Row, ...]
    pelvis: tuple[Row, ...]
    trunk: tuple[Row, ...]
    upper_arm: tuple[Row, ...]
    forearm: tuple[Row, ...]
    hand: tuple[Row, ...]
    head: tuple[Row, ...]
    looks: dict[str, dict[str, tuple[float, float, float]]]


@dataclass(frozen=True)
class Cones:
    """Every cone of the body: ends (frames, cones, 2, 3) and radii (cones, 2) in metres, material and limb (cones,)."""

    ends: Floats
    radii: Floats
    material: tuple[int, ...]
    limb: tuple[int, ...]


#: Segment → where its frame begins, its turn, the limb it melts into.
_LIMBS = {
    "thigh": ("hip", "thigh", "leg"),
    "shank": ("knee", "shank", "leg"),
    "foot": ("ankle", "foot", "shoe"),
    "toes": ("ball", "toes", "shoe"),
    "upper_arm": ("shoulder", "arm", "arm"),
    "forearm": ("elbow", "fore", "arm"),
    "hand": ("wrist", "fore", "arm"),
}
_MIDDLE = {"pelvis": ("pelvis", "pelvis"), "trunk": ("pelvis", "trunk"), "head": ("neck", "head")}


@cache
def flesh_file() -> FleshFile:
    """Read the file, once."""
    return msgspec.convert(read_yaml((RUNNER / "flesh.yaml").read_bytes(), name="flesh.yaml"), FleshFile)


def looks() -> tuple[str, ...]:
    """Names of the sets of colours."""
    return tuple(flesh_file().looks)


@cache
def materials() -> tuple[str, ...]:
    """What there is to be coloured, in the order of the cones' numbers."""
    return tuple(next(iter(flesh_file().looks.values())))


def palette(look: str) -> Floats:
    """Colours (materials, 3) of one look, 0–255.

    Raises
    ------
    FigureError
        There is no such look.
    """
    if look not in flesh_file().looks:
        raise FigureError(f"'{look}' is no look of the runner; they are {', '.join(looks())}.")
    return np.array([flesh_file().looks[look][name] for name in materials()], dtype=np.float64)


def cones(anatomy: Anatomy, stance: Stance) -> Cones:
    """The body's cones in every frame of a stance."""
    rows = _Rows(anatomy.stature / DRAWN_FOR_M, stance)
    lengths = {
        "thigh": -anatomy.thigh, "shank": -anatomy.shank, "upper_arm": -anatomy.upper_arm,
        "forearm": -anatomy.forearm, "hand": -anatomy.hand,
    }  # fmt: skip
    file = flesh_file()
    for segment in _MIDDLE:
        begins, turns = _MIDDLE[segment]
        limb = "head" if segment == "head" else segment
        for row in getattr(file, segment):
            for side in SIDES if row[2] or row[6] else ("right",):
                rows.add(row, begins, turns, OUTWARD[side], anatomy.trunk if segment == "trunk" else None, limb)
    for side in SIDES:
        for segment, names in _LIMBS.items():
            begins, turns, limb = (f"{name}_{side}" for name in names)
            for row in getattr(file, segment):
                rows.add(row, begins, turns, OUTWARD[side], lengths.get(segment), limb)
    return rows.done()


class _Rows:
    """Cones being gathered."""

    def __init__(self, scale: float, stance: Stance) -> None:
        self.scale = scale / 1000
        self.stance = stance
        self.ends: list[Floats] = []
        self.radii: list[tuple[float, float]] = []
        self.material: list[int] = []
        self.limb: list[int] = []
        self.limbs: list[str] = []

    #: Clothes melt into the clothes of the trunk.
    WORN = {"shirt": "trunk", "shorts": "pelvis"}

    def add(self, row: Row, begins: str, turns: str, out: float, length_m: float | None, limb: str) -> None:
        mm = self.scale
        bone = mm if length_m is None else length_m
        local = np.array(
            [[row[0] * mm, row[1] * bone, out * row[2] * mm], [row[4] * mm, row[5] * bone, out * row[6] * mm]]
        )
        turned = np.einsum("fij,kj->fki", self.stance.turn[turns], local)
        self.ends.append(self.stance.at[begins][:, None, :] + turned)
        self.radii.append((row[3] * mm, row[7] * mm))
        self.material.append(materials().index(row[8]))
        limb = self.WORN.get(row[8], limb)
        if limb not in self.limbs:
            self.limbs.append(limb)
        self.limb.append(self.limbs.index(limb) + 1)

    def done(self) -> Cones:
        return Cones(np.stack(self.ends, axis=1), np.array(self.radii), tuple(self.material), tuple(self.limb))
