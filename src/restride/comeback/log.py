"""The diary of a case as events in order: duplicates merged, times and units reckoned, nonsense refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from restride.comeback.course import Executed
from restride.comeback.gate import Felt
from restride.comeback.numbers import Numbers
from restride.comeback.sessions import minutes
from restride.model.diary import DiaryEntry, PainLog
from restride.training.diary import said_s

_MINUTE = 60
_HOUR = 3600
#: Felt on the day after at the earliest.
_AFTERWARDS = ("at_night", "next_morning", "after_24_h")
_PAINS = ("during", "right_after", "hour_later", "next_morning", "after_24_h", "walking", "at_night")


class DiaryError(ValueError):
    """What was found, why it is a problem, what to do; one sentence."""


class Event(NamedTuple):
    """One entry of the diary, reckoned."""

    entry: DiaryEntry
    day: int
    felt: Felt
    ran: Executed | None
    walk_s: int


def events(diary: Sequence[DiaryEntry], numbers: Numbers, today: date) -> tuple[Event, ...]:
    """Every entry up to today in order of time, whatever order it was entered or imported in.

    Raises
    ------
    DiaryError
        A run or a pain in the future, or two entries that contradict each other.
    """
    for entry in sorted(diary, key=lambda one: one.on, reverse=True):
        _not_ahead(entry, today)
    merged = _merged(diary, numbers.same_start_min)
    return tuple(sorted((_event(entry, numbers) for entry in merged), key=_place))


def _not_ahead(entry: DiaryEntry, today: date) -> None:
    if entry.on > today:
        raise DiaryError(
            f"the diary has an entry for {entry.on}, which is after today ({today}); correct its date, or give "
            "the day to reckon from with --today."
        )
    ahead = [name for name in _AFTERWARDS if getattr(entry.pain, name) is not None]
    if entry != known_on(entry, today):
        raise DiaryError(
            f"the entry of {today} already says how it felt later ({', '.join(ahead)}), which is still to come; log "
            "that tomorrow, or give the day to reckon from with --today."
        )


def known_on(entry: DiaryEntry, day: date) -> DiaryEntry:
    """The entry as it could be known on a day: a session of that day without what was felt only afterwards.

    A check says how the morning of its own day was; with a session it is the morning after.
    """
    if entry.on < day or entry.kind == "check":
        return entry
    return msgspec.structs.replace(entry, pain=msgspec.structs.replace(entry.pain, **dict.fromkeys(_AFTERWARDS)))


def _place(event: Event) -> tuple[int, float, str]:
    clock = event.entry.at
    return event.day, clock.hour * _MINUTE + clock.minute if clock else -1.0, event.entry.kind


def _merged(diary: Iterable[DiaryEntry], same_start_min: int) -> list[DiaryEntry]:
    """One entry for each run: the log typed by the runner and the record of the watch belong together."""
    kept: list[DiaryEntry] = []
    for entry in sorted(diary, key=lambda one: (one.on, one.kind, _minute(one), msgspec.json.encode(one.pain))):
        twin = next((at for at, other in enumerate(kept) if _same_session(entry, other, same_start_min)), None)
        if twin is None:
            kept.append(entry)
        else:
            kept[twin] = _merge(kept[twin], entry)
    return kept


def _minute(entry: DiaryEntry) -> float:
    return entry.at.hour * _MINUTE + entry.at.minute if entry.at else -1.0


def _same_session(one: DiaryEntry, two: DiaryEntry, same_start_min: int) -> bool:
    if one.on != two.on or one.kind != two.kind:
        return False
    if one.at is not None and two.at is not None:
        return abs(_minute(one) - _minute(two)) <= same_start_min
    # Without a clock on one of them: the same run unless both say how much was run and differ.
    return said_s(one) in (None, said_s(two)) or said_s(two) is None


def _merge(one: DiaryEntry, two: DiaryEntry) -> DiaryEntry:
    """Both entries in one. Where both say something about pain, the worse holds; two different runs contradict."""
    first, second = said_s(one), said_s(two)
    if first is not None and second is not None and abs(first - second) > _MINUTE:
        raise DiaryError(
            f"two entries for {one.on} start at the same time but hold {minutes(first)} and "
            f"{minutes(second)} min of running; keep the one that is right."
        )
    changes = {
        name: getattr(two, name)
        for name in ("at", "ran", "running", "longest_bout", "minutes", "distance", "pace", "fast", "uphill",
                     "planned", "elsewhere", "note")
        if getattr(one, name) in (None, ())
    }  # fmt: skip
    return msgspec.structs.replace(felt_together(one, two), **changes)


def felt_together(one: DiaryEntry, two: DiaryEntry) -> DiaryEntry:
    """The first, with the worse of everything that was felt in either."""
    pains = {name: _worse(getattr(one.pain, name), getattr(two.pain, name)) for name in _PAINS}
    return msgspec.structs.replace(
        one,
        pain=PainLog(**pains),
        effort=_worse(one.effort, two.effort),
        limped=None if one.limped is two.limped is None else bool(one.limped or two.limped),
        stiffness=max(filter(None, (one.stiffness, two.stiffness)), key=_STIFFER.index, default=None),
        flags=tuple(sorted({*one.flags, *two.flags})),
    )


_STIFFER = ("less", "usual", "more")


def _worse(one: float | None, two: float | None) -> float | None:
    known = [value for value in (one, two) if value is not None]
    return max(known, default=None)


def longest_s(entry: DiaryEntry) -> int | None:
    """Seconds of the longest bout; without walk breaks on record, the whole run."""
    if entry.ran:
        return round(max(piece.run.value for piece in entry.ran) * _MINUTE)
    if entry.longest_bout is not None:
        return round(entry.longest_bout.value * _MINUTE)
    return said_s(entry)


def _event(entry: DiaryEntry, numbers: Numbers) -> Event:
    pain = entry.pain
    felt = Felt(
        pain.during, pain.right_after, pain.hour_later, pain.next_morning, pain.after_24_h, pain.walking, pain.at_night,
        entry.limped, None if entry.stiffness is None else entry.stiffness == "more",
    )  # fmt: skip
    walk = round(entry.minutes.value * _MINUTE) if entry.minutes is not None and entry.kind == "walk" else 0
    return Event(entry, entry.on.toordinal(), felt, _executed(entry, numbers), walk)


def _executed(entry: DiaryEntry, numbers: Numbers) -> Executed | None:
    dose = said_s(entry)
    if entry.kind != "run":
        return None
    if dose is None:
        raise DiaryError(
            f"the run on {entry.on} does not say how long was run; add 'running: 15 min', or the bouts under 'ran'."
        )
    bout = min(longest_s(entry) or dose, dose)
    if dose == 0:
        return None
    end = None
    if entry.at is not None:
        walks = sum(piece.repeats * piece.walk.value for piece in entry.ran if piece.walk) * _MINUTE
        end = (_minute(entry) * _MINUTE + dose + walks + numbers.warm_up_s) / _HOUR
    return Executed(entry.on.toordinal(), dose, bout, _index(entry.fast, numbers.fast_s),
                    _index(entry.uphill, numbers.hill_s), end)  # fmt: skip


def _index(duration: object, levels: Sequence[int]) -> int:
    """The lowest level that holds that much; more than any level counts as the last."""
    seconds = 0.0 if duration is None else duration.value * _MINUTE  # type: ignore[attr-defined]
    return next((at for at, most in enumerate(levels) if seconds <= most), len(levels) - 1)
