"""Two entries for what looks like one session: two devices, or a phone that was offline. Both are kept.

Until somebody says which is right, the longer run and the higher pain count, so that neither loads nor hurts less than
was said. Two entries that agree are one. A person may also say that they were two sessions; then they add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from restride.comeback.log import felt_together, longest_s
from restride.knowledge.load import Knowledge
from restride.model.diary import DiaryEntry
from restride.model.quantity import Duration
from restride.site.comeback.models import PAINS, RunKind, Stands
from restride.training.diary import said_s

if TYPE_CHECKING:
    from restride.site.comeback.entries import LoggedRun

_SESSIONS = (RunKind.RUN, RunKind.WALK)


def doubles_of(logged: Sequence[LoggedRun], facts: Knowledge) -> tuple[tuple[LoggedRun, ...], ...]:
    """Return the groups of entries that look like one session and do not agree, oldest first."""
    return tuple(tuple(group) for group in _groups(logged, facts) if len(group) > 1 and not _agree(group))


def as_counted(logged: Sequence[LoggedRun], facts: Knowledge) -> list[DiaryEntry]:
    """Return one entry for each session: two for one joined by what holds back more, two sessions of a day added."""
    counted: list[DiaryEntry] = []
    seconds: list[DiaryEntry] = []
    for group in _groups(logged, facts):
        joined = group[0].entry
        for other in group[1:]:
            joined = _stricter(joined, other.entry)
        (seconds if group[0].log.stands == Stands.SECOND else counted).append(joined)
    for second in seconds:
        at = next((at for at, one in enumerate(counted) if (one.on, one.kind) == (second.on, second.kind)), None)
        if at is None:
            counted.append(second)
        else:
            counted[at] = _added(counted[at], second)
    return counted


def _groups(logged: Sequence[LoggedRun], facts: Knowledge) -> list[list[LoggedRun]]:
    apart = timedelta(minutes=facts.number("comeback", "same_start_min"))
    groups: list[list[LoggedRun]] = []
    for one in logged:
        found = next((group for group in groups if any(_same(one, other, apart) for other in group)), None)
        if found is None:
            groups.append([one])
        else:
            found.append(one)
    return groups


def _same(one: LoggedRun, other: LoggedRun, apart: timedelta) -> bool:
    mine, theirs = one.log, other.log
    if (mine.day, mine.kind) != (theirs.day, theirs.kind) or mine.kind not in _SESSIONS:
        return False
    if Stands.SECOND in (mine.stands, theirs.stands):
        return False
    if mine.started_at is None or theirs.started_at is None:
        return True
    return abs(mine.started_at - theirs.started_at) <= apart


def _agree(group: Sequence[LoggedRun]) -> bool:
    """Whether they say the same of how much it was, how it felt, and what else was said."""
    said = {
        (_amount_s(one.entry), one.entry.limped or False, one.entry.elsewhere, one.entry.flags,
         *(getattr(one.entry.pain, name) for name in PAINS))
        for one in group
    }  # fmt: skip
    return len(said) == 1


def _amount_s(entry: DiaryEntry) -> float:
    return said_s(entry) or (60 * entry.minutes.value if entry.minutes is not None else 0)


def _stricter(one: DiaryEntry, other: DiaryEntry) -> DiaryEntry:
    more, less = (one, other) if _amount_s(one) >= _amount_s(other) else (other, one)
    return _felt_together(more, less)


def _added(one: DiaryEntry, other: DiaryEntry) -> DiaryEntry:
    """Two sessions of one day as one: everything run, the longest piece of either."""
    whole: dict[str, Any] = {
        "ran": one.ran + other.ran if one.ran and other.ran else (),
        "minutes": _sum(one.minutes, other.minutes),
    }
    if one.kind == "run" and not whole["ran"]:
        whole["running"] = Duration(f"{(said_s(one) or 0) + (said_s(other) or 0)} s")
        whole["longest_bout"] = Duration(f"{max(longest_s(one) or 0, longest_s(other) or 0)} s")
    return _felt_together(msgspec.structs.replace(one, **whole), other)


def _felt_together(one: DiaryEntry, other: DiaryEntry) -> DiaryEntry:
    """The first, with what was said and felt in either; of what was felt, the worse."""
    return msgspec.structs.replace(
        felt_together(one, other), elsewhere=one.elsewhere or other.elsewhere, planned=one.planned or other.planned
    )


def _sum(one: Duration | None, other: Duration | None) -> Duration | None:
    known = [value.value for value in (one, other) if value is not None]
    return Duration(f"{sum(known):g} min") if known else None
