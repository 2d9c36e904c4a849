"""Clips of every container are read with their own clock; every bad one is one sentence, and a crash harms nobody."""

import os
import signal
import sys
from pathlib import Path

import numpy as np
import pytest

from restride.adapters.video.child import Child
from restride.adapters.video.clip import VideoError
from restride.adapters.video.container import open_clip
from restride.adapters.video.reading import frames, probe
from tests.video.clips import CODERS, no_frames, number_of, picture, sound_only, spoken, turned, write

EVEN = [n / 30 for n in range(20)]
UNEVEN = [0.0, 0.033, 0.07, 0.1, 0.15, 0.233, 0.25, 0.3, 0.35, 0.42, 0.5, 0.51]


def why(path: Path) -> str:
    with pytest.raises(VideoError) as caught:
        probe(path)
    assert "\n" not in str(caught.value)
    assert path.name in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("ending", CODERS)
def test_every_container_gives_its_frames_and_times(tmp_path: Path, ending: str) -> None:
    path = write(tmp_path / f"run{ending}", EVEN)
    clip = probe(path)
    assert (clip.width, clip.height, clip.frames) == (160, 96, 20)
    assert clip.time_s == pytest.approx(EVEN, abs=0.002)
    assert [(i, number_of(image)) for i, image in frames(path, [17, 3, 0])] == [(0, 0), (3, 3), (17, 17)]


@pytest.mark.parametrize("ending", [".mp4", ".mov", ".webm", ".mkv"])
def test_an_uneven_clock_is_kept(tmp_path: Path, ending: str) -> None:
    clip = probe(write(tmp_path / f"phone{ending}", UNEVEN))
    assert clip.time_s == pytest.approx(UNEVEN, abs=0.0015)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_turned_picture_is_shown_upright(tmp_path: Path, quarters: int) -> None:
    """A phone held upright writes a lying picture and the turn that puts it right, clockwise in the header."""
    path = turned(write(tmp_path / "phone.mp4", EVEN[:3]), quarters)
    clip = probe(path)
    ((_, image),) = frames(path, [2])
    expected = np.rot90(picture(2), -quarters)
    assert (clip.height, clip.width) == expected.shape[:2] == image.shape[:2]
    assert np.abs(image.astype(int) - expected).mean() < 4


def test_frames_come_smaller_where_asked(tmp_path: Path) -> None:
    ((_, image),) = frames(write(tmp_path / "a.mp4", EVEN[:2]), [1], longest_px=80)
    assert image.shape == (48, 80, 3)


def test_a_wrong_suffix_is_no_matter_where_the_content_is_right(tmp_path: Path) -> None:
    assert probe(write(tmp_path / "a.mp4", EVEN).rename(tmp_path / "a.avi")).container == "mov"


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    assert "is empty" in why(tmp_path / "a.mp4")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "is not there" in why(tmp_path / "a.mp4")


@pytest.mark.parametrize(
    "content", [b"<html>404</html>", b"#EXTM3U\n#EXTINF:9,\n/etc/passwd\n", b"\x89PNG\r\n\x1a\n" * 9]
)
def test_something_else_under_a_videos_name_is_not_opened(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.mp4").write_bytes(content)
    assert "no video that is read here" in why(tmp_path / "a.mp4")


def test_sound_under_a_videos_name(tmp_path: Path) -> None:
    assert "no video that is read here" in why(spoken(tmp_path / "a.mov"))


def test_sound_alone(tmp_path: Path) -> None:
    assert "holds only sound" in why(sound_only(tmp_path / "a.mp4"))


def test_no_frame(tmp_path: Path) -> None:
    assert "is damaged or was cut off" in why(no_frames(tmp_path / "a.mkv"))


def test_an_mp4_without_its_index(tmp_path: Path) -> None:
    """The index stands last: a recording that was cut off has none."""
    path = write(tmp_path / "a.mp4", EVEN)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "damaged or was cut off" in why(path)


def test_a_clip_that_breaks_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.webm", EVEN)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    clip = probe(path)
    assert 2 < clip.frames < 20
    assert list(frames(path, [1]))


def test_every_truncation_is_read_or_one_sentence(tmp_path: Path) -> None:
    """What the child does first, without a child for each of so many files."""
    path = write(tmp_path / "a.avi", EVEN)
    whole = path.read_bytes()
    found, said = [], []
    for length in range(0, len(whole), max(len(whole) // 60, 1)):
        path.write_bytes(whole[:length])
        try:
            found.append(open_clip(path).clip.frames)
        except VideoError as refusal:
            said.append(str(refusal))
    assert said
    assert not any("\n" in one for one in said)
    assert found == sorted(found)
    assert set(found) <= set(range(1, 21))
    assert len(found) > 10


def test_8k_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", [0.0], width=7680, height=4320)
    assert "7680 × 4320 pixels" in why(path)
    assert "1080p" in why(path)


def test_four_hours_are_refused(tmp_path: Path) -> None:
    assert "lasts 4 h 0 min" in why(write(tmp_path / "a.mp4", [0.0, 4 * 3600.0]))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_decoder_that_dies_takes_nobody_along(tmp_path: Path, number: signal.Signals) -> None:
    path = write(tmp_path / "a.mp4", EVEN)
    with Child(path) as child:
        os.kill(child.pid, number)
        with pytest.raises(VideoError, match=rf"broke down over a\.mp4 \(signal {int(number)}\)"):
            list(child.ask("frames", indices=list(range(20))))
    assert len(list(frames(path, range(20)))) == 20


def test_a_decoder_that_stands_still_is_ended(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", EVEN)
    command = (sys.executable, "-c", "import time; time.sleep(60)")
    with Child(path, silence_s=0.2, command=command) as child, pytest.raises(VideoError, match="stood still"):
        list(child.ask("frames", indices=[0]))


def test_memory_is_limited(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", EVEN, width=1920, height=1080)
    with (
        Child(path, memory=60_000_000) as child,
        pytest.raises(VideoError, match=r"broke down|memory|worked on to its end"),
    ):
        list(child.ask("frames", indices=[0]))


def test_leaving_early_ends_the_child(tmp_path: Path) -> None:
    with Child(write(tmp_path / "a.mp4", EVEN)) as child:
        next(child.ask("frames", indices=list(range(20))))
        pid = child.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
