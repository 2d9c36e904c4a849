"""A relative load index weighted by speed: it may slow a plan down and never speed it up.

::

    index(run) = sum over speed classes of  steps · (force(v) / force(reference))^b
    relative   = index(run) / mean index of the runs of the 28 days before

``force(v)`` is a straight line through two published peak forces of the Achilles tendon in running; steps for each
kilometre come from open data where the run has none. Both stand in the knowledge with their sources. ``b`` is not
known for anybody: the index is reckoned with three exponents, and where they do not agree in rank it is not given.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from restride.knowledge.load import Knowledge
from restride.training.history import History
from restride.training.limits import Unusual, statement_number, unusual_limits
from restride.training.load import Lines
from restride.training.record import SPEED_CLASS_M_S, Out, RunRecord


class TissueLoad(Out, frozen=True, kw_only=True):
    """Relative load of one run; 1 is the mean run of the 28 days before."""

    run: str
    on: date
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
    """The index of every run that has speeds and runs before it to compare with."""
    limits = unusual_limits(knowledge)
    lines = Lines(history)
    exponents = (limits.tissue_low, limits.tissue_middle, limits.tissue_high)
    width = max((len(run.speed_s) for run in lines.runs), default=0)
    weights = _weights(width, exponents, limits, knowledge)
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
    return tuple(
        TissueLoad(run=run.id, on=run.day, low=row[0], middle=row[1], high=row[2], agrees=same)
        for run, row, same, is_known in zip(lines.runs, rows, agrees, known.tolist(), strict=True)
        if is_known
    )


def _middle_speeds(width: int) -> NDArray[np.float64]:
    return (np.arange(width, dtype=np.float64) + 0.5) * SPEED_CLASS_M_S


def _weights(width: int, exponents: tuple[float, ...], limits: Unusual, knowledge: Knowledge) -> NDArray[np.float64]:
    """Weight of a step in each speed class, for each exponent. Shape (exponents, classes)."""
    force = knowledge.load_facts["load_achilles_force"].facts["low"]
    slow, fast = force.low, force.high
    if slow is None or fast is None:
        raise KeyError("load_achilles_force.low")
    rise = (fast - slow) / (limits.force_fast_speed - limits.force_slow_speed)
    relative = np.maximum(slow + rise * (_middle_speeds(width) - limits.force_slow_speed), 0.0) / slow
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
