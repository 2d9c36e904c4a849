"""The way back: planning anew from a diary of months, and 10,000 virtual runners for 120 days."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

import restride
from benchmarks._timing import median_ms
from restride.comeback.numbers import numbers
from restride.knowledge.load import load
from restride.model.words import Tissue
from validation.comeback_policies import Ours
from validation.comeback_simulation import live
from validation.virtual_runners import people

_EXAMPLE = Path(__file__).parent.parent / "examples" / "achilles_way_back.yaml"
_DAY = date(2026, 11, 8)
_RUNNERS, _DAYS, _SHARES = 10_000, 120, 2
_REPEATS = 15


def run() -> Iterator[str]:
    """One line for each measurement, with its target."""
    facts = restride.load_knowledge()
    case = restride.read_case(_EXAMPLE, facts=facts)
    evaluation = restride.evaluate(case, today=_DAY, facts=facts)
    again = median_ms(lambda: restride.next_step(case, evaluation, today=_DAY, facts=facts))
    spent = time.process_time()
    for _ in range(_REPEATS):
        restride.next_step(case, evaluation, today=_DAY, facts=facts)
    spent = 1000 * (time.process_time() - spent) / _REPEATS
    yield f"planning anew, {len(case.diary)} entries replayed: {again:.1f} ms, {spent:.1f} of processor (target 20)"
    start = time.perf_counter()
    with ProcessPoolExecutor(min(_SHARES, os.cpu_count() or 1)) as pool:
        lived = list(pool.map(_live, range(_SHARES)))
    took = time.perf_counter() - start
    sessions, busy = sum(one[0] for one in lived), sum(one[1] for one in lived)
    yield (
        f"{_RUNNERS} virtual runners x {_DAYS} days, {sessions} sessions: {took:.0f} s on {_SHARES} processes, "
        f"{busy:.0f} s of processor, {busy / _SHARES:.0f} s on each core where nothing else runs (target 60 s)"
    )


def _live(share: int) -> tuple[int, float]:
    """Sessions of one half of the runners, and the processor's time."""
    own = numbers(load(), Tissue.TENDON, "moderate")
    start = time.process_time()
    crowd = people(_RUNNERS // _SHARES, "threshold", share)
    sessions = sum(live(person, Ours(own, check=False), _DAYS, stop_at_30=False).sessions for person in crowd)
    return sessions, time.process_time() - start
