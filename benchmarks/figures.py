"""Drawing exercises: the slowest single figure, and the whole library from cold; processor time (20 ms, 10 s)."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

#: Each figure is drawn so often from its file; the quickest counts, for the rest is the machine's own noise.
REPEATS = 3
MOST_MS, MOST_S = 20.0, 10.0
_WHOLE = "from restride import figure\nfor item in figure.figure_ids(): figure.draw(item)"


def run() -> Iterator[str]:
    """Draw every figure by itself, then all of them in a process of their own that begins with nothing."""
    from restride import figure
    from restride.knowledge.load import load

    load()
    figure.draw("squat")
    times = sorted((_draw_ms(item), item) for item in figure.figure_ids())
    row = [ms for ms, _ in times]
    p95 = statistics.quantiles(row, n=20)[-1]
    slowest, name = times[-1]
    yield f"one figure from its file, {len(row)} of them: median {statistics.median(row):.1f} ms, p95 {p95:.1f} ms"
    yield f"the slowest, {name}: {slowest:.1f} ms (at most {MOST_MS:.0f}): {_verdict(slowest <= MOST_MS)}"
    seconds = _whole_s()
    verdict = _verdict(seconds <= MOST_S)
    yield f"the whole library from cold: {seconds:.1f} s of processor time (at most {MOST_S:.0f}): {verdict}"


def _draw_ms(item: str) -> float:
    from restride import figure
    from restride.figure.pose import postures

    taken = []
    for _ in range(REPEATS):
        figure.forget()
        postures()  # read once for all figures
        start = time.process_time()
        figure.draw(item)
        taken.append(1000 * (time.process_time() - start))
    return min(taken)


def _whole_s() -> float:
    """User and system time of a fresh interpreter, import and knowledge included. [s]."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", _WHOLE], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _verdict(is_kept: bool) -> str:
    return "kept" if is_kept else "NOT KEPT"
