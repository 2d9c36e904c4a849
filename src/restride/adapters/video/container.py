"""Open a clip and say what is in it, without decoding it. Runs in the child process only."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.stream import VideoStream

from restride.adapters.video.clip import Clip, VideoError
from restride.adapters.video.limits import FRAMES_MOST, PIXELS_MOST, SECONDS_MOST

#: Demuxer by the first bytes. Nothing else is opened: a playlist, for one, would make FFmpeg open other files.
_AGAIN = "export the clip again as MP4 (H.264)"


@dataclass
class Opened:
    """An open clip: its facts, and the time stamp by which the container knows each frame."""

    container: InputContainer
    stream: VideoStream
    clip: Clip
    #: Time stamps of the frames in the order they are shown, empty where the container has none.
    stamps: list[int] = field(default_factory=list)

    def index_of(self) -> dict[int, int]:
        """Frame number by time stamp."""
        return {stamp: i for i, stamp in enumerate(self.stamps)}


def demuxer_of(path: Path) -> str:
    """The kind of container, from its first bytes and not from its name.

    Raises
    ------
    VideoError
        None of those read here.
    """
    with path.open("rb") as stream:
        head = stream.read(16)
    if not head:
        raise VideoError(f"{path.name} is empty; copy or export it again.")
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
        return "mov"
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "avi"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "matroska"
    raise VideoError(f"{path.name} is no video that is read here, whatever its name says: MP4, MOV, AVI or WebM.")


def open_clip(path: Path, threads: int = 1) -> Opened:
    """Open a clip and list its frames.

    Raises
    ------
    VideoError
        In one sentence: what is wrong with the file, and what to do.
    """
    kind = demuxer_of(path)
    try:
        container = av.open(str(path), format=kind, options={"protocol_whitelist": "file"})
    except (av.FFmpegError, ValueError) as problem:
        raise VideoError(
            f"{path.name} cannot be opened as a video ({_said(problem)}): it is damaged or was cut off; copy it anew."
        ) from problem
    if not container.streams.video:
        heard = "only sound, no picture" if container.streams.audio else "neither picture nor sound"
        raise VideoError(f"{path.name} holds {heard}; {_AGAIN}.")
    stream = container.streams.video[0]
    _check_size(path, stream)
    _check_length(path, container, stream)
    stream.thread_type, stream.codec_context.thread_count = "AUTO", threads
    stamps, keys, seconds, notes = _frames_of(path, container, stream)
    first = _first_frame(path, stream, stamps)
    turned = int(first.rotation) % 360
    aspect = float(stream.sample_aspect_ratio or 1) or 1.0
    width, height = round(first.width * aspect), first.height
    if turned in (90, 270):
        width, height = height, width
    clip = Clip(
        name=path.name, width=width, height=height, rotation_deg=turned, codec=stream.codec_context.name,
        container=kind, time_s=seconds, key_frames=keys, notes=tuple(notes),
    )  # fmt: skip
    return Opened(container, stream, clip, stamps)


def _check_size(path: Path, stream: VideoStream) -> None:
    if stream.width * stream.height > PIXELS_MOST:
        raise VideoError(
            f"{path.name} has {stream.width} × {stream.height} pixels; more than {PIXELS_MOST / 1e6:g} million "
            "are not decoded here, and 1080p shows a runner as well: export it at 1080p."
        )
    if stream.width * stream.height == 0:
        raise VideoError(f"{path.name} does not say how large its picture is: it is damaged; copy it anew.")


def _check_length(path: Path, container: InputContainer, stream: VideoStream) -> None:
    lengths = [float(container.duration) / av.time_base] if container.duration else []
    if stream.duration and stream.time_base:
        lengths.append(float(stream.duration * stream.time_base))
    if lengths and max(lengths) > SECONDS_MOST:
        _too_long(path, max(lengths))


def _too_long(path: Path, seconds: float) -> None:
    minutes = round(seconds / 60)
    length = f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
    raise VideoError(
        f"{path.name} lasts {length}; at most {SECONDS_MOST / 60:g} minutes are analysed: cut out a minute of running."
    )


def _frames_of(
    path: Path, container: InputContainer, stream: VideoStream
) -> tuple[list[int], tuple[int, ...], np.ndarray, list[str]]:
    """Time stamps, key frames, seconds from the first frame, and what is odd; from the packets alone."""
    packets: list[tuple[int, bool]] = []
    nameless = 0
    try:
        for packet in container.demux(stream):
            if packet.size == 0 or packet.is_discard:
                continue
            stamp = packet.pts if packet.pts is not None else packet.dts
            if stamp is None:
                nameless += 1
            else:
                packets.append((stamp, packet.is_keyframe))
            _check_running_length(path, packets, nameless, stream)
    except av.FFmpegError:
        # Cut off in the middle: what is there may still be enough.
        pass
    if not packets and not nameless:
        raise VideoError(f"{path.name} holds no frame, so there is nothing to see; copy or export it again.")
    notes = _broken_off(stream, len(packets) + nameless)
    packets.sort()
    stamps = [stamp for stamp, _ in packets]
    if nameless or any(b <= a for a, b in itertools.pairwise(stamps)):
        rate = float(stream.average_rate or stream.guessed_rate or 30)
        notes.append(f"The file has no time for each frame; {rate:.4g} a second are assumed throughout.")
        return [], (0,), np.arange(len(packets) + nameless) / rate, notes
    base = float(stream.time_base or 1 / 90_000)
    seconds = (np.array(stamps, dtype=np.float64) - stamps[0]) * base
    return stamps, tuple(i for i, (_, key) in enumerate(packets) if key), seconds, notes


def _check_running_length(path: Path, packets: list[tuple[int, bool]], nameless: int, stream: VideoStream) -> None:
    """A container may say nothing, or lie, about its length."""
    if len(packets) + nameless > FRAMES_MOST:
        raise VideoError(f"{path.name} has more than {FRAMES_MOST} frames; cut out a minute of running.")
    if packets and stream.time_base:
        seconds = float((packets[-1][0] - packets[0][0]) * stream.time_base)
        if seconds > SECONDS_MOST:
            _too_long(path, seconds)


def _broken_off(stream: VideoStream, found: int) -> list[str]:
    if stream.frames and found < 0.97 * stream.frames:
        return [f"The file breaks off after {found} of {stream.frames} frames; what is there was analysed."]
    return []


def _first_frame(path: Path, stream: VideoStream, stamps: list[int]) -> av.VideoFrame:
    container = stream.container
    assert isinstance(container, InputContainer)  # noqa: S101  (opened for reading, above)
    try:
        container.seek(stamps[0] if stamps else 0, stream=stream, backward=True)
        for frame in container.decode(stream):
            if frame.width * frame.height > PIXELS_MOST:
                break
            return frame
    except av.FFmpegError as problem:
        raise VideoError(f"{path.name} cannot be decoded ({_said(problem)}): it is damaged; {_AGAIN}.") from problem
    raise VideoError(f"Not one frame of {path.name} can be decoded: it is damaged; {_AGAIN}.")


def _said(problem: Exception) -> str:
    words = getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
    return " ".join(str(words).split()).lower()
