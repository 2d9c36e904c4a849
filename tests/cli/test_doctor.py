"""The doctor: one line each, exit status 1 where something is wrong. Asked as a process, for it reads the settings."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

ASK = "import sys; from restride.cli import main; sys.exit(main())"


def doctor(data: Path, **environment: str) -> tuple[int, dict[str, str]]:
    values = {**os.environ, "RESTRIDE_DATABASE_URL": "", **environment}
    asked = subprocess.run(
        [sys.executable, "-c", ASK, "doctor", "--data", str(data)],
        env=values, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert asked.stderr == ""
    lines = {line[7:19].strip(): line for line in asked.stdout.splitlines()[:-1]}
    return asked.returncode, lines


def test_a_new_machine_is_well(tmp_path: Path) -> None:
    status, lines = doctor(tmp_path / "data")
    assert status == 0
    assert all(line.startswith("ok ") for line in lines.values())
    assert "not there yet" in lines["data folder"]
    assert "none yet" in lines["database"]
    assert "not needed" in lines["Chromium"]
    assert not (tmp_path / "data").exists()


def test_a_damaged_database_and_a_wrong_setting_are_named(tmp_path: Path) -> None:
    (tmp_path / "restride.sqlite3").write_bytes(b"not a database, but long enough to look at" * 100)
    status, lines = doctor(tmp_path)
    assert status == 1
    assert lines["database"].startswith("WRONG")
    assert "restore the last backup" in lines["database"]
    status, lines = doctor(tmp_path, RESTRIDE_HTTPS="perhaps")
    assert status == 1
    assert "RESTRIDE_HTTPS" in lines["settings"]


def test_a_database_of_an_older_program_waits_for_its_changes(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "restride.sqlite3").execute("CREATE TABLE x (y)").connection.close()
    status, lines = doctor(tmp_path)
    assert status == 1
    assert "make a backup, then start with 'restride up'" in lines["database"]
