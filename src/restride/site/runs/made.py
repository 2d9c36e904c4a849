"""An invented history for the demonstration clinic: made by a rule, from nobody's watch."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from restride.training.record import SPEED_CLASS_M_S, Bout, FileReading, Origin, RunRecord

#: Weeks before the onset that are told, and weeks of short trials after it.
_WEEKS_BEFORE = 42
_WEEKS_AFTER = 3
_SPEED_M_S = 2.9
_FAST_M_S = 3.6
_RACE_KM = 21.1


def invented_history(onset: date) -> tuple[FileReading, ...]:
    """Three runs a week, a fortnight off in the winter, a half marathon on the day it began, two short trials after."""
    return tuple(_reading(day, km, fast) for day, km, fast in _runs(onset))


def _runs(onset: date) -> Iterator[tuple[date, float, float]]:
    """Day, kilometres, and the share of them run fast."""
    for week in range(_WEEKS_BEFORE, 0, -1):
        monday = onset - timedelta(days=7 * week)
        if week in (20, 19):
            continue
        grown = 1 + 0.12 * (1 - week / _WEEKS_BEFORE)
        for offset, km, fast in ((1, 6.4, 0.0), (3, 7.6, 0.18 if week <= 10 else 0.0), (6, 10.8, 0.0)):
            wobble = 0.9 + 0.2 * _noise(f"{week}/{offset}")
            yield monday + timedelta(days=offset), round(km * grown * wobble, 2), fast
    yield onset, _RACE_KM, 0.7
    for week in range(1, _WEEKS_AFTER):
        yield onset + timedelta(days=9 * week), 2.2, 0.0


def _noise(key: str) -> float:
    """The same number between 0 and 1 for the same words."""
    return hashlib.blake2b(key.encode(), digest_size=1).digest()[0] / 255


def _reading(day: date, km: float, fast: float) -> FileReading:
    metres = km * 1000
    fast_s, easy_s = fast * metres / _FAST_M_S, (1 - fast) * metres / _SPEED_M_S
    seconds = round(fast_s + easy_s)
    classes = [0.0] * (int(_FAST_M_S / SPEED_CLASS_M_S) + 1)
    classes[int(_SPEED_M_S / SPEED_CLASS_M_S)] = round(easy_s)
    classes[-1] += round(fast_s)
    name = f"invented-{day}.fit"
    digest = hashlib.sha256(name.encode()).hexdigest()
    run = RunRecord(
        id=f"{digest[:16]}.0", kind="run", sport="running", where="outdoor",
        start_s=datetime.combine(day, time(7, 10), UTC).timestamp(), offset_from="file", distance_m=metres,
        distance_from="device", elapsed_s=seconds, timer_s=seconds, run_s=seconds, run_m=metres,
        bouts=(Bout(at_s=0.0, duration_s=seconds, distance_m=metres),), speed_s=tuple(classes),
        climb_m=round(4 * km * (0.6 + 0.8 * _noise(name))), drop_m=round(4 * km),
        origin=Origin(name=name, sha256=digest, format="fit", points=seconds),
    )  # fmt: skip
    return FileReading(name=name, sha256=digest, format="fit", grade="OK", points=seconds, runs=(run,))
