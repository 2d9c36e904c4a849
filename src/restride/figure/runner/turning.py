"""Turns in space, one for each frame: x forward, y up, z right; angles in degrees, right-handed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def about_x(degrees: Floats) -> Floats:
    """Turn about the forward axis: up goes right. Shape (frames, 3, 3)."""
    return _turn(degrees, 1, 2)


def about_y(degrees: Floats) -> Floats:
    """Turn about the upright axis: right goes forward. Shape (frames, 3, 3)."""
    return _turn(degrees, 2, 0)


def about_z(degrees: Floats) -> Floats:
    """Turn about the axis to the right: forward goes up. Shape (frames, 3, 3)."""
    return _turn(degrees, 0, 1)


def _turn(degrees: Floats, first: int, second: int) -> Floats:
    angle = np.radians(np.atleast_1d(np.asarray(degrees, dtype=np.float64)))
    turn = np.zeros((len(angle), 3, 3))
    turn[:, range(3), range(3)] = 1.0
    turn[:, first, first] = turn[:, second, second] = np.cos(angle)
    turn[:, second, first] = np.sin(angle)
    turn[:, first, second] = -np.sin(angle)
    return turn


def applied(turns: Floats, places: Floats) -> Floats:
    """Places turned, frame by frame: (frames, 3, 3) on (frames, 3) or one (3,)."""
    return np.asarray(np.einsum("fij,fj->fi", turns, np.broadcast_to(places, (len(turns), 3))))


def flexion_first(turns: Floats) -> tuple[Floats, Floats, Floats]:
    """The three angles of a joint, so that turn = about_z(a) · about_x(b) · about_y(c). [degrees]."""
    middle = np.arcsin(np.clip(turns[:, 2, 1], -1.0, 1.0))
    first = np.arctan2(-turns[:, 0, 1], turns[:, 1, 1])
    last = np.arctan2(-turns[:, 2, 0], turns[:, 2, 2])
    return np.degrees(first), np.degrees(middle), np.degrees(last)


def heading_first(turns: Floats) -> tuple[Floats, Floats, Floats]:
    """The three angles of a segment in space, so that turn = about_y(a) · about_x(b) · about_z(c). [degrees]."""
    middle = np.arcsin(np.clip(-turns[:, 1, 2], -1.0, 1.0))
    first = np.arctan2(turns[:, 0, 2], turns[:, 2, 2])
    last = np.arctan2(turns[:, 1, 0], turns[:, 1, 1])
    return np.degrees(first), np.degrees(middle), np.degrees(last)


def back(turns: Floats) -> Floats:
    """The turns undone."""
    return np.swapaxes(turns, 1, 2)
