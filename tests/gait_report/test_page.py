"""The report as one page: every section, the numbers of the JSON, nothing from outside, nothing hidden."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from bs4 import BeautifulSoup

from restride.adapters.gait_recordings import Analysed, analyse_recording
from restride.adapters.gait_report.paper import change_data
from restride.adapters.gait_report.sections import compared
from restride.adapters.gait_report.write import report_html
from restride.explain.gait_words import with_error
from restride.gait.analysis import analyse_gait
from restride.gait.compare import compare
from restride.gait.kinematics import CURVES
from restride.gait.stride_curves import mean_curves, stride_rows
from restride.knowledge.load import Knowledge
from restride.model.gait import Change, Quality
from restride.model.published import document_json
from restride.model.words import Side, State
from tests.gait.real import real
from tests.gait.runner import run

REAL = {
    "markers over ground": (("mocap", "dorn2012", "JA1Gait21_run3p5.c3d"), {}),
    "markers on a treadmill": (("mocap", "hamner2010", "hamner_subject02_running.trc"), {}),
    "a skeleton": (("mocap", "cmu", "02_03.amc"), {"rate_hz": 120.0}),
    "force": (("force", "dryft_S001runT25.csv"), {"rate_hz": 300.0}),
}
ALWAYS = ["short", "figures", "quality", "sure", "numbers"]
MOVING = ["moments", "player", "curves", "ground", "rate"]


def page_of(one: Analysed, facts: Knowledge, **wishes: object) -> BeautifulSoup:
    return BeautifulSoup(report_html(one, facts, **wishes), "html.parser")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", REAL)
def test_the_report_of_a_real_recording_has_all_its_sections_and_numbers(name: str, facts: Knowledge) -> None:
    path, given = REAL[name]
    one = analyse_recording(real(*path), facts, **given)  # type: ignore[arg-type]
    text = report_html(one, facts, runner="K. M.")
    page = BeautifulSoup(text, "html.parser")
    sections = [section["id"] for section in page.find_all("section")]
    wanted = ALWAYS + (["ground", "rate", "sides"] if one.gait is None else [*MOVING[:3]])
    assert set(wanted) <= set(sections)
    assert len(text) < 3_000_000
    assert_same_numbers(page, one)
    said = page.get_text(" ")
    assert "nan" not in said.lower().split()
    assert "K. M." in said
    assert "None" not in said


def assert_same_numbers(page: BeautifulSoup, one: Analysed) -> None:
    """Every metric of the JSON stands in the table with all its digits, and no other; leg lengths as per cent."""
    metrics = json.loads(document_json(one.report))["metrics"]
    scale = {"leg_length": 100}
    told = [m["value"] * scale.get(m["unit"], 1) for m in metrics if not m["id"].endswith("_asymmetry")]
    shown = [float(cell["value"]) for cell in page.select("#numbers data")]
    assert sorted(shown) == sorted(told)
    for cell in page.select("#numbers data"):
        written = float(cell.get_text().replace("−", "-"))
        assert written == pytest.approx(float(cell["value"]), abs=0.5000001)


def test_every_grade_has_its_reason_under_the_table(runner: Analysed, facts: Knowledge) -> None:
    reasons = {reason for m in runner.report.metrics for reason in m.reasons if not m.id.endswith("_asymmetry")}
    said = page_of(runner, facts).select_one("#numbers").get_text(" ")  # type: ignore[union-attr]
    assert reasons
    assert all(reason in said for reason in reasons)


def test_legs_of_which_the_same_is_found_stand_together(runner: Analysed, facts: Knowledge) -> None:
    metric = next(one.metric for one in runner.report.findings if one.side is Side.LEFT)
    legs = [one for one in runner.report.findings if one.metric == metric]
    for states, titles in (
        ((State.UNKNOWN, State.UNKNOWN), {""}),
        ((State.ABSENT, State.PRESENT), {", left", ", right"}),
    ):
        found = [msgspec.structs.replace(one, state=state) for one, state in zip(legs, states, strict=True)]
        report = msgspec.structs.replace(runner.report, findings=tuple(found))
        part = page_of(runner._replace(report=report), facts).select_one("#findings")
        name = next(m.name for m in report.metrics if m.id == metric)
        assert part is not None
        assert {heading.get_text().removeprefix(name) for heading in part.select("li h3")} == titles
        assert all(with_error(one.value, one.error, one.unit) in part.get_text() for one in found)


def test_what_was_not_measured_stands_there_with_its_reason(runner: Analysed, facts: Knowledge) -> None:
    said = page_of(runner, facts).select_one("#missing").get_text(" ")  # type: ignore[union-attr]
    for missing in runner.report.not_measured:
        assert missing.name in said
        assert missing.because in said


def test_quality_comes_first_only_where_it_is_poor(runner: Analysed, facts: Knowledge) -> None:
    first = page_of(runner, facts).find("section")["id"]  # type: ignore[index]
    assert first == "short"
    poor = msgspec.structs.replace(runner.report, quality=Quality(grade="poor", reasons=("Too dark.",)))
    page = page_of(runner._replace(report=poor), facts)
    assert page.find("section")["id"] == "quality"  # type: ignore[index]
    assert "Too dark." in page.select_one("#quality").get_text()  # type: ignore[union-attr]


def test_nothing_comes_from_outside_and_no_name_becomes_markup(runner: Analysed, facts: Knowledge) -> None:
    recording = msgspec.structs.replace(runner.report.recording, name="<script>alert(1)</script>.c3d")
    one = runner._replace(report=msgspec.structs.replace(runner.report, recording=recording))
    text = report_html(one, facts, runner='"><img src=x onerror=alert(1)>')
    page = BeautifulSoup(text, "html.parser")
    assert len(page.find_all("script")) == 2  # the data of the player, and the player
    assert not page.find_all("img")
    assert not page.find_all(["link", "iframe", "object"])
    assert not [
        tag for tag in page.find_all(True) if tag.get("style") or any(key.startswith("on") for key in tag.attrs)
    ]
    addresses = re.findall(r"(?:src|href)=\"([^\"#]*)\"|url\(\"?([^)\"]*)", text)
    assert all(not one or one.startswith("data:") for pair in addresses for one in pair)
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]  # type: ignore[index]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_a_picture_says_in_words_what_it_shows(runner: Analysed, facts: Knowledge) -> None:
    page = page_of(runner, facts)
    for picture in page.select("svg[role=img]"):
        assert len(picture["aria-label"]) > 12
    for chart in page.select(".gr-chart, #ground, #rate, #sides"):
        assert chart.select_one("table") is not None
        assert len(chart.find("p").get_text()) > 20  # type: ignore[union-attr]


def test_one_side_view_shows_the_near_leg_and_no_asymmetry(facts: Knowledge) -> None:
    track = run(120, seconds=6.0)
    flat = {name: values * np.array([1.0, 1.0, 0.0]) for name, values in track.points.items()}
    one = Analysed(*analyse_gait(replace(track, points=flat, view="side", origin="video"), facts))
    page = page_of(one, facts)
    assert one.report.recording.near_side is Side.RIGHT
    assert page.select_one("#sides") is None
    assert [h.get_text().split()[-2:] for h in page.select(".gr-leg")] == [["Right", "leg"]]
    assert not page.select("#figures .side.L")
    assert "no asymmetry" in page.get_text().lower() or "One side view" in page.get_text()


def test_the_far_leg_is_marked_poor_in_the_table(facts: Knowledge) -> None:
    track = run(120, seconds=6.0)
    flat = {name: values * np.array([1.0, 1.0, 0.0]) for name, values in track.points.items()}
    one = Analysed(*analyse_gait(replace(track, points=flat, view="side", origin="video"), facts))
    left = [m for m in one.report.metrics if m.side is Side.LEFT]
    assert left
    assert all(m.grade == "poor" for m in left)
    knee = next(
        row for row in page_of(one, facts).select("#numbers tr") if "Peak knee flexion in stance" in row.get_text()
    )
    near = one.report.metric("knee_flexion_peak", Side.RIGHT)
    assert near is not None
    said = [line.get_text(" ").split() for line in knee.select("[data-label=Grade] p")]
    assert [(words[0], words[2]) for words in said] == [("L", "Poor"), ("R", near.grade.capitalize())]
    assert near.grade != "poor", "one leg's grade is not the other's"


def test_the_one_table_says_what_became_of_every_number(facts: Knowledge, runner: Analysed) -> None:
    later = Analysed(*analyse_gait(run(120, seconds=6.0, bounce_m=0.08), facts))
    change = compare(runner.report, later.report, facts)
    page = page_of(later, facts, comparison=change)
    table = page.select_one("#numbers")
    assert table is not None
    assert "Before" in [head.get_text() for head in table.select("thead th")]
    rows = {row.th.find(string=True): row for row in table.select("#numbers > div > .scroll tbody tr")}  # type: ignore[union-attr]
    bounce = rows["Vertical oscillation of the pelvis"]
    left, right = (one for one in change.changes if one.id == "vertical_oscillation" and one.side is not Side.BOTH)
    assert bounce.select_one("[data-label=Before]").get_text() == f"{left.before:.0f} · {right.before:.0f}"  # type: ignore[union-attr]
    assert "Changed: more" in bounce.select_one("[data-label=Verdict]").get_text()  # type: ignore[union-attr]
    assert "No real change" in rows["Step rate"].get_text()
    assert "Vertical oscillation against the leg" not in rows, "a bounce is said once"
    # Every change stands in a row: as many numbers before as were compared.
    before = [one for cell in table.select("td[data-label=Before]") for one in cell.get_text().split(" · ")]
    assert len(before) == len(change.changes)
    short = page.select_one("#short").get_text(" ")  # type: ignore[union-attr]
    assert f"Vertical oscillation of the pelvis +{left.difference:.0f} mm" in short
    assert page_of(later, facts).select("[data-label=Verdict]") == []


def test_legs_that_disagree_each_have_a_verdict_and_a_leg_without_a_past_a_dash(
    facts: Knowledge, runner: Analysed
) -> None:
    later = Analysed(*analyse_gait(run(120, seconds=6.0, bounce_m=0.08), facts))
    change = compare(runner.report, later.report, facts)
    name = "vertical_oscillation"

    def row(*changes: Change) -> tuple[list[str], str]:
        rest = [one for one in change.changes if one.id != name]
        page = page_of(later, facts, comparison=msgspec.structs.replace(change, changes=(*rest, *changes)))
        found = next(one for one in page.select("#numbers tr") if "oscillation of the pelvis" in one.get_text())
        said = [p.get_text(" ") for p in found.select("[data-label=Verdict] p")]
        cell = found.select_one("[data-label=Before]")
        return said, cell.get_text() if cell is not None else ""

    left, right = (one for one in change.changes if one.id == name and one.side is not Side.BOTH)
    apart, _ = row(msgspec.structs.replace(left, verdict="better"), right)
    assert [one.split()[2] for one in apart] == ["Better", "Changed:"]
    alone, before = row(right)
    assert before == f"– · {right.before:.0f}"
    assert alone[0].startswith("R ")


def test_what_is_outside_the_usual_stands_open_in_the_table(facts: Knowledge, runner: Analysed) -> None:
    name = "hip_extension_peak"
    metric = next(one for one in runner.report.metrics if one.id == name)

    def open_rows(state: State) -> str:
        found = [msgspec.structs.replace(one, state=state) for one in runner.report.findings if one.metric == name]
        assert found
        report = msgspec.structs.replace(runner.report, findings=tuple(found))
        return page_of(runner._replace(report=report), facts).select_one("#numbers > div > .scroll").get_text()  # type: ignore[union-attr]

    assert metric.name in open_rows(State.PRESENT)
    assert metric.name not in open_rows(State.ABSENT)


def test_a_session_lists_what_moved_before_what_did_not(facts: Knowledge, runner: Analysed) -> None:
    later = Analysed(*analyse_gait(run(120, seconds=6.0, bounce_m=0.08), facts))
    change = compare(runner.report, later.report, facts)
    page = BeautifulSoup(compared(change), "html.parser")
    first = [row.th.find(string=True) for row in page.select(".gr-compare > .scroll tbody tr")]  # type: ignore[union-attr]
    assert "Vertical oscillation of the pelvis" in first
    before = [one for cell in page.select("td[data-label=Before]") for one in cell.get_text().split(" · ")]
    assert len(before) == len(change.changes)
    kinds = {"no_real_change": "Nothing changed.", "not_comparable": "Nothing could be compared."}
    for verdict, says in kinds.items():
        still = [msgspec.structs.replace(one, verdict=verdict) for one in change.changes]
        assert says in compared(msgspec.structs.replace(change, changes=tuple(still)))
    paper = change_data(change)
    moved = {one.name for one in change.changes if one.verdict in ("better", "worse", "changed")}
    told = [row[0].removesuffix(", both feet").rsplit(", ", 1)[0] for row in paper["rows"]]
    assert set(told) == moved
    assert len({row[0] for row in paper["rows"]}) == len(told), "both feet are told from the legs"
    named = " ".join(names for _, names in paper["rest"])
    assert all(one.name in named for one in change.changes if one.name not in moved)


def test_single_strides_average_to_the_curve_of_the_report(runner: Analysed) -> None:
    assert runner.gait is not None
    assert mean_curves(runner.gait) == list(runner.report.curves)
    for curve in runner.report.curves:
        rows = stride_rows(runner.gait, curve.angle, curve.side)
        assert rows.shape == (curve.n_strides, 101)
        np.testing.assert_allclose(rows.mean(axis=0), curve.mean, atol=6e-4)
        assert curve.angle in CURVES


def test_a_stride_with_a_gap_is_left_out_of_its_curve(runner: Analysed) -> None:
    gait = runner.gait
    assert gait is not None
    whole = stride_rows(gait, "knee_flexion", Side.LEFT)
    holed = gait.angles["knee_flexion_left"].copy()
    middle = (gait.phases(Side.LEFT).strike_s[1] + gait.phases(Side.LEFT).next_s[1]) / 2
    holed[np.searchsorted(gait.track.time_s, middle)] = np.nan
    fewer = stride_rows(replace(gait, angles={**gait.angles, "knee_flexion_left": holed}), "knee_flexion", Side.LEFT)
    assert len(fewer) == len(whole) - 1
    assert np.isfinite(fewer).all()


def test_the_same_recording_gives_the_same_page(runner: Analysed, facts: Knowledge) -> None:
    assert report_html(runner, facts) == report_html(runner, facts)
