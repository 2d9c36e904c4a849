"""Secrets that travel in addresses: made here, stored as fingerprints, and kept out of the log."""

from __future__ import annotations

import hashlib
import logging
import re
import secrets

SECRET_BYTES = 32
_SECRET_IN_ADDRESS = re.compile(r"/(begin|invitation|calendar)/[^/\s]+")


def new_token() -> str:
    """Return a secret that nobody guesses, fit for an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def fingerprint(token: str) -> str:
    """Return what is stored of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


class WithoutSecrets(logging.Filter):
    """Django logs the address of every refused request; whoever reads the log must not be able to open its links."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Cross the secrets out and let every line through."""
        record.msg, record.args = _SECRET_IN_ADDRESS.sub(r"/\1/…", record.getMessage()), ()
        return True
