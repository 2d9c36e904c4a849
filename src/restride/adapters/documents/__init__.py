"""Documents on paper: evaluation report, plan and the runner's sheet, as tagged PDF."""

from restride.adapters.documents.evaluation_report import evaluation_report
from restride.adapters.documents.handout import runner_handout
from restride.adapters.documents.letterhead import Letterhead, Signature
from restride.adapters.documents.therapist_plan import therapist_plan
from restride.adapters.documents.typesetting import Paper
from restride.adapters.documents.write import write_documents

__all__ = [
    "Letterhead",
    "Paper",
    "Signature",
    "evaluation_report",
    "runner_handout",
    "therapist_plan",
    "write_documents",
]
