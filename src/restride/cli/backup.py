"""Save everything a clinic owns in one file, while the site runs: database, media, checksums."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from restride.cli.errors import CommandError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From where, to where."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (RESTRIDE_DATA, ./restride-data)")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the new file, for example clinic.zip")


def run(options: argparse.Namespace) -> int:
    """Write the file and say what it holds."""
    from restride import __version__
    from restride.site.backup_file import DATABASE, BackupProblem, write_backup

    try:
        manifest = write_backup(data_folder(options.data), options.out.absolute(), program=__version__)
    except BackupProblem as problem:
        raise CommandError(str(problem)) from problem
    size = options.out.stat().st_size / 1e6
    media = len(manifest.files) - 1
    sys.stdout.write(f"{options.out}: the database and {media} media file{'' if media == 1 else 's'}, {size:.1f} MB.\n")
    sys.stdout.write(f"SHA-256 of the database: {manifest.files[DATABASE].sha256}\n")
    sys.stdout.write("It holds what people told the clinic: keep it where only the clinic can read it.\n")
    return 0


def data_folder(said: Path | None) -> Path:
    """Return the data folder that is meant; refuse where the records lie in PostgreSQL."""
    from restride.site.environment import EnvironmentProblem, read_environment

    values = dict(os.environ) | ({"RESTRIDE_DATA": str(said)} if said else {})
    try:
        environment = read_environment(values)
    except EnvironmentProblem as problem:
        raise CommandError(str(problem)) from problem
    if not environment.database_is_sqlite:
        raise CommandError(
            "The records lie in PostgreSQL, which this command does not copy; use pg_dump, and copy the media folder."
        )
    return environment.data
