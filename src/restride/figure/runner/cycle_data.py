"""The data files of running, walking and hopping, read and brought to one speed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import msgspec
import numpy as np

from restride.figure.errors import FigureError
from restride.figure.runner.anatomy import RUNNER
from restride.figure.runner.contact import Roll
from restride.figure.runner.turning import Floats
from restride.knowledge.strict_yaml import read_yaml

#: Sooner than this nobody steps, and later nobody runs or walks. [steps/min]
CADENCE_SPM = (40.0, 320.0)
#: A runner flies at least so long, or it is no run. [s]
LEAST_FLIGHT_S = 0.01
#: What can be changed beside the means of the waves.
CHANGES = ("step_width_m", "toe_out", "knee_in", "foot_at_strike")


class Wave(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An angle that goes up and down with the stride. [degrees]; peak in shares of the stride."""

    mean: float
    amplitude: float = 0.0
    times: int = 1
    peak: float = 0.0


class Swing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Angles of the free leg at shares of the swing."""

    share: tuple[float, ...]
    by_speed: tuple[tuple[float, ...], ...] = ()
    all_speeds: tuple[float, ...] = ()


class CycleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file; lists run along ``speeds_m_s``."""

    status: str
    speeds_m_s: tuple[float, ...]
    cadence_spm: tuple[float, ...]
    contact_s: tuple[float, ...]
    speed_dip_m_s: tuple[float, ...]
    knee_at_strike: tuple[float, ...]
    foot_at_strike: tuple[float, ...]
    foot_at_toe_off: tuple[float, ...]
    roll: dict[str, float]
    step_width_m: float
    toe_out: float
    swing: dict[str, Swing]
    waves: dict[str, Wave]
    knee_at_toe_off: tuple[float, ...] = ()
    knee_at_middle: tuple[float, ...] = ()
    #: Forward speed over the ground at which the heel lands; without it the foot stands still as it lands. [m/s]
    landing_m_s: tuple[float, ...] = ()
    #: How fast the knee bends as the heel lands. [degrees/s]
    knee_lands_deg_s: float = 0.0
    force_skew: float = 0.0
    sway_m_s: float = 0.0
    sway_m: float = 0.0
    one_leg: bool = False
    free_leg: dict[str, float] = {}


@dataclass(frozen=True)
class Pace:
    """One way of moving at one speed: times in seconds, lengths in metres, angles in degrees."""

    name: str
    speed_m_s: float
    step_s: float
    contact_s: float
    speed_dip_m_s: float
    force_skew: float
    knee_at_strike: float
    knee_at_middle: float
    knee_at_toe_off: float
    #: Forward speed over the ground at which the foot lands. [m/s]
    landing_m_s: float
    knee_lands_deg_s: float
    roll: Roll
    step_width_m: float
    toe_out: float
    #: Running: speed across at strike [m/s]; walking: amplitude [m].
    sway: float
    is_walking: bool
    one_leg: bool
    swing: Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]]
    waves: Mapping[str, Wave]
    free_leg: Mapping[str, float] = field(default_factory=dict)
    knee_in: float = 0.0

    @property
    def stride_s(self) -> float:
        """From a strike to the next of the same foot."""
        return self.step_s if self.one_leg else 2 * self.step_s

    @property
    def flight_s(self) -> float:
        """Without contact, once a step; of a walker 0."""
        return max(0.0, self.step_s - self.contact_s)

    @property
    def both_s(self) -> float:
        """With both feet on the ground, once a step; of a runner 0."""
        return max(0.0, self.contact_s - self.step_s)

    def wave(self, name: str, share: Floats) -> Floats:
        """An angle at shares of the stride. [degrees]."""
        one = self.waves[name]
        return np.asarray(one.mean + one.amplitude * np.cos(2 * np.pi * one.times * (share - one.peak)))


@cache
def cycle_file(name: str) -> CycleFile:
    """Read one file, once."""
    return msgspec.convert(read_yaml((RUNNER / f"{name}.yaml").read_bytes(), name=f"{name}.yaml"), CycleFile)


