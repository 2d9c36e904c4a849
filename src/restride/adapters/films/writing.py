"""Write pictures as a video file, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from restride.model.errors import PlainError

Picture = NDArray[np.uint8]
#: Ending of the file → what is asked of the encoder: names in order of preference, options.
_KINDS = {
    ".mp4": (("libx264", "mpeg4"), {"crf": "18", "preset": "veryfast"}),
    ".mov": (("libx264", "mpeg4"), {"crf": "18", "preset": "veryfast"}),
    ".webm": (("libvpx-vp9", "libvpx"), {"crf": "24", "b": "0", "deadline": "realtime", "cpu-used": "6"}),
}


class FilmError(PlainError):
    """A film that cannot be written."""


def can_be_written(path: Path) -> None:
    """Refuse an ending that is no video and a folder that is not there.

    Raises
    ------
    FilmError
        In one sentence.
    """
    if path.suffix.lower() not in _KINDS:
        raise FilmError(f"{path.name} is no video file; give an ending of {', '.join(_KINDS)}.")
    if not path.parent.is_dir():
        raise FilmError(f"The folder {path.parent} is not there; make it, or write the film elsewhere.")


def write_film(path: Path, pictures: Iterable[Picture], size: tuple[int, int], rate_hz: float) -> int:
    """Write pictures of one size, evenly spaced.

    Parameters
    ----------
    pictures : iterable of uint8 array, shape (height, width, 3)
        Red, green, blue. Only one is held at a time.
    size : tuple of int
        Width and height, both even. [px]
    rate_hz : float
        Pictures a second.

    Returns
    -------
    int
        How many were written.

    Raises
    ------
    FilmError
        An ending that is no video, or a folder that is not there.
    """
    can_be_written(path)
    handle, name = tempfile.mkstemp(suffix=path.suffix.lower(), dir=path.parent, prefix=".film-")
    os.close(handle)
    scratch = Path(name)
    try:
        count = _encode(scratch, pictures, size, rate_hz)
        scratch.chmod(0o666 & ~_mask())
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
    return count


def _encode(path: Path, pictures: Iterable[Picture], size: tuple[int, int], rate_hz: float) -> int:
    names, options = _KINDS[path.suffix]
    rate = Fraction(rate_hz).limit_denominator(1001)
    count = 0
    with av.open(str(path), "w") as container:
        encoder = next(name for name in names if name in av.codecs_available)
        stream = container.add_stream(encoder, rate=rate, options=options)
        assert isinstance(stream, av.VideoStream)  # noqa: S101 - add_stream knows audio and subtitles too
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        for picture in pictures:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            frame.pts, frame.time_base = count, 1 / rate
            container.mux(stream.encode(frame))
            count += 1
        container.mux(stream.encode(None))
    return count


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
