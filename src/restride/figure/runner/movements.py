"""Every movement the runner knows, by name."""

from __future__ import annotations

from functools import lru_cache

from restride.figure.errors import FigureError
from restride.figure.runner.anatomy import anatomy
from restride.figure.runner.cycle import cycle
from restride.figure.runner.cycle_data import pace
from restride.figure.runner.keyed import keyed
from restride.figure.runner.motion import Motion

CYCLES = ("run", "walk", "hop")
TESTS = ("single_leg_squat", "heel_raise", "step_down", "lunge")
MOVEMENTS = CYCLES + TESTS


def drawn_motion(
    name: str = "run",
    speed_m_s: float | None = None,
    cadence_spm: float | None = None,
    contact_s: float | None = None,
    stature_m: float | None = None,
    **changes: float,
) -> Motion:
    """A movement by name.

    Parameters
    ----------
    name : str
        One of :data:`MOVEMENTS`.
    speed_m_s, cadence_spm, contact_s : float
        Of running and walking; None: what the file has.
    stature_m : float
        None: the anatomy file's own.
    changes : float
        What is to be different about the runner, see :func:`restride.figure.runner.cycle_data.pace`.

    Raises
    ------
    FigureError
        An unknown movement, or one that no legs can do.
    """
    return _drawn(name, speed_m_s, cadence_spm, contact_s, stature_m, tuple(sorted(changes.items())))


@lru_cache(maxsize=32)
def _drawn(
    name: str,
    speed_m_s: float | None,
    cadence_spm: float | None,
    contact_s: float | None,
    stature_m: float | None,
    changes: tuple[tuple[str, float], ...],
) -> Motion:
    if name not in MOVEMENTS:
        raise FigureError(f"'{name}' is no movement of the drawn runner; they are {', '.join(MOVEMENTS)}.")
    if name in TESTS:
        _is_no_run(name, (speed_m_s, cadence_spm, contact_s), changes)
        return keyed(anatomy(stature_m), name, dict(changes).get("knee_in", 0.0))
    return cycle(anatomy(stature_m), pace(name, speed_m_s, cadence_spm, contact_s, **dict(changes)))


def _is_no_run(name: str, given: tuple[float | None, ...], changes: tuple[tuple[str, float], ...]) -> None:
    if any(value is not None for value in given):
        raise FigureError(f"'{name}' is done on the spot and has no speed, cadence or contact time; leave them out.")
    other = [change for change, _ in changes if change != "knee_in"]
    if other:
        raise FigureError(f"'{other[0]}' cannot be changed about '{name}'; what can is knee_in.")
