"""``restride runs``: words, JSON, pictures, a store, a case folder, and one sentence for each mistake."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from restride.cli import main
from tests.activities.encoder import rich_fit, run_fit, seconds

START = seconds("2026-01-05T06:00:00+00:00")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Only read by the commands."""
    place = tmp_path_factory.mktemp("case")
    for number in range(50):
        length = 2400 if number != 45 else 5400
        (place / f"{number:02d}.fit").write_bytes(run_fit(START + 2 * 86_400 * number, length, offset_s=3600))
    (place / "page.fit").write_bytes(b"<!DOCTYPE html><html></html>")
    (place / "case.yaml").write_text("complaints:\n  - site: shin_inner\n    began_on: 2026-04-12\n", encoding="utf-8")
    return place


def test_the_report_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["runs", str(folder), "--today", "2026-11-21"]) == 0
    out = capsys.readouterr().out.replace("\u00a0", " ")
    assert "OK 50, PARTIAL 0, REJECTED 1." in out
    assert "a web page" in out
    assert "50 runs from 5 January 2026 to 13 April 2026" in out
    assert "Before it began on 12 April 2026" in out
    assert "In the four weeks before it began: on 5 April 2026 a run of 16.2 km, 2.25 times" in " ".join(out.split())
    assert "2.28 times the usual rate" in " ".join(out.split())
    assert "No chance of injury and no ratio" in out


def test_the_report_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["runs", str(folder), "--json", "--today", "2026-11-21"])
    document = json.loads(capsys.readouterr().out)
    assert document["report"]["schema"] == "restride/runs/1"
    assert len(document["files"]) == 51
    assert len(document["report"]["runs"]) == 50
    assert document["report"]["onset"] == "2026-04-12"
    assert "latitude" not in json.dumps(document)
    assert [one["finding"] for one in document["report"]["errors"] if one["state"] == "present"] == [
        "longest_run_spike", "longest_run_spike_large",
    ]  # fmt: skip


def test_the_pictures_are_drawings_with_words(folder: Path, tmp_path: Path) -> None:
    main(["runs", str(folder), "--charts", str(tmp_path / "pictures"), "--today", "2026-11-21"])
    for name in ("ratio", "weeks", "longest", "calendar"):
        root = ElementTree.parse(tmp_path / "pictures" / f"{name}.svg").getroot()
        assert root.attrib["role"] == "img"
        assert len(root.attrib["aria-label"]) > 30
        assert len(list(root.iter())) > 20


def test_a_store_makes_the_second_import_empty(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["runs", str(folder), "--store", str(tmp_path / "runs.sqlite"), "--today", "2026-11-21"]
    main(command)
    assert "51 of 51 files were new" in capsys.readouterr().out
    main(command)
    assert "0 of 51 files were new" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nowhere"], "does not exist"),
        (["{folder}", "--onset", "yesterday"], "is not a date"),
        (["{folder}", "--zone", "Mars/Olympus"], "is not a time zone"),
        (["{folder}", "--columns", "speed=x"], "cannot be used"),
        (["{empty}"], "no activity file is in"),
    ],
)
def test_a_mistake_is_one_sentence(
    folder: Path, tmp_path: Path, words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    filled = [word.format(folder=folder, empty=tmp_path / "empty") for word in words]
    assert main(["runs", *filled]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("restride: ")
    assert says in captured.err
    assert len(captured.err.splitlines()) == 1


def test_nothing_readable_is_exit_status_1(tmp_path: Path) -> None:
    (tmp_path / "a.fit").write_bytes(b"")
    assert main(["runs", str(tmp_path)]) == 1


def test_positions_only_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.fit").write_bytes(rich_fit(START, 120))
    main(["runs", str(tmp_path), "--json", "--today", "2026-11-21"])
    assert "positions" not in json.loads(capsys.readouterr().out)["report"]["runs"][0]
    main(["runs", str(tmp_path), "--json", "--positions", "--today", "2026-11-21"])
    assert len(json.loads(capsys.readouterr().out)["report"]["runs"][0]["positions"]) == 120
