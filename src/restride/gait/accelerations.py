"""Strikes, and where it can be seen toe-offs, from the acceleration of one sensor.

The sacrum moves with the body's weight: between flights its upward acceleration rises from nothing to two
or three times gravity and back. Foot and shank show the impact of their own foot, and no toe-off that was
held against force: they give strides, no contact time.
"""

from __future__ import annotations

import numpy as np
import scipy

from restride.gait.filtering import low_pass
from restride.gait.method import EventMethod, Method, SensorMethod
from restride.gait.numerics import TWO_SIDED
from restride.gait.track import Floats, TrackError
from restride.model.gait import Event
from restride.model.words import Side


def upward(acceleration_g: Floats) -> Floats:
    """Acceleration along the sensor's mean direction, which over whole strides is gravity's [g]."""
    mean = acceleration_g.mean(axis=0)
    return np.asarray(acceleration_g @ (mean / np.linalg.norm(mean)))


def sacrum_events(vertical_g: Floats, time_s: Floats, method: Method, first: Side) -> list[Event]:
    """Strikes and toe-offs of alternating feet, beginning with ``first``.

    Raises
    ------
    TrackError
        The acceleration does not rise and fall as in running.
    """
    rate = float(1 / np.median(np.diff(time_s)))
    smooth = low_pass(vertical_g, rate, method.sensors.cutoff, method.track.nyquist_share)
    rises = _crossings(smooth, time_s, method.sensors.strike_level)
    falls = _crossings(-smooth, time_s, -method.sensors.toe_off_level)
    pairs = _contacts(rises, falls, method.events)
    if len(pairs) < 2:
        raise TrackError("The acceleration does not rise and fall as in running; is the sensor on the sacrum?")
    events, side, usual = [], first, float(np.median(np.diff([strike for strike, _ in pairs])))
    past: float | None = None
    for strike, toe_off in pairs:
        if past is not None and round((strike - past) / usual) % 2:
            side = side.mirrored
        past = strike
        events += _pair(strike, toe_off, side, method.sensors)
    return events


def _pair(strike: float, toe_off: float, side: Side, sensors: SensorMethod) -> list[Event]:
    return [
        Event(kind="strike", side=side, time_s=strike, half_width_s=TWO_SIDED * sensors.strike_sd, found_by="sacrum"),
        Event(
            kind="toe_off", side=side, time_s=toe_off, half_width_s=TWO_SIDED * sensors.toe_off_sd, found_by="sacrum"
        ),
    ]


def _contacts(rises: Floats, falls: Floats, method: EventMethod) -> list[tuple[float, float]]:
    """The first rise after each flight with the last fall before the next rise that follows in time for a step."""
    starts: list[float] = []
    for rise in rises:
        if not starts or rise - starts[-1] >= method.step_shortest:
            starts.append(float(rise))
    pairs = []
    for i, start in enumerate(starts):
        end = starts[i + 1] if i + 1 < len(starts) else start + method.step_longest
        inside = falls[(falls > start + method.contact_shortest) & (falls < end)]
        if len(inside) and end - start < 2 * method.step_longest:
            pairs.append((start, float(inside[-1])))
    return pairs


def _crossings(values: Floats, time_s: Floats, level: float) -> Floats:
    """Times at which the values rise through the level, between samples [s]."""
    above = values - level
    at = np.flatnonzero((above[:-1] < 0) & (above[1:] >= 0))
    return np.asarray(time_s[at] - above[at] / (above[at + 1] - above[at]) * (time_s[at + 1] - time_s[at]))


def limb_events(acceleration_g: Floats, time_s: Floats, side: Side, method: Method) -> list[Event]:
    """Strikes of one foot from the impact of a sensor on foot or shank.

    Raises
    ------
    TrackError
        No impact returns stride by stride.
    """
    rate = float(1 / np.median(np.diff(time_s)))
    size = np.linalg.norm(acceleration_g, axis=1)
    # What is sharp is impact; the swing of the leg is slow.
    sharp = size - low_pass(size, rate, method.sensors.cutoff, method.track.nyquist_share)
    apart = max(int(2 * method.events.step_shortest * rate), 1)
    peaks, _ = scipy.signal.find_peaks(
        sharp, distance=apart, height=method.sensors.impact_share * np.percentile(sharp, 99.5)
    )
    if len(peaks) < 3:
        raise TrackError("No impact returns stride by stride; is the sensor on the foot or shank of a runner?")
    half = TWO_SIDED * method.sensors.limb_strike_sd
    return [
        Event(kind="strike", side=side, time_s=float(time_s[peak]), half_width_s=half, found_by="impact")
        for peak in peaks
    ]


def step_events(acceleration_g: Floats, time_s: Floats, method: Method) -> list[Event]:
    """Steps of a sensor on hip or wrist, one event a step, feet in turn from an unknown first.

    Hip and wrist shake once a step; where in the step differs from runner to runner, so the events time steps and no
    strike. The step is the delay at which the shaking is most like itself.

    Raises
    ------
    TrackError
        Nothing returns at a pace of running.
    """
    rules = method.events
    rate = float(1 / np.median(np.diff(time_s)))
    size = np.linalg.norm(acceleration_g, axis=1)
    smooth = low_pass(size - size.mean(), rate, method.sensors.step_cutoff, method.track.nyquist_share)
    shortest, longest = round(rules.step_shortest * rate), round(method.sensors.step_longest * rate)
    if len(smooth) < 4 * longest:
        raise TrackError("The record is too short for its steps to be found; record at least 5 s of running.")
    power = np.fft.irfft(np.abs(np.fft.rfft(smooth, 2 * len(smooth))) ** 2)[: longest + 2]
    # Longer delays overlap less.
    like = power / (len(smooth) - np.arange(len(power))) / (power[0] / len(smooth))
    peaks, _ = scipy.signal.find_peaks(like[: longest + 1])
    peaks = peaks[(peaks >= shortest) & (like[peaks] >= method.sensors.step_likeness)]
    if not len(peaks):
        raise TrackError("No shaking returns at a pace of running; is the sensor worn, and does the runner run?")
    step = int(peaks[np.argmax(like[peaks])])
    tops, _ = scipy.signal.find_peaks(smooth, distance=max(int(0.6 * step), 1), prominence=0.5 * float(np.std(smooth)))
    half = TWO_SIDED * method.sensors.step_sd
    sides = (Side.LEFT, Side.RIGHT)
    return [
        Event(kind="strike", side=sides[i % 2], time_s=float(time_s[top]), half_width_s=half, found_by="shaking")
        for i, top in enumerate(tops)
    ]
