"""Where the sections of a report stand: how good it is beside the pictures, on a phone before them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from restride.adapters.gait_report.markup import Html, joined, tag
from restride.adapters.gait_report.sections import Section

#: What stands in the narrow column, wherever it was.
_BESIDE = ("quality", "sure", "filmed", "exam")
#: What it stands beside: the first of these that the report has. Everything else takes the whole width.
_WIDE = (("moments", "player", "repetitions"), ("ground", "rate"), ("findings", "patterns"), ("numbers",))
#: Two small charts in one line.
_PAIR = ("ground", "rate")


class Layout(NamedTuple):
    """The markup of a report in four places; a page adds cards of its own after ``beside``."""

    before: Html
    beside: Html
    wide: Html
    after: Html

    def whole(self) -> Html:
        """The report in one piece."""
        aside = tag("aside", self.beside, class_="stack", aria_label="How good it is")
        return tag("div", self.before, tag("div", aside, tag("div", self.wide), class_="split safe mt"), self.after,
                   class_="gr")  # fmt: skip


def laid_out(parts: Sequence[Section]) -> Layout:
    """Put sections in their places; what comes first of all, as poor quality does, stays on top."""
    names = [part.id for part in parts]
    wide = next((group for group in _WIDE if any(name in names for name in group)), ())
    beside = [part for part in parts[1:] if part.id in _BESIDE]
    rest = [part for part in parts if part not in beside and part.id not in wide]
    start = min((names.index(name) for name in wide if name in names), default=len(names))
    return Layout(
        before=_lined([part for part in rest if names.index(part.id) < start]),
        beside=joined([part.html for part in beside]),
        wide=joined([part.html for part in parts if part.id in wide]),
        after=_lined([part for part in rest if names.index(part.id) > start]),
    )


def _lined(parts: Sequence[Section]) -> Html:
    pair = [part.html for part in parts if part.id in _PAIR]
    lines = []
    for part in parts:
        if part.id not in _PAIR:
            lines.append(part.html)
        elif pair:
            lines.append(tag("div", pair, class_="gr-pair"))
            pair = []
    return joined(lines)
