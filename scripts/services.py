"""What the tests need from the system beside Python: a Chromium and a private PostgreSQL."""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

#: In order of choice: the first draws no windows, and a page costs it a third of the processor time.
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
DATABASE = "restride"
START_LIMIT_S = 60
# PostgreSQL refuses to run as root; its Debian package brings a user for it.
OWNER = "postgres" if os.geteuid() == 0 else None
# A throw-away cluster may forget everything when the machine stops, so it need not wait for the disk.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


class ServiceError(Exception):
    """Why a service cannot be had, in one sentence."""


def chromium() -> str | None:
    """Path of the browser, if there is one."""
    return next(filter(None, map(shutil.which, CHROMIUMS)), None)


def postgres_programs() -> Path | None:
    """Folder of ``initdb`` and ``postgres``; Debian keeps it off the path."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


def missing() -> list[str]:
    """Names of the services that are not there."""
    found = {"chromium": chromium(), "PostgreSQL": postgres_programs()}
    return [name for name, path in found.items() if path is None]


def install() -> None:
    """Install what serves best, where Debian's packages and the right to install them are at hand."""
    packages = [] if shutil.which(CHROMIUMS[0]) else [CHROMIUMS[0]]
    packages += [] if postgres_programs() else ["postgresql"]
    if not packages or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    print(f"Installing {' and '.join(packages)} for the tests …", flush=True)
    _apt("update")
    for package in packages:
        _apt("install", "--yes", "--no-install-recommends", package)
    if chromium() is None:
        # Older systems have only the one with windows.
        _apt("install", "--yes", "--no-install-recommends", CHROMIUMS[1])


def _apt(*step: str) -> None:
    result = subprocess.run(
        ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", *step],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        said = (result.stderr.strip().splitlines() or ["it said nothing"])[-1]
        print(f"apt-get {' '.join(step)}: {said}", file=sys.stderr)


@contextlib.contextmanager
def postgres_cluster() -> Iterator[str]:
    """Run a PostgreSQL of one's own and give its address; it is gone afterwards, whatever happens.

    Folder, port and password are new each time, so several runs do not meet, and no other user of
    the machine gets in.
    """
    programs = postgres_programs()
    if programs is None:
        raise ServiceError("PostgreSQL is not installed.")
    password = secrets.token_hex(16)
    with tempfile.TemporaryDirectory(prefix="restride-postgres-") as name:
        folder = Path(name)
        if OWNER:
            shutil.chown(folder, OWNER, OWNER)
        _make_cluster(programs, folder, password)
        server, port = _start(programs, folder)
        try:
            address = f"postgresql://{DATABASE}:{password}@127.0.0.1:{port}/"
            _create_database(server, address, folder)
            yield address + DATABASE
        finally:
            server.send_signal(signal.SIGINT)  # PostgreSQL's «fast» way to stop
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(timeout=10)
            server.kill()
            server.wait()


def _make_cluster(programs: Path, folder: Path, password: str) -> None:
    secret = folder / "password"
    secret.touch(mode=0o644)
    secret.write_text(password)
    command = [
        str(programs / "initdb"), f"--pgdata={folder / 'data'}", f"--username={DATABASE}",
        f"--pwfile={secret}", "--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-sync",
    ]  # fmt: skip
    result = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False,
        user=OWNER, group=OWNER, extra_groups=OWNER and [],
    )  # fmt: skip
    if result.returncode:
        raise ServiceError(f"PostgreSQL's initdb failed: {result.stderr.strip().splitlines()[-1]}")
    secret.unlink()


def _start(programs: Path, folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    port = _free_port()
    settings = (*QUICK, "listen_addresses=127.0.0.1", "unix_socket_directories=")
    command = [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port)]
    for setting in settings:
        command += ["-c", setting]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, preexec_fn=_stop_with_parent,
            user=OWNER, group=OWNER, extra_groups=OWNER and [],
        )  # fmt: skip
    return server, port


def _stop_with_parent() -> None:
    """Ask Linux to stop the server even if we are killed and cannot."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGQUIT)


def _create_database(server: subprocess.Popen[bytes], address: str, folder: Path) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while True:
        try:
            with psycopg.connect(address + "postgres", autocommit=True, connect_timeout=5) as connection:
                connection.execute(f"CREATE DATABASE {DATABASE}")
                return
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                said = (folder / "log").read_text(errors="replace").strip().splitlines() or [str(error)]
                raise ServiceError(f"PostgreSQL did not start: {said[-1]}") from error
            time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
