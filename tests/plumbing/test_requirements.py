"""What gets installed is what was reviewed: exact, hashed, and without the address of any index."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LISTS = ("run", "test", "dev")
PINNED = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>\S+)")


def pins(repository: Path, name: str) -> set[tuple[str, str]]:
    text = (repository / "requirements" / f"{name}.txt").read_text()
    return {(match["name"], match["version"]) for match in map(PINNED.match, text.splitlines()) if match}


def named(lines: list[str]) -> set[str]:
    asked = (line.partition("#")[0].strip() for line in lines)
    return {canonicalize_name(Requirement(line).name) for line in asked if line}


@pytest.mark.parametrize("name", LISTS)
def test_every_requirement_is_exact_and_carries_hashes(repository: Path, name: str) -> None:
    text = (repository / "requirements" / f"{name}.txt").read_text()
    entries = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", text, flags=re.M))
    assert entries
    for entry in entries:
        assert PINNED.match(entry), f"not an exact version: {entry[:80]}"
        assert "--hash=sha256:" in entry, f"no hash: {entry[:80]}"


@pytest.mark.parametrize("name", LISTS)
def test_no_list_names_a_host_or_an_index(repository: Path, name: str) -> None:
    for suffix in ("in", "txt"):
        path = repository / "requirements" / f"{name}.{suffix}"
        if path.exists():
            assert not re.search(r"://|--(extra-)?index|--find-links|-f ", path.read_text()), path.name


def test_the_test_list_holds_all_of_the_run_list(repository: Path) -> None:
    assert pins(repository, "run") <= pins(repository, "test")


def test_every_package_the_program_asks_for_is_locked(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"].values()
    asked = named([*project["project"]["dependencies"], *(line for extra in extras for line in extra)])
    asked |= named(project["build-system"]["requires"])
    assert asked <= {name for name, _ in pins(repository, "run")}, "run make lock"


@pytest.mark.parametrize(("source", "listed"), [("build", "run"), ("test", "test"), ("dev", "dev")])
def test_every_tool_asked_for_is_locked(repository: Path, source: str, listed: str) -> None:
    asked = named((repository / "requirements" / f"{source}.in").read_text().splitlines())
    assert asked <= {name for name, _ in pins(repository, listed)}, "run make lock"
