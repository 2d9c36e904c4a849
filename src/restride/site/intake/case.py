"""From the draft to a case: the runner's part, on top of what others wrote."""

from __future__ import annotations

from copy import deepcopy

from restride.site.documents import Document
from restride.site.intake.places import NOWHERE

#: What the intake asks; everything else of a case (exam, measures, clearances) belongs to the clinic.
RUNNERS_PART = (
    "runner", "complaints", "red_flags", "routine", "history", "medicines", "bone_and_energy", "wellbeing", "goals",
    "equipment", "availability", "note",
)  # fmt: skip
DEFAULT_GOAL = "return_to_running"


def case_of(draft: Document, latest: Document | None) -> Document:
    """Return the whole case: the newest version with the runner's part replaced by the draft."""
    document = {key: value for key, value in (latest or {}).items() if key not in RUNNERS_PART}
    mine = deepcopy({key: draft[key] for key in RUNNERS_PART if draft.get(key)})
    mine["complaints"] = [one for one in mine.get("complaints", []) if one.get("site")] or [{"site": NOWHERE}]
    goals = [{"what": DEFAULT_GOAL, **goal} for goal in mine.pop("goals", []) if goal]
    return {**document, **mine, **({"goals": goals} if goals else {})}


def runners_part(case: Document) -> Document:
    """Return what of a case the intake can show and change."""
    return deepcopy({key: case[key] for key in RUNNERS_PART if case.get(key)})
