"""A gait report in words and columns, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from restride.explain.gait_words import PATTERNS, VERDICTS, change_words, with_unit
from restride.model.gait import GaitComparison, GaitReport, Metric
from restride.model.words import Side, State

_UNITS = {
    "steps_per_min": "steps/min",
    "strides_per_min": "strides/min",
    "deg": "°",
    "leg_length": "of the leg",
    "percent": "%",
}
#: A note on more numbers than these counts them.
_MOST_NAMED = 6
_SEEN = {State.PRESENT: "yes", State.ABSENT: "no", State.UNKNOWN: "undecided"}


def gait_text(report: GaitReport) -> str:
    """Quality first where it is poor; then the numbers with their errors; then findings and what is missing."""
    recording = report.recording
    lines = [
        f"{recording.name}: {recording.locomotion}, {recording.duration_s:.2f} s at {recording.rate_hz:.6g} a second"
        + (f", {recording.speed_m_s:.2f} m/s ({recording.speed_from})" if recording.speed_m_s else "")
        + (f", {len(report.strides)} steps" if report.strides else ""),
        f"Quality: {report.quality.grade}. {' '.join(report.quality.reasons)}".rstrip(),
        "",
    ]
    lines += _table(report)
    lines += _notes(report)
    if report.findings:
        lines += ["", "Against what is usual (never a fault or a cause by itself):"]
        for finding in report.findings:
            mark = {State.PRESENT: "yes", State.ABSENT: "no ", State.UNKNOWN: "?  "}[finding.state]
            lines.append(f"  {mark} {finding.finding.replace('_', ' ')}, {finding.side.value}: {finding.because.says}")
    if report.patterns:
        lines += ["", "Patterns, only where several numbers agree:"]
        for pattern in report.patterns:
            mark = {State.PRESENT: "yes", State.ABSENT: "no ", State.UNKNOWN: "?  "}[pattern.state]
            members = "; ".join(
                f"{one.name.lower()} {one.value:.3g} ± {one.error:.2g} ({'over' if one.above else 'under'} "
                f"{one.limit:.3g}: {_SEEN[one.state]})"
                for one in pattern.members
            )
            lines.append(f"  {mark} {PATTERNS[pattern.id].lower()}, {pattern.side.value}: {members}.")
    if report.not_measured:
        lines += ["", "Not measured:"]
        reasons: dict[str, list[str]] = {}
        for missing in report.not_measured:
            reasons.setdefault(missing.because, []).append(missing.name)
        lines += [f"  {', '.join(names)}: {because}" for because, names in reasons.items()]
    return "\n".join(lines) + "\n"


def _table(report: GaitReport) -> Iterator[str]:
    yield f"{'':46} {'left':>16} {'right':>16} {'both':>16}  unit"
    names = dict.fromkeys(metric.id for metric in report.metrics)
    for name in names:
        cells = {metric.side: metric for metric in report.metrics if metric.id == name}
        one = next(iter(cells.values()))
        columns = " ".join(f"{_cell(cells.get(side)):>16}" for side in (Side.LEFT, Side.RIGHT, Side.BOTH))
        yield f"{one.name:46} {columns}  {_UNITS.get(one.unit, one.unit)}".rstrip()


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
    digits = 3 if metric.unit in ("leg_length", "m") else 1 if abs(metric.value) < 1000 else 0
    mark = {"good": "", "usable": "", "poor": " !"}[metric.grade]
    return f"{metric.value:.{digits}f} ± {metric.error:.{digits}f}{mark}"


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
