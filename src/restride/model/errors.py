"""Errors a person can act on."""

from __future__ import annotations


class PlainError(ValueError):
    """One sentence: what was found, why it is a problem, what to do. Shown as it is, without a traceback."""
