r"""Foot strike and toe-off, to less than a frame, with an interval.

Running, height of the pelvis over two steps::

        flight          flight
         _               _                 strike   = fastest fall  − a share of the step
       /   \           /   \               toe-off  = fastest rise  + what the contact gives
      ↑     ↓         ↑     ↓              stance foot: the lower one in between
    off      \_______/ off   \______
              stance           stance

The pelvis finds the steps; it is slow, so neither filter nor frame rate nor noise moves it much. Rules of
the foot then sharpen each event where the recording allows: the impact (first peak of upward acceleration
of heel, ball or toe, after Handsaker 2016) and the lift of the toe. Rules are averaged by their spread.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy

from restride.gait.clock import GRAVITY, falling
from restride.gait.filtering import noise_after
from restride.gait.method import EventMethod, Method
from restride.gait.numerics import TWO_SIDED, accelerations
from restride.gait.pelvis import FINE_HZ, Steadied, Steps, find_steps, peak_times, steadied
from restride.gait.splines import seen_slopes
from restride.gait.track import SIDES, Floats, Track, TrackError, sided
from restride.model.gait import Event, Locomotion
from restride.model.words import Side

_IMPACT_POINTS = ("heel", "ball_lateral", "ball_medial", "toe")


class Estimates(NamedTuple):
    """One rule's answers for every step: times (NaN where it has none) and their standard deviations.

    ``shared_sd_s`` is the part that all answers share: how much the rule's lag differs between runners, and how
    well its distance from the pelvis' answer is known. ``leans`` is the share of the pelvis' own noise in each.
    """

    time_s: Floats
    sd_s: Floats
    shared_sd_s: float
    rule: str
    leans: Floats | float = 0.0


class Fused(NamedTuple):
    """All rules together, for every step: times, their standard deviations, and the rules that answered."""

    time_s: Floats
    sd_s: Floats
    shared_sd_s: Floats
    rules: list[str]


def find_locomotion(track: Track, steps: Steps, leg: float, rules: EventMethod) -> Locomotion:
    """Running or walking, in any view.

    In running the body is lowest in mid-stance, while the other foot swings past high; in walking it is
    lowest with both feet on the ground. So the height difference of the feet tells: it is large at the
    lowest pelvis in running, and at the highest in walking. From behind and in front the swinging foot is
    hidden by its own shank, and a pose model guesses it; there falling tells, which is free only in running.
    """
    feet = [track.points[name][:, 1] for s in SIDES if (name := _foot(track, s)) is not None]
    if len(feet) < 2 or track.view in ("rear", "front"):
        metre = 1.0 if track.unit == "m" else leg / rules.usual_leg
        return "running" if falling(steps.height, track.time_s) > rules.runs_from * metre * GRAVITY else "walking"
    apart, height = np.abs(feet[0] - feet[1]), steps.height
    good = np.isfinite(apart) & np.isfinite(height)
    if good.sum() < 12:
        raise TrackError(
            "The feet and the pelvis are never seen together, so running and walking cannot be told apart."
        )
    return "walking" if np.corrcoef(apart[good], height[good])[0, 1] > 0 else "running"


def _foot(track: Track, side: Side) -> str | None:
    for point in ("ankle", "heel", "toe"):
        if (name := sided(point, side)) in track.points:
            return name
    return None


def find_events(
    raw: Track, smooth: Track, noise: float, leg: float, method: Method
) -> tuple[list[Event], Steps, Locomotion]:
    """Strikes and toe-offs of both feet, in order of time.

    ``raw`` and ``smooth`` are the same oriented track before and after the filter; ``noise`` the random
    noise of its points, ``leg`` the length of the leg [unit].
    """
    steps = find_steps(raw, noise, leg, method)
    locomotion = find_locomotion(smooth, steps, leg, method.events)
    if locomotion == "walking":
        from restride.gait.walking import walking_events

        return walking_events(smooth, method), steps, locomotion
    rules, heights = method.events, smooth.foot_heights
    sides = stance_sides(heights, raw.time_s, steps.stances_s[:, 0], steps.stances_s[:, 1])
    landing, leaving = sides[-len(steps.fall.time_s) :], sides[: len(steps.rise.time_s)]
    rate_sd = rules.rate_share / raw.rate_hz
    strike_sd, off_sd = rules.pelvis_strike_sd, rules.pelvis_toe_off_sd
    if steps.by_head:
        hidden = rules.head_off_behind_sd if raw.view in ("rear", "front") else rules.head_off_sd
        strike_sd, off_sd = float(np.hypot(strike_sd, rules.head_strike_sd)), float(np.hypot(off_sd, hidden))
    rule = "head" if steps.by_head else "pelvis"
    strike = _by_bounce(rule, steps.fall, -rules.pelvis_strike_lag * steps.step_s, strike_sd, rate_sd)
    toe_off = _by_bounce(rule, steps.rise, toe_off_lag_s(steps.step_s, steps.standing_s, rules), off_sd, rate_sd)
    strikes, offs = [strike], [toe_off]
    if raw.rate_hz >= rules.impact_rate:
        strikes.append(impacts(smooth, landing, strike.time_s, noise, leg, method))
    offs.append(toe_lifts(smooth, leaving, toe_off.time_s, steps.rise.own_sd_s, noise, leg, method))
    events: list[Event] = []
    for kind, found, own, feet in (
        ("strike", strikes, steps.fall.own_sd_s, landing),
        ("toe_off", offs, steps.rise.own_sd_s, leaving),
    ):
        best = fuse(found, rules.disagreement, own)
        seen = _seen(raw.time_s, steps.height, best.time_s)
        rows = zip(feet, seen.tolist(), *(part.tolist() for part in best[:3]), best.rules, strict=True)
        events += [
            Event(
                kind=kind,  # type: ignore[arg-type]
                side=side,
                time_s=time,
                half_width_s=TWO_SIDED * sd,
                shared_half_width_s=TWO_SIDED * shared,
                found_by=rule,
            )
            for side, there, time, sd, shared, rule in rows
            if side is not None and there
        ]
    return sorted(events, key=lambda event: event.time_s), steps, locomotion


def toe_off_lag_s(step_s: float, standing_s: float, rules: EventMethod) -> float:
    """Time from the fastest rise of the body to toe-off [s].

    Parameters
    ----------
    step_s : float
        Time of a step [s].
    standing_s : float
        Time from the fastest fall to the fastest rise [s].

    Notes
    -----
    The body rises fastest when the force falls through the body's weight. Were the force of a contact half a sine,
    whose mean over the step is that weight, this would be before its end by contact/π · asin(2 · contact/(π · step)).
    Runners' force fades more slowly than a sine, by a constant share of the step. The contact itself holds this time,
    so it is found by going round; each round leaves a third of what was missing.
    """
    known = standing_s + (rules.pelvis_strike_lag + rules.pelvis_toe_off_fade) * step_s
    contact = known
    for _ in range(40):
        lag = contact / np.pi * np.arcsin(min(2 * contact / (np.pi * step_s), 1.0))
        contact = known + lag
    return float(lag + rules.pelvis_toe_off_fade * step_s)


def _by_bounce(rule: str, found: Steadied, lag_s: float, lag_sd: float, rate_sd: float) -> Estimates:
    """The event a constant time before or after a peak of the vertical speed of pelvis or head."""
    spread = _total(lag_sd, found.own_sd_s, found.shared_sd_s, rate_sd)
    return Estimates(found.time_s + lag_s, spread, float(np.hypot(lag_sd, found.shared_sd_s)), rule, 1.0)


def _seen(time_s: Floats, height: Floats, at_s: Floats) -> np.ndarray:
    """Whether the pelvis was seen on both sides of those times: an event in a gap is a guess."""
    after = np.searchsorted(time_s, at_s)
    inner = after.clip(1, len(time_s) - 1)
    return np.asarray((inner == after) & np.isfinite(height[inner - 1]) & np.isfinite(height[inner]))


def _total(*parts: Floats | float) -> Floats:
    """Independent standard deviations together."""
    return np.asarray(np.sqrt(sum(np.square(part) for part in parts)))


def stance_sides(heights: dict[Side, Floats], time_s: Floats, starts_s: Floats, stops_s: Floats) -> list[Side | None]:
    """For each step the foot that is lower between fastest fall and fastest rise; None where neither is seen."""
    if len(heights) < 2:
        return [None] * len(starts_s)
    difference = heights[Side.LEFT] - heights[Side.RIGHT]
    seen = np.isfinite(difference)
    # Sums up to each frame, so that a sum between two frames is one subtraction.
    total = np.concatenate([[0.0], np.cumsum(np.where(seen, difference, 0))])
    count = np.concatenate([[0], np.cumsum(seen)])
    first, last = np.searchsorted(time_s, starts_s), np.searchsorted(time_s, stops_s)
    lower, there = (total[last] < total[first]).tolist(), (count[last] > count[first]).tolist()
    return [(Side.LEFT if left else Side.RIGHT) if seen else None for left, seen in zip(lower, there, strict=True)]


def impacts(
    track: Track, sides: list[Side | None], near_s: Floats, noise: float, leg: float, method: Method
) -> Estimates:
    """The first sharp peak of upward acceleration of any point of the foot near the expected strike; NaN without.

    Heel and ball bear the landing; the toe lands after them, so where it is first its answer is a loose one.
    """
    rules = method.events
    floor = max(
        rules.impact_height * leg,
        rules.impact_noise * noise_after(noise, 2, method.track.foot_cutoff, track.rate_hz),
    )
    times, spreads = np.full(len(near_s), np.inf), np.full(len(near_s), rules.impact_sd)
    for side in SIDES:
        mine = np.flatnonzero([one is side for one in sides])
        for point, peaks_s in _impact_peaks(track, side, floor):
            first = np.searchsorted(peaks_s, near_s[mine] - rules.impact_search)
            at = np.append(peaks_s, np.inf)[first]
            earlier = (at <= near_s[mine] + rules.impact_search) & (at < times[mine])
            times[mine[earlier]] = at[earlier]
            spreads[mine[earlier]] = rules.impact_toe_sd if point == "toe" else rules.impact_sd
    return Estimates(np.where(np.isfinite(times), times, np.nan), spreads, rules.impact_sd, "impact")


def _impact_peaks(track: Track, side: Side, floor: float) -> list[tuple[str, Floats]]:
    """Times between frames of the peaks of upward acceleration above the floor, for each point of the foot."""
    seen = [point for point in _IMPACT_POINTS if sided(point, side) in track.points]
    if not seen:
        return []
    heights = np.stack([track.points[sided(point, side)][:, 1] for point in seen])
    found = []
    for point, values in zip(seen, accelerations(heights, track.time_s), strict=True):
        peaks, _ = scipy.signal.find_peaks(values, height=floor)
        found.append((point, peak_times(track.time_s, values, peaks)))
    return found


def toe_lifts(
    track: Track,
    sides: list[Side | None],
    near_s: Floats,
    near_sd_s: Floats,
    noise: float,
    leg: float,
    method: Method,
) -> Estimates:
    """The toe rises through the lift speed near the expected toe-off; NaN where it does not.

    Notes
    -----
    Noise shakes each answer, but the mean distance to the pelvis' answer is known from all steps; each step
    keeps as much of its own as stands out of the noise (:func:`steadied`).
    """
    rules = method.events
    level = rules.toe_lift_speed * leg
    lag_sd = float(np.hypot(rules.toe_lift_sd, rules.posed_toe_sd)) if track.posed else rules.toe_lift_sd
    reach = 2.5 * rules.impact_search
    around = np.arange(-reach, reach, 1 / FINE_HZ)
    rows = np.full((len(near_s), len(around)), np.nan)
    for side in SIDES:
        whole = (near_s - reach >= track.time_s[0]) & (near_s + reach <= track.time_s[-1])
        mine = np.flatnonzero(whole & [one is side for one in sides])
        rows[mine] = _rising_speed(track, sided("toe", side), near_s[mine, None] + around) - level
    crossings, slopes = _rises(around, rows)
    times = near_s + crossings
    if not np.isfinite(times).any():
        return Estimates(times, np.full(len(times), np.inf), lag_sd, "toe")
    # As for the pelvis: averaged first, then searched.
    shift = float(_rises(around, rows[np.isfinite(rows).all(axis=1)].mean(axis=0)[None])[0][0])
    shake = noise_after(noise, 1, method.track.foot_cutoff, track.rate_hz) / float(np.nanmedian(slopes))
    # All steps' shift of the pelvis' answer is gone with the mean distance; its noise in each step is not.
    calm = steadied(near_s, times, near_sd_s, shake, rules.toe_wander, shift if np.isfinite(shift) else None)
    spread = _total(lag_sd, calm.own_sd_s, calm.shared_sd_s, rules.rate_share / track.rate_hz)
    return Estimates(calm.time_s, spread, float(np.hypot(lag_sd, calm.shared_sd_s)), "toe", calm.leans)


def _rises(clock: Floats, rows: Floats) -> tuple[Floats, Floats]:
    """Of each row the time and slope of the rise through zero nearest to the middle of the clock; NaN without one."""
    rising = (rows[:, :-1] < 0) & (rows[:, 1:] >= 0)
    best = np.argmin(np.where(rising, np.abs(clock[:-1]), np.inf), axis=1)
    each = np.arange(len(rows))
    below, above = rows[each, best], rows[each, best + 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (above - below) / (clock[1] - clock[0])
        times = clock[best] - below / slope
    there = rising[each, best]
    return np.where(there, times, np.nan), np.where(there, slope, np.nan)


def _rising_speed(track: Track, name: str, at_s: Floats) -> Floats:
    """Upward speed of a point at any times of the recording; NaN near gaps and where it is not seen [unit/s]."""
    values = track.points.get(name)
    return np.full(at_s.shape, np.nan) if values is None else seen_slopes(track.time_s, values[:, 1], at_s)


def fuse(rules: list[Estimates], disagreement: float, pelvis_sd_s: Floats) -> Fused:
    """Average of several rules by inverse variance; rules that contradict each other widen the spread.

    ``pelvis_sd_s`` is the pelvis' own noise, which all rules that lean on it have in common.
    """
    times = np.stack([rule.time_s for rule in rules])
    spreads = np.stack([rule.sd_s for rule in rules])
    there = np.isfinite(times)
    weights = np.where(there, spreads, np.inf) ** -2.0
    filled = np.where(there, times, 0)
    total = weights.sum(axis=0)
    mean = (weights * filled).sum(axis=0) / total
    count = there.sum(axis=0)
    excess = np.sqrt((weights * np.where(there, times - mean, 0) ** 2).sum(axis=0) / np.maximum(count - 1, 1))
    shares = weights / total
    leant = shares * np.stack([np.broadcast_to(rule.leans, mean.shape) for rule in rules])
    common = leant.sum(axis=0) ** 2 - (leant**2).sum(axis=0)
    spread = np.sqrt(1 / total + common * pelvis_sd_s**2) * np.maximum(excess / disagreement, 1)
    names = ["+".join(rule.rule for rule, one in zip(rules, column, strict=True) if one) for column in there.T.tolist()]
    lags = np.array([[rule.shared_sd_s] for rule in rules])
    shared = np.sqrt(((shares * lags) ** 2).sum(axis=0))
    return Fused(mean, spread, np.minimum(shared, spread), names)
