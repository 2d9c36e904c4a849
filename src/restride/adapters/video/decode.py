"""Frames of an open clip, one at a time, upright and in RGB. Runs in the child process only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from restride.adapters.video.clip import VideoError
from restride.adapters.video.container import Opened
from restride.adapters.video.limits import PIXELS_MOST

RGB = NDArray[np.uint8]
#: Kept from frame to frame with their tables.
_SCALER, _COLOURS = VideoReformatter(), VideoReformatter()


def numbered(opened: Opened, start: int, *, roughly: bool = False) -> Iterator[tuple[int, av.VideoFrame]]:
    """Frames with their numbers, from the key frame at or before ``start`` on.

    ``roughly`` passes over frames on which no other is built, so that a place in the clip is reached sooner.
    """
    known, count = opened.index_of(), 0
    opened.stream.codec_context.flush_buffers()
    opened.stream.codec_context.skip_frame = "NONREF" if roughly and known else "DEFAULT"
    if opened.stamps:
        key = max((k for k in opened.clip.key_frames if k <= start), default=0)
        opened.container.seek(opened.stamps[key], stream=opened.stream, backward=True)
    else:
        opened.container.seek(0)
    for frame in _decoded(opened):
        if frame.width * frame.height > PIXELS_MOST:
            raise VideoError(f"{opened.clip.name} grows to {frame.width} × {frame.height} pixels; export it at 1080p.")
        stamp = frame.pts if frame.pts is not None else frame.dts
        if not known:
            yield count, frame
            count += 1
        elif stamp in known:
            yield known[stamp], frame


def _decoded(opened: Opened) -> Iterator[av.VideoFrame]:
    """Frames, passing over damaged packets; ends where the file does, or breaks off."""
    packets = opened.container.demux(opened.stream)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, av.FFmpegError):
            break
        try:
            yield from packet.decode()
        except av.FFmpegError:
            continue
    try:
        yield from opened.stream.codec_context.decode(None)
    except av.FFmpegError:
        return


def upright(
    frame: av.VideoFrame, opened: Opened, scale: float = 1.0, *, colours: Literal["rgba", "rgb24"] = "rgba"
) -> RGB:
    """The picture as it is shown, scaled, uint8 of shape (height, width, 4), or 3 as ``rgb24``."""
    clip = opened.clip
    sideways = clip.rotation_deg in (90, 270)
    width, height = (clip.height, clip.width) if sideways else (clip.width, clip.height)
    size = (max(round(width * scale), 2), max(round(height * scale), 2))
    # Scaled in the clip's own colours first: three smaller planes, and the way to RGB is short without scaling. More
    # threads would only take the cores from the other children.
    small = _SCALER.reformat(frame, *size, "yuv420p", interpolation="BILINEAR", threads=1)
    small = _COLOURS.reformat(small, format=colours, threads=1)
    # FFmpeg counts the turn against the clock, as rot90 does.
    return np.ascontiguousarray(np.rot90(small.to_ndarray(), clip.rotation_deg // 90))
