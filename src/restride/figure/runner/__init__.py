"""The drawn runner: an articulated figure in space whose angles and contacts are known, and the film of it.

    >>> from restride.figure.runner import Film, Shot, drawn_motion
    >>> film = Film(drawn_motion("run", speed_m_s=3.0), Shot(view="right", seconds=0.1))
    >>> next(film.pictures()).shape
    (480, 640, 3)

Angles come from data files made for this (``figure/data/runner``) or from a measured track; feet on the ground do not
slide and flight is free fall, so a film has exactly known events, angles and points.
"""

from restride.figure.runner.film import Film, Shot
from restride.figure.runner.motion import Contact, Motion, Repetition
from restride.figure.runner.movements import MOVEMENTS, drawn_motion
from restride.figure.runner.truth import Event, Truth, truth_of

__all__ = [
    "MOVEMENTS", "Contact", "Event", "Film", "Motion", "Repetition", "Shot", "Truth", "drawn_motion", "truth_of",
]  # fmt: skip
