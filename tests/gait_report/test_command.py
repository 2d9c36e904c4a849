"""The command: wishes that cannot be met are refused in one sentence before any work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from restride.cli import main
from tests.gait.real import real


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--film"], "--film needs a folder"),
        (["--out", "OUT", "--film", "0.5"], "choose 1 for real time"),
        (["--out", "OUT", "--show-faces", " "], "--show-faces needs the reason"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_before_anything_is_read(
    words: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["gait", "not-there.c3d", *[str(out) if word == "OUT" else word for word in words]]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert not out.exists()


def test_two_sessions_give_a_report_each_and_the_later_one_compares(tmp_path: Path) -> None:
    folder = real("mocap", "dorn2012")
    out = tmp_path / "out"
    files = [str(folder / name) for name in ("dorn_run0350cms.trc", "dorn_run0500cms.trc")]
    assert main(["gait", *files, "--compare", "--out", str(out), "--runner", "K. M."]) == 0
    earlier, later = (
        (out / name / "report.html").read_text(encoding="utf-8") for name in ("dorn_run0350cms", "dorn_run0500cms")
    )
    assert ">Verdict</th>" in later
    assert ">Verdict</th>" not in earlier
    assert (out / "dorn_run0500cms" / "report.pdf").stat().st_size > 50_000


def test_what_is_piped_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    folder = real("mocap", "dorn2012")
    files = [str(folder / name) for name in ("dorn_run0350cms.trc", "dorn_run0500cms.trc")]

    def said(*words: str) -> Any:
        assert main(["gait", *files, "--json", *words]) == 0
        return json.loads(capsys.readouterr().out)

    assert [one["recording"]["name"] for one in said()] == ["dorn_run0350cms.trc", "dorn_run0500cms.trc"]
    assert said("--compare")["changes"]
    assert said("--retraining")["verdict"]
    assert main(["gait", *files, "--json", "--compare", "--retraining"]) == 2
