"""The tables of a gait report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from restride.adapters.charts.svg import Chart
from restride.adapters.gait_report.markup import Child, Html, icon, joined, tag
from restride.adapters.gait_report.rows import MOVED, Numbers, Row, by_side, each, verdict_words
from restride.explain.gait_words import GRADES, UNIT_NAMES, as_shown, missing_by_reason, number, signed
from restride.model.gait import Change, GaitReport, Grade, Metric, Verdict
from restride.model.words import Side

_LEGS = (Side.LEFT, Side.RIGHT)
#: So many measures are named in a line of what was not measured; more are counted, their names folded.
_NAMED = 3
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


def metrics_table(numbers: Numbers, groups: Mapping[str, Sequence[Row]], label: str, last: Html | None = None) -> Html:
    """Lines of the table: each leg with error, SD and strides; what changed; grade with its reasons as notes.

    A group without a title has no line of its own above it; ``last`` closes the table.
    """
    compared = numbers.comparison is not None
    change = [_right(word) for word in ("Before", "Change")] if compared else []
    legs = [tag("th", side_mark(side), f" {side.value.capitalize()}", scope="col", class_="r") for side in _LEGS]
    head = tag(
        "tr",
        tag("th", "Measure", scope="col"),
        legs if numbers.legs else tag("th", "Value", scope="col", colspan="2", class_="r"),
        change,
        _right("Smallest real change"),
        tag("th", "Verdict", scope="col") if compared else None,
        tag("th", "Grade", scope="col"),
    )
    bodies = []
    for title, rows in groups.items():
        line = tag("tr", tag("th", title, scope="rowgroup", colspan=str(columns(numbers))), class_="group")
        bodies.append(tag("tbody", line if title else None, [_metric_row(row, numbers) for row in rows]))
    table = tag("table", tag("thead", head), bodies, last, class_="table cards metrics")
    return scrolling(label, table)


def columns(numbers: Numbers) -> int:
    """How many columns the table has."""
    return 8 if numbers.comparison is not None else 5


def missing_rows(report: GaitReport, numbers: Numbers) -> Html | None:
    """What was not measured, by its reason and what would help, as the last lines of the table."""
    reasons = missing_by_reason(report)
    if not reasons:
        return None
    # The sign stands under the verdict, or under the grade where there is none.
    signs = 2 if numbers.comparison is not None else 1
    widths = str(columns(numbers) - 1 - signs), str(signs)
    return tag("tbody", [_missing_row(names, why, *widths) for why, names in reasons.items()], id="missing")


def _missing_row(names: Sequence[str], because: str, reason_width: str, sign_width: str) -> Html:
    if len(names) <= _NAMED:
        title, all_of_them = ", ".join(names), None
    else:
        title = f"{len(names)} measures"
        summary = tag("summary", icon("down"), tag("span", "Which"))
        all_of_them = tag("details", summary, tag("p", ", ".join(names), class_="small soft"), class_="why")
    return tag(
        "tr",
        tag("th", title, scope="row"),
        tag("td", because, all_of_them, colspan=reason_width, class_="small soft"),
        tag("td", tag("span", icon("dash"), "Not measured", class_="sign"), colspan=sign_width),
        class_="na",
    )


def notes_list(numbers: Numbers) -> Html | None:
    """The reasons of the grades under their numbers, folded."""
    if not numbers.notes:
        return None
    said = [tag("li", tag("b", str(at)), f" {reason}") for reason, at in numbers.notes.items()]
    summary = tag("summary", icon("down"), tag("span", f"Notes on the grades: {len(said)}"))
    return tag("details", summary, tag("ul", said, class_="small soft notes"), class_="why numbers")


def _right(word: str) -> Html:
    return tag("th", word, scope="col", class_="r")


def _metric_row(row: Row, numbers: Numbers) -> Html:
    both = row.of(Side.BOTH)
    cells = (
        [_metric_cell(both, "Value", colspan="2")]
        if both is not None
        else [_metric_cell(row.of(side), side.value.capitalize()) for side in _LEGS]
    )
    marks = [
        _sided(side, grade_sign(grade), _marks(row, side, numbers.notes))
        for side, grade in by_side(row.metrics, lambda one: one.grade)
    ]
    before, change, verdict = None, None, None
    if numbers.comparison is not None:
        before, change, verdict = _change_cells(row.changes, [one.side for one in row.metrics])
    return tag(
        "tr",
        tag("th", row.name, tag("span", row.unit, class_="tiny mute nt unit"), scope="row"),
        cells,
        before,
        change,
        tag("td", row.smallest, class_="r", data_label="Smallest real"),
        verdict,
        tag("td", marks, class_="signs", data_label="Grade"),
    )


def _marks(row: Row, side: Side | None, notes: Mapping[str, int]) -> Html | None:
    """The numbers of the notes on one side's grade; on the common grade's where there is no side."""
    marks = sorted({notes[reason] for m in row.metrics if side in (None, m.side) for reason in m.reasons})
    if not marks:
        return None
    return joined([tag("span", " note ", class_="vh"), tag("span", ", ".join(map(str, marks)), class_="small soft")])


def _sided(side: Side | None, *said: Child) -> Html:
    """A line of a cell, with the leg's mark where only one leg is meant."""
    mark = None if side is None else tag("span", "Both") if side is Side.BOTH else side_mark(side)
    return tag("p", mark, said)


