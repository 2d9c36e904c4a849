"""How good a recording is, in one word and in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from restride.gait.method import TrackMethod
from restride.gait.metrics import worse
from restride.model.gait import Grade, Quality, Recording, Stride
from restride.model.words import Side


def quality_of(recording: Recording, strides: Sequence[Stride], method: TrackMethod) -> Quality:
    """Grade and reasons, poorest first."""
    found: list[tuple[Grade, str]] = []
    if recording.missing_share > method.missing_poor:
        found.append(("poor", f"A point of the legs is missing in {100 * recording.missing_share:.0f} % of frames."))
    elif recording.missing_share > method.missing_usable:
        found.append(("usable", f"A point of the legs is missing in {100 * recording.missing_share:.0f} % of frames."))
    if recording.rate_hz < method.rate_usable:
        found.append(("usable", f"{recording.rate_hz:.0f} frames a second; 120 or more time the feet better."))
    fewest = min(
        sum(row.side is side and row.contact_s is not None for row in strides) for side in (Side.LEFT, Side.RIGHT)
    )
    if fewest < method.side_steps_wanted:
        found.append(
            (
                "usable",
                f"Only {fewest} whole contact{'s' if fewest != 1 else ''} of one foot; "
                f"{method.side_steps_wanted:g} a side make a stable mean.",
            )
        )
    if not any(point.startswith(("heel", "toe")) for point in recording.points):
        found.append(
            ("usable", "No heel and no toe is among the points; the feet are timed by the body's bounce alone.")
        )
    if recording.swapped_share > 0:
        found.append(
            (
                "usable",
                f"Left and right had changed places in {100 * recording.swapped_share:.1f} % of frames; repaired.",
            )
        )
    if recording.locomotion == "walking":
        found.append(("usable", "This is walking; references of running are not applied."))
    found += [("usable", note) for note in recording.notes]
    grade: Grade = "good"
    for one, _ in found:
        grade = worse(grade, one)
    order = {"poor": 0, "usable": 1, "good": 2}
    return Quality(grade=grade, reasons=tuple(text for _, text in sorted(found, key=lambda row: order[row[0]])))
