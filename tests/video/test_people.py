"""Several people in one film: the one who runs is followed, whoever stands nearer; two runners need a choice."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from restride.adapters.pose import weights
from restride.adapters.video.analysis import Filmed, VideoOptions, analyse_video
from restride.adapters.video.following import BLAZEPOSE
from restride.knowledge.load import load
from restride.model.errors import PlainError
from tests.video.films import CADENCE_SPM, SIZE, beside, drawn, written

KNOWN = load()


@pytest.fixture(scope="module", autouse=True)
def model() -> None:
    """Set-up has fetched the weights; only a machine without a network may lack them, and CI may not."""
    try:
        weights.find("full")
    except weights.WeightsError as absent:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(absent))


@pytest.fixture(scope="module")
def two_runners(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same runner twice, the right one a few pictures later."""
    run = drawn()
    return written(tmp_path_factory.mktemp("two") / "two.mp4", beside(run, [*run[7:], *run[:7]]))


def analysed(path: Path, **options: object) -> Filmed:
    return analyse_video(path, KNOWN, VideoOptions(model=f"{BLAZEPOSE}:full", **options))  # type: ignore[arg-type]


def cadence(filmed: Filmed) -> float:
    return next(one.value for one in filmed.report.metrics if one.id == "cadence")


def test_who_stands_nearer_and_larger_is_not_taken_for_the_runner(tmp_path: Path) -> None:
    """Somebody on the spot fills the picture; the runner beside them is little more than half as tall."""
    standing = drawn("heel_raise", fills=0.95, seconds=0.1)[:1]
    found = analysed(written(tmp_path / "beside.mp4", beside(drawn(), standing)))
    nose = found.followed.point("nose")[:, 0]
    assert np.nanmax(nose) < SIZE[0]
    assert found.followed.seen.mean() > 0.97
    assert cadence(found) == pytest.approx(CADENCE_SPM, rel=0.015)
    assert any("the one who runs was followed" in note for note in found.report.recording.notes)


def test_two_runners_are_refused_until_one_is_pointed_at(two_runners: Path) -> None:
    with pytest.raises(PlainError, match="2 people of like size who run") as caught:
        analysed(two_runners)
    assert "--follow X,Y" in str(caught.value)
    assert "\n" not in str(caught.value)
    found = analysed(two_runners, follow=(1.5 * SIZE[0], SIZE[1] / 2))
    assert np.nanmin(found.followed.point("nose")[:, 0]) > SIZE[0]
    assert cadence(found) == pytest.approx(CADENCE_SPM, rel=0.02)
