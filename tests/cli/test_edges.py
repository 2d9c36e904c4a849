"""What is too large, no file, or shut: one sentence before memory, patience or the disk is used up."""

import errno
import io
import sys
from pathlib import Path

import pytest

from restride.cli import main
from restride.model.files import FileError, read_whole

LARGE = 6_000_000_000


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys, *words):
    status = main(words)
    printed = capsys.readouterr()
    assert (status, printed.err.count("\n"), "Traceback" in printed.err) == (2, 1, False)
    return printed.err


def large(path: Path) -> Path:
    """As large as a disk image, and takes no room."""
    with path.open("wb") as file:
        file.truncate(LARGE)
    return path


@pytest.mark.parametrize("name", ["a.trc", "a.c3d", "a.bvh", "a.mot", "a.csv", "a.fit", "a.yaml"])
def test_a_file_that_no_recording_can_be_is_not_read(name, here, capsys):
    large(here / name)
    assert "has 6,000 MB, and at most" in said(capsys, "gait", name)


def test_nor_is_what_belongs_to_a_recording(here, capsys):
    (here / "a.trc").write_text("PathFileType")
    large(here / "names.yaml")
    assert "names.yaml has 6,000 MB" in said(capsys, "gait", "a.trc", "--mapping", "names.yaml")


def test_a_frame_of_openpose_is_small(here, capsys):
    folder = here / "pose"
    folder.mkdir()
    for name in ("1.json", "2.json"):
        large(folder / name)
    assert "1.json has 6,000 MB" in said(capsys, "gait", "pose", "--rate", "30")


@pytest.mark.parametrize(("more", "read"), [(-1, True), (0, True), (1, False)])
def test_the_limit_itself_is_read(more, read, tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x" * (10 + more))
    if read:
        assert len(read_whole(path, most=10)) == 10 + more
    else:
        with pytest.raises(FileError, match="at most 0 MB"):
            read_whole(path, most=10)


@pytest.mark.parametrize("name", ["endless.trc", "endless.csv", "endless.yaml"])
def test_a_device_is_no_file(name, here, capsys):
    (here / name).symlink_to("/dev/zero")
    assert "no ordinary file" in said(capsys, "gait", name)
    assert main(["runs", name]) == 1
    assert "Cannot be opened (no ordinary file)." in capsys.readouterr().out


def test_a_table_of_runs_has_a_limit_too(here, capsys):
    with large(here / "runs.csv").open("r+b") as file:
        file.write(b"date,distance_km\n2026-01-01,5\n" * 1000)
    assert main(["runs", "runs.csv"]) == 1
    assert "no list of runs is larger than 256 MB" in capsys.readouterr().out


@pytest.mark.parametrize("words", [(), ("--movement", "heel_raise")])
@pytest.mark.parametrize("name", ["folder.mp4", "folder.trc", "folder.fit"])
def test_a_folder_is_taken_for_one_of_key_points(name, words, here, capsys):
    (here / name).mkdir()
    assert "holds no JSON files" in said(capsys, "gait", name, *words)


def test_a_folder_that_may_not_be_opened_is_not_said_to_be_empty(here, capsys, monkeypatch):
    def shut(_folder):
        raise PermissionError(errno.EACCES, "Permission denied")

    (here / "keypoints").mkdir()
    monkeypatch.setattr(Path, "iterdir", shut)
    assert "keypoints cannot be read (permission denied); check who may open it." in said(capsys, "gait", "keypoints")


@pytest.mark.parametrize(
    "words", [("gait", "{}.trc"), ("evaluate", "{}"), ("runs", "{}"), ("restore", "{}", "--data", "new")]
)
def test_a_path_that_the_system_refuses(words, here, capsys):
    assert "file name too long" in said(capsys, *(word.format("a" * 300) for word in words))


def test_where_memory_ends_it_is_said(here, capsys, monkeypatch):
    def out_of_memory(_path, _knowledge):
        raise MemoryError

    monkeypatch.setattr("restride.cli.case.read_case_file", out_of_memory)
    assert "more memory than there is" in said(capsys, "evaluate", "case.yaml")


def test_a_full_disk_leaves_the_picture_of_before(here, capsys, monkeypatch):
    picture = here / "a.svg"
    picture.write_text("before")

    def full(_file):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert "No space left on device" in said(capsys, "figure", "side_plank", "--out", "a.svg")
    assert (picture.read_text(), list(here.iterdir())) == ("before", [picture])


@pytest.mark.parametrize(
    ("command", "room", "words"),
    [("evaluate", "case.read_case_file", "stopped."), ("runs", "runs.read_history", "stopped; with --store")],
)
def test_stopping_is_said_without_a_traceback(command, room, words, here, capsys, monkeypatch):
    def stop(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(f"restride.cli.{room}", stop)
    assert main([command, "a"]) == 130
    assert capsys.readouterr().err.startswith(f"\nrestride: {words}")


def test_what_is_said_is_utf_8_whatever_the_machine_writes(monkeypatch):
    machine = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", machine)
    assert main(["evaluate", "examples/outer_knee.yaml"]) == 0
    machine.flush()
    assert "─" in machine.buffer.getvalue().decode()
