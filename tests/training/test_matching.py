"""A recorded run beside the planned session: bout for bout, by amount, or another run; and where it is too much."""

from __future__ import annotations

from datetime import date

import pytest

from restride.model.comeback import Bout as PlannedBout
from restride.model.comeback import PlannedRun
from restride.training.matching import match, pieces_of
from restride.training.record import Bout, RunRecord
from tests.training.made import facts, made_run

DAY = date(2026, 11, 22)


def planned(repeats: int, run_s: int, walk_s: int = 60) -> PlannedRun:
    return PlannedRun(
        on=DAY, kind="walk_run", certain=True, warm_up_walk_s=300,
        bouts=(PlannedBout(repeats=repeats, run_s=run_s, walk_s=walk_s),), cool_down_walk_s=300,
        running_s=repeats * run_s, longest_bout_s=run_s, total_s=600 + repeats * (run_s + walk_s), fast_s=0, uphill_s=0,
        not_before=None, pace_max_m_s=None, effort_max_0_10=4.0, surface="flat", rises="none", because=(),
    )  # fmt: skip


def ran(*bouts_s: float, walk_s: float = 60, number: int = 0) -> RunRecord:
    at, bouts = 300.0, []
    for seconds in bouts_s:
        bouts.append(Bout(at_s=at, duration_s=seconds))
        at += seconds + walk_s
    return made_run(DAY, 4000.0, number=number, bouts=tuple(bouts))


@pytest.mark.parametrize(("seconds", "fits"), [(135, True), (134, False), (225, True), (226, False)])
def test_a_step_may_differ_by_a_quarter(seconds: int, fits: bool) -> None:
    found = match(ran(180, 180, 180, 180, 180, seconds), planned(6, 180), facts())
    assert found.rows[5].fits is fits
    assert (found.fit == "steps") is fits


@pytest.mark.parametrize(("seconds", "fits"), [(80, True), (81, False), (40, True), (39, False)])
def test_a_short_step_may_differ_by_twenty_seconds(seconds: int, fits: bool) -> None:
    assert match(ran(*[60] * 5, seconds), planned(6, 60), facts()).rows[5].fits is fits


def test_as_much_in_other_pieces_is_not_the_same_session() -> None:
    found = match(ran(540, 540), planned(6, 180), facts())
    assert (found.fit, found.running_s, found.longest_bout_s) == ("amount", 1080, 540)
    assert [row.planned_s for row in found.rows] == [180] * 6
    assert [row.done_s for row in found.rows] == [540, 540, None, None, None, None]


@pytest.mark.parametrize(("seconds", "overrun"), [(1404, False), (1405, True)])
def test_more_than_the_rule_of_the_way_back_is_an_overrun(seconds: int, overrun: bool) -> None:
    assert match(ran(seconds), planned(6, 180), facts()).overrun is overrun


def test_pieces_keep_the_walks_between_and_join_what_is_equal() -> None:
    assert pieces_of(ran(180, 180, 120)) == ((2, 180, 60), (1, 120, 0))
