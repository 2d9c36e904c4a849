"""Severity, irritability, stage and tissue of one complaint, each with the rule that says so."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from restride.evaluation.hypotheses import Ranked
from restride.evaluation.prepared import Prepared
from restride.evaluation.reasons import from_fact, house_rule
from restride.evaluation.rules import weeks_of
from restride.evaluation.view import View
from restride.model.case import Complaint, PainLevels
from restride.model.decision import Reason
from restride.model.evaluation import ComplaintState, Grading
from restride.model.words import Tissue


def state_of(complaint: Complaint, ranked: Ranked, prepared: Prepared, day: date) -> ComplaintState:
    """Grade one complaint; what is not known is graded unknown."""
    tissue, because = tissue_of(ranked, prepared)
    return ComplaintState(
        severity=_severity(complaint.pain, ranked.view, prepared),
        irritability=_irritability(complaint, ranked.view, prepared),
        stage=_stage(complaint, day, prepared),
        tissue=tissue,
        tissue_because=because,
    )


def _highest(pain: PainLevels) -> float | None:
    known = [getattr(pain, name) for name in pain.__struct_fields__ if getattr(pain, name) is not None]
    return max(known, default=None)


def _severity(pain: PainLevels, view: View, prepared: Prepared) -> Grading:
    numbers = prepared.numbers["complaint_state"]
    signs = [sign for sign in prepared.lists["complaint_state"]["severe_signs"] if view.alarms(sign)]
    worst = _highest(pain)
    if signs:
        reason = house_rule("complaint_state/severe_signs", "It hinders daily life.", findings=signs)
        return Grading(level="severe", because=(reason,))
    if worst is None:
        return Grading(level="unknown", because=(house_rule("complaint_state/severity", "No pain level is known."),))
    mild_to, severe_from = numbers["mild_to"], numbers["severe_from"]
    level, fact = ("severe", "severe_from") if worst >= severe_from else ("moderate", "mild_to")
    says = f"Worst pain {worst:g} of 10; mild up to {mild_to:g}, severe from {severe_from:g}."
    reason = replace(from_fact(prepared.knowledge, "complaint_state", fact), says=says)
    return Grading(level="mild" if worst <= mild_to else level, because=(reason,))


def _irritability(complaint: Complaint, view: View, prepared: Prepared) -> Grading:
    """The strictest sign decides: at rest or slow to settle is high, hours or daily tasks moderate."""
    numbers, words = prepared.numbers["complaint_state"], prepared.lists["complaint_state"]
    settles = complaint.settles_in.value if complaint.settles_in else None
    high = [sign for sign in words["high_signs"] if view.alarms(sign)]
    if high:
        return Grading(
            level="high", because=(house_rule("complaint_state/high_signs", "It hurts without load.", findings=high),)
        )
    if settles is not None and settles > numbers["settles_slow"]:
        return Grading(level="high", because=(from_fact(prepared.knowledge, "complaint_state", "settles_slow"),))
    moderate = [sign for sign in words["moderate_signs"] if view.alarms(sign)]
    if moderate:
        reason = house_rule(
            "complaint_state/moderate_signs", "It lasts after load or troubles daily tasks.", findings=moderate
        )
        return Grading(level="moderate", because=(reason,))
    if settles is not None:
        reason = from_fact(prepared.knowledge, "complaint_state", "settles_fast")
        return Grading(level="low" if settles <= numbers["settles_fast"] else "moderate", because=(reason,))
    low = [sign for sign in words["low_signs"] if view.present(sign)]
    if low:
        return Grading(
            level="low", because=(house_rule("complaint_state/low_signs", "It settles quickly.", findings=low),)
        )
    return Grading(
        level="unknown",
        because=(
            house_rule("complaint_state/irritability", "Not known how long it lasts after load; treat it as high."),
        ),
    )


def _stage(complaint: Complaint, day: date, prepared: Prepared) -> Grading:
    numbers = prepared.numbers["complaint_state"]
    weeks = weeks_of(complaint, day)
    if weeks is None:
        return Grading(level="unknown", because=(house_rule("complaint_state/stage", "Not known since when."),))
    acute_below, chronic_from = numbers["acute_below"], numbers["chronic_from"]
    acute = weeks < acute_below
    whole = int(weeks)
    says = f"{whole} week{'' if whole == 1 else 's'}; acute below {acute_below:g}, persistent from {chronic_from:g}."
    fact = from_fact(prepared.knowledge, "complaint_state", "acute_below" if acute else "chronic_from")
    level = "acute" if acute else "persistent" if weeks >= chronic_from else "subacute"
    return Grading(level=level, because=(replace(fact, says=says),))


def tissue_of(ranked: Ranked, prepared: Prepared) -> tuple[Tissue, tuple[Reason, ...]]:
    """Tissue whose pain rule holds: of the first hypothesis, the strictest of those not told apart from it."""
    strict = prepared.lists["complaint_state"]["strictest_tissue"]
    supported = [one for one in ranked.leading if ranked.levels[one.id] in ("possible", "well_supported")]
    if not supported:
        return Tissue.UNKNOWN, (
            house_rule("complaint_state/tissue", "No hypothesis is supported; the strictest pain rule holds."),
        )
    chosen = min(supported, key=lambda one: (strict.index(one.profile.condition.tissue.value), one.id))
    alone = len(supported) == 1
    says = (
        f"Tissue of the leading hypothesis, {chosen.profile.condition.name}."
        if alone
        else f"Strictest tissue among those not told apart: {chosen.profile.condition.name}."
    )
    findings = [heard.message.key.removeprefix("cluster:") for heard in chosen.heard]
    return chosen.profile.condition.tissue, (house_rule("complaint_state/tissue", says, findings=findings),)
