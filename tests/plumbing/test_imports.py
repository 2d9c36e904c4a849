"""Imports point one way, and the contract that says so has teeth."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINT = Path(sys.executable).parent / "lint-imports"


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    return subprocess.run(
        [LINT, "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_project_keeps_its_contract(repository: Path) -> None:
    result = lint_imports(repository)
    assert result.returncode == 0, result.stdout


@pytest.fixture
def small_project(repository: Path, tmp_path: Path) -> Path:
    """A project of empty rooms under the real contract."""
    shutil.copy(repository / "pyproject.toml", tmp_path)
    for room in ("", "model", "knowledge", "evaluation", "gait", "treatment", "adapters", "cli", "site"):
        folder = tmp_path / "src" / "restride" / room
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("adapters", "import django"),
        ("cli", "import restride.site"),
        ("adapters", "from restride import evaluate"),
        ("treatment", "import restride.gait"),
    ],
)
def test_an_import_along_the_direction_is_allowed(small_project: Path, room: str, line: str) -> None:
    (small_project / "src" / "restride" / room / "new.py").write_text(line + "\n")
    result = lint_imports(small_project)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("room", "line", "told"),
    [
        ("knowledge", "import restride.treatment", "Imports point one way"),
        ("adapters", "import restride.site", "Imports point one way"),
        ("gait", "import django.db", "The domain knows no web"),
        ("model", "from restride import evaluate", "The domain does not use its own front door"),
        ("astrology", "", "not listed as layers"),
    ],
)
def test_an_import_against_the_direction_is_refused(small_project: Path, room: str, line: str, told: str) -> None:
    folder = small_project / "src" / "restride" / room
    folder.mkdir(exist_ok=True)
    (folder / "__init__.py").touch()
    (folder / "new.py").write_text(line + "\n")
    result = lint_imports(small_project)
    assert result.returncode == 1, result.stdout
    assert told in result.stdout.partition("Broken contracts")[2]


def test_rooms_of_one_rank_may_not_go_round_in_circles(small_project: Path) -> None:
    source = small_project / "src" / "restride"
    (source / "gait" / "new.py").write_text("import restride.evaluation\n")
    (source / "evaluation" / "new.py").write_text("import restride.gait\n")
    result = lint_imports(small_project)
    assert result.returncode == 1, result.stdout
    assert "Rooms do not go round in circles" in result.stdout.partition("Broken contracts")[2]
