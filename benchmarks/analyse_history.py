"""A history of 3,000 runs analysed: ratios, weeks, breaks, tissue index, and what was unusual before an onset."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

from benchmarks._timing import median_ms
from restride.knowledge.load import load
from restride.training.history import build_history
from restride.training.limits import reading_limits
from restride.training.report import report_on
from tests.training.made import made_run


def run() -> Iterator[str]:
    """One line for each measurement, with its target."""
    knowledge = load()
    limits = reading_limits(knowledge)
    day = date(2015, 1, 5).toordinal()
    records = [
        made_run(date.fromordinal(day + number * 4 // 3), 6000 + number * 37 % 9000, number=number)
        for number in range(3000)
    ]
    onset = date.fromordinal(day + 3000)
    joining = median_ms(lambda: build_history(records, limits), 5)
    history = build_history(records, limits)
    analysing = median_ms(lambda: report_on(history, knowledge, onset), 5)
    begin = time.process_time()
    report_on(build_history(records, limits), knowledge, onset)
    work = 1000 * (time.process_time() - begin)
    yield f"3,000 runs put in order: {joining:.0f} ms; analysed: {analysing:.0f} ms (target 300 together)"
    yield f"the same in processor time, whatever else the machine does: {work:.0f} ms"
