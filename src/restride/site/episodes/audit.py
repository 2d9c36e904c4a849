"""Writing the audit trail; every action calls :func:`wrote` in its own transaction."""

from __future__ import annotations

from django.db import models

from restride.site.accounts.models import User
from restride.site.episodes.models import AuditEntry, RunnerRecord


def wrote(
    *,
    by: User,
    record: RunnerRecord,
    deed: str,
    summary: str,
    before: models.Model | None = None,
    after: models.Model | None = None,
) -> AuditEntry:
    """Add one entry; before and after are references to rows that never change."""
    return AuditEntry.objects.create(
        actor=by,
        record=record,
        deed=deed,
        summary=summary,
        before=reference(before),
        after=reference(after),
    )


def reference(row: models.Model | None) -> str:
    """Name a row: «episodes.caseversion:12»."""
    return "" if row is None else f"{row._meta.label_lower}:{row.pk}"
