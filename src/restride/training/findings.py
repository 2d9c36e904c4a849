"""The door into a case: what the records of training say, as findings of the one vocabulary."""

from __future__ import annotations

from datetime import date

from restride.knowledge.load import Knowledge
from restride.model.finding import Finding
from restride.training.errors import TrainingError, training_errors
from restride.training.history import History
from restride.training.limits import unusual_limits

_HABITS = ("low_weekly_frequency", "high_volume")


def training_findings(history: History, onset: date | None, knowledge: Knowledge) -> tuple[Finding, ...]:
    """Findings of ``findings/routine.yaml`` from recorded runs, dated against the onset of a complaint.

    Present and absent only; what the records cannot tell is left out and stays unknown. Without an onset there is
    nothing to date against, and no finding. ``origin`` is «runs», with the run where it is one; a change without a
    day of its own lies as far back as the weeks that were looked at.
    """
    if onset is None:
        return ()
    found: dict[str, Finding] = {}
    for error in training_errors(history, onset, knowledge):
        found.setdefault(error.finding, _finding(error, onset, unusual_limits(knowledge).look_back))
    return tuple(found.values())


def _finding(error: TrainingError, onset: date, look_back_d: float) -> Finding:
    days = (onset - error.on).days if error.on is not None else look_back_d
    return Finding(
        what=error.finding,
        state=error.state,
        value=error.percent if error.percent is not None else error.seen,
        unit="pct" if error.percent is not None else error.unit,
        origin=f"runs[{error.run}]" if error.run else "runs",
        on=error.on,
        weeks_before_onset=None if error.finding in _HABITS else round(days / 7, 1),
        says=error.says,
    )
