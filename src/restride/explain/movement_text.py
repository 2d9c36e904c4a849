"""A movement test in words and columns, for the terminal."""

from __future__ import annotations

from restride.explain.movement_words import MOVEMENT_NAMES, entry_words, with_error
from restride.knowledge.load import Knowledge
from restride.model.movement import MovementReport


def movement_text(report: MovementReport, knowledge: Knowledge) -> str:
    """Numbers with their errors, every repetition, and what goes into the examination."""
    lines = [
        f"{report.name}: {MOVEMENT_NAMES[report.movement].lower()}, {report.side.value} leg, "
        f"{report.duration_s:.1f} s at {report.rate_hz:.4g} a second",
        f"Quality: {report.quality.grade}. {' '.join(report.quality.reasons)}".rstrip(),
        "",
    ]
    for one in report.numbers:
        why = f"  {' '.join(one.reasons)}" if one.reasons else ""
        lines.append(f"  {one.name:58} {with_error(one)}{why}")
    times = ", ".join(f"{one.turn_s:.1f}{'' if one.full else ' (low)'}" for one in report.repetitions)
    lines += ["", f"Repetitions at s: {times}"]
    lines += [f"For the examination: {entry_words(entry, knowledge)}" for entry in report.exam]
    lines += [f"Not measured: {one.name}. {one.because}" for one in report.not_measured]
    return "\n".join(lines) + "\n"
