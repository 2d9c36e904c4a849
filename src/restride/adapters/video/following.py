"""Look who is in a clip, choose the runner, and follow the runner through it on as many cores as there are."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from restride.adapters.extras import need
from restride.adapters.video.child import Child
from restride.adapters.video.choice import Choice, Sighting, choose, contenders, one_runs
from restride.adapters.video.clip import Clip, VideoError
from restride.adapters.video.crew import CHILDREN_MOST, cores, together
from restride.adapters.video.followed import Floats, Followed
from restride.adapters.video.method import VideoMethod
from restride.adapters.video.passing import feet_pass
from restride.adapters.video.reading import facts_by

BLAZEPOSE = "restride.adapters.pose.blazepose:BlazePose"
#: Told the share of the frames that is done, 0–1; it may raise to stop.
Progress = Callable[[float], None]

#: Frames that the first look takes: one in so many seconds, within limits. Fewer cost less, but what is taken for
#: somebody in one look is told from the runner by the others: with five in twelve seconds a film lost its runner.
_LOOK_EVERY_S, _LOOKS_LEAST, _LOOKS_MOST = 1.5, 4, 16
#: How long people are watched to see who runs, and how often [s, Hz].
_WATCHED = ((1.5, 20.0), (8.0, 4.0))
#: A clip is divided only into parts that are worth a child each.
_PART_LEAST = 90


def follow(
    path: Path,
    limits: VideoMethod,
    *,
    runner: tuple[float, float] | None = None,
    model: str = BLAZEPOSE,
    children: int | None = None,
    progress: Progress | None = None,
    who_runs: bool = True,
) -> Followed:
    """Find the runner and follow them through the clip.

    Parameters
    ----------
    path : Path
        The clip.
    limits : VideoMethod
        Who counts as a runner.
    runner : tuple of float, optional
        A point on the runner, from the left and from the top of the upright picture [px], where several people are
        in it.
    model : str
        The pose model, as :func:`restride.adapters.pose.estimator.estimator` takes it.
    children : int, optional
        Processes at work together; by default one a core, at most four.
    progress : callable, optional
        Told the share that is done.
    who_runs : bool
        Follow the one whose feet pass each other, see :func:`restride.adapters.video.passing.feet_pass`; else the
        largest.

    Raises
    ------
    VideoError
        In one sentence: why the clip cannot be followed, and what to do.
    """
    need("video", "Films")
    with ExitStack() as stack:
        crew = [stack.enter_context(Child(path))]
        clip = facts_by(crew[0])
        if clip.frames < 2:
            raise VideoError(f"{path.name} is a single picture; film the runner for 10 seconds or more.")
        most = min(children or min(cores(), CHILDREN_MOST), max(clip.frames // _PART_LEAST, 1))
        crew += [stack.enter_context(Child(path)) for _ in range(most - 1)]
        name, sightings = _look(crew, clip, model, limits if who_runs else None)
        several = contenders(sightings, limits) if who_runs and runner is None else None
        moving = _moving(crew[0], clip, model, several, limits.swing_least) if several else None
        choice = choose(path.name, clip, sightings, limits, runner, moving)
        parts = _parts(clip, choice, most)
        count = _counted(progress, clip.frames - choice.start)
        together([partial(_follow, crew[k], model, parts, k, choice, count) for k in range(len(parts))])
        for k in range(1, len(parts)):
            if not _one_person(parts[k - 1], parts[k]):
                # Another person was picked up in the middle: go on from where the one before was last seen.
                parts[k] = _Part(parts[k].start, parts[k].stop, parts[k - 1].last())
                _follow(crew[k], model, parts, k, choice, None)
    return _joined(clip, name, parts, choice)


@dataclass
class _Part:
    """Frames from ``start`` up to ``stop``, followed by one child."""

    start: int
    stop: int
    first: list[float] | None = None
    rows: list[Floats] = field(default_factory=list)
    shifts: list[Floats] = field(default_factory=list)

    def table(self) -> Floats:
        return np.concatenate(self.rows) if self.rows else np.empty((0, 69))

    def last(self) -> list[float] | None:
        seen = self.table()
        seen = seen[np.isfinite(seen[:, 2])]
        return [float(one) for one in seen[-1, 2:6]] if len(seen) else None


def _look(crew: Sequence[Child], clip: Clip, model: str, runs: VideoMethod | None) -> tuple[str, list[Sighting]]:
    """People in frames from all over the clip; smaller ones only where nobody larger is.

    Few frames tell enough where they show nobody but one who runs on one spot, if it is a runner who is looked for.
    """
    frames = _looks(clip)
    few = [frames[k] for k in np.linspace(0, len(frames) - 1, _LOOKS_LEAST).round().astype(int)]
    name, sightings = _scouted(crew, model, few, 1)
    if runs is None or not one_runs(sightings, runs):
        sightings += _scouted(crew, model, sorted(set(frames) - set(few)), 1)[1]
    if not any(len(one.people) for one in sightings):
        name, sightings = _scouted(crew, model, frames, 2)
    return name, sorted(sightings, key=lambda one: one.frame)


def _scouted(crew: Sequence[Child], model: str, indices: list[int], levels: int) -> tuple[str, list[Sighting]]:
    """The model's name, and who is in these frames; each child looks at its part of them."""
    shares = [share.tolist() for share in np.array_split(indices, len(crew))]
    seen = together([partial(_scout, child, model, share, levels) for child, share in zip(crew, shares, strict=True)])
    return seen[0][0], [one for _, part in seen for one in part]


