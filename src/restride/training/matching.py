"""A recorded run beside the planned session, step by step, and whether more was run than planned.

It only offers. The runner says whether it was, and the plan is changed by what they log.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from restride.knowledge.load import Knowledge
from restride.model.comeback import PlannedRun
from restride.training.record import RunRecord

_PERCENT = 100


class Piece(NamedTuple):
    """Repeats of one bout as it was done, with the walk after each; 0 after the last."""

    repeats: int
    run_s: int
    walk_s: int


class StepRow(NamedTuple):
    """One bout of the plan beside one of the recording; None where one of them has no more."""

    number: int
    planned_s: int | None
    done_s: int | None
    fits: bool


class Match(NamedTuple):
    """A recorded run beside a planned one."""

    run: RunRecord
    #: «steps»: bout for bout; «amount»: as much running in other bouts; «other»: another run.
    fit: Literal["steps", "amount", "other"]
    rows: tuple[StepRow, ...]
    pieces: tuple[Piece, ...]
    running_s: int
    longest_bout_s: int
    #: More running than a plan allows for.
    overrun: bool


def match(run: RunRecord, planned: PlannedRun, knowledge: Knowledge) -> Match:
    """Lay the bouts of a recording beside those of a planned session."""
    share, least = knowledge.number("run_matching", "step_share"), knowledge.number("run_matching", "step_s")
    wanted = [bout.run_s for bout in planned.bouts for _ in range(bout.repeats)]
    done = [round(bout.duration_s) for bout in run.bouts]
    rows = tuple(_rows(wanted, done, share, least))
    running = round(sum(bout.duration_s for bout in run.bouts))
    planned_s = planned.running_s
    near = abs(running - planned_s) <= max(share * planned_s, least)
    fit: Literal["steps", "amount", "other"] = "amount" if near else "other"
    if wanted and len(done) == len(wanted) and all(row.fits for row in rows):
        fit = "steps"
    most = round(planned_s * knowledge.number("comeback", "overrun_share") / _PERCENT)
    overran = bool(planned_s) and running > most
    return Match(run, fit, rows, pieces_of(run), running, max(done, default=0), overran)


def _rows(wanted: list[int], done: list[int], share: float, least: float) -> Iterator[StepRow]:
    for number in range(max(len(wanted), len(done))):
        planned = wanted[number] if number < len(wanted) else None
        ran = done[number] if number < len(done) else None
        fits = planned is not None and ran is not None and abs(ran - planned) <= max(share * planned, least)
        yield StepRow(number + 1, planned, ran, fits)


def pieces_of(run: RunRecord) -> tuple[Piece, ...]:
    """The bouts of a recording with the walk after each, equal neighbours joined; whole seconds."""
    pieces: list[Piece] = []
    for number, bout in enumerate(run.bouts):
        after = run.bouts[number + 1].at_s if number + 1 < len(run.bouts) else bout.at_s + bout.duration_s
        walk = max(round(after - bout.at_s - bout.duration_s), 0)
        one = Piece(1, round(bout.duration_s), walk)
        if pieces and (pieces[-1].run_s, pieces[-1].walk_s) == (one.run_s, one.walk_s):
            pieces[-1] = Piece(pieces[-1].repeats + 1, one.run_s, one.walk_s)
        else:
            pieces.append(one)
    return tuple(pieces)
