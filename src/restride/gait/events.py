r"""Foot strike and toe-off, to less than a frame, with an interval.

Running, height of the pelvis over two steps::

        flight          flight
         _               _                 strike   = fastest fall  − a share of the step
       /   \           /   \               toe-off  = fastest rise  + a share of the step
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
from scipy.interpolate import CubicSpline
from scipy.signal import find_peaks

from restride.gait.filtering import fill_gaps, low_pass
from restride.gait.method import EventMethod, Method
from restride.gait.track import SIDES, Floats, Track, TrackError, sided
from restride.model.gait import Event, Locomotion
from restride.model.words import Side

#: Samples a second at which smooth signals are read between frames [Hz].
_FINE_HZ = 500.0
_IMPACT_POINTS = ("heel", "ball_lateral", "ball_medial", "toe")


class Estimate(NamedTuple):
    """One rule's answer: a time, its standard deviation, the rule's name."""

    time_s: float
    sd_s: float
    rule: str


class Steps(NamedTuple):
    """Steps found by the pelvis: times of fastest fall and of the fastest rise that follows."""

    fall_s: Floats
    rise_s: Floats
    step_s: float


def velocity_noise(noise: float, cutoff_hz: float, rate_hz: float) -> float:
    """SD of the velocity of a point with white noise after a low-pass [unit/s]."""
    band = min(cutoff_hz, 0.4 * rate_hz)
    return float(noise * np.sqrt(2 / rate_hz * (2 * np.pi) ** 2 * band**3 / 3))


def acceleration_noise(noise: float, cutoff_hz: float, rate_hz: float) -> float:
    """SD of the acceleration of a point with white noise after a low-pass [unit/s²]."""
    band = min(cutoff_hz, 0.4 * rate_hz)
    return float(noise * np.sqrt(2 / rate_hz * (2 * np.pi) ** 4 * band**5 / 5))


def pelvis_height(track: Track, method: Method) -> Floats:
    """Height of the pelvis, filled and low-passed; of another point of the trunk where it is missing [unit]."""
    for candidate in (track.pelvis(), track.middle("shoulder"), track.points.get("neck"), track.points.get("head")):
        if candidate is not None and np.isfinite(candidate).all(axis=1).sum() > 10:
            break
    else:
        raise TrackError("No point of pelvis or trunk is in the recording, so no step can be found; hips are needed.")
    filled = fill_gaps(candidate, track.time_s, method.track.gap_fill)[:, 1]
    return low_pass(filled, track.rate_hz, method.events.pelvis_cutoff, method.track.nyquist_share)


def find_steps(height: Floats, time_s: Floats, leg: float, method: EventMethod) -> Steps:
    """Steps from the height of the pelvis; a gap in it ends a run of steps.

    Raises
    ------
    TrackError
        The pelvis does not go up and down as in running or walking.
    """
    seen = np.isfinite(height)
    if seen.sum() < 12:
        raise TrackError("The pelvis is seen in fewer than 12 frames, so no step can be found.")
    fine = np.arange(time_s[seen][0], time_s[seen][-1], 1 / _FINE_HZ)
    velocity = CubicSpline(time_s[seen], height[seen])(fine, 1)
    apart = max(int(method.step_shortest * _FINE_HZ), 1)
    # Half the spread of the velocity: smaller wiggles are noise or a pelvis that hardly moves.
    prominence = max(np.std(velocity), 0.05 * leg)
    falls, _ = find_peaks(-velocity, distance=apart, prominence=prominence)
    rises, _ = find_peaks(velocity, distance=apart, prominence=prominence)
    pairs = []
    for fall in falls:
        after = rises[rises > fall]
        if len(after) and (after[0] - fall) / _FINE_HZ < method.step_longest:
            pairs.append((fall, after[0]))
    if len(pairs) < 2:
        raise TrackError(
            "The pelvis does not rise and fall as in running or walking, so there are no steps to measure; "
            "record steady running, at least four steps."
        )
    fall_s, rise_s = (np.array([_peak(fine, s * velocity, i[k]) for i in pairs]) for k, s in ((0, -1), (1, 1)))
    gaps = np.diff(fall_s)
    believed = gaps[(gaps > method.step_shortest) & (gaps < method.step_longest)]
    if not len(believed):
        raise TrackError("No two steps follow each other within the time a step can take; record steady running.")
    return Steps(fall_s, rise_s, float(np.median(believed)))


def _peak(time_s: Floats, values: Floats, index: int) -> float:
    """Time of a peak between samples, by a parabola through three [s]."""
    if index <= 0 or index >= len(values) - 1:
        return float(time_s[index])
    before, at, after = values[index - 1 : index + 2]
    bend = before - 2 * at + after
    shift = 0.5 * (before - after) / bend if bend else 0.0
    return float(time_s[index] + np.clip(shift, -1, 1) * (time_s[1] - time_s[0]))


def find_locomotion(track: Track, height: Floats, steps: Steps) -> Locomotion:
    """Running or walking, in any view.

    In running the body is lowest in mid-stance, while the other foot swings past high; in walking it is
    lowest with both feet on the ground. So the height difference of the feet tells: it is large at the
    lowest pelvis in running, and at the highest in walking.
    """
    feet = [track.points[name][:, 1] for s in SIDES if (name := _foot(track, s)) is not None]
    if len(feet) < 2:
        return "running" if steps.step_s < 0.45 else "walking"
    apart = np.abs(feet[0] - feet[1])
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
    height = pelvis_height(raw, method)
    steps = find_steps(height, raw.time_s, leg, method.events)
    locomotion = find_locomotion(smooth, height, steps)
    if locomotion == "walking":
        from restride.gait.zeni import walking_events

        return walking_events(smooth, method), steps, locomotion
    signals = {side: _FootSignals(smooth, side) for side in SIDES}
    heights = _foot_heights(smooth)
    events: list[Event] = []
    jitter = noise / np.sqrt(2)
    acc_noise = acceleration_noise(jitter, method.events.pelvis_cutoff, raw.rate_hz)
    rate_sd = method.events.rate_share / raw.rate_hz
    spline = CubicSpline(raw.time_s[np.isfinite(height)], height[np.isfinite(height)])
    for fall, rise in zip(steps.fall_s, steps.rise_s, strict=True):
        side = _stance_side(heights, raw.time_s, fall, rise)
        if side is None:
            continue
        strike = _pelvis_rule(fall - method.events.pelvis_strike_lag * steps.step_s, fall, spline, acc_noise,
                              method.events.pelvis_strike_sd, rate_sd)  # fmt: skip
        toe_off = _pelvis_rule(rise + method.events.pelvis_toe_off_lag * steps.step_s, rise, spline, acc_noise,
                               method.events.pelvis_toe_off_sd, rate_sd)  # fmt: skip
        foot = signals[side]
        strikes = [strike, *foot.impact(strike.time_s, noise, leg, method)]
        offs = [toe_off, *foot.toe_lift(toe_off.time_s, noise, leg, method, rate_sd)]
        for kind, found in (("strike", strikes), ("toe_off", offs)):
            best = fuse(found, method.events.disagreement)
            if raw.time_s[0] <= best.time_s <= raw.time_s[-1]:
                events.append(
                    Event(kind=kind, side=side, time_s=best.time_s, half_width_s=1.96 * best.sd_s, found_by=best.rule)  # type: ignore[arg-type]
                )
    return events, steps, locomotion


def _pelvis_rule(
    time_s: float, at_s: float, height: CubicSpline, acc_noise: float, sd: float, rate_sd: float
) -> Estimate:
    jerk = abs(float(height(at_s, 3)))
    random = min(acc_noise / jerk, 0.05) if jerk > 0 else 0.05
    return Estimate(float(time_s), float(np.sqrt(sd**2 + random**2 + rate_sd**2)), "pelvis")


def _foot_heights(track: Track) -> dict[Side, Floats]:
    """Mean height of what is seen of each foot [unit]."""
    heights = {}
    for side in SIDES:
        names = [n for point in ("ankle", "heel", "toe") if (n := sided(point, side)) in track.points]
        if names:
            stack = np.stack([track.points[name][:, 1] for name in names])
            seen = np.isfinite(stack)
            count = seen.sum(axis=0)
            total = np.where(seen, stack, 0).sum(axis=0)
            heights[side] = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return heights


def _stance_side(heights: dict[Side, Floats], time_s: Floats, start_s: float, stop_s: float) -> Side | None:
    """The foot that is lower between fastest fall and fastest rise."""
    if len(heights) < 2:
        return None
    first, last = np.searchsorted(time_s, [start_s, stop_s])
    difference = heights[Side.LEFT][first:last] - heights[Side.RIGHT][first:last]
    difference = difference[np.isfinite(difference)]
    if not len(difference):
        return None
    return Side.LEFT if difference.mean() < 0 else Side.RIGHT


def _fine_speed(track: Track, name: str) -> tuple[Floats, Floats]:
    """Upward speed of a point between frames, on an even fine clock; NaN near gaps, empty where it is not seen."""
    values = track.points.get(name)
    seen = np.isfinite(values[:, 1]) if values is not None else np.zeros(track.frames, dtype=bool)
    if values is None or seen.sum() < 5:
        return np.zeros(0), np.zeros(0)
    fine = np.arange(track.time_s[0], track.time_s[-1], 1 / _FINE_HZ)
    speed = CubicSpline(track.time_s[seen], values[seen, 1])(fine, 1)
    if not seen.all():
        near = np.searchsorted(track.time_s, fine, side="right").clip(1, track.frames - 1)
        speed = np.where(seen[near] & seen[near - 1], speed, np.nan)
    return fine, speed


class _FootSignals:
    """Vertical movement of one foot, differentiated once for all its events."""

    def __init__(self, track: Track, side: Side) -> None:
        self.time_s = track.time_s
        self.rate_hz = track.rate_hz
        self.acceleration: list[tuple[str, Floats]] = []
        for point in _IMPACT_POINTS:
            if (name := sided(point, side)) in track.points:
                speed = np.gradient(track.points[name][:, 1], track.time_s)
                self.acceleration.append((point, np.gradient(speed, track.time_s)))
        self.fine_s, self.toe_speed = _fine_speed(track, sided("toe", side))

    def impact(self, near_s: float, noise: float, leg: float, method: Method) -> list[Estimate]:
        """The first sharp peak of upward acceleration of any point of the foot near the expected strike."""
        rules = method.events
        if self.rate_hz < rules.impact_rate:
            return []
        floor = max(
            rules.impact_height * leg,
            rules.impact_noise * acceleration_noise(noise, method.track.foot_cutoff, self.rate_hz),
        )
        start, stop = np.searchsorted(self.time_s, [near_s - rules.impact_search, near_s + rules.impact_search])
        found = []
        for _, values in self.acceleration:
            inside = values[start : stop + 1]
            if len(inside) < 3 or not np.isfinite(inside).all():
                continue
            peaks, _ = find_peaks(inside, height=floor)
            if len(peaks):
                found.append(_peak(self.time_s, values, int(start + peaks[0])))
        return [Estimate(min(found), rules.impact_sd, "impact")] if found else []

    def toe_lift(self, near_s: float, noise: float, leg: float, method: Method, rate_sd: float) -> list[Estimate]:
        """The toe rises through the lift speed."""
        rules = method.events
        reach = 2.5 * rules.impact_search
        start, stop = np.searchsorted(self.fine_s, [near_s - reach, near_s + reach])
        fine, speed = self.fine_s[start:stop], self.toe_speed[start:stop] - rules.toe_lift_speed * leg
        crossings = np.flatnonzero((speed[:-1] < 0) & (speed[1:] >= 0))
        if not len(crossings):
            return []
        # The last crossing: before it the toe may rock on the ground.
        at = crossings[-1]
        slope = (speed[at + 1] - speed[at]) * _FINE_HZ
        random = velocity_noise(noise, method.track.foot_cutoff, self.rate_hz) / max(slope, 1e-9)
        time = fine[at] - speed[at] / slope
        return [
            Estimate(float(time), float(np.sqrt(rules.toe_lift_sd**2 + min(random, 0.05) ** 2 + rate_sd**2)), "toe")
        ]


def fuse(estimates: list[Estimate], disagreement: float) -> Estimate:
    """Average of several rules by inverse variance; rules that contradict each other widen the spread."""
    if len(estimates) == 1:
        return estimates[0]
    times = np.array([one.time_s for one in estimates])
    weights = np.array([one.sd_s for one in estimates]) ** -2.0
    time = float(np.sum(weights * times) / np.sum(weights))
    sd = float(np.sum(weights) ** -0.5)
    excess = float(np.sqrt(np.sum(weights * (times - time) ** 2) / (len(times) - 1)))
    if excess > disagreement:
        sd *= excess / disagreement
    return Estimate(time, sd, "+".join(one.rule for one in estimates))
