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
from restride.adapters.activities.dates import time_of
from restride.adapters.activities.importing import import_paths
from restride.adapters.activities.reading import Options, read_bytes
from restride.adapters.activities.sniffing import sniff
from restride.adapters.activities.strava import read_strava
from restride.adapters.activities.tables import MappingError, read_csv
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


GERMAN = {
    0: "Aktivitäts-ID", 1: "Aktivitätsdatum", 2: "Name der Aktivität", 3: "Aktivitätsart", 5: "Verstrichene Zeit",
    6: "Distanz", 7: "Max. Herzfrequenz", 11: "Aktivitätsausrüstung", 12: "Dateiname", 15: "Verstrichene Zeit",
    16: "Bewegungszeit", 17: "Distanz", 20: "Höhenzunahme", 30: "Max. Herzfrequenz",
    31: "Durchschnittliche Herzfrequenz", 43: "Gefühlte Anstrengung",
}  # fmt: skip


def strava_in_another_language(*rows: dict[int, str], head: dict[int, str] = GERMAN) -> bytes:
    """A list of 44 columns, those that matter at the places where Strava puts them."""
    table = [{place: f"column {place}" for place in range(44)} | head, *({0: "1"} | row for row in rows)]
    return "\n".join(",".join(f'"{row.get(place, "")}"' for place in range(44)) for row in table).encode()


def row_of(on: str, sport: str, km: str, metres: str, file: str = "", **more: str) -> dict[int, str]:
    extra = {int(name.removeprefix("at")): value for name, value in more.items()}
    return {1: on, 2: "Runde", 3: sport, 5: "1205", 6: km, 12: file, 15: "1205.0", 16: "1200.0", 17: metres} | extra


def test_a_list_in_another_language_is_read_by_its_places(tmp_path: Path) -> None:
    german = strava_in_another_language(
        row_of("29.03.2026, 06:00:00", "Lauf", "3,60", "3597.0", "activities/1.fit.gz", at11="Blau", at43="6.0"),
        row_of("30.03.2026, 06:00:00", "Lauf", "5,00", "5000.0", at31="141.0", at20="12.5"),
        row_of("31.03.2026, 06:00:00", "Radfahrt", "30,00", "30000.0"),
        row_of("01.04.2026, 06:00:00", "Langlaufski", "9,0", "9000.0"),
    )
    (tmp_path / "activities.csv").write_bytes(german)
    (tmp_path / "1.fit").write_bytes(run_fit(START, 1200))
    readings = import_paths([tmp_path], options()).readings
    (listed,) = [one for one in readings if one.format == "strava"]
    assert (listed.grade, "«Langlaufski»" in listed.reason) == ("PARTIAL", True)
    history = build_history((run for one in readings for run in one.runs), options().limits)
    assert [run.day for run in history.runs] == [date(2026, 3, 29), date(2026, 3, 30)]
    first, typed = history.runs
    assert (first.origin.format, first.effort_0_10, first.shoes) == ("fit", 6.0, "Blau")
    assert (typed.distance_m, typed.run_s, typed.heart_rate_mean, typed.climb_m) == (5000.0, 1200.0, 141.0, 12.5)
    assert [one.sport for one in history.cross] == ["cycling", "unknown"]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (GERMAN | {17: "Moved"}, row_of("29.03.2026, 06:00:00", "Lauf", "3,60", "3597.0")),
        (GERMAN, row_of("29.03.2026, 06:00:00", "Lauf", "3,60", "1200.0")),
        (GERMAN, row_of("29.03.2026, 06:00:00", "Lauf", "3,60", "3597.0", file="not a file")),
        (GERMAN, {0: "no number"} | row_of("29.03.2026, 06:00:00", "Lauf", "3,60", "3597.0")),
    ],
)
def test_a_list_whose_places_are_not_sure_is_refused(head: dict[int, str], row: dict[int, str]) -> None:
    with pytest.raises(MappingError, match="set the language of the account to English and export again"):
        read_strava(strava_in_another_language(row, head=head))


def test_miles_and_other_languages() -> None:
    dutch = strava_in_another_language(row_of("6 mrt. 2026 14:23:15", "Hardloopsessie", "3.1", "4990.0"))
    (run,) = read_strava(dutch).activities
    assert (run.sport, run.start_s) == ("running", seconds("2026-03-06T14:23:15+00:00"))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12 janv. 2023 à 08:12:33", "2023-01-12T08:12:33"), ("3 juin 2023, 08:12", "2023-06-03T08:12:00"),
        ("3 juil. 2023", "2023-07-03T00:00:00"), ("12 de dez. de 2023 20:01:02", "2023-12-12T20:01:02"),
        ("12 ene 2023, 8:12:33", "2023-01-12T08:12:33"), ("1 ago 2023, 1:00:00 p. m.", "2023-08-01T13:00:00"),
        ("7. März 2023 um 09:00", "2023-03-07T09:00:00"), ("2023/01/12 8:12:33", "2023-01-12T08:12:33"),
        ("Mar 29, 2026, 12:05:00 AM", "2026-03-29T00:05:00"), ("03/04/2026 08:00", None), ("31.02.2026", None),
        ("12 foo 2023", None), ("", None),
    ],
)  # fmt: skip
def test_dates_in_the_words_of_the_language(written: str, meant: str | None) -> None:
    assert time_of(written)[0] == (None if meant is None else seconds(f"{meant}+00:00"))


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
