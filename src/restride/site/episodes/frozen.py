"""What nobody may change any more."""

from __future__ import annotations

from restride.site.triggers import append_only

GUARDS = (
    *append_only("episodes_caseversion"),
    *append_only("episodes_evaluationrecord"),
    *append_only("episodes_redflagclearance"),
    *append_only("episodes_auditentry"),
)
