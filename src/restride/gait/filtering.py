"""Gaps and filters: fill what is short, leave what is long, low-pass without shifting time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import scipy

from restride.gait.method import TrackMethod
from restride.gait.numerics import median
from restride.gait.track import FOOT_POINTS, SIDES, Floats, Track, sided

#: Frames from which the noise of the points is found to about a hundredth.
_NOISE_FRAMES = 4096
#: Points are filtered together, which costs a tenth of one by one, up to as many values as the processor keeps at hand.
_TOGETHER_VALUES = 60_000


def _true_cutoff(cutoff_hz: float, rate_hz: float, nyquist_share: float, order: int) -> float:
    """Cut-off of one pass, so that two passes together have the stated one (Winter's correction) [Hz]."""
    return float(min(cutoff_hz / (np.sqrt(2) - 1) ** (1 / (2 * order)), nyquist_share * rate_hz))


def noise_after(
    noise: float, derivative: int, cutoff_hz: float, rate_hz: float, *, nyquist_share: float = 0.4, order: int = 2
) -> float:
    """SD of a derivative of white noise after :func:`low_pass` [unit/s^derivative].

    Notes
    -----
    The integral of f^(2k) over the squared response 1/(1+(f/fc)^(2n))², in closed form a beta function.
    """
    power = (2 * derivative + 1) / (2 * order)
    area = (
        _true_cutoff(cutoff_hz, rate_hz, nyquist_share, order) ** (2 * derivative + 1)
        * scipy.special.beta(power, 2 - power)
        / (2 * order)
    )
    return float(noise * (2 * np.pi) ** derivative * np.sqrt(2 / rate_hz * area))


def low_pass(values: Floats, rate_hz: float, cutoff_hz: float, nyquist_share: float, order: int = 2) -> Floats:
    """Zero-lag Butterworth along the first axis; runs between NaN are filtered apart.

    The stated cut-off is that of the two passes together. A cut-off above ``nyquist_share`` of the rate
    is lowered to it; runs too short for the filter are left as they are.
    """
    flat = values.reshape(len(values), -1)
    finite = np.isfinite(flat)
    if finite.all():
        return _there_and_back([flat], rate_hz, cutoff_hz, nyquist_share, order).reshape(values.shape)
    filtered = flat.copy()
    for start, stop in runs_of(np.asarray(finite.all(axis=1))):
        filtered[start:stop] = _there_and_back([flat[start:stop]], rate_hz, cutoff_hz, nyquist_share, order)
    return filtered.reshape(values.shape)


@lru_cache(maxsize=64)
def _sections(order: int, normal: float) -> tuple[Floats, Floats]:
    """Second-order sections of the filter, and the state in which it rests on a constant."""
    sections: Floats = scipy.signal.butter(order, normal, output="sos")
    return sections, scipy.signal.sosfilt_zi(sections)


def _there_and_back(
    blocks: Sequence[Floats], rate_hz: float, cutoff_hz: float, nyquist_share: float, order: int
) -> Floats:
    """Forward and backward over blocks of signals, turned over at both ends so that neither end starts with a jump.

    Blocks have shape (frames, signals); they come back side by side. Inside there is one signal a row, because a filter
    runs along memory twice as fast as across it. Too few values stay as they are.
    """
    frames, padding = len(blocks[0]), int(min(3 * rate_hz / max(cutoff_hz, 1.0), rate_hz))
    if frames <= padding + 1:
        return np.concatenate(blocks, axis=1)
    sections, rest = _sections(order, _true_cutoff(cutoff_hz, rate_hz, nyquist_share, order) / (rate_hz / 2))
    rows = np.empty((sum(block.shape[1] for block in blocks), frames + 2 * padding))
    np.concatenate([block.T for block in blocks], out=rows[:, padding : padding + frames])
    for edge, inner, end in (
        (rows[:, :padding], rows[:, 2 * padding : padding : -1], rows[:, padding]),
        (rows[:, padding + frames :], rows[:, padding + frames - 2 : frames - 2 : -1], rows[:, padding + frames - 1]),
    ):
        np.subtract(2 * end[:, None], inner, out=edge)
    for _ in range(2):
        first = rows[:, :1]
        for section, state in zip(sections, rest, strict=True):
            rows, _ = scipy.signal.lfilter(section[:3], section[3:], rows, axis=1, zi=state * first)
        rows = rows[:, ::-1]
    # Each signal stays together in memory for all who read it later.
    result: Floats = np.ascontiguousarray(rows[:, padding : padding + frames]).T
    return result


def runs_of(mask: np.ndarray) -> list[tuple[int, int]]:
    """Stretches of True as [start, stop) [frames]."""
    edges = np.diff(np.concatenate([[0], mask.astype(np.int8), [0]]))
    return list(zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True))


