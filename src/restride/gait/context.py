"""What the metrics look at: the filtered track, its angles, the strides of each side, their times and frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np

from restride.gait.body import segment_lengths
from restride.gait.kinematics import angles, level_feet
from restride.gait.method import Method
from restride.gait.numerics import between_frames, median
from restride.gait.speed import Speed
from restride.gait.strides import column, event_sd_s
from restride.gait.track import SIDES, Floats, Indices, Track, sided
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

    @cached_property
    def hundredths_s(self) -> Floats:
        """Times of 0, 1, … 100 % of each whole stride, shape (whole strides, 101) [s]."""
        whole = np.isfinite(self.next_s)
        starts, ends = self.strike_s[whole, None], self.next_s[whole, None]
        times: Floats = starts + (ends - starts) * np.linspace(0, 1, 101)
        return times


class Reading(NamedTuple):
    """Where times lie between frames. It keeps the times themselves, so that their identity stays theirs."""

    times_s: Floats
    before: Indices
    #: Share of the way to the next frame; NaN outside of the recording.
    share: Floats
    #: Whether some time lies on a frame: only then a value is more than a mean of two.
    special: bool


class Windows(NamedTuple):
    """Windows of a signal that lie inside the recording: which, and their first frames and ends in turn."""

    starts_s: Floats
    ends_s: Floats
    which: Indices
    edges: Indices


def windows(time_s: Floats, starts_s: Floats, ends_s: Floats) -> Windows:
    """The frames of each window [start, end]; one that is cut or holds fewer than two frames is left out."""
    known = (starts_s >= time_s[0]) & (ends_s <= time_s[-1])
    first, last = np.searchsorted(time_s, starts_s[known]), np.searchsorted(time_s, ends_s[known])
    wide = last - first >= 2
    edges = np.stack([first[wide], last[wide]], axis=1).ravel()
    return Windows(starts_s, ends_s, np.flatnonzero(known)[wide], edges)


@dataclass(frozen=True)
class Gait:
    """One analysed recording, ready to be measured. ``leg`` in the track's unit."""

    track: Track
    strides: Sequence[Stride]
    events: Sequence[Event]
    method: Method
    leg: float
    noise: float
    speed: Speed
    near_side: Side | None
    angles: dict[str, Floats] = field(default_factory=dict)
    _phases: dict[Side, Phases] = field(default_factory=dict, repr=False)
    _kept: dict[tuple[str, int], Floats] = field(default_factory=dict, repr=False)
    _event_sd: dict[str, float] = field(default_factory=dict, init=False, repr=False)
    _segments: dict[str, float] = field(default_factory=dict, repr=False)
    _reads: dict[int, Reading] = field(default_factory=dict, init=False, repr=False)
    _windows: dict[tuple[int, int], Windows] = field(default_factory=dict, init=False, repr=False)
    _shifts: dict[tuple[str, float], Gait] = field(default_factory=dict, init=False, repr=False)

    def phases(self, side: Side) -> Phases:
        """Strike, toe-off and next strike of each stride of a side."""
        if side not in self._phases:
            times = (column(self.strides, name, side) for name in ("strike_s", "toe_off_s", "next_strike_s"))
            self._phases[side] = Phases(*times)
        return self._phases[side]

    def shifted(self, event: str, delta_s: float) -> Gait:
        """The same with every strike or toe-off moved."""
        if (event, delta_s) not in self._shifts:
            moved = {}
            for side in SIDES:
                phases = self.phases(side)
                name = {"strike": "strike_s", "toe_off": "toe_off_s"}[event]
                moved[side] = replace(phases, **{name: getattr(phases, name) + delta_s})
            self._shifts[event, delta_s] = replace(self, _phases=moved)
        return self._shifts[event, delta_s]

    def event_sd_s(self, kind: str) -> float:
        """SD that all events of a kind share: the rest is noise, which shows in the spread of strides [s]."""
        if kind not in self._event_sd:
            self._event_sd[kind] = event_sd_s(self.events, kind, shared=True)
        return self._event_sd[kind]

    def at(self, values: Floats, times_s: Floats) -> Floats:
        """A signal read between frames; NaN at NaN times and in gaps."""
        found = self._reads.get(id(times_s))
        if found is None:
            before, share = between_frames(self.track.time_s, times_s)
            found = Reading(times_s, before, share, bool(((share <= 0) | (share >= 1)).any()))
            self._reads[id(times_s)] = found
        low, high = values[found.before], values[found.before + 1]
        read: Floats = high - low
        read *= found.share
        read += low
        if found.special:
            # On a frame its own value counts, even beside a gap.
            read = np.where(found.share <= 0, low, np.where(found.share >= 1, high, read))
        return read

    def over(self, values: Floats, starts_s: Floats, ends_s: Floats, what: Window) -> Floats:
        """A number of each window [start, end]; NaN where the window is cut or has a gap."""
        key = (id(starts_s), id(ends_s))
        found = self._windows.get(key)
        if found is None:
            found = self._windows[key] = windows(self.track.time_s, starts_s, ends_s)
        out = np.full(len(starts_s), np.nan)
        edges = found.edges
        if not len(edges):
            return out
        # Pairs [first, last) through reduceat: every other answer is a window.
        if what == "mean":
            reduced = np.add.reduceat(values, edges)[::2] / (edges[1::2] - edges[::2])
        elif what == "ptp":
            reduced = np.maximum.reduceat(values, edges)[::2] - np.minimum.reduceat(values, edges)[::2]
        else:
            reduced = {"max": np.maximum, "min": np.minimum}[what].reduceat(values, edges)[::2]
        out[found.which] = reduced
        return out

    def segments(self) -> dict[str, float]:
        """Usual lengths of the body's segments, worked out once [leg lengths]."""
        if not self._segments:
            self._segments.update(segment_lengths(self.track, self.leg))
        return self._segments

    def once(self, name: str, work: Callable[[], Floats], *, of: Phases | None = None) -> Floats:
        """What several metrics need, worked out once; of these phases, where it depends on when the feet stand."""
        key = (name, id(of))
        if key not in self._kept:
            self._kept[key] = work()
        return self._kept[key]

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
        known = np.isfinite(contact)
        strike, contact = phases.strike_s[known], contact[known]
        # Steps up where a mid-stance begins and down where it ends: above zero in between.
        edges = np.zeros(gait.track.frames + 1, dtype=int)
        for share, sign in ((gait.method.joints.sole_from, 1), (gait.method.joints.sole_to, -1)):
            np.add.at(edges, np.searchsorted(gait.track.time_s, strike + share * contact), sign)
        flat[side] = np.flatnonzero(np.cumsum(edges)[:-1] > 0)
        foot = found.get(sided("foot", side))
        if foot is not None and len(flat[side]):
            # Of the middle of stance only where the foot lies stillest counts as flat.
            inner = flat[side].clip(1, gait.track.frames - 2)
            passed = gait.track.time_s[inner + 1] - gait.track.time_s[inner - 1]
            speed = np.abs((foot[inner + 1] - foot[inner - 1]) / passed)
            seen = speed[np.isfinite(speed)]
            if len(seen):
                flat[side] = flat[side][speed <= median(seen)]
    return replace(gait, angles=level_feet(found, flat))
