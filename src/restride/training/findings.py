"""The door into a case: what the records of training say, as findings of the one vocabulary."""

from __future__ import annotations

from datetime import date

from restride.knowledge.load import Knowledge
from restride.model.finding import Finding
from restride.training.errors import training_errors
from restride.training.history import History


def training_findings(history: History, onset: date | None, knowledge: Knowledge) -> tuple[Finding, ...]:
    """Findings of ``findings/routine.yaml`` from recorded runs, dated against the onset of a complaint.

    Present and absent only; what the records cannot tell is left out and stays unknown. Without an onset there is
    nothing to date against, and no finding. ``origin`` is «runs», with the run where it is one.
    """
    if onset is None:
        return ()
    found: dict[str, Finding] = {}
    for error in training_errors(history, onset, knowledge):
        found.setdefault(
            error.finding,
            Finding(
                what=error.finding,
                state=error.state,
                value=error.percent if error.percent is not None else error.seen,
                unit="pct" if error.percent is not None else error.unit,
                origin=f"runs[{error.run}]" if error.run else "runs",
                says=error.says,
            ),
        )
    return tuple(found.values())
