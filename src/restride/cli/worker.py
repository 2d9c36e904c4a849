"""Analyse the recordings that wait; `restride up` starts one of its own, more may share a PostgreSQL database."""

from __future__ import annotations

import argparse

from restride.cli.errors import CommandError
from restride.cli.existing_site import add_data_argument, open_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what ``restride worker`` understands."""
    add_data_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Work until stopped."""
    open_site(options.data)
    from django.db import DatabaseError

    from restride.site.recordings.worker import work_until_stopped

    try:
        work_until_stopped()
    except DatabaseError as problem:
        words = " ".join(str(problem).split())
        raise CommandError(f"The database cannot be used: {words}.") from problem
    return 0
