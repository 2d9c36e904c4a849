"""What the child can be asked for that needs the pose model: look who is there, and follow one of them."""

from __future__ import annotations

from typing import BinaryIO

import numpy as np

from restride.adapters.pose.estimator import Floats, Region
from restride.adapters.video.camera import Camera
from restride.adapters.video.decode import numbered, upright
from restride.adapters.video.desk import clip_at, model_named
from restride.adapters.video.follower import Follower, row_of
from restride.adapters.video.search import edges_in, heads_in, poses_in, shades_in
from restride.adapters.video.tasks import by_key_frame
from restride.adapters.video.wire import send

#: Longer side of the picture in which people are looked for [px].
_LOOK_PX = 1280
#: Side that the runner's region shall have in the scaled picture: half as much again as the model takes [px].
_REGION_PX = 384
#: Looks at the background a second.
_CAMERA_HZ = 5.0
#: Rows are sent in blocks, which is also what tells the parent that the child is alive.
_BLOCK = 8


def scout(answers: BinaryIO, *, path: str, model: str, indices: list[int], levels: int) -> None:
    """People in chosen frames: a message a frame with shades and edges, rows as of a :class:`Sighting`."""
    opened, pose = clip_at(path), model_named(model)
    share = min(_LOOK_PX / max(opened.clip.width, opened.clip.height), 1.0)
    send(answers, "model", {"name": pose.name})
    for wanted in by_key_frame(sorted(set(indices)), opened):
        for number, frame in numbered(opened, wanted[0], roughly=True):
            if number < wanted[0]:
                continue
            image = upright(frame, opened, share)
            found = poses_in(image, pose, levels=levels)
            height, width = image.shape[:2]
            rows = [
                [*row_of(one.region.scaled(1 / share)), one.leg_seen(width, height), one.feet_apart()] for one in found
            ]
            soft, hard = edges_in(image, found[0].region) if found else (1.0, 0.0)
            told = {"index": number, "shades": shades_in(image), "soft": soft, "hard": hard}
            send(answers, "people", told, np.array(rows).reshape(-1, 6))
            wanted = [index for index in wanted if index > number]
            if not wanted:
                break


def heads(answers: BinaryIO, *, path: str, model: str, indices: list[int], closely: list[int]) -> None:
    """Discs over all heads in chosen frames [px], a message a frame; far ones too in those of ``closely``."""
    opened, pose = clip_at(path, 2), model_named(model)
    share = min(_LOOK_PX / max(opened.clip.width, opened.clip.height), 1.0)
    far = set(closely)
    for wanted in by_key_frame(sorted(set(indices)), opened):
        todo = set(wanted)
        for index, frame in numbered(opened, wanted[0]):
            if index in todo:
                discs = heads_in(upright(frame, opened, share), pose, levels=2 if index in far else 1)
                send(answers, "heads", {"index": index}, discs / share)
            if index >= wanted[-1]:
                break


def watch(
    answers: BinaryIO, *, path: str, model: str, start: int, stop: int, every: int, people: list[list[float]]
) -> None:
    """Glance at each of some people in every so many frames: a message a person with rows as :func:`follow` has them.

    ``people`` holds their regions in the frame ``start`` [px].
    """
    opened, pose = clip_at(path), model_named(model)
    share = min(_REGION_PX / min(one[2] for one in people), 1.0)
    followers = [Follower(pose, share, np.empty(0), Region(*one), roughly=True) for one in people]
    rows: list[list[Floats]] = [[] for _ in people]
    for index, frame in numbered(opened, start):
        if index >= stop:
            break
        if index >= start and (index - start) % every == 0:
            image = upright(frame, opened, share)
            for follower, table in zip(followers, rows, strict=True):
                table.append(follower.row(index, image))
    for number, table in enumerate(rows):
        send(answers, "person", {"number": number}, np.array(table).reshape(-1, 69))


def follow(
    answers: BinaryIO, *, path: str, model: str, start: int, stop: int, first: list[float] | None,
    expected: list[list[float]], others: list[list[float]], threads: int = 1,
) -> None:  # fmt: skip
    """Follow one person through the frames from ``start`` up to ``stop``.

    ``first`` is the region at ``start``, where it is known. ``expected`` holds rows (index, x, y, size) from the
    look through the whole clip, ``others`` the same of people who are not meant; ``threads`` decode. Sends blocks
    of rows: frame, presence, region (4), points (21 × 3); and of the camera: frame, x, y, cut, tilts.
    """
    opened, pose = clip_at(path, threads), model_named(model)
    clip = opened.clip
    sizes = [row[3] for row in expected] or [first[2] if first else _REGION_PX]
    share = min(_REGION_PX / float(np.median(sizes)), 1.0)
    follower = Follower(pose, share, np.array(expected), Region(*first) if first else None, others=np.array(others))
    sideways = clip.rotation_deg in (90, 270)
    camera = Camera(*((clip.height, clip.width) if sideways else (clip.width, clip.height)), sideways=sideways)
    every = max(round(clip.rate_hz / _CAMERA_HZ), 1)
    rows: list[Floats] = []
    shifts: list[list[float]] = []
    for index, frame in numbered(opened, start):
        if index < start:
            continue
        if index >= stop:
            break
        rows.append(follower.row(index, upright(frame, opened, share)))
        if (index - start) % every == 0:
            seen = follower.region if clip.rotation_deg == 0 else None
            shift = camera.shift(frame, seen.scaled(1 / share) if seen else None)
            shifts.append([index, *shift])
        if len(rows) == _BLOCK:
            send(answers, "rows", {}, np.array(rows))
            rows.clear()
    if rows:
        send(answers, "rows", {}, np.array(rows))
    send(answers, "camera", {"rotation": clip.rotation_deg}, np.array(shifts).reshape(-1, 6))
