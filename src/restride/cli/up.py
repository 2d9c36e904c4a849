"""Start the site: database, static files, web server; Ctrl-C stops everything."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from restride.adapters.extras import missing_from, need
from restride.cli.errors import CommandError
from restride.site.environment import BEGIN_FINGERPRINT
from restride.site.tokens import fingerprint, new_token

DEFAULT_PORT = 8000
DEFAULT_HOST = "127.0.0.1"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
HIGHEST_PORT = 65535
THREADS = 4
#: Engineering defaults: a worker that died is started again after a while, a stopped one is given time to finish.
RESTART_WORKER_S = 5.0
STOP_WORKER_S = 10.0
WORKER = "import sys; from restride.cli import main; sys.exit(main(['worker']))"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what ``restride up`` understands."""
    parser.add_argument("--demo", action="store_true", help="load a demonstration clinic and print its logins")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="where everything is kept (RESTRIDE_DATA, ./restride-data)"
    )
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, metavar="N", help="port (default 8000)")
    parser.add_argument("--host", default=DEFAULT_HOST, help="address to listen on (default 127.0.0.1)")


def run(options: argparse.Namespace) -> int:
    """Prepare what is missing, then serve until stopped."""
    token = new_token()
    _set_environment(options, begin_fingerprint=fingerprint(token))
    _refuse_busy_port(options.host, options.port)
    begun = _prepare(demo=options.demo)
    _fetch_weights()
    _greet(options, begin_path="" if begun else f"begin/{token}/")
    with _worker():
        _serve(options.host, options.port)
    return 0


def _set_environment(options: argparse.Namespace, *, begin_fingerprint: str) -> None:
    """Turn the command line into the settings that the server's process reads."""
    if options.data is not None:
        os.environ["RESTRIDE_DATA"] = str(options.data)
    if options.demo:
        os.environ.setdefault("RESTRIDE_STAFF_MFA", "off")
    os.environ[BEGIN_FINGERPRINT] = begin_fingerprint
    os.environ["DJANGO_SETTINGS_MODULE"] = "restride.site.settings"


def _refuse_busy_port(host: str, port: int) -> None:
    if not 0 < port <= HIGHEST_PORT:
        raise CommandError(f"Port {port} does not exist; choose one from 1 to {HIGHEST_PORT} with --port.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            reason = (problem.strerror or str(problem)).lower()
            raise CommandError(
                f"Port {port} on {host} cannot be used ({reason}); choose another with --port or --host."
            ) from problem


def _prepare(*, demo: bool) -> bool:
    """Prepare data folder, database, static files, the demonstration if asked for; say whether somebody works here."""
    need("site", "The site's pages")
    import django
    from django.core.management import call_command

    from restride.site.data_folder import DataFolderProblem, prepare_data_folder
    from restride.site.environment import EnvironmentProblem, read_environment

    try:
        prepare_data_folder(read_environment(os.environ).data)
        environment = read_environment(os.environ)
    except (DataFolderProblem, EnvironmentProblem) as problem:
        raise CommandError(str(problem)) from problem
    django.setup()
    from django.db import DatabaseError, connections

    from restride.site.accounts.beginning import somebody_works_here
    from restride.site.start import collect_static_if_changed, forget_ended_sessions, migrate_if_needed

    try:
        migrate_if_needed()
        forget_ended_sessions()
        collect_static_if_changed(hashed=environment.hashed_static)
        if demo:
            call_command("load_demo", verbosity=0, stdout=_Quiet())
        return somebody_works_here()
    except (DatabaseError, OSError) as problem:
        where = "SQLite file" if environment.database_is_sqlite else "PostgreSQL database"
        words = " ".join(str(problem).split())
        raise CommandError(f"The {where} cannot be used: {words}.") from problem
    finally:
        connections.close_all()


def _fetch_weights() -> None:
    """The pose model, once; the site starts without it and then analyses no video."""
    from restride.adapters.pose import fetching, weights

    if missing_from("video"):
        return
    try:
        said = fetching.fetch()
    except weights.WeightsError as problem:
        said = [str(problem)]
    for sentence in said:
        sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


class _Quiet:
    """A stream that says nothing."""

    def write(self, _text: str) -> None:
        """Take the text and drop it."""


def _greet(options: argparse.Namespace, begin_path: str) -> None:
    # By its name, where this machine may be meant: browsers make passkeys for names and for no number.
    shown = "localhost" if options.host in {*LOOPBACK, "0.0.0.0", "::"} else options.host  # noqa: S104
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{options.port}/"
    lines = [f"Restride runs at {address}"]
    if begin_path:
        lines += ["", f"Nobody works here yet. Open this once to begin: {address}{begin_path}"]
    if options.demo:
        from restride.site.demo import DEMO_PASSWORD, LOGINS

        lines += ["", "Demonstration logins (second factor off; do not enter real people):"]
        lines += [f"  {login.role:<12} {login.email:<24} {DEMO_PASSWORD}" for login in LOGINS]
        if options.host not in LOOPBACK:
            lines += ["", "Anybody who reaches this address can use these passwords."]
    lines += ["", "Ctrl-C stops it.", ""]
    sys.stdout.write("\n".join(lines))
    sys.stdout.flush()


@contextmanager
def _worker() -> Iterator[None]:
    """Keep one worker beside the server: started again when it dies, stopped with the server."""
    stopping = threading.Event()
    keeper = threading.Thread(target=_keep_a_worker, args=(stopping,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join(STOP_WORKER_S)


def _keep_a_worker(stopping: threading.Event) -> None:
    while not stopping.is_set():
        with subprocess.Popen([sys.executable, "-c", WORKER], start_new_session=True) as worker:
            while worker.poll() is None and not stopping.wait(1):
                pass
            worker.terminate()
            try:
                worker.wait(STOP_WORKER_S)
            except subprocess.TimeoutExpired:
                worker.kill()
        stopping.wait(RESTART_WORKER_S)


def _serve(host: str, port: int) -> None:
    """Serve with one process and a few threads: SQLite has one writer anyhow."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "restride.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
