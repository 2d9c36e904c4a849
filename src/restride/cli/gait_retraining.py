"""«restride gait … --retraining»: one cue, its dose and whether it is warranted, with or without a case."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime

import restride
from restride.explain.retraining_text import retraining_text
from restride.gait.joined import with_reports
from restride.gait.retraining import retraining
from restride.knowledge.load import Knowledge
from restride.model.case import Case
from restride.model.gait import GaitReport
from restride.model.published import document_json


def say_retraining(
    reports: Sequence[GaitReport], case: Case | None, knowledge: Knowledge, *, cue: str | None = None, json: bool
) -> None:
    """Print the proposal. The first recording is judged, the others are its repeats.

    Raises
    ------
    PlainError
        The chosen cue answers no finding of the recording.
    """
    evaluation = None
    if case is not None:
        # The first recording alone: whether the finding persists is a condition of its own.
        joined = with_reports(case, reports[:1])
        today = joined.visit_on or datetime.now().astimezone().date()
        evaluation = restride.evaluate(joined, today=today, facts=knowledge)
    proposal = retraining(reports, knowledge, evaluation, cue=cue)
    sys.stdout.write(document_json(proposal) if json else retraining_text(proposal, knowledge))
