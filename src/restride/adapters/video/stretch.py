"""Which part of a clip shows a runner whole, and whether what it shows is running at all."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from restride.adapters.pose.estimator import LEG, POINTS
from restride.adapters.video.clip import VideoError
from restride.adapters.video.followed import Followed
from restride.adapters.video.method import VideoMethod
from restride.adapters.video.passing import feet_pass

_FILM = "film the whole runner from the side or from behind, filling half of the picture's height"


def usable_stretch(followed: Followed, limits: VideoMethod) -> tuple[Followed, list[str]]:
    """The longest stretch that shows the runner without a cut, and what is to be said of it.

    Raises
    ------
    VideoError
        No leg is seen, the feet are out of the picture, the runner is too small, or the legs do not run.
    """
    name = followed.clip.name
    if not followed.seen.any():
        raise VideoError(f"Nobody could be followed through {name}; {_FILM}.")
    whole, notes = followed, []
    start, stop = _longest(followed, limits.gap_longest)
    followed = _rows(followed, start, stop)
    if whole.clip.duration_s - (followed.time_s[-1] - followed.time_s[0]) > limits.gap_longest:
        notes.append(
            f"{followed.time_s[-1] - followed.time_s[0]:.1f} of {whole.clip.duration_s:.1f} s of the clip show the "
            "runner without a break; only these were analysed."
        )
    _check_legs(name, followed, limits)
    notes += _check_size(name, followed, limits)
    followed, said = _with_feet(name, followed, limits)
    _check_length(name, followed, limits)
    _check_movement(name, followed, limits)
    return followed, notes + said + _steadiness(followed, limits)


def _longest(followed: Followed, gap_s: float) -> tuple[int, int]:
    """First and last row, the latter not included, of the longest stretch without a gap or a cut."""
    rows = np.flatnonzero(followed.seen)
    times = followed.time_s
    cuts = followed.camera[followed.camera[:, 3] > 0, 0] if len(followed.camera) else np.empty(0)
    breaks = [0]
    for k in range(1, len(rows)):
        before, now = rows[k - 1], rows[k]
        cut = np.any((cuts > followed.frames[before]) & (cuts <= followed.frames[now]))
        if times[now] - times[before] > gap_s or cut:
            breaks.append(k)
    breaks.append(len(rows))
    lengths = [times[rows[b - 1]] - times[rows[a]] for a, b in itertools.pairwise(breaks)]
    best = int(np.argmax(lengths))
    return int(rows[breaks[best]]), int(rows[breaks[best + 1] - 1]) + 1


def _rows(followed: Followed, start: int, stop: int) -> Followed:
    kept = slice(start, stop)
    first, last = followed.frames[start], followed.frames[stop - 1]
    camera = followed.camera
    return replace(
        followed,
        frames=followed.frames[kept],
        presence=followed.presence[kept],
        regions=followed.regions[kept],
        points=followed.points[kept],
        camera=camera[(camera[:, 0] > first) & (camera[:, 0] <= last)],
    )


def _check_legs(name: str, followed: Followed, limits: VideoMethod) -> None:
    legs = [
        np.all([followed.point(f"{point}_{side}")[:, 2] >= limits.leg_sure for point in LEG], axis=0)
        for side in ("left", "right")
    ]
    share = float(np.mean(legs[0] | legs[1]))
    if share < limits.legs_seen:
        raise VideoError(
            f"A whole leg of the person in {name} is seen in only {100 * share:.0f} % of the frames, "
            f"so no step can be timed; {_FILM}."
        )


def _check_size(name: str, followed: Followed, limits: VideoMethod) -> list[str]:
    height = float(np.nanmedian(followed.heights()))
    if height <= 0:
        raise VideoError(
            f"The figure in {name} has its feet above its head as often as not: it is a drawing, or nobody; {_FILM}."
        )
    if height < limits.runner_smallest:
        raise VideoError(
            f"The runner in {name} is only {height:.0f} pixels tall, too small to find the feet; "
            "film from nearer, or in a higher resolution."
        )
    if height < limits.runner_small:
        return [f"The runner is only {height:.0f} pixels tall; points are less exact. Film from nearer."]
    return []


def _with_feet(name: str, followed: Followed, limits: VideoMethod) -> tuple[Followed, list[str]]:
    """Points outside the picture are inventions of the model: out with them, and with a clip that has too many."""
    clip = followed.clip
    points = followed.points.copy()
    x, y = points[:, :, 0], points[:, :, 1]
    outside = (x < 0) | (x > clip.width - 1) | (y < 0) | (y > clip.height - 1)
    points[outside, 2] = 0.0
    followed = replace(followed, points=points)
    feet = np.all([~outside[:, place] for place in _places("ankle", "heel", "toe")], axis=0)
    seen = followed.seen
    share = float(np.mean(feet[seen]))
    if share < limits.feet_inside:
        raise VideoError(
            f"The feet of the runner in {name} lie outside the picture in {100 * (1 - share):.0f} % of the frames, "
            "so no contact can be timed; film with room below the feet, or cut out the part that shows them."
        )
    if share < 0.98:
        return followed, [f"A foot lies outside the picture in {100 * (1 - share):.0f} % of the frames."]
    return followed, []


def _places(*points: str) -> list[int]:
    return [POINTS.index(f"{point}_{side}") for point in points for side in ("left", "right")]


def _check_length(name: str, followed: Followed, limits: VideoMethod) -> None:
    """Less than a stride of the slowest runner is nothing to look for steps in."""
    seconds = float(followed.time_s[-1] - followed.time_s[0])
    if seconds < 2 * 60 / limits.cadence_lowest:
        raise VideoError(
            f"The runner in {name} is seen for only {seconds:.1f} s on end, less than a stride, and several strides "
            "are needed; film 10 seconds or more."
        )


def _check_movement(name: str, followed: Followed, limits: VideoMethod) -> None:
    """Legs that pass each other up and down, again and again, on a body whose bones keep their length."""
    if not feet_pass(followed.points, limits.swing_least):
        raise VideoError(
            f"The person in {name} does not run or walk: the feet do not pass each other; film steady running."
        )
    wander = _wander(followed)
    if wander > limits.segments_wander:
        raise VideoError(
            f"The limbs of the figure in {name} change their length by {100 * wander:.0f} %, as they do in a drawing "
            "or where several people cover each other; film one runner."
        )


def _steadiness(followed: Followed, limits: VideoMethod) -> list[str]:
    """A sentence where the trunk's lean at the end is not that at the beginning."""
    shoulders, hips = (
        (followed.point(f"{point}_left") + followed.point(f"{point}_right"))[:, :2] for point in ("shoulder", "hip")
    )
    up = shoulders - hips
    lean = np.degrees(np.arctan2(up[:, 0], -up[:, 1]))
    quarter = max(len(lean) // 4, 1)
    change = abs(float(np.nanmedian(lean[-quarter:]) - np.nanmedian(lean[:quarter])))
    if change <= limits.lean_steady:
        return []
    return [
        f"The trunk's lean changes by {change:.0f}° from beginning to end, as in a start, a finish or a bend: "
        "this is no steady running, and means over it mix different steps. Cut out the steady part."
    ]


def _wander(followed: Followed) -> float:
    """Spread of the trunk's length against the size of the whole, as a share of it; foreshortening hardly moves it."""
    lengths = []
    for side in ("left", "right"):
        trunk = followed.point(f"shoulder_{side}")[:, :2] - followed.point(f"hip_{side}")[:, :2]
        lengths.append(np.linalg.norm(trunk, axis=1) / followed.regions[:, 2])
    return max(float(np.nanstd(one) / np.nanmean(one)) for one in lengths)
