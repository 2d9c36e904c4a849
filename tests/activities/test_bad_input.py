"""Bad input: each file gets a grade and one sentence, the others are read, and the memory stays small."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from restride.adapters.activities.apple_health import read_apple
from restride.adapters.activities.caps import TooMuchError
from restride.adapters.activities.importing import import_paths
from restride.adapters.activities.reading import read_bytes, unpack_gzip
from restride.training.record import RunRecord
from tests.activities.conftest import options
from tests.activities.encoder import Fit, gpx, run_fit, seconds, steady, tcx

START = seconds("2026-03-01T06:00:00+00:00")
HTML = b"<!DOCTYPE html><html><body>502 Bad Gateway</body></html>"


def reason_of(data: bytes) -> str:
    reading = read_bytes("x.fit", data, options())
    assert reading.grade == "REJECTED"
    return reading.reason


def test_refusals_say_what_was_found() -> None:
    assert "a web page" in reason_of(HTML)
    assert "JSON" in reason_of(b'{"error": "not found"}')
    assert "empty" in reason_of(b"")
    assert "no kind of activity file" in reason_of(b"\x00\x01\x02\x03" * 50)
    assert "another kind" in reason_of(b"<?xml version='1.0'?><kml></kml>")


def test_an_xml_entity_bomb_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    assert "entities" in reason_of(tcx(steady(START, 5), head=f"{bomb}]>"))
    with pytest.raises(TooMuchError, match="entities"):
        read_apple(io.BytesIO(f'<?xml version="1.0"?>{bomb}]><HealthData>&j;</HealthData>'.encode()))


def test_an_outside_entity_reads_no_file() -> None:
    head = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    assert "entities" in reason_of(tcx(steady(START, 5), head=head))


def test_a_gzip_bomb_is_refused() -> None:
    bomb = gzip.compress(b"\0" * 150_000_000, compresslevel=9)
    assert len(bomb) < 200_000
    tracemalloc.start()
    assert "unpacks to more than" in reason_of(bomb)
    assert tracemalloc.get_traced_memory()[1] < 120_000_000
    tracemalloc.stop()


def test_a_cut_off_gzip_gives_what_it_holds() -> None:
    packed = gzip.compress(run_fit(START, 600))
    assert len(unpack_gzip(packed[: len(packed) // 2])) > 200
    assert read_bytes("a.fit.gz", packed[: len(packed) // 2], options()).grade == "PARTIAL"


def test_a_zip_bomb_is_refused_and_its_neighbour_read(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("zeros.fit", b"\0" * 120_000_000)
        archive.writestr("run.fit", run_fit(START, 300))
    (tmp_path / "x.zip").write_bytes(inner.getvalue())
    readings = {one.name: one for one in import_paths([tmp_path / "x.zip"], options()).readings}
    assert readings["x.zip!zeros.fit"].grade == "REJECTED"
    assert "unpacks to more than" in readings["x.zip!zeros.fit"].reason
    assert readings["x.zip!run.fit"].grade == "OK"


def test_archives_in_archives_end_somewhere(tmp_path: Path) -> None:
    data = run_fit(START, 300)
    for depth in range(6):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(f"{depth}.zip" if depth else "run.fit", data)
        data = packed.getvalue()
    (tmp_path / "deep.zip").write_bytes(data)
    (reading,) = import_paths([tmp_path / "deep.zip"], options()).readings
    assert (reading.grade, "too deep" in reading.reason) == ("REJECTED", True)


def test_a_broken_archive_and_a_locked_file_are_sentences(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 and then nothing of the kind")
    (reading,) = import_paths([tmp_path / "x.zip"], options()).readings
    assert "archive is damaged" in reading.reason


def test_time_running_backwards_is_put_in_order() -> None:
    fit = Fit().file_id()
    order = [*range(300), *range(200, 290)]
    for second in order:
        fit.record(START + second, distance=3.0 * second, speed=3.0, cadence=85)
    fit.session(START, 300, 897)
    reading = read_bytes("a.fit", fit.data(), options())
    assert any("Time runs backwards" in note for note in reading.runs[0].notes)
    assert reading.runs[0].elapsed_s == 300
    jumpy = Fit().file_id()
    for second in range(100):
        jumpy.record(START + (second ^ 1), distance=3.0 * second, speed=3.0)
    assert read_bytes("a.fit", jumpy.data(), options()).grade == "PARTIAL"


def test_the_year_2085_is_the_clocks_mistake() -> None:
    reading = read_bytes("a.fit", run_fit(seconds("2085-12-21T16:46:58+00:00"), 600), options())
    assert reading.grade == "PARTIAL"
    assert "2085" in reading.reason
    assert reading.runs[0].start_s is None


def test_one_point_of_2085_does_not_make_a_run_of_sixty_years() -> None:
    fit = Fit().file_id()
    for second in range(300):
        fit.record(START + second if second != 150 else seconds("2085-12-21T00:00:00+00:00"), distance=3.0 * second)
    fit.session(START, 300, 897)
    (run,) = read_bytes("a.fit", fit.data(), options()).runs
    assert run.elapsed_s == 300
    assert any("days away" in note for note in run.notes)


def test_a_clock_that_was_never_set_gives_no_date() -> None:
    from tests.activities.encoder import FIT_EPOCH

    reading = read_bytes("a.fit", run_fit(FIT_EPOCH + 5000, 600), options())
    assert (reading.grade, reading.runs[0].start_s, reading.runs[0].run_s) == ("PARTIAL", None, 600)
    assert "clock was not set" in reading.reason


@pytest.mark.parametrize(("factor", "words"), [(0.001, "kilometres"), (1 / 1609.344, "miles"), (3.28084, "feet")])
def test_a_distance_in_the_wrong_unit_gives_way_to_positions(factor: float, words: str) -> None:
    fit = Fit().file_id()
    for second in range(3000):
        metres = 3.0 * second
        fit.record(START + second, lat=10 + metres / 111_195, lon=20.0, distance=metres * factor, cadence=85)
    fit.session(START, 3000, 8997 * factor)
    (run,) = read_bytes("a.fit", fit.data(), options()).runs
    assert run.distance_m == pytest.approx(8997, rel=0.01)
    assert (run.distance_from, any(words in note for note in run.notes)) == ("positions", True)


def test_a_distance_in_the_wrong_unit_without_positions_is_left_out() -> None:
    def indoors(speed: float) -> RunRecord:
        fit = Fit().file_id()
        for second in range(601):
            fit.record(START + second, distance=speed * second, cadence=85)
        (run,) = read_bytes("a.fit", fit.session(START, 600, speed * 600).data(), options()).runs
        return run

    least = options().limits.moving_speed
    assert [indoors(speed).distance_m for speed in (0.003, 0.98 * least, 1.02 * least)] == [None, None, 306.0]
    assert "wrong unit" in indoors(0.003).notes[-1]
    assert indoors(0.003).run_s > 500


def test_810_steps_a_minute_are_left_out() -> None:
    fit = Fit().file_id()
    for second in range(600):
        fit.record(START + second, distance=3.0 * second, speed=3.0, cadence=250 if second == 300 else 85)
    fit.session(START, 600, 1797)
    (run,) = read_bytes("a.fit", fit.data(), options()).runs
    assert run.steps == pytest.approx(1700, abs=5)
    assert any("500 steps/min" in note for note in run.notes)


def test_pauses_are_never_negative() -> None:
    fit = Fit().file_id().event(START, 0).event(START + 200, 4).event(START + 100, 0).event(START + 250, 4)
    for second in range(300):
        fit.record(START + second, distance=3.0 * second, speed=3.0)
    fit.session(START, 300, 897)
    (run,) = read_bytes("a.fit", fit.data(), options()).runs
    assert all(pause.duration_s > 0 for pause in run.pauses)
    assert 0 <= run.timer_s <= run.elapsed_s


def test_an_impossible_distance_is_left_out_and_a_ride_called_a_run_is_no_run() -> None:
    (run,) = read_bytes("a.gpx", gpx(START, 600, speed=9.0), options()).runs
    assert (run.kind, "faster than anybody" in run.notes[0]) == ("cross", True)
    fit = Fit().file_id().session(START, 600, 90_000)
    (typed,) = read_bytes("a.fit", fit.data(), options()).runs
    assert (typed.kind, typed.distance_m) == ("run", None)


def test_broken_xml_gives_what_it_holds() -> None:
    whole = tcx(steady(START, 400))
    reading = read_bytes("a.tcx", whole[: len(whole) * 2 // 3], options())
    assert (reading.grade, reading.points) == ("PARTIAL", pytest.approx(266, abs=6))
    spoilt = whole[:20_000] + b"<<<&&&" + whole[20_000:]
    assert read_bytes("a.tcx", spoilt, options()).points > 300


def apple(records: int) -> bytes:
    row = (
        b' <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Watch" unit="count" '
        b'startDate="2026-01-01 00:00:00 +0100" endDate="2026-01-01 00:01:00 +0100" value="100"/>\n'
    )
    head = (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData ANY>\n]>\n'
        b'<HealthData locale="de_DE">\n'
    )
    run = (
        b' <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="30" durationUnit="min" '
        b'totalDistance="5.2" totalDistanceUnit="km" sourceName="Watch" startDate="2026-03-29 08:00:00 +0200" '
        b'endDate="2026-03-29 08:31:00 +0200">\n  <MetadataEntry key="HKIndoorWorkout" value="1"/>\n'
        b'  <WorkoutEvent type="HKWorkoutEventTypePause" date="2026-03-29 08:10:00 +0200"/>\n'
        b'  <WorkoutEvent type="HKWorkoutEventTypeResume" date="2026-03-29 08:11:00 +0200"/>\n </Workout>\n'
        b' <Record type="HKQuantityTypeIdentifierWorkoutEffortScore" unit="appleEffortScore" value="6" '
        b'startDate="2026-03-29 08:00:00 +0200" endDate="2026-03-29 08:31:00 +0200"/>\n'
    )
    return head + row * records + run + b"</HealthData>\n"


class Endless(io.RawIOBase):
    """An export of any size that is never in memory whole."""

    def __init__(self, records: int) -> None:
        whole = apple(1)
        first = whole.index(b" <Record")
        last = whole.index(b" <Workout")
        self._pieces = iter([whole[:first], *[whole[first:last] * 5000] * (records // 5000), whole[last:], b""])
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        while not self._rest:
            try:
                self._rest = next(self._pieces)
            except StopIteration:
                return b""
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


def test_apples_export_is_streamed() -> None:
    tracemalloc.start()
    content = read_apple(Endless(200_000))  # 37 MB; what is kept does not grow with it
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(content.activities) == 1
    assert peak < 8_000_000


@pytest.mark.night
def test_three_gigabytes_of_apple_health_stay_within_500_mb() -> None:
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    content = read_apple(Endless(16_000_000))
    assert len(content.activities) == 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000


def test_what_cannot_be_opened_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "page.fit").write_bytes(HTML)
    (tmp_path / "empty.gpx").write_bytes(b"")
    (tmp_path / "run.fit").write_bytes(run_fit(START, 300))
    readings = import_paths([tmp_path], options()).readings
    assert sorted(one.grade for one in readings) == ["OK", "REJECTED", "REJECTED"]
    assert all(one.reason.endswith(".") for one in readings if one.grade == "REJECTED")
