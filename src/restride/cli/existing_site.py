"""Open the site that ‘restride up’ has made, for a command that works beside it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from restride.adapters.extras import need
from restride.cli.errors import CommandError


def add_data_argument(parser: argparse.ArgumentParser) -> None:
    """Ask for the data folder."""
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="the folder that ‘restride up’ uses (RESTRIDE_DATA, ./restride-data)"
    )


def open_site(data: Path | None) -> None:
    """Make the site's models usable in this process.

    Raises
    ------
    restride.model.errors.PlainError
        A package is missing, a setting cannot be used, or there is no site in the folder.
    """
    if data is not None:
        os.environ["RESTRIDE_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "restride.site.settings"
    need("site", "The site and its data")
    import django
    from django.conf import settings

    from restride.site.environment import EnvironmentProblem

    try:
        folder = Path(settings.MEDIA_ROOT)
    except EnvironmentProblem as problem:
        raise CommandError(str(problem)) from problem
    if not folder.is_dir():
        raise CommandError(
            f"There is no site in {folder.parent}; start it once with ‘restride up’, or name its --data."
        )
    django.setup()
