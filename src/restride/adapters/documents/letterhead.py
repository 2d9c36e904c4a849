"""Who hands a document out, to whom, and whether it is signed."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from restride.explain.dates import long_date


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
    return {
        "clinic": head.clinic,
        "phone": head.phone,
        "runner": head.runner or case_id,
        "signed": None if signature is None else signed_line(signature),
        "version": None if signature is None else signature.version,
    }


def signed_line(signature: Signature) -> str:
    """«Signed by R. B., physiotherapist, 24 November 2026 · Plan 3»."""
    role = f", {signature.role}" if signature.role else ""
    return f"Signed by {signature.by}{role}, {long_date(signature.on)} · Plan {signature.version}"
