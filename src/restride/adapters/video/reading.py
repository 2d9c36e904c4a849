"""Facts and chosen frames of a clip, for whoever draws on them. All decoding happens in a child process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from restride.adapters.video.child import Child
from restride.adapters.video.clip import Clip
from restride.adapters.video.crew import CHILDREN_MOST, cores, together

#: Endings by which a clip is known; what is in it decides (:func:`restride.adapters.video.container.demuxer_of`).
SUFFIXES = (".mp4", ".mov", ".m4v", ".3gp", ".avi", ".webm", ".mkv")
#: Another child is worth so many frames in which heads are looked for.
_LOOKS_LEAST = 6


def probe(path: Path) -> Clip:
    """Size, rotation, codec and the time of each frame, from the container.

    Raises
    ------
    VideoError
        In one sentence: what is wrong with the file, and what to do.
    """
    with Child(path) as child:
        return facts_by(child)


def facts_by(child: Child) -> Clip:
    """As :func:`probe`, by a child that is wanted for more."""
    for message in child.ask("facts"):
        facts = message.facts
        keys, notes = tuple(facts.pop("key_frames")), tuple(facts.pop("notes"))
        assert message.array is not None  # noqa: S101
        clip = Clip(**facts, key_frames=keys, notes=notes, time_s=message.array)
    return clip


def frames(
    path: Path, indices: Sequence[int], *, longest_px: int | None = None
) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """Chosen frames, in rising order, one at a time; what cannot be decoded is passed over.

    Parameters
    ----------
    path : Path
        The clip.
    indices : sequence of int
        Frame numbers as in :attr:`Clip.time_s`.
    longest_px : int, optional
        Scale pictures down so that the longer side is at most this [px].

    Yields
    ------
    tuple of int and ndarray
        The frame's number, and the upright picture, uint8 of shape (height, width, 3), RGB.
    """
    wanted = [int(index) for index in indices]
    with Child(path) as child:
        for message in child.ask("frames", indices=wanted, longest_px=longest_px):
            assert message.array is not None  # noqa: S101
            yield int(message.facts["index"]), message.array


def heads(path: Path, indices: Sequence[int], closely: Sequence[int], model: str) -> dict[int, NDArray[np.float64]]:
    """Discs over the heads of all people in chosen frames: x, y, radius [px of the clip], shape (n, 3) each.

    Parameters
    ----------
    path : Path
        The clip.
    indices, closely : sequence of int
        Frame numbers; in those of ``closely`` people far away are looked for too.
    model : str
        A pose model, as :func:`restride.adapters.pose.estimator.estimator` takes it.

    Returns
    -------
    dict
        By frame number; a frame that cannot be decoded is left out.
    """
    wanted, far = sorted({int(one) for one in indices}), {int(one) for one in closely}
    found: dict[int, NDArray[np.float64]] = {}

    def look(part: Sequence[int]) -> None:
        request = {"indices": list(part), "closely": sorted(far.intersection(part))}
        with Child(path) as child:
            for message in child.ask("heads", model=model, **request):
                if message.array is not None:
                    found[int(message.facts["index"])] = message.array

    count = max(min(cores(), CHILDREN_MOST, len(wanted) // _LOOKS_LEAST), 1)
    shares = [wanted[len(wanted) * k // count : len(wanted) * (k + 1) // count] for k in range(count)]
    together([partial(look, share) for share in shares])
    return found
