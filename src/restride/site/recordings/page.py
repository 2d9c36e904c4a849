"""The report of one recording as the movement tab shows it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import msgspec
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from restride.adapters.gait_report.filming import filming_pictures
from restride.adapters.gait_report.layout import laid_out
from restride.adapters.gait_report.markup import Html
from restride.adapters.gait_report.sections import Section, numbers_section, short_section
from restride.adapters.gait_report.write import SECTIONS
from restride.explain.dates import long_date
from restride.explain.gait_words import recording_facts, title_of
from restride.explain.movement_words import HOW_TO_FILM, MOVEMENT_NAMES, entry_name, entry_value, report_facts
from restride.gait.compare import compare
from restride.gait.joined import of_one, recording_words
from restride.model.case import Case
from restride.model.movement import MovementEntry
from restride.model.words import State
from restride.site import engine
from restride.site.accounts.models import User
from restride.site.evaluations.queries import standing_of
from restride.site.exams.sheets import Sheets
from restride.site.recordings import queries
from restride.site.recordings.models import Recording, Visit
from restride.site.recordings.models import State as RowState

#: Movement test → the drawn figure that shows it, where it is not its own name.
FIGURES = {"hop": "hop30", "hop_distance": "slhop_dist", "lunge": "wblt_angle", "single_leg_squat": "sl_squat"}
#: What was not measured had a section of its own once; it stands in the table now.
_ONCE = "missing"
FILES = (
    ("report.html", "Report, one page for any browser"),
    ("report.pdf", "Report (PDF)"),
    ("film.mp4", "Film with lines and angles, faces blurred"),
    ("strides.csv", "Strides (CSV)"),
    ("repetitions.csv", "Repetitions (CSV)"),
    ("report.json", "All numbers (JSON)"),
    ("points.trc", "Points (TRC)"),
    ("angles.mot", "Angles (MOT)"),
)


def report_context(row: Recording) -> dict[str, Any]:
    """Return what the template shows of a recording: its report, its files, and what changed since the one before."""
    report, parts = queries.report_of(row), _sections(row)
    if report is None or parts is None:
        return {"report": None}
    earlier = queries.before(row)
    comparison = None
    if earlier is not None:
        named = msgspec.structs.replace(compare(earlier[1], report, engine.facts()), before=str(earlier[0].visit))
        comparison = msgspec.structs.replace(named, after=str(row.visit))
    # What was analysed does not change; what it is held against may be another by now.
    anew = {part.id: part for part in (short_section(report, comparison), numbers_section(report, comparison))}
    return {
        "report": report,
        "title": title_of(report.recording),
        "facts": recording_facts(report.recording)[1:],  # the name stands above
        "laid": _laid_out([anew.get(part.id, part) for part in parts or anew.values() if part.id != _ONCE]),
        "files": [(name, words) for name, words in FILES if _there(row, name)],
        "decided": sum(one.state in (State.PRESENT, State.ABSENT) for one in report.findings),
        "earlier": earlier[0] if earlier else None,
    }


def people_in(row: Recording) -> list[tuple[str, str]]:
    """Return the people among whom the analysis could not choose, from the left: each place, and words for it."""
    places = [f"{x},{y}" for x, y in sorted(row.people)] if row.state == RowState.FAILED else []
    if len(places) == 2:
        return list(zip(places, ("on the left", "on the right"), strict=True))
    return [(place, f"number {at} from the left") for at, place in enumerate(places, 1)]


@dataclass(frozen=True, slots=True)
class ForExam:
    """One number of a movement test beside what stands in the exam."""

    key: str
    name: str
    says: str
    now: str
    #: Whose number stands there: nobody's, a camera's, a hand's, or this very one.
    held: str


def movement_context(row: Recording, user: User) -> dict[str, Any]:
    """Return what the template shows of a movement test: its report, its files, and what the exam holds."""
    report, parts = queries.movement_report_of(row), _sections(row)
    if report is None or parts is None:
        return {"report": None}
    standing = standing_of(row.episode, by=user)
    case = standing.case if standing else None
    forbidden = ""
    if standing is not None and case is not None and standing.evaluation is not None:
        sheets = Sheets(case, standing.evaluation, engine.facts(), timezone.localdate())
        forbidden = next((sheet.forbidden for one in report.exam if (sheet := sheets.sheet(one.test))), "")
    return {
        "report": report,
        "title": f"{MOVEMENT_NAMES[report.movement]}, {report.side.value} leg",
        "facts": report_facts(report)[1:],
        "laid": _laid_out(parts),
        "files": [(name, words) for name, words in FILES if _there(row, name)],
        "has_case": case is not None,
        "forbidden": forbidden,
        "for_exam": [_for_exam(one, case, row) for one in report.exam],
    }


def _for_exam(entry: MovementEntry, case: Case | None, row: Recording) -> ForExam:
    known = next((one for one in (case.exam if case else ()) if of_one(one, entry.test, entry.side)), None)
    held, now = "nobody", ""
    if known is not None:
        now = known.value.text if known.value else known.result or ""
        now += f" ± {known.error.value:g}" if known.error else ""
        same = known.value is not None and known.value.text == entry.value
        own = recording_words(row.name, long_date(row.recorded_on))
        held = "this" if same and known.recording == own else known.seen_by
        now += f", {known.recording}" if known.recording else ""
    key = f"{entry.test} {entry.side.value}"
    return ForExam(key, entry_name(entry, engine.facts()), entry_value(entry), now, held)


@dataclass(frozen=True, slots=True)
class Seen:
    """The recordings of one visit: running makes one session, movement tests stand by themselves."""

    visit: Visit
    running: list[Recording]
    tests: list[tuple[Recording, str]]

    @property
    def compared(self) -> bool:
        """Whether there is a session to show."""
        return any(row.reported for row in self.running)


def by_visit(rows: list[Recording]) -> list[Seen]:
    """Return the recordings by visit, in the order they come."""
    visits: dict[Visit, Seen] = {}
    for row in rows:
        seen = visits.setdefault(row.visit, Seen(row.visit, [], []))
        if row.movement:
            seen.tests.append((row, MOVEMENT_NAMES.get(row.movement, row.movement)))  # type: ignore[call-overload]
        else:
            seen.running.append(row)
    return list(visits.values())


def filming_context() -> dict[str, Any]:
    """Return the pictures of how to film, and how each movement test is filmed."""
    pictures = [{**one._asdict(), "svg": mark_safe(one.svg)} for one in filming_pictures()]  # noqa: S308
    tests = [
        {"title": MOVEMENT_NAMES[name], "how": how, "figure": FIGURES.get(name, name)}
        for name, how in HOW_TO_FILM.items()
    ]
    return {"place": "", "pictures": pictures, "tests": tests}


def _there(row: Recording, name: str) -> bool:
    folder = row.result_folder
    return folder is not None and (folder / name).is_file()


def _sections(row: Recording) -> list[Section] | None:
    """Return the report's sections in order; nothing where an older program wrote them in another shape."""
    folder = row.result_folder
    if folder is None:
        return []
    try:
        pages = json.loads((folder / SECTIONS).read_bytes())
    except FileNotFoundError:
        return None
    return [Section(name, "", Html(page)) for name, page in pages.items()]


def _laid_out(parts: list[Section]) -> dict[str, SafeString]:
    """Return the report's markup by its place on the page."""
    # Made by this program, every foreign word in it escaped.
    return {place: mark_safe(html) for place, html in laid_out(parts)._asdict().items()}  # noqa: S308
