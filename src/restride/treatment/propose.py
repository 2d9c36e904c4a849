"""The front of the room: an evaluation becomes a proposal, or an honest reason why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from restride.knowledge.load import Knowledge
from restride.model.case import Case
from restride.model.decision import Reason
from restride.model.evaluation import Evaluation, OpenFlag
from restride.model.plan import Plan
from restride.model.words import Certainty, Status
from restride.treatment.goals import planned_goals, planned_phases, planned_review
from restride.treatment.guideline import guideline_lines
from restride.treatment.needs import weigh_needs
from restride.treatment.pain_rule import pain_rule
from restride.treatment.programme import Programme
from restride.treatment.running import run_refused, running_advice
from restride.treatment.session import clinic_session
from restride.treatment.situation import Situation

_EMPTY: dict[str, Any] = {
    "goals": (), "phases": (), "home": (), "clinic": (), "advice": (), "gait": (), "session": None, "running": None,
    "pain_rule": None, "week": None, "not_recommended": (), "guideline": (), "uncovered": (), "review": None,
    "ask_before_signing": (), "read_first": (), "warnings": (),
}  # fmt: skip


def propose(case: Case, evaluation: Evaluation, knowledge: Knowledge, today: date) -> Plan:
    """A proposal for a therapist to accept, edit or reject.

    Locked where triage locks it; without a working hypothesis for an injured runner there is none, and the
    plan says what is missing. Nothing here reaches a runner unsigned.
    """
    situation = Situation(case, evaluation, knowledge, today)
    if evaluation.triage.plan_locked:
        return _locked(situation)
    if _belongs_elsewhere(situation):
        return _without(
            situation,
            "refer",
            evaluation.course.says,
            "Somebody else needs to look at this first. Your therapist will tell you whom to see.",
        )
    if case.purpose == "injury" and not situation.leads:
        return _without(
            situation,
            "not_enough_information",
            "No working hypothesis is supported well enough to build a plan on.",
            "We need to know more before there is a plan.",
        )
    return _proposal(situation)


def _belongs_elsewhere(situation: Situation) -> bool:
    """Out of scope, or a referral so urgent that no plan may start before it."""
    course = situation.evaluation.course
    leads_lock = any(hypothesis.urgency.locks_plan for _, hypothesis in situation.leads[:1])
    refers_first = course.decision == "refer" and (course.urgency.locks_plan or leads_lock)
    return course.decision == "out_of_scope" or refers_first


def _head(situation: Situation) -> dict[str, Any]:
    return {
        "case": situation.case.id,
        "today": situation.today,
        "knowledge": situation.knowledge.version,
        "knowledge_digest": situation.knowledge.digest,
        "purpose": situation.case.purpose,
        "working_hypothesis": situation.lead.condition if situation.lead else None,
        "tissue": situation.tissue,
    }


def _locked(situation: Situation) -> Plan:
    triage = situation.evaluation.triage
    open_flags = [flag for flag in triage.flags if _is_known(flag) and flag.urgency.locks_plan]
    unlocks = [f"{flag.says} → {flag.action} See: {flag.whom_to_see}" for flag in open_flags]
    plain = (
        open_flags[0].plain_action
        if open_flags
        else "Your therapist must check something first. Do not run until then."
    )
    return Plan(
        **_head(situation),
        **_EMPTY,
        decision="locked",
        says="Locked: an open flag must be cleared by a therapist, by name and date, before there is a plan.",
        plain=plain,
        unlocks=tuple(unlocks) or tuple(_asks(situation)),
        because=triage.because or (Reason(rule="triage.plan_locked", says="Triage locks the plan."),),
    )


def _is_known(flag: OpenFlag) -> bool:
    """Open by an answer or a finding, not merely because nobody asked."""
    return flag.cleared_by is None and flag.answer != "unknown_counts_as_open"


def _without(situation: Situation, decision: str, says: str, plain: str) -> Plan:
    return Plan(
        **_head(situation),
        **_EMPTY,
        decision=decision,  # type: ignore[arg-type]
        says=says,
        plain=plain,
        unlocks=tuple(_asks(situation)),
        because=situation.evaluation.course.because or (Reason(rule="course", says=says),),
    )


def _asks(situation: Situation) -> Iterator[str]:
    for step in situation.evaluation.next_steps:
        yield f"{step.says.rstrip('.')}{'' if step.says.endswith('?') else ':'} {step.decides}"


def _proposal(situation: Situation) -> Plan:
    from restride.treatment.weekly import planned_week

    needs = weigh_needs(situation)
    programme = Programme(situation, needs)
    running = running_advice(situation)
    contents: dict[str, Any] = {
        "goals": planned_goals(situation),
        "phases": planned_phases(situation),
        "home": programme.home,
        "clinic": programme.clinic,
        "advice": programme.advice,
        "gait": programme.gait,
        "session": clinic_session(situation, programme.clinic, programme.home, programme.gait),
        "running": running,
        "pain_rule": pain_rule(situation),
        "week": planned_week(situation, programme.home, running),
        "not_recommended": programme.not_recommended(),
        "guideline": guideline_lines(situation, programme),
        "uncovered": programme.uncovered(),
        "review": planned_review(situation),
        "ask_before_signing": situation.evaluation.triage.ask_first,
        "read_first": tuple(_read_first(situation, programme)),
        "warnings": tuple(_warnings(situation, programme)),
    }
    lead = situation.lead
    says = (
        f"Built on the working hypothesis “consistent with {lead.name}”."
        if lead
        else "A prevention plan from the weaknesses found and the habits told."
    )
    plain = (
        f"What fits best: {lead.plain[0].upper()}{lead.plain[1:].rstrip('.')}."
        if lead
        else "A plan to keep you running."
    )
    return Plan(
        **_head(situation),
        **contents,
        decision="proposed",
        says=says,
        plain=plain,
        unlocks=(),
        because=_because(situation),
    )


def _because(situation: Situation) -> tuple[Reason, ...]:
    reasons = tuple(reason for _, hypothesis in situation.leads for reason in hypothesis.because[:2])
    return reasons or (Reason(rule="purpose.prevention", says="Asked for a prevention plan; no injury to treat."),)


def _read_first(situation: Situation, programme: Programme) -> Iterator[str]:
    rule = pain_rule(situation)
    if any(reason.certainty is Certainty.ENGINEERING_DEFAULT for reason in rule.because):
        yield f"The pain limit of {rule.during_max_nrs:g} of 10 is a house rule; no trial defines it."
    for item in programme.proposed:
        if item.guideline_against:
            yield f"{item.name}: {item.guideline_against}"
    drafts = [
        item.name
        for item in programme.home
        if item.dose.status is Status.DRAFT and item.dose.certainty is not Certainty.ENGINEERING_DEFAULT
    ]
    if drafts:
        yield f"The source of these doses was not read in full: {', '.join(drafts)}."
    if len(situation.leads) > 1:
        names = " and ".join(hypothesis.name for _, hypothesis in situation.leads)
        yield f"Built to serve {names} at once."


def _warnings(situation: Situation, programme: Programme) -> Iterator[str]:
    course = situation.evaluation.course
    if course.decision == "refer":
        yield f"Refer beside this plan: {course.says}"
    refused = run_refused(situation)
    if refused is not None:
        yield f"No running yet. {refused.says}"
    if situation.case.purpose == "injury" and situation.irritability == "unknown":
        yield "How easily it is stirred and how long it lingers is not known, so only the lightest loading is proposed."
    if programme.dropped_for_time:
        names = ", ".join(situation.knowledge.items[name].name for name in programme.dropped_for_time)
        yield f"Left out because the day has too few minutes: {names}."
    if situation.case.purpose == "injury" and not programme.home:
        yield "No home exercise fits all limits; the reasons stand under “Not recommended here”."
    if situation.evaluation.triage.not_asked:
        count = len(situation.evaluation.triage.not_asked)
        yield f"{count} red-flag questions were not asked yet; unknown is not “no”."