def _scout(child: Child, model: str, indices: list[int], levels: int) -> tuple[str, list[Sighting]]:
    """The model's name, and who is in these frames."""
    name, sightings = "", []
    for message in child.ask("scout", model=model, indices=indices, levels=levels):
        if message.array is None:
            name = str(message.facts["name"])
        else:
            frame, *told = (message.facts[one] for one in ("index", "shades", "soft", "hard"))
            sightings.append(Sighting(int(frame), message.array, *map(float, told)))
    return name, sightings


def _moving(child: Child, clip: Clip, model: str, several: Sighting, swing_least: float) -> Sighting:
    """Those of several whose feet pass each other; watched for longer where nobody's do, as in slow motion."""
    people = several.people
    for seconds, rate_hz in _WATCHED:
        request = {
            "start": several.frame, "stop": several.frame + max(round(seconds * clip.rate_hz), 2),
            "every": max(round(clip.rate_hz / rate_hz), 1), "people": [[float(v) for v in row[:4]] for row in people],
        }  # fmt: skip
        answers = [message.array for message in child.ask("watch", model=model, **request)]
        points = [rows[:, 6:].reshape(-1, 21, 3) for rows in answers if rows is not None]
        runs = np.array([feet_pass(one, swing_least) for one in points])
        if runs.any():
            break
    return Sighting(several.frame, people[runs])


def _looks(clip: Clip) -> list[int]:
    """Evenly over the clip, at a key frame where one is near: those cost little to reach."""
    count = int(np.clip(round(clip.duration_s / _LOOK_EVERY_S), _LOOKS_LEAST, _LOOKS_MOST))
    step = clip.frames / count
    keys = np.array(clip.key_frames)
    wanted = []
    for place in (np.arange(count) + 0.5) * step:
        near = int(keys[np.abs(keys - place).argmin()])
        wanted.append(near if abs(near - place) <= step / 2 else int(place))
    return sorted(set(wanted))


def _parts(clip: Clip, choice: Choice, children: int) -> list[_Part]:
    """One part a child, divided at key frames where that leaves them about even."""
    frames = clip.frames - choice.start
    # A chosen one among several is followed from where they were pointed at, in one piece.
    count = 1 if choice.first else max(min(children, frames // _PART_LEAST), 1)
    edges = [choice.start]
    keys = np.array(clip.key_frames)
    for k in range(1, count):
        place = choice.start + frames * k / count
        near = int(keys[np.abs(keys - place).argmin()])
        edges.append(near if abs(near - place) < 0.1 * frames / count else int(place))
    edges.append(clip.frames)
    return [
        _Part(start, stop, choice.first if start == choice.start else None) for start, stop in itertools.pairwise(edges)
    ]


def _follow(
    child: Child, model: str, parts: Sequence[_Part], number: int, choice: Choice, count: Callable[[int], None] | None
) -> None:
    part = parts[number]
    request: dict[str, Any] = {
        "model": model, "start": part.start, "stop": part.stop, "first": part.first, "expected": choice.expected,
        "others": choice.others,
        # One child alone decodes ahead on another core.
        "threads": 2 if len(parts) == 1 else 1,
    }  # fmt: skip
    for message in child.ask("follow", **request):
        if message.array is None:
            continue
        (part.rows if message.kind == "rows" else part.shifts).append(message.array)
        if count is not None and message.kind == "rows":
            count(len(message.array))


def _counted(progress: Progress | None, whole: int) -> Callable[[int], None] | None:
    if progress is None:
        return None
    lock, done = threading.Lock(), 0

    def count(rows: int) -> None:
        nonlocal done
        with lock:
            done += rows
            progress(min(done / max(whole, 1), 1.0))

    return count


def _one_person(before: _Part, after: _Part) -> bool:
    """Whether the one seen last before is the one seen first after."""
    last = before.last()
    rows = after.table()
    rows = rows[np.isfinite(rows[:, 2])]
    if last is None or not len(rows) or rows[0, 0] - after.start > _PART_LEAST / 3:
        return True
    apart = float(np.hypot(rows[0, 2] - last[0], rows[0, 3] - last[1]))
    return apart < 0.6 * last[2] and 0.6 < rows[0, 4] / last[2] < 1.6


def _joined(clip: Clip, model: str, parts: Sequence[_Part], choice: Choice) -> Followed:
    rows = np.concatenate([part.table() for part in parts])
    shifts = [shift[1:] for part in parts for shift in part.shifts if len(shift) > 1]
    if len(rows) < 2:
        raise VideoError(f"{clip.name} cannot be decoded beyond its first frame; export it again as MP4 (H.264).")
    return Followed(
        clip=clip,
        model=model,
        frames=rows[:, 0].astype(np.int64),
        presence=rows[:, 1],
        regions=rows[:, 2:6],
        points=rows[:, 6:].reshape(len(rows), 21, 3),
        camera=np.concatenate(shifts) if shifts else np.empty((0, 6)),
        people=choice.people,
        notes=(*clip.notes, *choice.notes),
    )
