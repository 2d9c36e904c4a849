"""TCX, GPX, tables, Strava, Garmin and Apple Health: the same run, whichever way it comes."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import msgspec
import pytest

from restride.adapters.activities.apple_health import read_apple
from restride.adapters.activities.importing import import_paths
from restride.adapters.activities.reading import Options, read_bytes
from restride.adapters.activities.sniffing import sniff
from restride.adapters.activities.tables import MappingError, read_csv, read_strava, time_of
from restride.training.history import build_history
from restride.training.record import RunRecord
from tests.activities.conftest import options
from tests.activities.encoder import gpx, run_fit, seconds, steady, tcx
from tests.activities.test_bad_input import apple

START = seconds("2026-03-29T06:00:00+00:00")
STRAVA = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance,Activity Gear,Filename,"
    "Moving Time,Distance,Perceived Exertion,Elevation Gain\n"
    '1,"Mar 29, 2026, 6:00:00 AM",Morning,Run,1205,3.60,Blue pair,activities/1.fit.gz,1200,3597.0,6.0,12\n'
    '2,"Mar 30, 2026, 6:00:00 AM",By hand,Run,1800,5.00,Blue pair,,1800,5000.0,,\n'
    '3,"Mar 31, 2026, 6:00:00 AM",Bike,Ride,3600,30.00,,,3600,30000.0,,\n'
)


def only(reading_of: bytes, name: str = "x") -> RunRecord:
    (run,) = read_bytes(name, reading_of, options()).runs
    return run


def test_one_run_in_three_formats_is_one_record() -> None:
    fit = only(run_fit(START, 1200))
    from_tcx = only(tcx(steady(START, 1200)))
    from_gpx = only(gpx(START, 1200))
    for other in (from_tcx, from_gpx):
        assert (other.kind, other.start_s) == ("run", START)
        assert other.distance_m == pytest.approx(fit.distance_m, rel=0.002)
        assert other.run_s == pytest.approx(fit.run_s, abs=12)
        assert other.longest_bout_s == pytest.approx(fit.longest_bout_s, abs=12)
    assert from_tcx.steps == fit.steps
    assert from_gpx.distance_from == "positions"


def test_packed_files_are_unpacked() -> None:
    for data in (run_fit(START, 600), tcx(steady(START, 600)), gpx(START, 600)):
        assert only(gzip.compress(data)).distance_m == only(data).distance_m


def test_a_gpx_without_a_sport_is_judged_by_its_movement() -> None:
    assert only(gpx(START, 600, kind="")).kind == "run"
    assert only(gpx(START, 600, speed=1.3, kind="")).kind == "cross"
    assert only(gpx(START, 600, speed=6.0, kind="cycling")).kind == "cross"


def test_a_table_needs_units_and_never_guesses_them() -> None:
    with pytest.raises(MappingError, match="distance_km="):
        read_csv(b"date,distance\n2026-03-29,5\n")
    with pytest.raises(MappingError, match="no column «Strecke»"):
        read_csv(b"date,km\n2026-03-29,5\n", {"start": "date", "distance_km": "Strecke"})
    (one,) = read_csv(b"date;Distance (km);Duration (min);RPE\n29.03.2026;5,2;31;4\n").activities
    assert (one.declared.distance_m, one.declared.timer_s, one.declared.effort_0_10) == (5200.0, 1860.0, 4.0)


def test_a_mapping_names_the_columns_of_any_log() -> None:
    table = b"Tag,Strecke,Zeit,Anstrengung\n2026-03-29,5.2,31:30,4\nnonsense,5,30:00,2\n"
    mapping = {"start": "Tag", "distance_km": "Strecke", "duration": "Zeit", "effort": "Anstrengung"}
    content = read_csv(table, mapping)
    assert content.activities[0].declared.timer_s == 1890.0
    assert (len(content.activities), content.lossy) == (1, True)
    assert "row 3" in content.faults[0]


@pytest.mark.parametrize("zone", [None, "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland"])
def test_the_day_of_a_typed_run_is_the_day_that_was_typed(zone: str | None, tmp_path: Path) -> None:
    (tmp_path / "runs.csv").write_text("date,distance_km,duration_min\n2026-03-29,5,30\n2026-10-25 23:30,6,40\n")
    with_zone = msgspec.structs.replace(options(), zone=zone)
    (reading,) = import_paths([tmp_path / "runs.csv"], with_zone).readings
    assert [run.day for run in reading.runs] == [date(2026, 3, 29), date(2026, 10, 25)]


def test_stravas_list_and_its_files_are_joined(tmp_path: Path) -> None:
    content = read_strava(STRAVA.encode())
    assert [one.declared.distance_m for one in content.activities] == [3597.0, 5000.0, 30_000.0]
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("activities.csv", STRAVA)
        archive.writestr("activities/1.fit.gz", gzip.compress(run_fit(START, 1200)))
        archive.writestr("media/photo.jpg", b"not looked at")
    readings = import_paths([tmp_path / "export.zip"], options()).readings
    assert [one.grade for one in readings] == ["OK", "OK"]
    history = build_history((run for one in readings for run in one.runs), options().limits)
    assert (len(history.runs), len(history.cross), history.duplicates) == (2, 1, 1)
    first = history.runs[0]
    assert (first.origin.format, first.effort_0_10, first.shoes, first.title) == ("fit", 6.0, "Blue pair", "Morning")
    assert first.bouts


def test_garmins_export_is_read_through_its_archives(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("user_1.fit", run_fit(START, 1200))
        archive.writestr("user_2.fit", run_fit(START + 86_400, 600))
    summary = [{"summarizedActivitiesExport": [{
        "activityId": 1, "name": "Out", "activityType": "treadmill_running", "startTimeGmt": START * 1000,
        "startTimeLocal": (START + 7200) * 1000, "distance": 359_700.0, "duration": 1_200_000.0, "workoutRpe": 70,
    }]}]  # fmt: skip
    with zipfile.ZipFile(tmp_path / "g.zip", "w") as archive:
        archive.writestr("DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip", inner.getvalue())
        archive.writestr("DI_CONNECT/DI-Connect-Fitness/x_0_summarizedActivities.json", json.dumps(summary))
    readings = import_paths([tmp_path / "g.zip"], options()).readings
    history = build_history((run for one in readings for run in one.runs), options().limits)
    assert (len(readings), len(history.runs), history.duplicates) == (3, 2, 1)
    first = history.runs[0]
    assert (first.effort_0_10, first.utc_offset_s, first.where, first.title) == (7.0, 7200, "treadmill", "Out")


def test_apples_workouts_keep_pauses_zone_and_effort(tmp_path: Path) -> None:
    (one,) = read_apple(io.BytesIO(apple(3))).activities
    assert (one.sport, one.where, one.utc_offset_s) == ("running", "treadmill", 7200)
    assert (one.declared.distance_m, one.declared.timer_s, one.declared.effort_0_10) == (5200.0, 1800.0, 6.0)
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("apple_health_export/export.xml", apple(3))
        archive.writestr("apple_health_export/workout-routes/route_1.gpx", gpx(START, 1800, kind="", lon=13.4))
    readings = import_paths([tmp_path / "export.zip"], options()).readings
    history = build_history((run for one in readings for run in one.runs), options().limits)
    (run,) = history.runs
    assert (run.origin.format, run.effort_0_10, run.utc_offset_s, history.duplicates) == ("gpx", 6.0, 7200, 1)


def test_written_times_are_read_in_the_usual_ways() -> None:
    for text in ("2026-03-29T06:00:00Z", "2026-03-29 08:00:00+02:00", "Mar 29, 2026, 6:00:00 AM", "29.03.2026 06:00"):
        assert time_of(text)[0] == START
    assert time_of("29/03/26") == (None, None)


def test_files_are_known_by_their_bytes_not_their_names() -> None:
    assert [sniff(data[:8192]) for data in (run_fit(START, 60), tcx(steady(START, 3)), gpx(START, 3), apple(1))] == [
        "fit", "tcx", "gpx", "apple",
    ]  # fmt: skip
    assert isinstance(options(), Options)
