"""Contacts from vertical ground force: drift taken out, threshold crossed between samples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import scipy

from restride.gait.method import EventMethod
from restride.gait.numerics import TWO_SIDED
from restride.gait.track import Floats, ForceTrack
from restride.model.gait import Event
from restride.model.words import Side


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
    found = []
    for up in ups:
        later = downs[downs > up]
        if not len(later):
            break
        contact = Contact(
            _crossing(force_n, time_s, up, threshold_n), _crossing(force_n, time_s, later[0], threshold_n)
        )
        if method.contact_shortest <= contact.toe_off_s - contact.strike_s <= method.contact_longest:
            found.append(contact)
    return found


def _crossing(force_n: Floats, time_s: Floats, index: int | np.signedinteger, threshold_n: float) -> float:
    low, high = force_n[index], force_n[index + 1]
    return float(time_s[index] + (threshold_n - low) / (high - low) * (time_s[index + 1] - time_s[index]))


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
    half = TWO_SIDED * float(np.hypot(method.force_sd, 0.3 / rate_hz))
    events = []
    for contact, side in zip(found, sides, strict=True):
        for kind, time in (("strike", contact.strike_s), ("toe_off", contact.toe_off_s)):
            events.append(Event(kind=kind, side=side, time_s=time, half_width_s=half, found_by="force"))  # type: ignore[arg-type]
    return events


def force_events(force: ForceTrack, method: EventMethod, moving: Sequence[Event]) -> list[Event]:
    """Events from force beside a track; a contact whose plate names no foot takes it from the movement."""
    rate = float(1 / np.median(np.diff(force.time_s)))
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
