"""Whether a number tells one runner from another: its error against what runners differ by.

reliability = SD² / (SD² + SEM²)

the share of true spread in what is seen (an intraclass correlation): SD between runners is the widest of the number's
reference bands, SEM its stated error as a standard deviation. At a half the error is as wide as runners differ.
Times on the ground and in the air have no band of their own; they are what the duty factor shares out of a stride.

Such a number is never poor for that alone: its error is known, so a change in one runner, or a value far outside,
still counts. Only what has a band with a spread is held against it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from restride.gait.metrics import worse
from restride.gait.numerics import TWO_SIDED
from restride.knowledge.load import Knowledge
from restride.model.gait import Metric

_SHARED_OUT = frozenset({"contact_time", "flight_time", "swing_time"})
_ROUGHLY = "Its error is a large part of what runners differ by, so it tells one from another only roughly."
_NOT = (
    "Its error is wider than what runners differ by, so it does not tell one from another; it shows how one runner "
    "changes."
)


def reliability(metric: Metric, knowledge: Knowledge, stride_ms: float | None = None) -> float | None:
    """Share of true spread between runners in what is seen, 0 to 1; None where no band has a spread.

    ``stride_ms`` is the time of a stride, for the times that the duty factor shares out of it.
    """
    name, scale = metric.variable, 1.0
    if metric.id in _SHARED_OUT and stride_ms is not None:
        name, scale = "duty_factor", stride_ms / 100
    variable = knowledge.gait.get(name or "")
    if variable is None:
        return None
    spreads = [band.sd.value for band in variable.bands if band.sd is not None and band.sd.value is not None]
    if not spreads:
        return None
    between, error = (scale * max(spreads)) ** 2, (metric.error / TWO_SIDED) ** 2
    return between / (between + error)


def held_against_runners(metrics: Sequence[Metric], knowledge: Knowledge) -> list[Metric]:
    """The same numbers; what does not tell runners apart is usable at best, and says why."""
    good, half = (knowledge.number("gait_errors", name) for name in ("reliability_good", "reliability_half"))
    stride_ms = next((120_000 / one.value for one in metrics if one.id == "cadence"), None)
    out = []
    for metric in metrics:
        share = reliability(metric, knowledge, stride_ms)
        if share is not None and share < good:
            reason = _NOT if share < half else _ROUGHLY
            metric = msgspec.structs.replace(
                metric, grade=worse("usable", metric.grade), reasons=(*metric.reasons, reason)
            )
        out.append(metric)
    return out
