"""Two sessions side by side: better, worse, changed, or no real change.

A number has a better and a worse side only where it belongs to something that was seen before or is seen now: a finding
(the knowledge says on which side of its band) or a pattern. Each session is held against the limit of its own speed.
Every other change, however real, is neither: runners differ, and no source says which way is better.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from restride.gait.findings import directions, nearest_reference
from restride.knowledge.load import Knowledge
from restride.model.gait import Change, GaitComparison, GaitReport, Metric, Recording, Verdict
from restride.model.words import State


def compare(before: GaitReport, after: GaitReport, knowledge: Knowledge) -> GaitComparison:
    """Every metric that both sessions have. A change within the smallest real change is none."""
    pair = _Pair(before, after, knowledge)
    later = {(m.id, m.side): m for m in after.metrics}
    changes = []
    for metric in before.metrics:
        other = later.pop((metric.id, metric.side), None)
        if other is not None:
            changes.append(pair.change(metric, other))
    earlier = {(m.id, m.side) for m in after.metrics} - set(later)
    lonely = {m.id for m in before.metrics if (m.id, m.side) not in earlier} | {name for name, _ in later}
    return GaitComparison(
        before=before.recording.name,
        after=after.recording.name,
        changes=tuple(changes),
        only_in_one=tuple(sorted(lonely)),
        warnings=pair.warnings(),
    )


def speeds_differ(first: Recording, second: Recording, knowledge: Knowledge) -> bool | None:
    """Whether two speeds differ so much that form changes by itself; None where one is not known."""
    if first.speed_m_s is None or second.speed_m_s is None:
        return None
    return abs(second.speed_m_s / first.speed_m_s - 1) > knowledge.number("gait_findings", "same_speed_share")


class _Limit(NamedTuple):
    """What a number was held against in one session: a finding's edge of its band, or a pattern's limit."""

    edge: float
    above: bool
    state: State
    #: The edge on the other side of the band.
    other_edge: float | None
    #: The pattern it speaks for; None for a finding.
    pattern: str | None

    def beyond(self, value: float) -> float:
        """How far a value lies beyond the edge; negative within."""
        return value - self.edge if self.above else self.edge - value

    def passes_over(self, value: float) -> bool:
        """Whether a value left the band on its other side."""
        return self.other_edge is not None and (value < self.other_edge if self.above else value > self.other_edge)


class _Pair:
    """An earlier and a later session."""

    def __init__(self, before: GaitReport, after: GaitReport, knowledge: Knowledge) -> None:
        self._reports = before, after
        self._recordings = before.recording, after.recording
        self._knowledge = knowledge
        self._directions = directions(knowledge)
        self._speeds_differ = speeds_differ(*self._recordings, knowledge)
        first, second = self._recordings
        self._same_view = first.view == second.view
        self._same_method = (first.origin, first.pose_model) == (second.origin, second.pose_model)

    def warnings(self) -> tuple[str, ...]:
        """What to bear in mind with every change."""
        first, second = self._recordings
        found = []
        if self._speeds_differ is None:
            found.append(
                "The speed of a session is not known; form changes with speed, so a change may be one of speed."
            )
        elif self._speeds_differ:
            found.append(
                f"The speeds differ ({first.speed_m_s:.2f} and {second.speed_m_s:.2f} m/s); form changes with speed."
            )
        if not self._same_view or not self._same_method:
            found.append(
                "The sessions were recorded in different ways; angles of different methods differ by several degrees."
            )
        return tuple(found)

    def change(self, before: Metric, after: Metric) -> Change:
        """One number in both."""
        smallest = max(before.smallest_change, after.smallest_change)
        if not self._same_method or not self._same_view:
            # What one method does alike in every session does not cancel against another's.
            smallest = max(smallest, float(np.hypot(before.error, after.error)))
        verdict, why = self._verdict(before, after, smallest)
        return Change(
            id=before.id, name=before.name, side=before.side, unit=before.unit, before=before.value, after=after.value,
            difference=after.value - before.value, smallest_change=smallest, verdict=verdict, because=why,
        )  # fmt: skip

    def _verdict(self, before: Metric, after: Metric, smallest: float) -> tuple[Verdict, str]:
        first, second = self._recordings
        if first.locomotion != second.locomotion:
            return "not_comparable", f"{first.locomotion.capitalize()} before, {second.locomotion} now."
        # Times hold from wherever the feet are seen.
        if not self._same_view and before.plane != "time":
            return "not_comparable", "Recorded from different views."
        if "poor" in (before.grade, after.grade):
            return "not_comparable", "One of the two was measured poorly."
        if abs(after.value - before.value) <= smallest:
            return "no_real_change", "Within the smallest real change."
        return self._direction(before, after, smallest)

    def _direction(self, before: Metric, after: Metric, smallest: float) -> tuple[Verdict, str]:
        """Better or worse only where a finding or pattern was or is there; otherwise the change has no sign."""
        was, now = (self._limit(*one) for one in zip(self._reports, (before, after), strict=True))
        held = now or was
        if held is None:
            return "changed", "No better side is known."
        states = {one.state for one in (was, now) if one is not None}
        if State.PRESENT not in states:
            usual = states == {State.ABSENT}
            return "changed", "Usual before and now." if usual else "Near the edge of what is usual; its error decides."
        if self._speeds_differ and (was is None or now is None):
            return "changed", "At another speed, for which nothing is known; it may be the speed's doing."
        gained = (was or held).beyond(before.value) - (now or held).beyond(after.value)
        if abs(gained) <= smallest:
            return "changed", "No more than what is usual changes with the speed."
        if held.passes_over(after.value):
            return "changed", "Now past what is usual on the other side."
        verdict: Verdict = "better" if gained > 0 else "worse"
        return verdict, _sign_words(held, nearer=gained > 0)

    def _limit(self, report: GaitReport, metric: Metric) -> _Limit | None:
        """What the number was held against: its finding, else a pattern that was seen."""
        name = metric.id, metric.side
        found = next((one for one in report.findings if (one.metric, one.side) == name), None)
        reference = nearest_reference(metric.id, report.recording.speed_m_s, self._knowledge)
        if found is not None and reference is not None and metric.id in self._directions:
            above = self._directions[metric.id] == "above"
            return _Limit(reference.edge(above=above), above, found.state, reference.edge(above=not above), None)
        for pattern in report.patterns:
            for one in pattern.members:
                if pattern.state is State.PRESENT and (one.metric, one.side) == name:
                    return _Limit(one.limit, one.above, State.PRESENT, None, pattern.id)
        return None


def _sign_words(held: _Limit, *, nearer: bool) -> str:
    if held.pattern is not None:
        return f"Speaks {'less' if nearer else 'more'} for {held.pattern.replace('_', ' ')}."
    edge = f"{'up to' if held.above else 'from'} {held.edge:.3g}"
    return f"{'Towards' if nearer else 'Away from'} what is usual ({edge})."
