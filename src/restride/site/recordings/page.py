"""The report of one recording as the movement tab shows it."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString, mark_safe

from restride.explain.gait_words import VERDICTS, change_words, recording_facts
from restride.gait.compare import compare
from restride.model.gait import Change, GaitComparison, Verdict
from restride.model.words import Side, State
from restride.site.recordings import queries
from restride.site.recordings.child import SECTIONS
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
VERDICT_SIGNS: dict[Verdict, tuple[str, str]] = {
    "better": ("ok", "ok"),
    "worse": ("warn", "warn"),
    "changed": ("", "up"),
    "no_real_change": ("", "same"),
    "not_comparable": ("", "unk"),
}


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
        "changes": _changes(comparison),
        "comparison": comparison,
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


def _changes(comparison: GaitComparison | None) -> list[dict[str, Any]]:
    """What changed since the recording before, real changes first."""
    if comparison is None:
        return []
    ordered = sorted(comparison.changes, key=lambda one: list(VERDICT_SIGNS).index(one.verdict))
    return [_shown(one) for one in ordered]


def _shown(change: Change) -> dict[str, Any]:
    tone, shape = VERDICT_SIGNS[change.verdict]
    return {
        "name": change.name,
        "side": "" if change.side is Side.BOTH else change.side.value,
        "difference": change_words(change),
        "words": VERDICTS[change.verdict],
        "because": change.because,
        "tone": tone,
        "shape": shape,
    }
