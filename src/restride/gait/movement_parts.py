"""What every movement test shares: the prepared track, numbers with their error, repetitions that count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from restride.gait.errors import angle_sd, point_sd
from restride.gait.method import Method
from restride.gait.numerics import TWO_SIDED
from restride.gait.repetitions import Turn
from restride.gait.track import Floats, Track, TrackError, sided
from restride.knowledge.load import Knowledge
from restride.model.gait import Grade, NotMeasured
from restride.model.movement import MovementNumber, MovementRepetition
from restride.model.words import Side

#: Repetitions that «the best» and «the last» speak of.
BEST = 3


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
    best = np.sort(sizes)[-BEST:].mean()
    return np.asarray(sizes >= share * best)


def count_of(repetitions: list[MovementRepetition], cut: Sequence[str], seen: Seen) -> MovementNumber:
    """How many repetitions are full; those near the limit, and those that an end of the recording cuts, are its error.

    ``cut`` names these ends, see :func:`restride.gait.repetitions.cut_ends`.
    """
    sizes, limit = np.array([one.size for one in repetitions]), seen.fact("full_share")
    shares = sizes / np.sort(sizes)[-BEST:].mean()
    near = np.flatnonzero(np.abs(shares - limit) < seen.fact("full_doubt"))
    full = sum(one.full for one in repetitions)
    reasons = [] if full == len(repetitions) else [f"{len(repetitions)} were begun; the others were lower."]
    if len(near):
        which = ", ".join(f"at {repetitions[i].turn_s:.1f} s ({100 * shares[i]:.0f} %)" for i in near)
        reasons.append(f"From {100 * limit:.0f} % of the best three a repetition counts; near that limit: {which}.")
    return MovementNumber(
        id="count", name="Full repetitions", value=float(full), unit="repetitions", error=float(len(near) + len(cut)),
        n=full, reasons=(*reasons, *cut_words(cut), *sure_words(len(near) + len(cut))),
    )  # fmt: skip


def cut_words(cut: Sequence[str]) -> tuple[str, ...]:
    """One sentence for each end of the recording within a repetition."""
    return tuple(f"One was under way at the {end} of the recording and is not counted." for end in cut)


def sure_words(doubtful: int) -> tuple[str, ...]:
    """Why a count is given without an error."""
    return () if doubtful else ("None was near the limit, and none was cut by an end of the recording.",)


def repetitions_of(found: list[Turn], sizes: Floats, seen: Seen) -> list[MovementRepetition]:
    """Repetitions with their sizes, and which of them are full."""
    full = full_of(sizes, seen.fact("full_share"))
    return [
        MovementRepetition(start_s=one.start_s, turn_s=one.turn_s, end_s=one.end_s, size=float(size), full=bool(whole))
        for one, size, whole in zip(found, sizes, full, strict=True)
    ]
