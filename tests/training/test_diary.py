"""A run that was logged, recorded, or both counts once; the recording gives what was not said, bout by bout."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import restride
from restride.cli import main
from restride.comeback import DiaryError
from restride.comeback.log import events, known_on
from restride.comeback.numbers import numbers
from restride.knowledge.case_reader import convert_case
from restride.model.diary import DiaryEntry, PainLog
from restride.model.quantity import Duration
from restride.model.words import Tissue
from restride.training.diary import joined_diary, running_s, said_s
from restride.training.record import Bout, RunRecord
from tests.activities.encoder import run_fit, seconds
from tests.comeback.diaries import START, day, document, run, way_back, with_diary
from tests.training.made import facts, history_of, made_run

DAY = date(2026, 3, 4)
LATER = DAY + timedelta(days=1)


def recorded(on: date = DAY, *bouts: float, hour: int = 7, number: int = 0, walk: float = 60.0) -> RunRecord:
    """Bouts of so many seconds with a walk between them."""
    lengths = bouts or (180.0, 180.0, 180.0)
    made = tuple(Bout(at_s=300 + sum(lengths[:at]) + at * walk, duration_s=length) for at, length in enumerate(lengths))
    run_time, elapsed = sum(lengths), 600 + sum(lengths) + (len(lengths) - 1) * walk
    return made_run(
        on, 2.5 * run_time, number=number, hour=hour, bouts=made, run_s=run_time, elapsed_s=elapsed, timer_s=elapsed
    )


def logged(minutes: float | None = None, on: date = DAY, hour: int | None = None, **more: Any) -> DiaryEntry:
    return DiaryEntry(
        on=on,
        at=None if hour is None else datetime(on.year, on.month, on.day, hour, tzinfo=UTC),
        running=None if minutes is None else Duration(f"{minutes:g} min"),
        pain=PainLog(during=1, next_morning=0),
        **more,
    )


def joined(*diary: DiaryEntry, runs: tuple[RunRecord, ...], until: date = LATER) -> tuple[Any, tuple[str, ...]]:
    found = joined_diary(diary, runs, facts(), since=DAY - timedelta(days=30), until=until)
    return found.diary, found.says


def test_a_log_without_an_amount_gets_it_bout_by_bout() -> None:
    (entry,), says = joined(logged(), runs=(recorded(),))
    assert [(piece.repeats, piece.run.value, piece.walk and piece.walk.value) for piece in entry.ran] == [
        (2, 3.0, 1.0), (1, 3.0, None),
    ]  # fmt: skip
    assert (entry.pain.during, entry.at.hour, entry.by) == (1, 7, "typed")
    assert says == ("1 run was recorded and in the diary: each counts once.",)


@pytest.mark.parametrize(("minutes", "counts"), [(9.0, 540), (7.2, 432), (7.1, 540), (30.0, 1800)])
def test_what_was_said_stays_unless_clearly_more_was_recorded(minutes: float, counts: int) -> None:
    """The recording holds 9 min; a quarter more than 7.2 is 9."""
    (entry,), says = joined(logged(minutes), runs=(recorded(),))
    assert said_s(entry) == counts
    assert ("the longer counts" in says[0]) is (minutes == 7.1)


def test_the_clock_tells_two_runs_of_a_day_apart_and_what_overlaps_is_one() -> None:
    morning, evening = recorded(hour=7), recorded(DAY, 600.0, hour=18, number=1)
    diary, says = joined(logged(9.0, hour=7), runs=(morning, evening))
    assert [(said_s(one), one.by) for one in diary] == [(540, "typed"), (600, "imported")]
    assert diary[1].pain == PainLog()
    assert says[1].startswith("1 run was recorded and not in the diary")
    started_late = msgspec.structs.replace(morning, start_s=(morning.start_s or 0) + 400)
    assert len(joined(logged(9.0, hour=7), runs=(started_late,))[0]) == 1
    assert len(joined(logged(9.0, hour=6), runs=(morning,))[0]) == 2
    # Without a clock the nearest in running time is the same run.
    diary, _ = joined(logged(10.0), runs=(morning, evening))
    assert diary[0].at.hour == 18
    # What was only felt, beside a run that was told, takes no recording.
    felt = DiaryEntry(on=DAY, pain=PainLog(right_after=2))
    assert len(joined(logged(9.0), felt, runs=(morning,))[0]) == 2


def test_todays_recording_waits_for_the_runner_but_fills_their_log() -> None:
    assert joined(runs=(recorded(),), until=DAY) == ((), ())
    (entry,), _ = joined(logged(), runs=(recorded(),), until=DAY)
    assert said_s(entry) == 540


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(5, 22), st.integers(1, 70)), max_size=5),
    st.lists(st.tuples(st.integers(0, 3), st.none() | st.integers(5, 22), st.none() | st.integers(1, 60)), max_size=5),
)
def test_joining_twice_and_in_any_order_changes_nothing_and_no_run_is_lost(watch: Any, told: Any) -> None:
    once = {(on, hour): bouts for on, hour, bouts in watch}
    runs = [recorded(day(on), *[30.0] * bouts, hour=hour, number=hour) for (on, hour), bouts in once.items()]
    runs = list(history_of(*runs).runs)
    diary = [logged(minutes, day(on), hour) for on, hour, minutes in told]
    until = day(9)
    first = joined_diary(diary, runs, facts(), since=START, until=until).diary
    assert joined_diary(first, runs, facts(), since=START, until=until).diary == first
    assert joined_diary(diary, runs[::-1], facts(), since=START, until=until).diary == first
    assert len(first) <= len(diary) + len(runs)
    for one in runs:
        on_that_day = [said_s(entry) or 0 for entry in first if entry.on == one.day]
        # Up to a quarter, or 20 s, what was said stands.
        assert max(1.25 * sum(on_that_day), sum(on_that_day) + 20) >= running_s(one)
    assert [entry.pain for entry in first[: len(diary)]] == [entry.pain for entry in diary]


def case_with(*diary: Any) -> Any:
    return convert_case(with_diary(document(), *diary), facts())


def test_recorded_runs_move_the_way_back_and_an_unlogged_one_holds_it() -> None:
    planned = way_back(document(), START).next_runs[0]
    log = {**run(START, 1), "running": None, "longest_bout": None}
    case = case_with({name: value for name, value in log.items() if value is not None})
    evaluation = restride.evaluate(case, today=START, facts=facts())
    pieces = [float(bout.run_s) for bout in planned.bouts for _ in range(bout.repeats)]

    def after(*runs: RunRecord) -> Any:
        return restride.next_step(case, evaluation, today=day(1), facts=facts(), history=history_of(*runs))

    as_planned = after(recorded(START, *pieces))
    assert as_planned.decisions[0].observation.colour == "green"
    assert as_planned.decisions[0].ran.running_s == planned.running_s
    assert as_planned.read_first[0] == "1 run was recorded and in the diary: each counts once."
    with pytest.raises(DiaryError, match="does not say how long was run"):
        restride.next_step(case, evaluation, today=day(1), facts=facts())
    extra = after(recorded(START, *pieces), recorded(START, 900.0, hour=19, number=1))
    assert [one.observation.colour for one in extra.decisions] == ["green", "open"]
    assert extra.next_runs[0].running_s <= as_planned.next_runs[0].running_s
    assert extra.next_runs[0].on > as_planned.next_runs[0].on
    assert [alert.says for alert in extra.alerts] == ["Ran 15 min where no run was planned."]
    longer = after(recorded(START, 1003.0))
    assert longer.alerts[0].says == "Ran 16.5 min where 8 min were planned."


def test_two_diaries_in_conflict_and_pain_of_tomorrow_are_refused_in_one_sentence() -> None:
    own = numbers(facts(), Tissue.TENDON)
    with pytest.raises(DiaryError, match="start at the same time but hold 15 and 30 min of running; keep the one"):
        events((logged(15, hour=7), logged(30, hour=7)), own, LATER)
    with pytest.raises(DiaryError, match=r"already says how it felt later \(next_morning\), which is still to come"):
        events((logged(15),), own, DAY)
    with pytest.raises(DiaryError, match="after today"):
        events((logged(15),), own, DAY - timedelta(days=1))
    assert len(events((logged(15),), own, LATER)) == 1
    assert len(events((known_on(logged(15), DAY),), own, DAY)) == 1
    # The morning of today belongs to yesterday's run, and a check says how today's own morning was.
    check = DiaryEntry(on=DAY, kind="check", pain=PainLog(next_morning=2))
    assert len(events((check,), own, DAY)) == 1


def test_the_command_counts_the_runs_beside_the_case(tmp_path: Any, capsys: Any) -> None:
    on = START.isoformat()
    answers = ", ".join(f"{name}: yes" for name in document()["comeback"]["readiness"][0]["answers"])
    flags = ", ".join(f"{name}: no" for name in facts().red_flags)
    (tmp_path / "case.yaml").write_text(
        f"visit_on: {on}\nrunner: {{age_years: 38, sex: male}}\n"
        "complaints: [{site: achilles_mid, side: left, weeks: 10, running: stopped, "
        "features: {morning_first_steps: yes, pain_running: yes}}]\n"
        f"red_flags: {{{flags}}}\n"
        f"comeback: {{started_on: {on}, tissue: tendon, readiness: [{{on: {on}, answers: {{{answers}}}}}]}}\n"
        f"diary: [{{on: {on}, pain: {{during: 0, next_morning: 0}}}}]\n"
    )
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "run.fit").write_bytes(run_fit(seconds(f"{on}T07:00:00+00:00"), 240))
    assert main(["comeback", str(tmp_path), "--today", day(1).isoformat()]) == 0
    shown = capsys.readouterr().out
    assert "1 run was recorded and in the diary" in shown
    assert "ran 4 min in one go. Green" in shown
