"""Physical therapy for running injuries: from a case to an evaluation, and from there to a plan.

The front door. Each function is pure: the same case, knowledge and date give the same answer::

    import restride
    from datetime import date

    case = restride.read_case("examples/outer_knee.yaml")
    evaluation = restride.evaluate(case, today=date(2026, 11, 21))
    plan = restride.plan(case, evaluation, today=date(2026, 11, 21))

Nothing reaches a runner unsigned: a plan is a proposal that a therapist accepts, edits or rejects.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from restride.gait.track import Track
    from restride.knowledge.load import Knowledge
    from restride.model import Case, Evaluation, Plan
    from restride.model.comeback import Comeback
    from restride.model.gait import GaitReport

__all__ = ["__version__", "analyse_gait", "evaluate", "load_knowledge", "next_step", "plan", "read_case"]

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


def evaluate(case: Case, *, today: date, facts: Knowledge | None = None) -> Evaluation:
    """Triage, working hypotheses, dangers, impairments, causes, what to test next, and the course."""
    from restride.evaluation import evaluate

    return evaluate(case, facts or load_knowledge(), today)


def plan(case: Case, evaluation: Evaluation, *, today: date, facts: Knowledge | None = None) -> Plan:
    """A treatment proposal for a therapist to accept, edit or reject; locked where triage says so."""
    from restride.treatment import propose

    return propose(case, evaluation, facts or load_knowledge(), today)


def next_step(case: Case, evaluation: Evaluation, *, today: date, facts: Knowledge | None = None) -> Comeback:
    """The way back to running: what to run next and why, from the case and its diary."""
    from restride.comeback import comeback

    return comeback(case, evaluation, facts or load_knowledge(), today)


def analyse_gait(
    recording: str | Path | Track, *, facts: Knowledge | None = None, speed_m_s: float | None = None, **said: Any
) -> GaitReport:
    """Movement analysis of a recording (C3D, TRC, BVH, AMC, OpenPose folder, force, sensor) or of a track.

    ``said`` is what the file does not say itself: see
    :func:`restride.adapters.gait_recordings.analyse_recording`.

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
