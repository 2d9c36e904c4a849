"""Every movement the runner knows, by name."""

from __future__ import annotations

from functools import lru_cache

from restride.figure.errors import FigureError
from restride.figure.runner.anatomy import anatomy
from restride.figure.runner.cycle import cycle
from restride.figure.runner.cycle_data import pace
from restride.figure.runner.motion import Motion

CYCLES = ("run", "walk")
MOVEMENTS = CYCLES


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
    return cycle(anatomy(stature_m), pace(name, speed_m_s, cadence_spm, contact_s, **dict(changes)))
