"""Virtual runners under ours, every published ladder and +10 % a week; writes docs/validation/comeback.md and .svg.

    python -m validation.comeback_simulation [runners] [sessions]

The runners are invented (validation/virtual_runners.py): the table compares programmes with each other and
predicts nobody. Every session of ours also passes rules that were written a second time (comeback_rules.py).
"""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple

from restride.comeback.ladders import choosable, stages
from restride.comeback.numbers import Numbers, numbers
from restride.knowledge.load import load
from restride.model.words import Tissue
from validation.comeback_policies import Ladder, Ours, Programme, ten_percent, to_thirty
from validation.virtual_runners import HORIZON_D, Body, Outcome, Person, people

FOLDER = Path(__file__).parent.parent / "docs" / "validation"
RUNNERS = 200
SESSIONS_CHECKED = 1_000_000
MECHANISMS = ("threshold", "damage")
_OURS = ("low", "moderate", "high")
_VARIANTS = {
    "no_minute": ("pure 110 %", {"dose_step_s": 0}),
    "half_minute": ("+½ min early", {"dose_step_s": 30}),
    "two_minutes": ("+2 min early", {"dose_step_s": 120}),
    "no_belief": ("no belief", {"belief_more_greens": 0, "belief_warning": -99.0}),
}


class Row(NamedTuple):
    """One programme under one mechanism."""

    name: str
    kind: str
    per_100: float
    per_runner: float
    days: float
    median: float
    share: float
    worst_days: int
    worst_flares: int
    sessions: int
    violations: int


@cache
def _numbers(irritability: str = "moderate") -> Numbers:
    return numbers(load(), Tissue.TENDON, irritability)


def _make(name: str) -> Programme:
    """A new programme by its name: «ours:low», «ladder:id:gated», «guarded:id», «ten:ungated»."""
    kind, _, rest = name.partition(":")
    own = _numbers()
    if kind == "ours":
        return Ours(_numbers(rest))
    if kind == "variant":
        return Ours(_numbers("low")._replace(**_VARIANTS[rest][1]), check=False)
    if kind == "ten":
        return Ladder(ten_percent(own, 600), own, gated=rest == "gated")
    ladder, _, gated = rest.partition(":")
    steps = stages(load().programmes[ladder], own.jog_m_s)
    if kind == "guarded":
        return Ours(own, steps)
    return Ladder(to_thirty(steps, own), own, gated=gated == "gated")


def names() -> list[str]:
    """Every programme compared."""
    known = load().programmes
    ladders = [name for name in sorted(known) if stages(known[name], 1.0)]
    return [
        *(f"ours:{one}" for one in _OURS),
        *(f"ladder:{one}:{gated}" for one in ladders for gated in ("ungated", "gated")),
        *(f"guarded:{one}" for one in ladders if one in choosable(load())),
        "ten:ungated",
        "ten:gated",
        *(f"variant:{one}" for one in _VARIANTS),
    ]


def live(person: Person, programme: Programme, horizon_d: int = HORIZON_D, *, stop_at_30: bool = True) -> Outcome:
    """One runner under one programme, until 30 min in one go without a flare."""
    body = Body(person)
    sessions = flares = away_until = 0
    reached = None
    for day in range(horizon_d):
        body.rest_until(day)
        away_until = max(away_until, day + body.life_comes_first())
        if day < away_until:
            continue
        planned = programme.today(day, walk_hurts=body.walk_hurts())
        if planned.dose_s == 0:
            continue
        dose, bout = body.really_runs(planned.dose_s, planned.bout_s)
        felt = body.run(dose, bout)
        sessions += 1
        flares += body.flared
        if reached is None and bout >= 1800 and not body.flared:
            reached = day
            if stop_at_30:
                break
        programme.ran(day, dose, bout, body.reported(felt), flared=body.flared)
    return Outcome(sessions, flares, reached, programme.violations)


def row(name: str, mechanism: str, count: int) -> Row:
    """One line of the table."""
    found = [live(person, _make(name)) for person in people(count, mechanism)]
    sessions, flares = sum(one.sessions for one in found), sum(one.flares for one in found)
    days = sorted(HORIZON_D + 1 if one.days_to_30 is None else one.days_to_30 for one in found)
    worst = sorted(one.flares for one in found)
    tenth = int(0.9 * len(found))
    return Row(
        name, mechanism, 100 * flares / sessions, flares / len(found), statistics.mean(days), statistics.median(days),
        sum(one.days_to_30 is not None for one in found) / len(found), days[tenth], worst[tenth], sessions,
        sum(one.violations for one in found),
    )  # fmt: skip


def _row(job: tuple[str, str, int]) -> Row:
    return row(*job)


def checked(job: tuple[int, int]) -> tuple[int, int]:
    """Sessions given and rules broken: one share of the million, runners kept beyond 30 min."""
    seed, sessions = job
    given = broken = 0
    while given < sessions:
        seed += 1
        for mechanism in MECHANISMS:
            for at, person in enumerate(people(30, mechanism, seed)):
                tissue = (Tissue.TENDON, Tissue.JOINT, Tissue.BONE_LOW, Tissue.UNKNOWN)[at % 4]
                programme = Ours(numbers(load(), tissue, _OURS[at % 3]))
                outcome = live(person, programme, stop_at_30=False)
                given, broken = given + outcome.sessions, broken + outcome.violations
    return given, broken


def dominated(rows: list[Row]) -> Iterator[str]:
    """Programmes that beat ours on both flares and days under one mechanism."""
    for mechanism in MECHANISMS:
        ours = [one for one in rows if one.kind == mechanism and one.name.startswith("ours:")]
        for one in rows:
            rival = one.name.startswith(("ladder:", "ten:"))
            if one.kind == mechanism and rival:
                yield from (
                    f"{one.name} beats {mine.name} ({mechanism})"
                    for mine in ours
                    if one.per_100 <= mine.per_100 and one.days <= mine.days
                )


def main(arguments: list[str] | None = None) -> int:
    """Write table and plot; 1 where a rule was broken or a ladder beats ours on both."""
    words = sys.argv[1:] if arguments is None else arguments
    count = int(words[0]) if words else RUNNERS
    wanted = int(words[1]) if len(words) > 1 else SESSIONS_CHECKED
    jobs = [(name, mechanism, count) for mechanism in MECHANISMS for name in names()]
    workers = min(2, os.cpu_count() or 1)
    parts = [(1000 * at, wanted // 8) for at in range(8)]
    with ProcessPoolExecutor(workers) as pool:
        rows = list(pool.map(_row, jobs))
        sums = list(pool.map(checked, parts))
    given, broken = sum(one[0] for one in sums), sum(one[1] for one in sums)
    lost = list(dominated(rows))
    from validation.comeback_page import page, plot

    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "comeback.md").write_text(page(rows, count, given, broken, lost))
    (FOLDER / "comeback.svg").write_text(plot(rows))
    print(f"{given} sessions, {broken} violations; ladders that beat ours on both: {len(lost)}")
    return 1 if broken or lost or any(one.violations for one in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
