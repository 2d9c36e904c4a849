"""Hops in place and for distance.

In place the body bounces like a ball: thrown in flight, caught by a force that is half a sine in contact. Its momentum
is the same after each hop, so height A of the bounce and time T of a hop give the flight, whatever the foot does::

    A = g T² (1/8 − k) + g k T · flight        k = 1/4 − 1/2π

For distance the flight of the foot is looked for around the top of the body.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from restride.gait.bounce import find_bounce
from restride.gait.clock import GRAVITY
from restride.gait.errors import point_sd
from restride.gait.movement_parts import Result, Seen, cut_words, number_of, sure_words
from restride.gait.numerics import TWO_SIDED
from restride.gait.repetitions import Flight, cut_ends, flights, turns
from restride.gait.track import Floats, TrackError, needed
from restride.model.movement import MovementName, MovementNumber, MovementRepetition

#: Share of the bounce that contact takes from flight, of a force that is half a sine.
_CAUGHT = 0.25 - 0.5 / np.pi
#: Hops that one try takes.
HOPS: dict[MovementName, int] = {"hop_distance": 1, "triple_hop": 3}


def _flights(seen: Seen) -> list[Flight]:
    low = np.minimum(seen.point("heel")[:, 1], seen.point("toe")[:, 1])
    pelvis = needed(seen.track.pelvis(), "pelvis")[:, 1]
    tops = turns(pelvis, seen.track.time_s, least=seen.fact("air_level") * seen.leg, share=seen.fact("range_share"))
    # Noise must not lift the foot.
    level = max(seen.fact("air_level") * seen.leg, 3 * seen.noise)
    tops_s = np.array([one.turn_s for one in tops])
    return flights(low, seen.track.time_s, tops_s, level=level, shortest_s=seen.fact("flight_shortest"))


def _edge_s(seen: Seen) -> float:
    """SD of either end of a flight: the toe stays low while the foot bends, and few frames show it [s]."""
    return float(np.hypot(seen.fact("air_edge_sd"), 0.3 / seen.track.rate_hz))


def _as_repetitions(found: list[Flight]) -> list[MovementRepetition]:
    return [
        MovementRepetition(start_s=one.from_s, turn_s=(one.from_s + one.to_s) / 2, end_s=one.to_s,
                           size=1000 * one.seconds)
        for one in found
    ]  # fmt: skip


class Bounces(NamedTuple):
    """Hops in a row: those with a flight, their times, the flights' SD [s], and what may be one more or less."""

    found: list[Flight]
    hops_s: Floats
    sd_s: float
    #: Flights so near the shortest that counts that their error decides.
    near: list[Flight]
    #: Ends of the recording within a hop.
    cut: tuple[str, ...]


def _bounces(seen: Seen) -> Bounces:
    """Flights of hops in a row by height and time of their bounce."""
    height = find_bounce(seen.track, seen.method).fast
    least, share = seen.fact("air_level") * seen.leg, seen.fact("range_share")
    tops = turns(height, seen.track.time_s, least=least, share=share)
    metre, scale_sd = 1.0, seen.method.errors.scale_share if seen.track.origin == "video" else 0.0
    if seen.track.unit != "m":
        metre, scale_sd = seen.leg / seen.method.events.usual_leg, seen.fact("usual_leg_share")
    tried: list[Flight] = []
    hops, sds = [], []
    pairs = [pair for pair in pairwise(tops) if pair[1].turn_s - pair[0].turn_s <= seen.fact("hop_longest")]
    # The last of a row has a hop before it only.
    ends = [(last, before) for before, last in pairs if all(last is not one for one, _ in pairs)]
    for top, other in sorted([*pairs, *ends]):
        hop_s = abs(other.turn_s - top.turn_s)
        first, last = sorted((top.frame, other.frame))
        size_m = float(height[top.frame] - np.nanmin(height[first:last])) / metre
        flight = size_m / (GRAVITY * _CAUGHT * hop_s) - hop_s * (1 / (8 * _CAUGHT) - 1)
        tried.append(Flight(top.turn_s - flight / 2, top.turn_s + flight / 2))
        hops.append(hop_s)
        sds.append(float(np.hypot(scale_sd, seen.fact("bounce_share"))) * size_m / (GRAVITY * _CAUGHT * hop_s))
    shortest = seen.fact("flight_shortest")
    flew = np.array([one.seconds >= shortest for one in tried], dtype=bool)
    sd = float(np.hypot(np.mean(np.array(sds)[flew]) if flew.any() else 0.0, seen.fact("air_model_sd")))
    near = [one for one in tried if abs(one.seconds - shortest) < TWO_SIDED * sd]
    cut = cut_ends(height, seen.track.time_s, tops, least=least, share=share)
    return Bounces([one for one, up in zip(tried, flew, strict=True) if up], np.array(hops)[flew], sd, near, cut)


