"""Joint angles under OpenSim's names (.mot, .sto) and those of the drawn runner, there and back.

OpenSim's running models turn the pelvis in the ground by tilt, list and rotation (about z, x, y in turn) and the trunk
on the pelvis by lumbar extension, bending and rotation likewise; the pelvis' place is that of the middle between the
iliac spines. Hips, shoulders and ankles are as ours; newer models count the knee's bend as plus, older ones as minus.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from restride.adapters.films.measured import ARMS, contacts_of, floor_of
from restride.adapters.mocap.opensim_names import LIMBS, LUMBAR, PELVIS, PLACE
from restride.adapters.mocap.tables import Mot, read_mot
from restride.figure.runner import Motion
from restride.figure.runner.anatomy import SIDES, STATURE_M, Anatomy, anatomy
from restride.figure.runner.chain import Stance, pelvis_turn, stand, trunk_turn
from restride.figure.runner.motion import Contact, still_angles
from restride.figure.runner.turning import (
    Floats,
    about_x,
    about_y,
    about_z,
    applied,
    back,
    flexion_first,
    heading_first,
)
from restride.gait.analysis import analyse_gait
from restride.gait.method import JointMethod, method_of
from restride.gait.track import Track, TrackError
from restride.knowledge.load import Knowledge
from restride.model.errors import PlainError

_NEEDED = (
    *PELVIS,
    *PLACE,
    *(f"{name}_{side}" for name in ("hip_flexion", "knee_angle", "ankle_angle") for side in "lr"),
)
#: Coordinates that are lengths and not angles.
_LENGTHS = re.compile(r"_t[xyz]$")
#: Points of the laid-out body that the gait analysis looks at.
_SEEN = ("hip", "knee", "ankle", "heel", "toe", "shoulder", "elbow", "wrist")


def read_joint_angles(
    path: Path, knowledge: Knowledge, *, rate_hz: float | None = None, stature_m: float | None = None
) -> Motion:
    """A file of joint angles as a movement of the drawn runner.

    Parameters
    ----------
    path : Path
        A MOT or STO of a whole body: pelvis, both legs; trunk and arms where they are there.
    rate_hz : float, optional
        Rows a second, where the file's clock is wrong [Hz].
    stature_m : float, optional
        The runner's height; otherwise found from the height of the pelvis over the ground [m].

    Raises
    ------
    PlainError
        Columns that are missing, or no running or walking in them.
    """
    table = read_mot(path)
    columns = _coordinates(table)
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        raise PlainError(
            f"{path.name} has no column '{missing[0]}', so no body can be drawn from it; a file of joint angles needs "
            "the pelvis' angles and place, and hips, knees and ankles of both legs."
        )
    if not all(np.isfinite(values).all() for values in columns.values()):
        raise PlainError(f"{path.name} has gaps in its joint angles, so no body can be drawn from it; fill them first.")
    clock = table.time_s - table.time_s[0] if rate_hz is None else np.arange(len(table.time_s)) / rate_hz
    angles, origin = _laid_out(columns)
    method = method_of(knowledge)
    body, sized = _body(origin, angles, method.joints, stature_m)
    root = origin - applied(pelvis_turn(angles), _origin_in_pelvis(body, method.joints))
    root[:, 1] -= floor_of(body, root, angles)
    return _with_events(Motion(path.name, body, clock, root, angles, (), is_loop=False, notes=sized), knowledge)


def _coordinates(table: Mot) -> dict[str, Floats]:
    """Columns by the coordinate's bare name, angles in degrees; OpenSim 4 writes «/jointset/hip_r/…/value»."""
    radians = table.header.get("inDegrees", "yes").lower() == "no"
    found = {}
    for name, values in zip(table.columns, table.values.T, strict=True):
        parts = name.split("/")
        if parts[-1] in ("speed", "activation"):
            continue
        bare = parts[-2] if parts[-1] == "value" and len(parts) > 1 else parts[-1]
        found[bare] = np.degrees(values) if radians and not _LENGTHS.search(bare) else values
    return found


def _laid_out(columns: dict[str, Floats]) -> tuple[dict[str, Floats], Floats]:
    """Our angles, and the pelvis' place; turned about the upright so that the runner faces forward."""
    frames = len(columns[PELVIS[0]])
    zero = np.zeros(frames)
    angles = still_angles(frames)
    tilt, lists, turn = (columns[name] for name in PELVIS)
    pelvis = about_z(tilt) @ about_x(lists) @ about_y(turn)
    ahead = pelvis[:, :, 0].mean(axis=0)
    straight = about_y(np.full(frames, np.degrees(np.arctan2(ahead[2], ahead[0]))))
    pelvis = straight @ pelvis
    bend = [columns.get(name, zero) for name in LUMBAR]
    trunk = pelvis @ about_z(bend[0]) @ about_x(bend[1]) @ about_y(bend[2])
    for turns, names, signs in (
        (pelvis, ("pelvis_turn", "pelvis_list", "pelvis_tilt"), (1.0, -1.0, -1.0)),
        (trunk, ("trunk_turn", "trunk_side", "trunk_lean"), (1.0, 1.0, -1.0)),
    ):
        for name, sign, values in zip(names, signs, heading_first(turns), strict=True):
            angles[name] = sign * values
    for ours, (theirs, sign) in LIMBS.items():
        for side in SIDES:
            name = f"{theirs}_{side[0]}"
            if name in columns:
                angles[f"{ours}_{side}"] = sign * columns[name]
            elif ours in ARMS:
                angles[f"{ours}_{side}"] = np.full(frames, ARMS[ours])
    for side in SIDES:
        knee = angles[f"knee_flexion_{side}"]
        # A runner's knee bends one way only; which way counts as plus differs between models.
        angles[f"knee_flexion_{side}"] = knee if knee.mean() > 0 else -knee
    place = applied(straight, np.stack([columns[name] for name in PLACE], axis=1))
    return angles, place


