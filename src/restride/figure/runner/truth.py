"""What a film of the drawn runner must yield: the angles, events and places it was drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from restride.figure.runner.anatomy import OUTWARD, SIDES
from restride.figure.runner.chain import ANGLES, Stance
from restride.figure.runner.film import Film, Shot
from restride.figure.runner.motion import Motion, Repetition
from restride.figure.runner.turning import Floats


@dataclass(frozen=True)
class Event:
    """A foot meets or leaves the ground. ``time_s`` in the runner's time, ``film_s`` when the film shows it."""

    kind: str
    side: str
    time_s: float
    film_s: float


@dataclass(frozen=True)
class Truth:
    """What is known about one film.

    ``planar_deg`` are angles as a camera could measure them (docs/gait.md, conventions), ``joint_deg`` the joint angles
    of the body in space (:mod:`restride.figure.runner.chain`), ``points_m`` the joints in space and ``points_px`` in
    the picture, each of one row a picture.
    """

    time_s: Floats
    film_s: Floats
    planar_deg: Mapping[str, Floats]
    joint_deg: Mapping[str, Floats]
    points_m: Mapping[str, Floats]
    points_px: Mapping[str, Floats]
    events: tuple[Event, ...]
    repetitions: tuple[Repetition, ...]


def truth_of(film: Film) -> Truth:
    """Everything a film was drawn from."""
    motion, shot = film.motion, film.shot
    times = shot.times_s()
    stance = motion.stance(times)
    return Truth(
        time_s=times,
        film_s=times * shot.slow,
        planar_deg=planar_angles(stance),
        joint_deg=joint_angles(motion, times),
        points_m=dict(stance.at),
        points_px=film.places(stance, times),
        events=events(motion, shot),
        repetitions=tuple(motion.repetitions_until(shot.seconds)),
    )


def events(motion: Motion, shot: Shot) -> tuple[Event, ...]:
    """Strikes and toe-offs that the film shows, in order."""
    last = (shot.pictures - 1) / shot.rate_hz
    found = [
        Event(kind, one.side, at, at * shot.slow)
        for one in motion.contacts_until(last)
        for kind, at in (("strike", one.strike_s), ("toe_off", one.toe_off_s))
        if 0 <= at <= last
    ]
    return tuple(sorted(found, key=lambda event: event.time_s))


def joint_angles(motion: Motion, times_s: Floats) -> dict[str, Floats]:
    """The joint angles that the body was laid out with, name → (frames,). [degrees]."""
    at = np.mod(times_s, motion.length_s) if motion.is_loop else np.clip(times_s, 0.0, motion.length_s)
    return {name: np.asarray(np.interp(at, motion.clock, motion.angles[name])) for name in ANGLES}


def planar_angles(stance: Stance) -> dict[str, Floats]:
    """Angles in the plane of running and across it, as docs/gait.md defines them, name → (frames,). [degrees]."""
    at = stance.at
    shoulders = (at["shoulder_left"] + at["shoulder_right"]) / 2
    lean = -_against_vertical(shoulders, at["pelvis"], 0)
    found = {"trunk_lean": lean, "trunk_side_lean": -_against_vertical(shoulders, at["pelvis"], 2)}
    across = at["hip_right"] - at["hip_left"]
    tilt = np.degrees(np.arctan2(across[:, 1], np.hypot(across[:, 0], across[:, 2])))
    for side in SIDES:
        inward = -OUTWARD[side]
        hip, knee, ankle = (at[f"{name}_{side}"] for name in ("hip", "knee", "ankle"))
        thigh, shank = _against_vertical(hip, knee, 0), _against_vertical(knee, ankle, 0)
        sole = stance.turn[f"foot_{side}"][:, :, 0]
        foot = np.degrees(np.arctan2(sole[:, 1], sole[:, 0]))
        drop = -inward * tilt
        found |= {
            f"thigh_{side}": thigh,
            f"shank_{side}": shank,
            f"knee_flexion_{side}": thigh - shank,
            f"hip_flexion_{side}": thigh + lean,
            f"foot_{side}": foot,
            f"ankle_dorsiflexion_{side}": foot - shank,
            f"pelvic_drop_{side}": drop,
            f"hip_adduction_{side}": inward * _against_vertical(hip, knee, 2) + drop,
        }
    return {name: np.asarray((values + 180) % 360 - 180) for name, values in found.items()}


def _against_vertical(near: Floats, far: Floats, axis: int) -> Floats:
    """Angle of the way near → far against straight down, positive towards the axis. [degrees]."""
    return np.asarray(np.degrees(np.arctan2(far[:, axis] - near[:, axis], near[:, 1] - far[:, 1])))
