"""The lines of the table of all measurements, for page and paper alike: a measure, its legs, and what changed of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from restride.explain.gait_words import PLANES, UNIT_NAMES, VERDICTS, key_ids, number
from restride.model.gait import Change, GaitComparison, GaitReport, Metric, Verdict
from restride.model.words import Side, State

#: Left is always the left column.
SIDES_IN_ORDER = (Side.LEFT, Side.RIGHT, Side.BOTH)
#: Verdicts of what did change.
MOVED = ("better", "worse", "changed")
_DIFFERENCES = "Left minus right"
_ASYMMETRY = "_asymmetry"

One = TypeVar("One", Metric, Change)
Said = TypeVar("Said", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of the legs, or of both feet together, and what changed of it since an earlier session."""

    metrics: tuple[Metric, ...]
    changes: tuple[Change, ...] = ()
    #: The same measure stands in another row, leg by leg.
    beside_legs: bool = False

    @property
    def id(self) -> str:
        """Which measure."""
        return self.metrics[0].id

    @property
    def name(self) -> str:
        """Its name; the unit stands under it."""
        return self.metrics[0].name

    @property
    def unit(self) -> str:
        """«milliseconds»."""
        return UNIT_NAMES.get(self.metrics[0].unit, self.metrics[0].unit)

    def of(self, side: Side) -> Metric | None:
        """The number of a side."""
        return next((one for one in self.metrics if one.side is side), None)

    @property
    def smallest(self) -> str:
        """The smallest real change, once where the legs agree; between two sessions that of the pair."""
        return " · ".join(dict.fromkeys(number(one.smallest_change, one.unit) for one in self.changes or self.metrics))


@dataclass(frozen=True, slots=True)
class Numbers:
    """Every number of a report: what stands open, the rest by how it is seen, and the notes on the grades."""

    key: list[Row]
    rest: dict[str, list[Row]]
    #: Reason of a grade → its number.
    notes: dict[str, int]
    comparison: GaitComparison | None

    @property
    def legs(self) -> bool:
        """Whether any measure tells the legs apart."""
        return any(one.side is not Side.BOTH for rows in self.groups.values() for row in rows for one in row.metrics)

    @property
    def groups(self) -> dict[str, list[Row]]:
        """The open ones and the rest, as paper takes them."""
        return {"Key figures": self.key, **self.rest}


def numbers_of(report: GaitReport, comparison: GaitComparison | None = None) -> Numbers:
    """The table of a report; what is outside the usual, or became better or worse, stands open with the key figures."""
    shown = [m for m in report.metrics if not m.id.endswith(_ASYMMETRY)]
    changes = {(one.id, one.side): one for one in comparison.changes} if comparison else {}
    # Where the legs stand open, both feet together are one of the rest.
    first = set(key_ids({m.id for m in shown}))
    first |= {one.metric for one in report.findings if one.state is State.PRESENT}
    first |= {name for (name, _), one in changes.items() if one.verdict in ("better", "worse")}
    rows = [row for name in dict.fromkeys(m.id for m in shown) for row in _rows(name, shown, changes)]
    order = key_ids({row.id for row in rows})
    key = sorted(
        (row for row in rows if row.id in first and not row.beside_legs),
        key=lambda row: order.index(row.id) if row.id in order else len(order),
    )
    rest = {
        title: found
        for plane, title in PLANES.items()
        if (found := [row for row in rows if row not in key and row.metrics[0].plane == plane])
    }
    # Left minus right has its own picture and table; only what changed of it stands nowhere else.
    apart = [m for m in report.metrics if m.id.endswith(_ASYMMETRY)] if comparison else []
    if apart:
        rest[_DIFFERENCES] = [row for m in apart for row in _rows(m.id, apart, changes)]
    reasons = dict.fromkeys(reason for m in [*shown, *apart] for reason in m.reasons)
    if not key:
        rest, key = {}, [row for found in rest.values() for row in found]
    return Numbers(key, rest, {reason: at for at, reason in enumerate(reasons, 1)}, comparison)


def _rows(name: str, metrics: Sequence[Metric], changes: dict[tuple[str, Side], Change]) -> list[Row]:
    """The legs in one row, both feet together in the next."""
    found = [m for side in SIDES_IN_ORDER for m in metrics if m.id == name and m.side is side]
    legs = tuple(m for m in found if m.side is not Side.BOTH)
    both = tuple(m for m in found if m.side is Side.BOTH)
    return [
        Row(some, tuple(one for m in some if (one := changes.get((m.id, m.side)))), bool(legs) and some is both)
        for some in (legs, both)
        if some
    ]


def changes_together(changes: Sequence[Change]) -> list[tuple[Change, ...]]:
    """Changes of the legs together, of both feet apart; better and worse come first."""
    rows: dict[tuple[str, bool], list[Change]] = {}
    for one in sorted(changes, key=lambda one: SIDES_IN_ORDER.index(one.side)):
        rows.setdefault((one.id, one.side is Side.BOTH), []).append(one)
    order, listed = list(VERDICTS), [one.id for one in changes]
    return sorted(
        map(tuple, rows.values()),
        key=lambda row: (min(order.index(one.verdict) for one in row), listed.index(row[0].id)),
    )


def by_side(
    found: Sequence[One], say: Callable[[One], Said], *, every: Sequence[Side] = ()
) -> list[tuple[Side | None, Said]]:
    """What is said of all where they agree, without a side; else of each side, the left leg's first.

    ``every`` names the sides that stand beside it: with one of them silent, nothing is said of all.
    """
    said = {one.side: say(one) for one in found}
    if len(set(said.values())) == 1 and len(said) >= len(every):
        return [(None, say(found[0]))]
    return [(side, said[side]) for side in SIDES_IN_ORDER if side in said]


def each(found: Sequence[One], sides: Sequence[Side], say: Callable[[One], str]) -> str:
    """«261 · 267», left first; a dash for a side without one."""
    said = {one.side: say(one) for one in found}
    return " · ".join(said.get(side, "–") for side in SIDES_IN_ORDER if side in sides)


def verdict_words(verdict: Verdict, *, more: bool) -> str:
    """«Better», «Changed: less», «No real change»."""
    return VERDICTS[verdict] + (": more" if more else ": less") * (verdict == "changed")
