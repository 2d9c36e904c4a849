"""Fill the plan's four shelves (home, clinic, gait, advice) and say what was left out, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from restride.knowledge.schema import Item
from restride.model.plan import Alternative, NotRecommended, PlannedItem, UncoveredNeed
from restride.treatment.candidates import ADVICE_KINDS, CLINIC_KINDS, GAIT_KINDS, HOME_KINDS, Standing, stand
from restride.treatment.choice import Choice, uncovered
from restride.treatment.items import planned_item
from restride.treatment.needs import WeighedNeed, grade_weight, recommendations
from restride.treatment.situation import Situation

_ALTERNATIVES = 2
_EXPECTED = 12


class Programme:
    """What is proposed, what is not, and the needs behind it."""

    def __init__(self, situation: Situation, needs: Mapping[str, WeighedNeed]) -> None:
        self._situation = situation
        self._needs = needs
        self._weights = {need: weighed.weight for need, weighed in needs.items()}
        self.standings = {name: stand(situation, item) for name, item in sorted(situation.knowledge.items.items())}
        self._named = _named_items(situation)
        self.dropped_for_time: list[str] = []
        self.home = self._home()
        self.clinic = self._shelf(CLINIC_KINDS, "clinic", int(situation.number("clinic_items_max")))
        self.gait = self._shelf(GAIT_KINDS, "advice", int(situation.number("gait_items_max")))
        self.advice = self._shelf(ADVICE_KINDS, "advice", int(situation.number("advice_items_max")))

    @property
    def proposed(self) -> tuple[PlannedItem, ...]:
        """Everything on the four shelves."""
        return (*self.home, *self.clinic, *self.gait, *self.advice)

    def _allowed(self, kinds: Iterable[str], *, at_home: bool = False) -> list[Item]:
        return [
            standing.item
            for standing in self.standings.values()
            # An item that serves nothing stands in the library only to be named where it is advised against.
            if standing.refused is None
            and standing.item.serves
            and standing.item.kind in kinds
            and not (at_home and (standing.item.where == "clinic" or standing.item.clinician_only))
        ]

    def _extra(self, items: Iterable[Item], *, costs: bool) -> dict[str, float]:
        situation = self._situation
        extra = {}
        for item in items:
            value = self._named.get(item.id, 0.0) * situation.number("named_item_share")
            value += situation.number("liked") if item.id in situation.case.likes else 0.0
            if costs:
                minutes = item.minutes.value if item.minutes and item.minutes.value else 0.0
                value -= situation.number("cost_per_item") + situation.number("cost_per_minute") * minutes
            extra[item.id] = value
        return extra

    def _home(self) -> tuple[PlannedItem, ...]:
        situation = self._situation
        items = self._allowed(HOME_KINDS, at_home=True)
        choice = Choice(
            items,
            self._weights,
            self._extra(items, costs=True),
            most=int(situation.number("home_items_max")),
            same_chain_cost=situation.number("same_chain_cost"),
        )
        planned = [
            planned_item(
                situation,
                self.standings[item.id],
                self._needs,
                "home",
                self._alternatives(item, choice.best, items),
            )
            for item in choice.best
        ]
        return tuple(self._within_time(planned))

    def _within_time(self, planned: Sequence[PlannedItem]) -> Iterator[PlannedItem]:
        """Keep from the top while the day's minutes last; what does not fit is named, never squeezed in."""
        left = self._situation.case.availability.minutes_per_day or self._situation.number("home_minutes_default")
        for item in planned:
            # Once one does not fit, nothing below it is taken: less time never means more items.
            if self.dropped_for_time or item.minutes > left:
                self.dropped_for_time.append(item.item)
                continue
            left -= item.minutes
            yield item

    def _alternatives(self, chosen: Item, best: Sequence[Item], items: Sequence[Item]) -> tuple[Alternative, ...]:
        main = {serves.need for serves in chosen.serves if serves.amount == 3}
        taken = {item.id for item in best}
        rivals = [
            item for item in items if item.id not in taken and main & {s.need for s in item.serves if s.amount >= 2}
        ]
        rivals.sort(key=lambda item: (-self._named.get(item.id, 0.0), item.id))
        return tuple(
            Alternative(item=item.id, name=item.name, why_not=_why_not(item, chosen, self._named))
            for item in rivals[:_ALTERNATIVES]
        )

    def _shelf(self, kinds: Iterable[str], where: str, most: int) -> tuple[PlannedItem, ...]:
        situation = self._situation
        items = [item for item in self._allowed(kinds) if self._supported(item)]
        choice = Choice(items, self._weights, self._extra(items, costs=False), most)
        return tuple(planned_item(situation, self.standings[item.id], self._needs, where) for item in choice.first_come)  # type: ignore[arg-type]

    def _supported(self, item: Item) -> bool:
        """Clinic adjuncts, cues and drills need something that speaks for them here; advice needs a need."""
        if item.id in self._named:
            return True
        if item.kind in ADVICE_KINDS:
            # Advice for an injury (rest, walk-run) is not for somebody without one.
            return self._situation.case.purpose == "injury"
        here = {condition.id for condition in self._situation.conditions}
        return any(evidence.direction == "for" and evidence.condition in here for evidence in item.evidence)

    def not_recommended(self) -> tuple[NotRecommended, ...]:
        """Items a therapist would expect here and does not find, each with the reason."""
        named = {*self._named, *_items_against(self._situation)}
        rows = []
        for name, standing in self.standings.items():
            refused = standing.refused
            if refused is None:
                continue
            expected = name in named or refused.kind == "guideline_against"
            if expected or (refused.kind == "contraindicated" and self._useful(standing)):
                rows.append((refused.kind != "guideline_against", -self._named.get(name, 0.0), name, refused))
        rows.sort(key=lambda row: row[:3])
        return tuple(row[3] for row in rows[:_EXPECTED])

    def _useful(self, standing: Standing) -> bool:
        """Would have covered one of the three greatest needs."""
        top = list(self._needs)[:3]
        return any(serves.need in top and serves.amount == 3 for serves in standing.item.serves)

    def uncovered(self) -> tuple[UncoveredNeed, ...]:
        """Needs that nothing proposed serves, and why not."""
        items = [self._situation.knowledge.items[planned.item] for planned in self.proposed]
        return tuple(
            UncoveredNeed(need=need, says=self._situation.knowledge.needs[need].says, why=self._why_uncovered(need))
            for need in uncovered(items, self._weights)
        )

    def _why_uncovered(self, need: str) -> str:
        serving = [s for s in self.standings.values() if any(serves.need == need for serves in s.item.serves)]
        if not serving:
            return "The library has nothing for it yet."
        refused = [standing.refused for standing in serving if standing.refused is not None]
        if len(refused) == len(serving):
            return refused[0].says
        if any(standing.item.id in self.dropped_for_time for standing in serving):
            return "Does not fit into the minutes at hand."
        return "Other needs come first; at most four home items at a time."


def _why_not(item: Item, chosen: Item, named: Mapping[str, float]) -> str:
    if named.get(item.id, 0.0) < named.get(chosen.id, 0.0):
        return "less support for this condition"
    if len(item.equipment) > len(chosen.equipment):
        return f"needs {', '.join(thing.replace('_', ' ') for thing in item.equipment)}"
    return "covers less of what is needed here"


def _named_items(situation: Situation) -> dict[str, float]:
    """Items that a recommendation of this phase names, with the recommendation's weight."""
    named: dict[str, float] = {}
    if situation.case.purpose == "prevention":
        listed = situation.knowledge.engine["prevention_needs"].lists["items"]
        named = dict.fromkeys(listed, situation.number("grade_other"))
    for condition in situation.conditions:
        for recommendation in recommendations(situation, condition, "for"):
            for name in recommendation.items:
                named[name] = max(named.get(name, 0.0), grade_weight(situation, recommendation.grade))
    return named


def _items_against(situation: Situation) -> set[str]:
    return {
        name
        for condition in situation.conditions
        for recommendation in condition.recommendations
        if recommendation.direction == "against"
        for name in recommendation.items
    }
