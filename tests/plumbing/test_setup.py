"""When the set-up fails, it says why in one sentence and leaves with status 2."""

import errno
import os
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def setup(repository: Path) -> ModuleType:
    loader = SourceFileLoader("setup_script", str(repository / "scripts" / "setup"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def run_setup(repository: Path, before: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script in a Python that has been tampered with first."""
    program = (
        f"import sys, runpy; {before}; sys.argv = ['scripts/setup', *{arguments!r}]; "
        "runpy.run_path('scripts/setup', run_name='__main__')"
    )
    return subprocess.run([sys.executable, "-c", program], cwd=repository, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("before", "arguments", "told"),
    [
        ("sys.version_info = (3, 10, 13)", ["run"], "Restride needs Python 3.11 or newer and this is 3.10"),
        ("sys.modules['ensurepip'] = None", ["test"], "lacks ensurepip"),
        ("sys.modules['venv'] = None", ["test"], "apt install python3-venv"),
        ("pass", ["everything"], "Say which list to install"),
        ("pass", [], "Say which list to install"),
    ],
)
def test_a_machine_that_is_not_ready_is_told_so(repository: Path, before: str, arguments: list[str], told: str) -> None:
    result = run_setup(repository, before, *arguments)
    assert result.returncode == 2
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("ERROR: OSError: [Errno 28] No space left on device", "disk is full"),
        ("NewConnectionError: Failed to establish a new connection: [Errno 111]", "network"),
        ("ERROR: Could not find a version that satisfies x==1 (from versions: none)", "network"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "do not use it"),
        ("(from versions: 1.0)\nERROR: No matching distribution found for x==2", "no ready-made build"),
        ("first\nsomething new went wrong", "something new went wrong"),
        ("", "it said nothing"),
    ],
)  # fmt: skip
def test_what_pip_says_becomes_one_sentence(setup: ModuleType, output: str, told: str) -> None:
    sentence = setup.explain(output, "run")
    assert told in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "cannot be written to"),
        (errno.EACCES, "cannot be written to"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_what_the_disk_says_becomes_one_sentence(setup: ModuleType, number: int, told: str) -> None:
    sentence = setup.explain_os_error(OSError(number, os.strerror(number)))
    assert told in sentence
    assert "\n" not in sentence


def test_a_list_is_out_of_date_when_it_or_its_python_or_its_place_changed(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "requirements").mkdir()
    for name in ("run", "test"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name} one\n")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "VENV", tmp_path / ".venv")
    assert not setup.lists_are_installed("run")

    setup.stamp("lists").write_text(setup.wanted("run"))
    assert setup.lists_are_installed("run")
    assert not setup.lists_are_installed("test")

    setup.stamp("lists").write_text(setup.wanted("test"))
    assert setup.lists_are_installed("run"), "the test list holds the run list"

    (tmp_path / "requirements" / "test.txt").write_text("test two\n")
    assert not setup.lists_are_installed("test")

    setup.stamp("lists").write_text(setup.wanted("test"))
    monkeypatch.setattr(sys, "version", "3.99.0")
    assert not setup.lists_are_installed("test")