def _metric_cell(metric: Metric | None, label: str, **attributes: str) -> Html:
    if metric is None:
        nothing = [tag("span", "–", aria_hidden="true"), tag("span", "not given", class_="vh")]
        return tag("td", nothing, class_="r none", data_label=label)
    spread = f"SD {number(metric.sd, metric.unit)}" if metric.sd is not None else "SD not known"
    strides = f"{metric.n_strides} stride{'s' if metric.n_strides != 1 else ''}"
    feet = "both feet · " if metric.side is Side.BOTH else ""
    return tag(
        "td",
        tag("data", number(metric.value, metric.unit), value=repr(as_shown(metric.value, metric.unit)), class_="b"),
        tag("span", " ± ", number(metric.error, metric.unit), class_="nb"),
        tag("span", f"{feet}{spread} · {strides}", class_="tiny mute unit"),
        class_="r",
        data_label=label,
        **attributes,
    )


def change_table(rows: Sequence[tuple[Change, ...]], label: str) -> Html:
    """Two sessions: before, now, difference, smallest real change, verdict; the legs in one line."""
    head = tag(
        "tr",
        tag("th", "Measure", scope="col"),
        [_right(word) for word in ("Before", "Now", "Change", "Smallest real change")],
        tag("th", "Verdict", scope="col"),
    )
    table = tag("table", tag("thead", head), tag("tbody", [_change_row(row) for row in rows]),
                class_="table cards changes")  # fmt: skip
    return scrolling(label, table)


def _change_row(row: Sequence[Change]) -> Html:
    first = row[0]
    unit = UNIT_NAMES.get(first.unit, first.unit) + (", both feet" if first.side is Side.BOTH else "")
    sides = [one.side for one in row]
    before, change, verdict = _change_cells(row, sides)
    smallest = " · ".join(dict.fromkeys(number(one.smallest_change, one.unit) for one in row))
    return tag(
        "tr",
        tag("th", first.name, tag("span", unit, class_="tiny mute nt unit"), scope="row"),
        before,
        tag("td", each(row, sides, lambda one: number(one.after, one.unit)), class_="r b", data_label="Now"),
        change,
        tag("td", smallest, class_="r", data_label="Smallest real"),
        verdict,
    )


def _change_cells(row: Sequence[Change], sides: Sequence[Side]) -> tuple[Html, Html, Html]:
    """Before, the change, and the verdict of one measure."""
    if not row:
        said = tag("td", tag("span", "Not measured before", class_="small mute"), class_="signs", data_label="Verdict")
        return _metric_cell(None, "Before"), _metric_cell(None, "Change"), said
    verdicts = by_side(
        row, lambda one: (one.verdict, one.verdict in MOVED and one.difference > 0, one.because), every=sides
    )
    return (
        tag("td", each(row, sides, lambda one: number(one.before, one.unit)), class_="r", data_label="Before"),
        tag("td", each(row, sides, lambda one: signed(one.difference, one.unit)), class_="r", data_label="Change"),
        tag("td", [_verdict(side, *said) for side, said in verdicts], class_="signs", data_label="Verdict"),
    )


def _verdict(side: Side | None, verdict: Verdict, more: bool, because: str) -> Html:
    style, shape = _VERDICT_SIGNS[verdict]
    if verdict in MOVED:
        shape = "up" if more else "dn"
    sign = tag("span", icon(shape), verdict_words(verdict, more=more), class_=f"sign {style}".strip())
    # The smallest real change stands beside it.
    why = None if verdict == "no_real_change" else tag("span", because, class_="tiny mute unit reason")
    return _sided(side, sign, why)
