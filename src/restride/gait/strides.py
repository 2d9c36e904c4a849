"""The table of strides, one shape for every source.

    strike L ────────── toe-off L ─────── strike R ───── toe-off R ── strike L
    │← contact L ──────→│← flight L ─────→│                           │
    │← step L ───────────────────────────→│← step R ─────────────────→│
    │                   │← swing L ───────────────────────────────────→│
    │← stride L ──────────────────────────────────────────────────────→│

duty factor = contact ÷ stride. In walking the flight is negative: both feet are on the ground.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

import numpy as np

from restride.gait.method import EventMethod
from restride.gait.numerics import TWO_SIDED
from restride.gait.track import SIDES
from restride.model.gait import Event, Stride
from restride.model.words import Side


def build_strides(events: Sequence[Event], method: EventMethod) -> tuple[Stride, ...]:
    """One row for each strike, in order of time.

    A part that the recording cuts, or across which a step was missed, is None: never guessed.
    """
    strikes = {side: _times(events, "strike", side) for side in SIDES}
    usual, rows = _usual_stride_s(strikes.values(), method.stride_longest), []
    longest = min(method.missed_from * usual, method.stride_longest)
    for side in SIDES:
        own, other = strikes[side], strikes[side.mirrored]
        toe_offs = _next(_times(events, "toe_off", side), own)
        others = _next(other, own)
        followings = np.append(own[1:], np.nan)[: len(own)]
        # A comparison with NaN is False: what does not follow is not there.
        inside = others < np.fmin(followings, own + method.missed_from * usual / 2)
        missed = (followings - own > longest) | (~inside & (len(other) > 0))
        columns = (
            # No foot stays on the ground for a whole stride.
            np.where(toe_offs < np.fmin(followings, own + usual), toe_offs, np.nan),
            np.where(missed, np.nan, followings),
            np.where(inside, others, np.nan),
        )
        toe_off, following, after = ([None if np.isnan(one) else one for one in part.tolist()] for part in columns)
        rows += [_row(side, *row) for row in zip(own.tolist(), toe_off, following, after, strict=True)]
    return tuple(sorted(rows, key=lambda row: row.strike_s))


def _usual_stride_s(strikes: Iterable[np.ndarray], longest_s: float) -> float:
    """The middle time between two strikes of a foot, the shorter of two; the longest believed where there is none."""
    times = np.sort(np.concatenate([np.diff(one) for one in strikes]))
    return float(times[(len(times) - 1) // 2]) if len(times) else longest_s


def _row(side: Side, strike: float, toe_off: float | None, following: float | None, other: float | None) -> Stride:
    contact = toe_off - strike if toe_off is not None else None
    stride = following - strike if following is not None else None
    return Stride(
        side=side,
        strike_s=strike,
        toe_off_s=toe_off,
        next_strike_s=following,
        contact_s=contact,
        flight_s=other - toe_off if other is not None and toe_off is not None else None,
        swing_s=following - toe_off if following is not None and toe_off is not None else None,
        step_s=other - strike if other is not None else None,
        stride_s=stride,
        duty_factor=contact / stride if contact is not None and stride else None,
    )


def _times(events: Sequence[Event], kind: str, side: Side) -> np.ndarray:
    return np.sort([event.time_s for event in events if event.kind == kind and event.side is side])


def _next(times: np.ndarray, after: np.ndarray) -> np.ndarray:
    """For each time the next one of the others; NaN after the last."""
    return np.append(times, np.nan)[np.searchsorted(times, after, side="right")]


def event_sd_s(events: Sequence[Event], kind: str, *, shared: bool = False) -> float:
    """Usual SD of the time of such an event, or of the part that all of them share; NaN without any [s]."""
    widths = [
        event.shared_half_width_s if shared and event.shared_half_width_s is not None else event.half_width_s
        for event in events
        if event.kind == kind
    ]
    return float(np.median(widths)) / TWO_SIDED if widths else float("nan")


def column(strides: Sequence[Stride], name: str, side: Side | None = None) -> np.ndarray:
    """One column of the table, NaN where it is None; of one side or of both."""
    value = attrgetter(name)
    # As float64, None becomes NaN.
    if side is None or side is Side.BOTH:
        return np.array([value(row) for row in strides], dtype=np.float64)
    return np.array([value(row) for row in strides if row.side is side], dtype=np.float64)
