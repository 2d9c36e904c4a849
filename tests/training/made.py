"""Run records made by hand for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from restride.knowledge.load import Knowledge, load
from restride.training.history import History, build_history
from restride.training.limits import Reading, reading_limits
from restride.training.record import SPEED_CLASS_M_S, Bout, Origin, RunRecord


@cache
def facts() -> Knowledge:
    return load()


@cache
def limits() -> Reading:
    return reading_limits(facts())


def made_run(
    day: date, distance_m: float | None, *, number: int = 0, speed: float = 3.0, hour: int = 7, offset_s: int = 0,
    fast_s: float = 0.0, **more: Any,
) -> RunRecord:  # fmt: skip
    """A run at a local hour of a day; ``fast_s`` of it at 1.4 times its speed."""
    local = datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp()
    seconds = (distance_m or 5000.0) / speed
    classes = [0.0] * (int(1.4 * speed / SPEED_CLASS_M_S) + 1)
    classes[int(speed / SPEED_CLASS_M_S)] += max(seconds - fast_s, 0.0)
    classes[-1] += fast_s
    digest = f"{day.toordinal():08x}{number:08x}".ljust(64, "0")
    fields: dict[str, Any] = {
        "id": f"{digest[:16]}.0", "kind": "run", "sport": "running", "start_s": local - offset_s,
        "utc_offset_s": offset_s, "offset_from": "file", "distance_m": distance_m, "elapsed_s": seconds,
        "timer_s": seconds, "run_s": seconds, "run_m": distance_m, "speed_s": tuple(classes), "climb_m": 0.0,
        "bouts": (Bout(at_s=0.0, duration_s=seconds),),
        "origin": Origin(name=f"{day}-{number}.fit", sha256=digest, format="fit", points=int(seconds)),
    }  # fmt: skip
    return RunRecord(**(fields | more))


def history_of(*runs: RunRecord, changes: Iterable[Any] = ()) -> History:
    return build_history(runs, limits(), changes)
