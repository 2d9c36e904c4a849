"""Shared by the benchmarks: repeat, take the median."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Sequence


def median_ms(action: Callable[[], object], repeats: int = 15) -> float:
    """Median wall time of one call. [ms]"""
    action()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def processor_ms(action: Callable[[], object], repeats: int = 15) -> float:
    """Median processor time of one call, which neighbours on the machine disturb less than wall time. [ms]"""
    action()
    times = []
    for _ in range(repeats):
        start = time.process_time()
        action()
        times.append(1000 * (time.process_time() - start))
    return statistics.median(times)


def process_ms(command: Sequence[str], repeats: int = 7) -> float:
    """Median wall time of a whole process. [ms]"""
    return median_ms(lambda: subprocess.run(command, check=True, capture_output=True), repeats)
