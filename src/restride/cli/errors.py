"""Errors a person can act on."""

from __future__ import annotations

from restride.model.errors import PlainError


class CommandError(PlainError):
    """One sentence: what was found, why it is a problem, what to do."""
