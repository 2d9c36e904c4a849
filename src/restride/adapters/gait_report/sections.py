"""The sections of a gait report as markup, for the page that stands alone and for the site alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from restride.adapters.charts.gait import CurveChart, asymmetry_chart, ground_chart, rate_chart
from restride.adapters.charts.svg import Chart
from restride.adapters.gait_report.curves import curve_charts, usual_bands, usual_words
from restride.adapters.gait_report.markup import Child, Html, icon, tag
from restride.adapters.gait_report.moments import NAMES, Moment
from restride.adapters.gait_report.rows import MOVED, changes_together, numbers_of
from restride.adapters.gait_report.tables import (
    change_table,
    chart_table,
    grade_sign,
    metrics_table,
    missing_rows,
    notes_list,
    side_mark,
)
from restride.explain.gait_short import in_short
from restride.explain.gait_words import (
    ANGLES,
    PATTERN_NOTE,
    PATTERN_STATES,
    STATES,
    VERDICTS,
    compared_words,
    finding_title,
    finding_words,
    findings_together,
    key_ids,
    member_words,
    number,
    pattern_title,
    patterns_in_short,
    recording_facts,
    sureness,
    title_of,
    unit_mark,
    unmoved_words,
    why_undecided,
)
from restride.gait.context import Gait
from restride.knowledge.load import Knowledge
from restride.model.gait import FormFinding, FormPattern, GaitComparison, GaitReport, Metric
from restride.model.words import Side, State

_MOST_FIGURES = 6


class Section(NamedTuple):
    """One part of the report: its place on the page and its markup, heading included."""

    id: str
    title: str
    html: Html


def sections(
    report: GaitReport,
    knowledge: Knowledge,
    *,
    gait: Gait | None = None,
    moments: Sequence[Moment] = (),
    comparison: GaitComparison | None = None,
    player: Html | None = None,
) -> list[Section]:
    """Every section that the report has, in reading order: quality first where it is poor.

    ``gait`` adds single strides to the curves; without it (a stored report) the means and SDs stand alone.
    """
    found = [short_section(report, comparison), section_of("figures", "Key figures", _figures(report))]
    quality = section_of("quality", "Quality of the recording", _quality(report))
    found = [quality, *found] if report.quality.grade == "poor" else [*found, quality]
    if report.events:
        found.append(section_of("sure", "How sure", _pairs(sureness(report))))
    if moments:
        found.append(section_of("moments", "Key moments", _moments(moments), plain=True))
    if player is not None:
        verb = "run" if report.recording.locomotion == "running" else "walk"
        found.append(section_of("player", f"Watch the {verb}", player))
    charts = curve_charts(report, gait, knowledge)
    if charts:
        found.append(section_of("curves", "Angles through one stride", _curves(charts, report, knowledge), plain=True))
    found += _pictures(report)
    if report.findings:
        found.append(section_of("findings", "Against what is usual", _findings(report)))
    if report.patterns:
        found.append(section_of("patterns", "Patterns of form", _patterns(report)))
    return [*found, numbers_section(report, comparison)]


def short_section(report: GaitReport, comparison: GaitComparison | None = None) -> Section:
    """What it says in a few words; with a comparison what changed, and what speaks against comparing."""
    return section_of("short", "In short", _short(report, comparison))


def numbers_section(report: GaitReport, comparison: GaitComparison | None = None) -> Section:
    """Every number, and with a comparison what became of it; what was not measured stands last."""
    numbers = numbers_of(report, comparison)
    missing = missing_rows(report, numbers)
    parts: list[Child] = [metrics_table(numbers, {"": numbers.key}, "Key figures", missing)]
    if numbers.rest:
        count = sum(map(len, numbers.rest.values()))
        summary = tag("summary", icon("down"), tag("span", f"Every other number: {count}"))
        parts.append(
            tag("details", summary, metrics_table(numbers, numbers.rest, "Every other number"), class_="why numbers")
        )
    parts.append(notes_list(numbers))
    table = tag("div", parts, class_="gr-numbers")
    note = compared_words(comparison) if comparison else None
    return section_of("numbers", "All measurements", table, flush=True, note=note)


def section_of(
    name: str, title: str, content: Child, *, plain: bool = False, flush: bool = False, note: str | None = None
) -> Section:
    """A part of a report under its heading and a note on it, on a card unless ``plain``."""
    style = "gr-part" if plain else "card flush" if flush else "card"
    said = tag("p", note, class_="small soft") if note else None
    heading = tag("header", tag("h2", title, id=f"h-{name}"), said)
    return Section(
        name, title, tag("section", heading, content, class_=f"{style} mt", id=name, aria_labelledby=f"h-{name}")
    )


def header(report: GaitReport, *, runner: str | None, faces: str | None) -> Html:
    """Title, runner and the facts of the recording."""
    facts = [("Runner", runner), *recording_facts(report.recording)] if runner else recording_facts(report.recording)
    if faces:
        facts.append(("Faces", faces))
    pairs = [tag("div", tag("dt", name), tag("dd", value)) for name, value in facts]
    return tag("div", tag("h1", title_of(report.recording)), tag("dl", pairs, class_="gr-facts"), class_="gr-head")


def _short(report: GaitReport, comparison: GaitComparison | None) -> Html:
    groups = [
        tag("div", tag("h3", heading), tag("p", words, class_="small"), class_=style)
        for style, heading, words in in_short(report, comparison)
    ]
    warnings = _warnings(comparison) if comparison is not None else []
    return tag("div", warnings, tag("div", groups, class_="tri gr-short"), class_="gr-compare")


def key_figures(report: GaitReport) -> list[list[Metric]]:
    """The numbers that stand on top, each leg's where the legs were told apart."""
    figures = []
    for name in key_ids({m.id for m in report.metrics}):
        near = report.recording.near_side
        # The far leg of a side view is half hidden; its numbers stand in the table, with their grade.
        sides = (Side.LEFT, Side.RIGHT) if near is None else (near,)
        found = [m for side in sides if (m := report.metric(name, side)) is not None]
        both = report.metric(name)
        found = found or ([both] if both is not None else [])
        if found:
            figures.append(found)
    return figures[:_MOST_FIGURES]


