"""The pictures of a clip beside its tracked points: what the film, the key frames and the player draw on."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from restride.adapters.gait_report.bystanders import Bystanders
from restride.adapters.gait_report.faces import blurred, not_on_body, steady
from restride.adapters.pose.estimator import POINTS
from restride.adapters.video.analysis import Filmed
from restride.adapters.video.followed import Followed
from restride.adapters.video.following import BLAZEPOSE
from restride.adapters.video.reading import frames, heads
from restride.gait.track import Floats

Picture = NDArray[np.uint8]
#: Rows, in rising order, and the longest side wanted [px] → each row with its picture, RGB.
Reader = Callable[[Sequence[int], int], Iterator[tuple[int, Picture]]]


@dataclass(frozen=True)
class Footage:
    """One clip with the runner found in it.

    ``time_s`` rises, shape (rows,), on the clock of the analysed track. ``points`` maps a point of the skeleton to
    (rows, 2), right and down in the upright picture [px], NaN where unseen. ``faces`` are discs over the runner's
    head (rows, 3): x, y, radius; ``others`` finds such discs over every head in chosen rows. ``read`` gives
    pictures; it may leave out a row that cannot be decoded.
    """

    time_s: Floats
    points: Mapping[str, Floats]
    faces: Floats
    width: int
    height: int
    read: Reader
    others: Callable[[Sequence[int]], Sequence[Floats]]

    def nearest(self, time_s: float) -> int:
        """The row that is shown nearest to a time."""
        return int(np.abs(self.time_s - time_s).argmin())

    def pictures(
        self, rows: Sequence[int], longest_px: int, *, show_faces: bool = False
    ) -> Iterator[tuple[int, Picture]]:
        """Chosen rows as pictures, every face made unknowable unless it was asked for."""
        if show_faces:
            yield from ((row, picture.copy()) for row, picture in self.read(rows, longest_px))
            return
        own, others = steady(self.faces), dict(zip(rows, self.others(rows), strict=True))
        for row, picture in self.read(rows, longest_px):
            body = {name: places[row] for name, places in self.points.items()}
            discs = np.concatenate([own[row : row + 1], not_on_body(others[row], body)])
            yield row, blurred(picture, discs * (picture.shape[1] / self.width))


def footage_of(path: Path, filmed: Filmed) -> Footage:
    """The footage of a clip of running that was analysed."""
    return footage_from(path, filmed.followed, np.asarray(filmed.clock.in_life(filmed.followed.time_s)))


def footage_from(path: Path, followed: Followed, time_s: Floats) -> Footage:
    """The footage of a clip in which somebody was followed; ``time_s`` puts its frames on the track's clock."""

    def read(rows: Sequence[int], longest_px: int) -> Iterator[tuple[int, Picture]]:
        row_of = {int(followed.frames[row]): int(row) for row in rows}
        for index, picture in frames(path, sorted(row_of), longest_px=longest_px):
            yield row_of[index], picture

    look = partial(heads, path, model=BLAZEPOSE)
    people = Bystanders(look, followed.clip.rate_hz, followed.clip.frames)
    return Footage(
        time_s=time_s,
        points={name: followed.points[:, at, :2] for at, name in enumerate(POINTS)},
        faces=followed.faces(),
        width=followed.clip.width,
        height=followed.clip.height,
        read=read,
        others=lambda rows: people.at([int(followed.frames[row]) for row in rows]),
    )


def on_clock(values: Floats, time_s: Floats, wanted_s: Floats) -> Floats:
    """Places (rows, 2) read at other times; NaN beside a row in which the point was not seen, and outside."""
    columns = [np.interp(wanted_s, time_s, values[:, axis], left=np.nan, right=np.nan) for axis in range(2)]
    return np.stack(columns, axis=1)


def jpeg(picture: Picture, height_px: int) -> str:
    """A picture as «data:image/jpeg;base64,…», at most so tall."""
    import av

    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    height = min(height_px, frame.height) // 2 * 2
    width = max(round(frame.width * height / frame.height) // 2 * 2, 2)
    coder = av.CodecContext.create("mjpeg", "w")
    coder.width, coder.height, coder.pix_fmt, coder.time_base = width, height, "yuvj420p", Fraction(1, 25)
    coder.options = {"q": "5"}
    coder.qmin = coder.qmax = 5
    packets = [*coder.encode(frame.reformat(width, height, "yuvj420p")), *coder.encode(None)]
    return "data:image/jpeg;base64," + base64.b64encode(b"".join(bytes(one) for one in packets)).decode()
