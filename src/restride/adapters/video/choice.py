"""Choose the runner among the people in a clip."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from restride.adapters.video.clip import Clip, VideoError

#: A second person as large as this share of the largest may be the runner just as well.
_RIVAL = 0.6
#: In this share of the looks a rival must be there to count, and a leg be seen: what passes by does not count.
_OFTEN = 0.34
#: A leg that the model doubts this much is hidden or out of the picture.
_LEG_SURE = 0.3
_FILM = "film one runner at a time, or name the place of the one to follow with --follow X,Y"


class Sighting(NamedTuple):
    """People in one frame: rows of x, y, size [px], turn, and how surely a leg is seen; the largest first."""

    frame: int
    people: NDArray[np.float64]


class Choice(NamedTuple):
    """Whom to follow.

    ``start`` is the first frame to follow from and ``first`` the region there, None where the child finds the
    runner itself. ``expected`` holds where the runner was in each look: rows of frame, x, y, size.
    """

    start: int
    first: list[float] | None
    expected: list[list[float]]
    people: int
    notes: tuple[str, ...]


def choose(name: str, clip: Clip, sightings: list[Sighting], runner: tuple[float, float] | None) -> Choice:
    """The runner among the people that were seen.

    Raises
    ------
    VideoError
        Nobody was seen; two could be meant and none was pointed at; nobody is where it was pointed.
    """
    seen = [one for one in sightings if len(one.people)]
    if not seen:
        raise VideoError(
            f"Nobody was found in {name}, so there is no running to analyse; "
            "film one runner whole, from the side or from behind, filling half of the picture's height."
        )
    if np.mean([one.people[:, 4].max() >= _LEG_SURE for one in seen]) < _OFTEN:
        raise VideoError(
            f"Hardly a whole leg of anybody is seen in {name}, so no step can be timed; "
            "film the whole runner from the side or from behind."
        )
    if runner is not None:
        return _pointed_at(name, clip, seen, runner)
    people = _rivals(seen)
    if len(people) > 1:
        places = " and ".join(f"{x:.0f},{y:.0f}" for x, y in people)
        raise VideoError(f"{name} shows {len(people)} people of like size, around {places}; {_FILM}.")
    expected = [[float(one.frame), *map(float, one.people[0, :3])] for one in seen]
    return Choice(0, None, expected, max(len(one.people) for one in seen), ())


def _rivals(seen: list[Sighting]) -> list[tuple[float, float]]:
    """Places of the people who could be meant, in the first frame that shows them together."""
    together = [one for one in seen if len(one.people) > 1 and one.people[1, 2] >= _RIVAL * one.people[0, 2]]
    if len(together) < max(_OFTEN * len(seen), 2):
        return [(0.0, 0.0)]
    first = together[0].people
    return [(float(x), float(y)) for x, y, size, *_ in first if size >= _RIVAL * first[0, 2]]


def _pointed_at(name: str, clip: Clip, seen: list[Sighting], runner: tuple[float, float]) -> Choice:
    x, y = runner
    if not (0 <= x < clip.width and 0 <= y < clip.height):
        raise VideoError(
            f"The place {x:g},{y:g} lies outside the picture of {name}, which is {clip.width} × {clip.height} pixels."
        )
    for one in seen:
        apart = np.hypot(one.people[:, 0] - x, one.people[:, 1] - y)
        near = int(np.argmin(apart / one.people[:, 2]))
        if apart[near] <= one.people[near, 2] / 2:
            first = [float(value) for value in one.people[near, :4]]
            return Choice(one.frame, first, [[float(one.frame), *first[:3]]], len(one.people), ())
    where = "; ".join(f"{x:.0f},{y:.0f}" for x, y, *_ in seen[0].people)
    raise VideoError(f"Nobody is at {x:g},{y:g} in {name}; people were seen at {where}: name one of these places.")
