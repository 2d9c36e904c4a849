"""Physical therapy for running injuries: from a case to an evaluation, and from there to a plan.

The front door. Each function is pure: the same case, knowledge and date give the same answer::

    import restride
    from datetime import date

    case = restride.read_case("examples/outer_knee.yaml")
    evaluation = restride.evaluate(case, today=date(2026, 11, 21))
    plan = restride.plan(case, evaluation, today=date(2026, 11, 21))

Recorded runs join a case before it is evaluated::

    history = restride.read_runs("exports/strava.zip", today=date(2026, 11, 21))
    case = restride.with_runs(case, history, today=date(2026, 11, 21))

Nothing reaches a runner unsigned: a plan is a proposal that a therapist accepts, edits or rejects.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from restride.gait.track import Track
    from restride.knowledge.load import Knowledge
    from restride.model import Case, Evaluation, Plan
    from restride.model.comeback import Comeback
    from restride.model.gait import GaitReport
    from restride.model.runs import RunnerChange
    from restride.training.history import History

__all__ = [
    "__version__", "analyse_gait", "evaluate", "load_knowledge", "next_step", "plan", "read_case", "read_runs",
    "with_runs",
]  # fmt: skip

__version__ = "0.1.0"

# The rooms are imported where they are used, so that a small command does not wait for all of them.


def load_knowledge() -> Knowledge:
    """The facts shipped with this program, with their dated version."""
    from restride.knowledge.load import load

    return load()


def read_case(path: str | Path, *, facts: Knowledge | None = None) -> Case:
    """Read a case: a YAML file, or a folder that holds ``case.yaml``.

    Raises
    ------
    restride.knowledge.case_reader.CaseError
        In one sentence: what was found, why it is a problem, what to do.
    """
    from restride.knowledge.case_reader import read_case_file

    return read_case_file(Path(path), facts or load_knowledge())


def read_runs(
    path: str | Path | Iterable[str | Path],
    *,
    today: date,
    facts: Knowledge | None = None,
    zone: str | None = None,
    columns: dict[str, str] | None = None,
    changes: Iterable[RunnerChange] = (),
    store: str | Path | None = None,
) -> History:
    """Read activity files, folders and exports as one history; records after ``today`` are a clock's mistake.

    ``columns`` names the columns of a table, ``changes`` are what the runner adds (shoes, surface, race), ``store``
    keeps what was read for the next time.

    Raises
    ------
    restride.model.errors.PlainError
        In one sentence: nothing there can be read as a run, a name is wrong, or the store cannot be used.
    """
    from restride.adapters.activities.history import read_history

    paths = [Path(path)] if isinstance(path, (str, Path)) else [Path(one) for one in path]
    known = facts or load_knowledge()
    kept = None if store is None else Path(store)
    return read_history(paths, known, today, zone=zone, columns=columns, changes=changes, store=kept).history


def with_runs(case: Case, history: History, *, today: date, facts: Knowledge | None = None) -> Case:
    """The case with what its recorded runs show before each complaint; what was said stays as it was said."""
    from restride.training.joined import with_history

    return with_history(case, history, facts or load_knowledge(), today)


def evaluate(case: Case, *, today: date, facts: Knowledge | None = None) -> Evaluation:
    """Triage, working hypotheses, dangers, impairments, causes, what to test next, and the course."""
    from restride.evaluation import evaluate

    return evaluate(case, facts or load_knowledge(), today)


def plan(case: Case, evaluation: Evaluation, *, today: date, facts: Knowledge | None = None) -> Plan:
    """A treatment proposal for a therapist to accept, edit or reject; locked where triage says so."""
    from restride.treatment import propose

    return propose(case, evaluation, facts or load_knowledge(), today)


def next_step(
    case: Case,
    evaluation: Evaluation,
    *,
    today: date,
    facts: Knowledge | None = None,
    history: History | None = None,
) -> Comeback:
    """The way back to running: what to run next and why, from the case and its diary.

    ``history`` (:func:`read_runs`) adds what was recorded: it fills in what a logged run left out, bout by bout, and
    a run that nobody logged counts as run.

    Raises
    ------
    restride.comeback.DiaryError, restride.comeback.LadderError
        In one sentence: what was found, why it is a problem, what to do.
    """
    from restride.comeback import comeback

    return comeback(case, evaluation, facts or load_knowledge(), today, history)


def analyse_gait(
    recording: str | Path | Track, *, facts: Knowledge | None = None, speed_m_s: float | None = None, **said: Any
) -> GaitReport:
    """Movement analysis of a recording (video, C3D, TRC, BVH, AMC, OpenPose folder, force, sensor) or of a track.

    Parameters
    ----------
    recording : str, Path or Track
        A file or folder, or named points of your own, each of shape (frames, 3) [m or px].
    facts : Knowledge, optional
        Constants and reference bands; otherwise those shipped with this program.
    speed_m_s : float, optional
        Speed of the runner or the belt; otherwise found where it can be seen [m/s].
    **said
        What the file does not say itself (``rate_hz``, ``force``, ``sensor`` …), as in
        :func:`restride.adapters.gait_recordings.analyse_recording`; of a track as in
        :func:`restride.gait.analysis.analyse`.

    Returns
    -------
    GaitReport
        Events, strides, and metrics with unit, error, grade and reasons; :meth:`GaitReport.metric` finds one.

    Raises
    ------
    restride.model.errors.PlainError
        In one sentence: what was found, why it cannot be analysed, what to do.
    """
    from restride.gait.track import Track

    facts = facts or load_knowledge()
    if isinstance(recording, Track):
        from restride.gait.analysis import analyse

        return analyse(recording, facts, speed_m_s=speed_m_s, **said)
    from restride.adapters.gait_recordings import analyse_recording

    return analyse_recording(Path(recording), facts, speed_m_s=speed_m_s, **said).report
