"""The table of strides, one shape for every source.

    strike L ────────── toe-off L ─────── strike R ───── toe-off R ── strike L
    │← contact L ──────→│← flight L ─────→│                           │
    │← step L ───────────────────────────→│← step R ─────────────────→│
    │                   │← swing L ───────────────────────────────────→│
    │← stride L ──────────────────────────────────────────────────────→│

duty factor = contact ÷ stride. In walking the flight is negative: both feet are on the ground.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from restride.gait.track import SIDES
from restride.model.gait import Event, Stride
from restride.model.words import Side

#: Longest stride of running or walking that is believed; beyond it a step was missed [s].
_LONGEST_STRIDE_S = 2.0


def build_strides(events: Sequence[Event]) -> tuple[Stride, ...]:
    """One row for each strike, in order of time.

    A part that the recording cuts, or across which a step was missed, is None: never guessed.
    """
    strikes = {side: _times(events, "strike", side) for side in SIDES}
    offs = {side: _times(events, "toe_off", side) for side in SIDES}
    rows = []
    for side in SIDES:
        other = side.mirrored
        for strike in strikes[side].tolist():
            following = _next(strikes[side], strike)
            limit = following if following is not None else strike + _LONGEST_STRIDE_S
            toe_off = _next(offs[side], strike)
            toe_off = toe_off if toe_off is not None and toe_off < limit else None
            other_strike = _next(strikes[other], strike)
            other_strike = other_strike if other_strike is not None and other_strike < limit else None
            missed = following is not None and (
                following - strike > _LONGEST_STRIDE_S or (other_strike is None and len(strikes[other]) > 0)
            )
            rows.append(_row(side, strike, toe_off, None if missed else following, other_strike))
    return tuple(sorted(rows, key=lambda row: row.strike_s))


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


def _next(times: np.ndarray, after: float) -> float | None:
    index = int(np.searchsorted(times, after, side="right"))
    return float(times[index]) if index < len(times) else None


def column(strides: Sequence[Stride], name: str, side: Side | None = None) -> np.ndarray:
    """One column of the table, NaN where it is None; of one side or of both."""
    rows = [row for row in strides if side is None or side is Side.BOTH or row.side is side]
    return np.array([np.nan if getattr(row, name) is None else getattr(row, name) for row in rows], dtype=np.float64)
