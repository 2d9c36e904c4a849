"""Where a damaged FIT file makes sense again: at the next definition, or at the next message whose time goes on."""

from __future__ import annotations

from collections.abc import Sequence

from restride.adapters.activities.fit_message import TIMESTAMP, Definition, read_definition, sensible

#: A message after damage is believed where its time is at most so much later. [s]
_AHEAD_S = 3600


class Resync:
    """Looks for the next believable place; remembers the last time that was believable."""

    def __init__(self, data: bytes, end: int) -> None:
        self._data = data
        self._end = end
        self._last: int | None = None

    def place_after(self, at: int, current: Sequence[Definition | None]) -> int:
        """The next believable header from ``at`` on, else the end."""
        self._note_times(current)
        data, end = self._data, self._end
        while at + 2 <= end:
            head = data[at]
            if head & 0xD0 == 0x40:
                if at + 9 <= end and data[at + 1] == 0 and data[at + 2] <= 1 and 0 < data[at + 5] < 100:
                    one, _ = read_definition(data, at, end)
                    if one is not None and sensible(one):
                        return at
            elif head < 16 and self._believable(at, current) and self._goes_on(at, current):
                return at
            at += 1
        return end

    def _note_times(self, current: Sequence[Definition | None]) -> None:
        times = []
        for one in current:
            if one is not None:
                times += [(place, time) for place in one.at[-12:] if (time := self._time(one, place)) is not None]
        times.sort()
        if self._last is None and times:
            middle = sorted(time for _, time in times)
            self._last = middle[len(middle) // 2]
        for _, time in times:
            if self._last is not None and 0 <= time - self._last <= _AHEAD_S:
                self._last = time

    def _time(self, one: Definition, place: int) -> int | None:
        for field in one.fields:
            if field.number == TIMESTAMP and field.size == 4 and place + one.size <= self._end:
                piece = self._data[place + field.at : place + field.at + 4]
                return int.from_bytes(piece, "big" if one.big_endian else "little")
        return None

    def _believable(self, at: int, current: Sequence[Definition | None]) -> bool:
        one = current[self._data[at]]
        if one is None or self._last is None or at + 1 + one.size > self._end:
            return False
        time = self._time(one, at + 1)
        return time is not None and -5 <= time - self._last <= _AHEAD_S

    def _goes_on(self, at: int, current: Sequence[Definition | None]) -> bool:
        one = current[self._data[at]]
        following = at + 1 + (one.size if one is not None else 0)
        if following >= self._end:
            return following == self._end
        head = self._data[following]
        if head < 16:
            return self._believable(following, current)
        return head & 0xD0 == 0x40 and following + 6 <= self._end and self._data[following + 2] <= 1