def fill_gaps(values: Floats, time_s: Floats, longest_s: float) -> Floats:
    """Fill gaps of at most ``longest_s`` by a cubic through their neighbours; longer ones and the ends stay NaN."""
    finite = np.isfinite(values)
    if finite.all():
        return values
    missing = np.asarray(~finite.all(axis=1))
    filled = values.copy()
    filled[missing] = np.nan
    seen = np.flatnonzero(~missing)
    if len(seen) < 4:
        return filled
    spline = None
    for start, stop in runs_of(missing):
        if start == 0 or stop == len(values) or time_s[stop] - time_s[start - 1] > longest_s:
            continue
        if spline is None:
            spline = scipy.interpolate.CubicSpline(time_s[seen], values[seen])
        filled[start:stop] = spline(time_s[start:stop])
    return filled


def filtered(track: Track, method: TrackMethod) -> Track:
    """Every point gap-filled and low-passed: feet at the higher cut-off, the rest at the lower."""
    feet = {sided(point, side) for point in FOOT_POINTS for side in SIDES}
    points: dict[str, Floats] = {}
    whole: dict[float, list[str]] = {}
    for name, values in track.points.items():
        points[name] = fill_gaps(values, track.time_s, method.gap_fill)
        cutoff = method.foot_cutoff if name in feet else method.body_cutoff
        # Values without a gap come back as they are.
        if points[name] is values or np.isfinite(points[name]).all():
            whole.setdefault(cutoff, []).append(name)
        else:
            points[name] = low_pass(points[name], track.rate_hz, cutoff, method.nyquist_share)
    together = max(_TOGETHER_VALUES // (3 * track.frames), 1)
    for cutoff, complete in whole.items():
        for first in range(0, len(complete), together):
            names = complete[first : first + together]
            blocks = [points[name] for name in names]
            block = _there_and_back(blocks, track.rate_hz, cutoff, method.nyquist_share, order=2)
            points.update({name: block[:, 3 * i : 3 * i + 3] for i, name in enumerate(names)})
    return track.with_points(points)


def point_noise(track: Track) -> float:
    """Random noise of the points, the median over points and axes [unit].

    Notes
    -----
    From the fourth difference, which keeps white noise and loses smooth movement; for white noise its
    variance is 70 times that of one sample. Movement leaks in where frames are few, so below 100 frames a
    second the estimate is an upper one. Smoothed data read zero: their errors are no longer random.
    Of a long recording its middle tells enough.
    """
    spare = max((track.frames - _NOISE_FRAMES) // 2, 0)
    part = slice(spare, track.frames - spare)
    spreads = []
    for name, whole in track.points.items():
        values = whole[part]
        if name.startswith(("hip", "shoulder", "knee", "sacrum", "asis", "neck")):
            middle = 6 * values[2:-2] - 4 * (values[1:-3] + values[3:-1])
            fourth = np.abs(np.ascontiguousarray((middle + values[:-4] + values[4:]).T))
            seen = np.isfinite(fourth[1])
            if seen.sum() > 10:
                rows = fourth if seen.all() else fourth[:, seen]
                spreads += [one * 1.4826 / np.sqrt(70.0) for one in map(median, rows) if one > 0]
    return float(np.median(spreads)) if spreads else 0.0


def evenly_spaced(track: Track) -> Track:
    """The track on an even clock, where its own is uneven (phones record a variable rate).

    Raises nothing: an even track comes back as it is.
    """
    steps = np.diff(track.time_s)
    usual = median(steps)
    if np.ptp(steps) < 0.02 * usual:
        return track
    frames = max(round(track.duration_s / usual) + 1, 2)
    clock = np.linspace(track.time_s[0], track.time_s[-1], frames)
    points = {}
    for name, values in track.points.items():
        seen = np.asarray(np.isfinite(values).all(axis=1))
        if seen.sum() < 4:
            points[name] = np.full((frames, 3), np.nan)
            continue
        spline = scipy.interpolate.make_interp_spline(track.time_s[seen], values[seen], k=3)
        nearest = np.searchsorted(track.time_s, clock).clip(1, len(seen) - 1)
        keep = seen[nearest] & seen[nearest - 1]
        points[name] = np.where(keep[:, None], spline(clock), np.nan)
    return replace(track, time_s=clock, points=points, confidence={})
