"""The running recordings of one day as one session, beside an earlier day that somebody chooses."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from django.utils.safestring import mark_safe

from restride.adapters.gait_report.session import session_sections
from restride.gait.session import SessionError, session_of
from restride.model.gait_session import GaitSession, Role, SessionClip
from restride.site.episodes.models import Episode
from restride.site.recordings import queries
from restride.site.recordings.models import Recording, State

NONE = "none"


def session_context(episode: Episode, on: date, against: str) -> dict[str, Any] | None:
    """Return what the page of a day shows; nothing where nobody was recorded running on it.

    ``against`` is the day to hold it against, written as 2026-10-03, «none», or empty for the day before it.
    """
    rows = queries.running_of(episode)
    here = [row for row in rows if row.recorded_on == on]
    if not here:
        return None
    days = sorted({row.recorded_on for row in rows if row.recorded_on < on and row.state == State.DONE}, reverse=True)
    chosen = next((day for day in days if day.isoformat() == against), None)
    if against == "" and days:
        chosen = days[0]
    context = {"on": on, "rows": here, "days": days, "chosen": chosen, "sections": None, "trouble": ""}
    try:
        earlier = (
            session_of(clips_of([row for row in rows if row.recorded_on == chosen]), on=chosen) if chosen else None
        )
        clips = clips_of(here)
        if clips:
            context["sections"] = _markup(session_of(clips, on=on, earlier=earlier))
    except SessionError as error:
        context["trouble"] = str(error)
    return context


def clips_of(rows: list[Recording]) -> list[SessionClip]:
    """Return the analysed recordings, in the order in which they were added."""
    found = []
    for row in sorted(rows, key=lambda one: one.uploaded_at):
        report = queries.report_of(row)
        if report is not None and row.role in get_args(Role):
            found.append(SessionClip(role=row.role, says=row.condition or None, report=report))  # type: ignore[arg-type]
    return found


def _markup(session: GaitSession) -> Any:
    parts = session_sections(session, recordings=False)
    # Foreign words in it are escaped by the report's own markup.
    return mark_safe("".join(part.html for part in parts))  # noqa: S308
