"""``load_demo``: make the demonstration clinic, once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from restride.site.demo import load_demonstration


class Command(BaseCommand):
    """Make the demonstration clinic if this database has none."""

    help = "Make the demonstration clinic with its logins, if it is not there yet."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make it, or say that it is there."""
        made = load_demonstration()
        self.stdout.write("Demonstration clinic made." if made else "The demonstration clinic is there already.")
