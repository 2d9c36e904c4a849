"""The home programme: of all allowed sets of at most four items, the one that covers most need.

An exact search: branch and bound over the items, with the sum of the best single gains as the bound.
Coverage of a need saturates, so a second item for the same need adds little, and two steps of one chain
cost something together: variety follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from restride.knowledge.schema import Item

#: A need is fully covered by one main-purpose item. The scale of Serves.amount, not a clinical number.
FULL_COVER = 3


class Choice:
    """The items that may be chosen, what each need weighs, and how many may be taken."""

    def __init__(
        self,
        items: Sequence[Item],
        weights: Mapping[str, float],
        extra: Mapping[str, float],
        most: int,
        same_chain_cost: float = 0.0,
    ) -> None:
        self._needs = {need: index for index, need in enumerate(sorted(weights))}
        self._weights = [weights[need] for need in sorted(weights)]
        self._extra = extra
        self._most = most
        self._same_chain_cost = same_chain_cost
        self._covers = {item.id: self._cover(item) for item in items}
        empty = [0.0] * len(self._weights)
        # The order is fixed by gain, then id, so the same input always gives the same set.
        self._items = sorted(
            (item for item in items if self._gain(item, empty) > 0),
            key=lambda item: (-self._gain(item, empty), item.id),
        )
        self._bounds = [self._gain(item, empty) for item in self._items]
        self._best_value = 0.0
        self._best: tuple[Item, ...] = ()

    @property
    def best(self) -> tuple[Item, ...]:
        """The best set; the item that adds most first."""
        self._best_value, self._best = 0.0, ()
        self._search(0, (), [0.0] * len(self._weights), 0.0)
        return self._in_order(self._best)

    @property
    def first_come(self) -> tuple[Item, ...]:
        """One after the other, each time the item that adds most; for lists where any length is fine."""
        return self._in_order(self._items)[: self._most]

    def _in_order(self, items: Sequence[Item]) -> tuple[Item, ...]:
        chosen, covered, rest = [], [0.0] * len(self._weights), list(items)
        while rest:
            first = max(rest, key=lambda item: (self._gain(item, covered), item.id))
            if self._gain(first, covered) <= 0:
                break
            chosen.append(first)
            covered = self._add(first, covered)
            rest = [item for item in rest if item is not first and not _clash(item, first)]
        return tuple(chosen)

    def _cover(self, item: Item) -> list[tuple[int, float]]:
        return [(self._needs[s.need], s.amount / FULL_COVER) for s in item.serves if s.need in self._needs]

    def _gain(self, item: Item, covered: Sequence[float]) -> float:
        gain = self._extra.get(item.id, 0.0)
        for need, amount in self._covers[item.id]:
            gain += self._weights[need] * (min(1.0, covered[need] + amount) - covered[need])
        return gain

    def _add(self, item: Item, covered: Sequence[float]) -> list[float]:
        after = list(covered)
        for need, amount in self._covers[item.id]:
            after[need] = min(1.0, after[need] + amount)
        return after

    def _search(self, start: int, chosen: tuple[Item, ...], covered: list[float], value: float) -> None:
        if value > self._best_value + 1e-9:
            self._best_value, self._best = value, chosen
        room = self._most - len(chosen)
        if room == 0:
            return
        for index in range(start, len(self._items)):
            # Items are sorted by their single gain, which no later gain exceeds.
            if value + sum(self._bounds[index : index + room]) <= self._best_value + 1e-9:
                return
            item = self._items[index]
            if any(_clash(item, other) for other in chosen):
                continue
            gain = self._gain(item, covered) - self._same_chain_cost * sum(_same_chain(item, one) for one in chosen)
            if gain > 0:
                self._search(index + 1, (*chosen, item), self._add(item, covered), value + gain)


def _clash(item: Item, other: Item) -> bool:
    return item.id in other.not_with or other.id in item.not_with


def _same_chain(item: Item, other: Item) -> bool:
    """The same exercise, one step easier or harder."""
    return item.id in (*other.progresses_to, *other.regresses_to) or other.id in (
        *item.progresses_to,
        *item.regresses_to,
    )


def uncovered(items: Sequence[Item], weights: Mapping[str, float]) -> list[str]:
    """Needs that none of the items serves, the most needed first."""
    served = {serves.need for item in items for serves in item.serves}
    return sorted((need for need in weights if need not in served), key=lambda need: (-weights[need], need))
