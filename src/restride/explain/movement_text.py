"""A movement test in words and columns, for the terminal."""

from __future__ import annotations

from restride.knowledge.load import Knowledge
from restride.model.movement import MovementReport

_UNITS = {"deg": "°", "leg_length": "of the leg", "percent": "%", "per_min": "a minute"}


def movement_text(report: MovementReport, knowledge: Knowledge) -> str:
    """Numbers with their errors, every repetition, and what goes into the examination."""
    lines = [
        f"{report.name}: {report.movement.replace('_', ' ')}, {report.side.value} leg, {report.duration_s:.1f} s at "
        f"{report.rate_hz:.4g} a second",
        f"Quality: {report.quality.grade}. {' '.join(report.quality.reasons)}".rstrip(),
        "",
    ]
    for one in report.numbers:
        digits = 0 if one.unit in ("repetitions", "ms", "mm") else 3 if one.unit in ("leg_length", "m") else 1
        unit = _UNITS.get(one.unit, one.unit)
        why = f"  {' '.join(one.reasons)}" if one.reasons else ""
        lines.append(f"  {one.name:58} {one.value:8.{digits}f} ± {one.error:.{digits}f} {unit}{why}")
    times = ", ".join(f"{one.turn_s:.1f}{'' if one.full else ' (low)'}" for one in report.repetitions)
    lines += ["", f"Repetitions at s: {times}"]
    for entry in report.exam:
        test = knowledge.tests.get(entry.test)
        lines.append(f"For the examination: {test.name if test else entry.test}, {entry.side.value}: {entry.value}"
                     f"{f', ± {entry.error}' if entry.error else ''}")  # fmt: skip
    lines += [f"Not measured: {one.name}. {one.because}" for one in report.not_measured]
    return "\n".join(lines) + "\n"
