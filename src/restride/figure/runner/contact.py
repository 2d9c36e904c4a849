"""The foot on the ground: it lands on the heel or the ball, lies flat, and rolls off over the ball."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from restride.figure.runner.anatomy import OUTWARD, Anatomy
from restride.figure.runner.turning import Floats


@dataclass(frozen=True)
class Roll:
    """How the sole turns during contact. Angles against the ground, toes up positive. [degrees]; shares of contact."""

    at_strike: float
    at_toe_off: float
    flat_from: float
    flat_until: float

    def pitch(self, share: Floats) -> Floats:
        """The sole's angle at these shares of contact. [degrees]."""
        shares = [0.0, self.flat_from, self.flat_until, 0.5 * (self.flat_until + 1.0), 1.0]
        angles = [self.at_strike, 0.0, 0.0, 0.33 * self.at_toe_off, self.at_toe_off]
        return np.asarray(scipy.interpolate.PchipInterpolator(shares, angles)(np.clip(share, 0.0, 1.0)))


def ankle_over(anatomy: Anatomy, side: str, pitch_deg: Floats, toe_out_deg: float) -> Floats:
    """The ankle of a foot on the ground, (frames, 3), from the place on the ground where it stands when flat. [m].

    The heel stays where it is while the toes are up, the ball while the heel is.
    """
    turn = np.radians(pitch_deg)
    pivot = np.where(pitch_deg >= 0, anatomy.heel_x, anatomy.ball_x)
    along = pivot + np.cos(turn) * -pivot - np.sin(turn) * anatomy.ankle_height
    up = np.sin(turn) * -pivot + np.cos(turn) * anatomy.ankle_height
    heading = np.radians(toe_out_deg)
    return np.stack([along * np.cos(heading), up, along * np.sin(heading) * OUTWARD[side]], axis=1)


def toes_of(pitch_deg: Floats) -> Floats:
    """How far the toes are bent up so that they lie on the ground while the heel is lifted. [degrees]."""
    return np.asarray(np.maximum(-pitch_deg, 0.0))
