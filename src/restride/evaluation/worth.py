"""What knowing one finding is worth: for the course, for the order, for the treatment."""

from __future__ import annotations

from typing import NamedTuple

from restride.evaluation.dangers import Reading
from restride.evaluation.hypotheses import Ranked
from restride.evaluation.prepared import Message, Prepared
from restride.evaluation.ranking import Weighed
from restride.model.evaluation import Danger
from restride.model.words import Urgency


class Worth(NamedTuple):
    """What knowing one finding is worth for one complaint."""

    course: float
    order: float
    treatment: float
    #: Conditions it separates or decides about.
    between: tuple[str, ...]
    dangers: tuple[str, ...]

    @property
    def total(self) -> float:
        """All of it together."""
        return self.course + self.order + self.treatment


def field_of(ranked: Ranked) -> tuple[Weighed, ...]:
    """The hypotheses a step can move."""
    return ranked.order[:6]


def worth_of(
    finding: str,
    ranked: Ranked,
    readings: dict[str, list[Reading]],
    dangers: tuple[Danger, ...],
    prepared: Prepared,
) -> Worth:
    """What the answer could change, averaged over yes and no."""
    numbers = prepared.numbers["next_step_values"]
    course, decides = _course_worth(finding, ranked, readings, dangers, prepared)
    order, between = _order_worth(finding, field_of(ranked), prepared)
    state = prepared.lists["complaint_state"]
    treatment = numbers["treatment"] if finding in (*state["high_signs"], *state["moderate_signs"]) else 0.0
    return Worth(course * numbers["course"], order * numbers["order"], treatment, between, decides)


def plausible(condition: str, ranked: Ranked, prepared: Prepared) -> float:
    """How near a danger is to the first hypothesis, from a floor (it must not be missed) to one."""
    floor = prepared.numbers["next_step_values"]["danger_floor"]
    if not ranked.order:
        return floor
    reach = 2 * prepared.numbers["ranking"]["shake_reach"]
    return max(floor, min(1.0, 1.0 - (ranked.order[0].total - ranked.every[condition].total) / reach))


def _course_worth(
    finding: str,
    ranked: Ranked,
    readings: dict[str, list[Reading]],
    dangers: tuple[Danger, ...],
    prepared: Prepared,
) -> tuple[float, tuple[str, ...]]:
    near = prepared.numbers["next_step_values"]["near_course"]
    worth: dict[str, float] = {}
    for name, group in readings.items():
        for reading in group:
            if finding not in reading.missing:
                continue
            urgency = reading.trigger.urgency or prepared.profiles[name].condition.urgency
            share = urgency.rank / Urgency.EMERGENCY.rank * (1.0 if reading.needed == 1 else near)
            share *= plausible(name, ranked, prepared)
            worth[name] = max(worth.get(name, 0.0), share)
    for danger in dangers:
        watch = prepared.profiles[danger.condition].condition.must_not_miss
        if danger.state == "open" and watch and any(release.finding == finding for release in watch.releases):
            worth[danger.condition] = max(
                worth.get(danger.condition, 0.0), near * danger.urgency.rank / Urgency.EMERGENCY.rank
            )
    return max(worth.values(), default=0.0), tuple(sorted(worth))


def _order_worth(finding: str, field: tuple[Weighed, ...], prepared: Prepared) -> tuple[float, tuple[str, ...]]:
    """How far the answer moves the first hypothesis against those close behind it."""
    if not field:
        return 0.0, ()
    reach = prepared.numbers["ranking"]["shake_reach"]
    share = prepared.numbers["next_step_values"]["one_way"]
    first = field[0]
    own = _both(first.profile.by_key.get(finding))
    worth, between = 0.0, []
    for other in field[1:]:
        closeness = 1.0 - (first.total - other.total) / reach
        if closeness <= 0:
            continue
        theirs = _both(other.profile.by_key.get(finding))
        moves = (abs(own[0] - theirs[0]), abs(own[1] - theirs[1]))
        # A step that moves the order whichever way it turns out beats one that only speaks when it surprises.
        moved = (share * max(moves) + (1 - share) * min(moves)) * closeness
        if moved > worth / 2:
            between.append(other.id)
        worth = max(worth, moved)
    return worth, tuple(sorted([first.id, *between])) if between else ()


def _both(message: Message | None) -> tuple[float, float]:
    if message is None:
        return 0.0, 0.0
    return (message.present.points if message.present else 0.0, message.absent.points if message.absent else 0.0)
