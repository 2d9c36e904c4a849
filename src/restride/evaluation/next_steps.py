"""What to ask or test next: what would change the course first, the order second, the treatment third.

Each step is valued per minute it costs. A step that loads bone by impact while a bone stress injury is
possible, or that something known forbids, is never offered.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from restride.evaluation.dangers import Reading, in_place, read_trigger
from restride.evaluation.hypotheses import Ranked
from restride.evaluation.prepared import Prepared
from restride.evaluation.ranking import Weighed
from restride.evaluation.reasons import house_rule
from restride.evaluation.worth import Worth, field_of, plausible, worth_of
from restride.knowledge.schema import FindingWord, PhysicalTest
from restride.model.decision import Reason
from restride.model.evaluation import Danger, NextStep, Triage
from restride.model.words import State, Urgency

_ASKED = ("symptom", "history", "medicine", "bone_energy", "wellbeing")
_RELEASES = "exam"


class Offer(NamedTuple):
    """A step with its value per minute."""

    value: float
    group: str
    step: NextStep


def find_next_steps(
    ranked: tuple[Ranked, ...], dangers: tuple[Danger, ...], triage: Triage, prepared: Prepared
) -> tuple[NextStep, ...]:
    """The few questions and tests worth doing next, the best first."""
    offers: list[Offer] = []
    for one in ranked:
        readings = _readings(one, dangers, prepared)
        field = field_of(one)
        for finding in sorted(_candidates(one, field, readings)):
            worth = worth_of(finding, one, readings, dangers, prepared)
            offer = _offer(finding, worth, one, triage, prepared)
            if offer is not None:
                offers.append(offer)
    offers += _flag_offers(ranked, dangers, triage, prepared)
    return _best(offers, prepared)


def _best(offers: list[Offer], prepared: Prepared) -> tuple[NextStep, ...]:
    numbers = prepared.numbers["next_step_values"]
    chosen: dict[str, Offer] = {}
    for offer in sorted(offers, key=lambda one: (-round(one.value, 6), one.step.id, one.step.complaint or 0)):
        taken = {one.step.id for one in chosen.values()}
        if offer.value < numbers["least"] or offer.group in chosen or offer.step.id in taken:
            continue
        chosen[offer.group] = offer
        if len(chosen) == int(numbers["offered"]):
            break
    return tuple(offer.step for offer in chosen.values())


def _readings(ranked: Ranked, dangers: tuple[Danger, ...], prepared: Prepared) -> dict[str, list[Reading]]:
    """Undecided triggers of the dangers that wait for answers at this complaint."""
    waiting = {
        danger.condition
        for danger in dangers
        if danger.state == "needs_answers" and danger.complaint in (ranked.view.complaint, None)
    }
    found: dict[str, list[Reading]] = {}
    for name in sorted(waiting):
        profile = prepared.profiles[name]
        watch = profile.condition.must_not_miss
        triggers = watch.triggers if watch else ()
        readings = [read_trigger(one, ranked.view) for one in triggers if in_place(one, profile, ranked.view, prepared)]
        found[name] = [reading for reading in readings if reading.state == "undecided"]
    return found


def _candidates(ranked: Ranked, field: tuple[Weighed, ...], readings: dict[str, list[Reading]]) -> set[str]:
    found = {message.key for one in field for message in one.profile.messages if message.cluster is None}
    found |= {finding for group in readings.values() for reading in group for finding in reading.missing}
    for one in field:
        watch = one.profile.condition.must_not_miss
        found |= {release.finding for release in watch.releases} if watch else set()
    return {finding for finding in found if ranked.view.state(finding) is State.UNKNOWN}


def _offer(finding: str, worth: Worth, ranked: Ranked, triage: Triage, prepared: Prepared) -> Offer | None:
    test, word = prepared.knowledge.tests.get(finding), prepared.knowledge.findings.get(finding)
    if worth.total <= 0 or not is_safe(test, word, ranked, triage):
        return None
    minutes = _minutes(test, word, ranked, prepared)
    if minutes is None:
        return None
    numbers = prepared.numbers["next_step_values"]
    kind: Literal["question", "test"] = "test" if test else "question"
    says = test.name if test else (word.ask or word.says if word else finding)
    plain = (test.plain or test.name) if test else (word.ask or word.plain or word.says if word else finding)
    step = NextStep(
        kind=kind,
        id=finding,
        complaint=ranked.view.complaint,
        says=says,
        plain=plain,
        decides=_decides(worth, prepared),
        between=tuple(sorted({*worth.between, *worth.dangers})),
        minutes=minutes,
        unlocks=worth.dangers,
        because=(_why(finding, worth),),
    )
    group = (word.group if word else None) or finding
    return Offer(worth.total / (numbers["fixed_minutes"] + minutes), group, step)


def is_safe(test: PhysicalTest | None, word: FindingWord | None, ranked: Ranked, triage: Triage) -> bool:
    """Never impact while bone is possible, nor a test that something known forbids."""
    impact = (test is not None and test.impact) or (word is not None and word.impact)
    if impact and triage.impact_locked:
        return False
    return test is None or not any(ranked.view.alarms(one) for one in test.contraindications)


def _minutes(test: PhysicalTest | None, word: FindingWord | None, ranked: Ranked, prepared: Prepared) -> float | None:
    """Minutes it takes; None where it cannot be asked or tested here."""
    if test is not None:
        return test.minutes.value if test.minutes.value is not None else test.minutes.high
    if word is None or (word.domain not in _ASKED and word.domain != _RELEASES):
        return None
    if word.sites and ranked.view.whole.isdisjoint(word.sites):
        return None
    return prepared.numbers["next_step_values"]["question_minutes"]


def _names(ids: Iterable[str], prepared: Prepared) -> str:
    return ", ".join(prepared.profiles[name].condition.name for name in ids if name in prepared.profiles)


def _decides(worth: Worth, prepared: Prepared) -> str:
    if worth.course >= worth.order and worth.dangers:
        return f"whether to look further ({_names(worth.dangers, prepared)})"
    if worth.between:
        return f"which fits better ({_names(worth.between, prepared)})"
    return "how much load is tolerated now"


def _why(finding: str, worth: Worth) -> Reason:
    if worth.course >= worth.order and worth.dangers:
        return house_rule(
            "next_step_values/course",
            "The answer could change the course.",
            findings=[finding],
            facts=("next_step_values/course",),
        )
    if worth.between:
        return house_rule(
            "next_step_values/order",
            "The answer moves the first hypotheses apart.",
            findings=[finding],
            facts=("next_step_values/order",),
        )
    return house_rule(
        "next_step_values/treatment",
        "The answer changes how irritable it is.",
        findings=[finding],
        facts=("next_step_values/treatment",),
    )


def _flag_offers(
    ranked: tuple[Ranked, ...], dangers: tuple[Danger, ...], triage: Triage, prepared: Prepared
) -> list[Offer]:
    """Unanswered warning questions that belong to what leads or stands open."""
    numbers = prepared.numbers["next_step_values"]
    belonging = {flag for rank in ranked for one in rank.leading for flag in one.profile.condition.red_flags}
    standing = {danger.condition for danger in dangers if danger.state != "answered"}
    offers = []
    for name in triage.not_asked:
        flag = prepared.knowledge.red_flags[name]
        opened = tuple(sorted(standing.intersection(flag.opens)))
        if name not in belonging and not opened:
            continue
        near = max(
            (plausible(condition, rank, prepared) for condition in opened for rank in ranked),
            default=numbers["danger_floor"],
        )
        share = flag.urgency.rank / Urgency.EMERGENCY.rank * near
        step = NextStep(
            kind="red_flag",
            id=name,
            complaint=None,
            says=flag.question,
            plain=flag.plain,
            decides=f"whether to look for: {flag.screens_for}",
            between=opened,
            minutes=numbers["question_minutes"],
            unlocks=(name,) if name in triage.ask_first else (),
            because=(
                house_rule(
                    "next_step_values/course", "A warning question that belongs to this picture is not answered."
                ),
            ),
        )
        offers.append(
            Offer(share * numbers["course"] / (numbers["fixed_minutes"] + step.minutes), f"flag:{name}", step)
        )
    return offers
