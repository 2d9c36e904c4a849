"""Errors a person can act on."""

from __future__ import annotations


class CommandError(Exception):
    """One sentence: what was found, why it is a problem, what to do."""
