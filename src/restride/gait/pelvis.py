"""Steps from the height of the body: when it falls and rises fastest, as free of noise as the record allows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from restride.gait.bounce import find_bounce
from restride.gait.filtering import low_pass, noise_after
from restride.gait.method import EventMethod, Method
from restride.gait.splines import slopes_at
from restride.gait.track import Floats, Indices, Track, TrackError

#: Samples a second at which smooth signals are read between frames [Hz].
FINE_HZ = 500.0
#: Order of the filters of the height; sharper than the points' own, because noise is all that lies above.
_ORDER = 4
#: The bend of a peak is read this far to both sides [s].
_BESIDE_S = 0.02
#: A peak of the steady signal and of the fast one belong together within this [s].
_TOGETHER_S = 0.05
#: Noise is not said to shake a peak farther than it is looked for [s].
_MOST_SHAKE_S = 0.05


class Steadied(NamedTuple):
    """Answers with what noise adds: by itself in each step, and alike in all steps of the recording [s]."""

    time_s: Floats
    own_sd_s: Floats
    shared_sd_s: float
    #: Share of the steady rule's own noise that is left in each answer.
    leans: Floats


class Steps(NamedTuple):
    """Fastest falls and fastest rises, with what noise adds, and the height itself."""

    fall: Steadied
    rise: Steadied
    step_s: float
    #: Usual time from the fastest fall to the fastest rise that follows.
    standing_s: float
    height: Floats
    #: The head timed them, not the pelvis.
    by_head: bool
    #: From when to when each foot stands, as far as it was recorded, shape (stances, 2) [s]. The rises are those of
    #: the first stances and the falls those of the last: the recording may begin or end within one.
    stances_s: Floats


def find_steps(track: Track, noise: float, leg: float, method: Method) -> Steps:
    """Steps from the height of the pelvis.

    Raises
    ------
    TrackError
        The pelvis does not go up and down as in running or walking.

    Notes
    -----
    Two filters look at the same height. The steady one hardly feels noise but rounds the corner of the
    landing off, which shifts its peaks; the fast one shifts nothing and shakes. The shift is the same in
    every step, so its mean over all steps is added to the steady answers (:func:`steadied`).
    """
    rules, rate = method.events, track.rate_hz
    bounce = find_bounce(track, method)
    cutoffs = (rules.pelvis_cutoff, rules.pelvis_steady_cutoff)
    fast, steady = (
        low_pass(height, rate, cutoff, method.track.nyquist_share, _ORDER)
        for height, cutoff in zip((bounce.fast, bounce.steady), cutoffs, strict=True)
    )
    seen = np.isfinite(steady)
    if seen.sum() < 12:
        raise TrackError("The pelvis is seen in fewer than 12 frames, so no step can be found.")
    first, last = track.time_s[seen][[0, -1]]
    # Rounding may place the last of them behind the last frame, where no speed is known.
    clock = np.minimum(np.arange(first, last, 1 / FINE_HZ), last)
    speeds = list(slopes_at(track.time_s[seen], np.stack([fast[seen], steady[seen]]), clock))
    # What lies in a gap was bridged, not seen.
    inside = np.ones(len(clock), bool) if seen.all() else np.interp(clock, track.time_s, (~seen).astype(float)) == 0
    falls, rises = _falls_and_rises(speeds[1], inside, leg, rules)
    noises = [
        noise_after(noise / np.sqrt(points), 2, cutoff, rate, nyquist_share=method.track.nyquist_share, order=_ORDER)
        for points, cutoff in zip(bounce.points, cutoffs, strict=True)
    ]
    fall, rise = (
        _edge(clock, [sign * speed for speed in speeds], at, noises, rules.pelvis_wander)
        for at, sign in ((falls, -1.0), (rises, 1.0))
    )
    gaps = np.diff(fall.time_s)
    believed = gaps[(gaps > rules.step_shortest) & (gaps < rules.step_longest)]
    if not len(believed):
        raise TrackError("No two steps follow each other within the time a step can take; record steady running.")
    starts = np.append(clock[:1], fall.time_s) if rises[0] < falls[0] else fall.time_s
    stops = np.append(rise.time_s, clock[-1:]) if falls[-1] > rises[-1] else rise.time_s
    stances = np.stack([starts, stops], axis=1)
    whole = len(fall.time_s) + len(rise.time_s) - len(stances)
    standing = float(np.median(rise.time_s[-whole:] - fall.time_s[:whole]))
    return Steps(fall, rise, float(np.median(believed)), standing, steady, bounce.by_head, stances)


def _falls_and_rises(
    speed: Floats, inside: NDArray[np.bool_], leg: float, method: EventMethod
) -> tuple[Indices, Indices]:
    """Fastest falls and the fastest rises that follow in time, in turn; ``inside`` is where the height was seen.

    A recording may begin and end within a stance. Such a rise or fall counts where half of its stance is left, so that
    its foot can be told.

    Raises
    ------
    TrackError
        There are not two pairs.
    """
    apart = max(int(method.step_shortest * FINE_HZ), 1)
    # The spread of the speed: smaller wiggles are noise, or a pelvis that hardly moves.
    prominence = max(float(np.std(speed)), method.rise_least * leg)
    # A step is no longer than this to either side; farther off nobody needs to look for what a peak stands out of.
    around = 2 * int(method.step_longest * FINE_HZ) + 1
    falls, _ = scipy.signal.find_peaks(-speed, distance=apart, prominence=prominence, wlen=around)
    rises, _ = scipy.signal.find_peaks(speed, distance=apart, prominence=prominence, wlen=around)
    # A rise that never comes lies beyond the end, outside.
    never = len(speed) + int(method.step_longest * FINE_HZ)
    following = np.append(rises, never)[np.searchsorted(rises, falls)]
    near = following - falls < method.step_longest * FINE_HZ
    first, last = falls[near], following[near]
    whole = inside[first] & inside[last.clip(0, len(speed) - 1)]
    first, last = first[whole], last[whole]
    if len(first) < 2:
        raise TrackError(
            "The pelvis does not rise and fall as in running or walking, so there are no steps to measure; "
            "record steady running, at least four steps."
        )
    half = int(np.median(last - first)) // 2
    begun = rises[(rises < first[0]) & (rises >= half) & inside[rises]][-1:]
    ended = falls[(falls > last[-1]) & (falls < len(speed) - half) & inside[falls]][:1]
    return np.append(first, ended), np.append(begun, last)


def _edge(clock: Floats, speeds: list[Floats], at: Indices, noises: list[float], wander: float) -> Steadied:
    """Times of the peaks, from the fast and the steady signal together."""
    fast, steady = speeds
    reach, beside = int(_TOGETHER_S * FINE_HZ), int(_BESIDE_S * FINE_HZ)
    steady_s = peak_times(clock, steady, at)
    around = at[:, None] + np.arange(-reach, reach + 1)
    near = np.where((around >= 0) & (around < len(clock)), fast[around.clip(0, len(clock) - 1)], -np.inf)
    best = at - reach + np.argmax(near, axis=1)
    # A peak at the edge of the search is none.
    lone = (best > np.maximum(at - reach, 0)) & (best < np.minimum(at + reach, len(clock) - 1))
    fast_s = np.where(lone, peak_times(clock, fast, best), np.nan)
    whole = at[(at >= beside) & (at < len(clock) - beside)]
    calm = _MOST_SHAKE_S
    if len(whole):
        rows = steady[whole - beside] + steady[whole + beside] - 2 * steady[whole]
        calm = _shaken(noises[1], -float(np.median(rows)))
    shift, bend = mean_shift(clock, fast, steady_s)
    found = steadied(steady_s, fast_s, np.full(len(at), calm), _shaken(noises[0], bend), wander, shift)
    lost = ~np.isfinite(found.time_s)
    return found._replace(
        time_s=np.where(lost, steady_s, found.time_s), own_sd_s=np.where(lost, _TOGETHER_S / 2, found.own_sd_s)
    )


def _shaken(noise: float, bend: float) -> float:
    """SD of the time of a peak in noise of its slope, by how far the peak falls off to both sides [s]."""
    return min(noise * _BESIDE_S**2 / bend, _MOST_SHAKE_S) if bend > 0 else _MOST_SHAKE_S


def mean_shift(clock: Floats, fast: Floats, steady_s: Floats) -> tuple[float | None, float]:
    """Distance from the steady peaks to the peak of the fast signal's mean over all steps [s]; and how it bends there.

    Averaged first and then searched: the flank before a peak is flatter than the one behind it, so a search
    in each noisy step by itself would come out early.
    """
    wide = _TOGETHER_S + _BESIDE_S
    around = np.arange(-wide, wide + 0.5 / FINE_HZ, 1 / FINE_HZ)
    whole = steady_s[(steady_s - wide >= clock[0]) & (steady_s + wide <= clock[-1])]
    if not len(whole):
        return None, 0.0
    mean = np.interp((whole[:, None] + around).ravel(), clock, fast).reshape(len(whole), -1).mean(axis=0)
    best, beside = int(np.argmax(mean)), int(_BESIDE_S * FINE_HZ)
    if not beside <= best < len(mean) - beside:
        return None, 0.0
    bend = 2 * mean[best] - mean[best - beside] - mean[best + beside]
    return float(peak_times(around, mean, np.array([best]))[0]), float(bend)


def steadied(
    steady_s: Floats, shaky_s: Floats, steady_sd: Floats, shaky_sd: float, wander: float, shift: float | None = None
) -> Steadied:
    """Answers of an unshifted but shaky rule, calmed by a steady one with a constant shift.

    Parameters
    ----------
    steady_s, shaky_s : float64 array, shape (steps,)
        The two answers [s]; NaN where the shaky rule has none, and then in the result.
    steady_sd, shaky_sd : float
        Their random SD in one step [s].
    wander : float
        SD by which the true distance of the two differs from step to step [s].
    shift : float, optional
        Their mean distance, where it is known better than by its median [s].
    """
    distance = shaky_s - steady_s
    there = np.isfinite(distance)
    if not there.any():
        nothing = np.full(len(steady_s), np.nan)
        return Steadied(nothing, np.full(len(steady_s), np.inf), 0.0, np.zeros(len(steady_s)))
    # A mean of n answers is known to one SD over the root of n, a median to 1.25.
    known = np.sqrt((shaky_sd**2 + wander**2) / there.sum()) * (1.25 if shift is None else 1.0)
    if shift is None:
        shift = float(np.median(distance[there]))
    noise = steady_sd**2 + shaky_sd**2
    own = wander**2 / (wander**2 + noise) if wander > 0 else np.zeros(len(steady_s))
    times = steady_s + shift + own * (distance - shift)
    spread = np.sqrt((1 - own) ** 2 * (steady_sd**2 + wander**2) + own**2 * shaky_sd**2)
    return Steadied(times, np.asarray(spread), float((1 - np.mean(own)) * known), 1 - own)


def peak_times(time_s: Floats, values: Floats, at: Indices) -> Floats:
    """Times of peaks between samples, each by a parabola through three; at the ends the sample's own [s]."""
    inner = at.clip(1, len(values) - 2)
    before, middle, after = values[inner - 1], values[inner], values[inner + 1]
    bend = before - 2 * middle + after
    shift = np.divide(0.5 * (before - after), bend, out=np.zeros(len(at)), where=bend != 0).clip(-1, 1)
    times: Floats = time_s[at] + np.where(inner == at, shift, 0) * (time_s[1] - time_s[0])
    return times
