"""What the child can be asked for that needs no pose model."""

from __future__ import annotations

from typing import Any, BinaryIO

from restride.adapters.video.container import Opened
from restride.adapters.video.decode import numbered, upright
from restride.adapters.video.desk import clip_at
from restride.adapters.video.wire import send


def facts(answers: BinaryIO, *, path: str) -> None:
    """The facts of a clip, with the time of each frame."""
    clip = clip_at(path).clip
    said: dict[str, Any] = {key: value for key, value in vars(clip).items() if key != "time_s"}
    send(answers, "clip", said, clip.time_s)


def frames(answers: BinaryIO, *, path: str, indices: list[int], longest_px: int | None = None) -> None:
    """Chosen frames as RGB; what lies far apart is reached from the next key frame before it."""
    opened = clip_at(path, 2)
    scale = min(longest_px / max(opened.clip.width, opened.clip.height), 1.0) if longest_px else 1.0
    for wanted in by_key_frame(sorted(set(indices)), opened):
        todo = set(wanted)
        for index, frame in numbered(opened, wanted[0]):
            if index in todo:
                send(answers, "frame", {"index": index}, upright(frame, opened, scale, colours="rgb24"))
            if index >= wanted[-1]:
                break


def by_key_frame(indices: list[int], opened: Opened) -> list[list[int]]:
    """Frame numbers in groups that share a key frame."""
    groups: list[list[int]] = []
    keys = opened.clip.key_frames
    last = None
    for index in indices:
        key = max((k for k in keys if k <= index), default=0)
        if key != last:
            groups.append([])
        groups[-1].append(index)
        last = key
    return groups
