"""What `restride gait` may be told of a clip, and how far it is."""

from __future__ import annotations

import argparse
import sys

from restride.adapters.video.analysis import VideoOptions
from restride.adapters.video.following import BLAZEPOSE
from restride.cli.numbers import within
from restride.model.recordings import HeightM, SlowMotion


def add_video_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what a clip does not say itself."""
    clip = parser.add_argument_group("video (MP4, MOV, AVI, WebM)")
    clip.add_argument("--follow", type=_place, metavar="X,Y", help="a pixel on the runner, where several people are")
    clip.add_argument("--view", choices=("left", "right", "rear", "front"), help="what is seen; found otherwise")
    clip.add_argument(
        "--slow-motion",
        type=within(SlowMotion),
        metavar="N",
        help="times slower than life it plays, 1 for life; found otherwise",
    )
    clip.add_argument("--height", type=within(HeightM), metavar="M", help="the runner's height, for distances")
    clip.add_argument("--pose", choices=("heavy", "full", "lite"), help="pose model; the best that is there otherwise")


def video_options(options: argparse.Namespace) -> VideoOptions:
    """The same for the analysis."""
    return VideoOptions(
        follow=options.follow,
        view=options.view,
        slow_motion=options.slow_motion,
        height_m=options.height,
        model=f"{BLAZEPOSE}:{options.pose}" if options.pose else BLAZEPOSE,
    )


def progress(share: float) -> None:
    """A line that counts up, for a person who waits; nothing where nobody looks."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\rfollowing the runner … {100 * share:3.0f} %" + ("\n" if share >= 1 else ""))
        sys.stderr.flush()


def _place(words: str) -> tuple[float, float]:
    try:
        x, y = (int(one) for one in words.split(","))
    except ValueError as problem:
        raise argparse.ArgumentTypeError(
            f"'{words}' is no place; give pixels from the left and from the top, for example 640,300"
        ) from problem
    return x, y
