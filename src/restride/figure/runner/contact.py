"""The foot on the ground: it lands on the heel or the ball, lies flat, and rolls off over the ball, then the toes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from restride.figure.runner.anatomy import OUTWARD, Anatomy
from restride.figure.runner.turning import Floats


@dataclass(frozen=True)
class Roll:
    """How sole and toes turn during contact. Angles against the ground, up in front positive. [degrees].

    Shares of contact: the sole lies flat from ``flat_from`` to ``flat_until``, has a third of its last angle at
    ``third_at``, and from ``toes_from`` on the toes rise too, but for their tip.
    """

    at_strike: float
    at_toe_off: float
    flat_from: float
    flat_until: float
    third_at: float
    toes_from: float = 1.0
    toes_at_toe_off: float = 0.0

    def pitch(self, share: Floats) -> Floats:
        """The sole's angle at these shares of contact. [degrees]."""
        shares = [0.0, self.flat_from, self.flat_until, self.third_at, 1.0]
        angles = [self.at_strike, 0.0, 0.0, 0.33 * self.at_toe_off, self.at_toe_off]
        return np.asarray(scipy.interpolate.PchipInterpolator(shares, angles)(np.clip(share, 0.0, 1.0)))

    def toes(self, share: Floats) -> Floats:
        """The toes' angle while the heel is lifted: flat, and in the end up on their tip. [degrees]."""
        if self.toes_from >= 1.0:
            return np.zeros_like(share)
        return np.asarray(self.toes_at_toe_off * np.clip((share - self.toes_from) / (1 - self.toes_from), 0, 1) ** 2)


def ankle_over(
    anatomy: Anatomy, side: str, pitch_deg: Floats, toe_out_deg: float, toes_deg: Floats | float = 0.0
) -> Floats:
    """The ankle of a foot on the ground, (frames, 3), from the place on the ground where it stands when flat. [m].

    The heel stays where it is while the toes are up, the ball while the heel is, the tip of the toes while they rise.
    """
    turn, toes = np.radians(pitch_deg), np.radians(toes_deg)
    pivot = np.where(pitch_deg >= 0, anatomy.heel_x, anatomy.ball_x)
    long = anatomy.toe_x - anatomy.ball_x
    along = pivot + np.cos(turn) * -pivot - np.sin(turn) * anatomy.ankle_height + long * (1 - np.cos(toes))
    up = np.sin(turn) * -pivot + np.cos(turn) * anatomy.ankle_height - long * np.sin(toes)
    heading = np.radians(toe_out_deg)
    return np.stack([along * np.cos(heading), up, along * np.sin(heading) * OUTWARD[side]], axis=1)


def toes_of(pitch_deg: Floats, toes_deg: Floats | float = 0.0) -> Floats:
    """How far the toes are bent up against the sole to be at their own angle while the heel is lifted. [degrees]."""
    return np.asarray(np.maximum(toes_deg - pitch_deg, 0.0))
