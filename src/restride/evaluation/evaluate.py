"""The whole evaluation of a case, in the order a therapist thinks."""

from __future__ import annotations

from datetime import date

from restride.evaluation.causes import find_causes
from restride.evaluation.course import course_of
from restride.evaluation.dangers import find_dangers
from restride.evaluation.findings import listed, said, views
from restride.evaluation.hypotheses import Ranked, as_hypotheses, order_says, rank
from restride.evaluation.impairments import as_findings, impairments
from restride.evaluation.next_steps import find_next_steps
from restride.evaluation.prepared import Prepared, prepare
from restride.evaluation.recorded import recorded
from restride.evaluation.shared import shared_hypotheses, unexplained
from restride.evaluation.state import state_of
from restride.evaluation.triage import open_by_findings, triage
from restride.knowledge.load import Knowledge
from restride.model.case import Case
from restride.model.evaluation import ComplaintPicture, Evaluation
from restride.outcomes import score_measures


def evaluate(case: Case, knowledge: Knowledge, today: date) -> Evaluation:
    """Evaluate one case; the same case, knowledge and date give the same document."""
    prepared = prepare(knowledge)
    measured = impairments(case, prepared)
    answered = said(case, prepared, as_findings(measured))
    seen = views(case, answered, prepared, today)
    ranked = tuple(rank(view, case.runner, prepared) for view in seen)
    flags = open_by_findings(case, seen, prepared, today)
    dangers = find_dangers(ranked, case, flags, prepared, today)
    urgency = triage(case, ranked, dangers, prepared, today)
    pictures = tuple(_picture(case, one, prepared, today) for one in ranked if one.view.complaint is not None)
    return Evaluation(
        case=case.id,
        today=today,
        knowledge=knowledge.version,
        knowledge_digest=knowledge.digest,
        triage=urgency,
        complaints=pictures,
        shared=shared_hypotheses(ranked, prepared),
        must_not_miss=dangers,
        impairments=measured,
        causes=find_causes(case, ranked, prepared),
        measures=score_measures(case.measures, knowledge),
        next_steps=find_next_steps(ranked, dangers, urgency, prepared),
        course=course_of(case, urgency, ranked, pictures, dangers, prepared),
        findings=listed((*answered, *recorded(case)), seen, prepared),
    )


def _picture(case: Case, ranked: Ranked, prepared: Prepared, today: date) -> ComplaintPicture:
    number = ranked.view.complaint or 0
    complaint = case.complaints[number]
    return ComplaintPicture(
        complaint=number,
        site=complaint.site,
        side=complaint.side,
        state=state_of(complaint, ranked, prepared, case.visit_on or today),
        hypotheses=as_hypotheses(ranked, prepared),
        not_told_apart=ranked.close,
        order_says=order_says(ranked),
        unexplained=unexplained(ranked, prepared),
    )