def _figures(report: GaitReport) -> Html:
    return tag("ul", [_tile(found) for found in key_figures(report)], class_="gr-figures")


def _tile(metrics: Sequence[Metric]) -> Html:
    values = []
    for metric in metrics:
        mark = [side_mark(metric.side), " "] if metric.side is not Side.BOTH else []
        values.append(
            tag(
                "p",
                mark,
                tag("b", number(metric.value, metric.unit)),
                tag("span", f"{unit_mark(metric.unit)} ± {number(metric.error, metric.unit)}", class_="small soft nb"),
            )
        )
    worst = max((m.grade for m in metrics), key=("good", "usable", "poor").index)
    name = metrics[0].name.split(", from this strike")[0]
    return tag("li", tag("h3", name), tag("div", values, class_="gr-values"), grade_sign(worst))


def _moments(moments: Sequence[Moment]) -> Html:
    legs = []
    for side in dict.fromkeys(one.side for one in moments):
        pictures = [
            tag(
                "figure",
                Html(one.svg),
                tag("figcaption", tag("b", NAMES[one.kind]), one.caption.replace(" ± ", "\u00a0±\u00a0")),
                class_="frame",
            )
            for one in moments
            if one.side is side
        ]
        legs.append(
            tag("h3", side_mark(side), f" {side.value.capitalize()} leg", class_="gr-leg")
            + tag("div", pictures, class_="gr-frames")
        )
    filmed = any("<image" in one.svg for one in moments)
    source = "Frames of the video with the tracked points" if filmed else "Drawn from the tracked points"
    note = tag("p", f"{source}; one stride, the one nearest to the mean.", class_="small mute")
    return tag("div", note, [Html(leg) for leg in legs])


