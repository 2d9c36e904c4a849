"""The red flags that an evaluation left open.

Raising and clearing are the engine's work: a clearance is part of the case, so a cleared flag is
simply not open in the next evaluation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from restride.model.words import Urgency
from restride.site.episodes.models import EvaluationRecord


@dataclass(frozen=True, slots=True)
class RaisedFlag:
    """A red flag that stands open."""

    id: str
    urgency: Urgency


def most_urgent(flags: Iterable[RaisedFlag]) -> Urgency:
    """Return the highest urgency; NONE without flags."""
    return max((flag.urgency for flag in flags), key=lambda urgency: urgency.rank, default=Urgency.NONE)


def open_flags(evaluation: EvaluationRecord) -> tuple[RaisedFlag, ...]:
    """Return the open flags of one evaluation, most urgent first."""
    return flags_of(evaluation.open_flags)


def flags_of(stored: Iterable[Mapping[str, str]]) -> tuple[RaisedFlag, ...]:
    """Return open flags as they are stored, most urgent first."""
    flags = [RaisedFlag(id=flag["id"], urgency=Urgency(flag["urgency"])) for flag in stored]
    return tuple(sorted(flags, key=lambda flag: (-flag.urgency.rank, flag.id)))


def plan_is_locked(flags: Sequence[RaisedFlag]) -> bool:
    """Whether an open flag locks the plan."""
    return any(flag.urgency.locks_plan for flag in flags)
