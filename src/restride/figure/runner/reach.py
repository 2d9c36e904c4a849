"""Two-bone inverse kinematics in space: the joint angles that bring an ankle and a foot to where they are to be."""

from __future__ import annotations

import numpy as np

from restride.figure.runner.anatomy import OUTWARD, Anatomy
from restride.figure.runner.turning import Floats, about_y, about_z, back, flexion_first

#: A knee never locks: the leg is at most this share of its own length.
STRAIGHT = 0.9995


def knee_of(anatomy: Anatomy, distance: Floats) -> Floats:
    """How far the knee is bent when hip and ankle are so far apart. [degrees]."""
    thigh, shank = anatomy.thigh, anatomy.shank
    share = (thigh**2 + shank**2 - distance**2) / (2 * thigh * shank)
    return np.asarray(180.0 - np.degrees(np.arccos(np.clip(share, -1.0, 1.0))))


def distance_of(anatomy: Anatomy, knee_deg: Floats | float) -> Floats:
    """How far hip and ankle are apart when the knee is bent so far. [m]."""
    thigh, shank = anatomy.thigh, anatomy.shank
    return np.asarray(np.sqrt(thigh**2 + shank**2 + 2 * thigh * shank * np.cos(np.radians(knee_deg))))


def leg_angles(
    anatomy: Anatomy,
    side: str,
    pelvis: Floats,
    hip: Floats,
    ankle: Floats,
    foot_pitch_deg: Floats,
    toe_out_deg: float,
    knee_in_deg: Floats | float = 0.0,
) -> dict[str, Floats]:
    """Joint angles of one leg.

    Parameters
    ----------
    pelvis : float64 array, shape (frames, 3, 3)
        The pelvis' frame in space.
    hip, ankle : float64 array, shape (frames, 3)
        Where the joints are. [m]
    foot_pitch_deg : float64 array, shape (frames,)
        The sole against the ground, toes up positive. [degrees]
    toe_out_deg : float
        How far the foot points outward. [degrees]
    knee_in_deg : float or array
        How far the knee points inward of the foot. [degrees]

    Returns
    -------
    dict
        The angles of the leg without the toes. [degrees]
    """
    out = OUTWARD[side]
    reach = ankle - hip
    distance = np.linalg.norm(reach, axis=1)
    longest = STRAIGHT * anatomy.leg
    along = reach / distance[:, None]
    distance = np.minimum(distance, longest)
    heading = about_y(np.broadcast_to(out * (np.asarray(knee_in_deg) - toe_out_deg), distance.shape))
    hinge = heading[:, :, 2]
    hinge = hinge - np.sum(hinge * along, axis=1)[:, None] * along
    hinge /= np.linalg.norm(hinge, axis=1)[:, None]
    ahead = np.cross(-along, hinge)
    share = (anatomy.thigh**2 + distance**2 - anatomy.shank**2) / (2 * anatomy.thigh * distance)
    at_hip = np.arccos(np.clip(share, -1.0, 1.0))[:, None]
    up = -(along * np.cos(at_hip) + ahead * np.sin(at_hip))
    thigh = np.stack([np.cross(up, hinge), up, hinge], axis=2)
    knee = knee_of(anatomy, distance)
    shank = thigh @ about_z(-knee)
    foot = about_y(np.full(len(knee), -out * toe_out_deg)) @ about_z(foot_pitch_deg)
    flexion, adduction, rotation = flexion_first(back(pelvis) @ thigh)
    dorsiflexion, inversion, turned = flexion_first(back(shank) @ foot)
    return {
        "hip_flexion": flexion,
        "hip_adduction": out * adduction,
        "hip_rotation": out * rotation,
        "knee_flexion": knee,
        "ankle_dorsiflexion": dorsiflexion,
        "ankle_inversion": out * inversion,
        "foot_adduction": out * turned,
    }
