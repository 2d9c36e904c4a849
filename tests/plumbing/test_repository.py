"""Promises about the repository itself."""

import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

# Spelled in pieces, so that this file does not find itself.
MUST_NOT_STAND = re.compile(
    r"py" r"pi\.org|python" r"hosted\.org|registry\." r"npmjs|deb\." r"debian\.org|/wor" r"k/|/far" r"m/"
)
TARGETS = [
    "run",
    "test",
    "check",
    "test-night",
    "knowledge",
    "docs",
    "bench",
    "validate",
    "golden-update",
    "fix",
    "lock",
    "help",
]
LINES_IN_ONE_HEAD = 500
# Files that may be longer, each with its reason.
LONGER: dict[str, str] = {}


def tracked(repository: Path, *patterns: str) -> list[Path]:
    command = ["git", "ls-files", "-z", "--", *patterns]
    listed = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := repository / name).is_file()]


def test_no_tracked_file_names_a_package_index_or_somebodys_folder(repository: Path) -> None:
    found = [
        f"{path.relative_to(repository)}: {match.group()}"
        for path in tracked(repository)
        if (match := MUST_NOT_STAND.search(path.read_bytes().decode("utf-8", errors="ignore")))
    ]
    assert not found


def test_every_source_file_fits_in_one_head(repository: Path) -> None:
    lengths = {
        str(path.relative_to(repository)): path.read_bytes().count(b"\n")
        for path in tracked(repository, "src/*.py", "src/*.js", "src/*.html", "src/*.css")
    }
    too_long = {name: lines for name, lines in lengths.items() if lines > LINES_IN_ONE_HEAD}
    assert too_long.keys() == LONGER.keys(), f"split these, or list them with a reason: {too_long}"


@pytest.mark.parametrize("target", TARGETS)
def test_make_knows_the_target_and_lists_it(repository: Path, target: str) -> None:
    makefile = (repository / "Makefile").read_text()
    assert re.search(rf"^{target}:.*## \w+", makefile, flags=re.MULTILINE)


def test_the_readme_names_the_two_commands(repository: Path) -> None:
    readme = repository / "README.md"
    if not readme.exists():
        pytest.skip("no README yet")
    text = readme.read_text()
    assert "make run" in text
    assert "make test" in text


def test_continuous_integration_runs_what_a_person_runs(repository: Path) -> None:
    script = repository / ".ci" / "run"
    assert "make test" in script.read_text()
    assert script.stat().st_mode & 0o111, "not executable"


def test_the_wheel_holds_every_file_of_the_package(repository: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=repository, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(ZipFile(wheel).namelist())
    source = repository / "src"
    assert {str(path.relative_to(source)) for path in tracked(repository, "src/restride")} <= packed
