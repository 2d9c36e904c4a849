"""What README and docs promise is tried: commands run, code runs, links lead somewhere."""

import re
import shlex
from pathlib import Path

import pytest

from restride.cli import COMMANDS, main

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text()
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "examples" / "README.md"])
COMMAND_LINES = [
    shlex.split(line.split("#")[0])[1:] for line in README.splitlines() if line.startswith(".venv/bin/restride ")
]


@pytest.mark.parametrize("words", COMMAND_LINES, ids=" ".join)
def test_every_command_of_the_readme_works(words, tmp_path, monkeypatch, capsys):
    (tmp_path / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    assert main(words) == 0, capsys.readouterr().err


def test_the_code_of_the_readme_runs(monkeypatch):
    monkeypatch.chdir(ROOT)
    for code in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        exec(compile(code, "README.md", "exec"), {})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text()):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_command_is_in_the_readme_or_the_docs():
    text = " ".join(page.read_text() for page in PAGES)
    assert [name for name in COMMANDS if f"restride {name}" not in text] == []


def test_every_room_has_its_place_in_the_readme():
    rooms = {path.name for path in (ROOT / "src" / "restride").iterdir() if (path / "__init__.py").exists()}
    unnamed = {room for room in rooms if not re.search(rf"\b{room}\b", README)}
    assert not unnamed
