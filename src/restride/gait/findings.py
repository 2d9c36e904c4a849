"""From metrics to findings of running form, against what is usual at that speed.

A band describes a population; being outside it is an observation, never a fault and never a cause by
itself: the evaluation asks for symptoms that fit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from msgspec import structs

from restride.knowledge.load import Knowledge
from restride.knowledge.schema import Fact
from restride.model.case import MovementFinding
from restride.model.decision import CiteRef, Reason
from restride.model.gait import Band, FormFinding, GaitReport, Metric
from restride.model.words import Answer, Certainty, State

_SPEED = re.compile(r"(\d+(?:\.\d+)?) ?(m/s|km/h)")


def find(metrics: Sequence[Metric], speed_m_s: float | None, knowledge: Knowledge) -> tuple[FormFinding, ...]:
    """Findings present, absent or unknown for every metric that has a reference and a direction."""
    sides = directions(knowledge)
    found = []
    for metric in metrics:
        reference = nearest_reference(metric.id, speed_m_s, knowledge) if metric.id in sides else None
        finding = knowledge.gait[metric.id].finding if reference is not None else None
        if reference is not None and finding is not None:
            found.append(_judge(metric, finding, reference, speed_m_s, above=sides[metric.id] == "above"))
    return tuple(found)


def directions(knowledge: Knowledge) -> dict[str, str]:
    """Metric → on which side of its band its finding lies, «above» or «below»."""
    return dict(line.split() for line in knowledge.engine["gait_findings"].lists["directions"])


class Reference(NamedTuple):
    """Mean and spread of one population, with the speed its description names."""

    mean: Fact
    sd: Fact
    speed_m_s: float | None
    #: A value counts as outside beyond this many SDs.
    sds: float

    def edge(self, *, above: bool) -> float:
        """Where what is usual ends on that side."""
        return (self.mean.value or 0.0) + (1 if above else -1) * self.sds * (self.sd.value or 0.0)


def nearest_reference(metric: str, speed_m_s: float | None, knowledge: Knowledge) -> Reference | None:
    """The band at the nearest speed that has a spread; None where no band is near enough.

    Where the same people ran both slower and faster, it lies between their two bands.
    """
    variable = knowledge.gait.get(metric)
    if variable is None:
        return None
    widest, sds = (knowledge.number("gait_findings", name) for name in ("band_speed_gap", "band_sds"))
    found = [
        Reference(norm.mean, norm.sd, speed_of(norm.mean.applies_to), sds)
        for norm in variable.bands
        if norm.mean is not None and norm.sd is not None and None not in (norm.mean.value, norm.sd.value)
    ]
    if speed_m_s is None:
        return next((one for one in found if one.speed_m_s is None), None)

    def gap(one: Reference) -> float:
        return widest if one.speed_m_s is None else abs(one.speed_m_s - speed_m_s)

    near = min((one for one in found if gap(one) <= widest), key=gap, default=None)
    return near if near is None or near.speed_m_s is None else _between(near, found, speed_m_s, 2 * widest)


def _between(near: Reference, found: Sequence[Reference], speed_m_s: float, span: float) -> Reference:
    """The band between the nearest speed and that on the other side at which the same people ran; else the nearest."""
    people, at = _SPEED.sub("", near.mean.applies_to), near.speed_m_s or 0.0
    beyond = [
        one
        for one in found
        if one.speed_m_s is not None
        and _SPEED.sub("", one.mean.applies_to) == people
        and (one.speed_m_s - speed_m_s) * (at - speed_m_s) < 0
        and abs(one.speed_m_s - at) <= span
    ]
    if not beyond:
        return near
    other = min(beyond, key=lambda one: abs((one.speed_m_s or 0.0) - speed_m_s))
    slow, fast = sorted((near, other), key=lambda one: one.speed_m_s or 0.0)
    share = (speed_m_s - (slow.speed_m_s or 0.0)) / ((fast.speed_m_s or 0.0) - (slow.speed_m_s or 0.0))
    return Reference(_mixed(slow.mean, fast.mean, share), _mixed(slow.sd, fast.sd, share), speed_m_s, near.sds)


def _mixed(slow: Fact, fast: Fact, share: float) -> Fact:
    """A fact between two of the same people at two speeds."""
    value = round((1 - share) * (slow.value or 0.0) + share * (fast.value or 0.0), 3)
    words = f"between {slow.applies_to.split(',')[0]} and {fast.applies_to}"
    return structs.replace(slow, value=value, applies_to=words)


@cache
def speed_of(words: str) -> float | None:
    """The speed a population's description names [m/s]."""
    match = _SPEED.search(words)
    if match is None:
        return None
    return float(match[1]) / (3.6 if match[2] == "km/h" else 1.0)


def state_of(metric: Metric, limit: float, *, above: bool) -> State:
    """Whether a value lies beyond a limit with its whole error; unknown near it, and where it was measured poorly."""
    beyond = metric.value - limit if above else limit - metric.value
    if metric.grade == "poor" or abs(beyond) <= metric.error:
        return State.UNKNOWN
    return State.PRESENT if beyond > 0 else State.ABSENT


def _judge(metric: Metric, finding: str, found: Reference, speed_m_s: float | None, *, above: bool) -> FormFinding:
    reference, spread, speed, sds = found
    mean, sd, limit = reference.value or 0.0, spread.value or 0.0, found.edge(above=above)
    state = state_of(metric, limit, above=above)
    unit = metric.unit.replace("_", " ")
    usual = f"{'above' if above else 'below'} what is usual ({mean - sds * sd:.3g} to {mean + sds * sd:.3g} {unit})"
    words = {
        State.PRESENT: f"is {usual}, by more than its error",
        State.ABSENT: f"is not {usual}",
        State.UNKNOWN: f"lies so near the edge of what is usual ({limit:.3g} {unit}) or was "
        "seen so poorly that its error decides",
    }[state]
    at = f" at {speed_m_s:.2g} m/s" if speed_m_s is not None else ""
    return FormFinding(
        finding=finding,
        state=state,
        side=metric.side,
        metric=metric.id,
        value=metric.value,
        error=metric.error,
        unit=metric.unit,
        band=Band(mean=mean, sd=sd, sds=sds, unit=reference.unit, population=reference.applies_to, speed_m_s=speed),
        because=Reason(
            rule="gait_reference_band",
            says=f"{metric.name} of {metric.value:.3g} ± {metric.error:.2g} {unit}{at} "
            f"{words}. Reference: {reference.applies_to}.",
            facts=(f"gait/{metric.id}",),
            sources=tuple(CiteRef(source=c.source, where=c.where, read=c.read.value) for c in reference.sources),
            certainty=Certainty(reference.certainty),
            status=reference.status,
        ),
    )


def movement_of(report: GaitReport) -> tuple[MovementFinding, ...]:
    """The findings of a report as a case holds them: the door to evaluation and retraining.

    Only what was decided: a finding that is unknown says nothing, never no. Where both sides agree, each
    keeps its own line.
    """
    answers = {State.PRESENT: Answer.YES, State.ABSENT: Answer.NO}
    decided = [(one.finding, one.side, one.state) for one in report.findings]
    # Of the patterns one is a finding that no single number makes.
    decided += [("overstriding", one.side, one.state) for one in report.patterns if one.id == "overstriding"]
    return tuple(
        MovementFinding(finding=finding, side=side, answer=answers[state], seen_by="camera")
        for finding, side, state in decided
        if state in answers
    )
