"""A session on the lattice: running seconds, longest bout, and how much of it is fast or uphill.

Repeats follow from dose and bout: whole bouts, and a last one that may be shorter (10 + 7). Without the
free last bout the runner would be caught: from 2 × 8 = 16 min the cap is 17½, and no whole repeat of 8
or 10 fits between.
"""

from __future__ import annotations

from typing import NamedTuple

from restride.comeback.numbers import Numbers


class Session(NamedTuple):
    """What is run on one day. ``dose_s`` 0 is rest."""

    dose_s: int
    bout_s: int
    #: Index into the knowledge's levels of fast running and of hills; 0 is none.
    pace: int = 0
    grade: int = 0

    @property
    def is_rest(self) -> bool:
        """No running at all."""
        return self.dose_s == 0


REST = Session(0, 0)


def session(dose_s: int, bout_s: int, pace: int = 0, grade: int = 0) -> Session:
    """The session, with the bout never longer than the dose; nothing to run is rest."""
    if dose_s <= 0 or bout_s <= 0:
        return REST
    return Session(dose_s, min(bout_s, dose_s), pace, grade)


def bouts(planned: Session) -> tuple[int, ...]:
    """Seconds of each bout, in order."""
    if planned.is_rest:
        return ()
    whole, rest = divmod(planned.dose_s, planned.bout_s)
    return (planned.bout_s,) * whole + ((rest,) if rest else ())


def minutes(seconds: float) -> str:
    """«15», «52.5»: to the half minute, as a recording is never exact."""
    return f"{round(2 * seconds / 60) / 2:g}"


def on_grid(dose_s: float, numbers: Numbers) -> int:
    """Rounded down to whole planning steps."""
    return int(dose_s // numbers.grid_s) * numbers.grid_s


def bout_below(bout_s: int, numbers: Numbers) -> int:
    """The longest bout of the lattice that is not above ``bout_s``; above the lattice any bout stands."""
    if bout_s >= numbers.bouts_s[-1]:
        return bout_s
    return max((step for step in numbers.bouts_s if step <= bout_s), default=0)


def bout_above(bout_s: int, numbers: Numbers) -> int:
    """One step up; from the end of the lattice on, a bout is as long as the run."""
    for step in numbers.bouts_s:
        if step > bout_s:
            return step
    return bout_s


def dose_above(dose_s: int, numbers: Numbers) -> int:
    """The most a tolerated dose may become: 110 %, or the small early step where that is more (H1a)."""
    return max(on_grid(dose_s * numbers.dose_share, numbers), dose_s + _early(dose_s, numbers))


def level_up(dose_s: int, numbers: Numbers) -> int:
    """One whole level up: what one level down undoes. Only for ground already held within the window."""
    return on_grid(dose_s / numbers.down_one, numbers)


def _early(dose_s: int, numbers: Numbers) -> int:
    """The absolute step counts only below the dose from which ten per cent are more."""
    return numbers.dose_step_s if dose_s * (numbers.dose_share - 1) <= numbers.dose_step_s else 0


def walk_break_s(bout_s: int, numbers: Numbers) -> int:
    """Walk between two bouts."""
    return numbers.walk_break_short_s if bout_s <= numbers.short_bout_s else numbers.walk_break_long_s


def length_s(planned: Session, numbers: Numbers) -> int:
    """The whole outing: warm-up walk, bouts, walks between them, walk home."""
    if planned.is_rest:
        return 0
    breaks = (len(bouts(planned)) - 1) * walk_break_s(planned.bout_s, numbers)
    return numbers.warm_up_s + planned.dose_s + breaks + numbers.cool_down_s