def _curves(charts: Sequence[CurveChart], report: GaitReport, knowledge: Knowledge) -> Html:
    cards = []
    duty = report.metric("duty_factor")
    for one in charts:
        bands = usual_bands(one.angle, report, knowledge, duty.value if duty is not None else None)
        frame = one.frame
        cards.append(
            tag(
                "article",
                tag("h3", one.chart.title),
                tag(
                    "div", Html(one.chart.svg), class_="gr-curve", data_angle=one.angle,
                    data_x0=f"{frame.x(0):.2f}", data_x1=f"{frame.x(1):.2f}", data_y0=f"{frame.y(frame.low):.2f}",
                    data_y1=f"{frame.y(frame.high):.2f}", data_low=f"{frame.low:.3f}", data_high=f"{frame.high:.3f}",
                ),
                tag("p", one.chart.summary, class_="tiny soft"),
                [tag("p", words, class_="tiny soft") for words in usual_words(bands)],
                chart_table(one.chart),
                class_="card gr-chart",
            )
        )  # fmt: skip
    lacking = [ANGLES[one.angle][0].lower() for one in charts if not usual_bands(one.angle, report, knowledge, None)]
    note = (
        "From one strike to the next strike of the same foot. Thick: mean; coloured band: one SD; thin: each stride. "
        "Grey shows what is usual at this speed, not what is healthy, and is no norm for video."
    )
    if lacking:
        note += f" No reference near this speed for: {', '.join(lacking)}."
    return tag("div", tag("p", note, class_="small soft"), tag("div", cards, class_="gr-curves"))


def _pictures(report: GaitReport) -> list[Section]:
    """Ground and air, step rate, left against right: each with its words and its table."""
    pairs = [m for m in report.metrics if m.id.endswith("_asymmetry")]
    found = []
    for name, wide, narrow in (
        ("ground", ground_chart(report), ground_chart(report, narrow=True)),
        ("rate", rate_chart(report), rate_chart(report, narrow=True)),
        ("sides", asymmetry_chart(pairs), asymmetry_chart(pairs, narrow=True)),
    ):
        if wide is not None and narrow is not None:
            found.append(section_of(name, wide.title, two_widths(wide, narrow)))
    return found


def two_widths(wide: Chart, narrow: Chart) -> Html:
    """A chart for either width of page, its words, its numbers."""
    return tag(
        "div",
        tag("div", Html(wide.svg), class_="only-wide"),
        tag("div", Html(narrow.svg), class_="only-narrow"),
        tag("p", wide.summary, class_="small soft mt-s"),
        chart_table(wide),
    )


_STATE_SIGNS = {State.PRESENT: ("info", "up"), State.ABSENT: ("", "ok"), State.UNKNOWN: ("", "unk")}


def _findings(report: GaitReport) -> Html:
    found = findings_together(report)
    first = [_finding(one, report) for one in found if one[0].state is not State.ABSENT]
    usual = [_finding(one, report) for one in found if one[0].state is State.ABSENT]
    note = (
        "A reference describes other runners. Being outside it is an observation; it becomes a cause "
        "only together with symptoms that fit."
    )
    parts: list[Child] = [tag("ul", first, class_="gr-findings")] if first else []
    if usual:
        parts.append(_folded(STATES[State.ABSENT], usual, unfolded=not first))
    return tag("div", tag("p", note, class_="small soft"), parts)


def _folded(words: str, rows: Sequence[Html], *, unfolded: bool = False) -> Html:
    """A list of lesser weight, folded under its words and its count; open where nothing stands above it."""
    summary = tag("summary", icon("down"), tag("span", f"{words}: {len(rows)}"))
    return tag("details", summary, tag("ul", rows, class_="gr-findings"), class_="why numbers", open=unfolded)


