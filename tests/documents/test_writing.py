"""Documents come into a folder together or not at all."""

import json
import os
import shutil
import sys
from pathlib import Path

import msgspec
import pytest

from restride.adapters.documents import write, write_documents
from restride.adapters.extras import MissingPackage
from restride.cli import main
from tests.documents.conftest import ASKED, CASES, RED

PROPOSED = {"plan.json", "evaluation.json", "evaluation.pdf", "plan.pdf", "your-plan.pdf", "plan.ics"}
LOCKED = {"plan.json", "evaluation.json", "evaluation.pdf", "what-happens-now.pdf"}


def put(folder, one, facts, **more):
    text = msgspec.json.encode(one.plan).decode()
    return write_documents(folder, one.case, one.evaluation, one.plan, facts, plan_json=text, **more)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def written(tmp_path_factory, samples, facts):
    """The documents of the heel, to be copied where a test begins with them."""
    folder = tmp_path_factory.mktemp("written")
    put(folder, samples["heel"], facts)
    return folder


def test_a_proposal_gives_six_files_in_a_new_folder(tmp_path, samples, facts):
    folder = tmp_path / "new" / "deep"
    assert set(put(folder, samples["heel"], facts)) == PROPOSED == names(folder)
    assert json.loads((folder / "evaluation.json").read_text())["schema"] == "restride/evaluation/1"


def test_a_locked_plan_gives_no_plan_and_takes_an_earlier_one_away(tmp_path, samples, facts, written):
    shutil.copytree(written, tmp_path, dirs_exist_ok=True)
    (tmp_path / "notes.txt").write_text("mine")
    assert set(put(tmp_path, samples["locked"], facts)) == LOCKED
    assert names(tmp_path) == LOCKED | {"notes.txt"}


def test_the_same_plan_twice_gives_the_same_bytes(tmp_path, samples, facts):
    for folder in ("one", "two", "two"):
        put(tmp_path / folder, samples["knee_and_tendon"], facts)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@pytest.mark.parametrize("fails_at", range(1, 11))
def test_a_failure_half_way_leaves_everything_as_it_was(tmp_path, samples, facts, monkeypatch, fails_at, written):
    shutil.copytree(written, tmp_path, dirs_exist_ok=True)
    before = contents(tmp_path)
    real, calls = Path.replace, []

    def fail(self, target):
        calls.append(target)
        if len(calls) == fails_at:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        put(tmp_path, samples["locked"], facts)
    assert contents(tmp_path) == before


def test_a_failure_before_anything_is_written_leaves_no_folder(tmp_path, samples, facts, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda file: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        put(tmp_path / "a" / "b", samples["heel"], facts)
    assert names(tmp_path) == set()


def test_a_missing_package_is_one_sentence_and_nothing_is_written(tmp_path, samples, facts, monkeypatch):
    monkeypatch.setitem(sys.modules, "fontpkg_figtree", None)
    with pytest.raises(MissingPackage, match="the package fontpkg_figtree, which is not here"):
        put(tmp_path / "out", samples["heel"], facts)
    assert names(tmp_path) == set()


@pytest.fixture
def case_file(tmp_path):
    def make(name):
        file = tmp_path / f"{name}.yaml"
        file.write_text(CASES[name] + RED.get(name, ASKED))
        return str(file)

    return make


def test_the_command_writes_the_documents_and_names_them(tmp_path, case_file, capsys):
    out = tmp_path / "out"
    assert main(["plan", case_file("heel"), "--out", str(out), "--paper", "letter", "--today", "2026-11-21"]) == 0
    assert names(out) == PROPOSED
    assert capsys.readouterr().err.count("wrote ") == len(PROPOSED)


def test_the_command_refuses_a_file_as_folder_in_one_sentence(tmp_path, case_file, capsys):
    out = tmp_path / "out"
    out.write_text("mine")
    assert main(["plan", case_file("heel"), "--out", str(out)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert out.read_text() == "mine"


def test_the_command_refuses_a_folder_that_cannot_be_written(tmp_path, case_file, capsys, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(write, "write_together", refuse)
    assert main(["plan", case_file("heel"), "--out", str(tmp_path / "out")]) == 2
    words = capsys.readouterr().err
    assert "Permission denied" in words
    assert words.count("\n") == 1
    assert not (tmp_path / "out").exists()
