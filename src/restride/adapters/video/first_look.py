"""How a clip was filmed, judged from a few of its frames before the long work begins."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np

from restride.adapters.pose.estimator import LEG, POINTS, RGB, Pose, PoseEstimator, estimator
from restride.adapters.video.clip import Clip
from restride.adapters.video.following import BLAZEPOSE
from restride.adapters.video.method import video_method
from restride.adapters.video.reading import frames, probe
from restride.adapters.video.search import poses_in
from restride.knowledge.load import Knowledge

#: Where in the clip it looks, and at what size [px].
_AT, _LONGEST_PX = (0.2, 0.5, 0.8), 960
_SIDES = ("left", "right")
_FEET = [POINTS.index(f"{point}_{side}") for point in ("heel", "toe", "ankle") for side in _SIDES]
_LEGS = [[POINTS.index(f"{point}_{side}") for point in LEG] for side in _SIDES]
#: Weights of red, green and blue in what the eye calls bright.
_BRIGHT = (0.299, 0.587, 0.114)


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at: fine, or what to do about it next time."""

    what: Literal["rate", "length", "light", "size", "feet", "legs", "people"]
    fine: bool
    says: str


def first_look(path: Path, knowledge: Knowledge, *, model: str = BLAZEPOSE) -> tuple[Remark, ...]:
    """Frame rate, length, light, size and place of the person, in sentences.

    Raises
    ------
    VideoError
        The file is no clip that can be read.
    """
    clip = probe(path)
    wanted = sorted({int(share * (clip.frames - 1)) for share in _AT})
    images = [image for _, image in frames(path, wanted, longest_px=_LONGEST_PX)]
    return judged(clip, images, estimator(model), knowledge)


def judged(clip: Clip, images: Sequence[RGB], pose: PoseEstimator, knowledge: Knowledge) -> tuple[Remark, ...]:
    """The same of a few upright pictures of a clip, RGB."""
    remarks = [_rate(clip, knowledge), _length(clip, knowledge)]
    looks = [(image, poses_in(image, pose)) for image in images]
    seen = [(image, people) for image, people in looks if people]
    if images:
        remarks.append(_light(images, knowledge))
    if seen:
        remarks += [_size(clip, seen, knowledge), _feet(seen), _legs(seen, knowledge), _people(seen)]
    return tuple(remarks)


def _rate(clip: Clip, knowledge: Knowledge) -> Remark:
    low, wanted = knowledge.number("gait_track", "rate_usable"), knowledge.number("gait_first_look", "rate_wanted")
    # Cameras that say 50 write 49.98.
    fine = round(clip.rate_hz) >= low
    says = f"The file plays {clip.rate_hz:.0f} frames a second."
    if not fine:
        says += f" The feet are timed better with {wanted:.0f} or more, as a phone’s slow motion has."
    return Remark(what="rate", fine=fine, says=says)


def _length(clip: Clip, knowledge: Knowledge) -> Remark:
    least, wanted = (knowledge.number("gait_first_look", name) for name in ("seconds_least", "seconds_wanted"))
    fine = clip.duration_s >= least
    says = f"{clip.duration_s:.0f} seconds."
    return Remark(
        what="length", fine=fine, says=says if fine else f"{says} Film {wanted:.0f}, so that there are steps enough."
    )


def _light(images: Sequence[RGB], knowledge: Knowledge) -> Remark:
    bright = float(np.median([np.mean(image[:, :, :3] @ np.array(_BRIGHT)) / 255 for image in images]))
    if bright < knowledge.number("gait_first_look", "dark"):
        return Remark(what="light", fine=False, says="The picture is dark. More light keeps the feet from blurring.")
    if bright > knowledge.number("gait_first_look", "glaring"):
        return Remark(what="light", fine=False, says="The picture is glaring. Turn away from the window or the sun.")
    return Remark(what="light", fine=True, says="Light enough.")


def _size(clip: Clip, seen: list[tuple[RGB, list[Pose]]], knowledge: Knowledge) -> Remark:
    shares = [float(np.ptp(people[0].points[:, 1])) / image.shape[0] for image, people in seen]
    share = float(np.median(shares))
    tall_px = share * clip.height
    wanted = knowledge.number("gait_first_look", "size_wanted")
    fine = share >= wanted or tall_px >= 2 * video_method(knowledge).runner_small
    says = f"The person fills {100 * share:.0f} % of the picture’s height."
    return Remark(what="size", fine=fine, says=says if fine else f"{says} Go nearer: half of it or more is good.")


def _feet(seen: list[tuple[RGB, list[Pose]]]) -> Remark:
    outside = 0
    for image, people in seen:
        x, y = people[0].points[_FEET, 0], people[0].points[_FEET, 1]
        outside += bool(((x < 0) | (y < 0) | (x >= image.shape[1]) | (y >= image.shape[0])).any())
    if outside:
        return Remark(what="feet", fine=False, says="A foot lies outside the picture. Leave room below the feet.")
    return Remark(what="feet", fine=True, says="Both feet are in the picture.")


def _legs(seen: list[tuple[RGB, list[Pose]]], knowledge: Knowledge) -> Remark:
    least = video_method(knowledge).leg_sure
    hidden = sum(max(people[0].points[leg, 2].min() for leg in _LEGS) < least for _, people in seen)
    if 2 * hidden > len(seen):
        says = "Hardly a whole leg is seen. Nothing should stand before the legs: no rail, no console."
        return Remark(what="legs", fine=False, says=says)
    return Remark(what="legs", fine=True, says="A whole leg is seen.")


def _people(seen: list[tuple[RGB, list[Pose]]]) -> Remark:
    most = max(len(people) for _, people in seen)
    if most > 1:
        return Remark(what="people", fine=False, says=f"{most} people are in the picture. Film one at a time.")
    return Remark(what="people", fine=True, says="One person is in the picture.")