def _near_words(near: list[Flight], seen: Seen) -> tuple[str, ...]:
    if not near:
        return ()
    which = ", ".join(f"at {(one.from_s + one.to_s) / 2:.1f} s ({1000 * one.seconds:.0f} ms)" for one in near)
    return (f"From a flight of {1000 * seen.fact('flight_shortest'):.0f} ms a hop counts; near that limit: {which}.",)


def hop(seen: Seen) -> Result:
    """Hops in place: flight, contact, height by the time of flight."""
    found, hops, sd, near, cut = _bounces(seen)
    flight = np.array([one.seconds for one in found])
    doubtful = len(near) + len(cut)
    reasons = (*_near_words(near, seen), *cut_words(cut), *sure_words(doubtful))
    numbers = [
        MovementNumber(id="count", name="Hops", value=float(len(found)), unit="repetitions", error=float(doubtful),
                       n=len(found), reasons=reasons),
        number_of("flight_time", "Flight time", 1000 * flight, "ms", 1000 * sd),
        number_of("contact_time", "Contact time", 1000 * (hops - flight), "ms", 1000 * sd),
        number_of("hop_height", "Height by the time of flight", 1000 * GRAVITY * flight**2 / 8, "mm",
                1000 * GRAVITY * float(np.mean(flight)) * sd / 4 if len(flight) else 0.0),
        number_of("hop_rate", "Hops a minute", 60 / hops, "per_min", 0.0) if len(hops) > 1 else None,
    ]  # fmt: skip
    return Result(_as_repetitions(found), [one for one in numbers if one is not None], [])


def hop_distance(seen: Seen, *, hops: int) -> Result:
    """From the toe where it left to the heel where it landed, over so many hops; the best of those seen."""
    if seen.track.unit != "m":
        raise TrackError("A distance needs a scale: give the runner's height, and film with the camera still.")
    found = _flights(seen)
    toe, heel = seen.point("toe")[:, 0], seen.point("heel")[:, 0]
    time, ways = seen.track.time_s, []
    for first, last in zip(found, found[hops - 1 :], strict=False):
        # A pause between two flights parts one try from the next.
        inner = [one for one in found if first.from_s <= one.from_s <= last.from_s]
        if any(b.from_s - a.to_s > seen.fact("try_pause") for a, b in pairwise(inner)):
            continue
        here, there = np.interp(first.from_s, time, toe), np.interp(last.to_s, time, heel)
        ways.append(abs(float(there - here)))
    if not ways:
        return Result([], [], [])
    best = max(ways)
    errors = seen.method.errors
    placed = np.sqrt(2) * point_sd(seen.track, errors) * seen.leg
    scaled = errors.scale_share * best if seen.track.origin == "video" else 0.0
    label = "Distance, toe to heel" + (", three hops" if hops == 3 else "")
    distance = MovementNumber(
        id="distance", name=label, value=best, unit="m", error=TWO_SIDED * float(np.hypot(placed, scaled)), n=len(ways)
    )
    flight = number_of(
        "flight_time",
        "Flight time",
        np.array([1000 * one.seconds for one in found]),
        "ms",
        1000 * np.sqrt(2) * _edge_s(seen),
    )
    return Result(_as_repetitions(found), [distance, *([flight] if flight is not None else [])], [])
