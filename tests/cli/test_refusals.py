"""Folders that cannot be written, and numbers out of range: one sentence, before any work."""

import stat
from pathlib import Path

import pytest

from restride.adapters.video.clip import SeveralError
from restride.cli import main

EXAMPLE = next((Path(__file__).parent.parent.parent / "examples").glob("*.yaml"))
WRITING = {
    "gait": ["gait", "run.trc", "--out"],
    "session": ["gait", "a.trc", "b.trc", "--session", "--out"],
    "movement": ["gait", "a.trc", "--movement", "heel_raise", "--out"],
    "plan": ["plan", str(EXAMPLE), "--out"],
}


def said(capsys, words):
    try:
        status = main(words)
    except SystemExit as left:
        status = left.code
    printed = capsys.readouterr()
    assert status == 2
    assert "Traceback" not in printed.err
    return printed.err.splitlines()[-1]


@pytest.mark.parametrize("command", WRITING)
def test_a_file_where_a_folder_is_needed(command, tmp_path, capsys):
    taken = tmp_path / "taken"
    taken.write_text("kept")
    assert "it is a file, not a folder); choose another folder with --out." in said(
        capsys, [*WRITING[command], str(taken)]
    )
    assert "taken is a file, not a folder" in said(capsys, [*WRITING[command], str(taken / "deeper")])
    assert taken.read_text() == "kept"


def test_a_folder_that_may_not_be_written(tmp_path, capsys, monkeypatch):
    folder = tmp_path / "shut"
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    # Root may write anywhere, so the answer of the system is put in its mouth.
    monkeypatch.setattr("os.access", lambda *_, **__: False)
    assert "it may not be written" in said(capsys, [*WRITING["gait"], str(folder / "report")])


@pytest.mark.parametrize(
    ("option", "wrong", "least"),
    [
        ("--speed", ["0.29", "-3", "nan", "12.1", "fast"], "at least 0.3 and at most 12"),
        ("--rate", ["9.9", "-5", "inf", "10001"], "at least 10 and at most 10000"),
        ("--height", ["0.79", "2.41", "nan"], "at least 0.8 and at most 2.4"),
        ("--slow-motion", ["0", "0.99", "41"], "at least 1 and at most 40"),
    ],
)
def test_a_number_out_of_range(option, wrong, least, capsys):
    for text in wrong:
        sentence = said(capsys, ["gait", "run.trc", f"{option}={text}"])
        assert sentence.endswith(f"'{text}' does not fit; give a number of {least}")


def test_numbers_at_the_limits_are_taken(capsys):
    words = ["gait", "run.trc", "--speed=12", "--rate=10000", "--height=2.4", "--slow-motion=1"]
    assert said(capsys, words) == "restride: run.trc is not there; check the path."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--retraining", "--case", "nothere.yaml"), "There is no case at nothere.yaml"),
        (("--retraining", "--cue", "bounce"), "'bounce' is no cue known here; choose one of "),
        (("--session", "--earlier", "nothere.json"), "nothere.json cannot be read"),
        (("--cue", "metronome_run"), "--cue belongs to --retraining"),
        (("--session", "--side", "left"), "--side does not go with a session; leave"),
        (("--movement", "hop", "--speed", "3"), "--speed is of running and does not go with --movement"),
        (("--movement", "hop", "--film"), "--film is of running and does not go with --movement"),
    ],
)
def test_what_goes_beside_the_recording_is_looked_at_first(words, sentence, capsys, tmp_path, monkeypatch):
    def read(*_, **__):
        raise AssertionError("minutes of work before a sentence")

    for command in ("gait", "gait_session"):
        monkeypatch.setattr(f"restride.cli.{command}.analysed_as_said", read)
    monkeypatch.chdir(tmp_path)
    assert sentence in said(capsys, ["gait", "a.mp4", *words])


@pytest.mark.parametrize("words", [("--speed", "3"), ("--first-foot", "left"), ("--roles", "usual")])
def test_what_a_sessions_file_says_itself_is_not_said_beside_it(words, capsys):
    assert f"{words[0]} does not go with a session's file" in said(capsys, ["gait", "visit.yaml", *words])


def test_where_several_are_seen_the_option_is_named(capsys, monkeypatch):
    def several(*_):
        raise SeveralError("a.mp4", "people", [(1, 2), (3, 4)])

    monkeypatch.setattr("restride.cli.gait.analysed_as_said", several)
    assert said(capsys, ["gait", "a.mp4"]).endswith("name the place of the one to follow. The option is --follow X,Y.")
