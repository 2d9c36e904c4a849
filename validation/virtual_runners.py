"""Virtual runners for the way back. Every parameter here is INVENTED: they compare programmes, they predict nobody.

Two mechanisms, so that no programme is tuned to one idea of how a tissue answers:

    threshold   a session above what the tissue takes today hurts and may flare; sessions below let it grow
    damage      each session leaves damage that repairs by half in a day or two; too much at once flares

Runners under-report pain, forget to log, run more than planned, and have weeks in which life comes first.
"""

from __future__ import annotations

import math
import random
from typing import NamedTuple

from restride.comeback.gate import Felt

HORIZON_D = 180


class Person(NamedTuple):
    """What one virtual runner brings."""

    mechanism: str
    #: Load the tissue takes at the start. [s of running in one go]
    capacity_s: float
    #: Growth by one well-dosed session.
    growth: float
    #: Days to repair damage to 1/e.
    repair_d: float
    noise: float
    #: What of the pain is reported.
    honesty: float
    forgets: float
    overruns: float
    life_gap: float
    seed: int


class Outcome(NamedTuple):
    """What happened to one runner."""

    sessions: int
    flares: int
    #: Day of the first 30 min in one go without a flare; None within the horizon.
    days_to_30: int | None
    violations: int


def people(count: int, mechanism: str, seed: int = 1) -> list[Person]:
    """The same runners every time."""
    draw = random.Random(f"{mechanism}/{seed}")
    return [
        Person(
            mechanism,
            capacity_s=60 * math.exp(draw.gauss(math.log(13), 0.5)),
            growth=draw.uniform(0.02, 0.06),
            repair_d=draw.uniform(0.8, 2.5),
            noise=draw.uniform(0.04, 0.12),
            honesty=draw.choice((1.0, 1.0, 1.0, 0.7, 0.4)),
            forgets=draw.choice((0.0, 0.05, 0.15, 0.3)),
            overruns=draw.choice((0.0, 0.0, 0.05, 0.12)),
            life_gap=draw.choice((0.0, 0.01, 0.02)),
            seed=draw.randrange(2**31),
        )
        for _ in range(count)
    ]


class Body:
    """The tissue of one runner, day by day."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.draw = random.Random(person.seed)
        self.capacity = person.capacity_s
        self.damage = 0.0
        self.sore = 0.0
        self.day = 0
        self.last_run = 0
        self.flared = False

    def rest_until(self, day: int) -> None:
        """Let days pass."""
        passed = day - self.day
        self.damage *= math.exp(-passed / self.person.repair_d)
        self.sore *= math.exp(-passed / 3)
        for _ in range(max(0, day - max(self.day, self.last_run + 5))):
            self.capacity = max(self.person.capacity_s * 0.7, self.capacity * 0.995)
        self.day = day

    def run(self, dose_s: int, bout_s: int) -> Felt:
        """Run today; what it truly felt like. ``flared`` says whether the tissue flared."""
        # Running in one go asks more than the same minutes in pieces.
        load = dose_s * (0.7 + 0.3 * math.sqrt(min(1.0, bout_s / 1800)))
        load *= math.exp(self.draw.gauss(0, self.person.noise))
        self.last_run = self.day
        return self._threshold(load) if self.person.mechanism == "threshold" else self._damage(load)

    def _threshold(self, load: float) -> Felt:
        ratio = load / self.capacity * (1 + 0.4 * self.sore)
        during = max(0.0, (ratio - 0.75) * 12)
        self.flared = ratio > 1.2
        morning = max(0.0, (ratio - 1.05) * 10)
        if ratio > 1.05:
            self.sore += min(2.0, (ratio - 1.05) * 3)
        if self.flared:
            self.capacity *= 0.9
        else:
            self.capacity *= 1 + self.person.growth * min(1.0, ratio / 0.6)
        return self._felt(during, morning)

    def _damage(self, load: float) -> Felt:
        self.damage += 0.8 * load / self.capacity
        worst = self.damage
        self.flared = worst > 1.0
        during = max(0.0, (worst - 0.62) * 10)
        morning = max(0.0, (worst * math.exp(-0.6 / self.person.repair_d) - 0.6) * 10)
        if self.flared:
            self.capacity *= 0.9
            self.damage = min(worst, 1.6)
        else:
            self.capacity *= 1 + self.person.growth * min(1.0, load / self.capacity / 0.6)
        return self._felt(during, morning)

    def _felt(self, during: float, morning: float) -> Felt:
        during, morning = round(min(10.0, during)), round(min(10.0, morning))
        return Felt(during, max(0, during - 2), max(0, during - 3), morning, morning, 0, 0, during >= 7, None)

    def walk_hurts(self) -> bool:
        """Whether a walk today would hurt."""
        return self.sore > 0.6 or self.damage > 0.7

    def reported(self, felt: Felt) -> Felt:
        """What reaches the diary."""
        person, draw = self.person, self.draw
        if draw.random() < person.forgets:
            return Felt(during=_told(felt.during, person)) if draw.random() < 0.5 else Felt()
        told = [_told(value, person) for value in felt[:7]]
        return Felt(*told, bool(felt.limped) and person.honesty > 0.5, None)

    def really_runs(self, dose_s: int, bout_s: int) -> tuple[int, int]:
        """What is run where this much was planned."""
        if self.draw.random() < self.person.overruns:
            more = self.draw.uniform(1.1, 2.0)
            return int(dose_s * more), int(min(dose_s * more, bout_s * more))
        return dose_s, bout_s

    def life_comes_first(self) -> int:
        """Days lost, on a day when life comes first; usually none."""
        return self.draw.randrange(4, 21) if self.draw.random() < self.person.life_gap else 0


def _told(value: float | None, person: Person) -> float | None:
    return None if value is None else float(round(value * person.honesty))
