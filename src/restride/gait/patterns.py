"""Patterns in the clinic's words, only where several numbers say the same.

A member is held against the band of its speed, or against a limit of geometry (the foot beyond the midline). A
pattern is there where at least two members are and none is not; what contradicts itself is unknown. It stands
beside the findings and is, like them, an observation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from restride.gait.findings import nearest_reference, state_of
from restride.gait.track import SIDES
from restride.knowledge.load import Knowledge
from restride.model.gait import FormPattern, Metric, PatternMember, PatternName
from restride.model.words import Side, State

PATTERNS: tuple[PatternName, ...] = ("overstriding", "bouncing", "collapsing", "crossing_over", "hip_drop")


class _Rule(NamedTuple):
    """One member: its metric, on which side of the limit it speaks for the pattern, and the limit, if there is one."""

    metric: str
    above: bool
    limit: float | None


def find_patterns(metrics: Sequence[Metric], speed_m_s: float | None, knowledge: Knowledge) -> tuple[FormPattern, ...]:
    """Every pattern with at least two measured members, on each side on which they were measured."""
    lists, fewest = knowledge.engine["gait_patterns"].lists, knowledge.number("gait_patterns", "members_least")
    known = {(metric.id, metric.side): metric for metric in metrics}
    found = []
    for name in PATTERNS:
        rules = [_rule(text, speed_m_s, knowledge) for text in lists[name]]
        for side in SIDES:
            members = [one for rule in rules if (one := _member(rule, side, known)) is not None]
            if len(members) >= fewest and any(one.side is side for one in members):
                found.append(FormPattern(id=name, side=side, state=_together(members, fewest), members=tuple(members)))
    return tuple(found)


def _rule(text: str, speed_m_s: float | None, knowledge: Knowledge) -> _Rule:
    """«metric above», limited by the edge of its band near this speed, or «metric below 0»."""
    metric, direction, *fixed = text.split()
    above = direction == "above"
    if fixed:
        return _Rule(metric, above, float(fixed[0]))
    reference = nearest_reference(metric, speed_m_s, knowledge)
    return _Rule(metric, above, None if reference is None else reference.edge(above=above))


def _member(rule: _Rule, side: Side, known: Mapping[tuple[str, Side], Metric]) -> PatternMember | None:
    metric = known.get((rule.metric, side)) or known.get((rule.metric, Side.BOTH))
    limit = rule.limit
    if metric is None or limit is None:
        return None
    return PatternMember(
        metric=metric.id, name=metric.name, side=metric.side, value=metric.value, error=metric.error, unit=metric.unit,
        limit=limit, above=rule.above, state=state_of(metric, limit, above=rule.above),
    )  # fmt: skip


def _together(members: Sequence[PatternMember], fewest: float) -> State:
    present = sum(one.state is State.PRESENT for one in members)
    absent = sum(one.state is State.ABSENT for one in members)
    if present and not absent:
        return State.PRESENT if present >= fewest else State.UNKNOWN
    if absent and not present:
        return State.ABSENT if absent >= fewest else State.UNKNOWN
    return State.UNKNOWN
