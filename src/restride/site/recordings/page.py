"""The report of one recording as the movement tab shows it."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString, mark_safe

from restride.adapters.gait_report.sections import change_section
from restride.adapters.gait_report.write import SECTIONS
from restride.explain.gait_words import recording_facts
from restride.gait.compare import compare
from restride.model.words import State
from restride.site.recordings import queries
from restride.site.recordings.models import Recording

FILES = (
    ("report.html", "Report, one page for any browser"),
    ("report.pdf", "Report (PDF)"),
    ("film.mp4", "Film with lines and angles, faces blurred"),
    ("strides.csv", "Strides (CSV)"),
    ("report.json", "All numbers (JSON)"),
    ("points.trc", "Points (TRC)"),
    ("angles.mot", "Angles (MOT)"),
)


def report_context(row: Recording) -> dict[str, Any]:
    """Return what the template shows of a recording: its report, its files, and what changed since the one before."""
    report = queries.report_of(row)
    if report is None:
        return {"report": None}
    earlier = queries.before(row)
    comparison = compare(earlier[1], report) if earlier else None
    return {
        "report": report,
        "facts": recording_facts(report.recording)[1:],  # the name stands above
        "sections": _sections(row),
        "files": [(name, words) for name, words in FILES if _there(row, name)],
        "decided": sum(one.state in (State.PRESENT, State.ABSENT) for one in report.findings),
        "earlier": earlier[0] if earlier else None,
        # Foreign words in it are escaped by the report's own markup.
        "change": mark_safe(change_section(comparison).html) if comparison else None,  # noqa: S308
    }


def _there(row: Recording, name: str) -> bool:
    folder = row.result_folder
    return folder is not None and (folder / name).is_file()


def _sections(row: Recording) -> SafeString | None:
    folder = row.result_folder
    if folder is None or not (folder / SECTIONS).is_file():
        return None
    # Made by this program, every foreign word in it escaped.
    return mark_safe((folder / SECTIONS).read_text(encoding="utf-8"))  # noqa: S308
