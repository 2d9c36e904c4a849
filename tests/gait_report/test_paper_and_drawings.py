"""The PDF has the numbers of the JSON and is tagged; drawings obey their laws."""

from __future__ import annotations

import io
import math
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from restride.adapters.gait_recordings import Analysed
from restride.adapters.gait_report.body import body_of, parts_for, projected
from restride.adapters.gait_report.curves import curve_charts
from restride.adapters.gait_report.markup import Html, tag
from restride.adapters.gait_report.moments import KINDS, key_moments, usual_stride
from restride.adapters.gait_report.player import _packed, line_path, unpacked
from restride.adapters.gait_report.pose_svg import capsules
from restride.adapters.gait_report.write import Wishes, write_pictures
from restride.explain.gait_words import number, with_error
from restride.gait.analysis import analyse_gait
from restride.gait.track import SIDES, mirrored
from restride.knowledge.load import Knowledge
from restride.model.words import Side
from tests.gait.runner import run

DAY = date(2026, 11, 22)


def test_page_and_pdf_are_written_together_and_say_the_same(runner: Analysed, facts: Knowledge, tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"of an earlier analysis")
    names, left_out = write_pictures(tmp_path, runner, facts, dated=DAY, wishes=Wishes(runner="K. M."))
    exports = {"report.json", "strides.csv", "points.trc", "points.c3d", "angles.mot"}
    assert set(names) == {"report.html", "report.pdf"} | exports == {one.name for one in tmp_path.iterdir()}
    assert left_out is None
    assert not (tmp_path / "film.mp4").exists()
    reader = PdfReader(io.BytesIO((tmp_path / "report.pdf").read_bytes()))
    said = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    assert "K. M." in said
    assert "22 November 2026" in said
    for metric in runner.report.metrics:
        if not metric.id.endswith("_asymmetry"):
            assert number(metric.value, metric.unit) in said, metric.id
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert "K. M." in str(reader.metadata.title)


def test_the_grid_of_a_curve_stands_on_the_scale_of_its_line(runner: Analysed, facts: Knowledge) -> None:
    for one in curve_charts(runner.report, runner.gait, facts):
        frame, drawing = one.frame, ET.fromstring(one.chart.svg)
        lines = [
            [tuple(map(float, point.split(","))) for point in line.attrib["points"].split()]
            for line in drawing.findall(".//{*}polyline") if line.attrib["class"] == "gl"
        ]  # fmt: skip
        ends = [mark for mark in drawing.findall(".//{*}text") if mark.attrib["text-anchor"] == "end"]
        marks = [mark for mark in ends if mark.text != "100 %"]
        assert len(lines) == len(marks) >= 2, one.angle
        for line, mark in zip(lines, marks, strict=True):
            y = round(frame.y(float((mark.text or "").rstrip("°"))), 1)
            assert line == [(round(frame.x(0), 1), y), (round(frame.x(1), 1), y)], one.angle
            assert float(mark.attrib["x"]) < frame.x(0), "beside the line, not under it"


def test_the_same_recording_gives_the_same_paper(runner: Analysed, facts: Knowledge, tmp_path: Path) -> None:
    first, second = (tmp_path / name for name in ("a", "b"))
    for folder in (first, second):
        write_pictures(folder, runner, facts, dated=DAY)
    assert (first / "report.pdf").read_bytes() == (second / "report.pdf").read_bytes()


def test_each_leg_has_three_moments_in_order_at_its_own_events(runner: Analysed) -> None:
    gait = runner.gait
    assert gait is not None
    moments = key_moments(runner.report, gait, body_of(gait))
    assert [(one.side, one.kind) for one in moments] == [(side, kind) for side in SIDES for kind in KINDS]
    for side in SIDES:
        strike, middle, off = usual_stride(gait, side) or (math.nan,) * 3
        assert strike in gait.phases(side).strike_s
        assert off in gait.phases(side).toe_off_s
        assert middle == (strike + off) / 2
    knee = float(np.interp(moments[0].time_s, gait.track.time_s, gait.angles["knee_flexion_left"]))
    assert f"Knee {number(knee, 'deg')}°" in moments[0].caption
    mean = runner.report.metric("knee_flexion_contact", Side.LEFT)
    assert mean is not None
    assert with_error(mean.value, mean.error, "deg") in moments[0].caption
    for one in moments:
        ET.fromstring(one.svg)


def test_a_mirrored_runner_has_mirrored_pictures(facts: Knowledge) -> None:
    track = run(120, seconds=4.0)
    bodies = [body_of(analyse_gait(one, facts)[1]) for one in (track, mirrored(track))]
    at = 1.5
    right, left = projected(bodies[0].at(at), "right"), projected(bodies[1].at(at), "left")
    for name, (x, y) in right.items():
        stem, _, side = name.rpartition("_")
        other = f"{stem}_{'left' if side == 'right' else 'right'}" if side in ("left", "right") else name
        assert left[other][1] == np.float64(y) or abs(left[other][1] - y) < 1e-6
        assert abs(left[other][0] + x) < 1e-6


def test_a_point_that_is_not_seen_is_not_drawn(runner: Analysed) -> None:
    gait = runner.gait
    assert gait is not None
    body = body_of(gait)
    body.points["knee_left"][:] = np.nan
    assert "knee_left" not in body.at(1.0)
    for facing in ("left", "right", "rear"):
        assert {part.shade for part in parts_for(facing)} >= {"near", "torso"}  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50), st.floats(0.5, 12)), min_size=2, max_size=5))
def test_a_limb_stays_within_its_circles(circles: list[tuple[float, float, float]]) -> None:
    path = capsules(circles)
    numbers = path.replace("M", " ").replace("A", " ").replace("L", " ").replace("a", " ").replace("z", " ").split()
    assert path.startswith("M")
    assert all(math.isfinite(float(one)) for one in numbers)


@given(st.lists(st.one_of(st.floats(-3000, 3000), st.just(math.nan)), max_size=60))
def test_what_is_packed_for_the_player_comes_back(values: list[float]) -> None:
    back = unpacked(_packed(np.array(values)))
    np.testing.assert_allclose(back, np.round(values) if values else [], atol=1e-9)


@given(st.lists(st.one_of(st.floats(-99, 99), st.just(math.nan)), min_size=1, max_size=40))
def test_a_line_is_broken_where_a_value_is_missing(values: list[float]) -> None:
    y = np.array(values)
    path = line_path(np.arange(len(y), dtype=float), y)
    seen = np.isfinite(y)
    pieces = int(np.sum(seen & ~np.concatenate([[False], seen[:-1]])))
    assert path.count("M") == pieces
    assert path.count("L") == int(seen.sum()) - pieces
    assert "nan" not in path


@given(st.text(), st.text())
def test_text_never_becomes_markup(words: str, value: str) -> None:
    made = tag("p", words, title=value)
    inside = made.removeprefix("<p").removesuffix("</p>")
    assert inside.count("<") == 0
    assert inside.count(">") == 1
    assert tag("p", Html("<b>x</b>"), None, ["y", tag("br")]) == "<p><b>x</b>y<br></p>"


def test_a_number_has_its_true_minus_and_no_minus_zero() -> None:
    assert number(-1.44, "deg") == "−1.4"
    assert number(-0.04, "deg") == "0.0"
    assert number(240.4, "ms") == "240"
    assert with_error(240.4, 5.6, "ms") == "240 ms ± 6"
