"""The running recordings of one visit as one session, beside an earlier one that somebody chooses."""

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
from restride.site import engine
from restride.site.episodes.models import Episode, RunnerRecord
from restride.site.recordings import queries
from restride.site.recordings.models import Recording, Visit


class Earlier(NamedTuple):
    """A visit to hold another against, and how its runs were done."""

    visit: Visit
    hows: str


@dataclass(frozen=True)
class Session:
    """The running recordings of one visit, and what they say together.

    ``earlier``: the visits before it that have a report; ``chosen``: the one it is held against; ``trouble``: why it
    says nothing.
    """

    visit: Visit
    rows: list[Recording]
    earlier: list[Earlier]
    chosen: Visit | None
    report: GaitSession | None
    trouble: str = ""

    @property
    def hows(self) -> str:
        """How its runs were done: «as usual, barefoot»."""
        return _hows(self.rows)


def _hows(rows: list[Recording]) -> str:
    said = dict.fromkeys(str(row.get_role_display()) for row in sorted(rows, key=lambda one: one.uploaded_at))
    return ", ".join(said).lower()


def session_at(episode: Episode, slug: str, against: str) -> Session | None:
    """Return the session of a visit, named as in addresses; nothing where nobody was recorded running at it.

    ``against`` is the earlier visit to hold it against, named likewise, «none», or empty for the one before it.
    """
    visits: dict[Visit, list[Recording]] = {}
    for row in queries.running_of(episode):
        visits.setdefault(row.visit, []).append(row)
    visit = next((one for one in visits if one.slug == slug), None)
    if visit is None:
        return None
    done = {one: [row for row in rows if row.report is not None] for one, rows in visits.items() if one < visit}
    earlier = [Earlier(one, _hows(rows)) for one, rows in done.items() if rows]
    chosen = next((one.visit for one in earlier if against in ("", one.visit.slug)), None)
    here = visits[visit]
    try:
        clips = clips_of(here)
        # The earlier visit of the same day is named by its order, for its date would say nothing.
        before = _session(done[chosen], None if chosen.on == visit.on else chosen.on) if chosen else None
        report = session_of(clips, engine.facts(), on=visit.on, earlier=before) if clips else None
    except SessionError as error:
        return Session(visit, here, earlier, chosen, None, str(error))
    return Session(visit, here, earlier, chosen, report)


def _session(rows: list[Recording], on: date | None) -> GaitSession | None:
    clips = clips_of(rows)
    return session_of(clips, engine.facts(), on=on) if clips else None


def sections_of(session: Session) -> Any:
    """Return the session's report as markup; nothing where there is none."""
    if session.report is None:
        return None
    parts = session_sections(session.report, recordings=False)
    # Foreign words in it are escaped by the report's own markup.
    return mark_safe("".join(part.html for part in parts))  # noqa: S308


def paper_of(session: Session, record: RunnerRecord) -> bytes:
    """Return the session's report as PDF, under the clinic's name.

    Raises
    ------
    restride.adapters.extras.MissingPackage
        The typesetter is not installed.
    """
    assert session.report is not None  # noqa: S101
    head = Letterhead(clinic=record.clinic.name, phone=record.clinic.telephone, runner=record.name)
    return session_pdf(session.report, dated=session.visit.on, letterhead=head)


def clips_of(rows: list[Recording]) -> list[SessionClip]:
    """Return the analysed recordings, in the order in which they were added."""
    found = []
    for row in sorted(rows, key=lambda one: one.uploaded_at):
        report = queries.report_of(row)
        if report is not None and row.role in get_args(Role):
            found.append(SessionClip(role=row.role, says=row.condition or None, report=report))  # type: ignore[arg-type]
    return found
