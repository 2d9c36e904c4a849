"""Who hands a document out, to whom, and whether it is signed."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from restride.adapters.documents.clean import headline
from restride.explain.dates import long_date

_SIGNED_LONGEST = 160


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed which version, when. Without one a document says «Draft» on every page."""

    by: str
    on: date
    version: int
    #: «physiotherapist».
    role: str | None = None


class Letterhead(msgspec.Struct, frozen=True, kw_only=True):
    """The clinic and the runner as they stand on the page; lines to fill in by hand where empty."""

    clinic: str | None = None
    phone: str | None = None
    #: Initials or name, as the clinic wishes.
    runner: str | None = None


def head_data(letterhead: Letterhead | None, signature: Signature | None, case_id: str | None) -> dict[str, Any]:
    """What every template shows at the top and the foot of its pages."""
    head = letterhead or Letterhead()
    runner = head.runner or case_id
    return {
        "clinic": headline(head.clinic) if head.clinic else None,
        "phone": headline(head.phone) if head.phone else None,
        "runner": headline(runner) if runner else None,
        "signed": None if signature is None else headline(signed_line(signature), _SIGNED_LONGEST),
        "version": None if signature is None else signature.version,
    }


def signed_line(signature: Signature) -> str:
    """«Signed by R. B., physiotherapist, 24 November 2026 · Plan 3»."""
    role = f", {signature.role}" if signature.role else ""
    return f"Signed by {signature.by}{role}, {long_date(signature.on)} · Plan {signature.version}"
