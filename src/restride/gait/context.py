"""What the metrics look at: the filtered track, its angles, the strides of each side, their times and frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from restride.gait.body import mass_centre
from restride.gait.kinematics import angles, level_feet
from restride.gait.method import Method
from restride.gait.strides import column
from restride.gait.track import SIDES, Floats, Track, sided
from restride.model.gait import Event, Stride
from restride.model.words import Side

#: What is taken of a window of a signal.
Window = Literal["max", "min", "mean", "ptp"]


@dataclass(frozen=True)
class Phases:
    """Times of one side's strides, NaN where unknown, shape (strides,) [s]."""

    strike_s: Floats
    toe_off_s: Floats
    next_s: Floats

    def __len__(self) -> int:
        """Number of strikes."""
        return len(self.strike_s)


@dataclass(frozen=True)
class Gait:
    """One analysed recording, ready to be measured. ``leg`` in the track's unit."""

    track: Track
    strides: Sequence[Stride]
    events: Sequence[Event]
    method: Method
    leg: float
    noise: float
    speed_m_s: float | None
    near_side: Side | None
    angles: dict[str, Floats] = field(default_factory=dict)
    _phases: dict[Side, Phases] = field(default_factory=dict, repr=False)
    _kept: dict[str, Floats] = field(default_factory=dict, repr=False)

    def phases(self, side: Side) -> Phases:
        """Strike, toe-off and next strike of each stride of a side."""
        if side not in self._phases:
            times = (column(self.strides, name, side) for name in ("strike_s", "toe_off_s", "next_strike_s"))
            self._phases[side] = Phases(*times)
        return self._phases[side]

    def shifted(self, event: str, delta_s: float) -> Gait:
        """The same with every strike or toe-off moved."""
        moved = {}
        for side in SIDES:
            phases = self.phases(side)
            name = {"strike": "strike_s", "toe_off": "toe_off_s"}[event]
            moved[side] = replace(phases, **{name: getattr(phases, name) + delta_s})
        return replace(self, _phases=moved)

    def event_sd_s(self, kind: str) -> float:
        """Usual standard deviation of the time of an event [s]."""
        widths = [event.half_width_s for event in self.events if event.kind == kind]
        return float(np.median(widths)) / 1.96 if widths else float("nan")

    def at(self, values: Floats, times_s: Floats) -> Floats:
        """A signal read between frames; NaN at NaN times and in gaps."""
        time = self.track.time_s
        inside = np.isfinite(times_s) & (times_s >= time[0]) & (times_s <= time[-1])
        read = np.interp(np.where(inside, times_s, time[0]), time, values)
        return np.where(inside, read, np.nan)

    def over(self, values: Floats, starts_s: Floats, ends_s: Floats, what: Window) -> Floats:
        """A number of each window [start, end]; NaN where the window is cut or has a gap."""
        time = self.track.time_s
        known = np.isfinite(starts_s) & np.isfinite(ends_s) & (np.nan_to_num(ends_s) <= time[-1])
        out = np.full(len(starts_s), np.nan)
        first, last = np.searchsorted(time, starts_s[known]), np.searchsorted(time, ends_s[known])
        wide = last - first >= 2
        if not wide.any():
            return out
        # Pairs [first, last) through reduceat: every other answer is a window. One more value lets a window end last.
        edges = np.stack([first[wide], last[wide]], axis=1).ravel()
        padded = np.append(values, values[-1])
        if what == "mean":
            reduced = np.add.reduceat(padded, edges)[::2] / (last - first)[wide]
        elif what == "ptp":
            reduced = np.maximum.reduceat(padded, edges)[::2] - np.minimum.reduceat(padded, edges)[::2]
        else:
            reduced = {"max": np.maximum, "min": np.minimum}[what].reduceat(padded, edges)[::2]
        out[np.flatnonzero(known)[wide]] = reduced
        return out

    def mass_centre(self) -> Floats:
        """Centre of mass of the body, worked out once [unit]."""
        if "mass_centre" not in self._kept:
            self._kept["mass_centre"] = mass_centre(self.track, self.method.body)
        return self._kept["mass_centre"]

    def point(self, name: str, side: Side | None = None) -> Floats:
        """Positions of a point [unit]."""
        return self.track.points[name if side is None else sided(name, side)]

    @property
    def metres(self) -> bool:
        """Whether lengths are in metres."""
        return self.track.unit == "m"


def with_angles(gait: Gait) -> Gait:
    """The same with its angles, feet levelled in mid-stance."""
    found = angles(gait.track)
    flat = {}
    for side in SIDES:
        phases = gait.phases(side)
        contact = phases.toe_off_s - phases.strike_s
        frames = [
            np.arange(*np.searchsorted(gait.track.time_s, [s + 0.25 * c, s + 0.5 * c]))
            for s, c in zip(phases.strike_s, contact, strict=True)
            if np.isfinite(c)
        ]
        flat[side] = np.concatenate(frames) if frames else np.zeros(0, dtype=int)
        foot = found.get(sided("foot", side))
        if foot is not None and len(flat[side]):
            # Of the middle of stance only where the foot lies stillest counts as flat.
            speed = np.abs(np.gradient(foot, gait.track.time_s))[flat[side]]
            if np.isfinite(speed).any():
                flat[side] = flat[side][speed <= np.nanpercentile(speed, 50)]
    return replace(gait, angles=level_feet(found, flat))
