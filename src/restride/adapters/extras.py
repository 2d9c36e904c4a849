"""Packages that only some of the work needs: which they are, and one sentence where one of them is missing."""

from __future__ import annotations

import importlib.util
from typing import Literal

from restride.model.errors import PlainError

Extra = Literal["pdf", "video", "site"]
#: As they are imported; as they are installed they stand in the project's optional dependencies.
PACKAGES: dict[Extra, tuple[str, ...]] = {
    "pdf": ("typst", "fontpkg_figtree", "icalendar", "fitdecode"),
    "video": ("av", "ai_edge_litert"),
    "site": ("django", "allauth", "rules", "django_htmx", "whitenoise", "granian", "argon2", "psycopg"),
}


class MissingPackage(PlainError):
    """The work needs packages that are not installed; the sentence says how to get them."""


def missing_from(extra: Extra) -> list[str]:
    """Which packages of an extra are not installed."""
    return [name for name in PACKAGES[extra] if importlib.util.find_spec(name) is None]


def need(extra: Extra, work: str) -> None:
    """Refuse work (named in the plural) for which packages of this extra are missing.

    Raises
    ------
    MissingPackage
        One is.
    """
    missing = missing_from(extra)
    if missing:
        names = " and ".join(missing) if len(missing) < 3 else f"{', '.join(missing[:-1])} and {missing[-1]}"
        noun, verb = ("package", "is") if len(missing) == 1 else ("packages", "are")
        raise MissingPackage(
            f"{work} need the {noun} {names}, which {verb} not here; install with: pip install 'restride[{extra}]'"
        )
