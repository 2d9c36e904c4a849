"""What goes to watch and calendar reads back as it was planned."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from typing import Any

import fitdecode
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from restride.adapters.workouts import ExportError, exports, workout_of
from restride.adapters.workouts import _same as same
from restride.adapters.workouts.fit import crc16, encode_workout
from restride.adapters.workouts.intervals import intervals_text, read_intervals_text
from restride.adapters.workouts.read_back import read_workout
from restride.adapters.workouts.run_calendar import entry_of, sequence
from restride.adapters.workouts.steps import Repeat, TimedStep, Workout, running_s
from restride.cli import main
from restride.knowledge.case_reader import convert_case
from restride.model.comeback import Bout, PlannedRun
from restride.model.diary import PublishedRun
from restride.model.quantity import Duration
from tests.comeback.diaries import KNOWLEDGE, day, document, followed, way_back


@st.composite
def runs(draw):
    bout = draw(st.sampled_from((30, 60, 90, 120, 180, 240, 300, 480, 600, 900, 1200, 1800, 3600)))
    repeats = draw(st.integers(1, 40))
    walk = draw(st.sampled_from((90, 120)))
    last = draw(st.integers(0, max(0, bout // 30 - 1))) * 30
    several = repeats > 1 or last
    bouts = [Bout(repeats=repeats, run_s=bout, walk_s=walk if several else 0)]
    if last:
        bouts.append(Bout(repeats=1, run_s=last, walk_s=0))
    total = repeats * bout + last
    return PlannedRun(
        on=day(draw(st.integers(0, 3000))), kind="walk_run", certain=True, warm_up_walk_s=300, bouts=tuple(bouts),
        cool_down_walk_s=300, running_s=total, longest_bout_s=bout, total_s=total + 600, fast_s=0, uphill_s=0,
        not_before=None, pace_max_m_s=draw(st.none() | st.floats(1.0, 5.0)), effort_max_0_10=4, surface="flat",
        rises="none", because=(),
    )  # fmt: skip


@given(runs())
def test_every_workout_reads_back_and_holds_the_planned_running_time(run):
    workout = workout_of(run)
    assert running_s(workout) == run.running_s
    assert len(workout.steps) <= 50
    assert read_workout(encode_workout(workout, "series")) == workout
    assert read_intervals_text(intervals_text(workout), workout) == workout


def test_three_times_five_minutes_on_the_watch():
    run = PlannedRun(
        on=day(0), kind="walk_run", certain=True, warm_up_walk_s=300, bouts=(Bout(repeats=3, run_s=300, walk_s=120),),
        cool_down_walk_s=300, running_s=900, longest_bout_s=300, total_s=1740, fast_s=0, uphill_s=0, not_before=None,
        pace_max_m_s=2.5, effort_max_0_10=4, surface="flat", rises="none", because=(),
    )  # fmt: skip
    workout = workout_of(run)
    assert workout.steps == (
        TimedStep("warm_up", 300), TimedStep("run", 300, 2500), TimedStep("walk", 120), Repeat(1, 2),
        TimedStep("run", 300, 2500), TimedStep("cool_down", 300),
    )  # fmt: skip
    assert workout.name == "3 x 5 min"
    assert intervals_text(workout) == (
        "- Warm-up walk 5m\n\n2x\n- Run easy 5m 6:40/km Pace\n- Walk 2m\n\n- Run easy 5m 6:40/km Pace\n- Walk home 5m\n"
    )
    with fitdecode.FitReader(io.BytesIO(encode_workout(workout, "a"))) as reader:
        frames = [frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]
    assert [frame.name for frame in frames] == ["file_id", "workout", *["workout_step"] * 6]
    assert frames[1].get_value("num_valid_steps") == 6
    assert frames[3].get_value("custom_target_speed_high") == 2.5
    assert frames[2].get_value("duration_time") == 300.0


def test_where_no_pace_is_known_the_watch_names_the_effort():
    run = way_back({**document(), "routine": {}}, day(0)).next_runs[0]
    with fitdecode.FitReader(io.BytesIO(encode_workout(workout_of(run), "a"))) as reader:
        steps = [one for one in reader if isinstance(one, fitdecode.FitDataMessage) and one.name == "workout_step"]
    assert steps[1].get_value("wkt_step_name") == "Run, effort max 4 of 10"
    assert steps[1].get_value("target_type") == "open"
    assert steps[0].get_value("wkt_step_name") == "Walk to warm up"


def test_a_damaged_file_is_noticed_before_it_is_written():
    workout = Workout(day(0), "walk", (TimedStep("warm_up", 600),))
    content = bytearray(encode_workout(workout, "a"))
    content[60] ^= 1
    with pytest.raises(ExportError, match="cannot be read back"):
        read_workout(bytes(content))
    with pytest.raises(ExportError, match="nothing was written"):
        same(workout, workout._replace(name="run"), "x.fit")
    assert crc16(b"123456789") == 0xBB3D


def test_the_calendar_keeps_its_uids_counts_versions_and_cancels_what_is_gone():
    base = followed(document(), 10)
    first = way_back(base, day(10))
    known = Calendar.from_ical(exports(first)["way_back.ics"]).walk("VEVENT")
    uids = {event.decoded("dtstart"): str(event["uid"]) for event in known}
    shown = [{"on": one.on, "running": f"{one.running_s / 60:g} min"} for one in first.next_runs]
    gone = {"on": first.next_runs[0].on + timedelta(1), "running": "9 min", "sequence": 4}
    shown[1]["running"] = "99 min"
    base["comeback"]["published"] = [*shown, gone]
    again = way_back(base, day(10))
    published = convert_case(base, KNOWLEDGE).comeback.published
    written = Calendar.from_ical(exports(again, published)["way_back.ics"]).walk("VEVENT")
    events = {event.decoded("dtstart"): event for event in written}
    assert {on: str(events[on]["uid"]) for on in uids} == uids
    assert int(events[shown[0]["on"]]["sequence"]) == 0
    assert int(events[shown[1]["on"]]["sequence"]) == 1
    assert (str(events[gone["on"]]["status"]), int(events[gone["on"]]["sequence"])) == ("CANCELLED", 5)


def test_the_number_rises_with_anything_that_changes():
    plan = way_back(followed(document(), 10), day(10))
    run = plan.next_runs[0]
    shown = PublishedRun(on=run.on, running=Duration(f"{run.running_s} s"), sequence=2, entry=entry_of(plan, run))
    assert sequence(plan, run, None) == 0
    assert sequence(plan, run, shown) == 2
    half = Bout(repeats=run.running_s // 30, run_s=30, walk_s=90)
    rule = msgspec.structs.replace(plan.pain_rule, plain="Up to 1 of 10.")
    for changed in ({"bouts": (half,)}, {"not_before": "18:05"}, {"kind": "walk"}, {"cool_down_walk_s": 60}):
        assert sequence(plan, msgspec.structs.replace(run, **changed), shown) == 3, changed
    assert sequence(msgspec.structs.replace(plan, pain_rule=rule), run, shown) == 3


def test_a_folder_remembers_what_its_calendar_showed(repository, tmp_path, capsys):
    case = str(repository / "examples" / "achilles_way_back.yaml")
    ordered = ["comeback", case, "--out", str(tmp_path / "out"), "--today"]

    def shown(today: str) -> dict[Any, tuple[str, int]]:
        assert main([*ordered, today]) == 0
        events = Calendar.from_ical((tmp_path / "out" / "way_back.ics").read_bytes()).walk("VEVENT")
        return {one.decoded("dtstart"): (str(one["status"]), int(one["sequence"])) for one in events}

    first, again = shown("2026-11-08"), shown("2026-11-08")
    assert first == again
    assert {number for _, number in first.values()} == {0}
    # A run was missed: what had been shown stays on its days, as many runs fit that way.
    missed = shown("2026-11-10")
    assert set(missed) - set(first) == {max(missed)}
    path = tmp_path / "out" / "published.json"
    remembered = json.loads(path.read_text())
    remembered["runs"].append({"on": "2026-11-12", "running": "30 min", "sequence": 3, "entry": "as it was"})
    path.write_text(json.dumps(remembered))
    for _ in range(2):
        assert shown("2026-11-10")[date(2026, 11, 12)] == ("CANCELLED", 4)
    path.write_text('{"case": "somebody else", "runs": []}')
    assert main([*ordered, "2026-11-10"]) == 2
    assert "holds the calendar of another case (somebody else)" in capsys.readouterr().err
    path.write_text("{")
    assert main([*ordered, "2026-11-10"]) == 2
    assert "cannot be read" in capsys.readouterr().err
