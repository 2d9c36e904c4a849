"""Clips made here: every container, an uneven clock, a turned picture, and everything that can be wrong."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

#: Container → a coder that this build of FFmpeg has for it, none of them GPL.
CODERS = {".mp4": "mpeg4", ".mov": "mjpeg", ".avi": "mpeg4", ".webm": "libvpx", ".mkv": "mpeg4"}


def picture(number: int, width: int = 160, height: int = 96) -> np.ndarray:
    """A grey picture whose upper left quarter is as bright as the frame's number says."""
    image = np.full((height, width, 3), 40, dtype=np.uint8)
    image[: height // 2, : width // 2] = 60 + 6 * number
    return image


def number_of(image: np.ndarray) -> int:
    """The frame's number, read back from its picture."""
    height, width = image.shape[:2]
    return round((float(image[: height // 3, : width // 3].mean()) - 60) / 6)


def write(
    path: Path, times_s: Sequence[float], *, width: int = 160, height: int = 96, gop: int = 5, tick: int = 1000
) -> Path:
    """A clip with these times."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(CODERS[path.suffix], rate=30)
        stream.width, stream.height, stream.gop_size = width, height, gop
        stream.pix_fmt = "yuvj420p" if CODERS[path.suffix] == "mjpeg" else "yuv420p"
        stream.bit_rate = 4_000_000
        base = Fraction(1, 30) if path.suffix == ".avi" else Fraction(1, tick)
        stream.time_base = stream.codec_context.time_base = base
        for number, seconds in enumerate(times_s):
            frame = av.VideoFrame.from_ndarray(picture(number % 30, width, height), format="rgb24")
            frame.pts, frame.time_base = round(seconds / base), base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def turned(path: Path, quarter_turns: int) -> Path:
    """Write a rotation flag into an MP4's track header, as a phone does."""
    content = bytearray(path.read_bytes())
    at = content.index(b"tkhd") + 4 + 4 + 20 + 16
    one = 0x10000
    cosine, sine = [(one, 0), (0, one), (-one, 0), (0, -one)][quarter_turns % 4]
    matrix = [cosine, sine, 0, -sine, cosine, 0, 0, 0, 0x40000000]
    content[at : at + 36] = b"".join(value.to_bytes(4, "big", signed=True) for value in matrix)
    path.write_bytes(content)
    return path


def sound_only(path: Path) -> Path:
    """An MP4 with nothing to see."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=8000, layout="mono")
        for start in range(0, 8000, 1024):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), dtype=np.float32), format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 8000, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def no_frames(path: Path) -> Path:
    """A clip whose index lists nothing: the header of a real one, cut before its data."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=30)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        container.start_encoding()
    return path


def spoken(path: Path) -> Path:
    """A sound file under a video's name."""
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(8000)
        stream.writeframes(b"\0" * 16000)
    return path
