"""Everything a plan is on paper and in the calendar, in one folder."""

from __future__ import annotations

from pathlib import Path

from restride.adapters.documents.evaluation_report import evaluation_report
from restride.adapters.documents.folder import write_together
from restride.adapters.documents.handout import runner_handout
from restride.adapters.documents.letterhead import Letterhead, Signature
from restride.adapters.documents.therapist_plan import therapist_plan
from restride.adapters.documents.typesetting import Paper
from restride.adapters.extras import need
from restride.knowledge.load import Knowledge
from restride.model.case import Case
from restride.model.evaluation import Evaluation
from restride.model.plan import Plan
from restride.model.published import document_json

#: Every name this writes at one time or another; those that the present plan does not have are removed.
ALL_NAMES = (
    "plan.json", "evaluation.json", "evaluation.pdf", "plan.pdf", "your-plan.pdf", "plan.ics", "what-happens-now.pdf",
)  # fmt: skip


def write_documents(
    folder: Path,
    case: Case,
    evaluation: Evaluation,
    plan: Plan,
    facts: Knowledge,
    *,
    paper: Paper = "a4",
    plan_json: str,
    signature: Signature | None = None,
    letterhead: Letterhead | None = None,
) -> list[str]:
    """Write the documents of a proposal, all or none, and return the names of the files.

    Without a plan there is the evaluation report and a page on what happens now; an earlier plan in the same
    folder goes, so that nobody hands it out beside them.

    Raises
    ------
    OSError
        The folder cannot be written.
    restride.adapters.extras.MissingPackage
        One that makes documents is not installed.
    """
    files = {
        "plan.json": plan_json.encode(),
        "evaluation.json": document_json(evaluation).encode(),
        "evaluation.pdf": evaluation_report(
            case, evaluation, facts, paper=paper, signature=signature, letterhead=letterhead
        ),
    }
    handout = runner_handout(evaluation, plan, facts, paper=paper, signature=signature, letterhead=letterhead)
    if plan.decision == "proposed":
        files["plan.pdf"] = therapist_plan(
            evaluation, plan, facts, paper=paper, signature=signature, letterhead=letterhead
        )
        files["your-plan.pdf"] = handout
        files["plan.ics"] = _calendar(plan, signature)
    else:
        files["what-happens-now.pdf"] = handout
    write_together(folder, files, [name for name in ALL_NAMES if name not in files])
    return list(files)


def _calendar(plan: Plan, signature: Signature | None) -> bytes:
    need("pdf", "Calendar files")
    from restride.adapters.calendar import plan_calendar

    return plan_calendar(plan, version=signature.version if signature else 1, signed=signature is not None)
