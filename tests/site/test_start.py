"""What the environment and the command line may get wrong: one sentence each."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from restride.site.data_folder import DataFolderProblem, prepare_data_folder
from restride.site.environment import EnvironmentProblem, read_environment


def up(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import sys; from restride.cli import main; sys.exit(main())", "up", *words]
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    prepare_data_folder(tmp_path / "data")
    key = tmp_path / "data" / "secret.key"
    first = key.read_text()
    prepare_data_folder(tmp_path / "data")
    assert key.read_text() == first
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(DataFolderProblem, match="is a file"):
        prepare_data_folder(tmp_path / "data")


def test_a_postgresql_address_is_taken_apart() -> None:
    found = read_environment({"RESTRIDE_DATABASE_URL": "postgresql://a%40b:p%2Fw@db:5433/clinic?sslmode=require"})
    database = found.database
    assert (database["NAME"], database["USER"], database["PASSWORD"]) == ("clinic", "a@b", "p/w")
    assert (database["HOST"], database["PORT"], database["OPTIONS"]) == ("db", "5433", {"sslmode": "require"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RESTRIDE_DATABASE_URL", "mysql://x/y"),
        ("RESTRIDE_DATABASE_URL", "postgresql://h:port/x"),
        ("RESTRIDE_HTTPS", "perhaps"),
        ("RESTRIDE_STAFF_MFA", "sometimes"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(EnvironmentProblem, match=name):
        read_environment({name: value})


def test_cookies_are_secure_as_soon_as_the_site_has_a_name() -> None:
    assert read_environment({}).https is False
    assert read_environment({"RESTRIDE_ALLOWED_HOSTS": "clinic.example"}).https is True


def test_sqlite_is_opened_as_the_records_deserve(tmp_path: Path) -> None:
    options = read_environment({"RESTRIDE_DATA": str(tmp_path)}).database["OPTIONS"]
    assert isinstance(options, dict)
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]


def test_a_busy_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = up("--port", str(port), "--data", str(tmp_path))
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert f"Port {port}" in answer.stderr


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    answer = up("--port", "8999", "--data", str(tmp_path / "x"))
    assert (answer.returncode, answer.stderr.count("\n")) == (2, 1)
    assert "is a file, not a folder" in answer.stderr


def test_a_setting_gone_wrong_is_one_sentence(tmp_path: Path) -> None:
    answer = up("--port", "8999", "--data", str(tmp_path), RESTRIDE_HTTPS="perhaps")
    assert (answer.returncode, answer.stderr.count("\n")) == (2, 1)
