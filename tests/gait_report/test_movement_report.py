"""The report of a movement test: numbers, key frames drawn and filmed, every repetition; nothing from outside."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
from bs4 import BeautifulSoup

from restride.adapters.charts.movement import repetition_chart
from restride.adapters.gait_movements import MovementAnalysed
from restride.adapters.gait_report.footage import Footage, Picture
from restride.adapters.movement_report.moments import drawn_frames, filmed_frames
from restride.adapters.movement_report.write import write_movement
from restride.explain.movement_words import HOW_TO_FILM, MOVEMENT_NAMES
from restride.gait.movement_tests import MOVEMENTS, measure_movement
from restride.knowledge.load import load
from restride.model.movement import MovementName, MovementReport
from restride.model.words import Side
from tests.gait.test_movement_tests import filmed, in_space

FACTS = load()


def analysed(name: MovementName, *, flat: bool = False) -> MovementAnalysed:
    track = filmed(name) if flat else in_space(name)
    return MovementAnalysed(*measure_movement(track, name, FACTS, side=Side.RIGHT))


@pytest.fixture(scope="module")
def raises() -> MovementAnalysed:
    return analysed("heel_raise")


@pytest.mark.parametrize("name", ["heel_raise", "single_leg_squat", "lunge", "hop"])
def test_every_number_and_repetition_stands_on_a_page_that_needs_nothing_else(
    name: MovementName, tmp_path: Path
) -> None:
    one = analysed(name)
    renamed = one._replace(report=msgspec.structs.replace(one.report, name="<b>x</b>.trc"))
    write_movement(tmp_path, renamed, FACTS, parts=True)
    text = (tmp_path / "report.html").read_text()
    page = BeautifulSoup(text, "html.parser")
    assert "<b>x</b>.trc" not in text
    assert [row.th.get_text() for row in page.select("#numbers tbody tr")] == [n.name for n in one.report.numbers]
    assert len(page.select("#repetitions tbody tr")) == len(one.report.repetitions)
    assert len(page.select("#moments figure")) in (2, 3), "the last may be the largest"
    assert bool(page.select("#exam .bul li")) == bool(one.report.exam)
    assert "nan" not in page.get_text(" ").lower().split()
    assert not page.select("script[src], link[href], img[src^=http]")
    assert "exam" not in json.loads((tmp_path / "sections.json").read_text()), "the site has its own way into the exam"
    rows = (tmp_path / "repetitions.csv").read_text().splitlines()
    assert len(rows) == 1 + len(one.report.repetitions)
    assert msgspec.json.decode((tmp_path / "report.json").read_bytes(), type=MovementReport) == renamed.report


def test_low_repetitions_are_empty_bars_and_said(raises: MovementAnalysed) -> None:
    first, *rest = raises.report.repetitions
    low = msgspec.structs.replace(
        raises.report, repetitions=(msgspec.structs.replace(first, size=40.0, full=False), *rest)
    )
    whole, some = repetition_chart(raises.report), repetition_chart(low)
    assert (whole.svg.count('class="fly"'), some.svg.count('class="fly"')) == (0, 1)
    assert "1 of them did not reach" in some.summary
    assert [row[-1] for row in some.rows].count("no") == 1


def test_key_frames_are_drawn_or_cut_out_of_the_clip_with_the_face_unknowable() -> None:
    one = analysed("single_leg_squat", flat=True)
    drawn = drawn_frames(one.report, one.seen)
    assert [frame.title.split(":")[0] for frame in drawn] == [
        "Before the first",
        *(["Largest", "Last"][: len(drawn) - 1]),
    ]
    assert "°" in drawn[1].svg, "the bend of the knee stands beside it"
    track = one.seen.track
    points = {name: np.column_stack([400 + values[:, 0], 700 - values[:, 1]]) for name, values in track.points.items()}
    heads = np.column_stack([points["head"], np.full(track.frames, 40.0)])
    shown: list[int] = []

    def read(rows: Sequence[int], longest_px: int) -> Iterator[tuple[int, Picture]]:
        for row in rows:
            shown.append(row)
            yield row, np.random.default_rng(row).integers(0, 255, (720, 800, 3), dtype=np.uint8)

    footage = Footage(track.time_s, points, heads, 800, 720, read, lambda rows: [heads[row : row + 1] for row in rows])
    frames = filmed_frames(one.report, one.seen, footage)
    assert [frame.title for frame in frames] == [frame.title for frame in drawn]
    assert all("data:image/jpeg" in frame.svg for frame in frames)
    wanted = [one.report.repetitions[0].start_s, *(r.turn_s for r in one.report.repetitions)]
    assert all(min(abs(float(track.time_s[row]) - at) for at in wanted) < 0.02 for row in shown)
    lost = replace(footage, read=lambda rows, longest_px: iter(()))
    assert filmed_frames(one.report, one.seen, lost) == [], "frames that cannot be decoded are left out"


def test_every_test_of_the_library_has_its_name_and_its_way_of_filming() -> None:
    assert set(MOVEMENT_NAMES) == set(HOW_TO_FILM) == set(MOVEMENTS)
