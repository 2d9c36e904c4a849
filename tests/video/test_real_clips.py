"""Clips of real runners and of people who do not run. Local test input: left out in one line where it is not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from restride.adapters.pose import weights
from restride.adapters.video.analysis import Filmed, VideoOptions, analyse_video
from restride.adapters.video.following import BLAZEPOSE
from restride.knowledge.load import load
from restride.model.errors import PlainError
from restride.model.words import Side

REAL = Path(os.environ.get("RESTRIDE_REAL_DATA", Path(__file__).parents[3] / "shared" / "data"))
KNOWN = load()
#: The model that every machine has; heavy, where it is there, is held against the same counts in the validation.
FULL = f"{BLAZEPOSE}:full"

pytestmark = pytest.mark.skipif(not (REAL / "video").is_dir(), reason=f"the real recordings are not at {REAL}")


@pytest.fixture(scope="module", autouse=True)
def model() -> None:
    """Set-up has fetched the weights; only a machine without a network may lack them, and CI may not."""
    try:
        weights.find("full")
    except weights.WeightsError as absent:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(absent))


def analysed(name: str, **options: object) -> Filmed:
    return analyse_video(REAL / name, KNOWN, VideoOptions(model=FULL, **options))  # type: ignore[arg-type]


def value(filmed: Filmed, metric: str, side: Side = Side.BOTH) -> float:
    return next(one.value for one in filmed.report.metrics if one.id == metric and one.side is side)


def test_a_treadmill_runner_from_the_side() -> None:
    """184.8 steps a minute, confirmed by eye over 20 steps to about 1 %; the belt's 5.10 m/s stand in the picture."""
    told: list[float] = []
    path = REAL / "video" / "treadmill_side_fast_speedoverlay_720p30.mp4"
    found = analyse_video(path, KNOWN, VideoOptions(model=FULL, speed_m_s=5.10), progress=told.append)
    recording = found.report.recording
    assert (recording.view, recording.near_side, recording.locomotion) == ("side", Side.LEFT, "running")
    assert value(found, "cadence") == pytest.approx(184.8, rel=0.01)
    assert value(found, "step_length") == pytest.approx(5.10 / 184.8 * 60, rel=0.02)
    assert 0 < recording.swapped_share < 0.2
    assert told == sorted(told)
    assert told[-1] == 1
    faces = found.followed.faces()
    assert (faces[:, :2].max(axis=0) < [760, 130]).all()
    assert faces[:, 0].min() > 600


def test_a_runner_from_behind_who_goes_away() -> None:
    """164 steps a minute, confirmed by eye over 29 steps to about 1 %, while the runner shrinks to a quarter."""
    found = analysed("video/overground_rear_static_snow_30.mp4")
    assert found.report.recording.view == "rear"
    assert value(found, "cadence") == pytest.approx(164, rel=0.015)
    assert any("changes 4" in note for note in found.report.recording.notes)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param(
            "video/overground_side_silhouette_24.mp4",
            r"at least 8 are needed|outside the picture",
            marks=pytest.mark.night,
        ),
        ("video_refuse/no_runner_microscope.mp4", "whole leg"),
        ("video_refuse/pose2sim_cam01_balancing.mp4", "does not run or walk|No two steps"),
    ],
)
def test_what_is_no_run_is_refused_with_the_reason(name: str, said: str) -> None:
    """The silhouette shows seven steps, in slow motion, with the feet out of the picture for half of them."""
    with pytest.raises(PlainError, match=said) as caught:
        analysed(name)
    assert "\n" not in str(caught.value)
