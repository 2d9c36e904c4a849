"""The way from pose to pose: tempo, easing, and the moments at which the animation is laid out."""

from __future__ import annotations

import math
from dataclasses import dataclass

from restride.figure.body import View
from restride.figure.errors import FigureError
from restride.figure.pose import Angles, Contacts, Fault, Move, PoseFile, Posture, Prop, expand, postures
from restride.figure.skeleton import Figure
from restride.figure.solve import solve

#: A loop is this long unless a tempo is asked for, rest included. [seconds]
LOOP_S = (3.0, 5.0)
REST_S = 0.7
#: Between two moments no joint turns further. [degrees]
STEP_DEG = 13.0

Tempo = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class KeyPose:
    """One solved key pose."""

    name: str
    angles: Angles
    contacts: Contacts
    anchor: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Scene:
    """A file of poses joined with its base posture, every key pose solved."""

    file: PoseFile
    posture: Posture
    poses: dict[str, KeyPose]
    moves: tuple[Move, ...]

    @property
    def view(self) -> View:
        """From where it is seen."""
        return self.file.view or self.posture.view

    @property
    def drawn(self) -> str:
        """The side of the person that is near as drawn."""
        return self.file.drawn or self.posture.drawn

    @property
    def is_moving(self) -> bool:
        """Whether it is a movement, or a position."""
        return self.posture.moving if self.file.moving is None else self.file.moving

    @property
    def closeup(self) -> tuple[str, float, float] | None:
        """The cut-out of the picture, if it is one: point, half width, half height."""
        return self.file.closeup or self.posture.closeup

    @property
    def has_floor(self) -> bool:
        """Whether there is a floor to stand and lie on."""
        return self.posture.floor if self.file.floor is None else self.file.floor

    @property
    def fine(self) -> str:
        """«inner» where the foot is drawn close up with its toes, else nothing."""
        return self.posture.fine if self.file.fine is None else self.file.fine

    @property
    def hidden(self) -> tuple[str, ...]:
        """Limbs that are not drawn."""
        return self.posture.hidden if self.file.hidden is None else self.file.hidden

    @property
    def props(self) -> tuple[Prop, ...]:
        """Things of the file and of its base posture."""
        return self.file.props + self.posture.props

    @property
    def first(self) -> str:
        """The pose the loop begins and ends with."""
        return self.moves[-1].to

    @property
    def still(self) -> str:
        """The pose that stands for the whole in a still picture."""
        return self.file.still or self.moves[0].to


def scene(file: PoseFile) -> Scene:
    """Solve every key pose of a file.

    Raises
    ------
    FigureError
        An unknown joint or pose, or a contact out of reach.
    """
    posture = postures()[file.base]
    is_moving = posture.moving if file.moving is None else file.moving
    names = ("start", "end") if not file.moves else tuple(dict.fromkeys(move.to for move in file.moves))
    if not is_moving:
        names = ("end",)
    missing = [name for name in names if name not in file.poses and file.poses] if file.moves else []
    for name in missing:
        raise FigureError(f"{file.id}.yaml: the moves go to '{name}', but there is no such pose; write it.")
    _closed(file, names)
    poses = {name: _key_pose(file, posture, name, file.poses.get(name, {})) for name in names}
    moves = file.moves or tuple(Move(to=name, take=0.0, hold=0.0) for name in reversed(names))
    return Scene(file, posture, poses, moves)


def _closed(file: PoseFile, names: tuple[str, ...]) -> None:
    """A pose that no move goes to leaves the loop open."""
    beside = file.fault.beside if file.fault else ""
    for name in file.poses:
        if name not in names and name != beside:
            raise FigureError(
                f"{file.id}.yaml, pose '{name}': no move goes to it, so the loop does not close there; "
                f"add '{{to: {name}}}' to the moves or take the pose out."
            )


def fault_pose(found: Scene, fault: Fault) -> KeyPose:
    """The common fault: the right pose with what goes wrong."""
    beside = fault.beside or found.still
    raw = {**found.file.poses.get(beside, {}), **fault.pose}
    return _key_pose(found.file, found.posture, beside, raw, fault)


def _key_pose(
    file: PoseFile,
    posture: Posture,
    name: str,
    raw: dict[str, object],
    fault: Fault | None = None,
) -> KeyPose:
    called = "fault" if fault else name
    where = f"{file.id}.yaml, pose '{called}'"
    angles = expand(posture.pose, f"postures.yaml, '{file.base}'") | expand(raw, where)
    touching = dict(file.contacts if file.contacts is not None else posture.contacts)
    touching |= file.contacts_of.get(name, {})
    touching |= (fault and fault.contacts) or {}
    touching = {point: spot for point, spot in touching.items() if spot}
    anchor = file.anchor_of.get(name, file.anchor if file.anchor is not None else posture.anchor)
    anchor = (fault and fault.anchor) or anchor
    adjust = file.adjust if file.adjust is not None else posture.adjust
    view, drawn = file.view or posture.view, file.drawn or posture.drawn
    if name in file.airborne:
        touching, anchor, adjust = {}, "", ""
    person, solved = solve(angles, touching, anchor, adjust, view, drawn, where, file.holds)
    return KeyPose(called, solved, touching, anchor, person)


