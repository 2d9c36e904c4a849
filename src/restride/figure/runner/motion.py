"""A movement of the drawn runner: a dense table of joint angles and of where the pelvis is, with its contacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from restride.figure.runner.anatomy import SIDES, Anatomy
from restride.figure.runner.chain import ANGLES, Stance, stand
from restride.figure.runner.turning import Floats


@dataclass(frozen=True)
class Contact:
    """One foot on the ground, from first touch to last. [s]."""

    side: str
    strike_s: float
    toe_off_s: float


@dataclass(frozen=True)
class Repetition:
    """One repetition of a movement test: when it begins, is deepest (or highest), and ends. [s]."""

    start_s: float
    turn_s: float
    end_s: float


@dataclass(frozen=True)
class Motion:
    """A loop, or one performance from start to end.

    Parameters
    ----------
    clock : float64 array, shape (samples,)
        Times of the table, from 0 to the loop's length, both included. [s]
    root : float64 array, shape (samples, 3)
        The middle between the hip joints, seen from one who moves along at ``speed_m_s``. [m]
    angles : mapping
        Every name of :data:`ANGLES` to (samples,). [degrees]
    contacts, repetitions : tuple
        Those that begin within the table; of a loop the contact may end after it.
    """

    name: str
    anatomy: Anatomy
    clock: Floats
    root: Floats
    angles: Mapping[str, Floats]
    contacts: tuple[Contact, ...]
    repetitions: tuple[Repetition, ...] = ()
    speed_m_s: float = 0.0
    is_loop: bool = True
    #: Height of the step that the standing foot is on. [m]
    step_m: float = 0.0
    notes: tuple[str, ...] = field(default=())

    @property
    def length_s(self) -> float:
        """Of the loop, or of the whole performance."""
        return float(self.clock[-1])

    def stance(self, times_s: Floats) -> Stance:
        """Where the runner is at these times, seen from one who moves along at the mean speed."""
        at = np.asarray(times_s, dtype=np.float64)
        at = np.mod(at, self.length_s) if self.is_loop else np.clip(at, 0.0, self.length_s)
        root = np.stack([np.interp(at, self.clock, self.root[:, axis]) for axis in range(3)], axis=1)
        return stand(
            self.anatomy, root, {name: np.asarray(np.interp(at, self.clock, self.angles[name])) for name in ANGLES}
        )

    def contacts_until(self, end_s: float) -> list[Contact]:
        """Every contact that begins before this time, in order; of a loop also the one already under way at 0."""
        rounds = range(-1, int(end_s / self.length_s) + 1) if self.is_loop else range(1)
        moved = [
            Contact(one.side, one.strike_s + turn * self.length_s, one.toe_off_s + turn * self.length_s)
            for turn in rounds
            for one in self.contacts
        ]
        return sorted((c for c in moved if c.toe_off_s > 0 and c.strike_s < end_s), key=lambda c: c.strike_s)

    def repetitions_until(self, end_s: float) -> list[Repetition]:
        """Every repetition that ends by this time, in order."""
        rounds = range(int(end_s / self.length_s) + 1) if self.is_loop else range(1)
        moved = [
            Repetition(*(at + turn * self.length_s for at in (one.start_s, one.turn_s, one.end_s)))
            for turn in rounds
            for one in self.repetitions
        ]
        return [one for one in moved if one.end_s <= end_s + 1e-9]


def still_angles(samples: int) -> dict[str, Floats]:
    """A table of angles of somebody who stands upright, arms down."""
    return {name: np.zeros(samples) for name in ANGLES}


def twin(name: str) -> str:
    """The same angle or point of the other side; what has no side is its own twin."""
    for side, other in zip(SIDES, reversed(SIDES), strict=True):
        if name.endswith(f"_{side}"):
            return f"{name.removesuffix(side)}{other}"
    return name
