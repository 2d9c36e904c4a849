"""Look whether this machine can run Restride: one line each, exit status 1 where something is wrong."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from restride.adapters.extras import PACKAGES, missing_from
from restride.adapters.pose import fetching, weights

OLDEST_PYTHON = (3, 11)


class Finding(Exception):
    """Something is wrong; the message says what, and what to do."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The data folder to look at."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (RESTRIDE_DATA, ./restride-data)")
    parser.add_argument("--fetch", action="store_true", help="first fetch the pose model of the video analysis")


def run(options: argparse.Namespace) -> int:
    """Ask every question, even after a bad answer."""
    if options.data is not None:
        os.environ["RESTRIDE_DATA"] = str(options.data)
    if options.fetch:
        for sentence in fetching.fetch():
            sys.stdout.write(sentence + "\n")
    wrong = 0
    for name, question in QUESTIONS.items():
        try:
            said, is_right = question(), True
        except Finding as found:
            said, is_right = str(found), False
            wrong += 1
        sys.stdout.write(f"{'ok   ' if is_right else 'WRONG'}  {name:<12} {said}\n")
    sys.stdout.write("Nothing is wrong.\n" if not wrong else f"{wrong} of {len(QUESTIONS)} are wrong.\n")
    return 1 if wrong else 0


def _python() -> str:
    have = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        raise Finding(f"{have} is too old; install Python 3.11 or newer")
    return have


def _packages() -> str:
    missing = missing_from("site")
    if missing:
        raise Finding(f"{', '.join(missing)} missing; install with: pip install 'restride[site]'")
    return f"{len(PACKAGES['site'])} needed for the site, all there"


def _documents() -> str:
    missing = missing_from("pdf")
    if missing:
        return f"no PDF, calendar or workouts: {', '.join(missing)} missing (optional); pip install 'restride[pdf]'"
    return "PDF, calendar and workouts can be written"


def _video() -> str:
    missing = missing_from("video")
    if missing:
        return f"no video: {', '.join(missing)} missing (optional); pip install 'restride[video]'"
    try:
        return f"{weights.find().name}, checked"
    except weights.WeightsError as problem:
        if not any(weights.folder().glob("*")):
            return f"no video yet: {problem}"
        raise Finding(str(problem)) from problem


def _settings() -> str:
    from restride.site.environment import EnvironmentProblem, read_environment

    try:
        environment = read_environment(os.environ)
    except EnvironmentProblem as problem:
        raise Finding(str(problem)) from problem
    where = "SQLite" if environment.database_is_sqlite else "PostgreSQL"
    return f"{where}, hosts {' '.join(environment.allowed_hosts)}, second factor " + (
        "required" if environment.staff_mfa_required else "off: for a demonstration only"
    )


def _folder() -> str:
    folder = _data()
    if not folder.exists():
        parent = next(one for one in folder.parents if one.exists())
        if not os.access(parent, os.W_OK | os.X_OK):
            raise Finding(f"{folder} is not there and {parent} cannot be written; choose another with --data")
        return f"{folder} is not there yet; 'restride up' makes it"
    try:
        with tempfile.TemporaryFile(dir=folder):
            return f"{folder} can be written"
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise Finding(f"{folder} cannot be written ({reason}); choose another with --data") from problem


def _database() -> str:
    from restride.site.environment import EnvironmentProblem, read_environment

    try:
        environment = read_environment(os.environ)
    except EnvironmentProblem as problem:
        raise Finding("cannot be asked before the settings are right") from problem
    if environment.database_is_sqlite and not Path(str(environment.database["NAME"])).is_file():
        return "none yet; 'restride up' makes it"
    os.environ["DJANGO_SETTINGS_MODULE"] = "restride.site.settings"
    os.environ.setdefault("RESTRIDE_SECRET_KEY", "only to look")
    return _asked()


def _asked() -> str:
    import django
    from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    try:
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA quick_check")
                if (said := cursor.fetchone()[0]) != "ok":
                    raise Finding(f"is damaged ({said}); restore the last backup")
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    except DatabaseError as problem:
        raise Finding(f"cannot be used ({' '.join(str(problem).split())}); restore the last backup") from problem
    finally:
        connections.close_all()
    if unknown:
        raise Finding("was made by a newer version of the program; install that version")
    if waiting:
        raise Finding(f"waits for {len(waiting)} changes; make a backup, then start with 'restride up'")
    return "reachable, whole, up to date"


def _knowledge() -> str:
    from restride.knowledge.check import check
    from restride.knowledge.load import load

    errors = [problem for problem in check() if problem.is_error]
    if errors:
        raise Finding(f"{len(errors)} errors, the first in {errors[0].file}; 'restride knowledge check' names all")
    return f"{load().version} of {load().dated}, no error"


def _chromium() -> str:
    return "not needed to run, only by the tests"


def _data() -> Path:
    return Path(os.environ.get("RESTRIDE_DATA", "restride-data")).expanduser().absolute()


QUESTIONS: dict[str, Callable[[], str]] = {
    "Python": _python,
    "packages": _packages,
    "documents": _documents,
    "pose model": _video,
    "settings": _settings,
    "data folder": _folder,
    "database": _database,
    "knowledge": _knowledge,
    "Chromium": _chromium,
}
