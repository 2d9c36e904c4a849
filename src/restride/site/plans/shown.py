"""The items of a plan as the page shows them: figures, ways up and down, and the whole why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from restride.explain.doses import Tile, dose_tiles
from restride.explain.words import dose_words, sides_words
from restride.model.plan import PlannedItem
from restride.model.words import Certainty, Status
from restride.site.names import Names
from restride.site.plans.desk import Desk
from restride.site.plans.models import PlanItemEdit
from restride.site.reasons import ShownReason, ShownSource, all_shown, sources

KINDS = {
    "strength": "Strength", "core": "Core", "stretch": "Stretch", "foam_roll": "Foam roller", "mobility": "Mobility",
    "balance": "Balance", "plyometric": "Jumping", "manual_therapy": "Manual therapy", "soft_tissue": "Soft tissue",
    "modality": "Modality", "tape": "Tape", "device": "Device", "drill": "Drill", "cue": "Cue",
    "education": "Education", "training_change": "Training", "footwear": "Footwear",
    "cross_training": "Other training", "recovery": "Recovery", "warm_up": "Warm-up",
}  # fmt: skip
MISSING_SHOWN = 3


@dataclass(frozen=True, slots=True)
class ShownEdit:
    """A change by hand: what it was, who changed it, when, why."""

    before: str
    reason: str
    by: str
    at: object


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One item with everything its page shows."""

    id: str
    number: int
    name: str
    kind: str
    tiles: tuple[Tile, ...]
    pain_limit: str
    load: str
    sides: str
    #: Up, pause, down, as prescribed. [s]
    tempo: tuple[int, int, int] | None
    minutes: str
    parameters: tuple[tuple[str, str], ...]
    up: str
    down: str
    stop: str
    technique: str
    steps: tuple[str, ...]
    cautions: tuple[str, ...]
    against: str
    grade: str
    certainty: Certainty
    draft: bool
    found: tuple[str, ...]
    rules: tuple[ShownReason, ...]
    dose_rules: tuple[ShownReason, ...]
    missing: tuple[str, ...]
    instead: tuple[tuple[str, str, str], ...]
    evidence: tuple[ShownSource, ...]
    edits: tuple[ShownEdit, ...]


def shown_items(
    desk: Desk, items: Iterable[PlannedItem], edits: Mapping[str, list[PlanItemEdit]]
) -> tuple[ShownItem, ...]:
    """Return a shelf as the page shows it."""
    names = Names(desk.situation.knowledge)
    return tuple(
        _item(desk, item, number, names, edits.get(item.item, [])) for number, item in enumerate(items, start=1)
    )


def _item(desk: Desk, item: PlannedItem, number: int, names: Names, edits: list[PlanItemEdit]) -> ShownItem:
    facts = desk.situation.knowledge
    rule = item.pain_rule
    return ShownItem(
        id=item.item,
        number=number,
        name=item.name,
        kind=KINDS.get(item.kind, item.kind),
        tiles=dose_tiles(item.dose, item.sides, rest=False),
        pain_limit=f"{rule.during_max_nrs:g} of 10" if rule else "",
        load=item.dose.load or "",
        sides=sides_words(item.sides),
        tempo=item.dose.tempo_s,
        minutes=f"{item.minutes:g} min",
        parameters=tuple((key.replace("_", " "), value) for key, value in item.dose.parameters.items()),
        up=item.progression or "",
        down=item.regression or "",
        stop=item.stop_if or "",
        technique=item.technique or "",
        steps=item.steps,
        cautions=item.cautions,
        against=item.guideline_against or "",
        grade=item.grade or "",
        certainty=item.dose.certainty,
        draft=Status.DRAFT in (item.status, item.dose.status),
        found=names.findings(name for reason in item.because for name in reason.findings),
        rules=all_shown(item.because, facts),
        dose_rules=all_shown(item.dose.because, facts),
        missing=_missing(desk, item),
        instead=tuple((one.item, one.name, one.why_not) for one in item.alternatives),
        evidence=sources(item.evidence, facts),
        edits=tuple(_edit(edit) for edit in edits),
    )


def _missing(desk: Desk, item: PlannedItem) -> tuple[str, ...]:
    """Tests that would show whether the item's needs are real, and that nobody has done."""
    done = {one.need for one in desk.evaluation.impairments}
    tests = desk.situation.knowledge.tests.values()
    wanted = [test.name for test in tests if test.need in item.needs and test.need not in done]
    return tuple(wanted[:MISSING_SHOWN])


def _edit(edit: PlanItemEdit) -> ShownEdit:
    return ShownEdit(before=_before(edit), reason=edit.reason, by=str(edit.made_by), at=edit.made_at)


def _before(edit: PlanItemEdit) -> str:
    import msgspec

    if edit.before is None:
        return "not in the proposal"
    try:
        item = msgspec.convert(edit.before, PlannedItem)
    except msgspec.ValidationError:
        return ""
    if edit.after is not None and edit.after.get("item") != item.item:
        return item.name
    return dose_words(item.dose)
