"""Recorded runs in the diary: each run counts once, whether it was logged, recorded or both.

What the runner said of a run is not overwritten. The recording gives what was not said, bout by bout; where it holds
clearly more running than the log, the longer counts, since what was run is what loads. A run that nobody logged loads
too, and without a word on pain it lifts nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import msgspec

from restride.knowledge.load import Knowledge
from restride.model.case import Case
from restride.model.diary import DiaryEntry, RanPiece
from restride.model.quantity import Distance, Duration
from restride.training.history import History
from restride.training.matching import pieces_of
from restride.training.record import RunRecord

_MINUTE = 60
_DAY_S = 86_400
#: A piece of the diary holds so many repeats; a longer row of equal bouts is written as several.
_REPEATS_MOST = 60


class Joined(NamedTuple):
    """A diary with its recorded runs, and what is to be said of them."""

    diary: tuple[DiaryEntry, ...]
    says: tuple[str, ...]


class _Pair(NamedTuple):
    """A logged run, by its place in the diary, and the recording of the same run."""

    at: int
    run: RunRecord


def joined_diary(
    diary: Sequence[DiaryEntry], runs: Iterable[RunRecord], knowledge: Knowledge, *, since: date, until: date
) -> Joined:
    """The diary with the recorded runs from ``since`` to ``until``; joining twice changes nothing.

    A recording is the logged run of its day that began at the same time; where one of them has no clock, the one
    nearest in running time. A run nobody logged counts from the day after on: on its own day the runner is asked first.
    ``runs`` hold each run once (:func:`restride.training.history.build_history`).
    """
    wanted = sorted(
        (run for run in runs if run.start_s is not None and since <= run.day <= until and running_s(run)),
        key=lambda run: (run.start_s, run.id),
    )
    if not wanted:
        return Joined(tuple(diary), ())
    pairs = tuple(_pairs(diary, wanted, knowledge.number("comeback", "same_start_min") * _MINUTE))
    joined = list(diary)
    says: list[str] = []
    for pair in pairs:
        joined[pair.at], said = _filled(diary[pair.at], pair.run, knowledge)
        says += said
    taken = {pair.run.id for pair in pairs}
    alone = [entry_of(run) for run in wanted if run.id not in taken and run.day < until]
    return Joined((*joined, *alone), (*says, *_counted(len(pairs), len(alone))))


def with_recorded(case: Case, history: History, knowledge: Knowledge, today: date) -> tuple[Case, tuple[str, ...]]:
    """The case with its recorded runs in the diary, and what is to be said of them.

    They count from the day the way back began; those of the window of tolerated runs before it too, which shows from
    where a runner comes who never stopped. Without that day, from the first logged session, else from the visit.
    """
    started = case.comeback.started_on if case.comeback else None
    if started is not None:
        since = started - timedelta(days=round(knowledge.number("comeback", "tolerated_days")))
    else:
        sessions = (entry.on for entry in case.diary if entry.kind in ("run", "walk"))
        since = min(sessions, default=case.visit_on or today)
    joined = joined_diary(case.diary, history.runs, knowledge, since=since, until=today)
    return msgspec.structs.replace(case, diary=joined.diary), joined.says


def entry_of(run: RunRecord) -> DiaryEntry:
    """A recorded run as an entry of the diary, bout by bout, without a word on how it felt."""
    return DiaryEntry(
        on=run.day,
        at=run.local,
        **_amount(run),
        distance=None if run.distance_m is None else Distance(f"{run.distance_m:.0f} m"),
        effort=run.effort_0_10,
        by="imported",
    )


def running_s(run: RunRecord) -> int:
    """Whole seconds of running: the bouts, or what a list without points says."""
    return round(sum(bout.duration_s for bout in run.bouts) or run.run_s)


def _amount(run: RunRecord) -> dict[str, Any]:
    """The bouts with their walks; the running time alone where the recording has no bouts."""
    if not run.bouts:
        return {"running": Duration(f"{running_s(run)} s")}
    return {"ran": tuple(_pieces(run))}


def _pieces(run: RunRecord) -> Iterator[RanPiece]:
    for piece in pieces_of(run):
        walk = Duration(f"{piece.walk_s} s") if piece.walk_s else None
        for first in range(0, piece.repeats, _REPEATS_MOST):
            repeats = min(_REPEATS_MOST, piece.repeats - first)
            yield RanPiece(repeats=repeats, run=Duration(f"{piece.run_s} s"), walk=walk)


def _pairs(diary: Sequence[DiaryEntry], runs: Sequence[RunRecord], same_start_s: float) -> Iterator[_Pair]:
    """Logged runs with their recordings: those of the same time first, then the nearest in running time."""
    free = {run.id: run for run in runs}
    logs = [at for at, entry in enumerate(diary) if entry.kind == "run"]
    for at in logs:
        apart = [(gap, run.id) for run in free.values() if (gap := _apart_s(diary[at], run, same_start_s)) is not None]
        if apart:
            yield _Pair(at, free.pop(min(apart)[1]))
    told = {diary[at].on for at in logs if said_s(diary[at]) is not None}
    for at in logs:
        entry = diary[at]
        # What was only felt, beside a run that was told with its length, is no run of its own.
        if entry.at is not None or (said_s(entry) is None and entry.on in told):
            continue
        near = [(_difference_s(entry, run), run.id) for run in free.values() if run.day == entry.on]
        if near:
            yield _Pair(at, free.pop(min(near)[1]))


def _apart_s(entry: DiaryEntry, run: RunRecord, same_start_s: float) -> float | None:
    """Seconds between the starts of one and the same run; None where they are two, or the log has no clock.

    Nobody runs twice at once: what overlaps is one run, whichever was started later.
    """
    if entry.at is None or run.start_s is None or run.day != entry.on:
        return None
    if entry.at.tzinfo is not None:
        later = entry.at.timestamp() - run.start_s
    else:
        clock = (entry.at.hour * _MINUTE + entry.at.minute) * _MINUTE + entry.at.second
        later = clock - (run.start_s + run.utc_offset_s) % _DAY_S
    overlaps = -(said_s(entry) or 0) < later < run.elapsed_s
    return abs(later) if overlaps or abs(later) <= same_start_s else None


def _difference_s(entry: DiaryEntry, run: RunRecord) -> float:
    """Seconds of running between log and recording; 0 where the log does not say."""
    said = said_s(entry)
    return 0.0 if said is None else abs(said - running_s(run))


def said_s(entry: DiaryEntry) -> int | None:
    """Whole seconds run as the diary says it; None where it does not."""
    if entry.ran:
        return round(sum(piece.repeats * piece.run.value for piece in entry.ran) * _MINUTE)
    if entry.running is not None:
        return round(entry.running.value * _MINUTE)
    if entry.distance is not None and entry.pace is not None:
        return round(entry.distance.value * 1000 / entry.pace.value)
    return None


def _filled(entry: DiaryEntry, run: RunRecord, knowledge: Knowledge) -> tuple[DiaryEntry, tuple[str, ...]]:
    """A log with what its recording adds, and a sentence where the two disagree."""
    said, recorded = said_s(entry), running_s(run)
    changes: dict[str, Any] = {"at": entry.at or run.local}
    if entry.effort is None:
        changes["effort"] = run.effort_0_10
    says: tuple[str, ...] = ()
    if said is None or recorded > said + _tolerance_s(said, knowledge):
        changes |= {"running": None, "longest_bout": None, **_amount(run)}
    if said is not None and recorded > said + _tolerance_s(said, knowledge):
        says = (
            f"On {entry.on} the diary says {said / _MINUTE:.0f} min of running and the recording "
            f"«{run.origin.name}» {recorded / _MINUTE:.0f} min: the longer counts; correct the diary if it is wrong.",
        )
    return msgspec.structs.replace(entry, **changes), says


def _tolerance_s(said: int, knowledge: Knowledge) -> float:
    return max(knowledge.number("run_matching", "step_share") * said, knowledge.number("run_matching", "step_s"))


def _counted(pairs: int, alone: int) -> Collection[str]:
    says = []
    if pairs:
        says.append(f"{_runs(pairs)} recorded and in the diary: each counts once.")
    if alone:
        says.append(
            f"{_runs(alone)} recorded and not in the diary: counted as run; without a word on pain nothing rises."
        )
    return says


def _runs(count: int) -> str:
    return f"{count} run{'' if count == 1 else 's'} {'was' if count == 1 else 'were'}"
