"""What is drawn is counted from the knowledge, and what must be drawn is."""

from __future__ import annotations

from restride.figure import figure_ids
from restride.figure.coverage import coverage, coverage_lines
from restride.knowledge.load import load


def test_every_kind_is_counted_once() -> None:
    items, tests = coverage()
    facts = load()
    assert sum(row.total for row in items) == len(facts.items)
    assert sum(row.total for row in tests) == len(facts.tests)
    drawn = sum(row.moving + row.still for row in (*items, *tests))
    both = [name for name in figure_ids() if name in facts.items and name in facts.tests]
    measures = [name for name in figure_ids() if name not in facts.items and name not in facts.tests]
    assert drawn == len(figure_ids()) + len(both) - len(measures)


def test_movements_of_home_and_hands_of_the_clinic_are_drawn_without_a_gap() -> None:
    items, tests = coverage()
    whole = {"balance", "core", "cue", "drill", "mobility", "plyometric", "strength", "warm_up", "manual_therapy"}
    whole |= {"soft_tissue", "tape"}
    assert {row.kind: row.missing for row in items if row.kind in whole and row.missing} == {}
    assert {row.kind: row.missing for row in tests if row.kind in ("control", "endurance", "range", "strength")} == {
        "control": [],
        "endurance": [],
        "range": [],
        "strength": [],
    }


def test_the_table_names_each_kind() -> None:
    text = "\n".join(coverage_lines())
    for kind in ("strength", "palpation", "provocation", "manual_therapy"):
        assert kind in text
    assert "tests are drawn." in text
