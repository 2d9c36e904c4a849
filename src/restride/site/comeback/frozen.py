"""What was set, signed, run and seen stays as it was; a change is a new row."""

from __future__ import annotations

from restride.site.triggers import append_only

GUARDS = (
    *append_only("comeback_programme"),
    *append_only("comeback_programmesignature"),
    *append_only("comeback_runlog"),
    *append_only("comeback_alertseen"),
)
