"""Every real file of others: its grade, its points, its activities and the reason; and two decoders side by side."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from restride.adapters.activities.fit import read_fit
from restride.adapters.activities.importing import import_paths
from restride.training.record import FileReading
from tests.activities.conftest import options


class Row(NamedTuple):
    """What is expected of one file."""

    grade: str
    points: int
    activities: tuple[str, ...]
    reason: str


def _table() -> dict[str, Row]:
    rows = (Path(__file__).parent / "real_files.tsv").read_text(encoding="utf-8").splitlines()[1:]
    cells = [row.split("\t") for row in rows]
    return {name: Row(grade, int(points), tuple(kinds.split()), why) for name, grade, points, kinds, why in cells}


#: A snapshot, looked through against what the files' owners say; the values are held against other decoders below.
EXPECTED = _table()
#: Cases of chiptime-corpus that we grade otherwise than its authors, and why.
OTHERWISE = {
    "non-monotonic-records": ("PARTIAL", "a tenth of its points run backwards, and nobody knows which clock was right"),
    "system-time-only": ("PARTIAL", "without a day it cannot enter a history"),
    "gpx-renamed": ("REJECTED", "we read GPX under any name, but this one holds no point"),
    "tcx-renamed": ("REJECTED", "we read TCX under any name, but this one holds no point"),
}
#: Cases whose number of points differs: ours are more, because a message whose time goes on is believed again.
MORE_POINTS = {"garbage-block-midfile": 118, "frame-shift-insert": 9}
_GRADES = {"ok": "OK", "partial": "PARTIAL", "reject": "REJECTED"}


def read(path: Path) -> FileReading:
    (reading,) = import_paths([path], options()).readings
    return reading


def test_every_real_file_is_in_the_table(recordings: Path) -> None:
    here = [*(recordings / "activities").rglob("*.*"), *(recordings / "fit").glob("*.fit")]
    names = {p.relative_to(recordings).as_posix() for p in here if p.suffix != ".json" and "chiptime" not in str(p)}
    assert names == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_file_has_its_grade(recordings: Path, name: str) -> None:
    reading = read(recordings / name)
    kinds = tuple(run.kind for run in reading.runs)
    assert Row(reading.grade, reading.points, kinds, reading.reason) == EXPECTED[name]


def cases(recordings: Path) -> list[Path]:
    corpus = recordings / "activities" / "chiptime-corpus"
    return [corpus / name for name in json.loads((corpus / "MANIFEST.json").read_text())["cases"]]


def test_the_corpus_is_graded_as_its_authors_do(recordings: Path) -> None:
    wrong = []
    for case in cases(recordings):
        said = json.loads((case / "case.json").read_text())
        wanted = OTHERWISE.get(case.name, (_GRADES[said["expect"]], ""))[0]
        reading = read(case / "input.fit")
        if reading.grade != wanted:
            wrong.append((case.name, reading.grade, wanted, reading.reason))
        assert reading.grade == "OK" or reading.reason, case.name
    assert wrong == []


def test_the_corpus_gives_the_expected_activities_points_and_starts(recordings: Path) -> None:
    for case in cases(recordings):
        expected = json.loads((case / "expected.json").read_text())
        sessions = [
            session
            for part in expected["parts"]
            if part.get("activity") and part["file_type"] in ("activity", "unknown")
            for session in part["activity"]["sessions"]
        ]
        reading = read(case / "input.fit")
        points = sum(session["records"]["n"] for session in sessions)
        assert reading.points == MORE_POINTS.get(case.name, points), case.name
        assert len(reading.runs) == len(sessions), case.name
        for run, session in zip(reading.runs, sessions, strict=True):
            start = session["start_time"]
            if start is not None and case.name != "treadmill-final-jump":
                assert run.start_s == pytest.approx(np.datetime64(start.rstrip("Z")).astype(float), abs=1), case.name
            parts = [part["activity"] for part in expected["parts"]]
            offset = next(one["utc_offset_s"] for one in parts if session in one["sessions"])
            if offset is not None:
                assert run.utc_offset_s == offset, case.name


STREAMS = {
    "heart_rate": "heart_rate", "speed": "speed_m_s", "distance": "distance_m", "altitude": "altitude_m",
    "cadence": "cadence", "power": "power_w", "position_lat": "latitude_deg", "temperature": "temperature_c",
}  # fmt: skip
#: A stream the corpus edits: bounces of the position, and a shifted frame it decodes as something else.
EDITED = {("spike-bounce", "position_lat"), ("null-island", "position_lat"), ("frame-shift-insert", "power")}


def test_the_corpus_gives_the_expected_values(recordings: Path) -> None:
    compared = 0
    for case in cases(recordings):
        expected = json.loads((case / "expected.json").read_text())
        data = (case / "input.fit").read_bytes()
        sessions = [s for part in expected["parts"] if part.get("activity") for s in part["activity"]["sessions"]]
        if case.name in MORE_POINTS or data[:2] in (b"\x1f\x8b", b"PK") or not sessions or not expected["ok"]:
            continue
        activities = read_fit(data).activities
        for activity, session in zip(activities, sessions, strict=len(activities) > 0):
            for theirs, ours in STREAMS.items():
                stream = session["records"]["streams"].get(theirs)
                if stream is None or (case.name, theirs) in EDITED or ours not in activity.columns:
                    continue
                values = np.array([np.nan if v is None else v for v in stream["values"]], dtype=float)
                mine = activity.columns[ours]
                np.testing.assert_allclose(mine, values, rtol=0, atol=2e-3, err_msg=f"{case.name} {theirs}")
                compared += len(values)
    assert compared > 5000


CLEAN = [
    name
    for name, row in EXPECTED.items()
    if name.endswith(".fit") and row.grade == "OK" and row.points > 10 and not row.reason
]
THEIRS = {
    "heart_rate": "heart_rate", "distance": "distance_m", "power": "power_w", "altitude": "altitude_m",
    "vertical_oscillation": "oscillation_mm", "stance_time": "contact_ms", "step_length": "step_length_mm",
}  # fmt: skip


def test_an_independent_fast_decoder_gives_the_same_values(recordings: Path) -> None:
    import fitfast

    compared = []
    for name in CLEAN:
        data = (recordings / name).read_bytes()
        activities = read_fit(data).activities
        if len(activities) != 1:
            continue  # sessions of one file are cut apart
        try:
            theirs = dict(fitfast.records(data))
        except fitfast.FitDecodeError:
            continue  # a header checksum of zero is legal, and it refuses it
        _same_values(activities[0].columns, theirs, name)
        compared.append(name)
    assert len(compared) >= 15


def _same_values(ours: Mapping[str, Any], theirs: dict[str, Any], name: str) -> None:
    order = np.argsort(theirs["timestamp"], kind="stable")
    order = order[~np.isnan(theirs["timestamp"][order])]
    for their_name, our_name in THEIRS.items():
        if their_name in theirs and our_name in ours:
            column = theirs.get(f"enhanced_{their_name}", theirs[their_name])[order]
            np.testing.assert_allclose(ours[our_name], column, rtol=0, atol=1e-6, err_msg=f"{name} {their_name}")
    if "enhanced_speed" in theirs:
        # It makes the one from the other by cutting off: up to a millimetre a second. The slow decoder does not.
        np.testing.assert_allclose(
            ours["speed_m_s"], theirs["enhanced_speed"][order], rtol=0, atol=1.1e-3, err_msg=f"{name} speed"
        )


@pytest.mark.parametrize("name", ["fit/fp_garmin-fenix-5-run.fit", "fit/fp_activity-small-fenix2-run.fit"])
def test_an_independent_slow_decoder_gives_the_same_values(recordings: Path, name: str) -> None:
    import fitdecode

    points: list[dict[str, Any]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with fitdecode.FitReader(recordings / name) as reader:
            for frame in reader:
                if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "record":
                    points.append({field.name: field.value for field in frame.fields})
    (activity,) = read_fit((recordings / name).read_bytes()).activities
    assert activity.points == len(points)
    assert activity.columns["time_s"].tolist() == [point["timestamp"].timestamp() for point in points]
    for theirs, ours in (THEIRS | {"speed": "speed_m_s"}).items():
        if ours not in activity.columns:
            continue
        values = [point.get(f"enhanced_{theirs}", point.get(theirs)) for point in points]
        column = np.array([np.nan if value is None else value for value in values], dtype=float)
        np.testing.assert_allclose(activity.columns[ours], column, rtol=0, atol=1e-6, err_msg=theirs)


def test_a_real_run_that_others_lose_is_recovered(recordings: Path) -> None:
    reading = read(recordings / "fit" / "fp_strava-android-app-201.10-b1218918.fit")
    (run,) = reading.runs
    assert reading.points > 5000  # both decoders above give up after 473
    assert run.distance_m == pytest.approx(11_274, abs=1)
    assert run.elapsed_s == pytest.approx(3558, abs=2)


def test_a_ride_is_refused_as_a_run(recordings: Path) -> None:
    (ride,) = read(recordings / "fit" / "fp_sample-activity.fit").runs
    assert (ride.kind, ride.sport, ride.run_s) == ("cross", "cycling", 0.0)


def test_no_position_of_a_real_person_is_kept(recordings: Path) -> None:
    for name in EXPECTED:
        assert all(run.positions == () for run in read(recordings / name).runs)
