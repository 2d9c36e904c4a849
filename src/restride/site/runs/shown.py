"""A history as its pages show it: the runs in lines, the errors in words, the pictures with their tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from restride.adapters.charts.svg import Chart
from restride.adapters.charts.training import history_charts
from restride.explain.training_text import clock, pace
from restride.model.words import State
from restride.site import engine
from restride.site.reasons import ShownReason, all_shown
from restride.site.runs.queries import Report
from restride.training.load import pain_by_day
from restride.training.record import RunRecord

KINDS = {"run": "Run", "walk": "Walk", "cross": "Other training"}
#: Rows of a table under a picture; older ones are in the copy a runner can take.
ROWS_SHOWN = 60
_HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class ShownError:
    """One thing that was unusual before the onset."""

    title: str
    says: str
    on: date | None
    reasons: tuple[ShownReason, ...]


@dataclass(frozen=True, slots=True)
class ShownChart:
    """A picture, what it says, and its newest numbers."""

    name: str
    title: str
    summary: str
    svg: SafeString
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int


@dataclass(frozen=True, slots=True)
class ShownRun:
    """One activity in a line."""

    kind: str
    start: Any
    dated: bool
    where: str
    distance: str
    time: str
    pace: str
    bouts: int
    file: str
    also_in: tuple[str, ...]
    grade: str
    notes: tuple[str, ...]


def history_page(found: Report) -> dict[str, Any]:
    """Return what a therapist's page of the history shows."""
    facts, report = engine.facts(), found.report
    errors = [
        ShownError(facts.findings[one.finding].says, one.says, one.on, all_shown(one.because, facts))
        for one in report.errors
        if one.state is State.PRESENT
    ]
    runs = report.runs
    return {
        "report": report,
        "errors": errors,
        "usual": [one.says for one in report.errors if one.state is State.ABSENT],
        "charts": charts_of(found),
        "first": runs[0].day,
        "last": runs[-1].day,
        "facts_of_history": _facts(found),
        "cut": len(found.shown.runs) < len(runs),
    }


def charts_of(found: Report, pain: Iterable[Any] = ()) -> list[ShownChart]:
    """Return the pictures in the order in which they are read."""
    drawn = history_charts(found.shown, engine.facts(), pain_by_day(pain))
    order = ("ratio", "weeks", "longest", "calendar", "pain_and_load")
    return [_shown(name, drawn[name]) for name in order if name in drawn]


def _shown(name: str, chart: Chart) -> ShownChart:
    newest = chart.rows[::-1][:ROWS_SHOWN]
    # Drawn by our own pen, which escapes every word.
    svg = mark_safe(chart.svg)  # noqa: S308
    return ShownChart(name, chart.title, chart.summary, svg, chart.head, newest, len(chart.rows) - len(newest))


def _facts(found: Report) -> list[tuple[str, str]]:
    report = found.report
    weeks = [week for week in report.weeks if week.runs]
    metres = [run.distance_m or 0.0 for run in report.runs]
    said = [("Runs", str(len(report.runs)))]
    if report.duplicates:
        said.append(("Recorded twice, counted once", str(report.duplicates)))
    if weeks:
        said.append(("Usual week", f"{sorted(week.distance_m for week in weeks)[len(weeks) // 2] / 1000:.0f} km"))
    if any(metres):
        said.append(("Longest run", f"{max(metres) / 1000:.1f} km"))
    other = len(report.walks) + len(report.cross)
    if other:
        said.append(("Walks and other training", str(other)))
    if report.undated:
        said.append(("Without a date, not counted", str(len(report.undated))))
    return said


def line_of(run: RunRecord) -> ShownRun:
    """Return one activity as a line."""
    return ShownRun(
        kind=KINDS[run.kind] if run.kind != "cross" else run.sport.capitalize(),
        start=run.local,
        dated=run.start_s is not None,
        where=run.where if run.where in ("treadmill", "track", "trail") else "",
        distance="–" if run.distance_m is None else f"{run.distance_m / 1000:.1f} km",
        time=f"{clock(run.timer_s)} {'h' if run.timer_s >= _HOUR_S else 'min'}",
        pace=pace(run.speed_m_s) if run.kind == "run" else "–",
        bouts=len(run.bouts),
        file=run.origin.name,
        also_in=run.also_in,
        grade=run.origin.grade,
        notes=run.notes,
    )
