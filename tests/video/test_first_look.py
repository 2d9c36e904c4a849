"""What the first look says of how a clip was filmed: below, at and above each limit, without a pose model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from restride.adapters.pose.estimator import POINTS, RGB, Pose, Region
from restride.adapters.video.clip import Clip, VideoError
from restride.adapters.video.first_look import first_look, judged
from restride.knowledge.load import load
from tests.video.clips import write

FACTS = load()
#: What the stand-in for a pose model finds next: people as (height share, feet inside, confidence of the legs).
PEOPLE: list[tuple[float, bool, float]] = []


class Stand:
    """Finds the people that the test put into the picture."""

    name = "stand-in"

    def people(self, image: RGB, *, around: Region | None = None) -> list[Region]:
        height, width = image.shape[:2]
        return [Region((k + 1) * width / 4, height / 2, height / 4) for k in range(len(PEOPLE))]

    def pose(self, image: RGB, region: Region) -> Pose:
        height, width = image.shape[:2]
        which = round(region.x / width * 4) - 1
        share, inside, sure = PEOPLE[which]
        points = np.zeros((len(POINTS), 3))
        points[:, 0], points[:, 2] = region.x, sure
        points[:, 1] = np.linspace(0.02 * height, (0.02 + share) * height, len(POINTS))
        if not inside:
            points[POINTS.index("toe_left"), 1] = height + 1
        return Pose(points, 1.0, region)

    glance = pose


def look(
    *people: tuple[float, bool, float], rate_hz: float = 50.0, seconds: float = 9.0, level: int = 120
) -> dict[str, bool]:
    """What is said of a small picture of one brightness with these people."""
    PEOPLE[:] = people
    clip = Clip("clip.mp4", 64, 48, 0, "h264", "mov", np.arange(0, seconds + 1e-9, 1 / rate_hz))
    remarks = judged(clip, [np.full((48, 64, 3), level, dtype=np.uint8)] * 3, Stand(), FACTS)
    assert all(one.says.endswith(".") for one in remarks)
    return {one.what: one.fine for one in remarks}


@pytest.mark.parametrize(("rate_hz", "fine"), [(49.0, False), (49.98, True), (50.0, True), (51.0, True)])
def test_the_frame_rate_is_judged_at_its_limit(rate_hz: float, fine: bool) -> None:
    assert look(rate_hz=rate_hz)["rate"] is fine


@pytest.mark.parametrize(("seconds", "fine"), [(7.9, False), (8.0, True), (8.1, True)])
def test_the_length_is_judged_at_its_limit(seconds: float, fine: bool) -> None:
    assert look(seconds=seconds)["length"] is fine


@pytest.mark.parametrize(("level", "fine"), [(50, False), (52, True), (229, True), (231, False)])
def test_light_is_judged_on_the_picture(level: int, fine: bool) -> None:
    assert look(level=level)["light"] is fine


@pytest.mark.parametrize(("share", "fine"), [(0.49, False), (0.5, True), (0.51, True)])
def test_a_person_fills_half_of_the_height(share: float, fine: bool) -> None:
    assert look((share, True, 0.9))["size"] is fine


def test_feet_legs_and_others_are_judged_on_the_largest_person() -> None:
    alone = look((0.6, True, 0.9))
    assert (alone["feet"], alone["legs"], alone["people"]) == (True, True, True)
    assert look((0.6, False, 0.9))["feet"] is False
    assert look((0.6, True, 0.29))["legs"] is False
    assert look((0.6, True, 0.31))["legs"] is True
    assert look((0.6, True, 0.9), (0.5, True, 0.9))["people"] is False
    assert "people" not in look(), "nobody is seen: that is for the analysis to refuse"


def test_a_clip_is_read_and_what_is_none_is_refused_in_one_sentence(tmp_path: Path) -> None:
    PEOPLE[:] = [(0.6, True, 0.9)]
    stand = "tests.video.test_first_look:Stand"
    clip = write(tmp_path / "small.mp4", [k / 30 for k in range(12)])
    assert {one.what for one in first_look(clip, FACTS, model=stand)} >= {"rate", "length", "light", "size"}
    (tmp_path / "x.mp4").write_bytes(b"no clip at all" * 50)
    with pytest.raises(VideoError) as refused:
        first_look(tmp_path / "x.mp4", FACTS, model=stand)
    assert "\n" not in str(refused.value)
