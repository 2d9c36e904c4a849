"""The tests' own PostgreSQL: several do not meet, and none stays behind."""

import importlib.util
from pathlib import Path
from types import ModuleType

import psycopg
import pytest


@pytest.fixture(scope="module")
def services(repository: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("services", repository / "scripts" / "services.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answers(address: str) -> bool:
    try:
        with psycopg.connect(address, connect_timeout=5) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


@pytest.mark.postgres
def test_two_clusters_run_side_by_side_and_are_gone_afterwards(services: ModuleType) -> None:
    with services.postgres_cluster() as one, services.postgres_cluster() as two:
        assert one != two
        assert answers(one)
        assert answers(two)
        password = one.split(":")[2].partition("@")[0]
        assert not answers(one.replace(password, "guessed"))
    assert not answers(one)
    assert not answers(two)


@pytest.mark.postgres
def test_a_cluster_is_gone_even_when_its_user_fails(services: ModuleType) -> None:
    def failing_user() -> None:
        with services.postgres_cluster() as address:
            addresses.append(address)
            raise ZeroDivisionError

    addresses: list[str] = []
    with pytest.raises(ZeroDivisionError):
        failing_user()
    assert not answers(addresses[0])


def test_a_missing_server_is_told_in_one_sentence(services: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "postgres_programs", lambda: None)
    with pytest.raises(services.ServiceError, match="not installed"), services.postgres_cluster():
        pass


def test_the_browser_without_windows_is_taken_where_there_is_one(
    services: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "chromium" in services.missing()
    for program in ("chromium", "chromium-headless-shell"):
        (tmp_path / program).touch(mode=0o755)
        assert services.chromium() == str(tmp_path / program)
    assert "chromium" not in services.missing()
