"""Choose the runner among the people in a clip: the one whose feet pass each other, else the one who is larger."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from restride.adapters.pose.estimator import Region
from restride.adapters.video.clip import Clip, SeveralError, VideoError
from restride.adapters.video.method import VideoMethod
from restride.adapters.video.pairs import pairs
from restride.adapters.video.search import LIKE_SIZE, alike, same

#: So many people at most are watched.
_WATCHED_MOST = 4
_PAINTED = (
    "The runner looks painted, not filmed: even colours with hard edges. The steps of a cartoon are those of its "
    "maker, no runner's; of a living one film again, in better light and without an effect."
)


class Sighting(NamedTuple):
    """People in one frame, the largest first: rows of x, y, size [px], turn, how surely a leg is seen, feet apart.

    The last says by how much one ankle is lower than the other, as a share of the size.

    ``shades`` is how many of 32 shades of grey the picture has, as :func:`restride.adapters.video.search.shades_in`,
    ``soft`` and ``hard`` how the largest person is painted, as :func:`restride.adapters.video.search.edges_in`.
    """

    frame: int
    people: NDArray[np.float64]
    shades: float = 32.0
    soft: float = 1.0
    hard: float = 0.0


class Choice(NamedTuple):
    """Whom to follow.

    ``start`` is the first frame to follow from and ``first`` the region there, None where the child finds the
    runner itself. ``expected`` holds where the runner was in each look: rows of frame, x, y, size; ``others`` the
    same of people who are not the runner.
    """

    start: int
    first: list[float] | None
    expected: list[list[float]]
    people: int
    notes: tuple[str, ...]
    others: list[list[float]] = []


def one_runs(sightings: list[Sighting], limits: VideoMethod) -> bool:
    """Whether each of these looks shows one person alone, always at one place, with the feet now so, now so."""
    if any(len(one.people) != 1 for one in sightings):
        return False
    people = np.concatenate([one.people for one in sightings])
    home = _region(people[0])
    stays = all(same(_region(one), home) and alike(_region(one), home) for one in people)
    return bool(stays and people[:, 4].min() >= limits.leg_sure and np.std(people[:, 5]) >= limits.swing_least)


def contenders(sightings: list[Sighting], limits: VideoMethod) -> Sighting | None:
    """Those who could each be the runner, in the first look that shows most of them; None where there is only one."""
    looks = [Sighting(one.frame, _with_legs(one.people, limits)) for one in sightings if len(one.people)]
    most = max((len(one.people) for one in looks), default=0)
    return next(one for one in looks if len(one.people) == most) if most > 1 else None


def _with_legs(people: NDArray[np.float64], limits: VideoMethod) -> NDArray[np.float64]:
    """The larger of those of whom a leg is seen."""
    people = people[people[:, 4] >= limits.leg_sure]
    return people[people[:, 2] >= limits.background_size * people[0, 2]][:_WATCHED_MOST] if len(people) else people


def choose(
    name: str,
    clip: Clip,
    sightings: list[Sighting],
    limits: VideoMethod,
    runner: tuple[float, float] | None = None,
    moving: Sighting | None = None,
) -> Choice:
    """The runner among the people that were seen.

    ``moving`` holds those of the :func:`contenders` whose feet pass each other, where they were watched.

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
    if np.median([one.shades for one in seen]) < limits.shades_least:
        raise VideoError(
            f"The picture of {name} has hardly any shades: it is a drawing, whose steps are those of its maker; "
            "film a living runner."
        )
    if np.mean([one.people[:, 4].max() >= limits.leg_sure for one in seen]) < limits.seen_often:
        raise VideoError(
            f"Hardly a whole leg of anybody is seen in {name}, so no step can be timed; "
            "film the whole runner from the side or from behind."
        )
    choice = _chosen(name, clip, seen, limits, runner, moving)
    return choice._replace(notes=(*choice.notes, _PAINTED)) if _is_painted(seen, limits) else choice


