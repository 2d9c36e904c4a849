"""What the engine already understands of a draft: the places that hurt, and what typed answers say of them.

Which questions follow is the knowledge's choice, not a list of ours: this module only asks it.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import date

import msgspec

from restride.evaluation.findings import said, views
from restride.evaluation.prepared import Prepared, prepare
from restride.evaluation.triage import applies
from restride.evaluation.view import View
from restride.knowledge.case_reader import convert_case
from restride.knowledge.load import load
from restride.knowledge.schema import RedFlag
from restride.model.case import Case, Runner
from restride.model.quantity import decode_quantity
from restride.model.words import Urgency
from restride.site.documents import Document


@dataclass(frozen=True, slots=True)
class Picture:
    """A draft in the engine's eyes; without a place there is nothing to see yet."""

    prepared: Prepared
    case: Case | None
    views: tuple[View, ...]
    runner: Runner

    @property
    def places(self) -> frozenset[str]:
        """Every site that hurts."""
        return frozenset().union(*(view.whole for view in self.views))

    def flags(self) -> tuple[RedFlag, ...]:
        """Red-flag questions for this age, sex and place, the most urgent first, else as the knowledge orders them."""
        if self.case is None:
            return ()
        asked = [flag for flag in self.prepared.knowledge.red_flags.values() if applies(flag, self.case, self.views)]
        return tuple(sorted(asked, key=lambda flag: -flag.urgency.rank))


def picture_of(document: Document, today: date) -> Picture:
    """Look at a draft without its answers on symptoms, so that a page does not change while it is filled in."""
    prepared = prepare(load())
    bare = deepcopy(document)
    runner = msgspec.convert(bare.get("runner", {}), Runner, dec_hook=decode_quantity)
    if not bare.get("complaints"):
        return Picture(prepared, None, (), runner)
    for complaint in bare["complaints"]:
        complaint.pop("features", None)
    case = convert_case(bare, prepared.knowledge, name="these answers")
    return Picture(prepared, case, views(case, said(case, prepared), prepared, today), runner)


def acts_at_once(flag: RedFlag) -> bool:
    """Whether a yes is answered at once with what to do now."""
    return flag.urgency.rank >= Urgency.SAME_DAY.rank
