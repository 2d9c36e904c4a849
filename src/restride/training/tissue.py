"""A relative load index weighted by speed: it may slow a plan down and never speed it up.

::

    index(run) = sum over speed classes of  steps · (force(v) / force(reference))^b
    relative   = index(run) / mean index of the runs of the 28 days before

``force(v)`` is a straight line through two published peaks: of the Achilles tendon, and of the kneecap joint. Steps for
each kilometre come from open data where the run has none. Both stand in the knowledge with their sources. ``b`` is not
known for anybody: the index is reckoned with three exponents, and where they do not agree in rank it is not given.
For shin, fascia and hamstrings the sources that were read give no peak by speed, so they have no index.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from restride.knowledge.load import Knowledge
from restride.training.history import History
from restride.training.limits import Unusual, statement_number, unusual_limits
from restride.training.load import Lines
from restride.training.record import SPEED_CLASS_M_S, Out, RunRecord

Weighted = Literal["achilles", "kneecap"]


class TissueLoad(Out, frozen=True, kw_only=True):
    """Relative load of one run; 1 is the mean run of the 28 days before."""

    run: str
    on: date
    tissue: Weighted
    #: By exponent, low to high.
    low: float
    middle: float
    high: float
    #: True: the exponents agree whether this was more than usual; otherwise nothing is said.
    agrees: bool

    @property
    def slows(self) -> float:
        """Factor from 0 to 1 a plan may be slowed by; 1 where nothing speaks for slowing."""
        worst = max(self.low, self.middle, self.high)
        return min(1.0, 1.0 / worst) if self.agrees and worst > 1.0 else 1.0


def tissue_loads(history: History, knowledge: Knowledge) -> tuple[TissueLoad, ...]:
    """The indices of every run that has speeds and runs before it to compare with, tissue after tissue."""
    limits = unusual_limits(knowledge)
    lines = Lines(history)
    weighed: tuple[Weighted, ...] = ("achilles", "kneecap")
    return tuple(one for tissue in weighed for one in _loads(lines, tissue, limits, knowledge))


def _loads(lines: Lines, tissue: Weighted, limits: Unusual, knowledge: Knowledge) -> Iterator[TissueLoad]:
    exponents = (limits.tissue_low, limits.tissue_middle, limits.tissue_high)
    width = max((len(run.speed_s) for run in lines.runs), default=0)
    weights = _weights(width, exponents, _force_line(tissue, limits, knowledge))
    steps = _steps_per_s(width, knowledge)
    indices = np.array([_index(run, weights, steps) for run in lines.runs]).reshape(len(lines.runs), len(exponents))
    counted = indices[:, 0] > 0
    total = np.concatenate((np.zeros((1, len(exponents))), np.cumsum(indices, axis=0)))
    count = np.concatenate(([0], np.cumsum(counted)))
    at = np.arange(len(lines.runs))
    first = np.searchsorted(lines.day, lines.day - int(limits.tissue_reference))
    base = total[at] - total[first]
    number_of = count[at] - count[first]
    known = counted & (number_of > 0) & (base[:, 0] > 0)
    relative = np.zeros_like(indices)
    relative[known] = indices[known] * number_of[known, None] / base[known]
    over = relative > 1
    agrees = (over == over[:, :1]).all(axis=1).tolist()
    rows = np.round(relative, 3).tolist()
    for run, row, same, is_known in zip(lines.runs, rows, agrees, known.tolist(), strict=True):
        if is_known:
            yield TissueLoad(run=run.id, on=run.day, tissue=tissue, low=row[0], middle=row[1], high=row[2], agrees=same)


def _middle_speeds(width: int) -> NDArray[np.float64]:
    return (np.arange(width, dtype=np.float64) + 0.5) * SPEED_CLASS_M_S


class _Line(NamedTuple):
    """Peak force against speed: at ``slow`` 1, at ``fast`` ``ratio``. [m/s]."""

    slow: float
    fast: float
    ratio: float


def _force_line(tissue: Weighted, limits: Unusual, knowledge: Knowledge) -> _Line:
    if tissue == "kneecap":
        rise = _number_of(knowledge, "load_kneecap_speed", "peak", "high")
        return _Line(limits.kneecap_slow_speed, limits.kneecap_fast_speed, 1 + rise / 100)
    slow, fast = (_number_of(knowledge, "load_achilles_force", "low", end) for end in ("low", "high"))
    return _Line(limits.force_slow_speed, limits.force_fast_speed, fast / slow)


def _number_of(knowledge: Knowledge, statement: str, fact: str, end: Literal["low", "high"]) -> float:
    """One end of a range of ``load/training_load.yaml``."""
    found = knowledge.load_facts[statement].facts[fact]
    value = found.low if end == "low" else found.high
    if value is None:
        raise KeyError(f"{statement}.{fact}")
    return value


def _weights(width: int, exponents: tuple[float, ...], line: _Line) -> NDArray[np.float64]:
    """Weight of a step in each speed class, for each exponent. Shape (exponents, classes)."""
    rise = (line.ratio - 1) / (line.fast - line.slow)
    relative = np.maximum(1 + rise * (_middle_speeds(width) - line.slow), 0.0)
    return np.array([relative**exponent for exponent in exponents])


def _steps_per_s(width: int, knowledge: Knowledge) -> NDArray[np.float64]:
    """Steps a second in each speed class, from steps for each kilometre at three speeds."""
    # The facts are named after their speeds: at_2_5, at_3_5, at_4_5.
    names = sorted(name for name in knowledge.load_facts["load_steps_per_km"].facts if name.startswith("at_"))
    speeds = np.array([float(name.removeprefix("at_").replace("_", ".")) for name in names])
    per_km = np.array([statement_number(knowledge, "load_steps_per_km", name) for name in names])
    rate = speeds * per_km / 1000.0
    return np.asarray(np.interp(_middle_speeds(width), speeds, rate), dtype=np.float64)


def _index(run: RunRecord, weights: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.float64]:
    seconds = np.zeros(weights.shape[1])
    seconds[: len(run.speed_s)] = run.speed_s
    return np.asarray(weights @ (seconds * steps), dtype=np.float64)