def _is_painted(seen: list[Sighting], limits: VideoMethod) -> bool:
    softness = [one.soft + one.soft / (one.soft + one.hard) for one in seen if one.soft + one.hard > 0]
    return bool(softness) and float(np.median(softness)) < limits.soft_least


def _chosen(
    name: str,
    clip: Clip,
    seen: list[Sighting],
    limits: VideoMethod,
    runner: tuple[float, float] | None,
    moving: Sighting | None,
) -> Choice:
    """See :func:`choose`; of looks in each of which somebody is."""
    if runner is not None:
        return _pointed_at(name, clip, seen, runner)
    often = _rivals(seen, limits)
    if moving is not None and len(moving.people):
        there = _who_stay(seen, moving, limits)
        equals = there[there[:, 2] >= limits.rival_size * there[0, 2]]
        if len(equals) == 1:
            return _mover(seen, moving.frame, equals[0], limits)
        if len(often) > 1:
            raise SeveralError(name, "people of like size who run", [(float(x), float(y)) for x, y, *_ in equals])
    if len(often) > 1:
        raise SeveralError(name, "people of like size", often)
    expected = [[float(one.frame), *map(float, one.people[0, :3])] for one in seen]
    return Choice(0, None, expected, max(len(one.people) for one in seen), ())


def _who_stay(seen: list[Sighting], moving: Sighting, limits: VideoMethod) -> NDArray[np.float64]:
    """Those who are met in look after look, without those who pass by; all where everybody comes and goes."""
    people, met = _meetings(seen, moving.frame)
    often = people[(met >= 0).mean(axis=1) >= limits.seen_often]
    stay = moving.people[(moving.people[:, None] == often[None]).all(axis=2).any(axis=1)]
    return stay if len(stay) else moving.people


def _meetings(seen: list[Sighting], frame: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """People of one look, and the row of each in every look, −1 where not met: nobody is two of them."""
    at = next(k for k, look in enumerate(seen) if look.frame == frame)
    people = seen[at].people
    met = np.full((len(people), len(seen)), -1)
    met[:, at] = np.arange(len(people))
    for way in (range(at + 1, len(seen)), range(at - 1, -1, -1)):
        last = people.copy()
        for k in way:
            for one, row in pairs(last, seen[k].people, like=LIKE_SIZE):
                last[one], met[one, k] = seen[k].people[row], row
    return people, met


def _mover(seen: list[Sighting], frame: int, runner: NDArray[np.float64], limits: VideoMethod) -> Choice:
    """The one who runs, and in every look who is that and who is not, as far as they are met there."""
    people, met = _meetings(seen, frame)
    expected, others, stay = [], [], 0
    for one, rows in zip(people, met, strict=True):
        looks = [(look, row) for look, row in zip(seen, rows, strict=True) if row >= 0]
        way = [[float(look.frame), *map(float, look.people[row, :3])] for look, row in looks]
        if (one == runner).all():
            expected = way
        else:
            others += way
            stay += len(looks) >= limits.seen_often * len(seen)
    most = max(len(one.people) for one in seen)
    # Who is met in a look or two may be nobody, as a bench is at times: that needs no word.
    note = f"{len(people)} people are in the picture; the one who runs was followed."
    return Choice(0, None, expected, most, (note,) if stay else (), others)


def _region(row: NDArray[np.float64]) -> Region:
    return Region(float(row[0]), float(row[1]), float(row[2]))


def _rivals(seen: list[Sighting], limits: VideoMethod) -> list[tuple[float, float]]:
    """Places of the people who could be meant, in the first frame that shows them together."""
    together = [one for one in seen if len(one.people) > 1 and one.people[1, 2] >= limits.rival_size * one.people[0, 2]]
    if len(together) < max(limits.seen_often * len(seen), 2):
        return [(0.0, 0.0)]
    first = together[0].people
    return [(float(x), float(y)) for x, y, size, *_ in first if size >= limits.rival_size * first[0, 2]]


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
