"""Whether a number tells one runner from another: its error against what runners differ by.

reliability = SD² / (SD² + SEM²)

the share of true spread in what is seen (an intraclass correlation): SD between runners is the widest of the number's
reference bands, SEM its stated error as a standard deviation. At a half the error is as wide as runners differ.

Such a number is never poor for that alone: its error is known, so a change in one runner, or a value far outside,
still counts. Only what has a band with a spread is held against it.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from restride.gait.metrics import worse
from restride.gait.numerics import TWO_SIDED
from restride.knowledge.load import Knowledge
from restride.model.gait import Metric

_ROUGHLY = "Its error is a large part of what runners differ by, so it tells one from another only roughly."
_NOT = (
    "Its error is wider than what runners differ by, so it does not tell one from another; it shows how one runner "
    "changes."
)


def reliability(metric: Metric, knowledge: Knowledge) -> float | None:
    """Share of true spread between runners in what is seen, 0 to 1; None where no band has a spread."""
    variable = knowledge.gait.get(metric.variable or "")
    if variable is None:
        return None
    spreads = [band.sd.value for band in variable.bands if band.sd is not None and band.sd.value is not None]
    if not spreads:
        return None
    between, error = max(spreads) ** 2, (metric.error / TWO_SIDED) ** 2
    return between / (between + error)


def held_against_runners(metrics: Iterable[Metric], knowledge: Knowledge) -> list[Metric]:
    """The same numbers; what does not tell runners apart is usable at best, and says why."""
    good, half = (knowledge.number("gait_errors", name) for name in ("reliability_good", "reliability_half"))
    out = []
    for metric in metrics:
        share = reliability(metric, knowledge)
        if share is not None and share < good:
            reason = _NOT if share < half else _ROUGHLY
            metric = msgspec.structs.replace(
                metric, grade=worse("usable", metric.grade), reasons=(*metric.reasons, reason)
            )
        out.append(metric)
    return out
