"""Published ladders as sessions: chosen instead of our planner, guarded by the same shield."""

from __future__ import annotations

from typing import NamedTuple

from restride.comeback.sessions import Session, session
from restride.knowledge.load import Knowledge
from restride.knowledge.schema import Programme, ProgrammeStage
from restride.model.words import Certainty, Status

_MINUTE = 60
_GRID = 30


class Stage(NamedTuple):
    """One stage: what is run, and how many sessions it is held."""

    number: int
    planned: Session
    sessions: int


class LadderError(ValueError):
    """The ladder cannot be chosen, and why; one sentence."""


def stages(programme: Programme, jog_m_s: float, *, repeats: int = 2) -> tuple[Stage, ...]:
    """The running stages. A ladder in metres is turned into minutes at ``jog_m_s``; stages of walking are left out."""
    found = []
    for stage in programme.stages:
        planned = _session(stage, jog_m_s)
        if planned is not None and not planned.is_rest:
            found.append(Stage(stage.stage, planned, stage.sessions or repeats))
    return tuple(found)


def _session(stage: ProgrammeStage, jog_m_s: float) -> Session | None:
    if stage.total_run_m is not None and stage.bout_m is not None:
        return session(_seconds(stage.total_run_m / jog_m_s), _seconds(stage.bout_m / jog_m_s))
    bout = stage.longest_min or stage.run_min
    if stage.total_run_min is None or bout is None:
        return None
    return session(round(stage.total_run_min * _MINUTE), round(bout * _MINUTE))


def _seconds(value: float) -> int:
    """Rounded to half minutes."""
    return max(_GRID, round(value / _GRID) * _GRID)


def choosable(knowledge: Knowledge) -> dict[str, Programme]:
    """Ladders that may be offered: their sessions are known, and nothing in their own rules forbids it."""
    return {
        name: programme
        for name, programme in knowledge.programmes.items()
        if programme.status is not Status.DISPUTED and stages(programme, 1.0)
    }


def ladder(knowledge: Knowledge, name: str, jog_m_s: float, repeats: int) -> tuple[Stage, ...]:
    """The stages of a ladder that may be chosen.

    Raises
    ------
    LadderError
        There is no such ladder, its table was never seen, or it is kept for comparison only.
    """
    if name not in knowledge.programmes:
        raise LadderError(
            f"'{name}' is not a known ladder; choose one of {', '.join(sorted(choosable(knowledge)))}, or leave it out."
        )
    if name not in choosable(knowledge):
        programme = knowledge.programmes[name]
        why = programme.note or programme.says
        raise LadderError(
            f"the ladder '{name}' cannot be followed ({why.rstrip('.')}); choose one of "
            f"{', '.join(sorted(choosable(knowledge)))}, or leave it out."
        )
    return stages(knowledge.programmes[name], jog_m_s, repeats=repeats)


def is_house(programme: Programme) -> bool:
    """Our own ladder, not a published one."""
    return programme.certainty is Certainty.ENGINEERING_DEFAULT
