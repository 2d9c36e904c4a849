"""Analyse the recordings that wait; `restride up` starts one of its own, more may share a PostgreSQL database."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from restride.cli.errors import CommandError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what ``restride worker`` understands."""
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="the folder that ‘restride up’ uses (RESTRIDE_DATA, ./restride-data)"
    )


def run(options: argparse.Namespace) -> int:
    """Work until stopped."""
    if options.data is not None:
        os.environ["RESTRIDE_DATA"] = str(options.data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "restride.site.settings"
    try:
        import django
        from django.conf import settings

        from restride.site.environment import EnvironmentProblem
    except ModuleNotFoundError as missing:
        raise CommandError(
            f"The worker needs the package “{missing.name}”; install it with: pip install 'restride[site]'"
        ) from missing
    try:
        folder = Path(settings.MEDIA_ROOT)
    except EnvironmentProblem as problem:
        raise CommandError(str(problem)) from problem
    if not folder.is_dir():
        raise CommandError(
            f"There is no site in {folder.parent}; start it once with ‘restride up’, or name its --data."
        )
    django.setup()
    from django.db import DatabaseError

    from restride.site.recordings.worker import work_until_stopped

    try:
        work_until_stopped()
    except DatabaseError as problem:
        words = " ".join(str(problem).split())
        raise CommandError(f"The database cannot be used: {words}.") from problem
    return 0
