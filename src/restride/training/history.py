"""A history: records of many files as one line of time, each activity once, running apart from the rest.

What comes out does not depend on the order in which files were read, nor on how often.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from restride.model.runs import RunnerChange
from restride.training.limits import Reading
from restride.training.record import Out, RunRecord


class History(Out, frozen=True, kw_only=True):
    """Everything known of a runner's training, oldest first."""

    runs: tuple[RunRecord, ...] = ()
    walks: tuple[RunRecord, ...] = ()
    #: Everything else that was recorded: cross-training.
    cross: tuple[RunRecord, ...] = ()
    #: Records whose day nobody knows; shown, never counted.
    undated: tuple[RunRecord, ...] = ()
    #: How many records were another file's copy of one of these.
    duplicates: int = 0
    changes: tuple[RunnerChange, ...] = ()


def build_history(records: Iterable[RunRecord], limits: Reading, changes: Iterable[RunnerChange] = ()) -> History:
    """Join duplicates and put everything in order."""
    unique = {record.id: record for record in records}
    known = sorted(unique.values(), key=_order)
    undated = tuple(record for record in known if record.start_s is None)
    dated = [record for record in known if record.start_s is not None]
    groups = _groups(dated, limits)
    merged = sorted((_merge(group) for group in groups), key=_order)
    return History(
        runs=tuple(record for record in merged if record.kind == "run"),
        walks=tuple(record for record in merged if record.kind == "walk"),
        cross=tuple(record for record in merged if record.kind == "cross"),
        undated=undated,
        duplicates=len(dated) - len(merged),
        changes=tuple(sorted(changes, key=lambda change: (change.on, change.what))),
    )


def _order(record: RunRecord) -> tuple[float, str]:
    return (record.start_s if record.start_s is not None else -1.0, record.id)


def _groups(dated: Sequence[RunRecord], limits: Reading) -> list[list[RunRecord]]:
    """Records that are the same activity: started together, overlapping, and not one a run and the other a ride."""
    parent = list(range(len(dated)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for index, one in enumerate(dated):
        for other_index in range(index + 1, len(dated)):
            other = dated[other_index]
            if _start(other) - _start(one) > limits.duplicate_start:
                break
            if _same(one, other, limits):
                parent[root(other_index)] = root(index)
    groups: dict[int, list[RunRecord]] = {}
    for index, record in enumerate(dated):
        groups.setdefault(root(index), []).append(record)
    return list(groups.values())


def _same(one: RunRecord, other: RunRecord, limits: Reading) -> bool:
    if one.origin.sha256 == other.origin.sha256:
        # Two activities of one file are two, unless a chained file holds the same one twice.
        return (one.start_s, one.elapsed_s, one.distance_m) == (other.start_s, other.elapsed_s, other.distance_m)
    if one.kind != other.kind and "unknown" not in (one.sport, other.sport):
        return False
    if one.kind == "cross" and other.kind == "cross" and one.sport != other.sport:
        return "unknown" in (one.sport, other.sport)
    shorter = min(one.elapsed_s, other.elapsed_s)
    if shorter <= 0:
        return True
    overlap = min(_start(one) + one.elapsed_s, _start(other) + other.elapsed_s) - max(_start(one), _start(other))
    return overlap >= limits.duplicate_overlap * shorter


def _start(record: RunRecord) -> float:
    return record.start_s or 0.0


_GRADES = {"OK": 0, "PARTIAL": 1, "REJECTED": 2}
_FORMATS = {"fit": 0, "tcx": 1, "gpx": 2}
_FILL = (
    "distance_m", "run_m", "steps", "climb_m", "drop_m", "up_share", "down_share", "heart_rate_mean",
    "heart_rate_max", "effort_0_10", "training_effect", "title", "shoes",
)  # fmt: skip


def _rank(record: RunRecord) -> tuple[object, ...]:
    """Best first: what has points, is whole, and keeps most of what the watch knew."""
    return (
        record.origin.points == 0,
        record.sport == "unknown",
        _GRADES[record.origin.grade],
        _FORMATS.get(record.origin.format, 3),
        -record.origin.points,
        record.offset_from != "file",
        record.id,
    )


def _merge(group: Sequence[RunRecord]) -> RunRecord:
    """The best record, with gaps filled from the others in their order."""
    if len(group) == 1:
        return group[0]
    best, *others = sorted(group, key=_rank)
    filled: dict[str, object] = {}
    for name in _FILL:
        if getattr(best, name) is None:
            value = next((v for other in others if (v := getattr(other, name)) is not None), None)
            if value is not None:
                filled[name] = value
                if name == "distance_m":
                    filled["distance_from"] = next(o.distance_from for o in others if o.distance_m is not None)
    if best.where == "unknown":
        filled["where"] = next((other.where for other in others if other.where != "unknown"), "unknown")
    if best.offset_from not in ("file", "asked"):
        better = next((other for other in others if other.offset_from in ("file", "asked")), None)
        if better is not None:
            filled |= {"utc_offset_s": better.utc_offset_s, "offset_from": better.offset_from}
    also = sorted({other.origin.name for other in others} - {best.origin.name})
    return msgspec.structs.replace(best, also_in=tuple(also), **filled)
