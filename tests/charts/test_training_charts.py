"""Pictures of training: drawn from nothing, from little and from much, each with its table."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.adapters.charts.svg import ticks
from restride.adapters.charts.training import (
    calendar_chart,
    envelope_chart,
    pain_and_load_chart,
    ratio_chart,
    week_chart,
)
from restride.training.load import longest_of_30_days, session_ratios, weeks_of
from tests.training.made import facts, history_of, made_run

FIRST = date(2026, 1, 5)


@given(st.floats(0, 50), st.floats(0.5, 200))
def test_ticks_are_few_round_and_inside(low: float, span: float) -> None:
    found = ticks(low, low + span)
    assert 1 <= len(found) <= 6
    assert all(low - 1e-6 <= tick <= low + span + 1e-6 for tick in found)


@pytest.mark.parametrize("count", [0, 1, 2, 60])
def test_every_picture_is_drawn_with_words_and_rows(count: int) -> None:
    runs = [made_run(FIRST + timedelta(days=2 * n), 6000 + 500 * (n % 5), number=n) for n in range(count)]
    history = history_of(*runs)
    onset = FIRST + timedelta(days=count)
    charts = (
        ratio_chart(session_ratios(history, facts()), facts(), onset),
        week_chart(weeks_of(history, facts()), onset),
        envelope_chart(history.runs, longest_of_30_days(history, facts()), onset),
        calendar_chart(history.runs, FIRST + timedelta(days=120), onset=onset),
        pain_and_load_chart(history.runs, [(FIRST + timedelta(days=n), n % 6) for n in range(count)]),
    )
    for chart in charts:
        root = ElementTree.fromstring(chart.svg)
        assert chart.title in root.attrib["aria-label"]
        assert chart.summary in root.attrib["aria-label"]
        assert "NaN" not in chart.svg
        assert "nan" not in chart.svg
        assert "style=" not in chart.svg
        assert "<script" not in chart.svg
        assert all(len(row) == len(chart.head) for row in chart.rows)
    if count == 60:
        assert "it began" in charts[0].svg
        assert charts[1].svg.count("week-bar") == 17
