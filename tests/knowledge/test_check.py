"""Eight questions asked of the knowledge; one broken file of each kind, with the words of its error."""

import re
import shutil
from pathlib import Path

import pytest

from restride.cli import main
from restride.knowledge.check import check
from restride.knowledge.load import DATA

BROKEN = Path(__file__).parent / "broken"
#: What a broken file leans on: the vocabulary and the sources.
GROUND = ("version.yaml", "findings", "sources", "engine/equipment.yaml")


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    folder = tmp_path_factory.mktemp("knowledge")
    for name in GROUND:
        source, target = DATA / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    return folder


@pytest.mark.parametrize("file", sorted(BROKEN.rglob("*.yaml")), ids=lambda file: file.stem)
def test_a_broken_file_is_named_with_the_question_it_fails(file, ground):
    question, words = re.match(r"# question (\d): (.+)", file.read_text()).groups()
    relative = file.relative_to(BROKEN)
    target = ground / relative
    target.parent.mkdir(exist_ok=True)
    shutil.copy(file, target)
    try:
        found = [problem for problem in check(ground) if problem.file == relative.as_posix()]
    finally:
        target.unlink()
    assert any(problem.check == int(question) and words in problem.says for problem in found), found


def test_every_question_has_a_broken_file():
    asked = {int(file.read_text()[len("# question ")]) for file in BROKEN.rglob("*.yaml")}
    assert asked == set(range(1, 9))


def test_the_shipped_knowledge_has_no_error():
    assert [problem for problem in check() if problem.is_error] == []


def test_the_command_prints_a_coverage_table(capsys):
    assert main(["knowledge", "check"]) == 0
    printed = capsys.readouterr().out
    assert "not covered" in printed
    assert "pfp" in printed
    assert "0 errors" in printed


def test_the_command_fails_on_a_broken_folder(ground, capsys):
    shutil.copy(BROKEN / "load" / "no_unit.yaml", ground / "load" / "no_unit.yaml")
    assert main(["knowledge", "check", "--data", str(ground)]) == 1
    assert "the number has no unit" in capsys.readouterr().out


def test_a_fact_is_shown_with_its_source_and_its_users(capsys):
    assert main(["knowledge", "show", "frandsen2025"]) == 0
    assert "used by:" in capsys.readouterr().out


def test_an_unknown_fact_is_one_sentence(capsys):
    assert main(["knowledge", "show", "nothing_like_it"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
