"""What nobody may change any more."""

from __future__ import annotations

from restride.site.triggers import append_only

GUARDS = append_only("accounts_clinicchange")
