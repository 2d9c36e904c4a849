"""The sections of a movement test's report as markup, for the page that stands alone and for the site alike."""

from __future__ import annotations

from collections.abc import Sequence

from restride.adapters.charts.movement import repetition_chart
from restride.adapters.gait_report.markup import Child, Html, tag
from restride.adapters.gait_report.sections import Section, section_of, two_widths
from restride.adapters.gait_report.tables import grade_sign, scrolling
from restride.adapters.movement_report.moments import KeyFrame
from restride.explain.movement_words import MOVEMENT_NAMES, entry_words, quantity, report_facts, with_error
from restride.knowledge.load import Knowledge
from restride.model.movement import MovementNumber, MovementReport

_ON_TOP = 4


def movement_sections(
    report: MovementReport, knowledge: Knowledge, frames: Sequence[KeyFrame], *, exam: bool = True
) -> list[Section]:
    """Every section in reading order; quality first where it is not good.

    A page with its own way into the examination leaves that part out.
    """
    quality = section_of("filmed", "Quality of the recording", _quality(report))
    found = [section_of("figures", "Key figures", _figures(report))]
    if frames:
        found.append(section_of("moments", "Key moments", _frames(frames), plain=True))
    found.append(section_of("repetitions", "Every repetition", _repetitions(report)))
    found.append(section_of("numbers", "All measurements", _numbers(report), flush=True))
    if exam:
        found.append(section_of("exam", "For the examination", _exam(report, knowledge)))
    if report.not_measured:
        found.append(section_of("missing", "Not measured", _missing(report)))
    return [*found, quality] if report.quality.grade == "good" else [quality, *found]


def movement_header(report: MovementReport) -> Html:
    """Title and the facts of the recording."""
    pairs = [tag("div", tag("dt", name), tag("dd", value)) for name, value in report_facts(report)]
    return tag("div", tag("h1", f"{MOVEMENT_NAMES[report.movement]}, {report.side.value} leg"),
               tag("dl", pairs, class_="gr-facts"), class_="gr-head")  # fmt: skip


def _figures(report: MovementReport) -> Html:
    tiles = [
        tag("li", tag("h3", one.name),
            tag("div", tag("p", tag("b", quantity(one.value, one.unit)),
                           tag("span", f" ± {quantity(one.error, one.unit)}", class_="small soft nb")),
                class_="gr-values"), grade_sign(one.grade))
        for one in report.numbers[:_ON_TOP]
    ]  # fmt: skip
    return tag("ul", tiles, class_="gr-figures")


def _frames(frames: Sequence[KeyFrame]) -> Html:
    pictures = [
        tag("figure", Html(one.svg), tag("figcaption", tag("b", one.title), one.caption), class_="frame")
        for one in frames
    ]
    filmed = any("<image" in one.svg for one in frames)
    note = "Frames of the video with the tracked points." if filmed else "Drawn from the tracked points."
    return tag("div", tag("p", note, class_="small mute"), tag("div", pictures, class_="gr-frames mt-s"))


def _repetitions(report: MovementReport) -> Html:
    return two_widths(repetition_chart(report), repetition_chart(report, narrow=True))


def _numbers(report: MovementReport) -> Html:
    head = tag("tr", tag("th", "Measure", scope="col"),
               [tag("th", word, scope="col", class_="r") for word in ("Value ± error", "SD", "Repetitions")],
               tag("th", "Grade", scope="col"))  # fmt: skip
    table = tag("table", tag("thead", head), tag("tbody", [_row(one) for one in report.numbers]), class_="table cards")
    return scrolling("All measurements", table)


def _row(one: MovementNumber) -> Html:
    why: list[Child] = [tag("span", " ".join(one.reasons), class_="tiny mute unit reason")] if one.reasons else []
    spread = quantity(one.sd, one.unit) if one.sd is not None else "–"
    return tag("tr", tag("th", one.name, scope="row"), tag("td", with_error(one), class_="r nb", data_label="Value"),
               tag("td", spread, class_="r nb", data_label="SD"),
               tag("td", str(one.n), class_="r", data_label="Repetitions"),
               tag("td", grade_sign(one.grade), why, data_label="Grade"))  # fmt: skip


def _exam(report: MovementReport, knowledge: Knowledge) -> Html:
    if not report.exam:
        words = "This test gives no number that a test of the examination takes; what it shows stands above."
        return tag("p", words, class_="small soft")
    rows = [tag("li", entry_words(one, knowledge)) for one in report.exam]
    note = "The error is the half-width of the 95 % interval."
    return tag("div", tag("ul", rows, class_="bul b"), tag("p", note, class_="small soft mt-s"))


def _missing(report: MovementReport) -> Html:
    rows = [tag("li", tag("b", one.name), f": {one.because}") for one in report.not_measured]
    return tag("ul", rows, class_="bul small")


def _quality(report: MovementReport) -> Html:
    reasons = report.quality.reasons or ("Nothing speaks against it.",)
    return tag("div", grade_sign(report.quality.grade),
               tag("ul", [tag("li", reason) for reason in reasons], class_="bul small mt-s"),
               class_=f"gr-quality {report.quality.grade}")  # fmt: skip
