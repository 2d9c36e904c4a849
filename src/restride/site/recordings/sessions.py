"""The running recordings of one day as one session, beside an earlier day that somebody chooses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, get_args

from django.utils.safestring import mark_safe

from restride.adapters.documents.letterhead import Letterhead
from restride.adapters.gait_report.session import session_sections
from restride.adapters.gait_report.session_paper import session_pdf
from restride.gait.session import SessionError, session_of
from restride.model.gait_session import GaitSession, Role, SessionClip
from restride.site.episodes.models import Episode, RunnerRecord
from restride.site.recordings import queries
from restride.site.recordings.models import Recording, State

NONE = "none"


class Earlier(NamedTuple):
    """A day to hold another against, and how its runs were done."""

    on: date
    hows: str


@dataclass(frozen=True)
class Day:
    """The running recordings of one day, and what they say together.

    ``days``: the earlier days that have a report; ``chosen``: the one it is held against; ``trouble``: why it says
    nothing.
    """

    on: date
    rows: list[Recording]
    days: list[Earlier]
    chosen: date | None
    session: GaitSession | None
    trouble: str = ""

    @property
    def hows(self) -> str:
        """How its runs were done: «as usual, barefoot»."""
        return _hows(self.rows)


def _hows(rows: list[Recording]) -> str:
    said = dict.fromkeys(str(row.get_role_display()) for row in sorted(rows, key=lambda one: one.uploaded_at))
    return ", ".join(said).lower()


def day_of(episode: Episode, on: date, against: str) -> Day | None:
    """Return the day; nothing where nobody was recorded running on it.

    ``against`` is the day to hold it against, written as 2026-10-03, «none», or empty for the day before it.
    """
    rows = queries.running_of(episode)
    here = [row for row in rows if row.recorded_on == on]
    if not here:
        return None
    done = [row for row in rows if row.recorded_on < on and row.state == State.DONE]
    days = [
        Earlier(day, _hows([row for row in done if row.recorded_on == day]))
        for day in sorted({row.recorded_on for row in done}, reverse=True)
    ]
    chosen = next((day.on for day in days if day.on.isoformat() == against), None)
    if against == "" and days:
        chosen = days[0].on
    try:
        clips = clips_of(here)
        earlier = clips_of([row for row in rows if row.recorded_on == chosen]) if chosen else []
        before = session_of(earlier, on=chosen) if chosen else None
        return Day(on, here, days, chosen, session_of(clips, on=on, earlier=before) if clips else None)
    except SessionError as error:
        return Day(on, here, days, chosen, None, str(error))


def sections_of(day: Day) -> Any:
    """Return the day's report as markup; nothing where there is none."""
    if day.session is None:
        return None
    parts = session_sections(day.session, recordings=False)
    # Foreign words in it are escaped by the report's own markup.
    return mark_safe("".join(part.html for part in parts))  # noqa: S308


def paper_of(day: Day, record: RunnerRecord) -> bytes:
    """Return the day's report as PDF, under the clinic's name.

    Raises
    ------
    restride.adapters.documents.typesetting.DocumentError
        The typesetter is not installed.
    """
    assert day.session is not None  # noqa: S101
    head = Letterhead(clinic=record.clinic.name, phone=record.clinic.telephone, runner=record.name)
    return session_pdf(day.session, dated=day.on, letterhead=head)


def clips_of(rows: list[Recording]) -> list[SessionClip]:
    """Return the analysed recordings, in the order in which they were added."""
    found = []
    for row in sorted(rows, key=lambda one: one.uploaded_at):
        report = queries.report_of(row)
        if report is not None and row.role in get_args(Role):
            found.append(SessionClip(role=row.role, says=row.condition or None, report=report))  # type: ignore[arg-type]
    return found
