"""A runner in closed form: every event and angle is known because it was chosen.

The pelvis bounces as a sine; its fastest fall and rise lie where the event rules expect them. Ankles stand
on the ground in stance and travel in smooth arcs in swing; knees follow from two-link legs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from restride.gait.track import Floats, Track
from restride.model.words import Side

THIGH = SHANK = 0.42
#: Shares of a step that the pelvis rules know (engine/gait.yaml); contact follows from a sine.
STRIKE_LAG, TOE_OFF_LAG = 0.085, 0.141


@dataclass(frozen=True)
class Truth:
    """What was chosen."""

    step_s: float
    contact_s: float
    speed_m_s: float
    strikes: dict[Side, Floats]
    toe_offs: dict[Side, Floats]


def truth(step_s: float = 0.36, speed_m_s: float = 3.0, seconds: float = 8.0) -> Truth:
    contact = (0.5 + STRIKE_LAG + TOE_OFF_LAG) * step_s
    strikes = {
        side: np.arange(0.2 + k * step_s, seconds - contact - 0.1, 2 * step_s)
        for k, side in enumerate((Side.LEFT, Side.RIGHT))
    }
    return Truth(step_s, contact, speed_m_s, strikes, {side: times + contact for side, times in strikes.items()})


def run(
    rate_hz: float = 240.0,
    *,
    chosen: Truth | None = None,
    treadmill: bool = True,
    bounce_m: float = 0.05,
    noise_m: float = 0.0,
    seconds: float = 8.0,
    seed: int = 1,
) -> Track:
    chosen = chosen or truth(seconds=seconds)
    time = np.arange(0, seconds, 1 / rate_hz)
    step, speed = chosen.step_s, chosen.speed_m_s
    # Fastest fall at strike + lag: height = −A sin(2π (t − fall)/T) falls fastest at t = fall.
    phase = 2 * np.pi * (time - chosen.strikes[Side.LEFT][0] - STRIKE_LAG * step) / step
    height = 0.80 - bounce_m * np.sin(phase) / 2
    travel = np.zeros_like(time) if treadmill else speed * time
    points: dict[str, Floats] = {}
    for side, across in ((Side.LEFT, -0.06), (Side.RIGHT, 0.06)):
        hip = np.stack([travel, height, np.full_like(time, 1.5 * across)], axis=1)
        ankle = _ankle(time, chosen, side) + np.stack([travel, 0 * time, np.full_like(time, across)], axis=1)
        points |= {f"hip_{side.value}": hip, f"ankle_{side.value}": ankle, f"knee_{side.value}": _knee(hip, ankle)}
        pitch = np.radians(_pitch(time, chosen, side))
        for name, length, drop in (("heel", -0.05, -0.06), ("toe", 0.17, -0.06)):
            offset = np.stack(
                [
                    length * np.cos(pitch) - drop * np.sin(pitch),
                    length * np.sin(pitch) + drop * np.cos(pitch),
                    0 * time,
                ],
                axis=1,
            )
            points[f"{name}_{side.value}"] = ankle + offset
        points[f"shoulder_{side.value}"] = hip + np.array([0.05, 0.50, 1.5 * across])
    points["head"] = points["shoulder_left"] + np.array([0.0, 0.3, 0.15])
    rng = np.random.default_rng(seed)
    if noise_m:
        points = {name: xyz + rng.normal(0, noise_m, xyz.shape) for name, xyz in points.items()}
    return Track(time, points, origin="markers", name="closed form")


def _cycle(time: Floats, chosen: Truth, side: Side) -> Floats:
    """Time since this foot's last strike."""
    return np.mod(time - chosen.strikes[side][0], 2 * chosen.step_s)


def _ankle(time: Floats, chosen: Truth, side: Side) -> Floats:
    """Place of the ankle against the pelvis: straight back in stance, a smooth arc forward in swing."""
    since = _cycle(time, chosen, side)
    contact, stride = chosen.contact_s, 2 * chosen.step_s
    reach = chosen.speed_m_s * contact
    front = 0.4 * reach
    share = np.clip((since - contact) / (stride - contact), 0, 1)
    eased = share * share * (3 - 2 * share)
    x = np.where(since < contact, front - chosen.speed_m_s * since, front - reach + reach * eased)
    y = np.where(since < contact, 0.08, 0.08 + 0.28 * np.sin(np.pi * share))
    return np.stack([x, y, np.zeros_like(x)], axis=1)


def _pitch(time: Floats, chosen: Truth, side: Side) -> Floats:
    """Flat in stance, toes down and up again in swing [deg]."""
    since = _cycle(time, chosen, side)
    share = np.clip((since - chosen.contact_s) / (2 * chosen.step_s - chosen.contact_s), 0, 1)
    return -40 * np.sin(np.pi * share)


def _knee(hip: Floats, ankle: Floats) -> Floats:
    line = ankle[:, :2] - hip[:, :2]
    length = np.minimum(np.linalg.norm(line, axis=1), THIGH + SHANK - 1e-6)
    lift = np.sqrt(np.maximum(THIGH**2 - (length / 2) ** 2, 0))
    # The knee lies ahead of the line from hip to ankle.
    ahead = np.stack([-line[:, 1], line[:, 0]], axis=1) / length[:, None]
    middle = hip[:, :2] + line / 2
    knee = middle + lift[:, None] * ahead
    return np.column_stack([knee, (hip[:, 2] + ankle[:, 2]) / 2])