def pace(
    name: str,
    speed_m_s: float | None = None,
    cadence_spm: float | None = None,
    contact_s: float | None = None,
    **changes: float,
) -> Pace:
    """A file's movement at a speed.

    Parameters
    ----------
    name : str
        «run», «walk» or «hop».
    speed_m_s, cadence_spm, contact_s : float
        None: the file's own for that speed.
    changes : float
        ``step_width_m``, ``toe_out``, ``knee_in``, ``foot_at_strike``, or a mean of the middle's angles such as
        ``trunk_lean``; ``pelvis_drop`` is the amplitude of the pelvis' list. [m, degrees]

    Raises
    ------
    FigureError
        A speed, a cadence or a contact time that is none of this movement.
    """
    here = _AtSpeed.chosen(name, speed_m_s)
    file, is_walking = here.file, name == "walk"
    step_s, contact_s = here.times(cadence_spm, contact_s)
    _check_contact(name, contact_s, step_s, is_walking)
    waves, moved = _changed(file.waves, changes)
    strike = moved.get("foot_at_strike", here.at(file.foot_at_strike))
    return Pace(
        name=name,
        speed_m_s=here.speed_m_s,
        step_s=step_s,
        contact_s=contact_s,
        speed_dip_m_s=here.at(file.speed_dip_m_s),
        force_skew=file.force_skew,
        knee_at_strike=here.at(file.knee_at_strike),
        knee_at_middle=here.at(file.knee_at_middle),
        knee_at_toe_off=here.at(file.knee_at_toe_off),
        landing_m_s=here.at(file.landing_m_s),
        knee_lands_deg_s=file.knee_lands_deg_s,
        roll=Roll(strike, here.at(file.foot_at_toe_off), **file.roll),
        step_width_m=moved.get("step_width_m", file.step_width_m),
        toe_out=moved.get("toe_out", file.toe_out),
        sway=file.sway_m if is_walking else file.sway_m_s,
        is_walking=is_walking,
        one_leg=file.one_leg,
        swing={key: (one.share, here.keys(one)) for key, one in file.swing.items()},
        waves=waves,
        free_leg=file.free_leg,
        knee_in=moved.get("knee_in", 0.0),
    )


@dataclass(frozen=True)
class _AtSpeed:
    """A file read between its speeds."""

    file: CycleFile
    speed_m_s: float

    @classmethod
    def chosen(cls, name: str, speed_m_s: float | None) -> _AtSpeed:
        """At the speed that was asked for; in the middle of the file's where none was."""
        file = cycle_file(name)
        slowest, fastest = file.speeds_m_s[0], file.speeds_m_s[-1]
        speed = file.speeds_m_s[len(file.speeds_m_s) // 2] if speed_m_s is None else speed_m_s
        if not slowest <= speed <= fastest:
            raise FigureError(
                f"'{name}' is drawn from {slowest:g} to {fastest:g} m/s, not at {speed:g}; choose a speed between."
            )
        return cls(file, speed)

    def at(self, row: tuple[float, ...]) -> float:
        """A row that runs along the speeds; 0 where the file has none."""
        return float(np.interp(self.speed_m_s, self.file.speeds_m_s, row)) if row else 0.0

    def keys(self, swing: Swing) -> tuple[float, ...]:
        """The angles of a swing. [degrees]."""
        return swing.all_speeds or tuple(self.at(column) for column in zip(*swing.by_speed, strict=True))

    def times(self, cadence_spm: float | None, contact_s: float | None) -> tuple[float, float]:
        """Step and contact. [s]."""
        usual = self.at(self.file.cadence_spm)
        cadence = usual if cadence_spm is None else cadence_spm
        if not CADENCE_SPM[0] <= cadence <= CADENCE_SPM[1]:
            raise FigureError(f"A cadence of {cadence:g} steps a minute is nobody's; give one from 40 to 320.")
        # With another cadence the share of contact stays as it is at this speed.
        return 60.0 / cadence, self.at(self.file.contact_s) * usual / cadence if contact_s is None else contact_s


def _check_contact(name: str, contact: float, step: float, is_walking: bool) -> None:
    if is_walking and not step < contact < 2 * step:
        raise FigureError(
            f"A walker's foot stands longer than one step ({step:.3f} s) and shorter than two; {contact:.3f} s is not."
        )
    if not is_walking and not 0.05 <= contact <= step - LEAST_FLIGHT_S:
        raise FigureError(
            f"'{name}' with a contact of {contact:.3f} s in a step of {step:.3f} s leaves no flight; give a contact "
            f"from 0.050 to {step - LEAST_FLIGHT_S:.3f} s, or walk."
        )


def _changed(waves: Mapping[str, Wave], changes: Mapping[str, float]) -> tuple[dict[str, Wave], dict[str, float]]:
    """Waves with other means, and what is left of the changes."""
    found, left = dict(waves), dict(changes)
    if "pelvis_drop" in left:
        found["pelvis_list"] = msgspec.structs.replace(found["pelvis_list"], amplitude=left.pop("pelvis_drop"))
    for name in [name for name in left if name in found]:
        found[name] = msgspec.structs.replace(found[name], mean=left.pop(name))
    unknown = sorted(set(left) - set(CHANGES))
    if unknown:
        known = ", ".join((*CHANGES, "pelvis_drop", *found))
        raise FigureError(f"'{unknown[0]}' cannot be changed about a runner; what can is {known}.")
    return found, left
