"""«Evaluation report»: the therapist's record of one visit, safety first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from restride.adapters.documents.letterhead import Letterhead, Signature, head_data
from restride.adapters.documents.sources import source_rows
from restride.adapters.documents.typesetting import Paper, typeset
from restride.explain.dates import long_date
from restride.explain.evaluation_text import records_say
from restride.explain.numbering import Numbering
from restride.explain.report_text import (
    DANGER_STATES,
    as_sentences,
    case_line,
    danger_urgency,
    finding_words,
    message_words,
    ratio_words,
    record_foot,
    side_suffix,
    unlock_words,
    value_words,
)
from restride.explain.words import CAUSE_GROUPS, CAUSE_KINDS, COURSES, LEVELS, TISSUES, URGENCIES, VERDICTS, in_minutes
from restride.knowledge.load import Knowledge
from restride.model.case import Case
from restride.model.evaluation import ComplaintPicture, Danger, Evaluation, Hypothesis, Impairment, Message, OpenFlag
from restride.model.words import Side, Status

_HYPOTHESES_SHOWN = 5
_MISSING_SHOWN = 6


def evaluation_report(
    case: Case,
    evaluation: Evaluation,
    knowledge: Knowledge,
    *,
    paper: Paper = "a4",
    signature: Signature | None = None,
    letterhead: Letterhead | None = None,
) -> bytes:
    """The evaluation as the therapist keeps it. It is a record of reasoning and never goes to the runner."""
    data = evaluation_data(case, evaluation, knowledge, signature, letterhead)
    return typeset("evaluation.typ", data, paper=paper, dated=evaluation.today)


def evaluation_data(
    case: Case,
    evaluation: Evaluation,
    knowledge: Knowledge,
    signature: Signature | None,
    letterhead: Letterhead | None,
) -> dict[str, Any]:
    """Everything on the report, as the template takes it; sources are numbered in reading order."""
    numbers = Numbering(knowledge)
    data: dict[str, Any] = {
        "head": head_data(letterhead, signature, evaluation.case),
        "date": long_date(evaluation.today),
        "subtitle": case_line(case, knowledge),
        "foot": record_foot(evaluation.knowledge, evaluation.knowledge_digest),
        "triage": _triage(evaluation, knowledge, numbers),
        "course": _course(evaluation, numbers),
        "dangers": [_danger(one, knowledge, numbers) for one in evaluation.must_not_miss],
        "complaints": [_complaint(one, case, knowledge, numbers) for one in evaluation.complaints],
        "shared": [_hypothesis(one, Side.UNKNOWN, knowledge, numbers) for one in evaluation.shared],
        "impairments": [_impairment(one, numbers) for one in evaluation.impairments],
        "measures": [{"name": one.name, "says": one.says} for one in evaluation.measures],
        "causes": _causes(evaluation, knowledge, numbers),
        "next": [
            {
                "says": step.says,
                "minutes": in_minutes(step.minutes),
                "decides": step.decides,
                "unlocks": [name for one in step.unlocks if (name := unlock_words(one, knowledge)) not in step.decides],
                "refs": numbers.of_reasons(step.because),
            }
            for step in evaluation.next_steps
        ],
    }
    data["sources"] = source_rows(numbers)
    return data


def _triage(evaluation: Evaluation, knowledge: Knowledge, numbers: Numbering) -> dict[str, Any]:
    triage = evaluation.triage
    known = [flag for flag in triage.flags if flag.answer != "unknown_counts_as_open"]
    flags = knowledge.red_flags
    later = [name for name in triage.not_asked if name not in triage.ask_first]
    return {
        "urgency": triage.urgency.value,
        "words": URGENCIES[triage.urgency],
        "flags": [_flag(flag, numbers) for flag in known],
        "ask_first": [flags[name].question for name in triage.ask_first if name in flags],
        "not_asked": [flags[name].screens_for for name in later if name in flags],
        "plan_locked": triage.plan_locked,
        "signing_locked": triage.signing_locked,
        "impact_locked": triage.impact_locked,
    }


def _flag(flag: OpenFlag, numbers: Numbering) -> dict[str, Any]:
    cleared = flag.cleared_by is not None
    on = f" on {long_date(flag.cleared_on)}" if flag.cleared_on else ""
    return {
        "urgency": flag.urgency.value,
        "words": URGENCIES[flag.urgency],
        "says": flag.says,
        "action": flag.action,
        "whom": flag.whom_to_see,
        "cleared": f"Cleared by {flag.cleared_by}{on}." if cleared else None,
        "because": as_sentences(reason.says for reason in flag.because),
        "refs": numbers.of_reasons(flag.because),
    }


def _course(evaluation: Evaluation, numbers: Numbering) -> dict[str, Any]:
    course = evaluation.course
    review = f"Review in {course.review_in_weeks:g} weeks." if course.review_in_weeks else None
    return {
        "decision": COURSES[course.decision],
        "urgency": course.urgency.value,
        "says": course.says,
        "whom": course.whom_to_see,
        "imaging": as_sentences(course.imaging),
        "watch": list(course.watch_for),
        "review": review,
        "recovery": course.recovery,
        "refs": numbers.of_reasons(course.because),
    }


def _danger(danger: Danger, knowledge: Knowledge, numbers: Numbering) -> dict[str, Any]:
    return {
        "name": danger.name,
        "state": danger.state,
        "words": DANGER_STATES[danger.state],
        "urgency": danger_urgency(danger.urgency),
        "whom": danger.whom_to_see,
        "imaging": danger.imaging,
        "raised": _names(danger.raised_by, knowledge),
        "released": _names(danger.released_by, knowledge),
        "missing": _names(danger.missing, knowledge),
        "refs": numbers.of_reasons(danger.because),
    }


def _names(ids: Iterable[str], knowledge: Knowledge) -> list[str]:
    return [finding_words(one, knowledge) for one in ids]


def _complaint(picture: ComplaintPicture, case: Case, knowledge: Knowledge, numbers: Numbering) -> dict[str, Any]:
    state = picture.state
    told = case.complaints[picture.complaint] if picture.complaint < len(case.complaints) else None
    shown = picture.hypotheses[:_HYPOTHESES_SHOWN]
    return {
        "where": knowledge.sites[picture.site].name + side_suffix(picture.side),
        "note": told.note if told else None,
        "state": [
            {"figure": state.severity.level, "unit": "severity", "why": [r.says for r in state.severity.because]},
            {
                "figure": state.irritability.level,
                "unit": "irritability",
                "why": [r.says for r in state.irritability.because],
            },
            {"figure": state.stage.level, "unit": "stage", "why": [r.says for r in state.stage.because]},
            {
                "figure": TISSUES[state.tissue].lower(),
                "unit": "tissue whose pain rule holds",
                "why": [r.says for r in state.tissue_because],
            },
        ],
        "hypotheses": [_hypothesis(one, picture.side, knowledge, numbers) for one in shown],
        "rest": [f"{one.name} ({LEVELS[one.level].lower()})" for one in picture.hypotheses[_HYPOTHESES_SHOWN:]],
        "order": picture.order_says,
        "unexplained": [finding.says or finding_words(finding.what, knowledge) for finding in picture.unexplained],
    }


def _hypothesis(one: Hypothesis, side: Side, knowledge: Knowledge, numbers: Numbering) -> dict[str, Any]:
    """One hypothesis; ``side`` is the complaint's, which stands above it already."""

    def messages(group: Iterable[Message]) -> list[dict[str, Any]]:
        return [{"says": message_words(one, side), "refs": numbers.marks(one.sources)} for one in group]

    return {
        "rank": one.rank,
        "name": one.name if one.side is side else one.name + side_suffix(one.side),
        "level": one.level,
        "words": LEVELS[one.level],
        "draft": one.status is Status.DRAFT,
        "for": messages(one.speaks_for),
        "against": messages(one.speaks_against),
        "missing": messages(one.missing[:_MISSING_SHOWN]),
        "missing_count": len(one.missing),
        "ratios": [ratio_words(ratio, knowledge) for ratio in one.likelihood_ratios],
        "refs": numbers.of_reasons(one.because),
    }


def _impairment(one: Impairment, numbers: Numbering) -> dict[str, Any]:
    return {
        "name": one.name,
        "left": value_words(one.left, one.unit),
        "right": value_words(one.right, one.unit),
        "symmetry": f"{one.symmetry_pct:.0f} %" if one.symmetry_pct is not None else "",
        "verdict": one.verdict,
        "words": VERDICTS[one.verdict],
        "says": one.says,
        "refs": numbers.of_reasons(one.because),
    }


def _causes(evaluation: Evaluation, knowledge: Knowledge, numbers: Numbering) -> list[dict[str, Any]]:
    return [
        {
            "group": CAUSE_GROUPS[cause.group],
            "name": cause.name + side_suffix(cause.side),
            "kind": cause.kind,
            "words": CAUSE_KINDS[cause.kind],
            "findings": _names(cause.findings, knowledge),
            "missing": _names(cause.missing, knowledge),
            "why": [*(reason.says for reason in cause.because[:1]), *records_say(cause)],
            "refs": numbers.of_reasons(cause.because),
        }
        for cause in evaluation.causes
    ]
