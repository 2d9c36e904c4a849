"""A plan on the therapist's desk: the stored document as types, and everything the engine needs to change it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from restride.model.evaluation import Evaluation
from restride.model.plan import Plan, PlannedItem
from restride.site import engine
from restride.site.plans.models import PlanVersion
from restride.treatment.needs import WeighedNeed, weigh_needs
from restride.treatment.situation import Situation

SHELVES = ("home", "clinic", "gait", "advice")


class Unreadable(ValueError):
    """An older program wrote this document in another shape."""


@dataclass(frozen=True)
class Desk:
    """One plan version, opened."""

    row: PlanVersion
    plan: Plan
    evaluation: Evaluation

    @cached_property
    def situation(self) -> Situation:
        """The case on the day of the plan, as the builder of plans sees it."""
        case = engine.case_of(self.row.evaluation.case_version.document)
        return Situation(case, self.evaluation, engine.facts(), self.plan.today)

    @cached_property
    def needs(self) -> dict[str, WeighedNeed]:
        """What the plan must serve."""
        return weigh_needs(self.situation)

    def item(self, item_id: str) -> tuple[str, PlannedItem] | None:
        """Return an item and the shelf it stands on."""
        for shelf in SHELVES:
            for item in shelf_of(self.plan, shelf):
                if item.item == item_id:
                    return shelf, item
        return None


def opened(row: PlanVersion) -> Desk:
    """Read a stored plan.

    Raises
    ------
    Unreadable
        The document has another shape.
    """
    plan = engine.read(row.document, Plan)
    evaluation = engine.read(row.evaluation.document, Evaluation)
    if plan is None or evaluation is None:
        raise Unreadable(f"{row} was written by an older program and can only be replaced by a new proposal.")
    return Desk(row, plan, evaluation)


def shelf_of(plan: Plan, shelf: str) -> tuple[PlannedItem, ...]:
    """Return the items of one shelf: home, clinic, gait, advice."""
    items: tuple[PlannedItem, ...] = getattr(plan, shelf)
    return items
