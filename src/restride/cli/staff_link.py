"""Print a one-time link with which somebody of staff sets a new password: for the lead whom no other lead can help."""

from __future__ import annotations

import argparse
import sys
from urllib.parse import urlsplit

from restride.cli.errors import CommandError
from restride.cli.existing_site import add_data_argument, open_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what ``restride staff-link`` understands."""
    parser.add_argument("email", metavar="EMAIL", help="the address they sign in with")
    parser.add_argument("--lost-phone", action="store_true", help="also remove the second factor")
    parser.add_argument(
        "--address", default="http://127.0.0.1:8000", help="where the site is opened (default http://127.0.0.1:8000)"
    )
    add_data_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Make the link and print it."""
    if not (options.address.startswith(("http://", "https://")) and urlsplit(options.address).netloc):
        raise CommandError(f"--address {options.address} opens nothing; write it like https://clinic.example.")
    open_site(options.data)
    from django.db import DatabaseError
    from django.urls import reverse

    from restride.site.accounts.people import NotPossible, staff_link

    try:
        issued = staff_link(email=options.email, resets_second_factor=options.lost_phone)
    except NotPossible as problem:
        raise CommandError(str(problem)) from problem
    except DatabaseError as problem:
        words = " ".join(str(problem).split())
        raise CommandError(f"The database cannot be used: {words}.") from problem
    address = options.address.rstrip("/") + reverse("accept_invitation", args=[issued.token])
    until = issued.invitation.expires_at
    sys.stdout.write(f"New password for {issued.invitation.name}, works once, until {until:%Y-%m-%d %H:%M} UTC:\n")
    sys.stdout.write(address + "\n")
    return 0
