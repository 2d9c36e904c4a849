"""How much of an item: its protocol for the condition and phase, moved by irritability."""

from __future__ import annotations

from restride.knowledge.schema import Dose, Item
from restride.model.decision import Reason
from restride.model.plan import PlannedDose
from restride.treatment.situation import Situation, cites


def choose_form(situation: Situation, item: Item) -> Dose:
    """The most specific form: this condition and phase, else this condition, else the general one."""

    def fit(form: Dose) -> tuple[int, int]:
        here = {condition.id for condition in situation.conditions}
        condition = 2 if here & set(form.conditions) else 1 if not form.conditions else 0
        phase = 2 if situation.phase_number in form.phases else 1 if not form.phases else 0
        return condition, phase

    return max(item.doses, key=fit)


def planned_dose(situation: Situation, item: Item) -> PlannedDose:
    """The dose to start with: the low end while tolerance is unknown, less when irritable."""
    form = choose_form(situation, item)
    level = situation.irritability
    return PlannedDose(
        sets=_sets(form.sets, level),
        repetitions=_narrowed(form.repetitions, level),
        hold_s=_narrowed(form.hold_s, level),
        minutes=form.minutes,
        metres=form.metres,
        contacts=_narrowed(form.contacts, level),
        days_per_week=_narrowed(form.days_per_week, level),
        times_per_day=_narrowed(form.times_per_day, level),
        rest_s=form.rest_s,
        tempo_s=form.tempo_s,
        effort_0_10=_narrowed(form.effort_0_10, level),
        load=form.load,
        parameters=form.parameters,
        certainty=form.certainty,
        status=form.status,
        because=_reasons(situation, item, form),
    )


def _sets(pair: tuple[int, int] | None, level: str) -> int | None:
    """Low: the middle of the range. Otherwise its low end; when irritable one set fewer, at least one."""
    if pair is None:
        return None
    low, high = pair
    if level == "low":
        return (low + high) // 2
    return max(1, low - 1) if level == "high" else low


def _narrowed(pair: tuple[int, int] | None, level: str) -> tuple[int, int] | None:
    """The whole range, or only its low end when irritable."""
    return (pair[0], pair[0]) if pair and level == "high" else pair


def _reasons(situation: Situation, item: Item, form: Dose) -> tuple[Reason, ...]:
    protocol = Reason(
        rule=f"{item.id}.dose",
        says=f"Dose: {form.applies_to}.",
        facts=(f"items/{item.id}",),
        sources=cites(form.sources),
        certainty=form.certainty,
        status=form.status,
    )
    return (protocol, situation.house_rule("treatment_choice", f"start_{situation.irritability}"))
