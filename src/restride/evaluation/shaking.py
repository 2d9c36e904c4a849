"""How fragile an order is: move every weight one class up or down, many times, and look who comes first.

The shifts come from a hash of condition and finding and of the number of the shake, never from the case:
the same input gives the same answer, and a mirrored or shuffled case gives the same one too.
"""

from __future__ import annotations

from collections.abc import Sequence

from restride.evaluation.prepared import SHAKES, Prepared
from restride.evaluation.ranking import Heard, Weighed, beyond_members, group_points


def shares_of_first(weighed: Sequence[Weighed], prepared: Prepared) -> dict[str, float]:
    """Condition id → share of the shaken orders in which it comes before the present first.

    ``weighed`` is in order; only those close behind the first are shaken, the others have no share.
    """
    if not weighed:
        return {}
    numbers = prepared.numbers["ranking"]
    first = weighed[0]
    field = [one for one in weighed if first.total - one.total <= numbers["shake_reach"]]
    field = field[: int(numbers["shake_field"])]
    shaken = {one.id: _shaken_totals(one, numbers["echo"]) for one in field}
    lead = shaken[first.id]
    return {
        name: sum(other > own for other, own in zip(totals, lead, strict=True)) / SHAKES
        for name, totals in shaken.items()
        if name != first.id
    }


def _shaken_totals(one: Weighed, echo: float) -> list[float]:
    """Totals of one condition in every shaken order."""
    totals = [one.context] * SHAKES
    groups: dict[str, list[Heard]] = {}
    counted = {heard.message.key: heard.step.points for heard in one.heard if heard.message.cluster is None}
    for heard in one.heard:
        if heard.message.cluster is None:
            groups.setdefault(heard.message.group, []).append(heard)
            continue
        beyond = (beyond_members(points, heard.message.cluster, counted) for points in _shaken_points(heard))
        totals = [total + points for total, points in zip(totals, beyond, strict=True)]
    for members in groups.values():
        if len(members) == 1:
            shaken = _shaken_points(members[0])
            totals = [total + points for total, points in zip(totals, shaken, strict=True)]
        else:
            columns = zip(*(_shaken_points(heard) for heard in members), strict=True)
            totals = [total + group_points(list(points), echo) for total, points in zip(totals, columns, strict=True)]
    return totals


def _shaken_points(heard: Heard) -> list[float]:
    step = heard.step
    choice = (step.points, step.above, step.below)  # index by the shift: 0, 1, -1
    return [choice[shift] for shift in heard.message.shifts]
