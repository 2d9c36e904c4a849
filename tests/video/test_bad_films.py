"""Films that are no steady run of one runner, and one that only looks odd: a sentence, or a result; no half files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter, sobel

from restride.adapters.pose import weights
from restride.adapters.video.analysis import Filmed, VideoOptions, analyse_video
from restride.adapters.video.following import BLAZEPOSE, follow
from restride.adapters.video.method import video_method
from restride.cli import main
from restride.knowledge.load import load
from restride.model.errors import PlainError
from tests.video.films import CADENCE_SPM, RATE_HZ, Pictures, drawn, phone, sprint_start, written

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


def analysed(path: Path) -> Filmed:
    return analyse_video(path, KNOWN, VideoOptions(model=f"{BLAZEPOSE}:full"))


def crowd() -> Pictures:
    """Six runners, each at another place in the stride."""
    run = drawn()
    rows = [[[run[(k + 5 * j + 11 * i) % len(run)] for j in range(3)] for i in range(2)] for k in range(15)]
    return [np.vstack([np.hstack(row) for row in rows_of_one]) for rows_of_one in rows]


def cartoon() -> Pictures:
    """Outlines on white, as somebody draws them."""

    def outlines(picture: np.ndarray) -> np.ndarray:
        grey = gaussian_filter(picture.mean(axis=2), 0.8)
        ink = np.hypot(sobel(grey, 0), sobel(grey, 1)) > 60
        return np.repeat(np.where(ink, 0, 255).astype(np.uint8)[:, :, None], 3, axis=2)

    return [outlines(one) for one in drawn()[:20]]


def coloured() -> Pictures:
    """The same in colours: even ones, four to a channel, inside the outlines."""
    ink = cartoon()[:12]
    even = [gaussian_filter(one, (1, 1, 0)) // 64 * 64 + 32 for one in drawn()[:12]]
    return [np.minimum(one, lines).astype(np.uint8) for one, lines in zip(even, ink, strict=True)]


def without_feet() -> Pictures:
    return [np.ascontiguousarray(one[:200]) for one in drawn()[:24]]


@pytest.mark.parametrize(
    ("pictures", "said"),
    [
        pytest.param(crowd, "people of like size", id="crowd"),
        pytest.param(cartoon, "it is a drawing", id="cartoon"),
        pytest.param(without_feet, "lie outside the picture", id="without feet"),
        pytest.param(lambda: drawn(fills=0.22, seconds=0.8), "pixels tall, too small", id="far away"),
    ],
)
def test_what_is_no_run_of_one_runner_is_refused_in_one_sentence(
    tmp_path: Path, pictures: Callable[[], Pictures], said: str
) -> None:
    with pytest.raises(PlainError, match=said) as caught:
        analysed(written(tmp_path / "film.mp4", pictures()))
    assert "\n" not in str(caught.value)


def test_half_a_stride_is_refused_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path / "half.mp4", drawn()[: round(0.35 * RATE_HZ)])
    assert main(["gait", str(path), "--out", str(tmp_path / "report"), "--pose", "full"]) != 0
    said = [line for line in capsys.readouterr().err.splitlines() if "half" in line]
    assert len(said) == 1
    assert "less than a stride" in said[0]
    assert not (tmp_path / "report").exists()


def test_a_cartoon_in_colours_is_said_to_be_painted_and_the_drawn_runner_is_not(tmp_path: Path) -> None:
    for pictures, said in ((coloured(), True), (drawn()[:12], False)):
        followed = follow(written(tmp_path / "film.mp4", pictures), video_method(KNOWN), model=f"{BLAZEPOSE}:full")
        assert followed.seen.all()
        assert any("looks painted" in note for note in followed.notes) is said


@pytest.mark.night
def test_a_walker_is_analysed_as_walking(tmp_path: Path) -> None:
    report = analysed(written(tmp_path / "walk.mp4", drawn("walk", seconds=4.6))).report
    assert report.recording.locomotion == "walking"
    assert report.findings == ()


def test_a_sprinters_start_is_said_to_be_no_steady_running(tmp_path: Path) -> None:
    report = analysed(written(tmp_path / "start.mp4", sprint_start().pictures())).report
    assert any("as in a start" in note for note in report.recording.notes)
    assert any("as in a start" in reason for reason in report.quality.reasons)


def test_a_phones_turned_and_uneven_clip_under_a_wrong_name_is_analysed(tmp_path: Path) -> None:
    kept = [k for k in range(len(drawn())) if k % 7 != 3]
    path = phone(tmp_path / "run.mp4", drawn(), kept).rename(tmp_path / "run.avi")
    found = analysed(path)
    assert (found.followed.clip.rotation_deg, found.followed.clip.container) == (270, "mov")
    assert found.followed.clip.height > found.followed.clip.width
    assert next(one.value for one in found.report.metrics if one.id == "cadence") == pytest.approx(
        CADENCE_SPM, rel=0.015
    )
