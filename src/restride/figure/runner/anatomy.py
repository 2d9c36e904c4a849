"""How long the drawn runner's segments are, in metres."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import msgspec
import numpy as np

from restride.figure.body import DATA
from restride.figure.errors import FigureError
from restride.figure.runner.turning import Floats
from restride.knowledge.strict_yaml import read_yaml

RUNNER = DATA / "runner"
SIDES = ("left", "right")
#: z points to the right.
OUTWARD = {"left": -1.0, "right": 1.0}
#: Statures that are drawn. [m]
STATURE_M = (0.9, 2.3)


class _Shares(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    status: str
    sources: tuple[str, ...]
    stature_m: float
    lengths: dict[str, float]
    ours: dict[str, float]


@dataclass(frozen=True)
class Anatomy:
    """Lengths of one runner. [m] Places in the foot's frame are counted from the ankle joint."""

    stature: float
    thigh: float
    shank: float
    trunk: float
    upper_arm: float
    forearm: float
    hand: float
    hip_half: float
    shoulder_half: float
    shoulder_below: float
    #: Height of the ankle over the ground in a shoe that stands flat.
    ankle_height: float
    heel_x: float
    ball_x: float
    toe_x: float
    foot_breadth: float
    #: Over the shoulders.
    chin: float
    eyes: float
    crown: float

    @property
    def leg(self) -> float:
        """Hip to knee to ankle."""
        return self.thigh + self.shank

    def sole(self, x: float, z: float = 0.0) -> Floats:
        """A place on the sole, in the foot's frame."""
        return np.array([x, -self.ankle_height, z])


@cache
def _shares() -> _Shares:
    return msgspec.convert(read_yaml((RUNNER / "anatomy.yaml").read_bytes(), name="anatomy.yaml"), _Shares)


def anatomy(stature_m: float | None = None) -> Anatomy:
    """The lengths of a runner of this stature.

    Raises
    ------
    FigureError
        A stature that nobody has.
    """
    shares = _shares()
    tall = shares.stature_m if stature_m is None else stature_m
    if not STATURE_M[0] <= tall <= STATURE_M[1]:
        raise FigureError(f"A runner of {tall:g} m cannot be drawn; give a stature from 0.9 to 2.3 m.")
    long, ours = shares.lengths, shares.ours
    foot = long["foot"] * tall
    shoulder = long["trunk"] + long["thigh"] + long["shank"] + long["ankle_height"]
    return Anatomy(
        stature=tall,
        thigh=long["thigh"] * tall,
        shank=long["shank"] * tall,
        trunk=long["trunk"] * tall,
        upper_arm=long["upper_arm"] * tall,
        forearm=long["forearm"] * tall,
        hand=long["hand"] * tall,
        hip_half=ours["hip_spacing"] * tall / 2,
        shoulder_half=ours["shoulder_joint_spacing"] * tall / 2,
        shoulder_below=ours["shoulder_below"] * tall,
        ankle_height=(long["ankle_height"] + ours["sole"]) * tall,
        heel_x=-ours["ankle_from_heel"] * foot,
        ball_x=(ours["ball_from_heel"] - ours["ankle_from_heel"]) * foot,
        toe_x=(1.0 - ours["ankle_from_heel"]) * foot + ours["shoe_beyond_toes"] * tall,
        foot_breadth=long["foot_breadth"] * tall,
        chin=(long["chin_height"] - shoulder) * tall,
        eyes=(long["eye_height"] - shoulder) * tall,
        crown=(1.0 - shoulder) * tall,
    )
