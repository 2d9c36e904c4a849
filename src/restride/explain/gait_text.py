"""A gait report in words and columns, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from restride.explain.gait_words import (
    VERDICTS,
    asymmetry_words,
    change_words,
    difference,
    finding_words,
    findings_together,
    lasted,
    member_words,
    missing_by_reason,
    number,
    pattern_title,
    unit_mark,
    why_undecided,
    with_unit,
)
from restride.model.gait import FormFinding, GaitComparison, GaitReport, Metric
from restride.model.words import Side, State

#: A note on more numbers than these counts them.
_MOST_NAMED = 6
_MARKS = {State.PRESENT: "yes", State.ABSENT: "no ", State.UNKNOWN: "?  "}


def gait_text(report: GaitReport) -> str:
    """Quality first where it is poor; then the numbers with their errors; then findings and what is missing."""
    recording = report.recording
    lines = [
        f"{recording.name}: {recording.locomotion}, {lasted(recording.duration_s)} at {recording.rate_hz:.4g} a second"
        + (f", {recording.speed_m_s:.2f} m/s ({recording.speed_from})" if recording.speed_m_s else "")
        + (f", {len(report.strides)} steps" if report.strides else ""),
        f"Quality: {report.quality.grade}. {' '.join(report.quality.reasons)}".rstrip(),
        "",
    ]
    lines += _table(report)
    lines += _notes(report)
    if report.findings:
        lines += ["", "Against what is usual (never a fault or a cause by itself):"]
        for found in findings_together(report):
            lines.append(f"  {_MARKS[found[0].state]} {_named(found)}: {finding_words(found)}")
    if report.patterns:
        lines += ["", "Patterns, only where several numbers agree:"]
        for pattern in report.patterns:
            why = why_undecided(pattern)
            lines.append(f"  {_MARKS[pattern.state]} {pattern_title(pattern)}{f': {why}' if why else ''}")
            lines += [f"        {member_words(one)}" for one in pattern.members]
    if report.not_measured:
        lines += ["", "Not measured:"]
        lines += [f"  {', '.join(names)}: {because}" for because, names in missing_by_reason(report).items()]
    return "\n".join(lines) + "\n"


def _named(found: Sequence[FormFinding]) -> str:
    """«Low step rate»; «Crossover steps, left»; without a side where both legs are meant."""
    name = found[0].finding.replace("_", " ").capitalize()
    return name if len(found) > 1 or found[0].side is Side.BOTH else f"{name}, {found[0].side.value}"


def _table(report: GaitReport) -> Iterator[str]:
    yield f"{'':48} {'left':>14} {'right':>14} {'both':>14}  unit"
    apart = [metric for metric in report.metrics if metric.id.endswith("_asymmetry")]
    names = dict.fromkeys(metric.id for metric in report.metrics if metric not in apart)
    for name in names:
        cells = {metric.side: metric for metric in report.metrics if metric.id == name}
        one = next(iter(cells.values()))
        columns = " ".join(f"{_cell(cells.get(side)):>14}" for side in (Side.LEFT, Side.RIGHT, Side.BOTH))
        yield f"{one.name:48} {columns}  {unit_mark(one.unit).strip()}".rstrip()
    if apart:
        yield from ("", "Left minus right:")
    for one in apart:
        name = one.name.removesuffix(", left minus right")
        yield f"  {name:46} {difference(one.value, one.error, one.unit) + _poor(one):26} {asymmetry_words(one)}"


def _notes(report: GaitReport) -> Iterator[str]:
    reasons: dict[str, dict[str, None]] = {}
    for metric in report.metrics:
        for reason in metric.reasons:
            reasons.setdefault(reason, {})[metric.name] = None
    if reasons:
        yield from ("", "Notes on the grades (! is poor):")
    for reason, names in reasons.items():
        yield f"  {', '.join(names) if len(names) <= _MOST_NAMED else f'{len(names)} numbers'}: {reason}"


def _cell(metric: Metric | None) -> str:
    if metric is None:
        return ""
    return f"{number(metric.value, metric.unit)} ± {number(metric.error, metric.unit)}{_poor(metric)}"


def _poor(metric: Metric) -> str:
    return " !" if metric.grade == "poor" else ""


def comparison_text(comparison: GaitComparison) -> str:
    """What changed between two sessions."""
    lines = ["", f"{comparison.before} → {comparison.after}", *comparison.warnings]
    head = ("before", "now", "change", "smallest real")
    lines.append(f"  {'':58} {'  '.join(f'{word:>16}' for word in head)}")
    for change in comparison.changes:
        side = "" if change.side is Side.BOTH else f", {change.side.value}"
        numbers = (
            with_unit(change.before, change.unit), with_unit(change.after, change.unit), change_words(change),
            with_unit(change.smallest_change, change.unit),
        )  # fmt: skip
        cells = "  ".join(f"{one:>16}" for one in numbers)
        # What is no real change has nothing more to say.
        why = "" if change.verdict == "no_real_change" else f": {change.because}"
        lines.append(f"  {change.name + side:58} {cells}  {VERDICTS[change.verdict]}{why}")
    return "\n".join(lines) + "\n"