def _finding(found: Sequence[FormFinding], report: GaitReport) -> Html:
    finding = found[0]
    style, shape = _STATE_SIGNS[finding.state]
    if finding.state is State.PRESENT and finding.band is not None and finding.value < finding.band.mean:
        shape = "dn"
    title = finding_title(found, report)
    return tag(
        "li",
        tag("span", icon(shape), STATES[finding.state], class_=f"sign {style}".strip()),
        tag("div", tag("h3", title, class_="h-m"), tag("p", finding_words(found), class_="small soft")),
    )


_PATTERN_SIGNS = {State.PRESENT: ("info", "info"), State.ABSENT: ("", "ok"), State.UNKNOWN: ("", "unk")}


def _patterns(report: GaitReport) -> Html:
    """What was seen, each with its numbers; what is undecided and what was not seen is folded away."""
    said = tag("p", patterns_in_short(report), class_="b mt-s")
    parts: list[Child] = [tag("p", PATTERN_NOTE, class_="small soft"), said]
    rows = {state: [_pattern(one) for one in report.patterns if one.state is state] for state in PATTERN_STATES}
    if rows[State.PRESENT]:
        parts.append(tag("ul", rows[State.PRESENT], class_="gr-findings"))
    parts += [_folded(PATTERN_STATES[one], rows[one]) for one in (State.UNKNOWN, State.ABSENT) if rows[one]]
    return tag("div", parts)


def _pattern(pattern: FormPattern) -> Html:
    style, shape = _PATTERN_SIGNS[pattern.state]
    why = why_undecided(pattern)
    members = tag("ul", [tag("li", member_words(one)) for one in pattern.members], class_="bul small soft")
    return tag(
        "li",
        tag("span", icon(shape), PATTERN_STATES[pattern.state], class_=f"sign {style}".strip()),
        tag("div", tag("h3", pattern_title(pattern), class_="h-m"), tag("p", why, class_="small") if why else None,
            members),
    )  # fmt: skip


def compared(comparison: GaitComparison, against: str = "") -> Html:
    """What changed first, the rest folded away; ``against`` tells the tables of several comparisons apart."""
    names = tag("p", compared_words(comparison), class_="small soft")
    rows = changes_together(comparison.changes)
    key = key_ids({one.id for one in comparison.changes})
    moved = [row for row in rows if row[0].verdict in MOVED or row[-1].verdict in MOVED]
    legs = {row[0].id for row in rows if row[0].side is not Side.BOTH}
    first = [
        row
        for row in moved
        if any(one.verdict in ("better", "worse") for one in row)
        or (row[0].id in key and not (row[0].side is Side.BOTH and row[0].id in legs))
    ]
    parts: list[Child] = [change_table(first, f"What changed{against}")] if first else []
    if not moved:
        parts.append(tag("p", unmoved_words(comparison)))
    folded = {"Changed, other numbers": [row for row in moved if row not in first]} | {
        VERDICTS[verdict]: [row for row in rows if row not in moved and row[0].verdict == verdict]
        for verdict in ("no_real_change", "not_comparable")
    }
    for words, rest in folded.items():
        if rest:
            heading = f"{words}: {len(rest)}"
            summary = tag("summary", icon("down"), tag("span", heading))
            parts.append(tag("details", summary, change_table(rest, f"{heading}{against}"), class_="why numbers"))
    return tag("div", names, _warnings(comparison), parts, class_="gr-compare")


def _warnings(comparison: GaitComparison) -> list[Html]:
    return [tag("p", icon("warn"), tag("span", one), class_="alert warn small") for one in comparison.warnings]


def _quality(report: GaitReport) -> Html:
    grade = report.quality.grade
    reasons = report.quality.reasons or ("Nothing speaks against it.",)
    if grade == "poor":
        reasons = (*reasons, "Read every number below with care, and record again where it matters.")
    return tag(
        "div",
        grade_sign(grade),
        tag("ul", [tag("li", reason) for reason in reasons], class_="bul small mt-s"),
        class_=f"gr-quality {grade}",
    )


def _pairs(rows: Sequence[tuple[str, str]]) -> Html:
    return tag("dl", [[tag("dt", name), tag("dd", value)] for name, value in rows], class_="kv")
