"""Small films of the drawn runner, alone and beside others: real input for the whole video pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from restride.adapters.films.writing import write_film
from restride.figure.runner import Film, Motion, Shot, drawn_motion, truth_of
from tests.video.clips import turned

Pictures = Sequence[NDArray[np.uint8]]
RATE_HZ, SECONDS = 30.0, 3.6
SIZE = (240, 272)
#: Of the drawn runner.
CADENCE_SPM = 176.0


def film(movement: str, **shot: object) -> Film:
    """A movement, filmed small."""
    said = {"rate_hz": RATE_HZ, "seconds": SECONDS, "size": SIZE, "fills": 0.55, **shot}
    return Film(drawn_motion(movement), Shot(**said))  # type: ignore[arg-type]


@cache
def drawn(movement: str = "run", **shot: object) -> tuple[NDArray[np.uint8], ...]:
    """Its pictures; drawn once for all tests."""
    return tuple(film(movement, **shot).pictures())


def head(movement: str, **shot: object) -> NDArray[np.float64]:
    """Where the middle of the head is in its pictures, shape (pictures, 2) [px]."""
    return truth_of(film(movement, **shot)).points_px["head"]


def beside(left: Pictures, right: Pictures) -> Pictures:
    """Two films as one picture; the shorter is shown again and again."""
    count = max(len(left), len(right))
    return [np.hstack([left[k % len(left)], right[k % len(right)]]) for k in range(count)]


def emptied(pictures: Pictures) -> NDArray[np.float64]:
    """The scene of a film through which somebody passes, without them."""
    return np.median(pictures, axis=0)


def passing(pictures: Pictures, passer: Pictures, at: int) -> Pictures:
    """A film, and somebody of another one, who passes through theirs, going past before it from this picture on."""
    alone = emptied(passer[::5])
    shown = list(pictures)
    for number, other in enumerate(passer[: len(pictures) - at], at):
        covered = (np.abs(other - alone) > 12).any(axis=2, keepdims=True)
        shown[number] = np.where(covered, other, shown[number]).astype(np.uint8)
    return shown


def written(path: Path, pictures: Iterable[NDArray[np.uint8]], rate_hz: float = RATE_HZ) -> Path:
    """The film as a file."""
    shown = list(pictures)
    write_film(path, shown, (shown[0].shape[1], shown[0].shape[0]), rate_hz)
    return path


def sprint_start() -> Film:
    """A start from the blocks: half a second of «set», then steps while the trunk rises to the upright."""
    run = drawn_motion("run", 4.0)
    clock = np.arange(0.0, 3.6, 1 / 240)
    turn = np.mod(clock, run.length_s)
    angles = {name: np.interp(turn, run.clock, row) for name, row in run.angles.items()}
    root = np.stack([np.interp(turn, run.clock, run.root[:, axis]) for axis in range(3)], axis=1)
    wait = np.clip(1 - (clock - 0.4) / 0.3, 0.0, 1.0)
    crouch = {"knee_flexion_left": 80.0, "knee_flexion_right": 110.0, "hip_flexion_left": 60.0}
    crouch |= {"hip_flexion_right": 95.0, "shoulder_flexion_left": 75.0, "shoulder_flexion_right": 75.0}
    for name in angles:
        angles[name] = angles[name] * (1 - wait) + crouch.get(name, 0.0) * wait
    lean = 70.0 * wait + 48.0 * (1 - wait) * np.clip(1 - (clock - 0.6) / 2.2, 0.0, 1.0)
    angles["trunk_lean"] = angles["trunk_lean"] + lean
    root[:, 1] -= 0.38 * wait
    motion = Motion("start", run.anatomy, clock, root, angles, (), is_loop=False)
    return Film(motion, Shot(rate_hz=RATE_HZ, seconds=SECONDS, size=SIZE, fills=0.55, scene="plain"))


def phone(path: Path, pictures: Pictures, kept: Sequence[int]) -> Path:
    """The film as a phone held upright leaves it: lying pictures, a turn in the header, some frames dropped."""
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264" if "libx264" in av.codecs_available else "mpeg4", rate=30)
        stream.height, stream.width = pictures[0].shape[1], pictures[0].shape[0]
        stream.pix_fmt, stream.codec_context.time_base, stream.bit_rate = "yuv420p", Fraction(1, 600), 4_000_000
        for number in kept:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(np.rot90(pictures[number])), format="rgb24")
            frame.pts, frame.time_base = round(number / RATE_HZ * 600), Fraction(1, 600)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return turned(path, 1)
