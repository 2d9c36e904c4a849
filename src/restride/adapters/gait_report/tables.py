"""The tables of a gait report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from restride.adapters.charts.svg import Chart
from restride.adapters.gait_report.markup import Html, icon, tag
from restride.explain.gait_words import (
    GRADES,
    PLANES,
    UNIT_NAMES,
    VERDICTS,
    as_shown,
    change_words,
    number,
    with_unit,
)
from restride.model.gait import Change, GaitReport, Grade, Metric, Verdict
from restride.model.words import Side

_COLUMNS = (Side.LEFT, Side.RIGHT, Side.BOTH)
_GRADE_SIGNS: dict[Grade, tuple[str, str]] = {
    "good": ("ok", "ok"), "usable": ("warn", "warn"), "poor": ("stop", "no"),
}  # fmt: skip
_VERDICT_SIGNS: dict[Verdict, tuple[str, str]] = {
    "better": ("info", "up"), "worse": ("warn", "dn"), "changed": ("info", "up"), "no_real_change": ("", "same"),
    "not_comparable": ("", "dash"),
}  # fmt: skip


def grade_sign(grade: Grade) -> Html:
    """A grade as shape and word."""
    style, shape = _GRADE_SIGNS[grade]
    return tag("span", icon(shape), GRADES[grade], class_=f"sign {style}")


def grades(metrics: Sequence[Metric]) -> list[tuple[Side | None, Grade]]:
    """One grade where all agree, without a side; else each side's, the left leg's first."""
    found = {metric.side: metric.grade for metric in metrics}
    if len(set(found.values())) == 1:
        return [(None, metrics[0].grade)]
    return [(side, found[side]) for side in _COLUMNS if side in found]


def side_mark(side: Side) -> Html:
    """«L» or «R» in its box."""
    letter = side.value[0].upper()
    return tag(
        "span",
        tag("span", letter, aria_hidden="true"),
        tag("span", side.value, class_="vh"),
        class_="side R" if side is Side.RIGHT else "side L",
    )


def scrolling(label: str, table: Html) -> Html:
    """A table that may be wider than the screen."""
    return tag("div", table, class_="scroll", tabindex="0", role="region", aria_label=f"{label}, scrolls sideways")


def chart_table(chart: Chart) -> Html:
    """The numbers behind a picture, folded."""
    head = tag("tr", [tag("th", word, scope="col") for word in chart.head])
    rows = [tag("tr", tag("th", row[0], scope="row"), [tag("td", cell) for cell in row[1:]]) for row in chart.rows]
    table = tag("table", tag("thead", head), tag("tbody", rows), class_="table dense")
    return tag(
        "details",
        tag("summary", icon("down"), tag("span", "Numbers as a table")),
        scrolling(chart.title, table),
        class_="why numbers",
    )


def metrics_table(report: GaitReport) -> Html:
    """Every number: each side with error, SD and strides; smallest real change; grade with its reasons as notes."""
    head = tag(
        "tr",
        tag("th", "Measure", scope="col"),
        [tag("th", side_mark(side), f" {side.value.capitalize()}", scope="col", class_="r") for side in _COLUMNS[:2]],
        tag("th", "Both", scope="col", class_="r"),
        tag("th", "Smallest real change", scope="col", class_="r"),
        tag("th", "Grade", scope="col"),
    )
    # Left minus right has its own picture and table.
    shown = [m for m in report.metrics if not m.id.endswith("_asymmetry")]
    notes = {reason: at for at, reason in enumerate(dict.fromkeys(r for m in shown for r in m.reasons), 1)}
    bodies = []
    for plane, title in PLANES.items():
        found = [m for m in shown if m.plane == plane]
        if found:
            group = tag("tr", tag("th", title, scope="rowgroup", colspan="6"), class_="group")
            rows = [
                _metric_row([m for m in found if m.id == name], notes) for name in dict.fromkeys(m.id for m in found)
            ]
            bodies.append(tag("tbody", group, rows))
    table = tag("table", tag("thead", head), bodies, class_="table metrics", id="all-numbers")
    said = [tag("li", tag("b", str(at)), f" {reason}") for reason, at in notes.items()]
    under = tag("div", tag("h3", "Notes on the grades", class_="h-m"), tag("ul", said, class_="small soft"),
                class_="foot") if said else None  # fmt: skip
    return Html(scrolling("All measurements", table) + (under or ""))


def _metric_row(metrics: Sequence[Metric], notes: Mapping[str, int]) -> Html:
    first = metrics[0]
    cells = [_metric_cell(next((m for m in metrics if m.side is side), None)) for side in _COLUMNS]
    changes = dict.fromkeys(number(m.smallest_change, m.unit) for m in metrics)
    return tag(
        "tr",
        tag(
            "th", first.name, tag("span", UNIT_NAMES.get(first.unit, first.unit), class_="tiny mute nt unit"),
            scope="row",
        ),
        cells,
        tag("td", " · ".join(changes), class_="r"),
        tag("td", [_graded(side, grade, _marks(metrics, side, notes)) for side, grade in grades(metrics)],
            class_="nb grades"),
    )  # fmt: skip


def _marks(metrics: Sequence[Metric], side: Side | None, notes: Mapping[str, int]) -> list[Html]:
    """The numbers of the notes on one side's grade; on the common grade's where there is no side."""
    marks = sorted({notes[reason] for m in metrics if side in (None, m.side) for reason in m.reasons})
    listed = ", ".join(map(str, marks))
    return [tag("span", " note ", class_="vh"), tag("span", listed, class_="small soft")] if marks else []


def _graded(side: Side | None, grade: Grade, marks: Sequence[Html]) -> Html:
    if side is None:
        return tag("p", grade_sign(grade), " ", marks)
    mark = tag("span", "Both") if side is Side.BOTH else side_mark(side)
    return tag("p", mark, " ", grade_sign(grade), " ", marks)


def _metric_cell(metric: Metric | None) -> Html:
    if metric is None:
        return tag("td", tag("span", "–", aria_hidden="true"), tag("span", "not given", class_="vh"), class_="r none")
    spread = f"SD {number(metric.sd, metric.unit)}" if metric.sd is not None else "SD not known"
    strides = f"{metric.n_strides} stride{'s' if metric.n_strides != 1 else ''}"
    return tag(
        "td",
        tag("data", number(metric.value, metric.unit), value=repr(as_shown(metric.value, metric.unit)), class_="b"),
        tag("span", " ± ", number(metric.error, metric.unit), class_="nb"),
        tag("span", f"{spread} · {strides}", class_="tiny mute unit"),
        class_="r",
    )


def change_table(changes: Sequence[Change], label: str) -> Html:
    """Two sessions: before, now, difference, smallest real change, verdict; better and worse come first."""
    head = tag(
        "tr",
        tag("th", "Measure", scope="col"),
        [tag("th", word, scope="col", class_="r") for word in ("Before", "Now", "Change", "Smallest real change")],
        tag("th", "Verdict", scope="col"),
    )
    order = list(VERDICTS)
    rows = [_change_row(one) for one in sorted(changes, key=lambda one: order.index(one.verdict))]
    return scrolling(label, tag("table", tag("thead", head), tag("tbody", rows), class_="table changes"))


def _change_row(change: Change) -> Html:
    style, shape = _VERDICT_SIGNS[change.verdict]
    if change.verdict in ("better", "worse", "changed"):
        shape = "up" if change.difference > 0 else "dn"
    mark = [side_mark(change.side), " "] if change.side is not Side.BOTH else []
    towards = change.because if change.verdict in ("better", "worse", "changed") else None
    return tag(
        "tr",
        tag("th", mark, change.name, scope="row"),
        tag("td", with_unit(change.before, change.unit), class_="r"),
        tag("td", with_unit(change.after, change.unit), class_="r b"),
        tag("td", change_words(change), class_="r"),
        tag("td", with_unit(change.smallest_change, change.unit), class_="r"),
        tag(
            "td",
            tag("span", icon(shape), VERDICTS[change.verdict], class_=f"sign {style}".strip()),
            tag("span", towards, class_="tiny mute unit reason") if towards else None,
        ),
    )
