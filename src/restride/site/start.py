"""What a start does before it serves: migrate, hash static files, only when something changed; drop ended sessions."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from restride.site.accounts.sessions import SessionStore

STAMP = "collected.sha256"


def migrate_if_needed() -> bool:
    """Bring the database to this version; true if there was something to do."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", verbosity=0, interactive=False)
    return True


def collect_static_if_changed(*, hashed: bool) -> bool:
    """Collect, hash and compress static files when one of them changed; true if it was done."""
    if not hashed:
        return False
    target = Path(settings.STATIC_ROOT)
    stamp = target / STAMP
    now = _fingerprint_of_sources()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == now:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(now, encoding="ascii")
    return True


def forget_ended_sessions() -> None:
    """Delete what nobody is signed in with any more."""
    SessionStore.clear_expired()


def _fingerprint_of_sources() -> str:
    """Name, size and time of every source file, in one number."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            seen = Path(storage.path(path)).stat()
            digest.update(f"{path}:{seen.st_size}:{seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()