def tempo_of(found: Scene, tempo: Tempo) -> tuple[Move, ...]:
    """Seconds of each move from the dose's tempo: up, pause, down."""
    if found.file.moves:
        return found.moves
    up, pause, down = tempo
    there, back = (up, down) if found.file.way == "up" else (down, up)
    return (
        Move(to="end", take=max(0.4, there), hold=pause),
        Move(to="start", take=max(0.4, back), hold=REST_S),
    )


def fitted(moves: tuple[Move, ...]) -> tuple[Move, ...]:
    """The same moves, quicker or slower, so that the loop lasts three to five seconds."""
    total = sum(move.take + move.hold for move in moves)
    if LOOP_S[0] <= total <= LOOP_S[1]:
        return moves
    rest = moves[-1].hold
    scale = (max(LOOP_S[0], min(LOOP_S[1], total)) - rest) / (total - rest)
    scaled = [Move(to=m.to, take=m.take * scale, hold=m.hold * scale) for m in moves]
    scaled[-1] = Move(to=scaled[-1].to, take=scaled[-1].take, hold=rest)
    return tuple(scaled)


def moments(found: Scene, moves: tuple[Move, ...]) -> list[tuple[float, Figure]]:
    """The loop as moments: time in seconds and where the bones lie; the last is the first again."""
    at = 0.0
    here = found.poses[found.first]
    row = [(0.0, here.figure)]
    is_cycle = all(move.hold == 0 for move in moves)
    for move in moves:
        there = found.poses[move.to]
        for share, person in between(found, here, there, is_cycle):
            row.append((at + share * move.take, person))
        at += move.take
        if move.hold > 0:
            at += move.hold
            row.append((at, there.figure))
        here = there
    return row


def between(found: Scene, here: KeyPose, there: KeyPose, is_cycle: bool) -> list[tuple[float, Figure]]:
    """Moments from one key pose to the next, each solved for the contacts both share."""
    keys = [key for key in there.angles if key not in ("x", "y") and not key.startswith(("palm", "short"))]
    widest = max((abs(there.angles[key] - here.angles.get(key, 0.0)) for key in keys), default=0.0)
    steps = max(2 if is_cycle else 4, min(10, math.ceil(widest / STEP_DEG)))
    shared = {name: spot for name, spot in here.contacts.items() if name in there.contacts}
    anchor = here.anchor if here.anchor == there.anchor and here.anchor in shared else ""
    adjust = found.file.adjust if found.file.adjust is not None else found.posture.adjust
    adjust = adjust if anchor and adjust in shared else ""
    where = f"{found.file.id}.yaml, between '{here.name}' and '{there.name}'"
    row: list[tuple[float, Figure]] = []
    for step in range(1, steps):
        share = step / steps
        eased = share if is_cycle else (1 - math.cos(math.pi * share)) / 2
        contacts = {n: _mix(spot, there.contacts[n], eased) for n, spot in shared.items()}
        angles = _between_angles(here.angles, there.angles, eased, found.view != "side")
        person, _ = solve(angles, contacts, anchor, adjust, found.view, found.drawn, where, found.file.holds)
        row.append((share, person))
    return [*row, (1.0, there.figure)]


def _between_angles(first: Angles, second: Angles, share: float, is_short_way: bool) -> Angles:
    """Every joint part of the way; one that only one pose names is straight in the other.

    Seen from the front a foreshortened leg may show any angle; it then takes the short way round.
    """
    mixed: Angles = {}
    for key in first.keys() | second.keys():
        usual = 1.0 if key.startswith("short") else 0.0
        if key.startswith("palm"):
            usual = first.get(key, second.get(key, 0.0))
        a, b = first.get(key, usual), second.get(key, usual)
        if is_short_way and key.startswith(("hip", "knee", "ankle")):
            b = a + (b - a + 180.0) % 360.0 - 180.0
        mixed[key] = a + (b - a) * share
    return mixed


def _mix(first: tuple[float, ...], second: tuple[float, ...], share: float) -> tuple[float, ...]:
    size = max(len(first), len(second))
    a, b = (tuple(spot) + (0.0,) * (size - len(spot)) for spot in (first, second))
    return tuple(u + (v - u) * share for u, v in zip(a, b, strict=True))
