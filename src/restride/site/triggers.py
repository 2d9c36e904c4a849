"""Guards inside the database: rows that may never change again, whoever asks.

They are put in place after every ``migrate``, because SQLite loses a table's triggers when a
migration rebuilds it. Each guard is one condition over the old row (``OLD``) or the new row (``NEW``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Event = Literal["UPDATE", "DELETE", "INSERT"]


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuse an event on a table when a condition holds; the sentence reaches whoever tried."""

    name: str
    table: str
    event: Event
    sentence: str
    when: str = "1 = 1"


def append_only(table: str) -> tuple[Guard, ...]:
    """Rows of this table are written once and stay."""
    sentence = f"{table} is append-only"
    return (
        Guard(f"{table}_no_update", table, "UPDATE", sentence),
        Guard(f"{table}_no_delete", table, "DELETE", sentence),
    )


def install(guards: Sequence[Guard], using: str) -> None:
    """Put the guards in place, replacing older ones of the same name."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for guard in guards:
            for statement in _statements(guard, connection):
                cursor.execute(statement)


def install_after_migrate(guards: Sequence[Guard]) -> Any:
    """Return a receiver for ``post_migrate`` that puts an app's guards in place."""

    def receiver(*, using: str, **_kwargs: Any) -> None:
        existing = connections[using].introspection.table_names()
        install([guard for guard in guards if guard.table in existing], using)

    return receiver


def _statements(guard: Guard, connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    if connection.vendor == "sqlite":
        return (
            f"DROP TRIGGER IF EXISTS {guard.name}",
            f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
            f"WHEN {guard.when} BEGIN SELECT RAISE(ABORT, '{guard.sentence}'); END",
        )
    row = "OLD" if guard.event == "DELETE" else "NEW"
    return (
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ "
        f"BEGIN IF {guard.when} THEN RAISE EXCEPTION '{guard.sentence}' USING ERRCODE = '23514'; END IF; "
        f"RETURN {row}; END $guard$",
        f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()",
    )
