"""Contacts from vertical ground force: drift taken out, threshold crossed between samples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import scipy

from restride.gait.method import EventMethod
from restride.gait.numerics import TWO_SIDED
from restride.gait.track import Floats, ForceTrack, Indices
from restride.model.gait import Event
from restride.model.words import Side

#: Halvings of the time between two samples: of 20 ms they leave a microsecond.
_HALVINGS = 14


class Contact(NamedTuple):
    """One foot on the ground."""

    strike_s: float
    toe_off_s: float


def contacts(force_n: Floats, time_s: Floats, threshold_n: float, method: EventMethod) -> list[Contact]:
    """Whole contacts: force rises through the threshold and falls through it again.

    Contacts that the record cuts at either end are left out. Two feet of a walker overlap, of a runner never.
    """
    on = force_n > threshold_n
    edges = np.diff(on.astype(np.int8))
    ups, downs = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    ups = ups[ups < downs[-1]] if len(downs) else ups[:0]
    downs = downs[np.searchsorted(downs, ups)]
    over = force_n - threshold_n
    # A contact that a gap cuts has no time.
    whole = np.isfinite(over[[ups, ups + 1, downs, downs + 1]]).all(axis=0)
    ups, downs = ups[whole], downs[whole]
    slow = _rate_hz(time_s) < method.force_slow_below
    times = _rounded(over, time_s, ups, downs) if slow else (_straight(over, time_s, at) for at in (ups, downs))
    return [
        Contact(strike, off)
        for strike, off in zip(*(one.tolist() for one in times), strict=True)
        if method.contact_shortest <= off - strike <= method.contact_longest
    ]


def _rate_hz(time_s: Floats) -> float:
    return float(1 / np.median(np.diff(time_s)))


def _straight(over: Floats, time_s: Floats, at: Indices) -> Floats:
    """Zero of the straight line between each sample and the next [s]."""
    return np.asarray(time_s[at] - over[at] / (over[at + 1] - over[at]) * (time_s[at + 1] - time_s[at]))


def _rounded(over: Floats, time_s: Floats, ups: Indices, downs: Indices) -> tuple[Floats, Floats]:
    """Strikes and toe-offs between samples so few that force leaves zero well after the last empty one [s].

    Notes
    -----
    Both flanks grow ever faster, so a straight line between two samples reaches the threshold too far outside. At
    toe-off several samples lie on the flank, and a smooth curve without overshoot through them follows it. At a
    strike the whole flank may lie between two samples: that curve still leaves zero at the last empty one, which is
    as early as the strike can be; a line back through the first two loaded samples gives the latest; half way
    between them is right on average (docs/validation/gait.md).
    """
    known = np.isfinite(over)
    curve = scipy.interpolate.PchipInterpolator(time_s[known], over[known])
    early = _first_zeros(curve, time_s, ups)
    # A force that rises no further after the first loaded sample began before any such line.
    rise = np.maximum(over[np.minimum(ups + 2, len(over) - 1)] - over[ups + 1], 0)
    interval = time_s[ups + 1] - time_s[ups]
    late = time_s[ups + 1] - interval * (over[ups + 1] / np.maximum(rise, over[ups + 1]))
    return (early + late) / 2, _first_zeros(curve, time_s, downs)


def _first_zeros(curve: scipy.interpolate.PchipInterpolator, time_s: Floats, at: Indices) -> Floats:
    """Where a curve that only rises, or only falls, from each sample to the next is zero, by halving [s]."""
    low, high = time_s[at], time_s[at + 1]
    falls = curve(high) < curve(low)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        before = (curve(middle) > 0) == falls
        low, high = np.where(before, middle, low), np.where(before, high, middle)
    return np.asarray((low + high) / 2)


class Level(NamedTuple):
    """Force without its drift, and the times between which the zero is known from flights on both sides."""

    force_n: Floats
    from_s: float
    to_s: float


def without_drift(force_n: Floats, time_s: Floats, rounds: int = 3) -> Level:
    """Take out the slow drift of a treadmill's force, so that it is zero while nobody touches the belt.

    Notes
    -----
    In each flight the median of the lowest force is the zero at that time; between flights the zero is a
    straight line. Flights are found anew with each round. Running only: a walker never leaves the belt.
    """
    corrected = force_n - np.percentile(force_n, 5)
    known = (float(time_s[0]), float(time_s[-1]))
    for _ in range(rounds):
        level = np.percentile(corrected, 95)
        low = corrected < 0.1 * level
        edges = np.diff(np.concatenate([[0], low.astype(np.int8), [0]]))
        middles, zeros = [], []
        for start, stop in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True):
            # The middle half of a flight: rising and falling edges stay outside.
            quarter = (stop - start) // 4
            if stop - start >= 4 and start > 0 and stop < len(force_n):
                inside = slice(start + quarter, stop - quarter)
                middles.append(float(np.mean(time_s[inside])))
                zeros.append(float(np.median(corrected[inside])))
        if len(middles) < 2:
            break
        corrected = corrected - np.interp(time_s, middles, zeros)
        known = (middles[0], middles[-1])
    return Level(np.asarray(corrected), *known)


def smoothed(force_n: Floats, rate_hz: float, cutoff_hz: float) -> Floats:
    """Zero-lag low-pass against ringing of the belt; nothing where the rate does not allow it."""
    if rate_hz < 2.5 * cutoff_hz:
        return force_n
    sections = scipy.signal.butter(2, cutoff_hz / (rate_hz / 2), output="sos")
    return np.asarray(scipy.signal.sosfiltfilt(sections, force_n, axis=0))


def contact_events(found: Sequence[Contact], sides: Sequence[Side], rate_hz: float, method: EventMethod) -> list[Event]:
    """Strikes and toe-offs of contacts whose foot is known."""
    share = method.force_slow_share if rate_hz < method.force_slow_below else method.force_rate_share
    half = TWO_SIDED * float(np.hypot(method.force_sd, share / rate_hz))
    events = []
    for contact, side in zip(found, sides, strict=True):
        for kind, time in (("strike", contact.strike_s), ("toe_off", contact.toe_off_s)):
            events.append(Event(kind=kind, side=side, time_s=time, half_width_s=half, found_by="force"))  # type: ignore[arg-type]
    return events


def force_events(force: ForceTrack, method: EventMethod, moving: Sequence[Event]) -> list[Event]:
    """Events from force beside a track; a contact whose plate names no foot takes it from the movement."""
    rate = _rate_hz(force.time_s)
    if all(side in (Side.LEFT, Side.RIGHT) for side in force.sides):
        events = []
        for column, side in enumerate(force.sides):
            found = contacts(force.vertical_n[:, column], force.time_s, method.force_threshold, method)
            events += contact_events(found, [side] * len(found), rate, method)
        return events
    found = contacts(force.vertical_n.sum(axis=1), force.time_s, method.force_threshold, method)
    strikes = [event for event in moving if event.kind == "strike"]
    known = []
    for contact in found:
        near = min(strikes, key=lambda event: abs(event.time_s - contact.strike_s), default=None)
        if near is not None and abs(near.time_s - contact.strike_s) < method.same_event:
            known.append((contact, near.side))
    return contact_events([c for c, _ in known], [s for _, s in known], rate, method)


def merged(moving: Sequence[Event], force: Sequence[Event], method: EventMethod) -> list[Event]:
    """Events of movement, each replaced by the force's where there is one of the same moment."""
    out = []
    for event in moving:
        near = [
            one for one in force
            if (one.kind, one.side) == (event.kind, event.side) and abs(one.time_s - event.time_s) < method.same_event
        ]  # fmt: skip
        out.append(min(near, key=lambda f: abs(f.time_s - event.time_s)) if near else event)
    return sorted(out, key=lambda event: event.time_s)
