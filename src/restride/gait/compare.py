"""Two sessions side by side: better, worse, changed, or no real change."""

from __future__ import annotations

from restride.model.gait import Change, GaitComparison, GaitReport, Metric, Verdict
from restride.model.words import State

#: Speeds that differ by more change form by themselves [share].
SPEED_SHARE = 0.05


def compare(before: GaitReport, after: GaitReport) -> GaitComparison:
    """Every metric that both sessions have. A change within the smallest real change is none."""
    warnings = _warnings(before, after)
    later = {(m.id, m.side): m for m in after.metrics}
    changes = []
    for metric in before.metrics:
        other = later.pop((metric.id, metric.side), None)
        if other is not None:
            changes.append(
                _change(metric, other, before, after, comparable=before.recording.view == after.recording.view)
            )
    earlier = {(m.id, m.side) for m in after.metrics} - set(later)
    lonely = {m.id for m in before.metrics if (m.id, m.side) not in earlier} | {name for name, _ in later}
    return GaitComparison(
        before=before.recording.name,
        after=after.recording.name,
        changes=tuple(changes),
        only_in_one=tuple(sorted(lonely)),
        warnings=tuple(warnings),
    )


def _warnings(before: GaitReport, after: GaitReport) -> list[str]:
    warnings = []
    speeds = before.recording.speed_m_s, after.recording.speed_m_s
    if speeds[0] is None or speeds[1] is None:
        warnings.append(
            "The speed of a session is not known; form changes with speed, so a change may be one of speed."
        )
    elif abs(speeds[1] / speeds[0] - 1) > SPEED_SHARE:
        warnings.append(f"The speeds differ ({speeds[0]:.2f} and {speeds[1]:.2f} m/s); form changes with speed.")
    if before.recording.view != after.recording.view or before.recording.origin != after.recording.origin:
        warnings.append(
            "The sessions were recorded in different ways; angles of different methods differ by several degrees."
        )
    return warnings


def _change(before: Metric, after: Metric, first: GaitReport, second: GaitReport, *, comparable: bool) -> Change:
    difference = after.value - before.value
    smallest = max(before.smallest_change, after.smallest_change)
    verdict: Verdict
    if not comparable:
        verdict, why = "not_comparable", "Recorded from different views."
    elif "poor" in (before.grade, after.grade):
        verdict, why = "not_comparable", "One of the two was measured poorly."
    elif abs(difference) <= smallest:
        verdict, why = "no_real_change", f"Within the smallest real change of {smallest:.2g} {after.unit}."
    else:
        verdict, why = _direction(before, after, first, second)
    return Change(
        id=before.id, name=before.name, side=before.side, unit=before.unit, before=before.value, after=after.value,
        difference=difference, smallest_change=smallest, verdict=verdict, because=why,
    )  # fmt: skip


def _direction(before: Metric, after: Metric, first: GaitReport, second: GaitReport) -> tuple[Verdict, str]:
    """Better or worse only where a finding was or is there; otherwise the change has no sign."""
    states = []
    for report, metric in ((first, before), (second, after)):
        found = next((f for f in report.findings if f.metric == metric.id and f.side is metric.side), None)
        states.append((found.state, found.band) if found is not None else (State.UNKNOWN, None))
    (was, band_was), (now, band_now) = states
    band = band_now or band_was
    if band is not None and State.PRESENT in (was, now):
        nearer = abs(after.value - band.mean) < abs(before.value - band.mean)
        return (
            "better" if nearer else "worse"
        ), f"{'Towards' if nearer else 'Away from'} what is usual ({band.mean:g})."
    return "changed", "More than the smallest real change; neither value is outside what is usual."
