"""An entry is never rewritten; a correction is a new entry that replaces it."""

from __future__ import annotations

from restride.site.triggers import append_only

GUARDS = (*append_only("diary_itemtick"), *append_only("diary_painentry"), *append_only("diary_redgate"))
