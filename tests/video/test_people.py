"""Several people in one film: the one who runs is followed, whoever stands nearer; two runners need a choice."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from restride.adapters.gait_report.footage import footage_of
from restride.adapters.pose import weights
from restride.adapters.video.analysis import Filmed, VideoOptions, analyse_video
from restride.adapters.video.following import BLAZEPOSE
from restride.figure.runner import Film, Shot, drawn_motion, truth_of
from restride.knowledge.load import load
from restride.model.errors import PlainError
from tests.video.films import CADENCE_SPM, RATE_HZ, SIZE, beside, drawn, emptied, head, passing, written

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
    return written(tmp_path_factory.mktemp("two") / "two.mp4", beside(run[:-7], run[7:]))


def analysed(path: Path, **options: object) -> Filmed:
    return analyse_video(path, KNOWN, VideoOptions(model=f"{BLAZEPOSE}:full", **options))  # type: ignore[arg-type]


def colours(picture: np.ndarray) -> int:
    """How many different colours there are: a mosaic has few."""
    return len(np.unique(picture.reshape(-1, 3), axis=0))


def cadence(filmed: Filmed) -> float:
    return next(one.value for one in filmed.report.metrics if one.id == "cadence")


def test_who_stands_nearer_is_not_taken_for_the_runner_and_both_faces_are_blurred(tmp_path: Path) -> None:
    """Somebody on the spot fills the picture; the runner beside them is little more than half as tall."""
    standing = drawn("heel_raise", fills=0.95, seconds=0.1)[:1]
    path = written(tmp_path / "beside.mp4", beside(drawn(), standing))
    found = analysed(path)
    nose = found.followed.point("nose")[:, 0]
    assert np.nanmax(nose) < SIZE[0]
    assert found.followed.seen.mean() > 0.97
    assert cadence(found) == pytest.approx(CADENCE_SPM, rel=0.015)
    assert any("the one who runs was followed" in note for note in found.report.recording.notes)
    footage = footage_of(path, found)
    rows = [0, 41, len(found.followed.frames) - 1]
    hidden, plain = (dict(footage.pictures(rows, 1000, show_faces=show)) for show in (False, True))
    bystander = head("heel_raise", fills=0.95, seconds=0.1)[0] + [SIZE[0], 0.0]
    for row in rows:
        runner = head("run")[found.followed.frames[row]]
        for (x, y), reach in ((runner, 10), (bystander, 17)):
            part = slice(int(y - reach), int(y + reach)), slice(int(x - reach), int(x + reach))
            assert colours(hidden[row][part]) < 0.2 * colours(plain[row][part])


def test_two_runners_are_refused_until_one_is_pointed_at(two_runners: Path) -> None:
    with pytest.raises(PlainError, match="2 people of like size who run") as caught:
        analysed(two_runners)
    assert "name the place of the one to follow" in str(caught.value)
    assert "\n" not in str(caught.value)
    found = analysed(two_runners, follow=(1.5 * SIZE[0], SIZE[1] / 2))
    assert np.nanmin(found.followed.point("nose")[:, 0]) > SIZE[0]
    assert cadence(found) == pytest.approx(CADENCE_SPM, rel=0.02)


def test_who_runs_past_nearer_the_camera_is_not_followed(tmp_path: Path) -> None:
    """Somebody half as tall again goes past before the runner and hides them for a moment."""
    size = (400, SIZE[1])
    shot = Shot(rate_hz=RATE_HZ, seconds=1.6, size=size, fills=0.8, scene="plain", follows=False)
    passer = Film(drawn_motion("run", 6.0), shot)
    path = written(tmp_path / "past.mp4", passing(drawn(size=size), list(passer.pictures()), 10))
    found = analysed(path)
    nose = found.followed.point("nose")[:, 0]
    assert np.mean(np.abs(nose - np.median(nose)) < 20) > 0.9
    assert np.abs(nose[-30:] - np.median(nose)).max() < 20
    assert cadence(found) == pytest.approx(CADENCE_SPM, rel=0.02)
    assert not any("people are in the picture" in note for note in found.report.recording.notes)
    # Nor is their face seen in any frame, from edge to edge: what is drawn over it is half as wide again.
    heads = [(10 + k, place) for k, place in enumerate(truth_of(passer).points_px["head"]) if 0 <= place[0] < size[0]]
    covered = footage_of(path, found).others([frame for frame, _ in heads])
    for (frame, place), discs in zip(heads, covered, strict=True):
        assert (np.hypot(*(discs[:, :2] - place).T) < discs[:, 2]).any(), frame


def test_a_runner_who_leaves_is_not_exchanged_for_who_stays(tmp_path: Path) -> None:
    """The end shows only somebody who stands beside, and is as tall."""
    alone = emptied(drawn(scene="plain", follows=False, rate_hz=5.0)).astype(np.uint8)
    left = [*drawn(scene="plain")[:102], *[alone] * 28]
    path = written(tmp_path / "leaves.mp4", beside(left, drawn("heel_raise", fills=0.6, seconds=0.1)[:1]))
    found = analysed(path)
    assert found.followed.frames[-1] == pytest.approx(101, abs=2)
    assert np.nanmax(found.followed.point("nose")[:, 0]) < SIZE[0]
    assert cadence(found) == pytest.approx(CADENCE_SPM, rel=0.02)
    assert any("3.4 of 4.3 s" in note for note in found.report.recording.notes)