def _origin_in_pelvis(body: Anatomy, joints: JointMethod) -> Floats:
    """From the middle between the hip joints to that between the iliac spines, in the pelvis' frame [m]."""
    width = body.hip_half / (0.5 - joints.hip_medial)
    return np.array([joints.hip_back * width, joints.hip_down * width, 0.0])


def _body(
    origin: Floats, angles: dict[str, Floats], joints: JointMethod, stature_m: float | None
) -> tuple[Anatomy, tuple[str, ...]]:
    """A body as tall as was said, else so tall that its lower foot reaches the ground, which lies at zero."""
    if stature_m is not None:
        return anatomy(stature_m), ()
    usual = anatomy()
    hips = -applied(pelvis_turn(angles), _origin_in_pelvis(usual, joints))
    laid = stand(usual, hips, angles)
    low = np.min([laid.at[f"{point}_{side}"][:, 1] for point in ("heel", "ball") for side in SIDES], axis=0)
    # All lengths grow with the stature. In flight the foot hangs above the ground, so the lowest shares are of stance.
    tall = usual.stature * float(np.percentile(origin[:, 1] / -low, 10))
    if STATURE_M[0] <= tall <= STATURE_M[1]:
        return anatomy(tall), ()
    return usual, ("The pelvis' height does not fit a body on the ground, so one of usual height was drawn.",)


def _with_events(motion: Motion, knowledge: Knowledge) -> Motion:
    """The same with speed and contacts, as the gait analysis finds them in the laid-out body."""
    laid = stand(motion.anatomy, motion.root, motion.angles)
    points = {name: laid.at[name] for name in (f"{stem}_{side}" for stem in _SEEN for side in SIDES)}
    track = Track(motion.clock, points | {"head": laid.at["head"]}, origin="skeleton", name=motion.name)
    try:
        report, gait = analyse_gait(track, knowledge)
    except TrackError as error:
        raise PlainError(f"{motion.name} cannot be drawn as running: {error}") from None
    contacts = contacts_of(gait)
    along = float(np.polyfit(motion.clock, motion.root[:, 0], 1)[0])
    moved = (along * motion.clock + motion.root[0, 0], _ground(motion, contacts, laid), np.mean(motion.root[:, 2]))
    root = np.stack([values - away for values, away in zip(motion.root.T, moved, strict=True)], axis=1)
    speed = report.recording.speed_m_s or abs(along)
    return replace(motion, root=root, contacts=contacts, speed_m_s=speed)


def _ground(motion: Motion, contacts: tuple[Contact, ...], laid: Stance) -> Floats:
    """Height of the ground under the runner by row: a straight line through the lowest point of each contact [m].

    A laboratory's floor need not lie level in its own axes.
    """
    times, heights = [], []
    for one in contacts:
        stands = (motion.clock >= one.strike_s) & (motion.clock <= one.toe_off_s)
        low = np.minimum(*(laid.at[f"{point}_{one.side}"][:, 1] for point in ("heel", "ball")))
        times.append((one.strike_s + one.toe_off_s) / 2)
        heights.append(float(low[stands].min()))
    if len(times) < 3:
        return np.zeros(len(motion.clock))
    return np.asarray(np.polyval(np.polyfit(times, heights, 1), motion.clock))


def joint_angles_of(motion: Motion, times_s: Floats, joints: JointMethod) -> Mot:
    """The movement under OpenSim's names and newer models' signs, seen from one who moves along at its mean speed."""
    at = np.mod(times_s, motion.length_s) if motion.is_loop else np.clip(times_s, 0.0, motion.length_s)
    angles = {name: np.interp(at, motion.clock, values) for name, values in motion.angles.items()}
    pelvis, trunk = pelvis_turn(angles), trunk_turn(angles)
    root = motion.stance(times_s).at["pelvis"]
    origin = root + applied(pelvis, _origin_in_pelvis(motion.anatomy, joints))
    columns = dict(zip(PELVIS, flexion_first(pelvis), strict=True))
    columns |= dict(zip(PLACE, origin.T, strict=True))
    columns |= dict(zip(LUMBAR, flexion_first(back(pelvis) @ trunk), strict=True))
    for side in SIDES:
        columns |= {f"{theirs}_{side[0]}": sign * angles[f"{ours}_{side}"] for ours, (theirs, sign) in LIMBS.items()}
    return Mot(tuple(columns), np.stack(list(columns.values()), axis=1), times_s, {})
