"""From a clip to a report: the runner followed, the track cleaned, clock and scale found, the gait analysis run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from msgspec.structs import replace as changed

from restride.adapters.pose.estimator import POINTS
from restride.adapters.video.clip import VideoError
from restride.adapters.video.clock import Clock, find_clock
from restride.adapters.video.followed import Floats, Followed
from restride.adapters.video.following import BLAZEPOSE, Progress, follow
from restride.adapters.video.level import find_level, levelled
from restride.adapters.video.method import VideoMethod, video_method
from restride.adapters.video.scale import find_scale
from restride.adapters.video.steady import size_of, steadied
from restride.adapters.video.stretch import usable_stretch
from restride.gait.analysis import analyse_gait
from restride.gait.context import Gait
from restride.gait.method import TrackMethod, method_of
from restride.gait.orientation import find_view, oriented
from restride.gait.track import Track, mirrored
from restride.knowledge.load import Knowledge
from restride.model.gait import GaitReport, View
from restride.model.words import Side

#: How a clip is seen, as a person says it: from which side, from behind, from in front.
ViewSaid = Literal["left", "right", "rear", "front"]


@dataclass(frozen=True)
class VideoOptions:
    """What the clip itself does not say.

    ``follow`` is a point on the runner where several people are in the picture [px]; ``view`` overrules the view
    that was found; ``slow_motion`` is how many times slower than life the clip plays, 1 for life; ``height_m`` the
    runner's height; ``speed_m_s`` the belt's or the runner's speed; ``model`` the pose model.
    """

    follow: tuple[float, float] | None = None
    view: ViewSaid | None = None
    slow_motion: float | None = None
    height_m: float | None = None
    speed_m_s: float | None = None
    model: str = BLAZEPOSE
    children: int | None = None


@dataclass(frozen=True)
class Filmed:
    """A clip analysed.

    ``report`` and ``gait`` are those of every source. ``followed`` holds the runner in the picture's own pixels, a row
    for each frame of the analysed stretch, and ``clock`` joins its times with those of the report.
    """

    report: GaitReport
    gait: Gait
    followed: Followed
    clock: Clock


def analyse_video(
    path: Path, knowledge: Knowledge, options: VideoOptions | None = None, *, progress: Progress | None = None
) -> Filmed:
    """Analyse one clip.

    Raises
    ------
    PlainError
        In one sentence: what was found, why it cannot be analysed, what to do.
    """
    options = options or VideoOptions()
    return analyse_followed(follow_clip(path, knowledge, options, progress=progress), knowledge, options)


def follow_clip(
    path: Path, knowledge: Knowledge, options: VideoOptions, *, progress: Progress | None = None
) -> Followed:
    """Follow the one who runs or walks through a clip: the first and longest part of :func:`analyse_video`.

    Raises
    ------
    PlainError
        See there.
    """
    return follow(
        path, video_method(knowledge), runner=options.follow, model=options.model, children=options.children,
        progress=progress,
    )  # fmt: skip


class MovementClip(NamedTuple):
    """The points of one clip of a movement test, metres a pixel where there is a scale, and the person followed."""

    track: Track
    metres_per_pixel: float | None
    followed: Followed


def movement_clip(
    path: Path, knowledge: Knowledge, options: VideoOptions, *, progress: Progress | None = None
) -> MovementClip:
    """Follow the person in one clip of a movement test; the runner's height gives a scale.

    Raises
    ------
    PlainError
        In one sentence: what was found, why it cannot be measured, what to do.
    """
    limits, method = video_method(knowledge), method_of(knowledge).track
    followed = follow(
        path, limits, runner=options.follow, model=options.model, children=options.children, progress=progress,
        who_runs=False,
    )  # fmt: skip
    if not followed.seen.any():
        raise VideoError(f"Nobody could be followed through {path.name}; film one person, whole, in good light.")
    track, moved = _track(followed, limits, method, options.view)
    track, turned = _as_said(track, method, options.view)
    notes = tuple(note for note in (*followed.notes, moved, turned) if note)
    scale = None if moved else find_scale(track, knowledge, limits, options.height_m, None)
    return MovementClip(replace(track, notes=notes), scale, followed)


def analyse_followed(followed: Followed, knowledge: Knowledge, options: VideoOptions) -> Filmed:
    """As :func:`analyse_video`, of a runner who was followed before.

    Raises
    ------
    PlainError
        See there.
    """
    limits, method = video_method(knowledge), method_of(knowledge)
    followed, notes = usable_stretch(followed, limits)
    followed = replace(followed, clip=replace(followed.clip, notes=()), notes=(*followed.notes, *notes))
    track, moved = _track(followed, limits, method.track, options.view)
    if moved and options.height_m is not None:
        raise VideoError(
            f"{moved} So no distance can be measured with the runner's height: leave the height out, "
            "or film with the camera still and the runner at an even distance."
        )
    unsure = _unsure(followed, track, options) if moved is None else None
    track, turned = _as_said(track, method.track, options.view)
    level = find_level(followed, limits)
    track = levelled(track, level)
    clock = find_clock(track, followed, method, limits, options.slow_motion)
    said = [
        *followed.notes,
        *(one for one in (moved, unsure, turned, level.note, level.bent_note) if one),
        *clock.notes,
    ]
    track = replace(track, time_s=clock.in_life(track.time_s), notes=tuple(said))
    scale = None if moved or unsure else find_scale(track, knowledge, limits, options.height_m, options.speed_m_s)
    report, gait = analyse_gait(
        track, knowledge, speed_m_s=options.speed_m_s, metres_per_unit=scale, trust_clock=clock.is_settled
    )
    recording = changed(report.recording, pose_model=followed.model, slow_motion=clock.factor)
    return Filmed(changed(report, recording=recording), gait, followed, clock)


def _track(
    followed: Followed, limits: VideoMethod, method: TrackMethod, view: ViewSaid | None
) -> tuple[Track, str | None]:
    """The points with y upward; and where the camera or the distance moved and was taken out, a sentence."""
    raw = _of_points(followed, followed.points)
    seen = _view(raw, method, view)
    size = size_of(followed)
    height = float(np.nanmedian(followed.heights()))
    drift = _drift(followed) / height
    change = float(np.nanmax(size) / np.nanmin(size))
    if drift > limits.camera_still:
        moved = "The camera follows the runner; its movement was taken out of the picture."
    elif change > limits.size_steady:
        moved = (
            f"The runner's size in the picture changes {change:.2g} times over; every frame was brought to one size."
        )
    elif seen != "side":
        # From behind even a treadmill runner comes and goes a little.
        moved = None
    else:
        return replace(raw, view=seen), None
    return replace(_of_points(followed, steadied(followed)), view=seen), moved


def _view(track: Track, method: TrackMethod, said: ViewSaid | None) -> View:
    if said is None:
        return find_view(track, method)
    return "side" if said == "left" or said == "right" else said


def _unsure(followed: Followed, track: Track, options: VideoOptions) -> str | None:
    """A sentence where lengths would rest on a camera of which nobody can tell whether it stood still."""
    untold = np.isnan(followed.camera[:, 1])
    if (
        track.view != "side"
        or options.height_m is None
        or options.speed_m_s is not None
        or 2 * untold.sum() <= len(untold)
    ):
        return None
    return (
        "The background is too even to show whether the camera stood still, so the runner's height gives no speed and "
        "no length; give the speed too, or film before something with edges."
    )


def _drift(followed: Followed) -> float:
    """How far the background goes in a second, there and back counted once each; what is not told counts 0 [px/s]."""
    shifts = np.nan_to_num(followed.camera[:, 1:3])
    seconds = float(followed.time_s[-1] - followed.time_s[0])
    if len(shifts) < 2 or seconds <= 0:
        return 0.0
    path = np.cumsum(shifts, axis=0)
    return float(np.hypot(*np.ptp(path, axis=0))) / seconds


def _of_points(followed: Followed, points: Floats) -> Track:
    up = followed.clip.height - points[:, :, 1]
    flat = np.zeros(len(points))
    return Track(
        time_s=followed.time_s,
        points={name: np.column_stack([points[:, k, 0], up[:, k], flat]) for k, name in enumerate(POINTS)},
        confidence={name: np.nan_to_num(points[:, k, 2]) for k, name in enumerate(POINTS)},
        unit="px",
        view="picture",
        origin="video",
        name=followed.clip.name,
    )


def _as_said(track: Track, method: TrackMethod, said: ViewSaid | None) -> tuple[Track, str | None]:
    """A side view that shows the other side than said is a mirror image, as of a selfie camera."""
    if said not in ("left", "right"):
        return track, None
    near = oriented(track, method).near_side
    if near is None or near.value == said:
        return track, None
    flip = np.array([-1.0, 1.0, 1.0])
    turned = mirrored(track)
    points = {name: values * flip for name, values in turned.points.items()}
    return turned.with_points(points), (
        f"The runner faces as if the {Side(near).value} side were near, and the {said} was named: taken as mirrored."
    )
