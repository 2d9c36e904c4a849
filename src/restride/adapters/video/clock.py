"""Slow motion: by how much a clip plays slower than life, found or said, and the way between the two times."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, log

from restride.adapters.video.clip import VideoError
from restride.adapters.video.followed import Floats, Followed
from restride.adapters.video.method import VideoMethod
from restride.adapters.video.steady import stride_hz
from restride.gait.clock import time_factor
from restride.gait.method import Method
from restride.gait.repair import repaired
from restride.gait.track import Track

#: Rates at which phones and cameras record slow motion, and at which clips are played [Hz].
_RECORDED, _PLAYED = (48, 60, 96, 100, 120, 180, 200, 240, 480, 960), (24, 25, 30, 50, 60)
#: A found factor this near to one that cameras make is taken for it.
_NEAR = 0.25
#: Another one is named beside it where it fits less well by no more than this, in spreads.
_ALSO = 1.5
_MOST = 40.0


@dataclass(frozen=True)
class Clock:
    """``factor`` is how many times slower than life the clip plays, ``start_s`` the clip's time of the track's zero.

    ``is_settled`` says that falling need not be asked again whether the clock is right.
    """

    factor: float
    start_s: float
    is_settled: bool
    notes: tuple[str, ...] = ()

    def in_life(self, clip_s: Floats) -> Floats:
        """Times of the clip as times of the runner, from zero [s]."""
        return (clip_s - self.start_s) / self.factor


def find_clock(track: Track, followed: Followed, method: Method, limits: VideoMethod, said: float | None) -> Clock:
    """The factor that was said, else the one that falling and cadence tell together.

    Raises
    ------
    VideoError
        The factor that was said is none.
    """
    start = float(track.time_s[0])
    if said is not None:
        if not 0.1 <= said <= _MOST:
            raise VideoError(f"Slow motion by {said:g} times is not possible; 1 is life, 4 a quarter of its speed.")
        given = f"Slow motion: {said:g} times slower than life, as given."
        return Clock(said, start, True, () if said == 1 else (given,))
    fall = time_factor(repaired(track, method.track), method)
    hz = stride_hz(followed)
    slow = method.events.slow_from
    if fall is None or hz is None or 1 / slow < fall < slow:
        return Clock(1.0, start, False)
    cadence = 120 * hz
    if limits.cadence_lowest <= cadence <= limits.cadence_highest:
        # Steps as quick as in life: then falling was misread, as it is where the camera tilts.
        return Clock(1.0, start, True, ("Falling looks too slow or too fast; the steps do not, and were believed.",))
    factor, *others = _like_a_camera(fall, followed.clip.rate_hz, cadence, limits)
    also = f" ({' or '.join(f'{one:.3g}' for one in others)} would fit too)" if others else ""
    note = (
        f"Slow motion was found: the runner falls {fall**2:.2g} times as slowly as in life and makes {cadence:.0f} "
        f"steps a minute; times were divided by {factor:.3g}{also}. "
        "Check it, and name the true factor if it is another."
    )
    return Clock(factor, start, True, (note,))


def _like_a_camera(fall: float, rate_hz: float, cadence: float, limits: VideoMethod) -> list[float]:
    """The factors that a camera makes and that fit falling and cadence, the best first; else the one that was found."""
    played = min(_PLAYED, key=lambda rate: abs(rate - rate_hz))
    made = [recorded / played for recorded in _RECORDED if recorded > played]

    def misfit(factor: float) -> float:
        falls = log(factor / fall) / limits.fall_spread
        steps = log(cadence * factor / limits.cadence_usual) / limits.cadence_usual_spread
        return hypot(falls, steps)

    fitting = sorted(
        (
            one
            for one in made
            if limits.cadence_lowest <= cadence * one <= limits.cadence_highest and abs(one / fall - 1) <= _NEAR
        ),
        key=misfit,
    )
    return [one for one in fitting if misfit(one) <= misfit(fitting[0]) + _ALSO] or [fall]
