"""Bring a backup back into a new folder: all of it, with every checksum right, or nothing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from restride.cli.backup import data_folder
from restride.cli.errors import CommandError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file and the new folder."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that 'restride backup' made")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="a new or empty folder")


def run(options: argparse.Namespace) -> int:
    """Restore and say what came back."""
    from restride.site.backup_file import BackupProblem, restore_backup

    folder = data_folder(options.data)
    try:
        manifest = restore_backup(options.file, folder)
    except BackupProblem as problem:
        raise CommandError(str(problem)) from problem
    media = len(manifest.files) - 1
    sys.stdout.write(
        f"{options.data}: the database and {media} media file{'' if media == 1 else 's'} as of {manifest.made_at}, "
        f"every checksum right.\nStart it with: restride up --data {options.data}\n"
        "Everybody signs in anew: the secret key is never part of a backup.\n"
    )
    return 0
