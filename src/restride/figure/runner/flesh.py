"""The body around the bones: smooth curves of balls, skinned with rounded cones in space."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import msgspec
import numpy as np
import scipy

from restride.figure.errors import FigureError
from restride.figure.runner.anatomy import OUTWARD, RUNNER, SIDES, Anatomy
from restride.figure.runner.chain import Stance
from restride.figure.runner.cones import Chain, Pixels
from restride.figure.runner.turning import Floats
from restride.knowledge.strict_yaml import read_yaml

#: Segment, place (forward, along, outward), radius.
Point = tuple[str, float, float, float, float]
#: Millimetres of the data file hold for this stature. [m]
DRAWN_FOR_M = 1.75


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A smooth curve through balls.

    ``steps``: cones from each point to the next; ``soft``: millimetres over which it melts into other parts of its
    limb; ``hem``: which of its ends are cut off flat.
    """

    limb: str
    of: str
    through: tuple[Point, ...]
    steps: int = 2
    soft: float = 22.0
    hem: Literal["none", "first", "last", "both"] = "none"


class FleshFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Parts, and colours by look."""

    status: str
    parts: tuple[Part, ...]
    looks: dict[str, dict[str, tuple[float, float, float]]]


@dataclass(frozen=True)
class Worn:
    """One chain: which balls it has, the number of its material, of its limb, its softness [m], and its hems."""

    balls: slice
    material: int
    limb: int
    soft_m: float
    hem: tuple[bool, bool]


@dataclass(frozen=True)
class Chains:
    """Every ball of the body, (frames, balls, 3) and radii (balls,) in metres, and the chains that they form."""

    balls: Floats
    radii: Floats
    worn: tuple[Worn, ...]

    def seen(self, balls: Pixels, radii: Pixels, metre_px: float) -> Iterator[Chain]:
        """The chains in one picture, whose balls are at (balls, 3) with radii (balls,). [px]."""
        for one in self.worn:
            yield Chain(balls[one.balls], radii[one.balls], one.material, one.limb, one.soft_m * metre_px, one.hem)


#: Segment → where its frame begins, and its turn.
_LIMBS = {
    "thigh": ("hip", "thigh"),
    "shank": ("knee", "shank"),
    "foot": ("ankle", "foot"),
    "toes": ("ball", "toes"),
    "upper_arm": ("shoulder", "arm"),
    "forearm": ("elbow", "fore"),
    "hand": ("wrist", "fore"),
}
_MIDDLE = {"pelvis": ("pelvis", "pelvis"), "trunk": ("pelvis", "trunk"), "head": ("neck", "head")}
#: These are one piece across both sides.
_SHARED_LIMBS = frozenset({"trunk", "leg_cloth", "neck", "head", "hair"})


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


def chains(anatomy: Anatomy, stance: Stance) -> Chains:
    """The body in every frame of a stance."""
    body = _Body(anatomy, stance)
    for part in flesh_file().parts:
        for side in SIDES if _is_twofold(part) else ("right",):
            body.add(part, side)
    return Chains(np.concatenate(body.balls, axis=1), np.concatenate(body.radii), tuple(body.worn))


def _is_twofold(part: Part) -> bool:
    return any(point[0] in _LIMBS or point[3] for point in part.through)


@cache
def _between(points: int, steps: int) -> Floats:
    """Weights (balls, points) of a Catmull-Rom curve through points, with so many steps from each to the next."""
    share = np.linspace(0, 1, steps + 1)[:-1, None]
    basis = np.hstack(
        [
            -share + 2 * share**2 - share**3,
            2 - 5 * share**2 + 3 * share**3,
            share + 4 * share**2 - 3 * share**3,
            -(share**2) + share**3,
        ]
    ) / 2  # fmt: skip
    weights = np.zeros(((points - 1) * steps + 1, points))
    for i in range(points - 1):
        for j in range(4):
            # Beyond the ends the curve goes straight on.
            k = i + j - 1
            rows = weights[i * steps : (i + 1) * steps]
            if k < 0:
                rows[:, :2] += basis[:, j, None] * (2, -1)
            elif k >= points:
                rows[:, -2:] += basis[:, j, None] * (-1, 2)
            else:
                rows[:, k] += basis[:, j]
    weights[-1, -1] = 1
    return weights


class _Body:
    """Chains being gathered."""

    def __init__(self, anatomy: Anatomy, stance: Stance) -> None:
        self.mm = anatomy.stature / DRAWN_FOR_M / 1000
        self.stance = stance
        self.bones_m = {
            "thigh": -anatomy.thigh, "shank": -anatomy.shank, "upper_arm": -anatomy.upper_arm,
            "forearm": -anatomy.forearm, "hand": -anatomy.hand, "trunk": anatomy.trunk,
        }  # fmt: skip
        self.balls: list[Floats] = []
        self.radii: list[Floats] = []
        self.worn: list[Worn] = []
        self.limbs: list[str] = []

    def add(self, part: Part, side: str) -> None:
        """One part on one side."""
        weights = _between(len(part.through), part.steps)
        places = np.stack([self._place(point, side) for point in part.through], axis=1)
        knots = np.arange(len(part.through)) * part.steps
        thickness = scipy.interpolate.PchipInterpolator(knots, [point[4] for point in part.through])
        radii = thickness(np.arange(knots[-1] + 1)) * self.mm
        limb = part.limb if part.limb in _SHARED_LIMBS else f"{part.limb}_{side}"
        if limb not in self.limbs:
            self.limbs.append(limb)
        start = sum(map(len, self.radii))
        self.worn.append(
            Worn(
                slice(start, start + len(radii)),
                materials().index(part.of),
                self.limbs.index(limb) + 1,
                part.soft * self.mm,
                (part.hem in ("first", "both"), part.hem in ("last", "both")),
            )
        )
        self.balls.append(np.einsum("bp,fpi->fbi", weights, places))
        self.radii.append(radii)

    def _place(self, point: Point, side: str) -> Floats:
        """Where a point is in every frame, (frames, 3). [m]."""
        segment, forward, along, outward, _ = point
        begins, turns = _MIDDLE.get(segment) or tuple(f"{name}_{side}" for name in _LIMBS[segment])
        up = along * self.bones_m.get(segment, self.mm)
        local = np.array([forward * self.mm, up, OUTWARD[side] * outward * self.mm])
        return np.asarray(self.stance.at[begins] + np.einsum("fij,j->fi", self.stance.turn[turns], local))
