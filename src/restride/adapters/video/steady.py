"""Take out what the camera does: where it follows the runner, or the runner comes nearer or goes away."""

from __future__ import annotations

import numpy as np

from restride.adapters.video.followed import Floats, Followed

#: Width of the smoothing, in strides: wide enough to leave bounce and swing, which come once or twice a stride.
_STRIDES = 0.7


def size_of(followed: Followed) -> Floats:
    """Size of the runner in each frame without the movement of a stride, shape (n,) [px]."""
    return _slow(followed.regions[:, 2:3], _width(followed))[:, 0]


def steadied(followed: Followed) -> Floats:
    """Points as if the camera went along at an even distance.

    Returns
    -------
    ndarray
        As :attr:`Followed.points`: each frame moved so that the slow path of the trunk stands still, and scaled
        to the runner's median size. Bounce and sway of a stride stay; speed and path are gone.
    """
    width = _width(followed)
    places = [followed.point(f"{point}_{side}")[:, :2] for point in ("hip", "shoulder") for side in ("left", "right")]
    centre = _slow(np.mean(places, axis=0), width)
    size = size_of(followed)
    middle, usual = np.nanmedian(centre, axis=0), float(np.nanmedian(size))
    points = followed.points.copy()
    points[:, :, :2] = (points[:, :, :2] - centre[:, None]) * (usual / size)[:, None, None] + middle
    return points


def stride_hz(followed: Followed) -> float | None:
    """How often in a second of the clip one foot is above the other; None where it never is [Hz]."""
    apart = (followed.point("ankle_left")[:, 1] - followed.point("ankle_right")[:, 1]) / followed.regions[:, 2]
    times = followed.time_s
    good = np.isfinite(apart)
    if good.sum() < 8:
        return None
    even = np.linspace(times[0], times[-1], len(times))
    wave = np.interp(even, times[good], apart[good])
    wave = (wave - wave.mean()) * np.hanning(len(wave))
    padded = 8 * len(wave)
    power = np.abs(np.fft.rfft(wave, padded)) ** 2
    frequency = np.fft.rfftfreq(padded, even[1] - even[0])
    power[frequency < 1.5 / (times[-1] - times[0])] = 0
    return float(frequency[np.argmax(power)]) if power.max() > 0 else None


def _width(followed: Followed) -> float:
    """Width of the smoothing [frames]."""
    hz = stride_hz(followed) or 1.4
    return max(_STRIDES / hz * followed.clip.rate_hz, 3.0)


def _slow(values: Floats, width: float) -> Floats:
    """A straight line fitted around every frame, frames weighed by their distance; NaN count for nothing."""
    reach = int(3 * width)
    steps: Floats = np.arange(-reach, reach + 1, dtype=np.float64)
    weight: Floats = np.exp(-0.5 * (steps / width) ** 2)
    good: Floats = np.asarray(np.isfinite(values).all(axis=1), dtype=np.float64)
    filled = np.where(good[:, None] > 0, values, 0.0)
    s0, s1, s2 = (_around(good, weight * steps**power) for power in (0, 1, 2))
    out = np.empty_like(filled)
    for column in range(filled.shape[1]):
        t0, t1 = (_around(filled[:, column], weight * steps**power) for power in (0, 1))
        out[:, column] = (s2 * t0 - s1 * t1) / (s0 * s2 - s1**2 + 1e-12)
    return out


def _around(values: Floats, weights: Floats) -> Floats:
    """Sum over the neighbours of each frame, each times the weight of its distance."""
    reach = len(weights) // 2
    padded = np.concatenate([np.zeros(reach), values, np.zeros(reach)])
    return np.convolve(padded, weights[::-1], mode="valid")
