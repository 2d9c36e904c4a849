"""The same report on paper: template data for Typst, drawings with the light colours put in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from restride.adapters.charts.gait import asymmetry_chart, ground_chart, rate_chart
from restride.adapters.charts.svg import Chart
from restride.adapters.documents.letterhead import Letterhead, head_data
from restride.adapters.documents.typesetting import Paper, typeset
from restride.adapters.gait_report.curves import curve_charts, usual_bands, usual_words
from restride.adapters.gait_report.moments import NAMES, Moment
from restride.adapters.gait_report.rows import (
    MOVED,
    Numbers,
    Row,
    by_side,
    changes_together,
    each,
    numbers_of,
    verdict_words,
)
from restride.adapters.gait_report.sections import key_figures
from restride.explain.dates import long_date
from restride.explain.gait_short import in_short
from restride.explain.gait_words import (
    GRADES,
    PATTERN_NOTE,
    PATTERN_STATES,
    SIDES,
    STATES,
    UNIT_NAMES,
    VERDICTS,
    compared_words,
    finding_title,
    finding_words,
    findings_together,
    member_words,
    missing_by_reason,
    number,
    pattern_title,
    patterns_in_short,
    recording_facts,
    signed,
    sureness,
    title_of,
    unit_mark,
    unmoved_words,
    why_undecided,
)
from restride.gait.context import Gait
from restride.knowledge.load import Knowledge
from restride.model.gait import Change, FormFinding, GaitComparison, GaitReport, Metric
from restride.model.words import Side, State

#: What the site's style sheet says of a drawing's classes, in the light colours, for paper.
_STYLE = (
    "<style>.f-near{fill:#2f4b46}.f-torso{fill:#45635c}.f-far{fill:#b3c4be}.f-cut{fill:#ecebe4;stroke:#ecebe4;"
    "stroke-width:2.6}.f-ground{fill:none;stroke:#9aa69f;stroke-width:2;stroke-linecap:round}.k-line{fill:none;"
    "stroke:#4fe0c5;stroke-width:2}.k-pt{fill:#fff;stroke:#0e9c86;stroke-width:2}.k-ref{fill:none;stroke:#7f867f;"
    "stroke-width:1.5;stroke-dasharray:3 4}.k-arc{fill:none;stroke:#4fe0c5;stroke-width:1.8}.k-num{font-family:Figtree;"
    "font-size:13px;font-weight:700;fill:#15211e}.thin{opacity:.3}.sd-left,.sd-right{opacity:.15}"
    ".dot-open{fill:#fff;stroke:#5e6a65;stroke-width:2}</style>"
)
_OPENED = re.compile(r"(<svg[^>]*>)")


def report_pdf(
    report: GaitReport,
    knowledge: Knowledge,
    *,
    gait: Gait | None,
    moments: Sequence[Moment],
    comparison: GaitComparison | None,
    runner: str | None,
    dated: date,
    paper: Paper = "a4",
) -> bytes:
    """A tagged PDF with the same numbers as the page.

    Raises
    ------
    restride.adapters.extras.MissingPackage
        The typesetter or the typeface is not installed.
    """
    data = report_data(report, knowledge, gait=gait, moments=moments, comparison=comparison)
    data["head"] = head_data(Letterhead(runner=runner), None, None)
    data["date"] = long_date(dated)
    return typeset("gait.typ", data, paper=paper, dated=dated)


def report_data(
    report: GaitReport,
    knowledge: Knowledge,
    *,
    gait: Gait | None,
    moments: Sequence[Moment],
    comparison: GaitComparison | None,
) -> dict[str, Any]:
    """Everything in the report as the template takes it."""
    duty = report.metric("duty_factor")
    off = duty.value if duty is not None else None
    pairs = [m for m in report.metrics if m.id.endswith("_asymmetry")]
    charts = [ground_chart(report), rate_chart(report), asymmetry_chart(pairs)]
    return {
        "title": title_of(report.recording),
        "subtitle": report.recording.name,
        "foot": f"Restride · knowledge {report.knowledge_version} · describes movement, gives no diagnosis",
        "facts": [list(pair) for pair in recording_facts(report.recording)],
        "quality": {"grade": report.quality.grade, "words": GRADES[report.quality.grade],
                    "reasons": list(report.quality.reasons)},
        "short": [[heading, words] for _, heading, words in in_short(report, comparison)],
        "figures": [_figure(found) for found in key_figures(report)],
        "sure": [list(pair) for pair in sureness(report)],
        "moments": [
            {"svg": coloured(one.svg), "name": f"{NAMES[one.kind]}, {SIDES[one.side]}", "caption": one.caption,
             "alt": f"{one.title}. {one.caption}"}
            for one in moments
        ],
        "curves": [
            {**chart_data(one.chart),
             "usual": usual_words(usual_bands(one.angle, report, knowledge, off))}
            for one in curve_charts(report, gait, knowledge)
        ],
        "charts": [chart_data(one) for one in charts if one is not None],
        "findings": [_finding(report, found) for found in findings_together(report)],
        "patterns": _patterns(report),
        "numbers": _table(numbers_of(report, comparison)),
        "missing": [[", ".join(names), because] for because, names in missing_by_reason(report).items()],
    }  # fmt: skip


def _figure(metrics: Sequence[Metric]) -> dict[str, Any]:
    return {
        "name": metrics[0].name,
        "values": [
            [m.side.value[0].upper() if m.side is not Side.BOTH else "", number(m.value, m.unit),
             f"{unit_mark(m.unit)} ± {number(m.error, m.unit)}"]
            for m in metrics
        ],
    }  # fmt: skip


def coloured(svg: str) -> str:
    """A drawing that stands alone: name space, colours and typeface inside."""
    if "xmlns=" not in svg:
        svg = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return _OPENED.sub(r"\1" + _STYLE, svg, count=1)


def chart_data(chart: Chart) -> dict[str, str]:
    """A chart as the templates take it."""
    return {"title": chart.title, "words": chart.summary, "svg": coloured(chart.svg)}


def _finding(report: GaitReport, found: Sequence[FormFinding]) -> dict[str, Any]:
    return {
        "outside": found[0].state is State.PRESENT,
        "state": STATES[found[0].state],
        "title": finding_title(found, report),
        "words": finding_words(found),
    }


def _patterns(report: GaitReport) -> dict[str, Any] | None:
    if not report.patterns:
        return None
    order = list(PATTERN_STATES)
    rows = [
        {"seen": one.state is State.PRESENT, "state": PATTERN_STATES[one.state], "title": pattern_title(one),
         "words": [why for why in (why_undecided(one),) if why] + [member_words(member) for member in one.members]}
        for one in sorted(report.patterns, key=lambda one: order.index(one.state))
    ]  # fmt: skip
    return {"note": PATTERN_NOTE, "short": patterns_in_short(report), "rows": rows}


def _table(numbers: Numbers) -> dict[str, Any]:
    """The table of all measurements; what changed where there is a comparison."""
    comparison = numbers.comparison
    return {
        "compared": compared_words(comparison) if comparison else "",
        "warnings": list(comparison.warnings) if comparison else [],
        "groups": [
            {"title": title, "rows": [_row(row, numbers) for row in rows]} for title, rows in numbers.groups.items()
        ],
        "notes": list(numbers.notes),
    }


def _row(row: Row, numbers: Numbers) -> dict[str, Any]:
    sides = [one.side for one in row.metrics]
    return {
        "name": row.name,
        "unit": row.unit,
        "cells": [_cell(row.of(side)) for side in (Side.LEFT, Side.RIGHT)],
        "both": _cell(row.of(Side.BOTH)),
        "before": each(row.changes, sides, lambda one: number(one.before, one.unit)),
        "change": each(row.changes, sides, lambda one: signed(one.difference, one.unit)),
        "smallest": row.smallest,
        "verdicts": [[_leg(side), said] for side, said in by_side(row.changes, _verdict, every=sides)]
        if row.changes
        else [],
        "grades": [
            [_leg(side), GRADES[grade], grade == "poor"] for side, grade in by_side(row.metrics, lambda one: one.grade)
        ],
        "notes": ", ".join(map(str, sorted({numbers.notes[r] for m in row.metrics for r in m.reasons}))),
    }


def _leg(side: Side | None) -> str:
    return f"{side.value.capitalize()}: " if side is not None else ""


def _verdict(one: Change) -> str:
    return verdict_words(one.verdict, more=one.difference > 0)


def _cell(one: Metric | None) -> list[str] | None:
    if one is None:
        return None
    spread = f"SD {number(one.sd, one.unit)}" if one.sd is not None else "SD not known"
    feet = "both feet, " if one.side is Side.BOTH else ""
    return [number(one.value, one.unit), f" ± {number(one.error, one.unit)}", f"{feet}{spread}, n {one.n_strides}"]


def change_data(comparison: GaitComparison) -> dict[str, Any]:
    """What changed, as the templates take it: rows for what moved, the names of the rest by verdict."""
    every = changes_together(comparison.changes)
    moved = [row for row in every if any(one.verdict in MOVED for one in row)]
    rest = [
        [VERDICTS[verdict], "; ".join(dict.fromkeys(row[0].name for row in every
                                                    if row not in moved and row[0].verdict == verdict))]
        for verdict in VERDICTS
    ]  # fmt: skip
    return {
        "names": compared_words(comparison),
        "warnings": list(comparison.warnings),
        "rows": [_changed(row) for row in moved],
        "unmoved": unmoved_words(comparison),
        "rest": [one for one in rest if one[1]],
    }


def _changed(row: Sequence[Change]) -> list[str]:
    sides, unit = [one.side for one in row], row[0].unit
    values = (lambda one: number(one.before, unit), lambda one: number(one.after, unit),
              lambda one: signed(one.difference, unit))  # fmt: skip
    return [
        f"{row[0].name}, {UNIT_NAMES.get(unit, unit)}{', both feet' if Side.BOTH in sides else ''}",
        *(each(row, sides, say) for say in values),
        " · ".join(dict.fromkeys(number(one.smallest_change, unit) for one in row)),
        "; ".join(_leg(side) + said for side, said in by_side(row, _verdict, every=sides)),
    ]
