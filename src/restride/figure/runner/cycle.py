"""Running, walking and hopping: contact and flight times are given, everything else follows.

The centre of mass is thrown and caught::

    height   free fall in flight; in contact the force is half a sine, skewed a little to its beginning as runners'
             is, that gives the momentum back
    forward  at an even speed in flight; in contact it is braked and pushed on
    across   towards the standing foot and back

and the leg between it and a foot that stays where it landed is found by inverse kinematics. The free leg swings
through angles of the data file; both meet with the same angle and angular velocity, but for a walker's strike: his
foot still moves forward as it lands, and the ground stops it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import scipy

from restride.figure.errors import FigureError
from restride.figure.runner.anatomy import OUTWARD, SIDES, Anatomy
from restride.figure.runner.chain import LEG_ANGLES, MIDDLE_ANGLES, centre_of_mass, pelvis_turn, stand
from restride.figure.runner.contact import ankle_over, toes_of
from restride.figure.runner.cycle_data import Pace
from restride.figure.runner.motion import Contact, Motion, still_angles
from restride.figure.runner.reach import distance_of, leg_angles
from restride.figure.runner.turning import Floats, applied

GRAVITY_M_S2 = 9.81
SAMPLES = 1440
#: The body's own movement shifts its centre of mass; after so many rounds nothing changes by 0.01 mm.
ROUNDS = 9
#: A knee is bent as asked when hip and ankle are so near to their distance. [m]
NEAR_M = 1e-6
#: Over this time the speed of a joint at the edges of contact is taken. [s]
INSTANT_S = 1e-4


@dataclass
class _Cycle:
    """What is known while the movement is being found."""

    anatomy: Anatomy
    pace: Pace
    clock: Floats
    angles: dict[str, Floats]
    #: Centre of mass as seen from the pelvis, on the clock.
    inside: Floats
    #: Height of the path, where the foot lands ahead of the path's origin, rise of a walker's path. [m]
    height: float
    ahead: float
    rise: float
    #: Velocity of the ankle just before it lands, seen from one who moves along. [m/s]
    glide: Floats = field(default_factory=lambda: np.zeros(3))

    def centre(self, times: Floats) -> Floats:
        """The path of the centre of mass, (frames, 3)."""
        return np.asarray(path_of_centre(self.pace, times, self.rise) + np.array([0.0, self.height, 0.0]))

    def pelvis(self, times: Floats) -> Floats:
        """Where the middle between the hips is."""
        at = np.mod(times, self.pace.stride_s)
        inside = np.stack([np.interp(at, self.clock, self.inside[:, axis]) for axis in range(3)], axis=1)
        return self.centre(times) - inside

    def middle_angles(self, times: Floats) -> dict[str, Floats]:
        """Pelvis, trunk and head."""
        return {name: self.pace.wave(name, times / self.pace.stride_s) for name in MIDDLE_ANGLES}


def path_of_centre(pace: Pace, times: Floats, rise_m: float = 0.0) -> Floats:
    """The path of the centre of mass around its mean, seen from one who moves along. [m].

    ``rise_m`` is the amplitude of a walker's path, who does not fly.
    """
    within = np.mod(times, pace.step_s)
    in_contact = np.minimum(within, pace.contact_s)
    in_flight = np.maximum(within - pace.contact_s, 0.0)
    if pace.is_walking:
        turn = 2 * np.pi * (times - pace.both_s / 2) / pace.step_s
        across = pace.sway * np.cos(2 * np.pi * (times - pace.contact_s / 2) / pace.stride_s)
        # Lowest and fastest in the middle of the time on both feet, highest and slowest over one.
        along = pace.speed_dip_m_s / 2 * pace.step_s / (2 * np.pi) * np.sin(turn)
        return np.stack([along, -rise_m * np.cos(turn), across], axis=1)
    flight, contact = pace.flight_s, pace.contact_s
    wave = np.pi / contact
    force = GRAVITY_M_S2 * np.pi * pace.step_s / (2 * contact)
    # More force early than late leaves the ground higher than it was met, and flies less high above that.
    skew = pace.force_skew * force
    gain = skew * contact / (2 * wave)
    loss = gain / pace.step_s
    up = (-GRAVITY_M_S2 * flight / 2 - loss) * in_contact - GRAVITY_M_S2 * in_contact**2 / 2
    up += force * (in_contact / wave - np.sin(wave * in_contact) / wave**2)
    up += skew * (in_contact / (2 * wave) - np.sin(2 * wave * in_contact) / (2 * wave) ** 2)
    up += (GRAVITY_M_S2 * flight / 2 - loss) * in_flight - GRAVITY_M_S2 * in_flight**2 / 2
    # Forward: slower by the dip in mid-contact, faster by its mean in flight.
    lead = pace.speed_dip_m_s * contact / (2 * pace.step_s)
    along = lead * within - pace.speed_dip_m_s / 2 * (in_contact - np.sin(2 * wave * in_contact) / (2 * wave))
    return np.stack([along, up, _across(pace, times, in_contact, in_flight)], axis=1)


def _across(pace: Pace, times: Floats, in_contact: Floats, in_flight: Floats) -> Floats:
    """Towards the standing foot, caught by half a sine of force, back at an even speed in flight."""
    if pace.one_leg:
        return np.zeros_like(times)
    wave = np.pi / pace.contact_s
    out = np.where(np.mod(times, pace.stride_s) < pace.step_s, 1.0, -1.0)
    caught = pace.sway * np.sin(wave * in_contact) * 2 / wave / 2
    # Velocity is +sway at strike and −sway at toe-off, so in flight the path runs through the middle.
    edge = pace.sway * pace.flight_s / 2
    return out * (edge + caught - pace.sway * in_flight)


def cycle(anatomy: Anatomy, pace: Pace) -> Motion:
    """Find the movement.

    Raises
    ------
    FigureError
        The legs cannot reach that far in that contact time.
    """
    clock = np.linspace(0.0, pace.stride_s, SAMPLES + 1)
    angles = still_angles(len(clock))
    share = clock / pace.stride_s
    for name in pace.waves:
        if name in MIDDLE_ANGLES:
            angles[name] = pace.wave(name, share)
            continue
        for side in SIDES:
            angles[f"{name}_{side}"] = pace.wave(name, share if side == "right" else share + 0.5)
    for name, value in pace.free_leg.items():
        angles[f"{name}_left"] = np.full(len(clock), value)
    found = _Cycle(anatomy, pace, clock, angles, np.zeros((len(clock), 3)), 0.6 * anatomy.stature, 0.0, 0.02)
    found.ahead = 0.5 * pace.speed_m_s * pace.contact_s
    for _ in range(ROUNDS):
        found.inside = centre_of_mass(stand(anatomy, np.zeros((len(clock), 3)), angles))
        _place(found)
        _legs(found)
    found.inside = centre_of_mass(stand(anatomy, np.zeros((len(clock), 3)), angles))
    contacts = [Contact("right", 0.0, pace.contact_s)]
    if not pace.one_leg:
        contacts.append(Contact("left", pace.step_s, pace.step_s + pace.contact_s))
    return Motion(pace.name, anatomy, clock, found.pelvis(clock), angles, tuple(contacts), speed_m_s=pace.speed_m_s)


def _ankle(found: _Cycle, times: Floats) -> tuple[Floats, Floats, Floats]:
    """The right ankle in contact, and the angles of sole and toes; before contact the foot glides in as it lands."""
    pace = found.pace
    share = times / pace.contact_s
    pitch, toes = pace.roll.pitch(share), pace.roll.toes(share)
    ankle = ankle_over(found.anatomy, "right", pitch, pace.toe_out, toes)
    ankle[:, 0] += found.ahead - pace.speed_m_s * np.maximum(times, 0)
    ankle += np.minimum(times, 0)[:, None] * found.glide
    ankle[:, 2] += OUTWARD["right"] * pace.step_width_m / 2
    return ankle, pitch, toes


def _hip(found: _Cycle, times: Floats) -> Floats:
    turn = pelvis_turn(found.middle_angles(times))
    return found.pelvis(times) + applied(turn, np.array([0.0, 0.0, found.anatomy.hip_half]))


def _place(found: _Cycle) -> None:
    """Height of the path and place of the foot, so that the knee is bent as asked at strike and toe-off."""
    pace, anatomy = found.pace, found.anatomy
    moments = [0.0, pace.contact_s]
    knees = [pace.knee_at_strike, pace.knee_at_toe_off]
    if pace.is_walking:
        moments.insert(1, pace.contact_s / 2)
        knees.insert(1, pace.knee_at_middle)
    times = np.array(moments)
    wanted = distance_of(anatomy, np.array(knees))

    def gap(guess: Floats) -> Floats:
        found.height, found.ahead = float(guess[0]), float(guess[1])
        if pace.is_walking:
            found.rise = float(guess[2])
        ankle, _, _ = _ankle(found, times)
        return np.asarray(np.linalg.norm(_hip(found, times) - ankle, axis=1) - wanted)

    if pace.one_leg:
        _balance(found)
        return
    start = [found.height, found.ahead, found.rise] if pace.is_walking else [found.height, found.ahead]
    solved = scipy.optimize.root(gap, start, tol=1e-10)
    gap(solved.x)
    ankle, _, _ = _ankle(found, np.linspace(0.0, pace.contact_s, 60))
    apart = np.linalg.norm(_hip(found, np.linspace(0.0, pace.contact_s, 60)) - ankle, axis=1)
    # Where it cannot get closer than rounding the solver says it failed, so what is left over tells.
    if np.abs(solved.fun).max() > NEAR_M or apart.max() > 0.9999 * anatomy.leg:
        raise FigureError(
            f"{pace.name}: legs of {anatomy.leg:.2f} m cannot stay on the ground for {pace.contact_s * 1000:.0f} ms at "
            f"{pace.speed_m_s:g} m/s; give a shorter contact, a lower speed or a taller runner."
        )


def _balance(found: _Cycle) -> None:
    """On the spot on one leg: the ball of the foot under the weight, the knee as asked at strike."""
    pace, anatomy = found.pace, found.anatomy
    found.ahead = -anatomy.ball_x
    found.pace = pace
    ankle, _, _ = _ankle(found, np.array([0.0]))
    hip = _hip(found, np.array([0.0]))
    wanted = float(distance_of(anatomy, pace.knee_at_strike))
    level = np.hypot(hip[0, 0] - ankle[0, 0], hip[0, 2] - ankle[0, 2])
    found.height += float(np.sqrt(wanted**2 - level**2) - (hip[0, 1] - ankle[0, 1]))


def _glide(found: _Cycle) -> Floats:
    """How a walker's ankle moves as the heel lands: forward over the ground as asked, about a knee that bends as asked.

    The foot is not turned, so its heel moves as its ankle does.
    """
    pace, edge = found.pace, np.array([-INSTANT_S, 0.0])
    hip = _hip(found, edge)
    reach = _ankle(found, edge[1:])[0][0] - hip[1]
    hip_speed = (hip[1] - hip[0]) / INSTANT_S
    bends = np.array([pace.knee_at_strike, pace.knee_at_strike + pace.knee_lands_deg_s * INSTANT_S])
    shortens, longer = np.diff(distance_of(found.anatomy, bends))[0] / INSTANT_S, np.linalg.norm(reach)
    forward = pace.landing_m_s - pace.speed_m_s - hip_speed[0]
    # Across the ankle keeps its place; forward and along the leg are known, so upward follows.
    upward = (shortens * longer - forward * reach[0] + hip_speed[2] * reach[2]) / reach[1]
    return np.array([pace.landing_m_s - pace.speed_m_s, hip_speed[1] + upward, 0.0])


def _in_contact(found: _Cycle, times: Floats) -> dict[str, Floats]:
    """All angles of the right leg while it stands."""
    ankle, pitch, toes = _ankle(found, times)
    pelvis = pelvis_turn(found.middle_angles(times))
    angles = leg_angles(
        found.anatomy, "right", pelvis, _hip(found, times), ankle, pitch, found.pace.toe_out, found.pace.knee_in
    )
    angles["toe_extension"] = toes_of(pitch, toes)
    return angles


def _legs(found: _Cycle) -> None:
    """Contact by inverse kinematics, swing by the file's angles; the left leg half a stride later."""
    pace, clock = found.pace, found.clock
    if pace.is_walking:
        found.glide = _glide(found)
    # A running foot stands still as it lands, a walker's glides in.
    landing = [-INSTANT_S, 0.0] if pace.is_walking else [0.0, INSTANT_S]
    ends = np.array([*landing, pace.contact_s - INSTANT_S, pace.contact_s])
    edge = _in_contact(found, ends)
    stands = clock <= pace.contact_s
    standing = _in_contact(found, clock[stands])
    swing_s = pace.stride_s - pace.contact_s
    for name in LEG_ANGLES:
        values = edge[name]
        keys = pace.swing.get(name, ((), ()))
        way = scipy.interpolate.CubicSpline(
            [0.0, *(share * swing_s for share in keys[0]), swing_s],
            [values[3], *keys[1], values[1 if pace.is_walking else 0]],
            bc_type=((1, (values[3] - values[2]) / INSTANT_S), (1, (values[1] - values[0]) / INSTANT_S)),
        )
        row = np.empty(len(clock))
        row[stands] = standing[name]
        row[~stands] = way(clock[~stands] - pace.contact_s)
        row[-1] = row[0]
        found.angles[f"{name}_right"] = row
        if not pace.one_leg:
            half = SAMPLES // 2
            found.angles[f"{name}_left"] = np.concatenate([row[half:-1], row[: half + 1]])
