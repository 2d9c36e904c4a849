"""What every movement test shares: the prepared track, numbers with their error, repetitions that count."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from restride.gait.errors import angle_sd, point_sd
from restride.gait.method import Method
from restride.gait.repetitions import Turn
from restride.gait.track import Floats, Track, TrackError, sided
from restride.knowledge.load import Knowledge
from restride.model.gait import Grade, NotMeasured
from restride.model.movement import MovementNumber, MovementRepetition
from restride.model.words import Side

TWO_SIDED = 1.96


class Seen(NamedTuple):
    """The oriented, filtered track of one test."""

    track: Track
    side: Side
    leg: float
    method: Method
    knowledge: Knowledge
    found: dict[str, Floats]
    lengths: dict[str, float]
    #: Random noise of the points after the filter [unit].
    noise: float

    def fact(self, name: str) -> float:
        """A constant of the movement tests."""
        return self.knowledge.number("gait_movements", name)

    def point(self, name: str) -> Floats:
        """A point of the tested leg."""
        full = sided(name, self.side)
        if full not in self.track.points:
            raise TrackError(
                f"The {name} of the {self.side.value} leg is not in the recording, and this test needs it."
            )
        return self.track.points[full]

    def angle_error(self, angle: str) -> float:
        """SD of a sagittal angle [deg]."""
        errors = self.method.errors
        return angle_sd(angle, self.lengths, point_sd(self.track, errors), errors)


class Result(NamedTuple):
    """What one test found: repetitions, numbers, and what it cannot give."""

    repetitions: list[MovementRepetition]
    numbers: list[MovementNumber]
    missing: list[NotMeasured]


def number_of(
    name: str,
    label: str,
    values: Floats,
    unit: str,
    systematic: float,
    *,
    grade: Grade = "good",
    reasons: tuple[str, ...] = (),
) -> MovementNumber | None:
    """The mean of the repetitions; ``systematic`` an SD in the unit."""
    values = values[np.isfinite(values)]
    if not len(values):
        return None
    sd = float(np.std(values, ddof=1)) if len(values) > 1 else None
    error = TWO_SIDED * float(np.hypot(systematic, (sd or 0.0) / np.sqrt(len(values))))
    return MovementNumber(
        id=name, name=label, value=float(values.mean()), unit=unit, error=error, n=len(values), sd=sd, grade=grade,
        reasons=reasons,
    )  # fmt: skip


def full_of(sizes: Floats, share: float) -> np.ndarray:
    """Which repetitions reach the share of the best three."""
    if not len(sizes):
        return np.zeros(0, dtype=bool)
    best = np.sort(sizes)[-3:].mean()
    return np.asarray(sizes >= share * best)


def count_of(repetitions: list[MovementRepetition], seen: Seen) -> MovementNumber:
    """How many repetitions are full; those near the limit are its error."""
    sizes = np.array([one.size for one in repetitions])
    best = np.sort(sizes)[-3:].mean()
    # Near the limit a repetition may count or not.
    doubtful = int((np.abs(sizes / best - seen.fact("full_share")) < 0.1).sum())
    full = sum(one.full for one in repetitions)
    return MovementNumber(
        id="count", name="Full repetitions", value=float(full), unit="repetitions", error=float(doubtful), n=full,
        reasons=() if full == len(repetitions) else (f"{len(repetitions)} were begun; the others were lower.",),
    )  # fmt: skip


def repetitions_of(found: list[Turn], sizes: Floats, seen: Seen) -> list[MovementRepetition]:
    """Repetitions with their sizes, and which of them are full."""
    full = full_of(sizes, seen.fact("full_share"))
    return [
        MovementRepetition(start_s=one.start_s, turn_s=one.turn_s, end_s=one.end_s, size=float(size), full=bool(whole))
        for one, size, whole in zip(found, sizes, full, strict=True)
    ]
